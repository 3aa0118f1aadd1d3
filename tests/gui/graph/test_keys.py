"""Every key of the canvas does what the list of keys says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.graph.key_map import ALL, Command, titles
from gui.graph.tracing import reach
from gui.graph.view import GraphView
from tests.gui.graph.networks import pidnet

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[GraphView]:
    """A canvas with a node in an open module selected."""
    canvas = GraphView()
    qtbot.addWidget(canvas)
    canvas.resize(836, 784)
    canvas.show_graph(pidnet())
    canvas.show()
    canvas.select("x")
    canvas.select("pag3_rsub")
    yield canvas
    canvas.close()


def seen(view: GraphView) -> SimpleNamespace:
    """All that a key may change."""
    return SimpleNamespace(
        selection=view.selection,
        scale=view.camera.scale,
        camera=view.camera,
        opened=view.scene.graph.opened,
        traced=view.picture.traced,
    )


def reached(view: GraphView, way: str, depth: int) -> frozenset[int]:
    """The boxes so many steps from the selected one."""
    box = view.picture.selected
    if way == "producers":
        return reach(view.scene.graph, box, depth, "producers")
    return reach(view.scene.graph, box, depth, "consumers")


def is_edge(view: GraphView, one: str, other: str) -> bool:
    """Whether one box feeds another."""
    graph = view.scene.graph
    return (graph.number_of(one), graph.number_of(other)) in set(graph.edges)


Check = Callable[[GraphView, SimpleNamespace], bool]
CHECKS: dict[str, Check] = {
    "up": lambda v, was: is_edge(v, v.selection, was.selection),
    "down": lambda v, was: is_edge(v, was.selection, v.selection),
    "left": lambda v, was: v.selection != "",
    "right": lambda v, was: v.selection != "",
    "first": lambda v, was: v.selection == v.scene.graph.boxes[0].key,
    "last": lambda v, was: v.selection == v.scene.graph.boxes[-1].key,
    "enter": lambda v, was: v.property("activated") == was.selection,
    "space": lambda v, was: v.property("activated") == was.selection,
    "alike": lambda v, was: v.scene.graph.opened >= was.opened,
    "expand": lambda v, was: v.scene.graph.opened == was.opened,
    "collapse": lambda v, was: v.scene.graph.opened < was.opened,
    "depth": lambda v, was: v.scene.graph.opened == frozenset(),
    "fit_selection": lambda v, was: v.camera != was.camera,
    "fit_all": lambda v, was: (
        v.scene.boxes_in(v.camera.seen(836, 784)).size == len(v.scene.graph.boxes)
    ),
    "full_size": lambda v, was: v.camera.scale == pytest.approx(v.eye.unit),
    "zoom_in": lambda v, was: v.camera.scale > was.scale,
    "zoom_out": lambda v, was: v.camera.scale < was.scale,
    "producers": lambda v, was: v.picture.traced == reached(v, "producers", 1),
    "consumers": lambda v, was: v.picture.traced == reached(v, "consumers", 1),
    "more_producers": lambda v, was: v.picture.traced == reached(v, "producers", 1),
    "more_consumers": lambda v, was: v.picture.traced == reached(v, "consumers", 1),
    "same": lambda v, was: was.selection in v.chosen.all_keys(),
    "path": lambda v, was: v.picture.traced == frozenset(),
    "back": lambda v, was: v.selection == "x",
    "forward": lambda v, was: v.selection == was.selection,
    "mark": lambda v, was: len(v.travel.bookmarks) == 1,
    "recall": lambda v, was: v.selection == was.selection,
    "leave": lambda v, was: v.selection == "",
}


def test_every_key_has_a_title_and_a_check() -> None:
    keys = {command.key for command in ALL}
    assert keys == CHECKS.keys() == titles().keys()


def test_no_key_does_two_things() -> None:
    presses = [press for command in ALL for press in command.presses]
    assert len(presses) == len(set(presses))


@pytest.mark.parametrize("command", ALL, ids=lambda c: f"{c.key}-{c.presses[0][0]}")
def test_a_key_does_what_it_says(
    qtbot: QtBot, view: GraphView, command: Command
) -> None:
    view.node_activated.connect(lambda name: view.setProperty("activated", name))
    before = seen(view)
    for key, modifiers in command.presses[:1]:
        qtbot.keyClick(view, Qt.Key(key), modifiers)
    assert CHECKS[command.key](view, before)


@pytest.mark.parametrize("depth", [2, 4])
def test_a_digit_before_a_trace_is_its_depth(
    qtbot: QtBot, view: GraphView, depth: int
) -> None:
    qtbot.keyClick(view, Qt.Key(Qt.Key.Key_0 + depth))
    qtbot.keyClick(view, Qt.Key.Key_I)
    assert view.picture.traced == reached(view, "producers", depth)


def test_a_digit_before_e_is_the_depth_of_open_modules(
    qtbot: QtBot, view: GraphView
) -> None:
    qtbot.keyClick(view, Qt.Key.Key_2)
    qtbot.keyClick(view, Qt.Key.Key_E)
    by_key = view.scene.graph.opened
    view.collapse_all()
    view.expand_to_depth(2)
    assert view.scene.graph.opened == by_key != frozenset()


def test_control_drag_enlarges_an_area(qtbot: QtBot, view: GraphView) -> None:
    view.fit()
    start, end = QPoint(300, 300), QPoint(500, 480)
    first = view.camera.to_drawing(start.x(), start.y())
    last = view.camera.to_drawing(end.x(), end.y())
    scale = view.camera.scale
    qtbot.mousePress(view, LEFT, CONTROL, start)
    for point in (start + QPoint(40, 30), end):
        qtbot.mouseMove(view, point)
    qtbot.mouseRelease(view, LEFT, CONTROL, end)
    assert view.camera.scale > scale
    left, top, right, bottom = view.camera.seen(view.width(), view.height())
    assert left - 1 <= first[0] < last[0] <= right + 1
    assert top - 1 <= first[1] < last[1] <= bottom + 1


def test_fitting_the_selection_shows_all_of_it(qtbot: QtBot, view: GraphView) -> None:
    view.chosen.add(["x", "output"])
    qtbot.keyClick(view, Qt.Key.Key_F)
    shown = view.scene.boxes_in(view.camera.seen(view.width(), view.height()))
    graph = view.scene.graph
    assert {graph.number_of("x"), graph.number_of("output")} <= set(shown.tolist())


def test_control_e_opens_the_selected_module(qtbot: QtBot, view: GraphView) -> None:
    view.collapse_all()
    view.select("pag3")
    qtbot.keyClick(view, Qt.Key.Key_E, CONTROL)
    assert view.scene.graph.opened == {"pag3"}
