"""Times the graph canvas: opening, panning, zooming, folding, searching, editing.

Run from the repository:
`python -m tests.benchmarks.graph_canvas [--cpu] [--plain] [--zoo] [count ...]`.
One row per graph; `+` marks those with module names. Times are milliseconds of the
real clock; with `--cpu` they are processor time, which other programs on the machine
disturb less: of the window's thread for frames and letters, of all threads else (the
longest stall stays real). Frames are painted offscreen onto a raster of 1400x900.
Long graphs go on in columns, as they do in the window, but with `--plain`.

opening   describe: fx graph in memory to plain values; first: from plain values to
          the first frame, in part for a big graph; open: from the fx graph to the
          first complete frame, everything expanded; stall: the longest the window's
          thread was not there meanwhile; MB: memory above the empty window
frames    95th percentile and worst of panning and zooming by steps from single cards
          to the whole graph and back, and of the whole graph at rest and moved
folding   a module of 500 nodes opened and closed, to the picture (`+` only)
find      the slowest of the keystrokes of "relu"
edit      a node inserted in the middle: to the picture, and how many of the other
          nodes lie elsewhere on the screen, in percent, and moved against their
          producer
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from engine.info import GraphInfo
from gui.__main__ import RARE_COLLECTION
from gui.graph.canvas.view import GraphView
from gui.graph.scene.model import EVERYTHING
from gui.session.preloading import spare_the_collector
from tests.gui.graph.networks import branchy, chain, named, unet

SIZE = QSize(1400, 900)
KINDS: tuple[Callable[[int], GraphInfo], ...] = (chain, branchy, unet)
COUNTS = (200, 1000, 5000, 20000)
CLOCK = time.thread_time if "--cpu" in sys.argv else time.perf_counter
WHOLE = time.process_time if "--cpu" in sys.argv else time.perf_counter
TITLES = (
    "describe first open stall MB | pan95 worst zoom95 worst whole95 worst"
    " | unfold fold | find | edit moved% torn%"
)
TICK_S = 0.001


@dataclass
class Bench:
    """One view with one graph, and the picture it is painted onto."""

    view: GraphView
    image: QImage

    def frame(self) -> float:
        """Paint once; milliseconds."""
        start = CLOCK()
        self.view.render(self.image)
        return (CLOCK() - start) * 1000

    def settle(self) -> float:
        """Run the event loop until all is placed; the longest wait between ticks."""
        last, longest = time.perf_counter(), 0.0
        while self.view.arrangement.is_busy:
            QCoreApplication.processEvents()
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
            time.sleep(TICK_S)
        return longest * 1000


def resident() -> float:
    """Megabytes of memory of this process."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def opening(bench: Bench, info: GraphInfo, before: float) -> tuple[float, ...]:
    """Until the whole graph is on the picture, from a graph of plain values."""
    base, start, begun = resident(), WHOLE(), time.perf_counter()
    view = bench.view
    view.show_graph(info, opened=EVERYTHING)
    stall = (time.perf_counter() - begun) * 1000
    while view.arrangement.is_busy and len(view.scene.graph.boxes) < 2:
        QCoreApplication.processEvents()
        time.sleep(TICK_S)
    stall = max(stall, bench.frame())
    first = (WHOLE() - start) * 1000
    stall = max(stall, bench.settle())
    bench.frame()
    opened = (WHOLE() - start) * 1000
    return before, first, before + opened, stall, resident() - base


def _spread(times: list[float]) -> tuple[float, float]:
    return float(np.percentile(times, 95)), max(times)


def frames(bench: Bench, info: GraphInfo) -> tuple[float, ...]:
    """Panning at several scales, zooming out and in, and the whole graph."""
    view = bench.view
    view.select(info.nodes[len(info.nodes) // 2].name)
    panned = []
    for scale in (1.0, 0.5, 0.2, 0.05):
        view.eye.zoom_to(scale)
        for number in range(15):
            view.eye.pan(-7 if number % 2 else 5, -37)
            panned.append(bench.frame())
    view.eye.zoom_to(1.0)
    steps = int(np.log(1.0 / view.eye.whole_scale()) / np.log(1.15)) + 1
    zoomed = []
    for factor in [1 / 1.15] * steps + [1.15] * steps:
        view.eye.zoom(factor, 700, 450)
        zoomed.append(bench.frame())
    view.fit()
    whole = [bench.frame() for _ in range(10)]
    for number in range(20):
        view.eye.pan(3, 2 if number % 2 else -2)
        whole.append(bench.frame())
    return *_spread(panned), *_spread(zoomed), *_spread(whole)


def folding(bench: Bench) -> tuple[float, ...]:
    """Open and close one module, painting it each time."""
    view = bench.view
    view.folding.collapse_all()
    bench.settle()
    boxes = view.scene.graph.boxes
    found = [box.key for box in boxes if box.kind == "module"]
    if not found:
        return 0.0, 0.0
    times = []
    for fold in (view.folding.expand, view.folding.collapse):
        start = WHOLE()
        fold(found[len(found) // 2])
        bench.settle()
        bench.frame()
        times.append((WHOLE() - start) * 1000)
    view.folding.expand_all()
    bench.settle()
    return tuple(times)


def keystrokes(view: GraphView) -> float:
    """The slowest of four letters, to the marked boxes."""
    times = []
    for text in ("r", "re", "rel", "relu"):
        start = CLOCK()
        view.search(text)
        times.append((CLOCK() - start) * 1000)
    view.search("")
    return max(times)


def inserted(info: GraphInfo) -> GraphInfo:
    """The graph with one more node in its middle."""
    place = next(
        number
        for number in range(len(info.nodes) // 2, len(info.nodes))
        if len(info.nodes[number].users) == 1
    )
    node = info.nodes[place]
    name = f"{node.name}_more"
    more = node._replace(name=name, inputs=(node.name,), macs=0)
    nodes = [
        each._replace(inputs=tuple(name if i == node.name else i for i in each.inputs))
        if each.name in node.users
        else each
        for each in info.nodes
    ]
    nodes[place] = node._replace(users=(name,))
    nodes.insert(place + 1, more)
    return replace(info, nodes=tuple(nodes), digest="edited")


def _places(view: GraphView, names: list[str]) -> np.ndarray[tuple[int, int], np.dtype]:
    rects = view.scene.layout.rects
    at = rects[[view.scene.find(name) for name in names], :2]
    return at * view.camera.scale + (view.camera.x, view.camera.y)


def editing(bench: Bench, info: GraphInfo) -> tuple[float, ...]:
    """Insert a node where the user looks."""
    view, edited = bench.view, inserted(info)
    names = [node.name for node in info.nodes]
    view.select(names[len(names) // 2])
    before = _places(view, names)
    start = WHOLE()
    view.show_graph(edited)
    bench.settle()
    bench.frame()
    took = (WHOLE() - start) * 1000
    moved = _places(view, names) - before
    number = {name: place for place, name in enumerate(names)}
    feeding = [
        number[node.inputs[0]] if node.inputs else place
        for place, node in enumerate(info.nodes)
    ]
    torn = np.abs(moved - moved[feeding]).max(axis=1) > 0.5
    elsewhere = np.abs(moved).max(axis=1) > 0.5
    return took, float(elsewhere.mean() * 100), float(torn.mean() * 100)


def measure(info: GraphInfo, described: float) -> str:
    """One row of the table."""
    spare_the_collector()  # as the studio does with what it has loaded
    bench = Bench(GraphView(), QImage(SIZE, QImage.Format.Format_RGB32))
    bench.view.resize(SIZE)
    bench.view.set_wrapping("--plain" not in sys.argv)
    bench.frame()
    groups = [opening(bench, info, described), frames(bench, info)]
    has_modules = bool(bench.view.scene.graph.frames)
    groups.append(folding(bench) if has_modules else (0.0, 0.0))
    groups.append((keystrokes(bench.view),))
    groups.append(editing(bench, info))
    bench.view.deleteLater()
    QTimer.singleShot(0, lambda: None)
    QCoreApplication.processEvents()
    return " |".join("".join(f"{value:8.1f}" for value in group) for group in groups)


def graphs(counts: list[int]) -> Iterator[tuple[str, GraphInfo, float]]:
    """Every graph with its title and what describing its fx graph took."""
    from engine.opening.summary import summarize
    from tests.benchmarks.fx_graphs import fx_graph

    for count in counts:
        for kind in KINDS:
            for plain in (kind(count), named(kind(count))):
                model = fx_graph(plain)
                start = WHOLE()
                info = summarize(model, plain.name)
                took = (WHOLE() - start) * 1000
                yield plain.name + ("+" if plain.module_types else ""), info, took


def networks() -> Iterator[tuple[str, GraphInfo, float]]:
    """The bundled networks, exported here."""
    from engine.networks.zoo import ZOO
    from engine.opening.opener import open_model
    from engine.opening.source import ModelSource
    from engine.opening.summary import summarize
    from engine.progress import run

    for name in ZOO:
        model = run(open_model(ModelSource("zoo", name))).model
        start = WHOLE()
        info = summarize(model, name)
        yield name, info, (WHOLE() - start) * 1000


def main(counts: list[int], *, with_zoo: bool) -> None:
    """Print the table."""
    import gc

    gc.set_threshold(*RARE_COLLECTION)
    application = QApplication.instance() or QApplication([])
    print(f"load average {os.getloadavg()[0]:.1f}")
    print(f"{'graph':>12}{'nodes':>7}  {TITLES}")
    found = itertools.chain(graphs(counts), networks() if with_zoo else ())
    for title, info, described in found:
        row = measure(info, described)
        print(f"{title:>12}{len(info.nodes):7} {row}", flush=True)
    del application


if __name__ == "__main__":
    wanted = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(wanted or list(COUNTS), with_zoo="--zoo" in sys.argv)
