"""The list of what was found: rows come as they are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui.graph.scene.scene import Marks
from gui.graph.tools.pane import GraphPane
from gui.graph.tools.search_results import FIRST_ROWS
from tests.gui.graph.networks import chain, pidnet


@pytest.fixture
def pane(qtbot: QtBot) -> GraphPane:
    """A pane with more hits than rows."""
    widget = GraphPane()
    qtbot.addWidget(widget)
    widget.view.show_graph(chain(4 * FIRST_ROWS))
    qtbot.waitUntil(lambda: not widget.view.arrangement.is_busy)
    widget.view.search("name:")
    return widget


@pytest.fixture(params=[13, 19, 26])
def sized(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    """The size of the system's font in pixels."""
    before, font = qapp.font(), qapp.font()
    font.setPixelSize(request.param)
    qapp.setFont(font)
    yield request.param
    qapp.setFont(before)


def test_rows_come_until_every_hit_has_one(pane: GraphPane) -> None:
    model, hits = pane.results.model, pane.view.finding.hits
    root = pane.results.list.rootIndex()
    assert model.rowCount() == FIRST_ROWS < len(hits.names)
    while model.canFetchMore(root):
        model.fetchMore(root)
    assert [model.data(model.index(row)) for row in (0, model.rowCount() - 1)] == [
        model.data(model.row(place)) for place in (0, len(hits.names) - 1)
    ]
    assert model.rowCount() == len(hits.names)


def test_the_hit_before_the_first_is_the_last_of_the_list(pane: GraphPane) -> None:
    assert pane.view.finding.step(-1) == pane.view.finding.hits.names[-1]
    row = pane.results.list.currentIndex().row()
    assert row == len(pane.view.finding.hits.names) - 1


def test_end_goes_to_the_last_hit_and_home_back_to_the_first(
    pane: GraphPane, qtbot: QtBot
) -> None:
    results, hits = pane.results.list, pane.view.finding.hits
    qtbot.keyClick(results, Qt.Key.Key_End)
    assert results.currentIndex().row() == len(hits.names) - 1
    qtbot.keyClick(results, Qt.Key.Key_Home)
    assert results.currentIndex().row() == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("macs>1M", "1.2 GMAC"),
        ("params>10", "9.2 k"),
        ("err>-40", "-23.5 dB"),
        ("-err>-20", "-23.5 dB"),
    ],
)
def test_a_number_that_was_compared_is_shown_with_its_unit(
    qtbot: QtBot, text: str, shown: str
) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    info = pidnet()
    costly = next(node for node in info.nodes if node.macs)
    costly = costly._replace(macs=1_207_959_552, parameters=9216)
    others = (each for each in info.nodes if each.name != costly.name)
    pane.view.show_graph(replace(info, nodes=(costly, *others)))
    pane.view.show_marks(Marks(errors={costly.name: -23.5}))
    pane.view.search(text)
    place = pane.view.finding.hits.names.index(costly.name)
    assert shown in str(pane.results.model.data(pane.results.model.row(place)))


def test_hits_side_by_side_are_one_bar_on_the_ribbon(pane: GraphPane) -> None:
    heights = pane.ribbon.hit_heights()
    assert heights == sorted(set(heights))
    assert len(heights) <= pane.ribbon.height() + 1


@pytest.mark.parametrize("size", [(470, 620), (1000, 460), (1400, 900)])
def test_a_hit_that_is_gone_to_is_not_under_the_list(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(*size)
    pane.view.show_graph(pidnet())
    pane.show()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.search.setFocus()
    qtbot.keyClicks(pane.search, "op:conv")
    for _ in range(3):
        qtbot.keyClick(pane.search, Qt.Key.Key_Return)
        view = pane.view
        x, y, w, h = view.scene.layout.rects[view.picture.selected].tolist()
        corner = view.camera.to_screen(x, y)
        card = QRectF(*corner, w * view.camera.scale, h * view.camera.scale)
        assert pane.results.isVisible()
        assert not card.intersects(QRectF(pane.results.geometry()))
        assert QRectF(view.rect()).contains(card)


def test_buttons_and_what_is_typed_are_whole_in_a_narrow_pane(
    qtbot: QtBot, sized: int
) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(32 * sized, 30 * sized)
    pane.view.show_graph(pidnet())
    pane.show()
    pane.search.setFocus()
    pane.search.setText("relu")
    pane.view.search("relu")
    pane.results.show()
    pane.resize(pane.width() + 1, pane.height())
    QApplication.processEvents()
    buttons = pane.results.findChildren(QPushButton)
    for button in (*buttons, pane.colours, pane.lenses):
        assert button.width() >= button.minimumSizeHint().width(), button.text()
        assert button.isVisible()
    search = pane.search
    room = search.cursorRect().left() - search.fontMetrics().horizontalAdvance("relu")
    assert room > 0
    assert pane.bar.geometry().right() <= pane.ribbon.geometry().left()


def test_the_list_is_no_wider_for_chinese_letters(qtbot: QtBot) -> None:
    def width(family: str) -> int:
        pane = GraphPane()
        qtbot.addWidget(pane)
        font = QFont(family)
        font.setPixelSize(13)
        pane.results.setFont(font)
        pane.results.place(QRect(12, 10, 100, 28), QSize(2000, 900))
        return pane.results.width()

    assert width("Noto Sans CJK SC") <= 1.1 * width("DejaVu Sans")
