"""Every key of the canvas: what it does, and how the list of keys names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from gui.commands.shortcuts import Press, shortcut
from gui.graph.scene.walking import Step, step

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

Do = Callable[["GraphView", int], object]
UNUSED = object()
NO_DIGIT = -1


@dataclass(frozen=True, slots=True)
class Command:
    """What some keys do to a view; `do` is also told the digit typed before, if any.

    Where it gives `UNUSED`, the key is left to what is around the view.
    """

    key: str
    shown: str
    presses: tuple[Press, ...]
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
        "space": _tr("Open or close the selected module, or show the whole graph"),
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
        "leave": _tr("Let go of what is traced, selected, and found"),
    }


def _walk(one: Step, other: Step) -> Do:
    """Walk in a graph that flows down, or to the right."""

    def walk(view: GraphView, _: int) -> None:
        scene, box = view.scene, view.picture.selected
        if not scene.graph.boxes:
            return
        if box < 0:
            view.select_box(min(view.chosen.shown(), default=0))
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
        return collapse_around(view)
    shown = view.scene.graph.boxes[box]
    if shown.kind == "module":
        _open(view, view.folding.expand)
    else:
        view.node_activated.emit(shown.key)


def expand_selected(view: GraphView, _: int = 0) -> None:
    """Open the selected module in place."""
    if _is_closed_module(view):
        _open(view, view.folding.expand)


def _expand_alike(view: GraphView, _: int) -> None:
    if _is_closed_module(view):
        _open(view, view.folding.expand_alike)


def _open(view: GraphView, expand: Callable[[str], None]) -> None:
    """Open the selected module, and have what is selected then on the screen."""
    expand(view.selection)
    view.arrangement.afterwards(lambda: _reveal(view))


def _reveal(view: GraphView) -> None:
    frame, box, graph = view.picture.frame, view.picture.selected, view.scene.graph
    if frame < 0 <= box:
        frame = graph.boxes[box].group
    if frame >= 0:
        view.eye.reveal_frame(frame)
    if box >= 0:
        view.eye.ensure_visible(box)


def _is_closed_module(view: GraphView) -> bool:
    """Whether what is selected can be opened; says so where it cannot."""
    box = view.picture.selected
    is_closed = box >= 0 and view.scene.graph.boxes[box].kind == "module"
    if not is_closed:
        view.told.emit(_tr("Select a closed module first."))
    return is_closed


def collapse_around(view: GraphView, _: int = 0) -> None:
    """Close the module around the selection, which is then selected."""
    graph, box = view.scene.graph, view.picture.selected
    frame = graph.boxes[box].group if box >= 0 else view.picture.frame
    if frame >= 0:
        view.pointer.collapse(graph.frames[frame].key)
    elif view.selection:
        view.told.emit(_tr("No open module is around what is selected."))
    else:
        view.told.emit(_tr("Select a node or a closed module first."))


def fit_selection(view: GraphView, _: int = 0) -> None:
    """Show all that is selected and traced, or else the whole graph."""
    view.travel.leave()
    view.eye.fit_boxes(sorted({*view.chosen.shown(), *view.picture.traced}))


def _full_size(view: GraphView, _: int) -> None:
    view.travel.leave()
    view.eye.zoom(view.eye.unit / view.camera.scale, *view.eye.pivot())


def _trace(way: str, *, extend: bool) -> Do:
    def trace(view: GraphView, digit: int) -> None:
        depth = max(0, digit)
        if view.picture.selected < 0:
            view.told.emit(_tr("Select a node or a closed module first."))
        elif way == "producers":
            view.chosen.trace("producers", extend=extend, depth=depth)
        else:
            view.chosen.trace("consumers", extend=extend, depth=depth)

    return trace


def _leave(view: GraphView, _: int) -> object:
    if view.pointer.let_go():
        return None
    if view.chosen.keys or view.chosen.traced:
        view.chosen.clear()
    elif view.selection:
        view.select(None)
    elif view.finding.hits.text:
        view.finding.end()
    else:
        return UNUSED
    return None


def _digits(key: str, bookmark: Callable[[int], Do]) -> list[Command]:
    """One command for each of the digits 1 to 9."""
    every = _one(key, _leave)
    return [
        Command(key, every.shown, (press,), bookmark(number))
        for number, press in enumerate(every.presses, start=1)
    ]


def _mark(number: int) -> Do:
    def mark(view: GraphView, _: int) -> None:
        view.travel.mark(number)
        words = _tr("Bookmark {} is set; Alt+{} goes there.")
        view.told.emit(words.format(number, number))

    return mark


def _recall(number: int) -> Do:
    def recall(view: GraphView, _: int) -> None:
        if not view.travel.recall(number):
            words = _tr("Bookmark {} is not set; Ctrl+Alt+{} sets it.")
            view.told.emit(words.format(number, number))

    return recall


def _same(view: GraphView, _: int) -> None:
    if not view.chosen.add_alike():
        view.told.emit(_tr("No other module is built like the one around this."))


def _path(view: GraphView, _: int) -> None:
    if len(view.chosen.all_keys()) != 2:
        view.told.emit(_tr("Select two nodes to see the paths between them."))
    elif not view.chosen.trace_path():
        view.told.emit(_tr("No path leads from one of the two to the other."))


def _depth(view: GraphView, digit: int) -> None:
    if digit == NO_DIGIT:
        view.told.emit(_tr("Type a digit first: 2 and E open two levels of modules."))
    else:
        view.folding.expand_to_depth(digit)


def _space(view: GraphView, _: int) -> None:
    """Open or close the selected module; where nothing is selected, show all."""
    if view.selection:
        _enter(view, 0)
    else:
        view.fit()


def _one(key: str, do: Do) -> Command:
    """What the keys of a command do; the table of shortcuts has the keys."""
    found = shortcut("canvas", key)
    assert found is not None, key
    return Command(key, found.text, found.presses, do)


ALL: tuple[Command, ...] = (
    _one("up", _walk("producer", "left")),
    _one("down", _walk("consumer", "right")),
    _one("left", _walk("left", "producer")),
    _one("right", _walk("right", "consumer")),
    _one("first", _first),
    _one("last", _last),
    _one("enter", _enter),
    _one("space", _space),
    _one("alike", _expand_alike),
    _one("expand", expand_selected),
    _one("collapse", collapse_around),
    _one("depth", _depth),
    _one("fit_selection", fit_selection),
    _one("fit_all", lambda view, _: view.fit()),
    _one("full_size", _full_size),
    _one("zoom_in", lambda view, _: view.eye.zoom_in()),
    _one("zoom_out", lambda view, _: view.eye.zoom_out()),
    _one("producers", _trace("producers", extend=False)),
    _one("consumers", _trace("consumers", extend=False)),
    _one("more_producers", _trace("producers", extend=True)),
    _one("more_consumers", _trace("consumers", extend=True)),
    _one("same", _same),
    _one("path", _path),
    _one("back", lambda view, _: view.travel.back()),
    _one("forward", lambda view, _: view.travel.forward()),
    *_digits("mark", _mark),
    *_digits("recall", _recall),
    _one("leave", _leave),
)
_COMMANDS = {press: command for command in ALL for press in command.presses}


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeyMap", text)
