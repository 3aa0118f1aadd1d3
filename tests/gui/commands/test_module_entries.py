"""Menus of modules open and close them."""

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QMenu

from gui.commands.module_entries import ModuleEntries
from gui.graph.canvas.view import GraphView
from tests.gui.graph.networks import pidnet
from tests.gui.graph.scene.test_repeats import twelve_blocks


@pytest.fixture
def view(qtbot):
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(pidnet(), ("layer3",))
    return view


def offered(menu):
    menu.aboutToShow.emit()
    return [
        each.text().split("\t")[0]
        for each in menu.actions()
        if each.text() and each.isVisible()
    ]


def test_a_closed_module_is_opened_alone_or_with_all_alike(view):
    menu = QMenu(view)
    entries = ModuleEntries(menu, view, at_pointer=False)
    view.select("pag4")
    assert offered(menu) == ["&Open module", "Open all 2 built a&like"]
    entries.open.trigger()
    graph = view.scene.graph
    assert (graph.frame_of("pag3") >= 0, graph.frame_of("pag4") >= 0) == (False, True)
    view.select("pag4_rsub")
    assert offered(menu) == ["Close pag4"]
    entries.close.trigger()
    view.select("pag3")
    offered(menu)
    entries.alike.trigger()
    graph = view.scene.graph
    assert min(graph.frame_of("pag3"), graph.frame_of("pag4")) >= 0


def test_a_selected_open_module_is_closed(view):
    menu = QMenu(view)
    entries = ModuleEntries(menu, view, at_pointer=False)
    view.select_frame(view.scene.graph.frame_of("layer3"))
    assert offered(menu) == ["Close layer3"]
    entries.close.trigger()
    assert view.scene.graph.frame_of("layer3") < 0


def test_a_row_says_how_many_open_at_once(view):
    menu = QMenu(view)
    entries = ModuleEntries(menu, view, at_pointer=False)
    view.show_graph(twelve_blocks(), ())
    view.select("blocks")
    assert offered(menu) == ["&Open one of 12", "Open all 12 built a&like"]
    entries.alike.trigger()
    assert not any(box.kind == "module" for box in view.scene.graph.boxes)


def test_the_ground_of_an_open_module_closes_it(view):
    menu = QMenu(view)
    entries = ModuleEntries(menu, view, at_pointer=True)
    frame = view.scene.graph.frame_of("layer3")
    x, y, width, _ = view.scene.layout.groups[frame].tolist()
    spot = QPointF(*view.camera.to_screen(x + width - 8, y + 8)).toPoint()
    view.context_menu_requested.emit("", view.mapToGlobal(spot))
    assert offered(menu) == ["Close layer3"]
    entries.close.trigger()
    assert view.scene.graph.frame_of("layer3") < 0
    view.context_menu_requested.emit("", view.mapToGlobal(QPoint(1, 1)))
    assert offered(menu) == []
