"""Elementwise functions, comparisons and reductions in ONNX."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import fx

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

_UNARY: dict[Any, str] = {
    aten.relu.default: "Relu",
    aten.sigmoid.default: "Sigmoid",
    aten.tanh.default: "Tanh",
    aten.exp.default: "Exp",
    aten.log.default: "Log",
    aten.sqrt.default: "Sqrt",
    aten.reciprocal.default: "Reciprocal",
    aten.abs.default: "Abs",
    aten.neg.default: "Neg",
    aten.erf.default: "Erf",
    aten.sin.default: "Sin",
    aten.cos.default: "Cos",
    aten.floor.default: "Floor",
    aten.ceil.default: "Ceil",
    aten.round.default: "Round",
    aten.sign.default: "Sign",
    aten.tan.default: "Tan",
    aten.atan.default: "Atan",
    aten.mish.default: "Mish",
    aten.hardswish.default: "HardSwish",
    aten.logical_not.default: "Not",
    torch.ops.npu.quant.default: "Identity",
    torch.ops.npu.dequant.default: "Identity",
}
_BINARY: dict[Any, str] = {
    aten.mul.Tensor: "Mul",
    aten.mul.Scalar: "Mul",
    aten.div.Tensor: "Div",
    aten.div.Scalar: "Div",
    aten.maximum.default: "Max",
    aten.minimum.default: "Min",
    aten.pow.Tensor_Scalar: "Pow",
    aten.pow.Tensor_Tensor: "Pow",
    aten.logical_and.default: "And",
    aten.logical_or.default: "Or",
}
_COMPARISONS: dict[Any, str] = {
    aten.eq.Scalar: "Equal",
    aten.eq.Tensor: "Equal",
    aten.gt.Scalar: "Greater",
    aten.gt.Tensor: "Greater",
    aten.lt.Scalar: "Less",
    aten.lt.Tensor: "Less",
    aten.ge.Scalar: "GreaterOrEqual",
    aten.ge.Tensor: "GreaterOrEqual",
    aten.le.Scalar: "LessOrEqual",
    aten.le.Tensor: "LessOrEqual",
}
_REDUCTIONS: dict[Any, str] = {
    aten.sum.dim_IntList: "ReduceSum",
    aten.mean.dim: "ReduceMean",
    aten.amax.default: "ReduceMax",
    aten.amin.default: "ReduceMin",
}
_INVISIBLE = 20
"""From here on log(1 + exp(x)) is x in float32."""


@lowering(*_UNARY)
def _unary(writer: Writer, node: fx.Node) -> str:
    return writer.add(_UNARY[node.target], [writer.cast(node.args[0], node)])


@lowering(*_BINARY)
def _binary(writer: Writer, node: fx.Node) -> str:
    inputs = [writer.cast(operand, node) for operand in node.args[:2]]
    return writer.add(_BINARY[node.target], inputs)


@lowering(*_COMPARISONS)
def _comparison(writer: Writer, node: fx.Node) -> str:
    return writer.add(_COMPARISONS[node.target], _alike(writer, node))


@lowering(aten.ne.Scalar, aten.ne.Tensor)
def _unequal(writer: Writer, node: fx.Node) -> str:
    equal = writer.part("Equal", _alike(writer, node), "equal")
    return writer.add("Not", [equal])


def _alike(writer: Writer, node: fx.Node) -> list[str]:
    """Both operands in the dtype they are compared in."""
    one, other = node.args[:2]
    values = [a.meta["val"] if isinstance(a, fx.Node) else a for a in (one, other)]
    dtype = torch.result_type(*values)  # type: ignore[arg-type]
    return [writer.cast(operand, dtype) for operand in (one, other)]


@lowering(
    aten.add.Tensor,
    aten.add.Scalar,
    aten.sub.Tensor,
    aten.sub.Scalar,
    aten.rsub.Scalar,
    aten.rsub.Tensor,
)
def _sum(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    first = writer.cast(given["self"], node)
    second = writer.cast(given["other"], node)
    reversed_ = "rsub" in str(node.target)
    scaled, plain = (first, second) if reversed_ else (second, first)
    if given.get("alpha", 1) != 1:
        factor = writer.value(given["alpha"], node)
        scaled = writer.part("Mul", [scaled, factor], "scaled")
    op = "Add" if "add" in str(node.target) else "Sub"
    return writer.add(op, [plain, scaled])


@lowering(aten.silu.default)
def _silu(writer: Writer, node: fx.Node) -> str:
    source = writer.value(node.args[0])
    gate = writer.part("Sigmoid", [source], "sigmoid")
    return writer.add("Mul", [source, gate])


@lowering(aten.gelu.default)
def _gelu(writer: Writer, node: fx.Node) -> str:
    """x·Φ(x), with Φ(x) = (1 + erf(x / √2)) / 2, or its tanh approximation."""
    source = writer.value(node.args[0])
    half, one = writer.value(0.5, node), writer.value(1.0, node)
    if arguments(node)["approximate"] == "tanh":
        cube = writer.part(
            "Mul", [writer.part("Mul", [source, source], "square"), source], "cube"
        )
        small = writer.part("Mul", [cube, writer.value(0.044715, node)], "small")
        inner = writer.part("Add", [source, small], "inner")
        scale = writer.value(math.sqrt(2 / math.pi), node)
        bent = writer.part("Tanh", [writer.part("Mul", [inner, scale], "arg")], "tanh")
    else:
        root = writer.value(math.sqrt(2), node)
        bent = writer.part("Erf", [writer.part("Div", [source, root], "arg")], "erf")
    gate = writer.part("Mul", [writer.part("Add", [bent, one], "gate"), half], "phi")
    return writer.add("Mul", [source, gate])


@lowering(aten.hardsigmoid.default)
def _hardsigmoid(writer: Writer, node: fx.Node) -> str:
    return writer.add(
        "HardSigmoid", [writer.value(node.args[0])], alpha=1 / 6, beta=0.5
    )


@lowering(aten.leaky_relu.default)
def _leaky_relu(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    slope = float(given["negative_slope"])
    return writer.add("LeakyRelu", [writer.value(given["self"])], alpha=slope)


@lowering(aten.elu.default)
def _elu(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    source, alpha = writer.value(given["self"]), float(given["alpha"])
    if given["scale"] == given["input_scale"] == 1:
        return writer.add("Elu", [source], alpha=alpha)
    zero, steep = writer.value(0.0), writer.value(given["input_scale"])
    above = writer.part("Max", [source, zero], "above")
    below = writer.part(
        "Mul", [writer.part("Min", [source, zero], "below"), steep], "x"
    )
    bent = writer.part("Elu", [below], "bent", alpha=alpha)
    both = writer.part("Add", [above, bent], "both")
    return writer.add("Mul", [both, writer.value(given["scale"])])


@lowering(aten.softplus.default)
def _softplus(writer: Writer, node: fx.Node) -> str:
    """log(1 + exp(βx)) / β, and x itself where βx exceeds the threshold."""
    given = arguments(node)
    source = writer.value(given["self"])
    beta, threshold = float(given["beta"]), float(given["threshold"])
    if beta == 1 and threshold >= _INVISIBLE:
        return writer.add("Softplus", [source])
    steep = writer.part("Mul", [source, writer.value(beta, node)], "steep")
    bent = writer.part("Softplus", [steep], "bent")
    bent = writer.part("Div", [bent, writer.value(beta, node)], "curve")
    above = writer.part("Greater", [steep, writer.value(threshold, node)], "above")
    return writer.add("Where", [above, source, bent])


@lowering(aten.prelu.default)
def _prelu(writer: Writer, node: fx.Node) -> str:
    source, slope = writer.value(node.args[0]), writer.value(node.args[1])
    spatial = len(shape(node.args[0])) - 2
    if spatial > 0 and shape(node.args[1]) != (1,):
        target = writer.integers([-1] + [1] * spatial, "slope_shape")
        slope = writer.part("Reshape", [slope, target], "slope")
    return writer.add("PRelu", [source, slope])


@lowering(
    aten.clamp.default,
    aten.hardtanh.default,
    aten.clamp_min.default,
    aten.clamp_max.default,
    aten.relu6.default,
)
def _clamp(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    low = given.get("min", given.get("min_val"))
    high = given.get("max", given.get("max_val"))
    if node.target is aten.relu6.default:
        low, high = 0.0, 6.0
    source = given["self"]
    ends = ["" if end is None else writer.value(end, source) for end in (low, high)]
    return writer.add("Clip", [writer.value(source), *ends])


@lowering(aten.clamp.Tensor)
def _clamp_between(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    value = writer.cast(given["self"], node)
    for op, end in (("Max", given["min"]), ("Min", given["max"])):
        if end is not None:
            value = writer.part(op, [value, writer.cast(end, node)], op.lower())
    return writer.add("Identity", [value])


@lowering(aten.log1p.default, aten.expm1.default)
def _beside_one(writer: Writer, node: fx.Node) -> str:
    """log(1 + x) and exp(x) - 1."""
    source, one = writer.cast(node.args[0], node), writer.value(1.0, node)
    if node.target is aten.log1p.default:
        return writer.add("Log", [writer.part("Add", [source, one], "more")])
    return writer.add("Sub", [writer.part("Exp", [source], "exp"), one])


@lowering(aten.remainder.Scalar, aten.remainder.Tensor)
def _remainder(writer: Writer, node: fx.Node) -> str:
    """X - n·⌊x / n⌋, which has the sign of n, as Mod of integers has."""
    inputs = [writer.cast(operand, node) for operand in node.args[:2]]
    if not node.meta["val"].is_floating_point():
        return writer.add("Mod", inputs)
    turns = writer.part("Floor", [writer.part("Div", inputs, "turns")], "floor")
    whole = writer.part("Mul", [turns, inputs[1]], "whole")
    return writer.add("Sub", [inputs[0], whole])


@lowering(aten.div.Tensor_mode, aten.div.Scalar_mode)
def _whole_quotient(writer: Writer, node: fx.Node) -> str:
    """Round x / n down, or towards zero; exact for integers."""
    given = arguments(node)
    inputs = [writer.cast(given[name], node) for name in ("self", "other")]
    floors = given["rounding_mode"] == "floor"
    if node.meta["val"].is_floating_point():
        quotient = writer.part("Div", inputs, "quotient")
        if floors:
            return writer.add("Floor", [quotient])
        sign = writer.part("Sign", [quotient], "sign")
        size = writer.part("Floor", [writer.part("Abs", [quotient], "abs")], "size")
        return writer.add("Mul", [size, sign])
    if floors:
        rest = writer.part("Mod", inputs, "rest")
        inputs[0] = writer.part("Sub", [inputs[0], rest], "multiple")
    return writer.add("Div", inputs)


@lowering(aten.fmod.Scalar, aten.fmod.Tensor)
def _fmod(writer: Writer, node: fx.Node) -> str:
    inputs = [writer.cast(operand, node) for operand in node.args[:2]]
    return writer.add("Mod", inputs, fmod=1)


@lowering(
    aten.bitwise_and.Tensor,
    aten.bitwise_or.Tensor,
    aten.bitwise_xor.Tensor,
    aten.logical_xor.default,
    aten.bitwise_not.default,
)
def _logic(writer: Writer, node: fx.Node) -> str:
    if node.meta["val"].dtype != torch.bool:
        raise refuse(node, "it works on the bits of numbers")
    name = str(node.target).rpartition(".")[0].rpartition("_")[2].capitalize()
    inputs = [writer.cast(operand, torch.bool) for operand in node.args]
    return writer.add(name, inputs)


@lowering(aten.rsqrt.default)
def _rsqrt(writer: Writer, node: fx.Node) -> str:
    root = writer.part("Sqrt", [writer.value(node.args[0])], "sqrt")
    return writer.add("Reciprocal", [root])


@lowering(aten.where.self)
def _where(writer: Writer, node: fx.Node) -> str:
    condition, *branches = node.args
    values = [writer.cast(branch, node) for branch in branches]
    return writer.add("Where", [writer.value(condition), *values])


@lowering(aten.to.dtype, aten._to_copy.default)
def _cast(writer: Writer, node: fx.Node) -> str:
    kind = element_type(node.meta["val"].dtype)
    return writer.add("Cast", [writer.value(node.args[0])], to=kind)


@lowering(*_REDUCTIONS)
def _reduction(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    axes = [
        positive(a, given["self"])
        for a in given["dim"] or range(len(shape(given["self"])))
    ]
    source, keeps = writer.cast(given["self"], node), int(given["keepdim"])
    inputs = [source, writer.integers(axes, "axes")]
    return writer.add(_REDUCTIONS[node.target], inputs, keepdims=keeps)


@lowering(aten.argmax.default, aten.argmin.default)
def _argument_of_extreme(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    if given["dim"] is None:
        raise refuse(node, "it searches over all axes at once")
    op = "ArgMax" if node.target is aten.argmax.default else "ArgMin"
    axis = positive(given["dim"], given["self"])
    source = writer.value(given["self"])
    return writer.add(op, [source], axis=axis, keepdims=int(given["keepdim"]))


@lowering(aten.softmax.int, aten._softmax.default, aten.log_softmax.int)
def _softmax(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    op = "LogSoftmax" if node.target is aten.log_softmax.int else "Softmax"
    axis = positive(given["dim"], given["self"])
    return writer.add(op, [writer.value(given["self"])], axis=axis)
