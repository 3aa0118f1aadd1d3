"""Changing the graph: edits, undo and the target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.info import EditPreview
from engine.recipe import Edit, Precision, SetPrecision
from gui.session import work
from gui.session.session import Notice, Session
from gui.session.state import Facts

if TYPE_CHECKING:
    from engine.document import Document
    from engine.progress import Steps


class Editing(QObject):
    """Every accepted edit is one undo step, and on disk at once."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    @Slot(str)
    def set_target(self, target: str) -> None:
        """Judge the network for another chip."""
        session = self._session
        if session.state.project is None or session.project.target == target:
            return

        def done(facts: Facts) -> None:
            project = replace(session.project, target=target)
            session.store(facts=facts, project=project, preview=None)

        session.submit_for_document(
            "inspect",
            lambda document: work.judge(
                session.engine, document, target, session.facts
            ),
            done,
        )

    def preview(self, edit: Edit) -> None:
        """Measure what an edit would do, without doing it."""
        session = self._session
        if not session.state.is_open:
            return
        project = session.project

        def done(preview: EditPreview) -> None:
            session.show(preview=preview)

        session.submit_for_document(
            "fix",
            lambda document: work.preview(session.engine, document, project, edit),
            done,
            look="preview",
            gives_way=True,
        )

    def apply(self, edit: Edit) -> None:
        """Do one edit."""
        self._change(lambda document: document.apply(edit))

    @Slot(str, str)
    def set_precision(self, node: str, precision: Precision) -> None:
        """Ask for one node's output type."""
        self.apply(SetPrecision(node, precision))

    @Slot()
    def fix_all(self) -> None:
        """Apply the first applicable fix of every problem."""
        session = self._session

        def done(facts: Facts) -> None:
            if facts.cursor == session.state.cursor:
                text = self.tr(
                    "Nothing to fix: no problem has a fix that keeps results."
                )
                session.noticed.emit(Notice("info", text))
            else:
                self._store(facts)

        self._change(
            lambda document: work.fix_all(
                session.engine, document, session.project.target
            ),
            done,
        )

    @Slot()
    def undo(self) -> None:
        """Go back one edit."""
        self._change(work.undo)

    @Slot()
    def redo(self) -> None:
        """Do the undone edit again."""
        self._change(work.redo)

    @Slot(int)
    def jump(self, cursor: int) -> None:
        """Go to the state after the first `cursor` edits."""
        self._change(lambda document: document.jump(cursor))

    @Slot(int)
    def leave_out(self, number: int) -> None:
        """Go without an edit that stays in the recipe, and on with what follows."""
        left_out = {*self._session.state.left_out, number}
        self._change(lambda document: document.leave_out(left_out))

    @Slot()
    def leave_out_misfit(self) -> None:
        """Go without the edit that does not fit the network."""
        misfit = self._session.state.misfit
        if misfit is not None:
            self.leave_out(misfit.number)

    @Slot(int)
    def take_in(self, number: int) -> None:
        """Make an edit again that was left out, and what follows after it."""
        left_out = {*self._session.state.left_out} - {number}
        self._change(lambda document: document.leave_out(left_out))

    @Slot(int)
    def delete(self, number: int) -> None:
        """Forget an edit that is left out."""
        self._change(lambda document: document.delete(number))

    def _change(
        self,
        action: Callable[[Document], object],
        done: Callable[[Facts], None] | None = None,
    ) -> None:
        session = self._session
        if not session.state.is_open:
            return

        def steps(document: Document) -> Steps[Facts]:
            target = session.project.target
            return work.change(session.engine, document, session.facts, target, action)

        session.submit_for_document("fix", steps, done or self._store)

    def _store(self, facts: Facts) -> None:
        self._session.store(facts=facts, preview=None)
