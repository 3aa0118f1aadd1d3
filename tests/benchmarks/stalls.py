"""Finds what stops the window: the longest that its thread works at one go, by step.

Run from the repository: `python -m tests.benchmarks.stalls [count] [step …]`. A network
of 20 000 ops in modules, or of so many, is open in an offscreen window of 1440x900, and
is driven by keys, by the mouse and by what the menus call. A row is one step: the
longest turn of the event loop that it made, and all of its turns together, both in
milliseconds of processor time of the window's thread, so other programs do not count;
and the longest that the loop did not turn by the real clock, in which jobs count that
hold the interpreter. Steps named on the command line are taken alone.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitterHandle, QWidget

from engine.document import Document
from engine.info import GraphInfo
from engine.opening.source import ModelSource
from engine.project import Project
from gui.__main__ import RARE_COLLECTION
from gui.session.state import SessionState
from gui.session.work import read_facts
from gui.theme import apply_theme, dark, light
from tests.benchmarks.fx_graphs import fx_graph
from tests.gui.graph.networks import Builder
from tests.studio import Studio, open_studio

COUNT, A_STAGE = 20_000, 90
TARGET, OTHER_TARGET = "horizon-bayes", "cambricon-mlu270"
ASKED_MS, QUIET_S, PAUSE_S, TIMEOUT_S = 50.0, 0.5, 0.0005, 300.0
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
Step = tuple[str, Callable[[], object]]


def gated(count: int) -> GraphInfo:
    """Blocks of nine ops with a gate, ten blocks in each stage."""
    build = Builder()
    x = build.source("x", 1, 64, 56, 56)
    for number in range(count // 9):
        stage, block = divmod(number, 10)
        build.open(f"stage{stage}", "Stage")
        build.open(f"{block}", "Gated")
        y = build.op("silu", build.conv_bn(x, 64))
        gate = build.op("sigmoid", y)
        rest = build.op("mul", build.op("rsub", gate), x)
        x = build.op("relu", build.op("add", build.op("mul", gate, y), rest))
        build.close()
        build.close()
    build.result(x)
    return build.info("gated")


class Turns:
    """Turns the event loop, and notes what each turn took.

    `longest` and `total` are seconds of this thread's processor time, `wait` of the
    real clock.
    """

    def __init__(self) -> None:
        self.longest = self.total = self.wait = 0.0

    def take(self, do: Callable[[], object]) -> None:
        """Do something in one turn."""
        spent, begun = time.thread_time(), time.perf_counter()
        do()
        spent = time.thread_time() - spent
        self.wait = max(self.wait, time.perf_counter() - begun)
        self.longest, self.total = max(self.longest, spent), self.total + spent

    def until(self, is_done: Callable[[], bool]) -> None:
        """Turn until all has been quiet for a while."""
        quiet = deadline = time.monotonic()
        while (now := time.monotonic()) - quiet < QUIET_S:
            self.take(QApplication.processEvents)
            time.sleep(PAUSE_S)
            if not is_done():
                quiet = now
            if now - deadline > TIMEOUT_S:
                raise TimeoutError("The window did not come to rest.")


def open_network(studio: Studio, count: int) -> Callable[[], object]:
    """Make a network ready, and give what shows it."""
    session = studio.session
    document = Document(fx_graph(gated(count)), "gated")
    facts = read_facts(session.engine, document, TARGET)
    project = Project(ModelSource("zoo", "pidnet-s"), name="gated", target=TARGET)
    state = SessionState(project=project, facts=facts)
    return lambda: session.replace_document(document, state)


def is_at_rest(studio: Studio) -> bool:
    """Whether all is shown and no job runs."""
    page = studio.window.inspect
    parts = page.graph.view.arrangement.is_busy, page.is_behind, page.tree.is_busy
    return not any(parts) and studio.session.state.busy is None


def drag(
    widget: QWidget,
    start: QPoint,
    end: QPoint,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> Iterator[Step]:
    """Press, move and let go: each a step of its own."""
    middle = (start + end) / 2
    yield "press", lambda: QTest.mousePress(widget, LEFT, held, start)
    yield "move", lambda: QTest.mouseMove(widget, middle)
    yield "move", lambda: QTest.mouseMove(widget, end)
    yield "release", lambda: QTest.mouseRelease(widget, LEFT, pos=end)


def steps(studio: Studio) -> Iterator[Step]:
    """What people do, one after the other."""
    yield from selecting(studio)
    yield from searching(studio)
    yield from arranging(studio)
    yield from dressing(studio)
    yield from editing(studio)
    yield from leaving(studio)


def selecting(studio: Studio) -> Iterator[Step]:
    """One node, all of them, one again, a rectangle of them; the tree, the problems."""
    window, view = studio.window, studio.window.inspect.graph.view
    names = [node.name for node in view.info().nodes]
    tree = window.inspect.tree.view
    yield "expand all modules", view.folding.expand_all
    yield "fit all", lambda: QTest.keyClick(view, Qt.Key.Key_F, SHIFT)
    yield "select a node", lambda: window.show_node(names[len(names) // 2])
    yield "arrow key", lambda: QTest.keyClick(view, Qt.Key.Key_Down)
    yield "select all", lambda: view.chosen.add(names)
    yield "select one after all", lambda: window.show_node(names[100])
    yield "fit all again", lambda: QTest.keyClick(view, Qt.Key.Key_F, SHIFT)
    end = QPoint(view.width() - 5, view.height() - 5)
    for title, do in drag(view, QPoint(5, 60), end, SHIFT):
        yield f"rubber band over all: {title}", do
    yield "Escape after it", lambda: QTest.keyClick(view, Qt.Key.Key_Escape)
    yield "tree: expand all", tree.expandAll
    yield "tree: select all", tree.selectAll
    yield "tree: End", lambda: QTest.keyClick(tree, Qt.Key.Key_End)
    yield "tree: collapse all", tree.collapseAll
    yield "next problem", lambda: QTest.keyClick(window, Qt.Key.Key_F8)
    yield "next problem again", lambda: QTest.keyClick(window, Qt.Key.Key_F8)
    yield "Escape", lambda: QTest.keyClick(window, Qt.Key.Key_Escape)


def searching(studio: Studio) -> Iterator[Step]:
    """Letters in the field of the graph and in the palette."""
    window, field = studio.window, studio.window.inspect.graph.search
    yield "Ctrl+F", lambda: QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    for text in ("r", "re", "rel", "relu", "rel", "re", "r", ""):
        yield f"find “{text}”", lambda text=text: field.setText(text)
    yield "Escape from finding", lambda: QTest.keyClick(field, Qt.Key.Key_Escape)
    yield "palette", lambda: QTest.keyClick(window, Qt.Key.Key_K, CTRL)

    def press(key: Qt.Key) -> Callable[[], object]:
        return lambda: QTest.keyClick(QApplication.focusWidget() or window, key)

    for key in (Qt.Key.Key_C, Qt.Key.Key_O, Qt.Key.Key_N, Qt.Key.Key_Escape):
        yield f"palette: {key.name}", press(key)


def arranging(studio: Studio) -> Iterator[Step]:
    """Other sizes of the window and its panels, and modules opened and closed."""
    window, view = studio.window, studio.window.inspect.graph.view
    yield "resize", lambda: window.resize(1300, 860)
    yield "resize back", lambda: window.resize(1440, 900)
    handles = window.inspect.findChildren(QSplitterHandle)
    beside = [each for each in handles if window.inspect.problems in _beside(each)]
    for title, do in drag(beside[0], QPoint(20, 1), QPoint(20, -150)):
        yield f"problems taller: {title}", do
    yield "collapse all modules", view.folding.collapse_all
    yield "expand all modules again", view.folding.expand_all


def _beside(handle: QSplitterHandle) -> list[QWidget]:
    splitter = handle.splitter()
    return [splitter.widget(number) for number in range(splitter.count())]


def dressing(studio: Studio) -> Iterator[Step]:
    """The other theme, and back."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield "dark theme", lambda: apply_theme(app, dark())
    yield "light theme", lambda: apply_theme(app, light())


def editing(studio: Studio) -> Iterator[Step]:
    """Other targets, a look at a node, an edit, undo, redo, and the difference."""
    window, editing = studio.window, studio.window.editing
    view = window.inspect.graph.view
    relu = [node.name for node in view.info().nodes if "relu" in node.name]
    yield "target table", window.targets.open
    yield "close it", lambda: QTest.keyClick(window, Qt.Key.Key_Escape)
    yield "another target", lambda: editing.set_target(OTHER_TARGET)
    yield "the target again", lambda: editing.set_target(TARGET)
    yield "look at a node", lambda: window.show_node(relu[len(relu) // 2])
    yield "bypass it", lambda: QTest.keyClick(view, Qt.Key.Key_Delete)
    yield "undo", lambda: QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    yield "redo", lambda: QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    yield "Ctrl+D", lambda: QTest.keyClick(window, Qt.Key.Key_D, CTRL)
    yield "Escape from it", lambda: QTest.keyClick(window, Qt.Key.Key_Escape)


def leaving(studio: Studio) -> Iterator[Step]:
    """The other pages, and back."""
    window = studio.window
    for stage in ("calibrate", "compare", "compile", "inspect"):
        yield f"page {stage}", lambda stage=stage: window.go(stage)


def main() -> int:
    """Print the table; 1 where a turn took longer than asked."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    wanted = {word for word in sys.argv[1:] if not word.isdigit()}
    gc.set_threshold(*RARE_COLLECTION)
    slow = 0
    with open_studio() as studio:
        show = open_network(studio, numbers[0] if numbers else COUNT)
        print(f"{'':34}{'turn':>7}{'turns':>8}{'wait':>7}   (milliseconds)")
        slow += _taken(studio, "open", show)
        for title, do in steps(studio):
            if not wanted or title in wanted:
                slow += _taken(studio, title, do)
    print(f"{slow} steps above {ASKED_MS:.0f} ms")
    return int(slow > 0)


def _taken(studio: Studio, title: str, do: Callable[[], object]) -> bool:
    """Take a step until the window rests, and print its row."""
    turns = Turns()
    turns.take(do)
    turns.until(lambda: is_at_rest(studio))
    longest = turns.longest * 1000
    mark = "*" if longest > ASKED_MS else ""
    row = f"{longest:7.0f}{turns.total * 1000:8.0f}{turns.wait * 1000:7.0f} {mark}"
    print(f"{title:34}{row}", flush=True)
    return longest > ASKED_MS


if __name__ == "__main__":
    sys.exit(main())
