"""The few words drawn on a node, and the family its colour comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import cast

import torch
from torch import fx

from engine.info import Family
from engine.opening.graph import arguments_of, shape_of

_FAMILIES: dict[Family, str] = {
    "convolution": """conv1d conv2d conv3d convolution conv_transpose1d conv_transpose2d
        conv_transpose3d""",
    "normalization": """batch_norm group_norm layer_norm instance_norm rms_norm
        local_response_norm linalg_vector_norm""",
    "activation": """relu relu6 leaky_relu prelu elu selu celu silu mish gelu sigmoid
        log_sigmoid tanh hardtanh hardsigmoid hardswish softplus softsign softmax
        log_softmax glu threshold""",
    "elementwise": """add sub rsub mul div neg abs pow sqrt rsqrt reciprocal exp log
        maximum minimum clamp clamp_min clamp_max where eq ne lt le gt ge floor ceil
        round sin cos square floor_divide remainder bitwise_and bitwise_not logical_and
        logical_not to _to_copy""",
    "reduction": """sum mean amax amin max min argmax argmin prod var std norm topk
        cumsum all any sort""",
    "pooling": """max_pool1d max_pool2d max_pool3d avg_pool1d avg_pool2d avg_pool3d
        adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool2d
        max_pool2d_with_indices""",
    "resize": """upsample_bilinear2d upsample_nearest2d upsample_bicubic2d
        upsample_linear1d upsample_nearest1d upsample_trilinear3d upsample_nearest3d
        _upsample_nearest_exact2d grid_sampler grid_sampler_2d""",
    "shape": """cat stack split split_with_sizes unbind reshape transpose permute t
        unsqueeze squeeze expand expand_as select slice slice_scatter select_scatter pad
        constant_pad_nd reflection_pad2d replication_pad2d pixel_shuffle pixel_unshuffle
        channel_shuffle flip roll repeat gather scatter index index_put index_select
        tile getitem movedim swapaxes im2col unfold""",
    "quantization": "quant dequant",
    "matrix": "linear matmul mm bmm addmm baddbmm mv dot einsum outer "
    "scaled_dot_product_attention",
    "constant": """arange full zeros ones eye meshgrid linspace scalar_tensor zeros_like
        ones_like full_like empty new_zeros new_ones new_full""",
}
_FAMILY_OF = {
    name: family for family, names in _FAMILIES.items() for name in names.split()
}
_WORDS = {
    "relu": "ReLU",
    "relu6": "ReLU6",
    "leaky_relu": "leaky ReLU",
    "prelu": "PReLU",
    "silu": "SiLU",
    "gelu": "GELU",
    "elu": "ELU",
    "hardswish": "hard-swish",
    "hardsigmoid": "hard-sigmoid",
    "add": "add",
    "sub": "subtract",
    "rsub": "subtract",
    "mul": "multiply",
    "div": "divide",
    "neg": "− x",
    "cat": "concat",
    "matmul": "matrix product",
    "mm": "matrix product",
    "bmm": "matrix product",
    "split_with_sizes": "split",
    "constant_pad_nd": "pad",
    "scaled_dot_product_attention": "attention",
    "to": "convert",
    "_to_copy": "convert",
}


def op_name(node: fx.Node) -> str:
    """Name the op without namespace and overload: `conv2d`, `add`, `getitem`."""
    return _name_of(node.target)


@cache
def _name_of(target: object) -> str:
    if isinstance(target, torch._ops.OpOverload):
        return target._schema.name.partition("::")[2]
    return str(getattr(target, "__name__", target))


def family_of(node: fx.Node) -> Family:
    """Sort the node into the family its colour stands for."""
    if node.op in ("placeholder", "output"):
        return "io"
    if node.op == "get_attr":
        return "constant"
    return _FAMILY_OF.get(op_name(node), "other")


def title_of(node: fx.Node) -> str:
    """Say in a few words what an op does: `conv 3×3 s2`, `1 − x`, `resize ×2`."""
    name = op_name(node)
    special = _TITLES.get(name)
    title = special(node) if special is not None else ""
    return title or _WORDS.get(name, name.strip("_").replace("_", " "))


def _convolution(node: fx.Node) -> str:
    named = arguments_of(node)
    weight = shape_of(cast(fx.Node, named["weight"]))
    groups = cast(int, named["groups"])
    depthwise = groups > 1 and weight[1] == 1 and weight[0] % groups == 0
    transposed = "transpose" in op_name(node) or bool(named.get("transposed"))
    word = "depthwise" if depthwise else "conv"
    parts = ["transposed" if transposed else "", word, times(weight[2:])]
    parts += [_unless_one("s", named["stride"]), _unless_one("d", named["dilation"])]
    parts += [f"g{groups}" if groups > 1 and not depthwise else ""]
    return " ".join(part for part in parts if part)


def _pool(node: fx.Node) -> str:
    named = arguments_of(node)
    kernel = _numbers(named["kernel_size"])
    kernel = kernel * 2 if len(kernel) == 1 and "2d" in op_name(node) else kernel
    word = "max pool" if op_name(node).startswith("max") else "average pool"
    stride = _unless_one("s", named["stride"] or kernel)
    return f"{word} {times(kernel)} {stride}".rstrip()


def _adaptive_pool(node: fx.Node) -> str:
    size = _numbers(arguments_of(node)["output_size"])
    word = "max" if "max" in op_name(node) else "average"
    return "global pool" if set(size) == {1} else f"{word} pool to {times(size)}"


def _resize(node: fx.Node) -> str:
    before, after = shape_of(node.all_input_nodes[0])[2:], shape_of(node)[2:]
    ups = {b / a for a, b in zip(before, after, strict=True)}
    downs = {a / b for a, b in zip(before, after, strict=True)}
    for sign, ratios in (("×", ups), ("÷", downs)):
        if len(ratios) == 1 and next(iter(ratios)).is_integer():
            return f"resize {sign}{int(ratios.pop())}"
    return f"resize to {times(after)}"


def _constant_minus(node: fx.Node) -> str:
    constant = _scalar(node)
    return "" if constant is None else f"{number(constant)} − x"


def _with_constant(sign: str) -> Callable[[fx.Node], str]:
    def title(node: fx.Node) -> str:
        constant = _scalar(node)
        if constant is None:
            return ""
        if constant < 0 and sign in _OPPOSITE:
            return f"{_OPPOSITE[sign]} {number(-constant)}"
        return f"{sign} {number(constant)}"

    return title


def _power(node: fx.Node) -> str:
    exponent = arguments_of(node).get("exponent")
    plain = isinstance(exponent, (int, float))
    return f"power {number(cast(float, exponent))}" if plain else "power"


def _clamp(node: fx.Node) -> str:
    named = arguments_of(node)
    low, high = named.get("min"), named.get("max")
    if isinstance(low, fx.Node) or isinstance(high, fx.Node):
        return "clamp"
    ends = ["" if end is None else number(cast(float, end)) for end in (low, high)]
    return f"clamp {ends[0]}…{ends[1]}"


def _opaque(node: fx.Node) -> str:
    return str(node.args[1])


def _getitem(node: fx.Node) -> str:
    return f"part {node.args[1]}"


def number(value: float) -> str:
    """Write a constant as short as it stays readable, with a true minus sign."""
    return f"{value:.6g}".replace("-", "−")


def times(sizes: Iterable[int]) -> str:
    """Write sizes as `3×3`."""
    return "×".join(str(size) for size in sizes)


def _scalar(node: fx.Node) -> float | None:
    """Find the plain number of a binary op, unless it scales it by alpha too."""
    named = arguments_of(node)
    other = named.get("other")
    plain = isinstance(other, (int, float)) and named.get("alpha", 1) == 1
    return float(cast(float, other)) if plain else None


def _numbers(value: object) -> tuple[int, ...]:
    return (value,) if isinstance(value, int) else tuple(cast(list[int], value))


def _unless_one(letter: str, value: object) -> str:
    numbers = _numbers(value)
    if set(numbers) == {1}:
        return ""
    return letter + times(numbers[:1] if len(set(numbers)) == 1 else numbers)


_OPPOSITE = {"+": "−", "−": "+"}
_TITLES: dict[str, Callable[[fx.Node], str]] = {
    **dict.fromkeys(_FAMILIES["convolution"].split(), _convolution),
    **dict.fromkeys(_FAMILIES["resize"].split()[:8], _resize),
    **dict.fromkeys(_FAMILIES["pooling"].split()[:6], _pool),
    **dict.fromkeys(_FAMILIES["pooling"].split()[6:10], _adaptive_pool),
    "add": _with_constant("+"),
    "sub": _with_constant("−"),
    "mul": _with_constant("×"),
    "div": _with_constant("÷"),
    "rsub": _constant_minus,
    "pow": _power,
    "clamp": _clamp,
    "getitem": _getitem,
    "opaque": _opaque,
}
