"""A canvas on a network like PIDNet, for every test that needs one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gui.graph.canvas.view import GraphView
from tests.gui.graph.networks import pidnet


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[GraphView]:
    canvas = GraphView()
    qtbot.addWidget(canvas)
    canvas.resize(836, 784)
    canvas.show_graph(pidnet())
    canvas.show()
    yield canvas
    canvas.close()
