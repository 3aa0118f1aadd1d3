"""Inputs that a network is tried on where there are no images.

Floats are standard normal ones, and then multiples of a large number, so that zeros,
ties, negative and large values are among them. Integers reach as far as the network
takes them: up to the last row of a table they choose from, else over all their type.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import get_tensor, shape_of
from engine.rewriting.propagation import TORCH_REFUSES, zeros
from engine.targets.calls import dtype_of

WIDEST = 2**20
"""The largest integer drawn; float32 holds its sums and differences exactly."""
_STEP = 32.0
"""The large values are multiples of it, from about −96 to 96."""
Range = tuple[int, int]


def tried_inputs(model: fx.GraphModule) -> Iterator[tuple[Tensor, ...]]:
    """Draw a sample of standard normal values, then one of large ones, with ties."""
    ranges = _ranges(model)
    yield _drawn(model, ranges, seed=0)
    yield tuple(
        (each * 1.5).round() * _STEP if _is_inexact(each.dtype) else each
        for each in _drawn(model, ranges, seed=1)
    )


def integers_between(
    low: int, high: int, shape: tuple[int, ...], generator: torch.Generator
) -> Tensor:
    """Draw integers, the outermost among them; of a wide range half are small."""
    drawn = torch.randint(low, high + 1, shape, generator=generator)
    if high - low > 2**12:
        small = torch.randint(max(low, -8), 9, shape, generator=generator)
        drawn = torch.where(drawn % 2 == 0, drawn, small)
    flat = drawn.view(-1)
    flat[:1], flat[1:2] = high, low
    return drawn


def range_of(dtype: torch.dtype) -> Range:
    """The integers of a type that are drawn."""
    if dtype is torch.bool:
        return 0, 1
    bounds = torch.iinfo(dtype)
    return max(bounds.min, -WIDEST), min(bounds.max, WIDEST)


def _drawn(
    model: fx.GraphModule, ranges: dict[fx.Node, Range], seed: int
) -> tuple[Tensor, ...]:
    generator = torch.Generator().manual_seed(seed)

    def drawn(node: fx.Node) -> Tensor:
        dtype, shape = cast(torch.dtype, dtype_of(node)), shape_of(node)
        if node not in ranges:
            return torch.randn(shape, generator=generator, dtype=dtype)
        return integers_between(*ranges[node], shape, generator).to(dtype)

    return tuple(map(drawn, model.graph.find_nodes(op="placeholder")))


def _ranges(model: fx.GraphModule) -> dict[fx.Node, Range]:
    """The range of each integer input, one after the other.

    Earlier ones are at their largest, later ones at zero.
    """
    inputs = [
        node
        for node in model.graph.find_nodes(op="placeholder")
        if not _is_inexact(dtype_of(node))
    ]
    fed = {node: zeros(node.meta["val"]) for node in inputs}
    ranges = {node: range_of(cast(torch.dtype, dtype_of(node))) for node in inputs}
    for node, (low, high) in ranges.items():
        ranges[node] = _accepted(model, fed, node, low, high)
        fed[node] = torch.full_like(fed[node], ranges[node][1])
    return ranges


def _accepted(
    model: fx.GraphModule,
    fed: dict[fx.Node, Tensor],
    node: fx.Node,
    low: int,
    high: int,
) -> Range:
    """Find the widest range whose ends the network takes; from 0 where it needs that.

    The largest that it takes is found by halving.
    """

    def takes(value: int) -> bool:
        given = torch.full(shape_of(node), value, dtype=dtype_of(node))
        return _runs(model, {**fed, node: given})

    low = low if takes(low) else 0
    if takes(high):
        return low, high
    taken, refused = 0, high
    while refused - taken > 1:
        middle = (taken + refused) // 2
        taken, refused = (middle, refused) if takes(middle) else (taken, middle)
    return low, taken


def _runs(model: fx.GraphModule, fed: dict[fx.Node, Tensor]) -> bool:
    """Whether the ops that read integers made of these inputs can compute.

    All that is no such integer is zeros, which take no memory.
    """
    values: dict[fx.Node, Any] = dict(fed)

    def value_of(node: fx.Node) -> Any:
        if node in values:
            return values[node]
        if node.op == "get_attr" and not _is_inexact(dtype_of(node)):
            return get_tensor(model, node)
        return zeros(node.meta["val"])

    for node in model.graph.nodes:
        if node.op != "call_function" or values.keys().isdisjoint(node.all_input_nodes):
            continue
        args, kwargs = fx.map_arg((node.args, node.kwargs), value_of)
        try:
            with torch.no_grad():
                found = cast(Any, node.target)(*args, **kwargs)
        except TORCH_REFUSES:
            return False
        if not _is_inexact(dtype_of(node)):
            values[node] = found
    return True


def _is_inexact(dtype: torch.dtype | None) -> bool:
    return dtype is not None and (dtype.is_floating_point or dtype.is_complex)
