"""Measures what one click costs: in a graph of a thousand nodes, and in memory.

Run from the repository: `python -m tests.benchmarks.editing`. A click is the edit and
all that the window shows anew: the graph's description and the target's problems. Times
are of the processor, on one thread, and the best of several: other work on the machine
only adds to the clock's.

Memory is what fifty edits of PIDNet-S keep alive beyond the opened network: Python
objects as `tracemalloc` counts them, and the bytes of weights that are not the opened
ones, less what was put into files. Folding replaces weights; the opened ones, which
only undo needs then, are put away as in the window. The anonymous memory of the process
(RssAnon, which files do not count in) is told beside it, where the system tells it: of
a second network's folding, since the first one loads kernels, when garbage has been
searched for and what was freed has gone back to the system.

A saved recipe of twenty edits is made again on 990 and on 4995 ops, as when its project
is opened.

A session of a thousand edits with undo and redo is made on 99 ops; what an edit keeps
alive is told of its first and its second half, which differ only where memory grows
faster than the recipe.
"""

from __future__ import annotations

import ctypes
import gc
import os
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
import torch.nn.functional as F
from torch import Tensor, fx, nn

from engine.document import Document
from engine.networks.pidnet import pidnet_s
from engine.opening.graph import get_tensor, normalize
from engine.recipe import (
    ApplyRule,
    Bypass,
    Edit,
    FixAll,
    FuseBatchNorm,
    Insert,
    InsertStubs,
    Precision,
    Rename,
    Rewire,
    SetArgument,
    SetPrecision,
)
from engine.rewriting.replaying import find_again
from engine.targets.profile import load_profile

TARGET = load_profile("horizon-bayes")
ROUNDS = 5
BLOCKS = 110
SESSION, SESSION_BLOCKS = 1000, 11
RECIPE, RECIPE_BLOCKS = 20, (BLOCKS, 555)
CLICKS: tuple[Edit, ...] = (
    ApplyRule("constant_minus_tensor", "rsub_55"),
    ApplyRule("silu_as_product", "silu_55"),
    ApplyRule("fold_batch_norm", "batch_norm_55"),
    SetPrecision("conv2d_55", "int16"),
    SetArgument("leaky_relu_55", "negative_slope", "0.25"),
    Bypass("leaky_relu_55"),
    Insert("aten.relu.default", "silu_55"),
    Rewire("add_55", "other", "silu_55"),
    Rename("silu_55", "features"),
    InsertStubs(),
    FuseBatchNorm(),
    FixAll(TARGET.name),
)


class Deep(nn.Module):
    """A thousand ops: convolutions, gates and activations, one after the other."""

    def __init__(self, blocks: int = BLOCKS) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(16, 16, 3, padding=1, bias=False) for _ in range(blocks)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(16) for _ in range(blocks))

    def forward(self, x: Tensor) -> Tensor:
        """Run every block."""
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            y = F.silu(norm(convolution(x)))
            gate = torch.sigmoid(y)
            x = F.leaky_relu(gate * y + (1 - gate) * x, 0.1)
        return x


def main() -> None:
    """Print the milliseconds per click and the memory of fifty edits."""
    model = opened(Deep(), torch.randn(1, 16, 32, 32))
    gc.collect()
    gc.freeze()
    print(f"{len(model.graph.nodes)} nodes, of which {_ops(model)} ops; milliseconds")
    print(f"{'':24}{'apply':>7}{'facts':>7}{'click':>7}{'undo':>7}")
    for edit in CLICKS:
        applied, facts, undone = _timed(model, edit)
        row = (applied, facts, applied + facts, undone)
        numbers = "".join(f"{each * 1000:7.0f}" for each in row)
        print(f"{type(edit).__name__ + _rule(edit):24.24}{numbers}")
    _report_replay()
    _report_memory()
    _report_session()


def opened(network: nn.Module, *inputs: Tensor) -> fx.GraphModule:
    """Bring a network into the normal form."""
    program = torch.export.export(network.eval(), inputs, strict=False)
    return normalize(program)


def fifty_edits() -> Iterator[Edit]:
    """What a long session on PIDNet-S clicks, one by one."""
    yield InsertStubs()
    for rule, nodes in (
        ("keep_reduced_dimension", ("sum_1", "sum_2")),
        ("constant_minus_tensor", ("rsub", "rsub_1", "rsub_2")),
    ):
        yield from (ApplyRule(rule, node) for node in nodes)
    yield from (Rename(f"relu_{index}", f"active_{index}") for index in range(1, 15))
    yield from (ApplyRule("fold_batch_norm", _nth("batch_norm", i)) for i in range(6))
    kept = [f"upsample_bilinear2d_{index}" for index in range(1, 9)]
    kept += [f"add_{index}" for index in range(1, 17)]
    yield from (SetPrecision(node, "int16") for node in kept)


def _nth(name: str, index: int) -> str:
    return f"{name}_{index}" if index else name


def _timed(model: fx.GraphModule, edit: Edit) -> tuple[float, float, float]:
    """Time an edit, what is shown of it, and taking it back: the best of several."""
    rows = []
    for _ in range(ROUNDS):
        document = Document(model, "deep", [Rename("silu_9", "first")])
        _show(document)
        gc.collect()
        applied = _spent(lambda: document.apply(edit))  # noqa: B023  (called at once)
        facts = _spent(lambda: _show(document))  # noqa: B023
        undone = _spent(lambda: (document.undo(), _show(document)))  # noqa: B023
        rows.append((applied, facts, undone))
    applied, facts, undone = (min(column) for column in zip(*rows, strict=True))
    return applied, facts, undone


def _show(document: Document) -> None:
    document.info()
    document.diagnostics(TARGET)


def _report_replay() -> None:
    """Tell what an edit of a saved recipe costs when a project is opened."""
    nodes = [
        f"{op}_{n}" for n in range(1, RECIPE // 2 + 1) for op in ("conv2d", "silu")
    ]
    edits = [SetPrecision(node, "int16") for node in nodes]
    for blocks in RECIPE_BLOCKS:
        model = opened(Deep(blocks), torch.randn(1, 16, 32, 32))
        saved = Document(model, "deep", edits)
        gc.collect()

        def again(saved: Document = saved, model: fx.GraphModule = model) -> None:
            Document(model, "deep", saved.edits, saved.landmarks)

        def find(saved: Document = saved, model: fx.GraphModule = model) -> None:
            for edit, marks in zip(saved.edits, saved.landmarks, strict=True):
                find_again(model, edit, marks)

        whole = min(_spent(again) for _ in range(ROUNDS)) / RECIPE
        found = min(_spent(find) for _ in range(ROUNDS)) / RECIPE
        print(
            f"{RECIPE} edits made again on {_ops(model)} ops: {whole * 1000:.0f} ms "
            f"each, of which {found * 1000:.1f} ms to find their nodes"
        )


def _report_memory() -> None:
    model = opened(pidnet_s(), torch.randn(1, 3, 1024, 2048))
    weights = sum(tensor.nbytes for tensor in _weights(model).values())
    document = Document(model, "pidnet-s")
    _show(document)
    gc.collect()
    tracemalloc.start()
    edits = list(fifty_edits())
    for edit in edits:
        document.apply(edit)
        _show(document)
    _tell(f"{len(edits)} edits", document, weights)
    tracemalloc.stop()
    with TemporaryDirectory() as name:
        tracemalloc.start()
        folding = _folded(model, Path(name))
        _tell("all batch norms folded", folding, weights)
        tracemalloc.stop()
        del folding
        model = opened(pidnet_s(), torch.randn(1, 3, 1024, 2048))
        before = _anonymous()
        again = _folded(model, Path(name))
        grown = _anonymous() - before
        own = again.bytes_in_files / 1e6
    print(f"anonymous memory of that: {grown:+.1f} MB, {own:.1f} MB in files")


def _folded(model: fx.GraphModule, folder: Path) -> Document:
    folding = Document(model, "pidnet-s")
    folding.apply(FuseBatchNorm())
    folding.put_weights_away(folder)
    return folding


def _report_session() -> None:
    """Tell what an edit of a long session keeps alive."""
    model = opened(Deep(SESSION_BLOCKS), torch.randn(1, 16, 32, 32))
    document = Document(model, "deep")
    _show(document)
    with TemporaryDirectory() as name:
        gc.collect()
        tracemalloc.start()
        sizes = [0]
        for number in range(SESSION):
            _edit_on(document, number)
            if number % 20 == 0:
                document.put_weights_away(Path(name))
            if (number + 1) % (SESSION // 2) == 0:
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
    halves = [(after - before) / (SESSION // 2) for before, after in pairwise(sizes)]
    words = " and ".join(f"{each / 1000:.1f} kB" for each in halves)
    print(
        f"{SESSION} edits of {_ops(model)} ops: {sizes[-1] / 1e6:.1f} MB; an edit of "
        f"either half keeps {words}"
    )


def _edit_on(document: Document, number: int) -> None:
    """Make one edit, go back and forth at every third, and look at each state."""
    turn, node = divmod(number, SESSION_BLOCKS - 1)
    precision: Precision = "int8" if turn % 2 else "int16"
    document.apply(SetPrecision(f"conv2d_{node + 1}", precision))
    _show(document)
    if number % 3 == 0:
        document.undo()
        _show(document)
        document.redo()
        _show(document)


def _tell(what: str, document: Document, weights: int) -> None:
    gc.collect()
    objects = tracemalloc.get_traced_memory()[0]
    base = set(map(id, _weights(document.base).values()))
    own = sum(
        tensor.nbytes
        for tensor in _weights(document.model).values()
        if id(tensor) not in base
    )
    own -= document.bytes_in_files
    share = (objects + own) / weights
    print(
        f"{what}: {objects / 1e6:.2f} MB of objects, {own / 1e6:.2f} MB of new weights,"
        f" {share:.1%} of the network's {weights / 1e6:.1f} MB of weights"
    )


def _anonymous() -> float:
    """Megabytes of memory in use that no file backs, 0 where the system is silent."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    found = [line.split()[1] for line in lines if line.startswith("RssAnon")]
    return int(found[0]) * 1024 / 1e6 if found else 0.0


def _weights(model: fx.GraphModule) -> dict[str, Tensor]:
    nodes = model.graph.find_nodes(op="get_attr")
    return {str(node.target): get_tensor(model, node) for node in nodes}


def _ops(model: fx.GraphModule) -> int:
    return sum(node.op == "call_function" for node in model.graph.nodes)


def _rule(edit: Edit) -> str:
    return f" {edit.rule}" if isinstance(edit, ApplyRule) else ""


def _spent(function: Callable[[], object]) -> float:
    started = time.process_time()
    function()
    return time.process_time() - started


if __name__ == "__main__":
    main()
