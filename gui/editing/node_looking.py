"""Looking closer at the selected nodes; nothing of this changes the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.info import GraphInfo

if TYPE_CHECKING:
    from gui.main_window import MainWindow

LOOKS = frozenset({"isolate", "fold_alike", "values", "copy_png", "copy_svg"})
"""The keys of the node menu that are done here."""
FIRST_STEPS = 2


class NodeLooking(QObject):
    """Shows only what is around nodes, folds a type away, and copies pictures."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._view = window.inspect.graph.view
        self._around: tuple[str, ...] = ()
        self._steps = 0
        self._view.finding.kept.connect(self._on_kept)

    def is_measured(self, names: Sequence[str]) -> bool:
        """Whether calibration saw the values of the first of these nodes."""
        measured = self._window.session.state.measured
        known = measured.ranges if measured else ()
        return bool(names) and any(each.name == names[0] for each in known)

    def perform(self, key: str, names: tuple[str, ...]) -> None:
        """Do what one of `LOOKS` says for some nodes."""
        match key:
            case "isolate":
                self._isolate(names)
            case "fold_alike":
                op = self._view.info().by_name[names[0]].op
                self._view.finding.keep_text(f"op:{op}", "fold")
            case "values":
                self._window.go("calibrate")
                self._window.pages.calibration.table.choose(names[0])
            case "copy_svg":
                self._window.exporting.copy("selection", "svg")
            case _:
                self._window.exporting.copy("selection")

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
