"""One state of a document: its graph put away, and what has been asked about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.info import Diagnostic, GraphInfo
from engine.rewriting.snapshot import Snapshot, digest
from engine.targets.profile import TargetProfile


@dataclass(slots=True)
class Judgement:
    """What one target is like for a state, None for what has not been asked."""

    profile: TargetProfile
    diagnostics: tuple[Diagnostic, ...] | None = None
    hints: tuple[Diagnostic, ...] | None = None
    latency_ms: dict[str, float] | None = None


@dataclass(slots=True, eq=False)
class KeptState:
    """The graph after an edit. It never changes, so what was found of it stays true."""

    snapshot: Snapshot
    info: GraphInfo | None = None
    judgements: dict[str, Judgement] = field(default_factory=dict)
    _digest: str = ""

    @property
    def digest(self) -> str:
        """Identify the graph, as what is made of it does."""
        if not self._digest:
            self._digest = digest(self.snapshot)
        return self._digest

    def judgement(self, profile: TargetProfile) -> Judgement:
        """What is known for a target; nothing where its profile is another by now."""
        known = self.judgements.get(profile.name)
        if known is None or known.profile != profile:
            known = self.judgements[profile.name] = Judgement(profile)
        return known

    def forget(self) -> None:
        """Forget what takes much room and little time to find again."""
        self.info = None
        self.judgements.clear()
