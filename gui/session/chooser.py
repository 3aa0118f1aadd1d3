"""How the jobs ask the engine what can be done by hand; imported when first asked."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol, cast

from engine.choices import Choices, Insertable, Slot, Source
from engine.info import WrittenCode
from engine.progress import Steps


class Chooser(Protocol):
    """The part of the engine that knows what can be done by hand."""

    def choices_at(self, model: Any, names: Sequence[str], /) -> Choices:
        """Collect what can be done at one node, or at several as one step."""

    def insertable_after(self, model: Any, node: str, /) -> tuple[Insertable, ...]:
        """Offer ops behind a node."""

    def targets_of(self, model: Any, source: str, /) -> tuple[Slot, ...]:
        """Tell of every input whether it can read a node."""

    def tried_targets(self, model: Any, source: str, /) -> Steps[tuple[Slot, ...]]:
        """Tell the same with all that follows tried, a step each."""

    def tried_sources(
        self, model: Any, node: str, slot: str, read: str, /
    ) -> Steps[tuple[Source, ...]]:
        """Tell of every node whether an input can read it, with all that follows."""

    def sources_of(self, model: Any, node: str, slot: str, /) -> tuple[Source, ...]:
        """Tell of every node whether an input can read it."""

    def code_of(self, model: Any, names: Sequence[str], /) -> str:
        """Write nodes as Python."""

    def network_code(self, model: Any, target: str, /) -> WrittenCode:
        """Write the network as Python, as the tools of its target want it."""


class _EngineChooser:
    """Imports each part of the engine when it is first asked."""

    def __getattr__(self, name: str) -> Any:
        places = {
            "choices_at": "offers",
            "insertable_after": "inserting",
            "targets_of": "slots",
            "sources_of": "slots",
            "tried_targets": "tried_slots",
            "tried_sources": "tried_slots",
            "code_of": "code",
            "network_code": "vendor_module",
        }
        return getattr(import_module(f"engine.rewriting.{places[name]}"), name)


def engine_chooser() -> Chooser:
    """The engine's own; nothing heavy is imported before a job asks."""
    return cast("Chooser", _EngineChooser())
