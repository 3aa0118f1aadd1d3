"""Times searching while typing, from the key to the repainted hits.

Run from the repository: `python -m tests.benchmarks.finding [--cpu] [kind …] [count]`.
One table per kind of graph (chain, branchy, unet; `+` with module names), of 20 000
nodes, all of it on the canvas of 1400x900; one row per search. Milliseconds per
keystroke, each from the changed text to the painted frame: list, count, ribbon and
overview with it. Each search is typed and then deleted letter by letter, twice; `clear`
is the key that empties the field at once. The first second after opening is left out:
texts are written out meanwhile.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from engine.info import GraphInfo
from gui.graph.scene.model import EVERYTHING
from gui.graph.scene.query import READERS
from gui.graph.scene.scene import Marks
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import branchy, chain, named, unet

SIZE = QSize(1400, 900)
COUNT = 20000
ASKED_MS = 50.0
REST_S = 1.0
KINDS: dict[str, Callable[[int], GraphInfo]] = {
    "chain": chain,
    "branchy": branchy,
    "unet": unet,
    "chain+": lambda count: named(chain(count)),
    "branchy+": lambda count: named(branchy(count)),
    "unet+": lambda count: named(unet(count)),
}
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
    "/^.*(a|b)?$/",
    "op:/nothing/",
    "name:/(/",
    "oops:relu",
    "-zzzz",
    "-name:conv2d -op:relu",
    "shape:64 -dtype:float",
    "problem: -target:error",
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


def keystrokes(pane: GraphPane, picture: QImage, texts: list[str]) -> list[float]:
    """Milliseconds of every key; the field then holds these texts one by one."""
    times = []
    for text in texts:
        start = CLOCK()
        pane.search.setText(text)
        pane.search.wanted.emit(text)
        pane.render(picture)
        times.append((CLOCK() - start) * 1000)
    return times


def opened(info: GraphInfo) -> GraphPane:
    """A pane that has shown all of a graph for a while, with the cursor to search."""
    pane = GraphPane()
    pane.resize(SIZE)
    pane.view.show_graph(info, opened=EVERYTHING)
    pane.view.show_marks(marks_of(info))
    pane.show()
    while pane.view.arrangement.is_busy:
        QCoreApplication.processEvents()
    pane.view.fit()
    pane.focus_search()
    rest = time.monotonic() + REST_S
    while time.monotonic() < rest:
        QCoreApplication.processEvents()
    return pane


def measure(kind: str, count: int) -> list[float]:
    """Print the table of one kind; the medians of its rows."""
    pane = opened(KINDS[kind](count))
    picture = QImage(SIZE, QImage.Format.Format_RGB32)
    pane.render(picture)
    print(f"{kind}: {len(pane.view.info().nodes)} nodes; median, worst, hits, search")
    medians = []
    for text in searches():
        times = keystrokes(pane, picture, 2 * typed(text))
        hits = len(pane.view.search(text))
        medians.append(median(times))
        print(f"{medians[-1]:8.1f} {max(times):8.1f} {hits:7} {text}", flush=True)
    cleared = keystrokes(pane, picture, ["relu", "", "dtype:", "", "-zzzz", ""])[1::2]
    medians.append(median(cleared))
    print(f"{medians[-1]:8.1f} {max(cleared):8.1f} {0:7} clear")
    pane.close()
    pane.deleteLater()
    QCoreApplication.processEvents()
    return medians


def main() -> int:
    """Print the tables; 1 where a median is above what was asked."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    kinds = [word for word in sys.argv[1:] if word in KINDS] or list(KINDS)
    app = QApplication.instance() or QApplication(sys.argv)
    count = counts[0] if counts else COUNT
    medians = [value for kind in kinds for value in measure(kind, count)]
    print(f"slowest median {max(medians):.1f} ms, asked {ASKED_MS:.0f}")
    del app
    return int(max(medians) > ASKED_MS)


if __name__ == "__main__":
    sys.exit(main())
