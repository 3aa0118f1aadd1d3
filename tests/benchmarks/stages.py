"""Times going through the stages of a thousand nodes, and comparing two of them.

Run from the repository: `python -m tests.benchmarks.stages [--cpu]`. Milliseconds in
the real window, from the wish to the repainted canvas, with every module open: the
median and the worst of the jumps, and beside them the longest time in which the window
answered nothing. With `--cpu` they are of the processor, all threads added up: other
work on the machine only adds to the clock's. `again` are jumps to stages seen before.
Asked: 50 ms each.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from PySide6.QtCore import QCoreApplication

from engine.opening.source import ModelSource
from engine.recipe import ApplyRule, Bypass, Edit, Insert, InsertStubs
from gui.__main__ import RARE_COLLECTION
from gui.graph.canvas.view import GraphView
from tests.benchmarks.editing import Deep
from tests.benchmarks.undo import Painted
from tests.studio import Studio, open_studio, rest, wait_until

ROUNDS = 5
PATIENCE_S, PAUSE_S, REST_S = 120.0, 0.0002, 0.6
CLOCK = time.process_time if "--cpu" in sys.argv else time.perf_counter
EDITS: tuple[Edit, ...] = (
    InsertStubs(),
    ApplyRule("constant_minus_tensor", "rsub_20"),
    ApplyRule("silu_as_product", "silu_55"),
    ApplyRule("fold_batch_norm", "batch_norm_80"),
    Bypass("leaky_relu_90"),
    Insert("aten.relu.default", "silu_100"),
)


Times = tuple[float, float]


def timed(wish: Callable[[], object], is_done: Callable[[], bool]) -> Times:
    """Milliseconds from a wish until it is done, and of the longest stall meanwhile."""
    start = last = CLOCK()
    wish()
    stall = CLOCK() - start
    while not is_done():
        QCoreApplication.processEvents()
        now = CLOCK()
        stall, last = max(stall, now - last), now
        time.sleep(PAUSE_S)
        if now - start > PATIENCE_S:
            raise TimeoutError("the stage did not come")
    return (CLOCK() - start) * 1000, stall * 1000


def at_rest(studio: Studio) -> None:
    """Let all be done that the window leaves for when the user rests."""
    rest(REST_S)
    collector = studio.window.collector
    wait_until(lambda: studio.is_idle() and not collector.is_waiting, PATIENCE_S)


def is_drawn(view: GraphView) -> bool:
    """Whether a canvas has placed what it is to show; it is painted now."""
    if view.arrangement.is_busy or not view.scene.graph.boxes:
        return False
    view.repaint()
    return True


def jump(studio: Studio, painted: Painted, to: int) -> Times:
    """Go to a stage from one where the user rested."""
    at_rest(studio)
    painted.forget()
    times = timed(lambda: studio.window.editing.jump(to), lambda: painted.is_new)
    assert studio.session.state.cursor == to
    return times


def compare(studio: Studio, before: int, after: int) -> Times:
    """Show two stages in the way that is chosen on the page."""
    at_rest(studio)
    page = studio.window.staging.page
    earlier = page.compared
    view = page.merged if page.way == "merged" else page.twins.after

    def is_there() -> bool:
        is_new = page.compared is not None and page.compared is not earlier
        return is_new and studio.is_idle() and is_drawn(view)

    return timed(lambda: studio.window.staging.compare(before, after), is_there)


def report(title: str, times: list[Times]) -> None:
    """Print one row."""
    took, stalls = zip(*times, strict=True)
    print(
        f"{title:24}{median(took):8.1f}{max(took):8.1f}{max(stalls):8.1f}", flush=True
    )


def measure(studio: Studio) -> None:
    """Print every row."""
    window = studio.window
    last = len(EDITS)
    for edit in EDITS:
        window.editing.apply(edit)
        wait_until(studio.is_idle, PATIENCE_S)
    rest(3.0)
    view = window.inspect.graph.view
    view.folding.expand_all()
    wait_until(lambda: is_drawn(view), PATIENCE_S)
    print(f"{len(view.scene.graph.boxes)} boxes;     median   worst   stall")
    painted = Painted(studio)
    report("jump", [jump(studio, painted, to) for to in range(last - 1, -1, -1)])
    again = [jump(studio, painted, to) for _ in range(ROUNDS) for to in (last, 0, 3)]
    report("jump again", again)
    for way in ("sides", "merged"):
        window.staging.page.show_way(way)
        rows = [compare(studio, one, one + 1) for one in range(last)]
        report(f"compare, {way}", rows)
        report(f"compare all, {way}", [compare(studio, 0, last) for _ in range(ROUNDS)])


def main() -> int:
    """Open the network in the window, edit it, and measure."""
    gc.set_threshold(*RARE_COLLECTION)
    with TemporaryDirectory() as folder, open_studio() as studio:
        file = Path(folder) / "deep.pt2"
        picture = torch.randn(1, 16, 32, 32)
        program = torch.export.export(Deep().eval(), (picture,), strict=False)
        torch.export.save(program, file)
        studio.window.opening.open_source(ModelSource("pt2", str(file)))
        wait_until(lambda: studio.session.state.is_open, PATIENCE_S)
        wait_until(studio.is_idle, PATIENCE_S)
        measure(studio)
    return 0


if __name__ == "__main__":
    sys.exit(main())
