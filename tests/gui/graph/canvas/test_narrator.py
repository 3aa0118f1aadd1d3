"""What assistive tools hear of the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from gui.graph.canvas.view import GraphView
from gui.graph.scene.scene import Marks
from tests.gui.graph.networks import pidnet


def test_a_selection_is_described_and_announced_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[QAccessible.Event] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append(event.type())
    )
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(pidnet())
    view.show_marks(Marks({"pag3_rsub": "error"}, {"pag3_rsub": "1 − x is broken"}))
    told.clear()
    view.select("pag3_rsub")
    node = view.info().by_name["pag3_rsub"]
    shape = "×".join(map(str, node.shape))
    for word in (node.name, node.op, shape, "error", "1 − x is broken"):
        assert word in view.accessibleDescription()
    assert told == [QAccessible.Event.DescriptionChanged]
    view.select("pag3_rsub")
    assert len(told) == 1
    view.select(None)
    assert view.accessibleDescription() == ""
    assert len(told) == 2


def test_a_problem_that_comes_or_goes_at_the_selected_node_is_announced(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[QAccessible.Event] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append(event.type())
    )
    view = GraphView()
    qtbot.addWidget(view)
    view.show_graph(pidnet())
    view.select("pag3_rsub")
    told.clear()
    view.show_marks(Marks({"pag3_rsub": "error"}, {"pag3_rsub": "1 − x is broken"}))
    assert "1 − x is broken" in view.accessibleDescription()
    assert len(told) == 1
    view.show_marks(Marks({"pag4_rsub": "error"}, {"pag4_rsub": "1 − x is broken"}))
    assert "broken" not in view.accessibleDescription()
    assert len(told) == 2
    view.show_marks(Marks())
    assert len(told) == 2
