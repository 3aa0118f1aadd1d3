"""Placing graphs: small ones at once, big ones in a process beside the window.

Ordering a big graph is one long call that no thread can share the interpreter with.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from engine.progress import Progress, Steps
from gui.graph.layout import Direction, Layout, Shape, lay_out
from gui.graph.model import DrawnGraph, first_boxes
from gui.graph.scene import Scene

AT_ONCE = 2000
FIRST_BOXES = 240
PATIENCE_S = 0.02
SERVE = "from gui.graph.placing import serve; serve()"
ROOT = Path(__file__).resolve().parents[2]
Draw = Callable[[], DrawnGraph]


def first_scene(draw: Draw, direction: Direction) -> Steps[tuple[Scene, DrawnGraph]]:
    """Place all of a small drawing or the beginning of a big one; and what to draw."""
    yield _progress(0)
    graph = draw()
    yield _progress(0)
    shown = graph if len(graph.boxes) <= AT_ONCE else first_boxes(graph, FIRST_BOXES)
    return _ready(Scene(shown, lay_out(shown.shape(), direction))), graph


def whole_scene(draw: Draw, direction: Direction) -> Steps[Scene]:
    """Place all of a drawing; closing the steps ends the process."""
    yield _progress(0)
    graph = draw()
    yield _progress(0)
    shape = graph.shape()
    if len(graph.boxes) <= AT_ONCE:
        layout = lay_out(shape, direction)
    else:
        found = yield from _apart(shape, direction)
        layout = lay_out(shape, direction) if found is None else found
        yield _progress(1)
    return _ready(Scene(graph, layout))


def serve() -> None:
    """Place the shape on standard input; the other end of `whole_scene`."""
    shape, direction = pickle.load(sys.stdin.buffer)
    pickle.dump(lay_out(shape, direction), sys.stdout.buffer)


def _progress(done: int) -> Progress:
    return Progress("layout", done, 1)


def _ready(scene: Scene) -> Scene:
    """The scene with everything computed that its first frame needs."""
    scene.prepare()
    return scene


def _apart(shape: Shape, direction: Direction) -> Steps[Layout | None]:
    """Place in a process; None where none can be started or it fails."""
    with TemporaryFile() as question, suppress(OSError):
        pickle.dump((shape, direction), question)
        question.seek(0)
        with _process(question) as process:
            answer = None
            while answer is None:
                with suppress(subprocess.TimeoutExpired):
                    answer, _ = process.communicate(timeout=PATIENCE_S)
                yield _progress(0)
            if process.returncode == 0:
                layout: Layout = pickle.loads(answer)
                return layout
    return None


@contextmanager
def _process(question: IO[bytes]) -> Generator[subprocess.Popen[bytes]]:
    """A process that serves, ended in any case."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    with subprocess.Popen(
        [sys.executable, "-c", SERVE],
        stdin=question,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    ) as process:
        try:
            yield process
        finally:
            process.kill()
