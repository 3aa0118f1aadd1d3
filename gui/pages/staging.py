"""Stages in the window: the strip, the history, and the page that compares two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

from engine.errors import EngineError
from engine.opening.source import ModelSource
from engine.project import Project, read_project
from engine.recipe import Recipe
from gui.commands.actions import Wish
from gui.commands.shortcuts import pressed
from gui.graph.canvas.twins import CounterpartClick
from gui.pages.difference import Compared, DifferencePage
from gui.pages.inspect import heir
from gui.session.scratch import PuttingAway
from gui.session.session import Notice
from gui.session.state import SessionState
from gui.session.states import Known, States, Told
from gui.widgets.state_words import state_title

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Staging(QObject):
    """Walks through the states of the open network, and compares them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._before = SessionState()
        self._sought = ""
        self.states = States(window.session, window.lull)
        self.putting_away = PuttingAway(window.session, window.lull)
        self.page = DifferencePage()
        window.stack.addWidget(self.page)
        inspect, editing = window.inspect, window.editing
        inspect.strip.jump_requested.connect(editing.jump)
        inspect.strip.compare_requested.connect(self.compare)
        inspect.history.compare_requested.connect(self.compare)
        self.page.states_chosen.connect(self.compare)
        self.page.closed.connect(lambda: window.go("inspect"))
        self.page.node_activated.connect(window.show_node)
        window.stack.currentChanged.connect(lambda _: window.notice.review())
        self.states.changed.connect(self._show_states)
        window.session.changed.connect(self._on_changed)
        view = inspect.graph.view
        view.installEventFilter(self)
        for signal in (
            view.node_selected,
            view.module_selected,
            view.background_clicked,
        ):
            signal.connect(self._let_go)
        CounterpartClick(view).clicked.connect(self._compare_at)

    def _let_go(self) -> None:
        """Take back what was told of the history of another node."""
        self._window.inspect.history.mark(())
        self._window.notice.review()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """B and N walk through the stages, H tells the history of a node."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        match pressed(event, "stages"):
            case "before":
                self.step(-1)
            case "after":
                self.step(1)
            case "history":
                self.tell_history()
            case _:
                return False
        return True

    def edit_wishes(self) -> list[Wish | None]:
        """What the Edit menu offers of stages."""
        return [
            Wish("previous_stage", self.tr("&Previous stage"), lambda: self.step(-1)),
            Wish("next_stage", self.tr("&Next stage"), lambda: self.step(1)),
            Wish("node_history", self.tr("&History of the node"), self.tell_history),
            Wish(
                "compare_previous",
                self.tr("&Compare with the previous stage"),
                self.compare_previous,
            ),
            Wish(
                "compare_opened",
                self.tr("Compare with the &opened model"),
                self.compare_opened,
            ),
            Wish("compare_way", self.tr("Compare in another &way"), self.page.next_way),
        ]

    def file_wishes(self) -> list[Wish | None]:
        """What the File menu offers of comparing."""
        return [
            Wish(
                "compare_project",
                self.tr("&Compare with another project…"),
                self.ask_project,
            ),
            Wish(
                "compare_model",
                self.tr("Compare with another mo&del…"),
                lambda: self._window.dialogs.ask_model(None, self.compare_with_source),
            ),
        ]

    def step(self, step: int) -> None:
        """Go to the same node in the next (1) or previous (-1) stage."""
        to = self._before.cursor + step
        if 0 <= to <= len(self._before.edits):
            self._sought = self._window.inspect.selected
            self._window.editing.jump(to)
        else:
            words = (
                self.tr("This is the first stage."),
                self.tr("This is the last stage."),
            )
            self._say(words[step > 0])

    def tell_history(self) -> None:
        """Mark the edits that touched the selected node, and say which they are."""
        name = self._window.inspect.selected
        if not name:
            text = self.tr("Select a node to see which edits touched it.")
            self._say_of_selected(text)
            return
        rows = touching(name, self.states.known, self._origin(name))
        self._window.inspect.history.mark(rows)
        if rows:
            titles = [state_title(self._before.edits, row) for row in rows]
            text = self.tr("{node} was touched by: {edits}.")
            text = text.format(node=name, edits=self.tr("; ").join(titles))
        else:
            text = self.tr("No edit has touched {}.").format(name)
        self._say_of_selected(text)

    def _say_of_selected(self, text: str) -> None:
        """Say it for as long as the same node is selected in the same stage, here."""
        inspect, standing = self._window.inspect, _standing(self._before)
        name, pages = inspect.selected, self._window.stack
        page = pages.currentWidget()

        def holds(state: SessionState) -> bool:
            is_here = pages.currentWidget() is page
            return is_here and (inspect.selected, _standing(state)) == (name, standing)

        self._window.session.noticed.emit(Notice("info", text, holds=holds))

    def compare_previous(self) -> None:
        """Compare this stage with the one before; close the page if it is open."""
        if self._window.stack.currentWidget() is self.page:
            self._window.go("inspect")
        else:
            self._compare_earlier(self._before.cursor - 1)

    def compare_opened(self) -> None:
        """Compare this stage with the model as it was opened."""
        self._compare_earlier(0)

    def _compare_earlier(self, stage: int) -> None:
        if self._before.cursor:
            self.compare(stage, self._before.cursor, self._window.inspect.selected)
        else:
            self._say(self.tr("There is no stage before this one to compare with."))

    def compare(self, before: int, after: int, node: str = "") -> None:
        """Show what tells two states apart."""
        titles = self._titles()

        def done(found: Told) -> None:
            if max(before, after) < len(titles):
                names = f"{before}  {titles[before]}", f"{after}  {titles[after]}"
                compared = Compared(
                    found.difference, names, before, after, found.merged
                )
                self._show(compared, node)

        self.states.compare(before, after, done)

    def ask_project(self) -> None:
        """Ask for a project to compare with."""
        path = self._window.dialogs.ask_project()
        if path is not None:
            self.compare_with_file(path)

    def compare_with_file(self, path: Path) -> None:
        """Compare with another project file."""
        try:
            self._compare_with(read_project(path), path.name)
        except EngineError as error:
            self._window.session.tell_error(error)

    def compare_with_source(self, source: ModelSource) -> None:
        """Compare with another model."""
        self._compare_with(self.states.project_of(source))

    def _compare_with(self, other: Project, file: str = "") -> None:
        """Show both under names that tell them apart, also where they are alike."""
        window = self._window
        if not window.opening.is_allowed(other.source):
            return
        own, theirs = window.session.project.name, other.name or other.source.title
        titles = (
            f"{theirs} · {file}" if file else theirs,
            self.tr("{} · open now").format(own),
        )

        def done(found: Told) -> None:
            self._show(Compared(found.difference, titles, merged=found.merged))

        self.states.compare_with(other, done)

    def _compare_at(self, name: str) -> None:
        """Show a node beside the same one of the previous stage."""
        cursor = self._before.cursor
        if not self._before.edits:
            self._say(self.tr("There is no other stage to compare this one with."))
            return
        other = cursor - 1 if cursor else 1
        self.compare(min(other, cursor), max(other, cursor), name)

    def _show(self, compared: Compared, node: str = "") -> None:
        is_there = self._window.stack.currentWidget() is self.page
        self._window.stack.setCurrentWidget(self.page)  # first: it fits what it shows
        self.page.show_states(self._titles())
        self.page.show_compared(compared)
        if node:
            found = compared.difference
            is_gone = node in found.before.by_name and node not in found.after.by_name
            self.page.select(node, not is_gone)
        if not is_there:
            self.page.take_keys()

    def _on_changed(self, state: SessionState) -> None:
        before, self._before = self._before, state
        if _standing(state) == _standing(before):
            return
        if before.facts is not None and before.project is not None:
            lost = cut_off(before.edits, before.cursor, state.edits)
            if lost and state.cursor == before.cursor + 1:
                one = self.tr("The new edit took the place of the undone one.")
                more = self.tr("The new edit took the place of {} undone ones.")
                self._say(one if lost == 1 else more.format(lost))
        self._window.inspect.afterwards(lambda: self._show_states(self.states.known))
        self._tell_heir(before, state)

    def _tell_heir(self, before: SessionState, state: SessionState) -> None:
        """Say so when the node that was followed is not in this stage."""
        sought, self._sought = self._sought, ""
        if not sought or state.info is None or sought in state.info.by_name:
            return
        found = heir(sought, before.info, state.info)
        if found:
            text = self.tr("{node} is not in this stage; {heir} is in its place.")
            self._say(text.format(node=sought, heir=found))
        else:
            text = self.tr("{} is not in this stage, and nothing is in its place.")
            self._say(text.format(sought))

    def _show_states(self, known: Known) -> None:
        state, inspect = self._before, self._window.inspect
        if len(known) in (0, len(state.edits) + 1):
            left_out, why = state.left_out, state.misfit.why if state.misfit else ""
            inspect.strip.show_states(state.edits, state.cursor, known, left_out)
            inspect.history.show(
                state.edits, state.cursor, known, left_out, state.waiting, why
            )

    def _titles(self) -> list[str]:
        edits = self._before.edits
        known = self.states.known
        return [state_title(edits, n, known) for n in range(len(edits) + 1)]

    def _origin(self, name: str) -> str:
        info = self._before.info
        node = info.by_name.get(name) if info else None
        return node.origin if node else ""

    def _say(self, text: str) -> None:
        self._window.session.noticed.emit(Notice("info", text))


def _standing(state: SessionState) -> tuple[object, ...]:
    """Which state of the recipe is shown, whatever the target says of it."""
    return id(state.info), state.edits, state.cursor, state.left_out, state.misfit


def touching(name: str, known: Known, origin: str = "") -> tuple[int, ...]:
    """Number the states whose edit touched a node, or the one it came from."""
    names = {name, origin} - {""}
    return tuple(
        number
        for number, facts in enumerate(known)
        if facts is not None and names & facts.touched
    )


def cut_off(old: Recipe, cursor: int, new: Recipe) -> int:
    """Count the undone edits that a new edit took the place of."""
    if new == old or len(new) != cursor + 1 or new[:cursor] != old[:cursor]:
        return 0
    is_redone = new[cursor:] == old[cursor : cursor + 1]
    return len(old) - cursor - is_redone
