"""The card under the pointer, and gestures that are given up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.info import GraphInfo, NodeInfo
from gui.graph.canvas.hover import BREAK, WIDTH, HoverCard, card_of
from gui.graph.canvas.view import GraphView
from gui.graph.painting.edge_hits import edges_at
from gui.graph.painting.painter import PIXEL_SCALE
from gui.graph.painting.picture import Picture
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.model import EVERYTHING, draw
from gui.graph.scene.query import shape_text
from gui.graph.scene.scene import Marks, scene_of
from tests.gui.graph.networks import pidnet

LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_card_goes_when_the_picture_moves_on(qtbot: QtBot, view: GraphView) -> None:
    x, y, width, height = view.scene.layout.rects[0].tolist()
    place = QPoint(*map(round, view.camera.to_screen(x + width / 2, y + height / 2)))

    def is_told() -> bool:
        if view.picture.hovered < 0:  # a window that is just shown may lose a move
            for point in (QPoint(1, 1), place):
                qtbot.mouseMove(view, point)
        return view.pointer.card.isVisible()

    qtbot.waitUntil(is_told, timeout=20_000)
    view.select("output")
    assert not view.pointer.card.isVisible()


def test_the_card_tells_the_number_that_colours_a_box(view: GraphView) -> None:
    box = view.scene.graph.number_of("pag3")
    assert "Latency" not in card_of(view.picture, box)
    view.set_heat("latency", {"pag3_rsub": 0.25, "pag3_mul": 2.0}, "ms")
    assert "Latency</td><td>2 ms" in card_of(view.picture, box)
    other = view.scene.graph.number_of("output")
    assert "Latency" not in card_of(view.picture, other)


@pytest.mark.parametrize("modifier", [SHIFT, CONTROL, NONE])
def test_escape_gives_up_what_the_mouse_drags(qtbot, view, modifier) -> None:
    view.fit()
    camera, start, end = view.camera, QPoint(2, 60), QPoint(820, 700)
    qtbot.mousePress(view, LEFT, modifier, start)
    for point in (QPoint(200, 200), end):
        qtbot.mouseMove(view, point)
        qtbot.wait(1)
    moved = view.camera
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, LEFT, modifier, end)
    assert view.chosen.all_keys() == set()
    assert view.camera == moved
    assert (moved == camera) == bool(modifier)


@pytest.mark.parametrize("modifier", [SHIFT, CONTROL])
def test_a_hand_that_trembles_on_the_ground_draws_no_band(qtbot, view, modifier):
    view.fit()
    view.select("pag3_rsub")
    camera, chosen = view.camera, view.chosen.all_keys()
    drag(qtbot, view, LEFT, modifier, QPoint(3, 60), QPoint(8, 63))
    assert view.camera == camera
    assert view.chosen.all_keys() == chosen != set()


def test_a_hand_that_trembles_on_a_node_clicks_it(qtbot, view):
    view.fit()
    middles = []
    for box in (0, 1):
        x, y, width, height = view.scene.layout.rects[box].tolist()
        place = view.camera.to_screen(x + width / 2, y + height / 2)
        middles.append(QPoint(*map(round, place)))
    qtbot.mouseClick(view, LEFT, NONE, middles[0])
    drag(qtbot, view, LEFT, CONTROL, middles[1], middles[1] + QPoint(4, 2))
    keys = {view.scene.graph.boxes[box].key for box in (0, 1)}
    assert view.chosen.all_keys() == keys


def test_the_right_button_neither_drags_nor_ends_a_drag(qtbot, view):
    view.eye.zoom_in()
    camera = view.camera
    drag(qtbot, view, RIGHT, NONE, QPoint(3, 300), QPoint(100, 400))
    assert view.camera == camera
    qtbot.mousePress(view, LEFT, NONE, QPoint(3, 300))
    qtbot.mouseMove(view, QPoint(60, 300))
    qtbot.mousePress(view, RIGHT, NONE, QPoint(60, 300))
    qtbot.mouseRelease(view, RIGHT, NONE, QPoint(60, 300))
    before = view.camera
    qtbot.mouseMove(view, QPoint(90, 300))
    assert view.camera != before
    qtbot.mouseRelease(view, LEFT, NONE, QPoint(90, 300))


def drag(qtbot, view, button, modifier, start, end):
    qtbot.mousePress(view, button, modifier, start)
    for step in (1, 2):
        qtbot.mouseMove(view, start + (end - start) * step / 2)
        qtbot.wait(1)
    qtbot.mouseRelease(view, button, modifier, end)


@pytest.mark.parametrize("text", ["backbone.stages." * 20, "x" * 200, "a_b" * 60])
def test_the_hover_card_wraps_names_of_any_length(qtbot, text):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(900, 700)
    node = NodeInfo("conv", "op", text, text, "other", module=text)
    info = GraphInfo("one", "one", (node,), 0, 0)
    card, scene = HoverCard(parent), scene_of(info)
    words = card_of(Picture(scene, GraphColours.light()), 0)
    card.show_at(words, QPoint(10, 10))
    document = QTextDocument()
    document.setDefaultFont(card.font())
    document.setHtml(words)
    document.setTextWidth(card.width() - 2 * card.margin())
    assert document.size().width() <= card.width() - 2 * card.margin()


def spot_of_title(view: GraphView, key: str) -> QPoint:
    view.folding.show_module(key)
    frame = view.scene.graph.frame_of(key)
    area, text = view._painter.labels.frame_label(frame, view.camera)
    assert text
    return area.center().toPoint()


def test_a_click_on_the_name_of_a_module_seen_from_afar_selects_it(qtbot, open_view):
    view = open_view
    view.folding.expand_all()
    view.fit()
    assert view.camera.scale < PIXEL_SCALE
    frame = view.scene.graph.frame_of("pag3")
    area, text = view._painter.labels.frame_label(frame, view.camera)
    assert text == "▾ pag3"
    qtbot.mouseClick(view, LEFT, NONE, area.center().toPoint())
    assert view.selection == "pag3"


@pytest.fixture
def open_view(view: GraphView) -> GraphView:
    view.folding.expand("pag3")
    return view


def test_a_click_on_the_title_of_an_open_module_selects_it(qtbot, open_view):
    view = open_view
    spot = spot_of_title(view, "pag3")
    before = view.grab().toImage()
    with qtbot.waitSignal(view.module_selected) as told:
        qtbot.mouseClick(view, LEFT, NONE, spot)
    assert told.args == ["pag3"] == [view.selection]
    nodes = view.info().nodes
    inside = {node.name for node in nodes if f"{node.module}.".startswith("pag3.")}
    assert set(view.chosen.nodes()) == inside
    assert view.breadcrumbs()[-1][1] == "pag3"
    assert view.accessibleDescription()
    assert view.grab().toImage() != before
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.selection in inside


def test_an_open_module_is_closed_by_key_and_stays_selected(qtbot, open_view):
    view = open_view
    qtbot.mouseClick(view, LEFT, NONE, spot_of_title(view, "pag3"))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.scene.graph.frame_of("pag3") < 0
    assert view.selection == "pag3"
    assert view.picture.selected >= 0


def test_the_title_of_an_open_module_has_its_own_menu_and_card(qtbot, open_view):
    view = open_view
    spot = spot_of_title(view, "pag3")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, spot)
    with qtbot.waitSignal(view.context_menu_requested) as asked:
        QCoreApplication.sendEvent(view, event)
    assert asked.args[0] == "pag3"
    qtbot.mouseMove(view, spot)
    qtbot.waitUntil(view.pointer.card.isVisible, timeout=20_000)
    assert "pag3" in view.pointer.card.text()


def test_a_node_without_a_problem_runs_where_the_target_has_been_asked(qtbot):
    info = pidnet()
    scene = scene_of(info, draw(info, EVERYTHING))
    picture = Picture(scene, GraphColours.light())
    node, taken = (scene.graph.number_of(name) for name in ("pag3_rsub", "x"))
    assert "Runs as it is" not in card_of(picture, node)
    judged = replace(picture, marks=Marks(is_judged=True))
    assert "Runs as it is" in card_of(judged, node)
    assert "Runs as it is" not in card_of(judged, taken)
    broken = Marks({"pag3_rsub": "error"}, is_judged=True)
    told = card_of(replace(picture, marks=broken), node)
    assert "Cannot run on the target" in told
    assert "Runs as it is" not in told
    explained = replace(broken, reasons={"pag3_rsub": "1 < 2 is so.\nNo minus."})
    told = card_of(replace(picture, marks=explained), node)
    assert "<br>1 &lt; 2 is so.<br>No minus." in told


def test_the_card_of_an_edge_tells_what_flows_and_fits_its_text(qtbot, view) -> None:
    scene, eye = view.scene, view.eye
    edge = next(number for number, ends in enumerate(scene.graph.edges) if ends[0] == 1)
    source, target = (scene.graph.boxes[end] for end in scene.graph.edges[edge])
    eye.centre_on(1)
    part = scene.segments[scene.edge_of_segment == edge][0]
    middle = view.camera.to_screen((part[0] + part[2]) / 2, (part[1] + part[3]) / 2)
    card, place = view.pointer.card, QPoint(*map(round, middle))
    card.show_at("long " * 200, QPoint(1, 1))

    def is_told() -> bool:
        if source.title not in card.text():
            for point in (QPoint(1, 1), place + QPoint(3, 0)):
                qtbot.mouseMove(view, point)
            qtbot.wait(350)
        return card.isVisible()

    qtbot.waitUntil(is_told, timeout=20_000)
    assert f"{source.title} → {target.title}" in card.text()
    last = scene.graph.info.nodes[source.stop - 1]
    assert last.name in card.text().replace(BREAK, "")
    assert shape_text(last.shape) in card.text()
    assert card.height() < 120
    assert card.width() < WIDTH
    assert view.pointer.edges == (edge,)
    pointed = view.grab().toImage()
    ends = [scene.layout.rects[box] for box in scene.graph.edges[edge]]
    spots = [place, *(_spot(view, x + w / 2, y) for x, y, w, _ in ends)]
    view.pointer.forget()
    plain = view.grab().toImage()
    assert not view.pointer.edges
    accent = QColor(view.picture.colours.accent)
    seen = [spot for spot in spots if view.rect().contains(spot)]
    assert len(seen) >= 2
    for spot in seen:
        assert _nearest(pointed, spot, accent) < 40 < _nearest(plain, spot, accent)
    assert not edges_at(scene, part[0] + 300, (part[1] + part[3]) / 2, 5.0)


def _spot(view: GraphView, x: float, y: float) -> QPoint:
    return QPoint(*map(round, view.camera.to_screen(x, y)))


def _nearest(image: QImage, at: QPoint, colour: QColor) -> int:
    """How little any pixel about a place differs from a colour."""
    around = (at + QPoint(x, y) for x in range(-3, 4) for y in range(-3, 4))
    found = (image.pixelColor(place) for place in around if image.valid(place))
    return min(
        abs(each.red() - colour.red())
        + abs(each.green() - colour.green())
        + abs(each.blue() - colour.blue())
        for each in found
    )
