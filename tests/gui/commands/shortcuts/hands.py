"""One window in the hands of a test that presses keys, and the table of checks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from engine.images import Preprocessing
from engine.info import Diagnostic, Fix
from engine.opening.source import ModelSource
from engine.project import CalibrationSettings, ComparisonSettings
from engine.recipe import ApplyRule
from gui.editing.node_menu import Chosen
from gui.graph.canvas.view import GraphView

ONE, TWO = ApplyRule("keep", "sum_1"), ApplyRule("keep", "rsub")
Check = Callable[["Hands"], Iterator[QWidget]]


@dataclass
class Hands:
    """A window on a network of three nodes, of which two have problems."""

    qtbot: object
    window: object
    workflow: object
    folder: Path
    asked: list = field(default_factory=list)

    def wait(self, holds):
        self.qtbot.waitUntil(holds)

    def idle(self):
        self.wait(lambda: self.window.session.state.busy is None)

    def open(self):
        self.window.opening.open_source(ModelSource("zoo", "net", "Net"))
        self.wait(lambda: self.window.session.state.is_open)
        self.idle()
        self.window.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is self.window)

    @property
    def view(self) -> GraphView:
        return self.window.inspect.graph.view

    @property
    def state(self):
        return self.window.session.state

    @property
    def page(self):
        """The class of the page shown."""
        return type(self.window.stack.currentWidget()).__name__

    def edit(self, *edits):
        for edit in edits:
            self.window.editing.apply(edit)
            self.idle()

    def undo(self):
        self.window.editing.undo()
        self.idle()

    def ask_nothing(self, name):
        """Answer a question with nothing, and note that it was asked."""

        def ask(*values):
            self.asked.append(name)

        setattr(self.window.dialogs, name, ask)

    def dialog(self, kind):
        """The one dialog of a kind that is open."""
        (found,) = (w for w in self.window.findChildren(kind) if w.isVisible())
        return found

    def look_at(self, names):
        """Select a node of which everything is offered; tells only what is wished."""
        editing = self.window.node_editing
        editing.menu.wished.disconnect(editing.perform)
        editing.menu.wished.connect(self.asked.append)
        self.window.inspect.select(names[0])
        self.view.setFocus()
        fix = Fix(ONE, "Keep it")
        found = Diagnostic(
            "error", names[0], "x", "supported", "x", "No.", None, (fix,)
        )
        chosen = Chosen(
            tuple(names), (found,), True, is_measured=True, is_foldable=True
        )
        editing.menu.show_chosen(chosen)

    def hold_up(self):
        """Start a calibration that waits."""
        gate = threading.Event()
        self.workflow.wait = lambda: gate.wait(0.2)
        self.workflow.steps = 200
        self.window.measuring.calibrate(self.calibration, Preprocessing())
        self.wait(lambda: self.state.busy == "calibrate")

    @property
    def calibration(self):
        """A folder with one image, to measure ranges on."""
        image = QImage(16, 8, QImage.Format.Format_RGB32)
        image.fill(0)
        assert image.save(str(self.folder / "one.png"))
        return CalibrationSettings(str(self.folder))

    def calibrate(self):
        self.window.measuring.calibrate(self.calibration, Preprocessing())
        self.idle()
        self.window.measuring.set_comparison(ComparisonSettings(str(self.folder)))
        self.idle()


CHECKS: dict[tuple[str, str], Check] = {}


def check(context: str, *keys: str):
    """Register what has to become true when the keys of an action are pressed.

    The function prepares the window, yields the widget with the focus, and asserts
    after the press.
    """

    def register(function: Check) -> Check:
        for key in keys:
            assert (context, key) not in CHECKS
            CHECKS[context, key] = function
        return function

    return register
