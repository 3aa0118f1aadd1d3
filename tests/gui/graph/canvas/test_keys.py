"""Every key of the canvas does what the list of keys says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.commands.shortcuts import Press
from gui.graph.canvas.key_map import ALL, Command, titles
from gui.graph.canvas.view import GraphView
from gui.graph.scene.tracing import reach

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(view: GraphView) -> GraphView:
    """A canvas with a node in an open module selected."""
    view.select("x")
    view.select("pag3_rsub")
    return view


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


def middle(view: GraphView, key: str) -> float:
    """How far to the right a box is drawn."""
    x, _, width, _ = view.scene.layout.rects[view.scene.graph.number_of(key)].tolist()
    return x + width / 2


def numbers(view: GraphView, keys: Iterable[str]) -> frozenset[int]:
    """The boxes with these keys."""
    return frozenset(map(view.scene.graph.number_of, keys))


PATH = ("pag3_rsub", "pag3_mul_1", "pag3_add")


def _select_closed_module(view: GraphView) -> None:
    view.folding.collapse_all()
    view.select("pag3")


def _select_beside_its_like(view: GraphView) -> None:
    view.folding.expand("pag4")
    view.select("pag3_rsub")


def _mark_elsewhere(view: GraphView) -> None:
    view.select("x")
    for number in range(1, 10):
        view.travel.mark(number)
    view.select("pag3_rsub")


PREPARATIONS: dict[str, Callable[[GraphView], object]] = {
    "depth": lambda view: QTest.keyClick(view, Qt.Key.Key_0),
    "right": lambda view: view.select("pag3_mul_2"),
    "alike": _select_closed_module,
    "expand": _select_closed_module,
    "same": _select_beside_its_like,
    "path": lambda view: view.chosen.add(["pag3_add"]),
    "forward": lambda view: view.travel.back(),
    "recall": _mark_elsewhere,
    "full_size": lambda view: view.eye.zoom_to(0.3),
}


def prepare(view: GraphView, key: str) -> None:
    """Bring the canvas to where the key has something to do."""
    view.node_activated.connect(lambda name: view.setProperty("activated", name))
    PREPARATIONS.get(key, lambda _: None)(view)


Check = Callable[[GraphView, SimpleNamespace], bool]
CHECKS: dict[str, Check] = {
    "up": lambda v, was: is_edge(v, v.selection, was.selection),
    "down": lambda v, was: is_edge(v, was.selection, v.selection),
    "left": lambda v, was: middle(v, v.selection) < middle(v, was.selection),
    "right": lambda v, was: middle(v, v.selection) > middle(v, was.selection),
    "first": lambda v, was: v.selection == v.scene.graph.boxes[0].key,
    "last": lambda v, was: v.selection == v.scene.graph.boxes[-1].key,
    "enter": lambda v, was: v.property("activated") == was.selection,
    "space": lambda v, was: v.property("activated") == was.selection,
    "alike": lambda v, was: v.scene.graph.opened == was.opened | {"pag3", "pag4"},
    "expand": lambda v, was: v.scene.graph.opened == was.opened | {"pag3"},
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
    "same": lambda v, was: v.chosen.all_keys() == {"pag3_rsub", "pag4_rsub"},
    "path": lambda v, was: v.picture.traced == numbers(v, PATH),
    "back": lambda v, was: v.selection == "x",
    "forward": lambda v, was: v.selection == "pag3_rsub" != was.selection,
    "mark": lambda v, was: len(v.travel.bookmarks) == 1,
    "recall": lambda v, was: v.selection == "x" != was.selection,
    "leave": lambda v, was: v.selection == "",
}


def test_every_key_has_a_title_and_a_check() -> None:
    keys = {command.key for command in ALL}
    assert keys == CHECKS.keys() == titles().keys()


@pytest.mark.parametrize("key", CHECKS)
def test_a_key_that_does_nothing_fails_its_check(view: GraphView, key: str) -> None:
    prepare(view, key)
    assert not CHECKS[key](view, seen(view))


def test_no_key_does_two_things() -> None:
    presses = [press for command in ALL for press in command.presses]
    assert len(presses) == len(set(presses))


PRESSES = [
    pytest.param(each, press, id=f"{each.key}-{place}-{press[0]}")
    for each in ALL
    for place, press in enumerate(each.presses)
]


@pytest.mark.parametrize("keypad", [False, True], ids=["", "keypad"])
@pytest.mark.parametrize(("command", "press"), PRESSES)
def test_a_key_does_what_it_says(
    qtbot: QtBot, view: GraphView, command: Command, press: Press, keypad: bool
) -> None:
    prepare(view, command.key)
    before = seen(view)
    key, modifiers = press
    extra = (
        Qt.KeyboardModifier.KeypadModifier if keypad else Qt.KeyboardModifier.NoModifier
    )
    qtbot.keyClick(view, Qt.Key(key), modifiers | extra)
    assert CHECKS[command.key](view, before)


@pytest.mark.parametrize("depth", [2, 4])
def test_a_digit_before_a_trace_is_its_depth(
    qtbot: QtBot, view: GraphView, depth: int
) -> None:
    qtbot.keyClick(view, Qt.Key(Qt.Key.Key_0 + depth))
    qtbot.keyClick(view, Qt.Key.Key_I)
    assert view.picture.traced == reached(view, "producers", depth)


@pytest.mark.parametrize("depth", [1, 2])
def test_a_digit_before_e_is_the_depth_of_open_modules(
    qtbot: QtBot, view: GraphView, depth: int
) -> None:
    view.select(None)
    view.fit()
    qtbot.keyClick(view, Qt.Key(Qt.Key.Key_0 + depth))
    qtbot.keyClick(view, Qt.Key.Key_E)
    by_key = view.scene.graph.opened
    assert view.eye.sees_all, "who saw the whole graph sees the whole of it again"
    view.folding.collapse_all()
    view.eye.zoom_to(2.0)
    view.folding.expand_to_depth(depth)
    assert view.scene.graph.opened == by_key != frozenset()
    assert not view.eye.sees_all


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
    view.folding.collapse_all()
    view.select("pag3")
    qtbot.keyClick(view, Qt.Key.Key_E, CONTROL)
    assert view.scene.graph.opened == {"pag3"}


def test_space_opens_a_module_and_closes_it_again(qtbot, view) -> None:
    _select_closed_module(view)
    for opened in ({"pag3"}, set(), {"pag3"}):
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert view.scene.graph.opened == opened
        assert view.selection == "pag3"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    graph = view.scene.graph
    around = graph.boxes[graph.number_of(view.selection)].group
    assert graph.frames[around].key == "pag3"


def on_screen(view: GraphView, key: str) -> tuple[float, float]:
    box = view.scene.graph.number_of(key)
    x, y, width, height = view.scene.layout.rects[box].tolist()
    return view.camera.to_screen(x + width / 2, y + height / 2)


@pytest.mark.parametrize("key", [Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_1])
def test_zooming_keeps_what_is_selected_in_its_place(qtbot, view, key) -> None:
    view.eye.zoom_to(0.7)
    view.eye.pan(250, 200)
    before = on_screen(view, view.selection)
    scale = view.camera.scale
    qtbot.keyClick(view, key)
    assert view.camera.scale != scale
    assert on_screen(view, view.selection) == pytest.approx(before, abs=1)


def test_space_shows_all_where_nothing_is_selected(qtbot, view) -> None:
    view.select(None)
    view.eye.zoom_to(1.0)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.eye.whole_scale() == pytest.approx(view.camera.scale, rel=0.1)


@pytest.mark.parametrize(
    ("key", "modifiers", "word"),
    [
        (Qt.Key.Key_1, CONTROL | ALT, "Bookmark 1 is set"),
        (Qt.Key.Key_2, ALT, "Bookmark 2 is not set"),
        (Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "Select two nodes"),
        (Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier, "Type a digit first"),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "No other module is built"),
        (Qt.Key.Key_Space, SHIFT, "Select a closed module"),
        (Qt.Key.Key_E, CONTROL, "Select a closed module"),
        (Qt.Key.Key_E, CONTROL | SHIFT, "No open module is around"),
    ],
)
def test_a_key_that_shows_nothing_says_so(qtbot, view, key, modifiers, word) -> None:
    view.select("x")
    before = seen(view)
    with qtbot.waitSignal(view.told) as told:
        qtbot.keyClick(view, key, modifiers)
    assert word in told.args[0]
    assert seen(view) == before


@pytest.mark.parametrize("key", [Qt.Key.Key_I, Qt.Key.Key_O, Qt.Key.Key_Return])
def test_a_key_of_a_node_asks_for_one_where_none_is_selected(qtbot, view, key) -> None:
    view.select(None)
    with qtbot.waitSignal(view.told) as told:
        qtbot.keyClick(view, key)
    assert "Select a node or a closed module" in told.args[0]


def test_a_nought_before_the_letter_closes_all(qtbot, view) -> None:
    qtbot.keyClick(view, Qt.Key.Key_0)
    qtbot.keyClick(view, Qt.Key.Key_E)
    assert view.scene.graph.opened == frozenset()


@pytest.mark.parametrize("direction", ["right", "down"])
def test_another_direction_keeps_what_is_selected_in_sight(view, direction) -> None:
    other = "down" if direction == "right" else "right"
    view.set_direction(other)
    view.select(view.info().nodes[-1].name)
    view.set_direction(direction)
    x, y = on_screen(view, view.selection)
    assert view.rect().contains(round(x), round(y))
