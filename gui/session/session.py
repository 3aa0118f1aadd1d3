"""The open network and everything known about it. Views show its snapshots.

A session holds the state and the one running job. What can be done with it is grouped
in `Opening`, `Editing` and `Measuring`. The document is touched by one job at a time,
on that job's thread: the GUI thread sees only the plain values a job brought back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from engine.errors import EngineError
from engine.project import Project
from gui.sentences import in_language, still_running
from gui.session.autosave import Autosave, Origin
from gui.session.queue import Task, TaskQueue
from gui.session.state import Facts, SessionState, Stage
from gui.session.work import Engine, real_engine
from gui.settings import Settings

if TYPE_CHECKING:
    from engine.document import Document
    from engine.progress import Steps

log = logging.getLogger(__name__)
ASKED_FOR = frozenset(
    {"", "preview", "difference", "code", "ops", "sources", "targets"}
)
"""Work that the user waits for, so that it is told when it cannot be done now."""

DocumentWork = Callable[["Document"], "Steps[Any]"]


def always(_: SessionState) -> bool:
    """Hold whatever becomes of the session."""
    return True


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the user; `details` go to the log.

    `offers_undo` says that it tells of the last edit, `holds` whether it is still so.
    """

    kind: Literal["error", "info"]
    text: str
    details: str = ""
    offers_undo: bool = False
    holds: Callable[[SessionState], bool] = always


class Session(QObject):
    """Owns the document, its results and the running job.

    `changed` carries a `SessionState`, `opened` too, once per network; `noticed` a
    `Notice`, `progressed` a `Progress` and the seconds left, `crashed` a traceback.
    """

    changed = Signal(object)
    opened = Signal(object)
    noticed = Signal(object)
    progressed = Signal(object, object)
    crashed = Signal(str)

    def __init__(
        self,
        settings: Settings,
        autosave: Autosave,
        engine: Engine | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings, self.autosave = settings, autosave
        self.engine = engine or real_engine()
        self.state = SessionState()
        self._document: Document | None = None
        self._failed: set[tuple[Stage, str]] = set()
        autosave.failed.connect(self._on_autosave_failed)
        self._queue = TaskQueue(self)
        self._queue.moved.connect(self._on_moved)
        self._queue.progressed.connect(self.progressed)
        self._queue.failed.connect(self._on_failed)
        self._queue.crashed.connect(self._on_crashed)
        self._queue.cancelled.connect(self._on_cancelled)

    @property
    def project(self) -> Project:
        """The open project; there must be one."""
        assert self.state.project is not None
        return self.state.project

    @property
    def facts(self) -> Facts:
        """What is known of the open network; there must be one."""
        assert self.state.facts is not None
        return self.state.facts

    def replace_document(self, document: Document, state: SessionState) -> None:
        """Start over with another network; what waits was wished for the one before."""
        self._document = document
        self._queue.forget_waiting()
        self.autosave.clear()
        now = self.state
        self.state = replace(
            state, busy=now.busy, is_long=now.is_long, running=now.running
        )
        if state.unsaved:
            self._write_autosave()
        self.changed.emit(self.state)
        self.opened.emit(self.state)

    def show(self, **changes: Any) -> None:
        """Replace parts of the state."""
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)

    def store(self, **changes: Any) -> None:
        """Replace parts of the state that belong in the project file, on disk at once.

        The project follows the document: it takes the edits of new facts. It is written
        while a new graph is placed and painted.
        """
        state = replace(self.state, unsaved=True, **changes)
        if state.facts is not None and state.project is not None:
            facts = state.facts
            project = replace(
                state.project,
                edits=facts.edits,
                landmarks=facts.landmarks,
                left_out=tuple(facts.left_out),
                cursor=facts.cursor + facts.owed,
            )
            state = replace(state, project=project)
        self.state = state
        if state.project is not None:
            self.autosave.keep(state.project, _origin(state))
        self.changed.emit(self.state)

    def configure(self, **settings: Any) -> None:
        """Replace settings of the project, if they are others."""
        project = replace(self.project, **settings)
        if project != self.project:
            self.store(project=project)

    def submit(self, task: Task) -> None:
        """Run a task when its turn comes; what only looks is dropped without a word."""
        if not self.refusal if _only_looks(task.look) else self.accepts():
            self.state = replace(self.state, failed=self.state.failed - {task.stage})
            self._failed.discard((task.stage, task.look))
            self._queue.submit(task)

    def submit_for_document(
        self,
        stage: Stage,
        work: DocumentWork,
        done: Callable[[Any], None],
        *,
        title: str = "",
        look: str = "",
        gives_way: bool = False,
    ) -> None:
        """Run work on the open document when its turn comes; long work has a title."""
        document = self._document
        if self.state.stopped and stage != "inspect":
            if not _only_looks(look):
                self.noticed.emit(Notice("error", self._partial()))
        elif document is not None:
            made = Task(stage, lambda: work(document), done, title, look, gives_way)
            self.submit(made)

    @property
    def refusal(self) -> str:
        """What runs, so that no wish can be taken now; empty if one can."""
        return still_running(self._queue.refusing)

    def accepts(self) -> bool:
        """Whether a wish can be taken now; tells the user why not."""
        text = self.refusal
        if text:
            notice = Notice("info", text, holds=lambda _: bool(self.refusal))
            self.noticed.emit(notice)
        return not text

    def tell_error(
        self, error: EngineError, holds: Callable[[SessionState], bool] = always
    ) -> None:
        """Tell the user what failed, as long as that holds; nothing is lost."""
        cause = repr(error.__cause__) if error.__cause__ else ""
        log.warning("%s %s", error, cause)
        sentence = in_language(str(error))
        self.noticed.emit(Notice("error", sentence, cause, holds=holds))

    def cancel(self) -> None:
        """Stop the running job after its present step."""
        self._queue.cancel()

    def close(self) -> bool:
        """Stop the job and give up unsaved changes; False if the job does not end."""
        ended = self._queue.stop()
        self.autosave.clear()
        self.settings.sync()
        return ended

    def _partial(self) -> str:
        return self.tr(
            "Only a part of this network could be traced; mend its code and open it "
            "again before you go on."
        )

    def _write_autosave(self) -> None:
        try:
            self.autosave.write(self.project, _origin(self.state))
        except EngineError as error:
            self._on_autosave_failed(error)

    def _on_autosave_failed(self, error: EngineError) -> None:
        self.tell_error(error, lambda state: state.unsaved)

    def _on_moved(self) -> None:
        task = self._queue.task
        self.show(
            busy=task.stage if task else None,
            is_long=task.is_long if task else False,
            running=task.title if task else "",
        )

    def _on_failed(self, task: Task, error: EngineError) -> None:
        self.state = replace(self.state, failed=self.state.failed | {task.stage})
        kind = task.stage, task.look
        self._failed.add(kind)
        self.tell_error(error, lambda _: kind in self._failed)

    def _on_crashed(self, task: Task, trace: str) -> None:
        self.state = replace(self.state, failed=self.state.failed | {task.stage})
        log.error("A job for %s crashed.\n%s", task.stage, trace)
        self.crashed.emit(trace)

    def _on_cancelled(self, task: Task) -> None:
        log.info("Cancelled: %s", task.stage)
        self.noticed.emit(Notice("info", self.tr("Cancelled; nothing has changed.")))


def _origin(state: SessionState) -> Origin | None:
    return Origin(state.path, state.file_digest) if state.path is not None else None


def _only_looks(look: str) -> bool:
    """Whether the user did not ask for it, but for something it goes with."""
    return look not in ASKED_FOR
