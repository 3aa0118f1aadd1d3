"""The canvas under mouse, keys and new graphs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.info import GraphInfo
from gui.graph.canvas.view import GraphView
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.model import EVERYTHING
from gui.graph.scene.scene import Marks
from tests.gui.graph.networks import branchy, pidnet
from tests.gui.mouse import double_click

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def info() -> GraphInfo:
    """A network with modules in modules."""
    return pidnet()


def at(view: GraphView, key: str) -> QPoint:
    """The middle of a box on the screen."""
    box = view.scene.graph.number_of(key)
    x, y, width, height = view.scene.layout.rects[box].tolist()
    place = view.camera.to_screen(x + width / 2, y + height / 2)
    return QPoint(round(place[0]), round(place[1]))


def wheel(
    view: GraphView,
    angle: QPoint,
    pixels: QPoint,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Send one wheel event at 300, 200."""
    event = QWheelEvent(
        QPointF(300, 200),
        QPointF(300, 200),
        pixels,
        angle,
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def picture(view: GraphView) -> QImage:
    """What the canvas paints."""
    return view.grab().toImage()


def test_a_click_selects_the_box_under_the_pointer(
    qtbot: QtBot, view: GraphView
) -> None:
    view.select("compression3_conv2d")
    view.select(None)
    with qtbot.waitSignal(view.node_selected) as signal:
        qtbot.mouseClick(view, LEFT, pos=at(view, "compression3_conv2d"))
    assert signal.args == ["compression3_conv2d"]
    assert view.selected() == "compression3_conv2d"


def test_a_click_on_a_closed_module_tells_the_module(
    qtbot: QtBot, view: GraphView
) -> None:
    with qtbot.waitSignal(view.module_selected) as signal:
        qtbot.mouseClick(view, LEFT, pos=at(view, "layer1"))
    assert signal.args == ["layer1"]
    assert view.selected() is None


def test_a_click_beside_the_boxes_clears_the_selection(
    qtbot: QtBot, view: GraphView
) -> None:
    view.select("x")
    with qtbot.waitSignal(view.background_clicked):
        qtbot.mouseClick(view, LEFT, pos=at(view, "x") + QPoint(200, 0))
    assert view.selected() is None


def test_dragging_moves_the_picture_and_selects_nothing(
    qtbot: QtBot, view: GraphView
) -> None:
    before, start = view.camera, at(view, "layer1")
    qtbot.mousePress(view, LEFT, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(view, start + QPoint(8 * step, 5 * step))
    qtbot.mouseRelease(view, LEFT, pos=start + QPoint(40, 25))
    moved = view.camera.x - before.x, view.camera.y - before.y
    assert moved == pytest.approx((40, 25))
    assert view.picture.selected == -1


def test_the_wheel_scrolls_down_and_with_shift_across(view: GraphView) -> None:
    before = view.camera
    wheel(view, QPoint(0, 120), QPoint())
    assert view.camera == before.moved(0, 60)
    wheel(view, QPoint(0, 120), QPoint(), Qt.KeyboardModifier.ShiftModifier)
    assert view.camera == before.moved(60, 60)


@pytest.mark.parametrize("zooms", [False, True])
def test_the_wheel_zooms_with_control_or_when_told(
    view: GraphView, zooms: bool
) -> None:
    view.pointer.wheel_zooms = zooms
    keys = Qt.KeyboardModifier
    before = view.camera.to_drawing(300, 200)
    scale = view.camera.scale
    wheel(
        view,
        QPoint(0, 120),
        QPoint(),
        keys.NoModifier if zooms else keys.ControlModifier,
    )
    assert view.camera.scale > scale
    assert view.camera.to_drawing(300, 200) == pytest.approx(before)


def test_a_trackpad_pans_and_zooms_only_with_control(view: GraphView) -> None:
    before = view.camera
    wheel(view, QPoint(0, 60), QPoint(11, 30))
    assert view.camera == before.moved(11, 30)
    wheel(view, QPoint(0, 60), QPoint(0, 30), Qt.KeyboardModifier.ControlModifier)
    assert view.camera.scale > before.scale


def test_expanding_keeps_the_corner_and_collapsing_restores_the_picture(
    qtbot: QtBot, view: GraphView
) -> None:
    pointer = at(view, "pag3")
    qtbot.mouseClick(view, LEFT, pos=pointer)
    before = picture(view)
    box = view.scene.graph.number_of("pag3")
    corner = view.camera.to_screen(*view.scene.layout.rects[box, :2])
    double_click(view, pointer)
    frame = view.scene.graph.frame_of("pag3")
    x, y = view.scene.layout.groups[frame, :2]
    assert view.camera.to_screen(x, y) == pytest.approx(corner)
    assert picture(view) != before
    view.folding.collapse("pag3")
    view.select("pag3", centre=False)
    assert picture(view) == before


def test_selecting_a_hidden_node_opens_its_module_and_centres_it(
    view: GraphView,
) -> None:
    view.folding.collapse_all()
    view.select("pag3_rsub")
    assert view.selected() == "pag3_rsub"
    middle = at(view, "pag3_rsub") - QPoint(view.width() // 2, view.height() // 2)
    assert middle.manhattanLength() <= 2
    assert view.breadcrumbs() == (("pidnet-s", ""), ("pag3", "pag3"))


def test_an_unknown_name_changes_nothing(view: GraphView) -> None:
    view.select("x")
    view.select("no_such_node")
    assert view.selected() == "x"


def test_arrow_keys_walk_along_edges(qtbot: QtBot, view: GraphView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.selected() == "x"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.breadcrumbs()[-1] == ("conv1", "conv1")
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.selected() == "x"
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.selected() == "output"


def test_left_and_right_go_to_the_box_beside(qtbot: QtBot, view: GraphView) -> None:
    view.select("layer3_")
    start = view.picture.selected
    qtbot.keyClick(view, Qt.Key.Key_Left)
    there = view.picture.selected
    assert there != start
    assert view.scene.layout.rects[there, 0] < view.scene.layout.rects[start, 0]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.picture.selected == start


def test_space_opens_a_module_and_control_shift_e_closes_it(
    qtbot: QtBot, view: GraphView
) -> None:
    view.select("pag3")
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.scene.graph.frame_of("pag3") >= 0
    view.select("pag3_rsub")
    qtbot.keyClick(
        view,
        Qt.Key.Key_E,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert view.scene.graph.frame_of("pag3") == -1
    assert view.breadcrumbs()[-1] == ("pag3", "pag3")


def test_enter_activates_a_node(qtbot: QtBot, view: GraphView) -> None:
    view.select("x")
    with qtbot.waitSignal(view.node_activated) as signal:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert signal.args == ["x"]


def test_f_fits_and_plus_and_minus_zoom(qtbot: QtBot, view: GraphView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_F)
    left, top, right, bottom = view.scene.layout.bounds
    seen = view.camera.seen(view.width(), view.height())
    assert seen[0] <= left + 1e-6
    assert seen[1] <= top + 1e-6
    assert seen[2] >= right - 1e-6
    assert seen[3] >= bottom - 1e-6
    scale = view.camera.scale
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.scale == pytest.approx(scale * 1.25)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.camera.scale == pytest.approx(scale)


def test_an_edit_keeps_camera_selection_and_open_modules(
    view: GraphView, info: GraphInfo
) -> None:
    view.select("pag3_rsub")
    place = at(view, "pag3_rsub")
    nodes = tuple(
        node._replace(title="sum, keepdim") if node.name == "pag3_sum" else node
        for node in info.nodes
    )
    view.show_graph(replace(info, nodes=nodes, digest="edited"))
    assert view.selected() == "pag3_rsub"
    assert at(view, "pag3_rsub") == place
    assert view.scene.graph.frame_of("pag3") >= 0


def test_another_network_is_shown_from_its_beginning(view: GraphView) -> None:
    view.select("pag3_rsub")
    view.show_graph(branchy(120))
    assert view.selected() is None
    top = view.camera.to_drawing(0, 0)[1]
    assert top <= view.scene.layout.rects[0, 1]


def test_removing_the_selected_node_clears_the_selection(
    view: GraphView, info: GraphInfo
) -> None:
    view.select("output")
    view.show_graph(replace(info, nodes=info.nodes[:-1], digest="shorter"))
    assert view.selected() is None


def test_clearing_leaves_an_empty_canvas(view: GraphView) -> None:
    view.show_marks(Marks({"x": "error"}))
    view.clear()
    image = picture(view)
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    assert middle.name() == GraphColours.light().background
    assert view.info().nodes == ()


def test_a_closed_module_shows_its_worst_problem(view: GraphView) -> None:
    view.show_marks(Marks({"pag3_mul": "advice", "pag3_rsub": "error"}))
    box = view.scene.graph.number_of("pag3")
    severity = view.scene.severities(view.picture.marks)
    assert severity[box] == 2
    assert (severity >= 0).sum() == 1


def test_badges_differ_in_shape_and_not_only_in_colour(view: GraphView) -> None:
    shapes = set()
    for severity in ("error", "warning", "advice"):
        view.set_colour_mode("family")
        view.show_marks(Marks({"x": severity}))
        marked = picture(view)
        view.show_marks(Marks())
        plain = picture(view)
        changed = frozenset(
            (x, y)
            for x in range(marked.width())
            for y in range(0, 120)
            if plain.pixel(x, y) != marked.pixel(x, y)
        )
        shapes.add(changed)
    assert len(shapes) == 3
    assert all(shapes)


def test_search_highlights_and_next_goes_round(view: GraphView) -> None:
    found = view.search("op:rsub")
    assert found == ["pag3_rsub", "pag4_rsub", "dfm_rsub"]
    assert len(view.picture.hits) == 3
    visited = [view.finding.step() for _ in range(4)]
    assert visited == [*found, found[0]]
    assert view.finding.step(-1) == found[-1]
    assert view.search("") == []
    assert view.finding.step() is None


def test_the_context_menu_names_the_node(qtbot: QtBot, view: GraphView) -> None:
    place = at(view, "x")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, place)
    with qtbot.waitSignal(view.context_menu_requested) as signal:
        QApplication.sendEvent(view, event)
    assert signal.args[0] == "x"


def test_resting_on_a_node_shows_its_card_and_leaving_hides_it(
    qtbot: QtBot, view: GraphView
) -> None:
    view.show_marks(Marks(notes={"x": "The input is not quantized."}))
    card = view.pointer.card
    qtbot.mouseMove(view, at(view, "x"))
    qtbot.waitUntil(card.isVisible, timeout=20_000)
    assert "1×3×1024×2048" in card.text()
    assert "The input is not quantized." in card.text()
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert not card.isVisible()


def test_themes_paint_their_background(view: GraphView) -> None:
    view.set_theme(GraphColours.dark())
    corner = picture(view).pixelColor(5, view.height() - 5)
    assert corner.name() == GraphColours.dark().background


def test_the_graph_can_flow_to_the_right(view: GraphView) -> None:
    view.set_direction("right")
    rects, graph = view.scene.layout.rects, view.scene.graph
    ends = rects[:, 0] + rects[:, 2]
    assert all(ends[source] <= rects[target, 0] for source, target in graph.edges)


def test_an_image_holds_the_whole_graph(view: GraphView) -> None:
    image = view.to_image(QSize(400, 500))
    assert image.size() == QSize(400, 500)
    ground = image.pixel(0, 0)
    inked = [
        y for y in range(500) if any(image.pixel(x, y) != ground for x in range(400))
    ]
    assert inked[0] < 30
    assert inked[-1] > 470


def test_thousands_of_nodes_are_drawn_whole_and_moved(qtbot: QtBot) -> None:
    canvas = GraphView()
    qtbot.addWidget(canvas)
    canvas.resize(1000, 800)
    info = branchy(5000)
    canvas.show_graph(info, opened=EVERYTHING)
    qtbot.waitUntil(lambda: not canvas.arrangement.is_busy, timeout=60_000)
    first = picture(canvas)
    canvas.fit()
    whole = picture(canvas)
    assert first != whole
    rects = canvas.scene.layout.rects
    last = canvas.camera.to_screen(*rects[-1, :2])
    canvas.eye.pan(0, -40)
    assert canvas.camera.to_screen(*rects[-1, :2]) == (last[0], last[1] - 40)
    assert picture(canvas) != whole
