"""Convolutions, matrix products, normalization and resizing in ONNX."""

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
    kernel = list(shape(given["weight"])[2:])
    spatial = len(kernel)
    attributes: dict[str, Any] = {
        "kernel_shape": kernel,
        "strides": pair(given["stride"], spatial),
        "dilations": pair(given["dilation"], spatial),
        "group": int(given["groups"]),
    }
    if given["padding"] == "same":
        attributes["pads"] = _same_pads(kernel, attributes["dilations"])
    elif given["padding"] != "valid":
        attributes["pads"] = pair(given["padding"], spatial) * 2
    if "output_padding" in given:
        attributes["output_padding"] = pair(given["output_padding"], spatial)
    return attributes


def _same_pads(kernel: list[int], dilations: list[int]) -> list[int]:
    """Keep the size; an odd pixel goes to the end. auto_pad knows no dilation."""
    total = [(k - 1) * d for k, d in zip(kernel, dilations, strict=True)]
    begin = [each // 2 for each in total]
    return begin + [each - b for each, b in zip(total, begin, strict=True)]


@lowering(*(t for t in WEIGHT_AXIS if t is not aten.linear.default))
def _convolution(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    inputs = [writer.value(given["input"]), writer.value(given["weight"])]
    if given["bias"] is not None:
        inputs.append(writer.value(given["bias"]))
    op = "ConvTranspose" if node.target is aten.conv_transpose2d.input else "Conv"
    return with_batch(writer, node, op, inputs, **convolution_attributes(node))


def with_batch(
    writer: Writer, node: fx.Node, op: str, inputs: list[str], **attributes: Any
) -> str:
    """Write an op of [N, C, ...] images, which may come without their batch axis."""
    size = shape(node.args[0])
    if len(size) == len(attributes["kernel_shape"]) + 2:
        return writer.add(op, inputs, **attributes)
    one = writer.integers([1, *size], "one")
    image = writer.part("Reshape", [inputs[0], one], "image")
    value = writer.part(op, [image, *inputs[1:]], "batch", **attributes)
    return writer.add("Reshape", [value, writer.integers(shape(node), "shape")])


@lowering(aten.linear.default)
def _linear(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    source, weight = writer.value(given["input"]), writer.value(given["weight"])
    if len(shape(given["input"])) == len(shape(given["weight"])) == 2:
        inputs = [source, weight]
        if given["bias"] is not None:
            inputs.append(writer.value(given["bias"]))
        return writer.add("Gemm", inputs, transB=1)
    turned = weight
    if len(shape(given["weight"])) == 2:
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
        raise refuse(node, "it takes the statistics of each batch itself")
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


@lowering(aten.convolution.default)
def _any_convolution(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    inputs = [writer.value(given["input"]), writer.value(given["weight"])]
    inputs.append(writer.optional(given["bias"]))
    rank = len(shape(given["weight"])) - 2
    op, more = "Conv", {}
    if given["transposed"]:
        op, more = (
            "ConvTranspose",
            {"output_padding": pair(given["output_padding"], rank)},
        )
    return with_batch(
        writer,
        node,
        op,
        inputs if inputs[2] else inputs[:2],
        kernel_shape=list(shape(given["weight"])[2:]),
        strides=pair(given["stride"], rank),
        pads=pair(given["padding"], rank) * 2,
        dilations=pair(given["dilation"], rank),
        group=int(given["groups"]),
        **more,
    )


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
