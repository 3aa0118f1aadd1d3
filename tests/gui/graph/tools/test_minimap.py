"""The whole graph in a corner of the canvas."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.graph.canvas.view import GraphView
from gui.graph.tools.minimap import Minimap
from tests.gui.graph.networks import pidnet


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[GraphView]:
    """A canvas that shows a network."""
    canvas = GraphView()
    qtbot.addWidget(canvas)
    canvas.resize(836, 784)
    canvas.show_graph(pidnet())
    canvas.show()
    yield canvas
    canvas.close()


def test_the_minimap_moves_the_view(qtbot: QtBot, view: GraphView) -> None:
    minimap = Minimap(view)
    view.eye.zoom(2.0, 0, 0)
    assert minimap.isVisible()
    camera = view.camera
    qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(85, 100))
    assert view.camera.y < camera.y
    view.fit()
    assert not minimap.isVisible()


def test_there_is_no_minimap_where_all_is_seen(view: GraphView) -> None:
    minimap = Minimap(view)
    view.eye.inset = 40
    for height in range(700, 740):
        view.resize(836, height)
        view.fit()
        assert minimap.isHidden()
    view.eye.zoom(1.1, 0, 0)
    assert not minimap.isHidden()
