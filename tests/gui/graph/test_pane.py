"""The search field, the breadcrumbs and the colour menu over the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.graph.colours import GraphColours
from gui.graph.pane import GraphPane
from tests.gui.graph.networks import pidnet


@pytest.fixture
def pane(qtbot: QtBot) -> GraphPane:
    """A pane that shows a network."""
    widget = GraphPane()
    qtbot.addWidget(widget)
    widget.resize(836, 784)
    widget.view.show_graph(pidnet())
    widget.show()
    return widget


def crumbs(pane: GraphPane) -> list[QToolButton]:
    """The visible parts of the path."""
    parts = pane.crumbs.findChildren(QToolButton)
    return [part for part in parts if part.isVisible()]


def test_typing_counts_and_enter_walks_through_the_hits(
    qtbot: QtBot, pane: GraphPane
) -> None:
    qtbot.keyClicks(pane.search, "op:rsub")
    qtbot.waitUntil(lambda: pane.search.count_text() == "3 found")
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert pane.view.selected() == "pag3_rsub"
    assert pane.search.count_text() == "1 of 3"
    qtbot.keyClick(pane.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pane.view.selected() == "dfm_rsub"


def test_enter_does_not_wait_for_the_typing_pause(
    qtbot: QtBot, pane: GraphPane
) -> None:
    pane.search.setText("op:rsub")
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert pane.view.selected() == "pag3_rsub"


def test_escape_empties_the_field_and_then_returns_to_the_graph(
    qtbot: QtBot, pane: GraphPane
) -> None:
    qtbot.waitExposed(pane)
    pane.focus_search()
    pane.search.setText("relu")
    qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert pane.search.text() == ""
    assert pane.view.picture.hits == frozenset()
    with qtbot.waitSignal(pane.search.left):
        qtbot.keyClick(pane.search, Qt.Key.Key_Escape)


def test_a_search_without_hits_says_so(qtbot: QtBot, pane: GraphPane) -> None:
    qtbot.keyClicks(pane.search, "zzz")
    qtbot.waitUntil(lambda: pane.search.count_text() == "none")


def test_the_breadcrumbs_follow_the_selection(pane: GraphPane) -> None:
    pane.view.select("layer3_0_conv1_conv2d")
    assert [part.text() for part in crumbs(pane)] == ["pidnet-s", "layer3", "0"]


def test_a_breadcrumb_brings_its_module_into_view(
    qtbot: QtBot, pane: GraphPane
) -> None:
    pane.view.select("layer3_0_conv1_conv2d")
    with qtbot.waitSignal(pane.breadcrumb_clicked) as signal:
        qtbot.mouseClick(crumbs(pane)[1], Qt.MouseButton.LeftButton)
    assert signal.args == ["layer3"]
    frame = pane.view.scene.graph.frame_of("layer3")
    x, y, width, _ = pane.view.scene.layout.groups[frame].tolist()
    left, top = pane.view.camera.to_screen(x, y)
    assert left >= 0
    assert 40 <= top <= pane.height() / 2
    assert left + width * pane.view.camera.scale <= pane.width()


def test_the_colour_menu_changes_what_colours_mean(pane: GraphPane) -> None:
    pane.view.set_heat("noise", {"x": 1.0})
    for action in pane.colours.menu().actions():
        action.trigger()
        assert pane.view.picture.mode == action.data()
        assert action.text() in pane.colours.text()


def test_the_bar_covers_no_more_of_the_canvas_than_its_fields(
    pane: GraphPane,
) -> None:
    pane.grab()
    assert pane.bar.geometry().right() < pane.width()
    assert pane.view.geometry() == pane.rect()


def test_a_theme_reaches_the_canvas_and_the_bar(pane: GraphPane) -> None:
    pane.set_theme(GraphColours.dark())
    assert pane.view.picture.colours == GraphColours.dark()
    assert GraphColours.dark().card in pane.styleSheet()


def test_fitting_leaves_the_first_box_below_the_bar(pane: GraphPane) -> None:
    pane.view.fit()
    tops = pane.view.scene.layout.rects[:, 1]
    first = pane.view.camera.to_screen(0, tops.min())[1]
    assert first > pane.bar.geometry().bottom()


def test_the_fold_menu_puts_lenses_before_the_canvas(pane: GraphPane) -> None:
    before = len(pane.view.scene.graph.boxes)
    action = pane.lenses.menu().actions()[1]
    action.trigger()
    assert pane.view.lenses == {"normalization"}
    assert len(pane.view.scene.graph.boxes) < before
    assert "1" in pane.lenses.text()
    action.trigger()
    assert len(pane.view.scene.graph.boxes) == before
