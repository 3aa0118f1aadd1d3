"""What every state of the recipe is like, and what tells two apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.opening.source import ModelSource
from engine.progress import Progress, Steps
from engine.project import Project
from engine.recipe import Edit
from engine.sentence import say
from engine.states import StateDifference, StateFacts
from gui.graph.scene.ghosts import Merged, merge
from gui.session.lull import Lull
from gui.session.session import Session
from gui.session.state import SessionState
from gui.session.work import Engine

if TYPE_CHECKING:
    from engine.document import Document

Known = tuple[StateFacts | None, ...]
Made = tuple[Edit | None, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A difference, and both states as one graph."""

    difference: StateDifference
    merged: Merged


class States(QObject):
    """Reads the states one after the other, when the user rests.

    `changed` carries the facts of all states, None for those not read yet.
    """

    changed = Signal(object)

    def __init__(self, session: Session, lull: Lull) -> None:
        super().__init__(session)
        self._session = session
        self._edits: Made = ()
        self._target = ""
        self._network: object = None
        self._asked: object = None
        self._shares: dict[Made, float] = {}
        self.known: Known = ()
        session.opened.connect(self._on_opened)
        session.changed.connect(self._on_changed)
        lull.came.connect(self._read_next)

    def compare(self, before: int, after: int, done: Callable[[Told], None]) -> None:
        """Compare two states of the recipe."""
        session = self._session
        if session.state.is_open:
            session.submit_for_document(
                "inspect",
                lambda document: compare(
                    session.engine, document, session.project, before, after
                ),
                done,
                look="difference",
            )

    def learn(self, share: float) -> None:
        """Take over how far the outputs of the current state were moved by its edit."""
        number = self._session.state.cursor
        self._shares[self._edits[:number]] = share
        facts = self.known[number] if number < len(self.known) else None
        if facts is not None:
            self._know(number, replace(facts, share=share))

    def _know(self, number: int, facts: StateFacts) -> None:
        known = list(self.known)
        known[number] = facts
        self.known = tuple(known)
        self.changed.emit(self.known)

    def compare_with(self, other: Project, done: Callable[[Told], None]) -> None:
        """Open another project and compare the open network with it."""
        session = self._session
        session.submit_for_document(
            "inspect",
            lambda document: compare_with(
                session.engine, document, session.project, other
            ),
            done,
            title=self.tr("The comparison with another project"),
        )

    def project_of(self, source: ModelSource) -> Project:
        """A project of a bare model, judged for the present target."""
        return Project(source, name=source.title, target=self._session.project.target)

    def _on_opened(self, state: SessionState) -> None:
        self.known = ()
        self._shares.clear()
        self._edits, self._asked = (), None
        self._on_changed(state)

    def _on_changed(self, state: SessionState) -> None:
        target = state.project.target if state.project else ""
        if target != self._target:
            self.known, self._target = (), target
        if not state.is_open:
            return
        if state.made != self._edits or len(self.known) != len(state.made) + 1:
            self.known = still_known(self.known, self._edits, state.made)
            self._edits = state.made
            self.changed.emit(self.known)

    def _read_next(self, state: SessionState) -> None:
        """Read the nearest state that is not known."""
        missing = [number for number, each in enumerate(self.known) if each is None]
        if not missing or state.busy is not None:
            return
        number = min(missing, key=lambda each: abs(each - state.cursor))
        session, edits, target = self._session, self._edits, self._target
        if self._asked == (edits, target, number):
            return
        self._asked = edits, target, number

        def done(facts: StateFacts) -> None:
            if (self._edits, self._target) == (edits, target):
                share = self._shares.get(edits[:number])
                self._know(number, replace(facts, share=share))

        session.submit_for_document(
            "inspect",
            lambda document: read(session.engine, document, session.project, number),
            done,
            look="states",
        )


def still_known(known: Known, old: Made, new: Made) -> Known:
    """What stays true of the states when the edits are others: those of the beginning.

    A new edit cuts off what was undone, so equal beginnings lead to equal states.
    """
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    kept = known[: same + 1]
    return (*kept, *[None] * (len(new) + 1 - len(kept)))


def read(
    engine: Engine, document: Document, project: Project, number: int
) -> Steps[StateFacts]:
    """Read one state in numbers."""
    yield Progress(say("Reading the stages"), 0, 1)
    return engine.workflow().state_facts(document, project, number)


def compare(
    engine: Engine, document: Document, project: Project, before: int, after: int
) -> Steps[Told]:
    """Compare two states; the document stays where it is."""
    yield Progress(say("Comparing"), 0, 1)
    found = engine.workflow().compare_states(document, project, before, after)
    yield Progress(say("Comparing"), 0, 1)
    return Told(found, merge(found))


def compare_with(
    engine: Engine, document: Document, project: Project, other: Project
) -> Steps[Told]:
    """Open another project, and tell how the present one differs from it."""
    workflow = engine.workflow()
    opened = yield from workflow.open_project_document(other)
    yield Progress(say("Comparing"), 0, 1)
    found = workflow.compare_documents(opened.document, document, project)
    yield Progress(say("Comparing"), 0, 1)
    return Told(found, merge(found))
