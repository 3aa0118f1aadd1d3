"""Which ops may follow a node, and with what arguments."""

from __future__ import annotations

from functools import cache

import torch
from torch import fx

from engine.choices import Argument, ArgumentKind, Insertable
from engine.errors import EditError
from engine.opening.graph import arguments_of, shape_of
from engine.opening.summary import text as written
from engine.opening.titles import times
from engine.rewriting.propagation import compute_value
from engine.rewriting.surgery import find_op
from engine.sentence import say

_OPS: tuple[tuple[str, str, str, tuple[tuple[str, object], ...]], ...] = (
    ("aten.relu.default", say("ReLU"), "activation", ()),
    ("aten.sigmoid.default", say("Sigmoid"), "activation", ()),
    ("aten.silu.default", say("SiLU"), "activation", ()),
    ("aten.hardswish.default", say("Hard-swish"), "activation", ()),
    ("aten.hardsigmoid.default", say("Hard-sigmoid"), "activation", ()),
    ("aten.leaky_relu.default", say("Leaky ReLU"), "activation", ()),
    ("aten.elu.default", say("ELU"), "activation", ()),
    ("aten.gelu.default", say("GELU"), "activation", ()),
    ("aten.mish.default", say("Mish"), "activation", ()),
    ("aten.tanh.default", say("Tanh"), "activation", ()),
    ("aten.softmax.int", say("Softmax"), "activation", (("dim", 1),)),
    ("aten.clamp.default", say("Clamp"), "elementwise", (("min", 0), ("max", 6))),
    ("aten.clone.default", say("Identity"), "elementwise", ()),
    ("aten.add.Tensor", say("Add a number or node"), "elementwise", (("other", 1),)),
    (
        "aten.sub.Tensor",
        say("Subtract a number or node"),
        "elementwise",
        (("other", 1),),
    ),
    ("aten.mul.Tensor", say("Multiply"), "elementwise", (("other", 1.0),)),
    ("aten.div.Tensor", say("Divide"), "elementwise", (("other", 1.0),)),
    ("aten.neg.default", say("Negate"), "elementwise", ()),
    ("aten.abs.default", say("Absolute value"), "elementwise", ()),
    ("aten.exp.default", say("Exponential"), "elementwise", ()),
    ("aten.sqrt.default", say("Square root"), "elementwise", ()),
    (
        "aten.max_pool2d.default",
        say("Max pool"),
        "pooling",
        (("kernel_size", [3, 3]), ("stride", [1, 1]), ("padding", [1, 1])),
    ),
    (
        "aten.avg_pool2d.default",
        say("Average pool"),
        "pooling",
        (("kernel_size", [3, 3]), ("stride", [1, 1]), ("padding", [1, 1])),
    ),
    (
        "aten.adaptive_avg_pool2d.default",
        say("Adaptive average pool"),
        "pooling",
        (("output_size", [1, 1]),),
    ),
    ("aten.mean.dim", say("Mean"), "reduction", (("dim", [2, 3]), ("keepdim", True))),
    (
        "aten.argmax.default",
        say("Argmax"),
        "reduction",
        (("dim", 1), ("keepdim", True)),
    ),
    (
        "aten.upsample_nearest2d.vec",
        say("Resize, nearest"),
        "resize",
        (("output_size", None), ("scale_factors", [2.0, 2.0])),
    ),
    (
        "aten.upsample_bilinear2d.vec",
        say("Resize, bilinear"),
        "resize",
        (
            ("output_size", None),
            ("align_corners", False),
            ("scale_factors", [2.0, 2.0]),
        ),
    ),
    ("aten.permute.default", say("Permute"), "shape", (("dims", [0, 2, 3, 1]),)),
    ("aten.flatten.using_ints", say("Flatten"), "shape", (("start_dim", 1),)),
    ("npu.quant.default", say("Quant stub"), "quantization", ()),
    ("npu.dequant.default", say("Dequant stub"), "quantization", ()),
)
"""Ops without weights, with the arguments they have no sensible default for."""

_DTYPES = ("float32", "float16", "int64", "int32", "int16", "int8", "uint8", "bool")
_HIDDEN = ("memory_format", "generator", "layout", "device", "pin_memory")
_CHOICES = {
    "rounding_mode": ("None", "trunc", "floor"),
    "approximate": ("none", "tanh"),
    "padding_mode": ("zeros", "reflect", "replicate", "circular"),
    "mode": ("constant", "reflect", "replicate", "circular"),
}


def insertable_after(model: fx.GraphModule, node: str) -> tuple[Insertable, ...]:
    """Offer every op of the list behind a node, or say why it cannot follow."""
    (source,) = [each for each in model.graph.nodes if each.name == node]
    return tuple(
        Insertable(op, title, family, _arguments_of_new(op, dict(given)), reason)
        for op, title, family, given in _OPS
        for reason in [_why_not(source, op, dict(given))]
    )


def editable_arguments(node: fx.Node) -> tuple[Argument, ...]:
    """The arguments of an op that are written down, not read from other nodes."""
    if not isinstance(node.target, torch._ops.OpOverload):
        return ()
    formals = {each.name: each for each in node.target._schema.arguments}
    found = (
        _argument(formals[name], value, is_new=False)
        for name, value in arguments_of(node).items()
        if not _holds_node(value)
    )
    return tuple(each for each in found if each is not None)


def _why_not(source: fx.Node, op: str, given: dict[str, object]) -> str:
    value = source.meta.get("val")
    if source.op == "output" or not isinstance(value, torch.Tensor):
        return say("{name} is no single value", name=source.name)
    try:
        result = compute_value(op, find_op(op), (source,), given, value)
    except EditError:
        dtype = str(value.dtype).removeprefix("torch.")
        return say(
            "it takes no {times} of {dtype}", times=times(shape_of(source)), dtype=dtype
        )
    return "" if isinstance(result, torch.Tensor) else say("it yields several values")


@cache
def _formals(op: str) -> tuple[torch.Argument, ...]:
    return tuple(find_op(op)._schema.arguments[1:])


def _arguments_of_new(op: str, given: dict[str, object]) -> tuple[Argument, ...]:
    found = (
        _argument(
            formal,
            given.get(
                formal.name,
                formal.default_value if formal.has_default_value() else None,
            ),
            is_new=True,
        )
        for formal in _formals(op)
    )
    return tuple(each for each in found if each is not None)


def _argument(
    formal: torch.Argument, value: object, *, is_new: bool
) -> Argument | None:
    kind = str(formal.real_type)
    optional = kind.startswith("Optional[")
    inner = kind.removeprefix("Optional[").removesuffix("]") if optional else kind
    is_list = inner.startswith("List[")
    item = inner.removeprefix("List[").removesuffix("]") if is_list else inner
    word = _kind(item, value, is_new=is_new)
    if word is None or formal.name in _HIDDEN:
        return None
    choices = _CHOICES.get(formal.name, ()) if word == "str" else ()
    if word == "bool":
        choices = ("True", "False")
    elif word == "dtype":
        choices = _DTYPES
    if optional and choices and "None" not in choices:
        choices = ("None", *choices)
    length = getattr(formal, "N", None) or 0
    text = _text(value)
    return Argument(formal.name, word, text, is_list, optional, length, choices)


def _kind(item: str, value: object, *, is_new: bool) -> ArgumentKind | None:
    kinds: dict[str, ArgumentKind] = {
        "int": "int",
        "float": "float",
        "number": "float",
        "bool": "bool",
        "str": "str",
        "ScalarType": "dtype",
    }
    if item == "Tensor":
        if is_new:
            return "source"
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return "float" if is_number else None
    return kinds.get(item)


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_text, value))}]"
    return written(value)


def _holds_node(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_holds_node, value))
    return isinstance(value, fx.Node)
