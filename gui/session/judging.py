"""Has the target asked about a graph that is shown already."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from gui.session import work
from gui.session.session import Session
from gui.session.state import Facts, SessionState

Afterwards = Callable[[Callable[[], object]], object]


class Judging(QObject):
    """Brings the judgement of every graph that an edit or undo shows without it.

    It begins `afterwards`, when the window shows the graph, and makes way for what the
    user does. A judgement of a graph that is no longer there is dropped.
    """

    def __init__(self, session: Session, afterwards: Afterwards) -> None:
        super().__init__(session)
        self._session, self._afterwards = session, afterwards
        self._asked: Facts | None = None
        self._waiting: list[Callable[[], object]] = []
        session.opened.connect(self._waiting.clear)
        session.changed.connect(self._on_changed)

    def once_known(self, do: Callable[[], object]) -> None:
        """Do something as soon as all is known; not at all if that comes to nothing."""
        if self._session.state.is_judged:
            do()
        else:
            self._waiting.append(do)

    def _on_changed(self, state: SessionState) -> None:
        if state.is_judged:
            self._go_on()
        elif self._has_failed(state):
            self._waiting.clear()
        elif state.busy is None:
            self._afterwards(self._begin)

    def _has_failed(self, state: SessionState) -> bool:
        return state.judgement == "failed" and state.facts is self._asked

    def _go_on(self) -> None:
        while self._waiting and self._session.state.is_judged:
            self._waiting.pop(0)()

    def _begin(self) -> None:
        session, facts = self._session, self._session.state.facts
        if facts is None or facts.is_judged or session.state.busy is not None:
            return
        self._asked = facts
        target = session.project.target

        def done(judged: Facts) -> None:
            if session.state.facts is facts:
                session.show(facts=judged)

        session.submit_for_document(
            "inspect",
            lambda document: work.judge(session.engine, document, target, facts),
            done,
            look="judge",
            gives_way=True,
        )
