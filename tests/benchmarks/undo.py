"""Times edits in the real window: from the key or click to the new picture.

Run from the repository: `python -m tests.benchmarks.undo [blocks]`. A network of 990
ops (9 for each block) is open in an offscreen window of 1440x900. A row tells, of many
times, how long after the key the canvas has been painted with the other state, when the
panels show it too, and the longest that the window's thread was not there meanwhile.
Milliseconds of the real clock, so other programs on the machine count.
"""

from __future__ import annotations

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
from gui.session.state import SessionState
from gui.session.work import read_facts
from tests.benchmarks.editing import BLOCKS, TARGET, Deep, opened
from tests.studio import Studio, open_studio, rest, wait_until

TIMES = 15
TIMEOUT_S = 60.0
SETTLING_S = 0.3
Row = tuple[list[float], list[float], list[float]]


@dataclass
class Painted(QObject):
    """Sees when the canvas has been painted since its graph changed.

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
        self._changed = False
        self._is_placing = lambda: view.arrangement.is_busy

    def _on_graph_changed(self) -> None:
        self._changed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a paint event that comes when all of a new graph is placed."""
        is_paint = event.type() == QEvent.Type.Paint
        if not is_paint or self.is_new or not self._changed or self._is_placing():
            return False
        watched.event(event)
        self.is_new, self.at = True, time.perf_counter()
        return True

    def forget(self) -> None:
        """Wait for the next graph."""
        self._changed = self.is_new = False


def main() -> None:
    """Print median and worst of undo, redo, jumps and rule clicks."""
    blocks = int(sys.argv[1]) if len(sys.argv) > 1 else BLOCKS
    model = opened(Deep(blocks), torch.randn(1, 16, 32, 32))
    with open_studio() as studio:
        _open(studio, Document(model, "deep", _edits()))
        painted = Painted(studio)
        print(f"{len(model.graph.nodes)} nodes; milliseconds to the picture")
        print(f"{'':14}{'picture':>9}{'worst':>7}{'panels':>8}{'worst':>7}{'stall':>7}")
        window = studio.window

        def press(key: Qt.Key, *, shift: bool = False) -> Callable[[], None]:
            held = Qt.KeyboardModifier.ControlModifier
            held |= Qt.KeyboardModifier.ShiftModifier if shift else held
            return lambda: QTest.keyClick(window, key, held)

        undo, redo = press(Qt.Key.Key_Z), press(Qt.Key.Key_Z, shift=True)
        undone, redone, clicked = ([], [], []), ([], [], []), ([], [], [])
        for _ in range(TIMES):
            _time(studio, painted, undo, undone)
            _time(studio, painted, redo, redone)
        _report("undo", undone)
        _report("redo", redone)
        jumped: Row = ([], [], [])
        for turn in range(TIMES):
            cursor = 0 if turn % 2 == 0 else len(_edits())
            _time(studio, painted, lambda c=cursor: window.editing.jump(c), jumped)
        _report("jump", jumped)
        for number in range(TIMES):
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


def _time(
    studio: Studio, painted: Painted, action: Callable[[], None], row: Row
) -> None:
    """Do something, and wait until the window shows the state it leads to."""
    wait_until(studio.is_idle, TIMEOUT_S)
    rest(SETTLING_S)
    facts = studio.session.state.facts
    painted.forget()
    begun = last = time.perf_counter()
    longest = 0.0
    action()
    while not (painted.is_new and studio.session.state.facts is not facts):
        QApplication.processEvents()
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        if now - begun > TIMEOUT_S:
            raise TimeoutError("The picture of the new state did not come.")
        time.sleep(0.0005)
    row[0].append((painted.at - begun) * 1000)
    row[1].append((time.perf_counter() - begun) * 1000)
    row[2].append(longest * 1000)


def _report(name: str, row: Row) -> None:
    picture, panels = statistics.median(row[0]), statistics.median(row[1])
    print(
        f"{name:14}{picture:9.0f}{max(row[0]):7.0f}{panels:8.0f}{max(row[1]):7.0f}"
        f"{max(row[2]):7.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
