"""Times searching while typing, from the key to the repainted hits.

Run from the repository: `python -m tests.benchmarks.finding [--cpu] [count]`.
One row per search, on a graph of 20 000 nodes in modules, all of it on the canvas of
1400x900; milliseconds per keystroke, each from the changed text to the painted frame.
The first row pays for writing out the texts of all fields; each is typed and then
deleted letter by letter.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Iterator
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from engine.info import GraphInfo
from gui.graph.model import EVERYTHING
from gui.graph.pane import GraphPane
from gui.graph.query import READERS
from gui.graph.scene import Marks
from tests.gui.graph.networks import branchy, named

SIZE = QSize(1400, 900)
COUNT = 20000
ASKED_MS = 50.0
CLOCK = time.thread_time if "--cpu" in sys.argv else time.perf_counter
WORDS = {
    "op": "relu",
    "name": "conv2d_1",
    "module": "stage3.1",
    "shape": "64x56",
    "dtype": "float",
    "src": "model.py:12",
    "file": "model.py",
    "problem": "dimension",
    "target": "error",
    "precision": "int8",
}
PLAIN = ("relu", "conv2d_12", "64×56×56", "stage3.1 relu", '"batch norm"', "zzzz")
OTHERS = (
    "/conv2d_\\d+1$/",
    "op:/^aten\\.(relu|add)/",
    "-relu",
    "conv -stage3",
    "-op:/conv|norm/ shape:64x56 module:stage1",
)


def marks_of(info: GraphInfo) -> Marks:
    """A problem at every seventh node, and a precision at every third."""
    sick = [node.name for node in info.nodes[::7]]
    return Marks(
        severities=dict.fromkeys(sick, "error"),
        notes=dict.fromkeys(sick, "sum takes keepdim=True, so that dimensions stay"),
        precisions=dict.fromkeys((node.name for node in info.nodes[::3]), "int8"),
    )


def searches() -> Iterator[str]:
    """Plain words, every field, expressions and negation."""
    fields = (f"{name}:{WORDS[name]}" for name in READERS if name)
    yield from itertools.chain(PLAIN, fields, OTHERS)


def typed(text: str) -> list[str]:
    """What stands in the field after every key: written, and deleted again."""
    written = [text[:end] for end in range(1, len(text) + 1)]
    return [*written, *written[-2::-1], ""]


def keystrokes(pane: GraphPane, picture: QImage, text: str) -> list[float]:
    """Milliseconds of every key of one search."""
    times = []
    for written in typed(text):
        start = CLOCK()
        pane.search.setText(written)
        pane.search.wanted.emit(written)
        pane.render(picture)
        times.append((CLOCK() - start) * 1000)
    return times


def main() -> int:
    """Print a row per search; 1 where a median is above what was asked."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    app = QApplication.instance() or QApplication(sys.argv)
    info = named(branchy(counts[0] if counts else COUNT))
    pane = GraphPane()
    pane.resize(SIZE)
    pane.view.show_graph(info, opened=EVERYTHING)
    pane.view.show_marks(marks_of(info))
    pane.show()
    while pane.view.arrangement.is_busy:
        QCoreApplication.processEvents()
    pane.view.fit()
    picture = QImage(SIZE, QImage.Format.Format_RGB32)
    pane.render(picture)
    pane.focus_search()
    print(f"{len(info.nodes)} nodes; ms per keystroke: median, worst, hits, search")
    slow = 0
    for text in searches():
        times = keystrokes(pane, picture, text)
        hits = len(pane.view.search(text))
        slow += median(times) > ASKED_MS
        print(f"{median(times):8.1f} {max(times):8.1f} {hits:7} {text}", flush=True)
    pane.close()
    del app
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
