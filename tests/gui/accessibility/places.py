"""Every page and dialog of the real window on the bundled sample, one by one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QWidget

from gui.asking_preferences import ask_preferences
from gui.crash import crash_dialog
from tests.studio import Studio, rest, wait_until

PATIENCE_S = 120
PAGES = (
    "start",
    "inspect",
    "several nodes",
    "heat",
    "difference",
    "code",
    "calibrate",
    "compare",
    "compile",
)
DIALOGS = (
    "open model",
    "export",
    "preferences",
    "keys",
    "palette",
    "targets",
    "insert",
    "rename",
    "rewire",
    "confirm",
    "weights",
    "crash",
)


def places(studio: Studio) -> Iterator[tuple[str, QWidget]]:
    """Name and widget of what is on the screen; going on leaves it."""
    window = studio.window
    window.go("open")
    yield "start", window
    window.go("inspect")
    window.notice.clear()
    window.inspect.select("sum_1")
    know_choices(studio)
    yield "inspect", window
    yield from _inspected(studio)
    for page in ("calibrate", "compare", "compile"):
        window.go(page)
        window.notice.clear()
        settle(studio)
        yield page, window
    window.go("inspect")
    yield from _dialogs(studio)


def _inspected(studio: Studio) -> Iterator[tuple[str, QWidget]]:
    window = studio.window
    view, source = window.inspect.graph.view, window.inspect.source
    names = [node.name for node in studio.session.state.info.nodes[5:8]]
    view.chosen.add(names)
    source.toggle()
    know_choices(studio)
    yield "several nodes", window
    source.toggle()
    view.chosen.clear()
    view.set_heat("MACs", dict.fromkeys(names, 2.0), "")
    view.finding.search("conv")
    window.search()
    know_choices(studio)
    yield "heat", window
    view.set_heat("", {})
    view.finding.search("")
    window.staging.compare(0, 1)
    wait_until(lambda: window.stack.currentWidget() is window.staging.page, PATIENCE_S)
    settle(studio)
    yield "difference", window
    window.staging.page.show_way("code")
    settle(studio)
    yield "code", window
    window.staging.page.show_way("sides")


def _dialogs(studio: Studio) -> Iterator[tuple[str, QWidget]]:
    window, editing = studio.window, studio.window.node_editing
    window.inspect.select("mul")
    know_choices(studio)

    def asking(key: str):
        return lambda: editing.perform(key)

    openers = {
        "open model": window.ask_model,
        "export": window.exporting.ask,
        "preferences": lambda: ask_preferences(window),
        "keys": window.show_keys,
        "palette": window.commands.open,
        "targets": window.targets.open,
        "insert": asking("insert"),
        "rename": asking("rename"),
        "rewire": asking("rewire"),
        "confirm": asking("bypass"),
        "weights": window.show_weights,
        "crash": lambda: crash_dialog("Traceback", None, window).open(),
    }
    for name in DIALOGS:
        openers[name]()
        wait_until(lambda: any(shown_dialogs(window)), PATIENCE_S)
        settle(studio)
        (dialog,) = shown_dialogs(window)
        yield name, dialog
        dialog.close()
        settle(studio)


def shown_dialogs(window: QWidget) -> list[QDialog]:
    """The dialogs of a window that are open."""
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def know_choices(studio: Studio) -> None:
    """Wait until the panel shows what can be done at what is selected."""
    editing = studio.window.node_editing
    settle(studio)
    wait_until(lambda: editing.chosen.choices is not None, PATIENCE_S)
    settle(studio)


def settle(studio: Studio) -> None:
    """Wait until nothing runs and everything is laid out."""
    wait_until(studio.is_idle, PATIENCE_S)
    wait_until(lambda: not studio.window.exporting.is_busy, PATIENCE_S)
    rest(0.05)
