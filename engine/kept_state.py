"""The states of a document: graphs put away, and what has been asked about them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from torch import fx

from engine.info import Diagnostic, GraphInfo
from engine.rewriting.memory import Memory
from engine.rewriting.snapshot import Snapshot, digest
from engine.rewriting.traces import Traces
from engine.targets.advice import hints
from engine.targets.diagnostics import diagnose
from engine.targets.latency import estimate_latency
from engine.targets.profile import TargetProfile

_DESCRIBED = 5
"""How far from the current state a description is kept."""
_VISITED = 4
"""How many states that were left last keep their descriptions wherever they are."""


@dataclass(slots=True)
class Judgement:
    """What one target is like for a state, None for what has not been asked."""

    profile: TargetProfile
    diagnostics: tuple[Diagnostic, ...] | None = None
    hints: tuple[Diagnostic, ...] | None = None
    latency_ms: dict[str, float] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all of it has been asked for."""
        return None not in (self.diagnostics, self.hints, self.latency_ms)


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


class KeptStates:
    """The opened network and the state after each edit, by number from 0."""

    def __init__(self, opened: Snapshot) -> None:
        self.all = [KeptState(opened)]
        self.traces = Traces()
        self._visited = deque[KeptState](maxlen=_VISITED)
        self._memories: dict[str, tuple[TargetProfile, Memory]] = {}

    def __getitem__(self, number: int) -> KeptState:
        return self.all[number]

    def leave(self, number: int) -> None:
        """Keep what is known of a state that was the current one."""
        self._visited.append(self.all[number])

    def described_near(self, number: int) -> KeptState | None:
        """Find the nearest state that has been described, to take over from it."""
        described = [
            (abs(index - number), index)
            for index, state in enumerate(self.all)
            if state.info is not None
        ]
        return self.all[min(described)[1]] if described else None

    def forget_far(self, *numbers: int) -> None:
        """Forget the descriptions of states that are far from all of these."""
        for index, state in enumerate(self.all):
            near = min(abs(index - number) for number in numbers)
            if near > _DESCRIBED and state not in self._visited:
                state.forget()

    def diagnostics(
        self, number: int, profile: TargetProfile, model: Callable[[], fx.GraphModule]
    ) -> tuple[Diagnostic, ...]:
        """Find what a target cannot run of a state; a part of a network has no fix."""
        known = self.all[number].judgement(profile)
        if known.diagnostics is None:
            made = model()
            problems = diagnose(made, profile, self._memory(profile, number))
            known.diagnostics = _fixable(made, problems)
        return known.diagnostics

    def latency_ms(
        self, number: int, profile: TargetProfile, model: Callable[[], fx.GraphModule]
    ) -> dict[str, float]:
        """Estimate how long a target needs for each op of a state."""
        known = self.all[number].judgement(profile)
        if known.latency_ms is None:
            memory = self._memory(profile, number)
            nodes = estimate_latency(model(), profile, memory).nodes
            known.latency_ms = {
                node.name: node.latency_ms for node in nodes if node.latency_ms > 0
            }
        return known.latency_ms

    def hints(
        self, number: int, profile: TargetProfile, model: Callable[[], fx.GraphModule]
    ) -> tuple[Diagnostic, ...]:
        """Tell what is good to know of a state; a part of a network has no fix."""
        known = self.all[number].judgement(profile)
        if known.hints is None:
            made = model()
            known.hints = _fixable(made, hints(made, profile))
        return known.hints

    def _memory(self, profile: TargetProfile, number: int) -> Memory:
        """Fetch what is remembered of this target, to be compared with a state."""
        known = self._memories.get(profile.name)
        if known is None or known[0] != profile:
            known = self._memories[profile.name] = (profile, Memory(self.traces))
        known[1].be_at(self.all[number].snapshot)
        return known[1]


def _fixable(
    model: fx.GraphModule, found: tuple[Diagnostic, ...]
) -> tuple[Diagnostic, ...]:
    """The same findings, without their fixes where only a part of a network is here."""
    if not model.meta.get("stopped"):
        return found
    return tuple(replace(each, fixes=()) for each in found)
