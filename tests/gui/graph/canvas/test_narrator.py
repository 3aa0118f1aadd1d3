"""What assistive tools hear of the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
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
    verdict = "Cannot run on the target"
    for word in (node.name, node.op, shape, verdict, "1 − x is broken"):
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


@pytest.fixture
def view(qtbot: QtBot) -> GraphView:
    """A view with problems in two modules."""
    view = made()
    qtbot.addWidget(view)
    return view


def made() -> GraphView:
    view = GraphView()
    view.resize(836, 784)
    view.show_graph(pidnet())
    view.show_marks(
        Marks(
            {"pag3_rsub": "error", "pag4_rsub": "error", "pag4_mul": "advice"},
            {"pag3_rsub": "1 − x is broken"},
        )
    )
    view.show()
    return view


def children(view: GraphView) -> list[QAccessibleInterface]:
    interface = QAccessible.queryAccessibleInterface(view)
    every = [interface.child(at) for at in range(interface.childCount())]
    return [each for each in every if each.role() == QAccessible.Role.ListItem]


def test_the_canvas_is_a_list_of_the_boxes_in_view(view: GraphView) -> None:
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() == QAccessible.Role.List
    view.select("pag3_rsub")
    shown = {each.text(QAccessible.Text.Name): each for each in children(view)}
    box = next(each for name, each in shown.items() if "pag3_rsub" in name)
    told = box.text(QAccessible.Text.Description)
    for word in ("aten.rsub", "pag3", "Cannot run on the target", "1 − x is broken"):
        assert word in told
    assert box.state().selected
    assert box.parent() == interface
    assert interface.child(interface.indexOfChild(box)) == box
    middle = box.rect().center()
    assert interface.childAt(middle.x(), middle.y()) == box
    assert view.rect().contains(view.mapFromGlobal(middle))


def test_a_closed_module_tells_of_the_problems_in_it(view: GraphView) -> None:
    view.folding.collapse_all()
    view.select_key("pag4")
    told = view.accessibleDescription()
    assert "Cannot run on the target: 1" in told
    assert "Could be better: 1" in told
    box = next(each for each in children(view) if each.state().selected)
    assert box.text(QAccessible.Text.Name) == "pag4"
    assert box.state().collapsed


def test_what_is_traced_is_told(view: GraphView) -> None:
    view.select("pag3_rsub")
    producer = view.info().by_name["pag3_rsub"].inputs[0]
    view.chosen.trace("producers")
    assert f"Traced: {producer}" in view.accessibleDescription()


def test_interfaces_go_with_their_boxes_and_their_view(qtbot: QtBot) -> None:
    view = made()
    view.select("pag3_rsub")
    box = next(each for each in children(view) if each.state().selected)
    number = QAccessible.uniqueId(box)
    assert QAccessible.accessibleInterface(number) == box
    view.folding.collapse_all()
    assert QAccessible.accessibleInterface(number) is None
    others = [QAccessible.uniqueId(each) for each in children(view)]
    view.close()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
    assert others
    assert {QAccessible.accessibleInterface(each) for each in others} == {None}


def test_the_focus_goes_to_the_box_that_is_selected(
    qtbot: QtBot, view: GraphView, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    interface = QAccessible.queryAccessibleInterface(view)
    told: list[tuple[QAccessible.Event, object]] = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: told.append((event.type(), event.uniqueId())),
    )
    view.select("pag3_rsub")
    box = interface.focusChild()
    assert "pag3_rsub" in box.text(QAccessible.Text.Name)
    assert told[-1] == (QAccessible.Event.Focus, QAccessible.uniqueId(box))
