"""What every shortcut and every gesture does, in the user's words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from gui.commands.actions import Actions, title_of
from gui.commands.shortcuts import ALL, CONTEXTS, Context
from gui.graph.canvas import key_map

Rows = tuple[tuple[str, str], ...]
Group = tuple[str, Rows]


def shortcut_groups(actions: Actions) -> tuple[Group, ...]:
    """Every shortcut under the name of its place, then the mouse on the canvas."""
    words: dict[Context, dict[str, str]] = {**_titles()}
    words["window"] = _of_actions(actions.by_key, "") | words["window"]
    words["graph page"] = _of_actions(actions.by_key, "node_")
    words["canvas"] = key_map.titles()
    places = _places()
    groups: dict[str, dict[str, str]] = {}
    for context in CONTEXTS:
        rows = groups.setdefault(places[context], {})
        for each in ALL:
            if each.context == context:
                rows[words[context][each.key]] = each.text
    return (
        *((title, tuple(rows.items())) for title, rows in groups.items()),
        (_tr("The mouse on the canvas"), _gestures()),
    )


def _of_actions(by_key: Mapping[str, QAction], prefix: str) -> dict[str, str]:
    return {
        key.removeprefix(prefix): title_of(action)
        for key, action in by_key.items()
        if key.startswith(prefix)
    }


def _places() -> dict[Context, str]:
    """Where the focus has to be."""
    return {
        "window": _tr("Everywhere"),
        "graph page": _tr("The selected nodes, on the page of the graph"),
        "canvas": _tr("On the canvas"),
        "stages": _tr("On the canvas"),
        "search": _tr("In the search field of the graph"),
        "crumbs": _tr("On the path above the graph"),
        "problems": _tr("In the list of problems"),
        "source": _tr("In the source file"),
        "history": _tr("In the history"),
        "strip": _tr("On the strip of stages"),
        "difference": _tr("Where two stages are compared"),
        "images": _tr("Where images are compared"),
        "recent": _tr("In the list of recent files"),
        "targets": _tr("In the table of targets"),
        "steps": _tr("On the steps of the journey"),
        "links": _tr("On the producers and consumers of a node"),
        "legend": _tr("On the scale of the legend"),
    }


def _titles() -> dict[Context, dict[str, str]]:
    """What the keys do that are not in a menu, by context."""
    return {
        "window": {
            "escape": _tr(
                "Close the notice, go to the graph, or let go of the selection"
            )
        },
        "stages": {
            "before": _tr("The same node in the previous stage"),
            "after": _tr("The same node in the next stage"),
            "history": _tr("Which edits touched the node"),
        },
        "search": {
            "next": _tr("Next hit"),
            "previous": _tr("Previous hit"),
            "ways": _tr("Open the way to every hit"),
            "leave": _tr("Back to the graph, with what was found marked"),
        },
        "images": {
            "next": _tr("Next image"),
            "previous": _tr("Previous image"),
            "zoom_in": _tr("Zoom in"),
            "zoom_out": _tr("Zoom out"),
            "fit": _tr("Show the whole image"),
        },
        "crumbs": {
            "siblings": _tr("Offer the other modules here"),
            "left": _tr("To the part before"),
            "right": _tr("To the part behind"),
        },
        **_titles_of_lists(),
    }


def _titles_of_lists() -> dict[Context, dict[str, str]]:
    return {
        "problems": {
            "preview": _tr("Preview the fix, or open and close the group"),
            "fix": _tr("Make the fix"),
        },
        "source": {
            "nodes": _tr("Select the nodes of the line, one after the other"),
            "next": _tr("Next line that made nodes"),
            "previous": _tr("Previous line that made nodes"),
        },
        "history": {
            "go": _tr("Go to the state"),
            "compare": _tr("Compare the state with the present one"),
        },
        "strip": {
            "go": _tr("Go to the stage"),
            "pin": _tr("Pin the stage; two pinned ones are compared"),
        },
        "difference": {
            "close": _tr("Close the comparison"),
            "way": _tr("Side by side, as one graph, or as code"),
        },
        "recent": {"open": _tr("Open the file")},
        "targets": {"take": _tr("Take the target of the row")},
        "steps": {
            "go": _tr("Go to the step"),
            "left": _tr("To the step before"),
            "right": _tr("To the step behind"),
        },
        "links": {"next": _tr("Next link"), "previous": _tr("Previous link")},
        "legend": {
            "less": _tr("Lower the threshold"),
            "more": _tr("Raise the threshold"),
            "fold": _tr("Leave only the title of the scale, or show all of it"),
        },
    }


def _gestures() -> Rows:
    """What the mouse does; the keys are written as they are called in English."""
    return (
        (_tr("Move the graph"), _tr("drag, or Space and drag, or the middle button")),
        (_tr("Scroll, sideways with Shift"), _tr("wheel")),
        (_tr("Zoom at the pointer"), _tr("Ctrl and wheel, or pinch")),
        (_tr("Select"), _tr("click")),
        (_tr("Select one more, or one less"), _tr("Shift or Ctrl and click")),
        (_tr("Select all in an area"), _tr("Shift and drag")),
        (_tr("Enlarge an area"), _tr("Ctrl and drag")),
        (_tr("Open a module, or enlarge a node"), _tr("double click")),
        (_tr("The same node in the other stage"), _tr("Alt and click")),
        (_tr("Connect an output to an input"), _tr("drag from a port")),
        (_tr("Facts of a node or an edge"), _tr("rest the pointer on it")),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("ShortcutList", text)
