"""What the command palette offers in one window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from engine.info import GraphInfo
from gui.commands.actions import plain, title_of
from gui.commands.menu_walk import actions_in, actions_of_buttons
from gui.commands.other_words import LIKELY, other_words
from gui.graph.scene.parts import Part, walk
from gui.widgets.choices import Choice
from gui.widgets.command_palette import CommandPalette

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Palette(QObject):
    """Opens the palette over a window, and remembers what was chosen lately."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._nodes: tuple[object, list[Choice]] = None, []
        self._modules: tuple[object, list[Choice]] = None, []

    def open(self) -> CommandPalette:
        """Offer commands and places."""
        return self._open([*self.commands(), *self.places()])

    def open_nodes(self) -> CommandPalette:
        """Offer the nodes and modules only."""
        return self._open([*self.nodes(), *self.modules()])

    def _open(self, choices: list[Choice]) -> CommandPalette:
        settings = self._window.session.settings
        palette = CommandPalette(choices, settings.commands, self._window)
        palette.chosen.connect(settings.add_command)
        palette.finished.connect(palette.deleteLater)
        palette.show()
        palette.field.setFocus()
        return palette

    def commands(self) -> Iterator[Choice]:
        """Every action of the menus, likely ones first; a grey one says why."""
        likely = {f"action:{key}": place for place, key in enumerate(LIKELY)}
        choices = [*self._commands()]
        choices.sort(key=lambda each: likely.get(each.key, len(likely)))
        choices.sort(key=lambda each: each.key.startswith("action:zoo:"))
        yield from choices

    def _commands(self) -> Iterator[Choice]:
        window, more = self._window, other_words()
        named = {each: key for key, each in window.actions_by_key.by_key.items()}
        places = [*actions_in(window.top.menus.actions())]
        places += actions_of_buttons(window.inspect.graph)
        paths = {action: path for path, action in reversed(places)}
        for action, path in reversed(paths.items()):
            title, _, shown = plain(action.text()).partition("\t")
            title = " › ".join((*path[1:], title))
            key = named.get(action) or action.objectName() or title
            words = f"{more.get(key, '')} {key.replace('_', ' ')}".strip()
            yield Choice(
                f"action:{key}",
                title,
                "",
                action.trigger,
                shown or _keys(action),
                words,
                "" if action.isEnabled() else self._why_not(key, action),
            )

    def places(self) -> Iterator[Choice]:
        """Problems, modules, nodes and targets to go to."""
        yield from self.problems()
        yield from self.modules()
        yield from self.targets()
        yield from self.nodes()

    def problems(self) -> Iterator[Choice]:
        """Every problem that sits at a node."""
        state, kind = self._window.session.state, self.tr("problem")
        for each in state.diagnostics if state.is_judged else ():
            if each.node:
                do = partial(self._window.show_node, each.node)
                key = f"problem:{each.node}:{each.constraint}"
                title = f"{each.title} · {each.node}"
                words = f"problem {each.severity}"
                yield Choice(key, title, kind, do, words=words)

    def modules(self) -> Sequence[Choice]:
        """Every module that is drawn as a box or a frame, listed once per graph."""
        parts = self._window.inspect.graph.view.scene.graph.parts
        if self._modules[0] is not parts:
            self._modules = parts, [*self._listed_modules(parts)]
        return self._modules[1]

    def _listed_modules(self, parts: Sequence[Part]) -> Iterator[Choice]:
        kind = self.tr("module")
        for part in walk(parts):
            do = partial(self._show_module, part.key)
            words = f"module {part.kind}"
            yield Choice(
                f"module:{part.key}", part.path or part.title, kind, do, "", words
            )

    def nodes(self) -> Sequence[Choice]:
        """Every node, listed once per graph."""
        info = self._window.session.state.info
        if self._nodes[0] is not info:
            self._nodes = info, [*self._listed_nodes(info)]
        return self._nodes[1]

    def _listed_nodes(self, info: GraphInfo | None) -> Iterator[Choice]:
        kind = self.tr("node")
        for node in info.nodes if info else ():
            do = partial(self._window.show_node, node.name)
            yield Choice(f"node:{node.name}", node.name, kind, do, node.title)

    def targets(self) -> Iterator[Choice]:
        """Every target to check the network against."""
        state, box = self._window.session.state, self._window.top.target
        why_not = "" if state.is_open else self.tr("Open a network first.")
        for place in range(box.count()):
            name, title = str(box.itemData(place)), box.itemText(place)
            do = partial(self._window.editing.set_target, name)
            kind, words = self.tr("target"), f"target {name}"
            yield Choice(f"target:{name}", title, kind, do, "", words, why_not)

    def _show_module(self, key: str) -> None:
        self._window.go("inspect")
        self._window.inspect.graph.view.folding.show_module(key, is_selected=True)

    def _why_not(self, key: str, action: QAction) -> str:
        state = self._window.session.state
        if key == "undo":
            return self.tr("There is nothing to undo.")
        if key == "redo":
            return self.tr("There is nothing to redo.")
        if key == "cancel":
            return self.tr("No task is running.")
        if not state.is_open:
            return self.tr("Open a network first.")
        tip = action.toolTip()
        if tip and tip != title_of(action):
            return tip
        if key.startswith("node_"):
            return self.tr("Select a node first that allows this.")
        return self.tr("This cannot be done now.")


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(each.toString(native) for each in action.shortcuts())
