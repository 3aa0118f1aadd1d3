"""The parts of the menus that steer the canvas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from gui.commands.actions import Actions, Wish
from gui.graph.canvas import key_map

if TYPE_CHECKING:
    from gui.main_window import MainWindow

DEEPEST = 6


def add_graph_menus(
    window: MainWindow, actions: Actions, graph: QMenu, view: QMenu
) -> None:
    """Add what the keys of the canvas do, and what the wheel does."""
    canvas = window.inspect.graph.view
    words = key_map.titles()
    graph.addSeparator()
    for key in ("fit_selection", "expand", "collapse", "producers", "consumers"):
        _add(window, actions, graph, key, words[key])
    depths = graph.addMenu(_tr("Open modules down to &depth"))
    for depth in range(DEEPEST + 1):
        text = _tr("Depth {}").format(depth)
        do = partial(canvas.expand_to_depth, depth)
        actions.add(depths, Wish(f"depth_{depth}", text, do))
    for key in ("path", "back", "forward"):
        _add(window, actions, graph, key, words[key])
    wheel = Wish("wheel_zooms", _tr("&Zoom with the wheel"), lambda: None)
    action = actions.add(view, wheel)
    action.setCheckable(True)
    settings = window.session.settings

    def choose(zooms: bool) -> None:
        settings.wheel_zooms = zooms
        canvas.pointer.wheel_zooms = zooms

    action.toggled.connect(choose)
    action.setChecked(settings.wheel_zooms)


def _add(
    window: MainWindow, actions: Actions, menu: QMenu, key: str, text: str
) -> None:
    """Add a command of the canvas; its key is shown, and works on the canvas only."""
    canvas = window.inspect.graph.view
    command = next(each for each in key_map.ALL if each.key == key)
    wish = Wish(f"graph_{key}", text, lambda: command.do(canvas, 0))
    keys = command.shown.partition("  ")[0]
    actions.add(menu, wish).setText(f"{text}\t{keys}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("GraphMenus", text)
