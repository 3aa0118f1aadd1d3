"""Ops that look values up, pick them out or put them in, in ONNX."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import torch
from torch import fx

from engine.toolchains.onnx_lowering import (
    Writer,
    arguments,
    lowering,
    positive,
    refuse,
    shape,
)

aten = torch.ops.aten


@lowering(aten.gather.default)
def _gather(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    axis = positive(given["dim"], given["self"])
    source, index = writer.value(given["self"]), writer.value(given["index"])
    if shape(given["self"])[:axis] != shape(given["index"])[:axis]:
        raise refuse(node, "its index is smaller than its input")
    return writer.add("GatherElements", [source, index], axis=axis)


@lowering(aten.embedding.default)
def _embedding(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    inputs = [writer.value(given["weight"]), writer.value(given["indices"])]
    return writer.add("Gather", inputs, axis=0)


@lowering(aten.index.Tensor)
def _index(writer: Writer, node: fx.Node) -> str:
    """x[:, i, j]: neighbouring indexed axes become one, and i, j one index i·n + j."""
    given = arguments(node)
    source, indices = given["self"], list(given["indices"])
    axes = [axis for axis, index in enumerate(indices) if index is not None]
    if axes != list(range(axes[0], axes[-1] + 1)):
        raise refuse(node, "the axes it indexes are not neighbours")
    if any(indices[axis].meta["val"].dtype == torch.bool for axis in axes):
        raise refuse(node, "how many values it picks depends on the values")
    sizes = shape(source)
    whole = _wrapped(writer, indices[axes[0]], sizes[axes[0]], axes[0])
    for axis in axes[1:]:
        index = _wrapped(writer, indices[axis], sizes[axis], axis)
        size = writer.integers(sizes[axis], "size")
        row = writer.part("Mul", [whole, size], f"row_{axis}")
        whole = writer.part("Add", [row, index], f"place_{axis}")
    flat = [*sizes[: axes[0]], prod(sizes[a] for a in axes), *sizes[axes[-1] + 1 :]]
    row = writer.part(
        "Reshape", [writer.value(source), writer.integers(flat, "sizes")], "table"
    )
    return writer.add("Gather", [row, whole], axis=axes[0])


def _wrapped(writer: Writer, index: fx.Node, size: int, axis: int) -> str:
    """Count from the front what counts from the end: i mod n."""
    inputs = [writer.cast(index, torch.int64), writer.integers(size, "size")]
    return writer.part("Mod", inputs, f"index_{axis}")


@lowering(aten.topk.default)
def _topk(writer: Writer, node: fx.Node) -> Sequence[str]:
    given = arguments(node)
    count = writer.integers([int(given["k"])], "count")
    names = [f"{writer.label}_values", f"{writer.label}_indices"]
    return writer.builder.add_many(
        "TopK",
        [writer.value(given["self"]), count],
        names,
        writer.label,
        axis=positive(given["dim"], given["self"]),
        largest=int(given["largest"]),
        sorted=int(given["sorted"]),
    )


@lowering(aten.slice_scatter.default)
def _slice_scatter(writer: Writer, node: fx.Node) -> str:
    """Put the source behind the input and pick every place from one of the two."""
    given = arguments(node)
    axis = positive(given["dim"], node)
    size = shape(node)[axis]
    places = range(size)[slice(given["start"], given["end"], given["step"])]
    order = np.arange(size)
    order[places.start : places.stop : places.step] = size + np.arange(len(places))
    both = [writer.value(given["self"]), writer.cast(given["src"], node)]
    joined = writer.part("Concat", both, "both", axis=axis)
    index = writer.integers(order.tolist(), "order")
    return writer.add("Gather", [joined, index], axis=axis)


@lowering(aten.copy.default)
def _copy(writer: Writer, node: fx.Node) -> str:
    """Fill the shape of the first with the values of the second."""
    size = writer.integers(shape(node), "shape")
    return writer.add("Expand", [writer.cast(node.args[1], node), size])


@lowering(
    aten.full_like.default,
    aten.zeros_like.default,
    aten.ones_like.default,
    aten.new_zeros.default,
    aten.new_ones.default,
    aten.new_full.default,
)
def _filled(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    number = float("ones" in str(node.target))
    value = torch.full(
        shape(node), given.get("fill_value", number), dtype=node.meta["val"].dtype
    )
    return writer.builder.constant(value.numpy(), writer.label)


@lowering(aten.grid_sampler.default, aten.grid_sampler_2d.default)
def _grid_sampler(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    if len(shape(node)) != 4:
        raise refuse(node, "it samples in three dimensions")
    modes = ("bilinear", "nearest", "bicubic")
    if writer.builder.opset >= 20:
        modes = ("linear", "nearest", "cubic")
    return writer.add(
        "GridSample",
        [writer.value(given["input"]), writer.value(given["grid"])],
        mode=modes[given["interpolation_mode"]],
        padding_mode=("zeros", "border", "reflection")[given["padding_mode"]],
        align_corners=int(given["align_corners"]),
    )
