"""What the right button offers on the canvas where no node is."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from gui.commands.menu_walk import actions_in
from gui.commands.shortcuts import ALL


@pytest.fixture
def shown(opened, monkeypatch):
    """Ask for a menu at a place of the canvas, and give the one that appears."""
    menus = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, where: menus.append(menu))

    def ask(at):
        view, kind = opened.inspect.graph.view, QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(view, QContextMenuEvent(kind, at, view.mapToGlobal(at)))
        (menu,) = menus
        return menu, {
            action.text().partition("\t")[0] for _, action in actions_in(menu.actions())
        }

    return ask


def test_the_ground_offers_ways_to_look_at_the_whole_graph(opened, shown):
    opened.inspect.select("rsub")
    menu, titles = shown(QPoint(3, 200))
    assert menu is not opened.node_editing.menu.menu
    wanted = {"Fi&t to window", "&Open all modules", "E&xport the graph…"}
    wanted |= {"Depth 2", "op family", "Batch norm into its convolution"}
    wanted |= {"Bookmark 1", "Copy &view as image", "&Go to node…", "Zoom to 100 %"}
    assert wanted <= titles
    assert opened.inspect.selected == "rsub"


def test_a_node_offers_what_is_done_with_it(opened, shown):
    view = opened.inspect.graph.view
    x, y, width, height = view.scene.layout.rects[
        view.scene.graph.number_of("rsub")
    ].tolist()
    middle = view.camera.to_screen(x + width / 2, y + height / 2)
    menu, _ = shown(QPoint(*map(round, middle)))
    assert menu is opened.node_editing.menu.menu


UNLISTED = {"enter", "space", "depth", "mark", "recall", "leave"}
"""Keys that do several things, or one thing for each digit."""


def test_every_key_of_the_canvas_stands_in_a_menu(opened):
    shown = [action.text() for _, action in actions_in(opened.top.menus.actions())]
    keys = {text.partition("\t")[2] for text in shown}
    first = {
        each.text.partition("  ")[0]
        for each in ALL
        if each.context in ("canvas", "stages") and each.key not in UNLISTED
    }
    words = {word for text in keys for word in text.split("  ")}
    assert first - words == set()
    assert {"Alt+Enter", "M", "2  E"} <= words | keys
