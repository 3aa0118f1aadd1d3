"""Extremes, norms, variances and normalization by a picture's own, in ONNX."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
import torch
from torch import fx

from engine.sentence import say
from engine.toolchains.onnx_builder import element_type
from engine.toolchains.onnx_lowering import (
    Writer,
    arguments,
    lowering,
    positive,
    refuse,
    shape,
)

aten = torch.ops.aten

_OF_ALL: dict[Any, str] = {
    aten.mean.default: "ReduceMean",
    aten.max.default: "ReduceMax",
    aten.min.default: "ReduceMin",
}
_NORMS = {1.0: "ReduceL1", 2.0: "ReduceL2"}


@lowering(*_OF_ALL)
def _of_all(writer: Writer, node: fx.Node) -> str:
    source = writer.cast(node.args[0], node)
    return writer.add(_OF_ALL[node.target], [source], keepdims=0)


@lowering(aten.max.dim, aten.min.dim)
def _extreme_and_place(writer: Writer, node: fx.Node) -> Sequence[str]:
    given = arguments(node)
    kind = "Max" if node.target is aten.max.dim else "Min"
    source, keeps = writer.value(given["self"]), int(given["keepdim"])
    axis = positive(given["dim"], given["self"])
    axes = writer.integers([axis], "axes")
    return [
        writer.part(f"Reduce{kind}", [source, axes], "values", keepdims=keeps),
        writer.part(f"Arg{kind}", [source], "indices", axis=axis, keepdims=keeps),
    ]


@lowering(aten.any.dim, aten.any.dims, aten.all.dim, aten.all.dims)
def _whether(writer: Writer, node: fx.Node) -> str:
    """The largest or smallest of zeros and ones."""
    given = arguments(node)
    kind = "Max" if "any" in str(node.target) else "Min"
    is_true = writer.cast(given["self"], torch.bool)
    bits = writer.part("Cast", [is_true], "bits", to=element_type(torch.int32))
    inputs = [bits, _axes(writer, node)]
    most = writer.part(
        f"Reduce{kind}", inputs, kind.lower(), keepdims=int(given["keepdim"])
    )
    return writer.add("Cast", [most], to=element_type(torch.bool))


@lowering(aten.cumsum.default)
def _cumulative_sum(writer: Writer, node: fx.Node) -> str:
    axis = writer.integers(positive(arguments(node)["dim"], node), "axis")
    return writer.add("CumSum", [writer.cast(node.args[0], node), axis])


@lowering(aten.linalg_vector_norm.default)
def _norm(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    op = _NORMS.get(float(given["ord"]))
    if op is None:
        raise refuse(node, say("it is the norm of order {given}", given=given["ord"]))
    inputs = [writer.cast(given["self"], node), _axes(writer, node)]
    return writer.add(op, inputs, keepdims=int(given["keepdim"]))


@lowering(aten.var.correction)
def _variance(writer: Writer, node: fx.Node) -> str:
    """Σ(x - mean)² / (n - correction)."""
    given = arguments(node)
    source, axes = writer.value(given["self"]), _axes(writer, node)
    mean = writer.part("ReduceMean", [source, axes], "mean", keepdims=1)
    apart = writer.part("Sub", [source, mean], "apart")
    keeps = int(given["keepdim"])
    total = writer.part("ReduceSumSquare", [apart, axes], "total", keepdims=keeps)
    count = prod(shape(given["self"])[axis] for axis in _axis_numbers(node))
    correction = 1 if given["correction"] is None else given["correction"]
    return writer.add("Div", [total, writer.value(float(count - correction))])


@lowering(aten.instance_norm.default)
def _instance_norm(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    if not given["use_input_stats"]:
        raise refuse(node, "it uses running statistics")
    channels = shape(node)[1]
    slots = [
        writer.builder.floats(np.full(channels, plain).tolist(), name)
        if given[name] is None
        else writer.value(given[name])
        for name, plain in (("weight", 1.0), ("bias", 0.0))
    ]
    source = writer.value(given["input"])
    return writer.add(
        "InstanceNormalization", [source, *slots], epsilon=float(given["eps"])
    )


def _axes(writer: Writer, node: fx.Node) -> str:
    return writer.integers(_axis_numbers(node), "axes")


def _axis_numbers(node: fx.Node) -> list[int]:
    """The axes a call reduces; all where it names none."""
    given = arguments(node)
    named = given["dim"]
    axes = [named] if isinstance(named, int) else named
    source = given["self"]
    return [positive(axis, source) for axis in axes or range(len(shape(source)))]
