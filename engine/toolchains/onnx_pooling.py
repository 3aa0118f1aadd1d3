"""Pooling in ONNX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import fx

from engine.toolchains.onnx_lowering import (
    Writer,
    arguments,
    lowering,
    pair,
    refuse,
    shape,
)
from engine.toolchains.onnx_spatial import with_batch

aten = torch.ops.aten


@lowering(aten.avg_pool2d.default)
def _average_pool(writer: Writer, node: fx.Node) -> str:
    """Rows that only ceil_mode adds are pads that do not count, as runtimes disagree.

    Pads that count then are written before the op.
    """
    given = arguments(node)
    if given["divisor_override"] is not None:
        raise refuse(node, "it has a divisor of its own")
    source, window = writer.value(given["self"]), _window(node)
    counts = int(given["count_include_pad"])
    added = _rows_added(node)
    if any(added):
        if counts and any(window["pads"]):
            ends = [0] * (len(shape(node)) - 2) + window["pads"][:2]
            pads = writer.integers(ends * 2, "pads")
            source = writer.part("Pad", [source, pads], "padded")
            window["pads"] = [0] * 4
        begin, end = window["pads"][:2], window["pads"][2:]
        window["pads"] = begin + [a + b for a, b in zip(end, added, strict=True)]
        counts = 0
    return with_batch(
        writer,
        node,
        "AveragePool",
        [source],
        count_include_pad=counts,
        **{**window, "ceil_mode": 0},
    )


def _rows_added(node: fx.Node) -> list[int]:
    """How far the last window reaches past the padding, per axis, by ceil_mode."""
    window, sizes = _window(node), (shape(node.args[0])[-2:], shape(node)[-2:])
    sides = zip(
        *sizes,
        window["kernel_shape"],
        window["strides"],
        window["pads"][:2],
        strict=True,
    )
    return [
        max((out - 1) * stride + kernel - size - 2 * pad, 0)
        for size, out, kernel, stride, pad in sides
    ]


@lowering(aten.max_pool2d.default)
def _max_pool(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    source, dilations = writer.value(given["self"]), pair(given["dilation"])
    window = _window(node)
    return with_batch(writer, node, "MaxPool", [source], dilations=dilations, **window)


@lowering(aten.max_pool2d_with_indices.default)
def _max_pool_and_places(writer: Writer, node: fx.Node) -> Sequence[str]:
    given = arguments(node)
    return writer.builder.add_many(
        "MaxPool",
        [writer.value(given["self"])],
        [f"{writer.label}_values", f"{writer.label}_places"],
        writer.label,
        dilations=pair(given["dilation"]),
        **_window(node),
    )


def _window(node: fx.Node) -> dict[str, Any]:
    given = arguments(node)
    kernel = pair(given["kernel_size"])
    return {
        "kernel_shape": kernel,
        "strides": pair(given["stride"] or kernel),
        "pads": pair(given["padding"]) * 2,
        "ceil_mode": int(given["ceil_mode"]),
    }


@lowering(aten.adaptive_avg_pool2d.default)
def _adaptive_average(writer: Writer, node: fx.Node) -> str:
    """One global average, equal windows, or two matrix products with window means."""
    source = writer.value(node.args[0])
    before, after = shape(node.args[0])[-2:], shape(node)[-2:]
    if after == (1, 1) and len(shape(node)) == 4:
        return writer.add("GlobalAveragePool", [source])
    if not any(a % b for a, b in zip(before, after, strict=True)):
        kernel = [a // b for a, b in zip(before, after, strict=True)]
        window = {"kernel_shape": kernel, "strides": kernel}
        return with_batch(writer, node, "AveragePool", [source], **window)
    rows, columns = (_means(a, b) for a, b in zip(before, after, strict=True))
    left = writer.builder.constant(rows, f"{writer.label}_rows")
    right = writer.builder.constant(columns.T.copy(), f"{writer.label}_columns")
    return writer.add("MatMul", [left, writer.part("MatMul", [source, right], "wide")])


def _means(size: int, parts: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    matrix = np.zeros((parts, size), dtype=np.float32)
    for part in range(parts):
        start, end = part * size // parts, -(-(part + 1) * size // parts)
        matrix[part, start:end] = 1 / (end - start)
    return matrix
