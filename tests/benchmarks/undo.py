"""Times edits in the real window: from the key or click to the new picture.

Run from the repository: `python -m tests.benchmarks.undo [ops]`. A network of 990 ops,
or of so many, is open in an offscreen window of 1440x900. A row tells, of many times,
how long after the key the window has been painted with the other state on the canvas,
when every panel shows it too, with what the target says of it, and the longest that the
window's thread was not there meanwhile. Milliseconds of the real clock, so other
programs on the machine count.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.document import Document
from engine.opening.source import ModelSource
from engine.project import Project
from engine.recipe import ApplyRule, Edit, SetArgument
from gui.__main__ import RARE_COLLECTION
from gui.session.state import SessionState
from gui.session.work import read_facts
from tests.benchmarks.editing import TARGET, Deep, opened
from tests.studio import Studio, open_studio, rest, wait_until

OPS, OPS_OF_A_BLOCK = 990, 9
TIMES, TIMES_OF_A_BIG_ONE = 15, 5
TIMEOUT_S = 600.0
SETTLING_S, PAUSE_S = 0.5, 0.0002
Row = tuple[list[float], list[float], list[float]]


@dataclass
class Painted(QObject):
    """Sees when the window has been painted since the canvas got another graph.

    `at` is the end of that painting by the performance counter.
    """

    studio: Studio
    is_new: bool = field(default=False, init=False)
    at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        super().__init__()
        view = self.studio.window.inspect.graph.view
        view.graph_changed.connect(self._on_graph_changed)
        view.installEventFilter(self)
        self.studio.window.installEventFilter(self)
        self._has_changed = self._is_on_canvas = False
        self._view = view

    def _on_graph_changed(self) -> None:
        self._has_changed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note when a painting ends in which all of a new graph came on the canvas."""
        if self.is_new or not self._has_changed:
            return False
        if watched is self._view and event.type() == QEvent.Type.Paint:
            self._is_on_canvas = not self._view.arrangement.is_busy
        elif event.type() == QEvent.Type.UpdateRequest:
            watched.event(event)
            self.is_new, self.at = self._is_on_canvas, time.perf_counter()
            return True
        return False

    def forget(self) -> None:
        """Wait for the next graph."""
        self._has_changed = self._is_on_canvas = self.is_new = False


def main() -> None:
    """Print median and worst of undo, redo, jumps and rule clicks."""
    ops = int(sys.argv[1]) if len(sys.argv) > 1 else OPS
    gc.set_threshold(*RARE_COLLECTION)
    blocks = ops // OPS_OF_A_BLOCK
    model = opened(Deep(blocks), torch.randn(1, 16, 32, 32))
    with open_studio() as studio:
        _open(studio, Document(model, "deep", _edits()))
        print(f"{ops} ops, {len(model.graph.nodes)} nodes with weights; milliseconds")
        print(f"{'':14}{'picture':>9}{'worst':>7}{'panels':>8}{'worst':>7}{'stall':>7}")
        _measure(studio, TIMES if ops <= OPS else TIMES_OF_A_BIG_ONE)


def _measure(studio: Studio, times: int) -> None:
    window, painted = studio.window, Painted(studio)

    def press(key: Qt.Key, *, shift: bool = False) -> Callable[[], None]:
        held = Qt.KeyboardModifier.ControlModifier
        held |= Qt.KeyboardModifier.ShiftModifier if shift else held
        return lambda: QTest.keyClick(window, key, held)

    undo, redo = press(Qt.Key.Key_Z), press(Qt.Key.Key_Z, shift=True)
    undone, redone, clicked = ([], [], []), ([], [], []), ([], [], [])
    for _ in range(times):
        _time(studio, painted, undo, undone)
        _time(studio, painted, redo, redone)
    _report("undo", undone)
    _report("redo", redone)
    jumped: Row = ([], [], [])
    for turn in range(times):
        cursor = 0 if turn % 2 == 0 else len(_edits())
        _time(studio, painted, lambda c=cursor: window.editing.jump(c), jumped)
    _report("jump", jumped)
    for number in range(times):
        edit = ApplyRule("silu_as_product", f"silu_{number + 5}")
        _time(studio, painted, lambda e=edit: window.editing.apply(e), clicked)
    _report("rule click", clicked)


def _edits() -> list[Edit]:
    rules = [ApplyRule("constant_minus_tensor", f"rsub_{n}") for n in range(10, 14)]
    slopes = [SetArgument(f"leaky_relu_{n}", "negative_slope", "0.25") for n in (1, 2)]
    return [*slopes, *rules]


def _open(studio: Studio, document: Document) -> None:
    session = studio.session
    facts = read_facts(session.engine, document, TARGET.name)
    project = Project(ModelSource("zoo", "pidnet-s"), name="deep", target=TARGET.name)
    session.replace_document(document, SessionState(project, facts=facts))
    wait_until(studio.window.is_showing_graph, TIMEOUT_S)
    view = studio.window.inspect.graph.view
    wait_until(lambda: not view.arrangement.is_busy, TIMEOUT_S)
    rest(1.0)
    wait_until(lambda: not studio.window.collector.is_waiting, TIMEOUT_S)


def _time(
    studio: Studio, painted: Painted, action: Callable[[], None], row: Row
) -> None:
    """Do something, and wait until the window shows the state it leads to."""
    wait_until(studio.is_idle, TIMEOUT_S)
    rest(SETTLING_S)
    wait_until(studio.is_idle, TIMEOUT_S)
    facts, page = studio.session.state.facts, studio.window.inspect

    def is_shown() -> bool:
        state = studio.session.state
        is_other = state.facts is not facts and state.is_judged
        return painted.is_new and is_other and not page.is_behind

    painted.forget()
    begun = last = time.perf_counter()
    longest = 0.0
    action()
    while not is_shown():
        QApplication.processEvents()
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        if now - begun > TIMEOUT_S:
            raise TimeoutError("The picture of the new state did not come.")
        time.sleep(PAUSE_S)
    QApplication.processEvents()
    ended = time.perf_counter()
    row[0].append((painted.at - begun) * 1000)
    row[1].append((ended - begun) * 1000)
    row[2].append(max(longest, ended - last) * 1000)


def _report(name: str, row: Row) -> None:
    picture, panels = statistics.median(row[0]), statistics.median(row[1])
    print(
        f"{name:14}{picture:9.0f}{max(row[0]):7.0f}{panels:8.0f}{max(row[1]):7.0f}"
        f"{max(row[2]):7.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
