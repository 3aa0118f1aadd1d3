"""Opening, saving and recovering projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from engine.errors import EngineError
from engine.moved import (
    check_there,
    lost_file,
    lost_weights,
    relocated,
    with_weights,
)
from engine.opening.source import ModelSource
from engine.project import (
    Project,
    calibration_file,
    read_project,
    write_project,
)
from engine.samples import sample, sample_project
from engine.whole_file import digest_of
from gui.sentences import in_language
from gui.session.autosave import LeftBehind
from gui.session.queue import Task
from gui.session.session import Session
from gui.session.state import SessionState
from gui.session.trust import TrustQuestion, trust_question
from gui.session.work import OpenedSession, open_session


class Opening(QObject):
    """Fills the session with a network. `trust` asks whether a file may be run.

    `settle` asks where to save a project whose file another window or program has
    changed meanwhile: the same file, another one, or nowhere. `find` asks where a file
    lies now that a project's network is no longer at.
    """

    def __init__(
        self,
        session: Session,
        trust: Callable[[TrustQuestion], bool],
        settle: Callable[[Path], Path | None],
        find: Callable[[Path], Path | None],
    ) -> None:
        super().__init__(session)
        self._find = find
        self._session, self._trust, self._settle = session, trust, settle
        self._is_kept_from_saving = False

    def open_source(self, source: ModelSource) -> None:
        """Open a model for the target chosen now."""
        project = Project(source=source, name=source.title)
        if self._session.state.project is not None:
            project = replace(project, target=self._session.project.target)
        self._open(SessionState(project=project))

    def open_again(self) -> None:
        """Read the open network anew, with its edits, after its code was changed."""
        state = self._session.state
        if state.is_open:
            self._open(
                replace(state, busy=None, is_long=False, running="", preview=None)
            )

    def open_project(
        self,
        path: Path,
        changed: Callable[[ModelSource], ModelSource] = lambda source: source,
    ) -> None:
        """Open a project file, its source as changed, which is not saved by that."""
        digest = digest_of(path)
        try:
            written = read_project(path)
            project = replace(written, source=changed(written.source))
            project = self._looked_for(project)
            check_there(project, path.name)
        except EngineError as error:
            self._session.tell_error(error)
            return
        state = SessionState(
            project=project,
            path=path.resolve(),
            file_digest=digest,
            unsaved=project != written,
        )
        self._open(state)

    def _looked_for(self, project: Project) -> Project:
        """Ask where the network is, then where the weights are, if they are lost."""
        lost = lost_file(project)
        if lost is not None:
            found = self._find(lost)
            if found is None:
                return project
            project = relocated(project, found)
        weights = lost_weights(project)
        found = self._find(weights) if weights is not None else None
        return project if found is None else with_weights(project, found)

    def open_sample(self, name: str) -> None:
        """Open a bundled sample, as a project that has no file yet."""
        try:
            title = in_language(sample(name).title)
            project = replace(sample_project(name), name=title)
        except EngineError as error:
            self._session.tell_error(error)
            return
        self._open(SessionState(project=project))

    def recover(self, left: LeftBehind) -> None:
        """Open what a killed window left behind; its file stays until that is done."""
        state = SessionState(project=left.project, unsaved=True)
        if left.origin is not None:
            path, digest = left.origin.path, left.origin.digest
            state = replace(state, path=path, file_digest=digest)
        self._open(state, lambda: self._session.autosave.discard(left))

    def save_project(self, path: Path) -> bool:
        """Write the project file and, beside it, what was measured.

        False if either could not be written, or the user would not have it.
        """
        session = self._session
        if session.state.project is None:
            return False
        target = self._settle(path) if self._has_changed(path) else path
        return target is not None and self._save(target)

    def _has_changed(self, path: Path) -> bool:
        """Whether the open project's own file is no longer as it was seen last."""
        state = self._session.state
        digest = digest_of(path)
        return path.resolve() == state.path and digest not in ("", state.file_digest)

    def _save(self, path: Path) -> bool:
        session = self._session
        measured = session.state.measured
        self._is_kept_from_saving = False
        try:
            write_project(session.project, path)
            if measured is not None:
                measured.calibration.save(calibration_file(path))
        except EngineError as error:
            self._is_kept_from_saving = True
            session.tell_error(error, lambda _: self._is_kept_from_saving)
            return False
        session.autosave.clear()
        session.settings.add_recent(path)
        session.show(path=path.resolve(), file_digest=digest_of(path), unsaved=False)
        return True

    def _open(
        self, start: SessionState, then: Callable[[], None] | None = None
    ) -> None:
        project = start.project
        if project is None or not self._session.accepts():
            return
        if not self.is_allowed(project.source):
            return

        def done(opened: OpenedSession) -> None:
            self._on_opened(opened, start)
            if then is not None:
                then()

        engine = self._session.engine
        self._session.submit(
            Task(
                "open",
                lambda: open_session(engine, project, start.path),
                done,
                title=self.tr("Opening a network"),
            )
        )

    def is_allowed(self, source: ModelSource) -> bool:
        """Whether a source may be run; asks the user where it was not agreed to."""
        settings = self._session.settings
        try:
            question = trust_question(source)
        except EngineError as error:
            self._session.tell_error(error)
            return False
        if question is None or settings.is_trusted(question.digest):
            return True
        if not self._trust(question):
            return False
        settings.trust(question.digest)
        return True

    def _on_opened(self, opened: OpenedSession, start: SessionState) -> None:
        state = replace(
            start,
            facts=opened.facts,
            weights=opened.weights,
            warnings=opened.warnings,
            toolchains=opened.toolchains,
            stopped=opened.stopped,
        )
        if opened.stored is not None and start.measured is None:
            stored = replace(opened.stored, basis=state.range_basis)
            state = replace(state, measured=stored)
        file = recent_file(start)
        if file is not None:
            self._session.settings.add_recent(file)
        self._session.replace_document(opened.document, state)


def recent_file(start: SessionState) -> Path | None:
    """The file to offer next time: the project's, or else the model's own."""
    source = start.project.source if start.project else None
    if start.path is not None or source is None or source.kind not in ("python", "pt2"):
        return start.path
    return Path(source.location)
