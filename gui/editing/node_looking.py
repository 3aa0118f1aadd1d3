"""Looking closer at the selected nodes; nothing of this changes the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from engine.choices import Choices
from engine.errors import EngineError
from engine.info import GraphInfo, NodeInfo, SourceLine
from gui.sentences import in_language
from gui.session.choices import Choosing
from gui.session.session import Notice
from gui.source_opening import open_source

if TYPE_CHECKING:
    from gui.main_window import MainWindow

LOOKS = frozenset(
    {"isolate", "fold_alike", "values", "source", "why", "producers", "consumers"}
    | {"copy_name", "copy_code", "copy_png", "copy_svg"}
)
"""The keys of the node menu that are done here at once."""
ALIKE = frozenset({"alike", "block"})
"""Those that are done here as soon as it is known which nodes are alike."""
FIRST_STEPS = 2


class NodeLooking(QObject):
    """Shows, selects and folds away what has to do with nodes, and copies of them."""

    def __init__(self, window: MainWindow, choosing: Choosing) -> None:
        super().__init__(window)
        self._window, self._choosing = window, choosing
        self._session = window.session
        self._view = window.inspect.graph.view
        self._around: tuple[str, ...] = ()
        self._steps = 0
        self._view.finding.kept.connect(self._on_kept)

    def is_measured(self, names: Sequence[str]) -> bool:
        """Whether calibration saw the values of the first of these nodes."""
        measured = self._session.state.measured
        known = measured.ranges if measured else ()
        return bool(names) and any(each.name == names[0] for each in known)

    def perform(self, key: str, names: tuple[str, ...]) -> None:
        """Do what one of `LOOKS` says for some nodes."""
        graph = self._session.state.info
        if graph is None:
            return
        node = graph.by_name[names[0]]
        match key:
            case "isolate":
                self._isolate(names)
            case "fold_alike":
                self._view.finding.keep_text(f"op:{node.op}", "fold")
            case "producers" | "consumers":
                found = {"producers": node.inputs, "consumers": node.users}
                self._view.chosen.add(found[key])
            case "source":
                self._open(node.source)
            case "why":
                self._tell_why(node)
            case "values":
                self._window.go("calibrate")
                self._window.pages.calibration.table.choose(names[0])
            case _:
                self._copy(key, names)

    def select_alike(self, key: str, choices: Choices) -> None:
        """Select the nodes alike, or those at the same place of blocks alike."""
        self._view.chosen.add(choices.alike if key == "alike" else choices.block)

    def _copy(self, key: str, names: tuple[str, ...]) -> None:
        match key:
            case "copy_name":
                self._copy_text("\n".join(names))
            case "copy_code":
                self._choosing.ask_code(names, self._copy_text)
            case "copy_svg":
                self._window.exporting.copy("selection", "svg")
            case _:
                self._window.exporting.copy("selection")

    def _copy_text(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        lines = text.count("\n") + 1
        if lines == 1:
            self._tell(self.tr("Copied: {}").format(text))
        else:
            self._tell(self.tr("Copied {} lines.").format(lines))

    def _open(self, source: SourceLine | None) -> None:
        try:
            if source is not None:
                open_source(source, self._session.settings.editor)
        except EngineError as error:
            self._session.tell_error(error)

    def _tell_why(self, node: NodeInfo) -> None:
        """Say the first problem of a node, and go to the list of all."""
        found = (d for d in self._session.state.diagnostics if d.node == node.name)
        self._window.inspect.problems.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._tell(in_language(next(found).message))

    def _tell(self, sentence: str) -> None:
        self._session.noticed.emit(Notice("info", sentence))

    def _isolate(self, names: tuple[str, ...]) -> None:
        """Show what is within some steps of nodes, one more where they are the same."""
        steps = self._steps + 1 if names == self._around else FIRST_STEPS
        found = around(self._view.info(), names, steps)
        if len(found) == len(self._view.info().nodes):
            words = self.tr("The whole network lies within {} steps.")
            self._view.told.emit(words.format(steps))
            return
        text = self.tr("{steps} steps around {node}")
        node = names[0] if len(names) == 1 else self.tr("{} nodes").format(len(names))
        title = text.format(steps=steps, node=node)
        self._view.travel.leave()
        self._view.finding.keep_only(title, found)
        self._around, self._steps = names, steps
        self._view.arrangement.afterwards(self._view.eye.fit_legibly)

    def _on_kept(self, _: str, way: str) -> None:
        if way != "only":
            self._around, self._steps = (), 0


def around(info: GraphInfo, names: Sequence[str], steps: int) -> frozenset[str]:
    """Find the nodes within some edges of others, upwards and downwards."""
    found = frozenset(names)
    for way in ("inputs", "users"):
        edge = reached = frozenset(names)
        for _ in range(steps):
            near = (getattr(info.by_name[name], way) for name in edge)
            edge = frozenset(each for some in near for each in some) - reached
            edge &= info.by_name.keys()
            reached |= edge
        found |= reached
    return found
