"""One graph op as the line of ordinary torch a person would write for it.

Every spelling computes what the op computes. An op without a spelling of its own is
called as `torch.ops.aten…`, which is always right and reads less well.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import torch
from torch import fx

from engine.opening.graph import arguments_of, shape_of
from engine.opening.titles import op_name

Read: TypeAlias = Callable[[fx.Node], str]
"""How a node is referred to: a variable, or an entry of the weights."""

_INFIX = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "matmul": "@",
    "gt": ">",
    "ge": ">=",
    "lt": "<",
    "le": "<=",
    "eq": "==",
    "ne": "!=",
    "pow": "**",
    "bitwise_and": "&",
    "bitwise_or": "|",
}
_NAMES = {
    "F.": """conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d
        linear relu6 leaky_relu silu mish gelu hardswish hardsigmoid hardtanh softplus
        glu max_pool1d max_pool2d avg_pool1d avg_pool2d adaptive_avg_pool1d
        adaptive_avg_pool2d layer_norm group_norm pixel_shuffle pixel_unshuffle
        scaled_dot_product_attention""",
    "torch.": """relu sigmoid tanh exp log sqrt rsqrt reciprocal abs neg floor round sin
        cos erf square softmax log_softmax cat stack split split_with_sizes unbind sum
        mean amax amin argmax argmin cumsum clamp clamp_min clamp_max maximum minimum
        where bmm mm addmm prelu arange linspace full zeros ones eye meshgrid flip roll
        index_select gather slice_scatter select_scatter channel_shuffle logical_not
        logical_and logical_or zeros_like ones_like full_like topk tril triu""",
    "x.": "reshape permute expand transpose unsqueeze squeeze to repeat",
}
_HOME = {name: home for home, names in _NAMES.items() for name in names.split()}
"""Where the function of an op's name is: `x.` for a method of the first tensor."""

_RESIZES = {
    "upsample_linear1d": "linear",
    "upsample_bilinear2d": "bilinear",
    "upsample_bicubic2d": "bicubic",
    "upsample_nearest1d": "nearest",
    "upsample_nearest2d": "nearest",
    "_upsample_nearest_exact2d": "nearest-exact",
    "upsample_trilinear3d": "trilinear",
    "upsample_nearest3d": "nearest",
}
_STUBS = {"quant": "QuantStub()", "dequant": "DeQuantStub()"}
_LEFT_OUT = frozenset(
    {"layout", "device", "pin_memory", "memory_format", "cudnn_enable", "cudnn_enabled"}
)
"""Arguments about where and how, which change no value here."""


def spell(node: fx.Node, read: Read) -> str:
    """Write the call of one op: `F.conv2d(x, …)`, `x[:, 1:3]`, `a + b`."""
    if node.target is operator.getitem:
        return f"{literal(node.args[0], read)}[{node.args[1]}]"
    special = _SPECIAL.get(op_name(node))
    spelled = special(node, read) if special else _named(node, read)
    return spelled or _as_schema_call(node, read)


def literal(value: object, read: Read) -> str:
    """Write an argument as Python reads it back."""
    if isinstance(value, fx.Node):
        return read(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(literal(each, read) for each in value)}]"
    if isinstance(value, float) and not -torch.inf < value < torch.inf:
        return f'float("{value}")'
    if isinstance(value, torch.device):
        return f'"{value}"'
    return f'"{value}"' if isinstance(value, str) else str(value)


def _named(node: fx.Node, read: Read) -> str:
    home = _HOME.get(op_name(node), "")
    if home == "x.":
        return "" if node.target in _OTHERWISE else _method(node, read)
    return _call(home + op_name(node), node, read) if home else ""


def _as_schema_call(node: fx.Node, read: Read) -> str:
    given = [literal(each, read) for each in node.args]
    given += [f"{key}={literal(value, read)}" for key, value in node.kwargs.items()]
    return f"torch.ops.{node.target}({', '.join(given)})"


def _call(function: str, node: fx.Node, read: Read) -> str:
    """Call by the schema: tensors and what it requires by place, the rest by name."""
    target = node.target
    assert isinstance(target, torch._ops.OpOverload)
    values, spelled, in_place = arguments_of(node), [], True
    for formal in target._schema.arguments:
        value, required = values[formal.name], not formal.has_default_value()
        is_default = not required and value == formal.default_value
        if is_default or formal.name in _LEFT_OUT:
            in_place = False
            continue
        in_place &= not formal.kwarg_only and (required or isinstance(value, fx.Node))
        written = literal(value, read)
        spelled.append(written if in_place else f"{formal.name}={written}")
    return f"{function}({', '.join(spelled)})"


def _method(node: fx.Node, read: Read) -> str:
    first, *others = node.args
    spelled: list[str] = []
    for each in others:
        many = isinstance(each, (list, tuple)) and len(each) > 0
        spelled += (
            [literal(one, read) for one in each]  # type: ignore[union-attr]
            if many and op_name(node) != "squeeze"
            else [literal(each, read) if each != [] else "()"]
        )
    spelled += [f"{key}={literal(value, read)}" for key, value in node.kwargs.items()]
    return f"{literal(first, read)}.{op_name(node)}({', '.join(spelled)})"


def _infix(node: fx.Node, read: Read) -> str:
    given = arguments_of(node)
    plain = {"self", "other"} | ({"exponent"} if "exponent" in given else set())
    if given.get("alpha", 1) != 1 or set(given) - plain - {"alpha"}:
        return ""
    first, second = [literal(each, read) for key, each in given.items() if key in plain]
    sign = _INFIX[op_name(node)]
    first = _bracketed(first) if sign == "**" else first
    return f"{first} {sign} {_bracketed(second)}"


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


def _reversed_difference(node: fx.Node, read: Read) -> str:
    given = arguments_of(node)
    if given["alpha"] != 1:
        return ""
    return f"{literal(given['other'], read)} - {literal(given['self'], read)}"


def _slice(node: fx.Node, read: Read) -> str:
    given: Mapping[str, Any] = arguments_of(node)
    source = node.all_input_nodes[0]
    size = shape_of(source)[given["dim"]]
    start, end, step = slice(given["start"], given["end"], given["step"]).indices(size)
    index = f"{start or ''}:{'' if end >= size else end}"
    return _indexed(node, read, index if step == 1 else f"{index}:{step}")


def _select(node: fx.Node, read: Read) -> str:
    return _indexed(node, read, str(arguments_of(node)["index"]))


def _indexed(node: fx.Node, read: Read, index: str) -> str:
    given: Mapping[str, Any] = arguments_of(node)
    source = given["self"]
    before = ":, " * (given["dim"] % len(shape_of(source)))
    return f"{literal(source, read)}[{before}{index}]"


def _resize(node: fx.Node, read: Read) -> str:
    given = arguments_of(node)
    if "output_size" not in given or "scale_factors" not in given:
        return ""
    size, factors = given["output_size"], given["scale_factors"]
    how = f"size={literal(size, read)}" if size else f"scale_factor={factors}"
    corners = given.get("align_corners")
    words = [literal(given["input"], read), how, f'mode="{_RESIZES[op_name(node)]}"']
    words += [f"align_corners={corners}"] if "align_corners" in given else []
    return f"F.interpolate({', '.join(words)})"


def _batch_norm(node: fx.Node, read: Read) -> str:
    given = arguments_of(node)
    order = ("input", "running_mean", "running_var", "weight", "bias")
    spelled = [literal(given[name], read) for name in order]
    if given["training"]:
        return ""
    return f"F.batch_norm({', '.join(spelled)}, eps={given['eps']})"


def _pad(node: fx.Node, read: Read) -> str:
    return _call("F.pad", node, read)


def _stub(node: fx.Node, read: Read) -> str:
    return f"{_STUBS[op_name(node)]}({literal(node.args[0], read)})"


def _elu(node: fx.Node, read: Read) -> str:
    given = arguments_of(node)
    plain = given["scale"] == 1 and given["input_scale"] == 1
    return _call("F.elu", node, read) if plain else ""


aten = torch.ops.aten
_OTHERWISE = (aten.to.device, aten.to.other, aten.to.dtype_layout)
"""Overloads whose arguments the method of the same name takes in another way."""

_SPECIAL: dict[str, Callable[[fx.Node, Read], str]] = {
    **dict.fromkeys(_INFIX, _infix),
    **dict.fromkeys(_RESIZES, _resize),
    **dict.fromkeys(_STUBS, _stub),
    "rsub": _reversed_difference,
    "slice": _slice,
    "select": _select,
    "batch_norm": _batch_norm,
    "constant_pad_nd": _pad,
    "elu": _elu,
}
