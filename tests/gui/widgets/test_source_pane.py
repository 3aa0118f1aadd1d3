"""The user's file: at the line of the node, and from a line to its nodes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.info import Diagnostic, SourceLine
from gui.pages.source_sync import marks_of_file
from gui.widgets.source_pane import LineMark, SourcePane
from tests.gui.graph.networks import pidnet

TEXT = "\n".join(f"line = {number}" for number in range(1, 201))
MARKS = {120: LineMark(("one", "two"), "error"), 130: LineMark(("three",))}


@pytest.fixture
def pane(qtbot: QtBot) -> SourcePane:
    widget = SourcePane()
    qtbot.addWidget(widget)
    widget.resize(600, 240)
    widget.show()
    widget.show_file(TEXT, MARKS, 120, "one")
    return widget


def test_the_file_is_whole_and_stands_at_the_line(pane: SourcePane) -> None:
    assert pane.toPlainText() == TEXT
    assert pane.textCursor().blockNumber() == 119
    assert pane.viewport().rect().contains(pane.cursorRect())


def test_enter_goes_through_the_nodes_of_a_line(qtbot: QtBot, pane: SourcePane) -> None:
    asked = []
    pane.nodes_requested.connect(lambda nodes, node: asked.append((nodes, node)))
    for _ in range(2):
        qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert asked == [(("one", "two"), "two"), (("one", "two"), "one")]


def test_a_click_on_a_line_asks_for_its_nodes(qtbot: QtBot, pane: SourcePane) -> None:
    below = pane.cursorRect().center()
    below.setX(60)
    with qtbot.waitSignal(pane.nodes_requested) as signal:
        qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=below)
    assert signal.args == [("one", "two"), "two"]


def test_a_line_without_nodes_asks_for_nothing(qtbot: QtBot, pane: SourcePane) -> None:
    with qtbot.assertNotEmitted(pane.nodes_requested):
        pane.ask(5)


def test_marks_hold_every_node_of_a_file_and_its_gravest_problem() -> None:
    info = pidnet()
    nodes = tuple(
        node._replace(source=SourceLine("/m.py", 1 + place % 7))
        for place, node in enumerate(info.nodes)
    )
    info = replace(info, nodes=nodes)
    first, second = nodes[0].name, nodes[7].name
    found = [
        Diagnostic("warning", first, "", "", "", ""),
        Diagnostic("error", second, "", "", "", ""),
    ]
    marks = marks_of_file(info, "/m.py", found)
    assert sorted(name for mark in marks.values() for name in mark.nodes) == sorted(
        node.name for node in nodes
    )
    assert marks[1].severity == "error"
    assert marks_of_file(info, "/other.py", found) == {}
