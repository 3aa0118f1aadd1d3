"""The legend in the corner of the canvas."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from gui.graph.painting.blocks import block_fill
from gui.graph.painting.surfaces import card_surface
from gui.graph.scene.model import EVERYTHING
from gui.graph.scene.scene import Marks
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import branchy, chain, pidnet


def test_the_legend_grows_with_the_font(qtbot: QtBot) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(836, 784)
    pane.view.show_graph(pidnet())
    pane.show()
    for mode in ("family", "macs"):
        pane.view.setStyleSheet("font-size: 13px")
        pane.view.set_colour_mode(mode)
        usual = pane.legend.size()
        pane.view.setStyleSheet("font-size: 24px")
        assert pane.legend.height() > 1.4 * usual.height()
        assert pane.legend.width() > 1.2 * usual.width()
        assert pane.legend.geometry().bottom() < pane.view.height()


@pytest.mark.parametrize("draw", [branchy, chain])
def test_no_box_of_a_fitted_graph_lies_under_the_legend(qtbot, draw):
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(400, 600)
    pane.view.show_graph(draw(20))
    pane.show()
    view = pane.view
    view.fit()
    small = view.camera
    view.colouring.show_mode("macs")
    place = pane.legend.geometry()
    corners = (place.left(), place.top()), (place.right(), place.bottom())

    def under(camera):
        first, last = (camera.to_drawing(*corner) for corner in corners)
        return len(view.scene.boxes_in((*first, *last)))

    assert pane.legend.isVisible()
    assert under(small)
    assert not under(view.camera)
    seen = view.camera.seen(view.width(), view.height())
    left, top, right, bottom = view.scene.layout.bounds
    assert seen[0] <= left + 1
    assert seen[1] <= top + 1
    assert seen[2] >= right - 1
    assert seen[3] >= bottom - 1
    pane.close()


def test_kinds_fold_in_a_small_canvas_and_by_click_and_key_in_any(qtbot: QtBot) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.view.show_graph(pidnet())
    pane.view.set_colour_mode("family")
    pane.show()
    legend, told = pane.legend, pane.legend.accessibleName()
    pane.resize(400, 500)
    small = legend.size()
    assert legend.is_folded
    assert small.height() < 3 * legend.fontMetrics().height()
    pane.resize(836, 784)
    assert not legend.is_folded
    qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, pos=QPoint(20, 60))
    assert legend.size() == small
    qtbot.keyClick(legend, Qt.Key.Key_Right)
    qtbot.keyClick(legend, Qt.Key.Key_Space)
    pane.resize(400, 500)
    assert not legend.is_folded
    assert legend.accessibleName() == told


def test_a_screen_reader_hears_the_names_of_the_legend(qtbot, chinese):
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.view.show_graph(pidnet())
    pane.view.show_marks(Marks({"pag3_rsub": "error", "pag4_rsub": "advice"}))
    assert pane.legend.accessibleName().startswith("图例, 错误, 建议, 卷积")
    for mode, role in (("macs", "Slider"), ("family", "Button")):
        pane.view.set_colour_mode(mode)
        told = QAccessible.queryAccessibleInterface(pane.legend)
        assert told.role() == QAccessible.Role[role]
        assert told.text(QAccessible.Text.Name) == pane.legend.accessibleName()


def colours_in(widget) -> set[str]:
    image = widget.grab().toImage()
    places = itertools.product(range(image.width()), range(image.height()))
    return {image.pixelColor(*place).name() for place in places}


@pytest.mark.parametrize("scale", [0.3, 0.9])
def test_the_legend_has_every_fill_of_a_box_as_it_is_painted(qtbot, scale):
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(560, 300)
    view, legend = pane.view, pane.legend
    view.show_graph(chain(9), EVERYTHING)
    view.show_marks(Marks(severities={view.info().nodes[2].name: "error"}))
    view.search("relu")
    view.eye.zoom_to(scale)
    if legend.is_folded:
        legend.fold()
    names = {name for _, name in legend.rows()}
    assert {"Error", "Found", "Convolution", "Normalization", "Activation"} <= names
    assert "Found" in legend.accessibleName()
    own, colours = colours_in(legend), view.picture.colours
    for key, _ in legend.rows():
        is_far = legend.is_far
        near = card_surface(colours, "severity", key)[0]
        assert (block_fill(colours, key) if is_far else near) in own, key
    legend.hide()
    drawn = colours_in(view)
    fills = ("error", "found", "convolution")
    for key in fills:
        near = card_surface(colours, "severity", key)[0]
        assert (block_fill(colours, key) if scale < 0.5 else near) in drawn, key


def test_the_legend_stays_low_beside_a_low_canvas(qtbot: QtBot) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.view.show_graph(pidnet())
    pane.view.set_colour_mode("family")
    pane.show()
    pane.resize(900, 800)
    narrow = pane.legend.width()
    pane.resize(900, 240)
    if pane.legend.is_folded:
        pane.legend.fold()
    assert pane.legend.height() < 140
    assert pane.legend.width() > 1.5 * narrow


@pytest.mark.parametrize("width", [120, 190, 260])
def test_a_scale_never_reaches_beyond_a_narrow_canvas(qtbot: QtBot, width: int) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.view.setStyleSheet("font-size: 20px")
    pane.view.show_graph(pidnet())
    pane.view.set_colour_mode("macs")
    pane.resize(160, 600)
    pane.show()
    pane.resize(width, 600)
    legend = pane.legend
    assert legend.isVisible()
    assert legend.geometry().right() < pane.ribbon.geometry().left()
    is_open = legend.height() > 3 * legend.fontMetrics().height()
    assert is_open == (width == 260)


def test_the_legend_names_a_trace_and_a_selection_of_several(qtbot: QtBot) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.view.show_graph(pidnet())

    def emphasis() -> set[str]:
        return {key for key, _ in pane.legend.rows()} & {"selected", "traced"}

    pane.view.select("pag3_rsub")
    assert emphasis() == set()
    pane.view.chosen.add(["pag3_add"])
    assert emphasis() == {"selected"}
    assert pane.view.chosen.trace_path()
    assert emphasis() == {"selected", "traced"}
    assert "Traced" in pane.legend.accessibleName()


def test_a_scale_folds_to_its_title_by_click_and_by_key_and_keeps_its_threshold(
    qtbot: QtBot,
) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(836, 784)
    pane.view.show_graph(pidnet())
    pane.show()
    view, legend = pane.view, pane.legend
    view.set_colour_mode("macs")
    bar = QPoint(100, legend.height() - 34)
    qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, pos=bar)
    least, open_size = view.picture.least, legend.size()
    assert least > 0
    for fold in (
        lambda: qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, pos=QPoint(20, 12)),
        lambda: qtbot.keyClick(legend, Qt.Key.Key_Space),
    ):
        fold()
        assert legend.height() < 0.6 * open_size.height()
        assert legend.geometry().bottom() < view.height()
        qtbot.keyClick(legend, Qt.Key.Key_Right)
        assert view.picture.least == least
        fold()
        assert legend.size() == open_size
    view.set_colour_mode("family")
    assert len(legend.rows()) > 3
    assert legend.height() > open_size.height()


def test_a_box_that_is_gone_to_is_under_neither_the_legend_nor_the_bar(
    qtbot: QtBot,
) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(500, 500)
    pane.view.show_graph(pidnet())
    pane.show()
    view, legend = pane.view, pane.legend
    view.set_colour_mode("macs")
    view.eye.zoom_to(1.0)
    x, y, width, height = view.scene.layout.rects[5].tolist()
    for corner in (legend.geometry().topLeft(), QPoint(40, 0)):
        shown = view.camera.to_screen(x + width / 2, y + height / 2)
        view.eye.look(view.camera.moved(corner.x() - shown[0], corner.y() - shown[1]))
        view.eye.ensure_visible(5)
        left, top = view.camera.to_screen(x, y)
        place = QRectF(left, top, width, height).toAlignedRect()
        assert view.rect().contains(place)
        assert not legend.geometry().intersects(place)
        assert not pane.bar.geometry().intersects(place)
