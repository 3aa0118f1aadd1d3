"""Opens every bundled network for every target and fixes all it can, on random weights.

Run from the repository: `python -m tests.benchmarks.reference_networks [NAME ...]`.
Inputs are small, for no site depends on their size. A row is one network and target:
its errors as opened, after "Fix all", and after "Fix all" on the graph that ends at
its predictions; the output's largest relative difference; seconds of processor time.
The exit status tells whether a difference, a multiply-accumulate total or a fix left
undone is wrong.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from torch import fx
from torch.utils.flop_counter import FlopCounterMode

from engine.document import Document
from engine.errors import EditError
from engine.info import Diagnostic
from engine.networks.zoo import ZOO
from engine.opening.opener import open_model
from engine.opening.words import parse_source
from engine.progress import run
from engine.recipe import EndAtPredictions, FixAll
from engine.targets.profile import TargetProfile, profiles

CLAIM = 1e-5
"""The largest relative difference an exact rewrite may make."""

_SIZES = {"pidnet": "1x3x128x256", "deeplab": "1x3x128x256", "mixvarge": "1x3x224x224"}
_SMALL = "1x3x64x64"


@dataclass(frozen=True, slots=True)
class Row:
    """What one target makes of one network; `reasons` explain what is left."""

    before: int
    after: int
    cut: int | None
    difference: float
    seconds: float
    reasons: tuple[str, ...]
    undone: tuple[str, ...]


def small_input(name: str) -> str:
    """Write the smallest shape that does for a bundled network."""
    return next((s for start, s in _SIZES.items() if name.startswith(start)), _SMALL)


def open_small(name: str) -> Document:
    """Open a bundled network with random weights at a small input."""
    source = parse_source(f"zoo:{name}", inputs=(small_input(name),))
    opened = run(open_model(source))
    return Document(opened.model, name)


def counted_macs(model: fx.GraphModule) -> int:
    """Count a forward pass as torch does; half of its floating-point operations."""
    inputs = [node.meta["val"] for node in model.graph.find_nodes(op="placeholder")]
    values = [torch.zeros(each.shape, dtype=each.dtype) for each in inputs]
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(*values)
    return counter.get_total_flops() // 2


def fix_all(document: Document, profile: TargetProfile) -> Row:
    """Fix all for a target and take it back; measured on a sample of random values."""
    started = time.process_time()
    before = errors(document, profile)
    difference, left = 0.0, before
    if before:
        difference, left = _fixed(document, profile)
    return Row(
        len(before),
        len(left),
        _left_when_cut(document, profile) if left else None,
        difference,
        time.process_time() - started,
        tuple(sorted({each.message for each in left})),
        tuple(sorted(each.node for each in left if _could_be_fixed(each))),
    )


def errors(document: Document, profile: TargetProfile) -> list[Diagnostic]:
    """List what the target cannot run."""
    found = document.diagnostics(profile)
    return [each for each in found if each.severity == "error"]


def _fixed(
    document: Document, profile: TargetProfile
) -> tuple[float, list[Diagnostic]]:
    cursor = document.cursor
    try:
        preview = document.preview(FixAll(profile.name))
        document.apply(FixAll(profile.name))
    except EditError:
        return 0.0, errors(document, profile)
    left = errors(document, profile)
    document.jump(cursor)
    return preview.max_rel_difference, left


def _left_when_cut(document: Document, profile: TargetProfile) -> int | None:
    """Count what is left where the host decodes; None where nothing is decoded."""
    cursor = document.cursor
    try:
        document.apply(EndAtPredictions())
    except EditError:
        return None
    before = errors(document, profile)
    left = _fixed(document, profile)[1] if before else []
    document.jump(cursor)
    return len(left)


def _could_be_fixed(error: Diagnostic) -> bool:
    """Whether an exact fix is left, or the error has no fix and no reason at all."""
    return not error.fixes or any(f.is_applicable and f.exact for f in error.fixes)


def main(names: Iterable[str]) -> int:
    """Print the table, then every reason once; 1 if anything is wrong."""
    known = profiles()
    wrong: list[str] = []
    reasons: dict[str, set[str]] = {}
    print(f"{'network':18}{'target':20}{'nodes':>6}", end="")
    print(f"{'before':>8}{'after':>7}{'cut':>5}{'difference':>12}{'s':>7}")
    for name in names:
        document = open_small(name)
        nodes, macs = len(document.info().nodes), document.info().macs
        if macs != counted_macs(document.model):
            wrong.append(f"{name}: {macs} MACs are not torch's")
        for profile in known:
            row = fix_all(document, profile)
            cut = "" if row.cut is None else str(row.cut)
            print(f"{name:18}{profile.name:20}{nodes:6}", end="")
            print(f"{row.before:8}{row.after:7}{cut:>5}", end="")
            print(f"{row.difference:12.1e}{row.seconds:7.1f}", flush=True)
            reasons.setdefault(profile.name, set()).update(row.reasons)
            if row.difference > CLAIM:
                wrong.append(f"{name}, {profile.name}: differs by {row.difference:.1e}")
            wrong += [f"{name}, {profile.name}: {each} is left" for each in row.undone]
    for target, sentences in reasons.items():
        for sentence in sorted(sentences):
            print(f"left on {target}: {sentence}")
    print("\n".join(wrong) or "nothing is wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ZOO))
