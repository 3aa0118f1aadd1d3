"""The list of what was found: rows come as they are looked at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.graph.tools.pane import GraphPane
from gui.graph.tools.search_results import FIRST_ROWS
from tests.gui.graph.networks import chain


@pytest.fixture
def pane(qtbot: QtBot) -> GraphPane:
    """A pane with more hits than rows."""
    widget = GraphPane()
    qtbot.addWidget(widget)
    widget.view.show_graph(chain(4 * FIRST_ROWS))
    qtbot.waitUntil(lambda: not widget.view.arrangement.is_busy)
    widget.view.search("name:")
    return widget


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


def test_hits_side_by_side_are_one_bar_on_the_ribbon(pane: GraphPane) -> None:
    heights = pane.ribbon.hit_heights()
    assert heights == sorted(set(heights))
    assert len(heights) <= pane.ribbon.height() + 1
