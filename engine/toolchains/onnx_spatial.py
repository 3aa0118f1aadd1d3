"""Convolutions, matrix products, normalization, pooling and resizing in ONNX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import fx

from engine.quantization.folding import WEIGHT_AXIS
from engine.toolchains.onnx_lowering import (
    Writer,
    arguments,
    lowering,
    pair,
    refuse,
    shape,
)

aten = torch.ops.aten


def convolution_attributes(node: fx.Node) -> dict[str, Any]:
    """The ONNX attributes of a convolution node."""
    given = arguments(node)
    spatial = len(shape(node)) - 2
    attributes: dict[str, Any] = {
        "kernel_shape": list(shape(given["weight"])[2:]),
        "strides": pair(given["stride"], spatial),
        "dilations": pair(given["dilation"], spatial),
        "group": int(given["groups"]),
    }
    if given["padding"] == "same":
        attributes["auto_pad"] = "SAME_UPPER"
    elif given["padding"] != "valid":
        attributes["pads"] = pair(given["padding"], spatial) * 2
    if "output_padding" in given:
        attributes["output_padding"] = pair(given["output_padding"], spatial)
    return attributes


@lowering(*(t for t in WEIGHT_AXIS if t is not aten.linear.default))
def _convolution(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    inputs = [writer.value(given["input"]), writer.value(given["weight"])]
    if given["bias"] is not None:
        inputs.append(writer.value(given["bias"]))
    op = "ConvTranspose" if node.target is aten.conv_transpose2d.input else "Conv"
    return writer.add(op, inputs, **convolution_attributes(node))


@lowering(aten.linear.default)
def _linear(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    source, weight = writer.value(given["input"]), writer.value(given["weight"])
    if len(shape(given["input"])) == 2:
        inputs = [source, weight]
        if given["bias"] is not None:
            inputs.append(writer.value(given["bias"]))
        return writer.add("Gemm", inputs, transB=1)
    turned = writer.part("Transpose", [weight], "turned", perm=[1, 0])
    if given["bias"] is None:
        return writer.add("MatMul", [source, turned])
    product = writer.part("MatMul", [source, turned], "product")
    return writer.add("Add", [product, writer.value(given["bias"])])


@lowering(aten.matmul.default, aten.bmm.default, aten.mm.default)
def _matrix_product(writer: Writer, node: fx.Node) -> str:
    return writer.add("MatMul", [writer.value(a) for a in node.args[:2]])


@lowering(aten.addmm.default)
def _addmm(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    inputs = [writer.value(given[key]) for key in ("mat1", "mat2", "self")]
    return writer.add(
        "Gemm", inputs, alpha=float(given["alpha"]), beta=float(given["beta"])
    )


@lowering(aten.batch_norm.default)
def _batch_norm(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    if given["training"]:
        raise refuse(node, "it is in training mode")
    channels = shape(given["running_mean"])[0]
    names = ("weight", "bias", "running_mean", "running_var")
    defaults = (np.ones, np.zeros, np.zeros, np.ones)
    inputs = [writer.value(given["input"])]
    for name, default in zip(names, defaults, strict=True):
        if given[name] is None:
            array = default(channels, dtype=np.float32)
            inputs.append(writer.builder.constant(array, f"{writer.label}_{name}"))
        else:
            inputs.append(writer.value(given[name]))
    return writer.add("BatchNormalization", inputs, epsilon=float(given["eps"]))


@lowering(aten.layer_norm.default)
def _layer_norm(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    size = list(given["normalized_shape"])
    weight = given["weight"]
    scale = (
        writer.value(weight)
        if weight is not None
        else writer.builder.constant(
            np.ones(size, np.float32), f"{writer.label}_weight"
        )
    )
    inputs = [writer.value(given["input"]), scale, writer.optional(given["bias"])]
    return writer.add(
        "LayerNormalization",
        inputs if inputs[2] else inputs[:2],
        axis=-len(size),
        epsilon=float(given["eps"]),
    )


@lowering(aten.group_norm.default)
def _group_norm(writer: Writer, node: fx.Node) -> str:
    """Normalize groups as instances, then scale and shift channels."""
    given = arguments(node)
    groups, size = int(given["num_groups"]), shape(given["input"])
    flat = writer.integers([size[0], groups, -1], "groups")
    grouped = writer.part("Reshape", [writer.value(given["input"]), flat], "grouped")
    ones = writer.builder.constant(np.ones(groups, np.float32), "ones")
    zeros = writer.builder.constant(np.zeros(groups, np.float32), "zeros")
    value = writer.part(
        "InstanceNormalization",
        [grouped, ones, zeros],
        "normalized",
        epsilon=float(given["eps"]),
    )
    value = writer.part("Reshape", [value, writer.integers(size, "shape")], "plain")
    channel = writer.integers([1, -1] + [1] * (len(size) - 2), "channel")
    for name, op in (("weight", "Mul"), ("bias", "Add")):
        if given[name] is not None:
            row = writer.part("Reshape", [writer.value(given[name]), channel], name)
            value = writer.part(op, [value, row], op.lower())
    return writer.add("Identity", [value])


@lowering(aten.avg_pool2d.default)
def _average_pool(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    if given["divisor_override"] is not None:
        raise refuse(node, "it has a divisor of its own")
    return writer.add(
        "AveragePool",
        [writer.value(given["self"])],
        count_include_pad=int(given["count_include_pad"]),
        **_window(node),
    )


@lowering(aten.max_pool2d.default)
def _max_pool(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    dilations = pair(given["dilation"])
    return writer.add(
        "MaxPool", [writer.value(given["self"])], dilations=dilations, **_window(node)
    )


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


@lowering(aten.convolution.default)
def _any_convolution(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    inputs = [writer.value(given["input"]), writer.value(given["weight"])]
    inputs.append(writer.optional(given["bias"]))
    rank = len(shape(node)) - 2
    op, more = "Conv", {}
    if given["transposed"]:
        op, more = (
            "ConvTranspose",
            {"output_padding": pair(given["output_padding"], rank)},
        )
    return writer.add(
        op,
        inputs,
        strides=pair(given["stride"], rank),
        pads=pair(given["padding"], rank) * 2,
        dilations=pair(given["dilation"], rank),
        group=int(given["groups"]),
        **more,
    )


def _window(node: fx.Node) -> dict[str, object]:
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
    if after == (1, 1):
        return writer.add("GlobalAveragePool", [source])
    if not any(a % b for a, b in zip(before, after, strict=True)):
        kernel = [a // b for a, b in zip(before, after, strict=True)]
        return writer.add("AveragePool", [source], kernel_shape=kernel, strides=kernel)
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


@lowering(aten.upsample_bilinear2d.vec)
def _bilinear(writer: Writer, node: fx.Node) -> str:
    corners = bool(arguments(node)["align_corners"])
    place = "align_corners" if corners else "half_pixel"
    return _resize(writer, node, mode="linear", coordinate_transformation_mode=place)


@lowering(aten.upsample_bicubic2d.vec)
def _bicubic(writer: Writer, node: fx.Node) -> str:
    corners = bool(arguments(node)["align_corners"])
    place = "align_corners" if corners else "half_pixel"
    return _resize(
        writer,
        node,
        mode="cubic",
        cubic_coeff_a=-0.75,
        coordinate_transformation_mode=place,
    )


@lowering(aten.upsample_nearest2d.vec)
def _nearest(writer: Writer, node: fx.Node) -> str:
    return _resize(
        writer,
        node,
        mode="nearest",
        nearest_mode="floor",
        coordinate_transformation_mode="asymmetric",
    )


@lowering(aten._upsample_nearest_exact2d.vec)
def _nearest_exact(writer: Writer, node: fx.Node) -> str:
    return _resize(
        writer,
        node,
        mode="nearest",
        nearest_mode="round_prefer_ceil",
        coordinate_transformation_mode="half_pixel",
    )


def _resize(writer: Writer, node: fx.Node, **attributes: object) -> str:
    given = arguments(node)
    source, factors = writer.value(given["input"]), given["scale_factors"]
    if factors is None:
        size = writer.integers(shape(node), "size")
        return writer.add("Resize", [source, "", "", size], **attributes)
    scales: Sequence[float] = [1.0, 1.0, *factors]
    name = f"{writer.label}_scales"
    return writer.add(
        "Resize", [source, "", writer.builder.floats(scales, name)], **attributes
    )
