# ruff: noqa: D403, D415  (a docstring here completes a sentence)
"""Limits of sliding windows: convolutions, pools and resizes."""

from __future__ import annotations

from math import prod

from torch import fx

from engine.opening.graph import shape_of
from engine.sentence import say
from engine.targets.calls import arguments, op_name
from engine.targets.constraints.constraint import constraint


def _sizes(node: fx.Node, name: str) -> tuple[int, ...]:
    value = arguments(node).get(name)
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return (value,) if isinstance(value, int) else ()


def _kernel(node: fx.Node) -> tuple[int, ...]:
    weight = arguments(node).get("weight")
    if isinstance(weight, fx.Node):
        return shape_of(weight)[2:]
    return _sizes(node, "kernel_size")


def _stride(node: fx.Node) -> tuple[int, ...]:
    return _sizes(node, "stride") or _kernel(node)


def _channels(node: fx.Node, shape: tuple[int, ...]) -> int:
    """How many channels a value has, which lie before the axes of a kernel."""
    axis = 1
    if op_name(node) == "aten.linear":
        axis = len(shape) - 1
    elif isinstance(arguments(node).get("weight"), fx.Node) and _kernel(node):
        axis = len(shape) - len(_kernel(node)) - 1
    return shape[axis] if 0 <= axis < len(shape) else 0


def _leaves(node: fx.Node) -> bool:
    return all(
        user.op == "output" or op_name(user) == "npu.dequant" for user in node.users
    )


def _crossed(sizes: tuple[float, ...]) -> str:
    return "×".join(f"{size:g}" for size in sizes)


def _above(sizes: tuple[int, ...], limit: int) -> str | None:
    return _crossed(sizes) if any(size > limit for size in sizes) else None


def _below(sizes: tuple[int, ...], limit: int) -> str | None:
    return _crossed(sizes) if any(size < limit for size in sizes) else None


@constraint()
def max_kernel(node: fx.Node, limit: int) -> str | None:
    """a kernel of at most {limit}"""
    return _above(_kernel(node), limit)


@constraint()
def min_kernel(node: fx.Node, limit: int) -> str | None:
    """a kernel of at least {limit}"""
    return _below(_kernel(node), limit)


@constraint()
def max_filter(node: fx.Node, limit: int) -> str | None:
    """at most {limit} weights for one output channel"""
    weight = arguments(node).get("weight")
    count = prod(shape_of(weight)[1:]) if isinstance(weight, fx.Node) else 0
    return str(count) if count > limit else None


@constraint()
def min_stride(node: fx.Node, limit: int) -> str | None:
    """a stride of at least {limit}"""
    return _below(_stride(node), limit)


@constraint()
def max_stride(node: fx.Node, limit: int) -> str | None:
    """a stride of at most {limit}"""
    return _above(_stride(node), limit)


@constraint()
def max_padding(node: fx.Node, limit: int) -> str | None:
    """a padding of at most {limit}"""
    return _above(_sizes(node, "padding"), limit)


@constraint()
def padding_below_half_kernel(node: fx.Node, limit: bool) -> str | None:
    """a padding below half its kernel"""
    kernel, padding = _kernel(node), _sizes(node, "padding")
    if all(2 * pad < size for size, pad in zip(kernel, padding, strict=False)):
        return None
    return say(
        "kernel {crossed} and padding {other_crossed}",
        crossed=_crossed(kernel),
        other_crossed=_crossed(padding),
    )


@constraint()
def padding_within_stride(node: fx.Node, limit: bool) -> str | None:
    """a padding of at most its kernel divided by its stride"""
    kernel, stride, padding = _kernel(node), _stride(node), _sizes(node, "padding")
    sides = zip(kernel, stride, padding, strict=False)
    if all(pad * step <= size for size, step, pad in sides):
        return None
    return say(
        "kernel {crossed}, stride {other_crossed} and padding {third_crossed}",
        crossed=_crossed(kernel),
        other_crossed=_crossed(stride),
        third_crossed=_crossed(padding),
    )


@constraint()
def same_padding(node: fx.Node, limit: bool) -> str | None:
    """a padding in numbers"""
    found = arguments(node).get("padding")
    return repr(found) if isinstance(found, str) else None


@constraint()
def max_output_padding(node: fx.Node, limit: int) -> str | None:
    """an output padding of at most {limit}"""
    return _above(_sizes(node, "output_padding"), limit)


@constraint()
def max_dilation(node: fx.Node, limit: int) -> str | None:
    """a dilation of at most {limit}"""
    return _above(_sizes(node, "dilation"), limit)


@constraint()
def dilated_stride(node: fx.Node, limit: int) -> str | None:
    """a stride of {limit} where it is dilated"""
    dilated = any(size != 1 for size in _sizes(node, "dilation"))
    return _above(_stride(node), limit) if dilated else None


@constraint()
def kernel_reaches_stride(node: fx.Node, limit: bool) -> str | None:
    """a kernel at least as large as its stride"""
    kernel, stride = _kernel(node), _stride(node)
    if all(size >= step for size, step in zip(kernel, stride, strict=False)):
        return None
    return say(
        "kernel {crossed} and stride {other_crossed}",
        crossed=_crossed(kernel),
        other_crossed=_crossed(stride),
    )


@constraint()
def max_channels(node: fx.Node, limit: int) -> str | None:
    """at most {limit} channels"""
    shapes = [*map(shape_of, node.all_input_nodes[:1]), shape_of(node)]
    channels = max(_channels(node, shape) for shape in shapes)
    return str(channels) if channels > limit else None


@constraint(looks_ahead=True)
def max_out_channels(node: fx.Node, limit: int) -> str | None:
    """at most {limit} output channels inside the network"""
    count = _channels(node, shape_of(node))
    return str(count) if count > limit and not _leaves(node) else None


@constraint(looks_ahead=True)
def max_leaving_channels(node: fx.Node, limit: int) -> str | None:
    """at most {limit} output channels where its value leaves the network"""
    count = _channels(node, shape_of(node))
    return str(count) if count > limit and _leaves(node) else None


@constraint()
def count_include_pad(node: fx.Node, limit: bool) -> str | None:
    """count_include_pad={limit} where it pads"""
    pads = any(_sizes(node, "padding"))
    found = arguments(node).get("count_include_pad")
    return str(found) if pads and found is not limit else None


@constraint()
def divisor_override(node: fx.Node, limit: bool) -> str | None:
    """no divisor_override"""
    found = arguments(node).get("divisor_override")
    return str(found) if found is not None else None


@constraint()
def ceil_mode(node: fx.Node, limit: bool) -> str | None:
    """ceil_mode={limit}"""
    found = bool(arguments(node).get("ceil_mode"))
    return str(found) if found is not limit else None


@constraint()
def divisible(node: fx.Node, limit: bool) -> str | None:
    """an input that its output size divides"""
    before = shape_of(node.all_input_nodes[0])
    after = _sizes(node, "output_size")
    spatial = before[len(before) - len(after) :]
    if all(size % parts == 0 for size, parts in zip(spatial, after, strict=True)):
        return None
    return say(
        "{crossed} for {other_crossed}",
        crossed=_crossed(spatial),
        other_crossed=_crossed(after),
    )


@constraint()
def align_corners(node: fx.Node, limit: bool) -> str | None:
    """align_corners={limit}"""
    found = arguments(node).get("align_corners")
    return str(found) if found is not None and found is not limit else None


@constraint()
def explicit_size(node: fx.Node, limit: bool) -> str | None:
    """a size, or recompute_scale_factor=True"""
    factors = arguments(node).get("scale_factors")
    return (
        say("scale factors {crossed}", crossed=_crossed(tuple(factors)))
        if factors
        else None
    )


@constraint()
def max_ratio(node: fx.Node, limit: int) -> str | None:
    """a ratio of at most {limit}, and above 1/{limit}"""
    before, after = shape_of(node.all_input_nodes[0])[2:], shape_of(node)[2:]
    ratios = tuple(new / old for old, new in zip(before, after, strict=True))
    outside = any(not 1 / limit < ratio <= limit for ratio in ratios)
    return say("the ratio {crossed}", crossed=_crossed(ratios)) if outside else None


@constraint()
def centre_sampling(node: fx.Node, limit: bool) -> str | None:
    """pixels at their centres, as nearest-exact does"""
    before, after = shape_of(node.all_input_nodes[0])[2:], shape_of(node)[2:]
    if all(new % old == 0 for old, new in zip(before, after, strict=True)):
        return None
    return say(
        "corners, from {crossed} to {other_crossed}",
        crossed=_crossed(before),
        other_crossed=_crossed(after),
    )


@constraint()
def interpolation_modes(node: fx.Node, limit: tuple[int, ...]) -> str | None:
    """interpolation modes {limit} (0 bilinear, 1 nearest, 2 bicubic)"""
    found = arguments(node).get("interpolation_mode")
    return str(found) if found not in limit else None


@constraint()
def padding_modes(node: fx.Node, limit: tuple[int, ...]) -> str | None:
    """padding modes {limit} (0 zeros, 1 border, 2 reflection)"""
    found = arguments(node).get("padding_mode")
    return str(found) if found not in limit else None


@constraint()
def pad_modes(node: fx.Node, limit: tuple[str, ...]) -> str | None:
    """the pad mode {limit}"""
    found = arguments(node).get("mode")
    return str(found) if found not in limit else None
