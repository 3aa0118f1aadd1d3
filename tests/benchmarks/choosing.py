"""Times what a selection asks: all that can be done at one node, at three, at all.

Run from the repository: `python -m tests.benchmarks.choosing [network or ops]`, a
bundled network or a chain of so many ops, 990 without. Milliseconds of the processor:
of the first selection in a graph, then the median and the worst of others; of the step
that gives every op its precision, and of undoing it.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from torch import fx

from engine.document import Document
from engine.opening.opener import open_model
from engine.opening.source import ModelSource
from engine.progress import run
from engine.rewriting.offers import choices_at
from gui.__main__ import RARE_COLLECTION
from tests.benchmarks.editing import TARGET, Deep, opened

TIMES = 15


def main() -> None:
    """Print what selections cost."""
    gc.set_threshold(*RARE_COLLECTION)
    document = Document(_model(sys.argv[1] if len(sys.argv) > 1 else "990"), "network")
    ops = [node.name for node in document.info().nodes if node.kind == "op"]
    print(f"{len(ops)} ops, {len(document.model.graph.nodes)} nodes with weights")
    print(f"{'milliseconds':16}{'first':>8}{'median':>8}{'worst':>8}")
    step = max(1, len(ops) // TIMES)
    ones = [[name] for name in ops[::step]]
    _report("one node", document.model, ones)
    threes = [list(each) for each in zip(ops, ops[1:], ops[2:], strict=False)]
    _report("three nodes", document.model, threes[::step])
    _report("every node", document.model, [ops] * 5)
    int16 = choices_at(document.model, ops).offer("int16")
    assert int16 is not None
    _tell("int16 everywhere", [_timed(lambda: document.apply(int16.edit))])
    _tell("and its facts", [_timed(lambda: _read(document))])
    _tell("undone", [_timed(document.undo) + _timed(lambda: _read(document))])


def _model(wish: str) -> fx.GraphModule:
    if wish.isdecimal():
        return opened(Deep(int(wish) // 9), torch.randn(1, 16, 32, 32))
    return run(open_model(ModelSource("zoo", wish))).model


def _read(document: Document) -> None:
    document.info()
    document.diagnostics(TARGET)
    document.latency_ms(TARGET)


def _report(
    name: str, model: fx.GraphModule, selections: Sequence[Sequence[str]]
) -> None:
    _tell(name, [_timed(lambda s=each: choices_at(model, s)) for each in selections])


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def _tell(name: str, times: list[float]) -> None:
    later = times[1:] or times
    median = statistics.median(later)
    print(f"{name:16}{times[0]:8.0f}{median:8.0f}{max(later):8.0f}", flush=True)


if __name__ == "__main__":
    main()
