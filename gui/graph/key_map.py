"""Every key of the canvas: what it does, and how the list of keys names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from gui.graph.walking import Step, step

if TYPE_CHECKING:
    from gui.graph.view import GraphView

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Pressed = tuple[int, Qt.KeyboardModifier]
Do = Callable[["GraphView", int], object]


@dataclass(frozen=True, slots=True)
class Command:
    """What some keys do to a view; `do` is also told the digit typed before, or 0."""

    key: str
    shown: str
    presses: tuple[Pressed, ...]
    do: Do


def command_for(key: int, modifiers: Qt.KeyboardModifier) -> Command | None:
    """What a key press asks for."""
    return _COMMANDS.get((key, modifiers))


def titles() -> dict[str, str]:
    """What every command does, in words."""
    return {
        "up": _tr("Walk to the producer"),
        "down": _tr("Walk to the consumer"),
        "left": _tr("Walk to the left"),
        "right": _tr("Walk to the right"),
        "first": _tr("Go to the first node"),
        "last": _tr("Go to the last node"),
        "enter": _tr("Show the node in the panel, or open the module"),
        "space": _tr("Open the selected module"),
        "alike": _tr("Open all modules that are built alike"),
        "expand": _tr("Open the selected module"),
        "collapse": _tr("Close the module around the selection"),
        "depth": _tr("Open modules down to a depth: type a digit first"),
        "fit_selection": _tr("Fit the selection to the window"),
        "fit_all": _tr("Fit the whole graph to the window"),
        "full_size": _tr("Zoom to 100 %"),
        "zoom_in": _tr("Zoom in"),
        "zoom_out": _tr("Zoom out"),
        "producers": _tr("Producers, one step deeper, or as deep as the digit typed"),
        "consumers": _tr("Consumers, one step deeper, or as deep as the digit typed"),
        "more_producers": _tr("Producers besides what is traced"),
        "more_consumers": _tr("Consumers besides what is traced"),
        "same": _tr("Select the same place in all modules built alike"),
        "path": _tr("Path between two selected nodes"),
        "back": _tr("Back to where the view was"),
        "forward": _tr("Forward again"),
        "mark": _tr("Set a bookmark"),
        "recall": _tr("Go to a bookmark"),
        "leave": _tr("Let go of what is traced and selected"),
    }


def key_list() -> list[tuple[str, str]]:
    """What every command does, and its keys."""
    words = titles()
    rows = {each.key: (words[each.key], each.shown) for each in ALL}
    return list(rows.values())


def _walk(one: Step, other: Step) -> Do:
    """Walk in a graph that flows down, or to the right."""

    def walk(view: GraphView, _: int) -> None:
        scene, box = view.scene, view.picture.selected
        if not scene.graph.boxes:
            return
        if box < 0:
            view.select_box(0)
            return
        sideways = scene.layout.direction == "right"
        view.select_box(step(scene, box, other if sideways else one))

    return walk


def _first(view: GraphView, _: int) -> None:
    for box in view.scene.graph.boxes[:1]:
        view.select(box.key)


def _last(view: GraphView, _: int) -> None:
    for box in view.scene.graph.boxes[-1:]:
        view.select(box.key)


def _enter(view: GraphView, _: int) -> None:
    box = view.picture.selected
    if box < 0:
        return
    shown = view.scene.graph.boxes[box]
    if shown.kind == "module":
        view.expand(shown.key)
    else:
        view.node_activated.emit(shown.key)


def expand_selected(view: GraphView, _: int = 0) -> None:
    """Open the selected module in place."""
    box = view.picture.selected
    if box >= 0 and view.scene.graph.boxes[box].kind == "module":
        view.expand(view.scene.graph.boxes[box].key)


def collapse_around(view: GraphView, _: int = 0) -> None:
    """Close the module around the selection, which is then selected."""
    graph, box = view.scene.graph, view.picture.selected
    if box >= 0 and graph.boxes[box].group >= 0:
        view.pointer.collapse(graph.frames[graph.boxes[box].group].key)


def fit_selection(view: GraphView, _: int = 0) -> None:
    """Show all that is selected and traced, or else the whole graph."""
    boxes = view.picture.chosen | view.picture.traced | {view.picture.selected}
    view.eye.fit_boxes(sorted(boxes - {-1}))


def _trace(way: str, *, extend: bool) -> Do:
    def trace(view: GraphView, digit: int) -> None:
        if way == "producers":
            view.chosen.trace("producers", extend=extend, depth=digit)
        else:
            view.chosen.trace("consumers", extend=extend, depth=digit)

    return trace


def _leave(view: GraphView, _: int) -> None:
    if view.chosen.keys or view.chosen.traced:
        view.chosen.clear()
    else:
        view.select(None)


def _digits(key: str, shown: str, modifiers: Qt.KeyboardModifier) -> list[Command]:
    """One command for each of the digits 1 to 9."""

    def bookmark(number: int) -> Do:
        if key == "mark":
            return lambda view, _: view.travel.mark(number)
        return lambda view, _: view.travel.recall(number)

    return [
        Command(key, shown, ((KEY.Key_0 + number, modifiers),), bookmark(number))
        for number in range(1, 10)
    ]


def _one(key: str, shown: str, do: Do, *presses: Pressed) -> Command:
    return Command(key, shown, presses, do)


ALL: tuple[Command, ...] = (
    _one("up", "↑", _walk("producer", "left"), (KEY.Key_Up, NONE)),
    _one("down", "↓", _walk("consumer", "right"), (KEY.Key_Down, NONE)),
    _one("left", "←", _walk("left", "producer"), (KEY.Key_Left, NONE)),
    _one("right", "→", _walk("right", "consumer"), (KEY.Key_Right, NONE)),
    _one("first", "Home", _first, (KEY.Key_Home, NONE)),
    _one("last", "End", _last, (KEY.Key_End, NONE)),
    _one("enter", "Enter", _enter, (KEY.Key_Return, NONE), (KEY.Key_Enter, NONE)),
    _one("space", "Space", _enter, (KEY.Key_Space, NONE)),
    _one(
        "alike",
        "Shift+Space",
        lambda view, _: view.expand_alike(view.selection),
        (KEY.Key_Space, SHIFT),
    ),
    _one("expand", "Ctrl+E", expand_selected, (KEY.Key_E, CONTROL)),
    _one("collapse", "Ctrl+Shift+E", collapse_around, (KEY.Key_E, CONTROL | SHIFT)),
    _one(
        "depth",
        "0…9  E",
        lambda view, digit: view.expand_to_depth(digit),
        (KEY.Key_E, NONE),
    ),
    _one("fit_selection", "F", fit_selection, (KEY.Key_F, NONE)),
    _one("fit_all", "Shift+F", lambda view, _: view.fit(), (KEY.Key_F, SHIFT)),
    _one(
        "full_size",
        "1",
        lambda view, _: view.eye.zoom_to(view.eye.unit),
        (KEY.Key_1, NONE),
    ),
    _one(
        "zoom_in",
        "+",
        lambda view, _: view.eye.zoom_in(),
        *(
            (key, each)
            for key in (KEY.Key_Plus, KEY.Key_Equal)
            for each in (NONE, SHIFT)
        ),
    ),
    _one("zoom_out", "−", lambda view, _: view.eye.zoom_out(), (KEY.Key_Minus, NONE)),
    _one("producers", "I", _trace("producers", extend=False), (KEY.Key_I, NONE)),
    _one("consumers", "O", _trace("consumers", extend=False), (KEY.Key_O, NONE)),
    _one(
        "more_producers",
        "Shift+I",
        _trace("producers", extend=True),
        (KEY.Key_I, SHIFT),
    ),
    _one(
        "more_consumers",
        "Shift+O",
        _trace("consumers", extend=True),
        (KEY.Key_O, SHIFT),
    ),
    _one("same", "A", lambda view, _: view.chosen.add_alike(), (KEY.Key_A, NONE)),
    _one("path", "P", lambda view, _: view.chosen.trace_path(), (KEY.Key_P, NONE)),
    _one(
        "back",
        "Alt+←  Backspace",
        lambda view, _: view.travel.back(),
        (KEY.Key_Left, ALT),
        (KEY.Key_Backspace, NONE),
    ),
    _one(
        "forward", "Alt+→", lambda view, _: view.travel.forward(), (KEY.Key_Right, ALT)
    ),
    *_digits("mark", "Ctrl+Alt+1…9", CONTROL | ALT),
    *_digits("recall", "Alt+1…9", ALT),
    _one("leave", "Esc", _leave, (KEY.Key_Escape, NONE)),
)
_COMMANDS = {press: command for command in ALL for press in command.presses}


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeyMap", text)
