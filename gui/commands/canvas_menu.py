"""The menu of the canvas where no node is: ways to look at the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint
from PySide6.QtWidgets import QMenu

from gui.commands.actions import Actions
from gui.commands.module_entries import ModuleEntries

if TYPE_CHECKING:
    from gui.main_window import MainWindow

GROUPS: tuple[tuple[str, ...], ...] = (
    ("fit", "graph_fit_selection", "graph_full_size", "graph_back", "graph_forward"),
    ("expand", "collapse", "depths"),
    ("colours", "lenses", "flows_right", "wraps", "shows_overview"),
    ("find", "go_to_node", "next_problem"),
    ("marking", "recalling"),
    ("copy_view", "copy_whole", "copy_selection", "export_image"),
    ("undo", "redo", "fix_all"),
)
"""Keys of actions and of menus, from the top."""


class CanvasMenu(QObject):
    """Offers what the menu bar and the buttons above the canvas do as well."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        super().__init__(window)
        self.menu = QMenu(_tr("Canvas"), window)
        graph = window.inspect.graph
        menus = actions.menus | {
            "colours": graph.colours.menu(),
            "lenses": graph.lenses.menu(),
        }
        for group in GROUPS:
            for key in group:
                if key in menus:
                    self.menu.addMenu(menus[key])
                else:
                    self.menu.addAction(actions.by_key[key])
            self.menu.addSeparator()
        ModuleEntries(self.menu, graph.view, at_pointer=True)
        graph.view.context_menu_requested.connect(self._show)

    def _show(self, node: str, where: QPoint) -> None:
        if not node:
            self.menu.popup(where)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CanvasMenu", text)
