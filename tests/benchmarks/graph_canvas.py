"""Times the graph canvas: first complete frame, panning, zooming, search.

Run from the repository: `python -m tests.benchmarks.graph_canvas [--cpu] [count ...]`.
Prints one row per kind of graph and number of nodes; times are in milliseconds,
those of single frames the 95th percentile over a walk through the graph. `first` is
the first frame, in part for a big graph, `open` the first complete one, `window` what
the window's thread spent on it. With `--cpu` all but the first two are processor
time, which other programs on the machine disturb less.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from engine.info import GraphInfo
from gui.graph.view import GraphView
from tests.gui.graph.networks import branchy, chain, unet

SIZE = QSize(1400, 900)
FRAMES = 60
CLOCK = time.thread_time if "--cpu" in sys.argv else time.perf_counter
KINDS: tuple[Callable[[int], GraphInfo], ...] = (chain, branchy, unet)
TITLES = (
    "graph",
    "nodes",
    "first",
    "open",
    "window",
    "pan",
    "zoom",
    "far pan",
    "whole",
    "find",
)


def _frame(view: GraphView, image: QImage) -> float:
    start = CLOCK()
    view.render(image)
    return (CLOCK() - start) * 1000


def _worst(times: list[float]) -> float:
    return float(np.percentile(times, 95))


def _pan(view: GraphView, image: QImage) -> float:
    times = []
    for number in range(FRAMES):
        view.eye.pan(-7 if number % 2 else 5, -37)
        times.append(_frame(view, image))
    return _worst(times)


def _zoom(view: GraphView, image: QImage) -> float:
    times = []
    for number in range(FRAMES):
        view.eye.zoom(1 / 1.15 if number < FRAMES // 2 else 1.15, 700, 450)
        times.append(_frame(view, image))
    return _worst(times)


def measure(info: GraphInfo, image: QImage) -> tuple[float, ...]:
    """Times of one graph, in the order of the titles after the first two."""
    view = GraphView()
    view.resize(SIZE)
    begun, start = time.perf_counter(), CLOCK()
    view.show_graph(info)
    while view.arrangement.is_busy and len(view.scene.graph.boxes) < 2:
        QCoreApplication.processEvents()
    _frame(view, image)
    first = (time.perf_counter() - begun) * 1000
    while view.arrangement.is_busy:
        QCoreApplication.processEvents()
        time.sleep(0.001)
    _frame(view, image)
    opened = (time.perf_counter() - begun) * 1000
    busy = (CLOCK() - start) * 1000
    middle = info.nodes[len(info.nodes) // 2].name
    view.select(middle)
    panned, zoomed = _pan(view, image), _zoom(view, image)
    view.eye.zoom(0.2 / view.camera.scale, 700, 450)
    far = _pan(view, image)
    view.fit()
    whole = _worst([_frame(view, image) for _ in range(10)])
    start = CLOCK()
    view.search("relu")
    found = (CLOCK() - start) * 1000
    view.deleteLater()
    return first, opened, busy, panned, zoomed, far, whole, found


def main(counts: list[int]) -> None:
    """Print the table."""
    application = QApplication.instance() or QApplication([])
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    print("".join(f"{title:>9}" for title in TITLES))
    for count in counts:
        for kind in KINDS:
            info = kind(count)
            times = measure(info, image)
            row = "".join(f"{value:9.1f}" for value in times)
            print(f"{info.name:>9}{len(info.nodes):9}{row}", flush=True)
    del application


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:] if word.isdigit()] or [1000, 20000])
