# ruff: noqa: D415  (a docstring here is the algebra)
"""Adaptive pools of which the windows differ, each run of like ones by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say

aten = torch.ops.aten
_MOST_RUNS = 16


@dataclass(frozen=True, slots=True)
class Run:
    """Windows of `side` values, the first of them at `first`, each `step` further."""

    first: int
    side: int
    step: int
    count: int

    @property
    def end(self) -> int:
        """Where the last window ends."""
        return self.first + (self.count - 1) * self.step + self.side


def adaptive_windows(size: int, parts: int) -> list[Run]:
    """Join the windows of an adaptive pool that have one size and one distance.

    Window i of m over n values begins at ⌊i·n/m⌋ and ends at ⌈(i + 1)·n/m⌉.
    """
    runs: list[Run] = []
    for part in range(parts):
        first, end = part * size // parts, -(-(part + 1) * size // parts)
        side = end - first
        if runs and runs[-1].side == side:
            last = runs[-1]
            gap = first - last.first - (last.count - 1) * last.step
            if gap > 0 and (last.count == 1 or gap == last.step):
                runs[-1] = Run(last.first, side, gap, last.count + 1)
                continue
        runs.append(Run(first, side, side, 1))
    return runs


def uneven_pool(node: fx.Node) -> Site:
    """An adaptive pool, along an axis of which the windows are not all alike."""
    given: dict[str, Any] = dict(arguments_of(node))
    is_maximum = node.target is aten.adaptive_max_pool2d.default
    if is_maximum and any(part.args[1] != 0 for part in node.users):
        raise NoMatch(say("its indices are read"))
    sizes = shape_of(given["self"])[-2:]
    if 0 in shape_of(given["self"]):
        raise NoMatch(say("its input has no values"))
    rows, columns = (
        adaptive_windows(size, parts)
        for size, parts in zip(sizes, given["output_size"], strict=True)
    )
    if len(rows) == len(columns) == 1:
        raise NoMatch(say("its parts are even; plain pooling is less work"))
    if len(rows) + len(columns) > _MOST_RUNS:
        raise NoMatch(
            say("its windows make {count} parts", count=len(rows) + len(columns))
        )
    arguments = {
        "pool": F.max_pool2d if is_maximum else F.avg_pool2d,
        "input": given["self"],
        "rows": rows,
        "columns": columns,
    }
    return Site(arguments, tuple(node.users) if is_maximum else (node,), node)


@rule(
    aten.adaptive_avg_pool2d.default,
    aten.adaptive_max_pool2d.default,
    title="Pool the parts of each size by themselves",
    clears=("unsupported", "divisible"),
    site=uneven_pool,
)
def uneven_pool_by_parts(
    pool: Callable[..., Tensor], input: Tensor, rows: list[Run], columns: list[Run]
) -> Tensor:
    """adaptive_pool(x, m) = concat(pool(x[windows of one size]), …), axis by axis

    Windows that follow each other at one distance are one plain pool of a slice.
    """
    for axis, runs in ((-2, rows), (-1, columns)):
        parts = [_pooled(pool, input, axis, run) for run in runs]
        input = torch.cat(parts, axis) if parts[1:] else parts[0]
    return input


def _pooled(pool: Callable[..., Tensor], input: Tensor, axis: int, run: Run) -> Tensor:
    if (run.first, run.end) != (0, input.shape[axis]):
        input = aten.slice.Tensor(input, axis, run.first, run.end)
    if run.side == run.step == 1:
        return input
    kernel, stride = ([run.side, 1], [run.step, 1])
    if axis == -1:
        kernel, stride = kernel[::-1], stride[::-1]
    return pool(input, kernel, stride)
