"""The whole graph in a corner of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.graph.canvas.view import GraphView
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.model import EVERYTHING
from gui.graph.tools.minimap import Minimap
from tests.gui.graph.networks import chain, pidnet


def test_the_minimap_moves_the_view(qtbot: QtBot, view: GraphView) -> None:
    minimap = Minimap(view)
    view.eye.zoom(2.0, 0, 0)
    assert minimap.isVisible()
    camera = view.camera
    qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(85, 100))
    assert view.camera.y < camera.y
    view.fit()
    assert not minimap.isVisible()


def test_the_minimap_takes_over_a_theme(view: GraphView) -> None:
    minimap = Minimap(view)
    view.eye.zoom(2.0, 0, 0)
    pictures = [minimap.grab().toImage()]
    for colours in (GraphColours.dark(), GraphColours.light()):
        view.set_theme(colours)
        pictures.append(minimap.grab().toImage())
    assert pictures[0] == pictures[2]
    lights = [picture.pixelColor(160, 10).lightness() for picture in pictures]
    assert lights[1] < 60 < 200 < lights[0]


def test_there_is_no_minimap_where_all_is_seen(view: GraphView) -> None:
    minimap = Minimap(view)
    view.eye.inset = 40
    for height in range(700, 740):
        view.resize(836, height)
        view.fit()
        assert minimap.isHidden()
    view.eye.zoom(1.1, 0, 0)
    assert not minimap.isHidden()


def test_the_minimap_gives_way_to_what_is_selected(qtbot, view) -> None:
    view.show_graph(chain(60), EVERYTHING)
    minimap = Minimap(view)
    view.eye.zoom_to(1.0)
    usual = minimap.pos()
    view.select(view.info().nodes[30].name)
    rect = view.scene.layout.rects[view.picture.selected].tolist()

    def put(x: int, y: int) -> None:
        view.eye.look(view.camera.showing((rect[0], rect[1]), x, y))

    put(usual.x() - 20, usual.y() + 20)
    assert minimap.isVisible()
    assert minimap.y() < 100
    put(usual.x() - 20, 30)
    assert minimap.pos() == usual
    put(usual.x() - 20, usual.y() + minimap.height() + 30)
    assert minimap.y() < 100
    view.resize(836, 240)
    put(usual.x(), 100)
    assert not minimap.isVisible()
    view.select(None)
    assert minimap.isVisible()
    minimap.set_wanted(False)
    assert not minimap.isVisible()
    minimap.set_wanted(True)
    assert minimap.isVisible()


def test_the_minimap_gives_way_to_an_open_module_that_is_selected(view) -> None:
    view.show_graph(pidnet())
    view.folding.expand("pag3")
    minimap = Minimap(view)
    frame = view.scene.graph.frame_of("pag3")
    x, y, width, height = view.scene.layout.groups[frame].tolist()
    view.eye.zoom_to(0.4)
    usual = minimap.pos()
    low = x + width, y + height
    for beyond, gives_way in ((-20, True), (20, False)):
        corner = view.width() - 40, view.height() + beyond
        view.eye.look(view.camera.showing(low, *corner))
        view.select_frame(frame)
        assert (minimap.pos() != usual) is gives_way
        view.select(None)
        assert minimap.pos() == usual


def test_the_minimap_stays_under_the_pointer_that_drags_it(qtbot, view) -> None:
    view.show_graph(chain(60), EVERYTHING)
    minimap = Minimap(view)
    view.select(view.info().nodes[30].name)
    view.eye.zoom_to(1.0)
    usual = minimap.pos()
    rect = view.scene.layout.rects[view.picture.selected].tolist()
    spot = usual.x() - 20, usual.y() + 20
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(minimap, left, pos=QPoint(85, 50))
    view.eye.look(view.camera.showing((rect[0], rect[1]), *spot))
    assert minimap.pos() == usual
    qtbot.mouseRelease(minimap, left, pos=QPoint(85, 50))
    assert minimap.pos() != usual
