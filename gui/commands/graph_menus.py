"""The parts of the menus that steer the canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from gui.commands.actions import Actions, Wish
from gui.commands.bookmark_menu import BookmarkMenu
from gui.commands.shortcuts import Context, shortcut
from gui.graph.canvas import key_map
from gui.graph.canvas.view import GraphView
from gui.graph.tools.minimap import Minimap

if TYPE_CHECKING:
    from gui.main_window import MainWindow

DEEPEST = 6
FOLDS = ("expand", "collapse", "alike")
ZOOMS = ("fit_selection", "full_size", "zoom_in", "zoom_out")
TRACES = ("producers", "consumers", "more_producers", "more_consumers", "path", "same")
WALKS = ("up", "down", "left", "right", "first", "last", "back", "forward")
KEYS: dict[str, tuple[Context, str]] = {
    "fit": ("canvas", "fit_all"),
    "node_history": ("stages", "history"),
    "previous_stage": ("stages", "before"),
    "next_stage": ("stages", "after"),
    "open_hits": ("search", "ways"),
    "compare_way": ("difference", "way"),
}
"""Actions of the menus with keys that hold in one place only."""


def add_graph_menus(
    window: MainWindow, actions: Actions, graph: QMenu, view: QMenu
) -> None:
    """Add what the keys of the canvas do, and what the wheel does."""
    canvas = window.inspect.graph.view
    words = key_map.titles()
    graph.addSeparator()
    for key in FOLDS:
        _add(window, actions, graph, key, words[key])
    submenus = {
        _tr("&Zoom"): ZOOMS,
        _tr("&Trace"): TRACES,
        _tr("&Walk"): WALKS,
    }
    for title, keys in submenus.items():
        menu = graph.addMenu(title)
        for key in keys:
            _add(window, actions, menu, key, words[key])
    _add_depths(actions, graph, canvas)
    BookmarkMenu(graph, actions, canvas.travel)
    _show_keys(actions)
    _add_switches(window, actions, view)


def _add_switches(window: MainWindow, actions: Actions, view: QMenu) -> None:
    """Add what holds until it is chosen otherwise, from one day to the next."""
    settings = window.session.settings
    for key, words, switch, is_on in (
        (
            "wheel_zooms",
            _tr("&Zoom with the wheel"),
            _zoom_with_wheel,
            settings.wheel_zooms,
        ),
        (
            "flows_right",
            _tr("Draw from left to &right"),
            _flow_right,
            settings.flows_right,
        ),
        ("wraps", _tr("Draw long graphs in &columns"), _wrap, settings.wraps),
        (
            "shows_overview",
            _tr("Show the &overview"),
            _show_overview,
            settings.shows_overview,
        ),
    ):
        wish = Wish(key, words, lambda: None)
        _add_switch(actions, view, wish, partial(switch, window), is_on=is_on)


def _add_depths(actions: Actions, graph: QMenu, canvas: GraphView) -> None:
    depths = graph.addMenu(_tr("Open modules down to &depth"))
    actions.menus["depths"] = depths
    for depth in range(DEEPEST + 1):
        text = _tr("Depth {}").format(depth)
        do = partial(canvas.folding.expand_to_depth, depth)
        action = actions.add(depths, Wish(f"depth_{depth}", text, do))
        action.setText(f"{text}\t{depth}  E")


def _show_keys(actions: Actions) -> None:
    """Write keys behind actions that no shortcut of the window calls, or another."""
    native = QKeySequence.SequenceFormat.NativeText
    for key, place in KEYS.items():
        action, found = actions.by_key[key], shortcut(*place)
        text, _, own = action.text().partition("\t")
        own = own or action.shortcut().toString(native)
        shown = found.text if found else ""
        action.setText(f"{text}\t{'  '.join(filter(None, (own, shown)))}")


def _add_switch(
    actions: Actions,
    menu: QMenu,
    wish: Wish,
    switch: Callable[[bool], None],
    *,
    is_on: bool,
) -> None:
    """Add what is ticked while it is on."""
    action = actions.add(menu, wish)
    action.setCheckable(True)
    action.toggled.connect(switch)
    action.setChecked(is_on)


def _zoom_with_wheel(window: MainWindow, zooms: bool) -> None:
    window.session.settings.wheel_zooms = zooms
    window.inspect.graph.view.pointer.wheel_zooms = zooms


def _flow_right(window: MainWindow, flows_right: bool) -> None:
    """Let every canvas of the window flow to the right, or down."""
    window.session.settings.flows_right = flows_right
    for view in window.findChildren(GraphView):
        view.set_direction("right" if flows_right else "down")


def _wrap(window: MainWindow, wraps: bool) -> None:
    """Let long graphs go on in columns on every canvas of the window, or not."""
    window.session.settings.wraps = wraps
    for view in window.findChildren(GraphView):
        view.set_wrapping(wraps)


def _show_overview(window: MainWindow, shows: bool) -> None:
    """Have the whole graph in a corner of every canvas, where it helps, or not."""
    window.session.settings.shows_overview = shows
    for minimap in window.findChildren(Minimap):
        minimap.set_wanted(shows)


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
