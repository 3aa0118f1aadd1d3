# ruff: noqa: D415  (a docstring here is the algebra)
"""Averages over windows and over whole maps, which chips spell differently."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, pair, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.rewriting.rules.parts import adaptive_windows
from engine.sentence import say
from engine.targets.calls import is_float

aten = torch.ops.aten


@rule(
    aten.adaptive_avg_pool2d.default,
    title="Write adaptive pooling as plain pooling",
    clears=("unsupported", "divisible"),
)
def adaptive_pool_as_pool(input: Tensor, output_size: list[int]) -> Tensor:
    """adaptive_avg_pool(x, m) = avg_pool(x, k, stride s), if all m windows are alike

    Where m divides n, k = s = n/m; of 7 values, 3 windows have k = 3 and s = 2.
    """
    kernel, stride = _even_windows(input, output_size)
    return F.avg_pool2d(input, kernel, stride)


@rule(aten.adaptive_avg_pool2d.default, title="Write global pooling as a mean")
def pool_as_mean(input: Tensor, output_size: list[int]) -> Tensor:
    """adaptive_avg_pool(x, 1) = mean(x, rows and columns)"""
    if list(output_size) != [1, 1]:
        raise NoMatch(
            say(
                "it pools to {output_size}, not to one value",
                output_size=tuple(output_size),
            )
        )
    return input.mean([-2, -1], keepdim=True)


@rule(
    aten.mean.dim,
    title="Write the mean of a map as global pooling",
    clears=("unsupported", "axes", "max_axes", "max_reduced"),
)
def mean_as_pool(input: Tensor, dim: list[int] | None, keepdim: bool) -> Tensor:
    """mean(x, rows and columns) = adaptive_avg_pool(x, 1)

    Where other axes are averaged too, they are so afterwards.
    """
    axes = {axis % 4 for axis in dim or range(4)}
    if input.dim() != 4 or not axes >= {2, 3}:
        raise NoMatch(say("it is no mean over rows and columns of 4 dimensions"))
    mean, others = F.adaptive_avg_pool2d(input, (1, 1)), sorted(axes - {2, 3})
    if others:
        mean = mean.mean(others, keepdim=True)
    kept = [input.shape[axis] for axis in range(4) if axis not in axes]
    return mean if keepdim else mean.reshape(kept)


def read_maximum(node: fx.Node) -> Site:
    """An adaptive maximum of which only the values are read."""
    given: dict[str, Any] = dict(arguments_of(node))
    if any(part.args[1] != 0 for part in node.users):
        raise NoMatch(say("its indices are read"))
    arguments = {"input": given["self"], "output_size": given["output_size"]}
    return Site(arguments, tuple(node.users), node)


@rule(
    aten.adaptive_max_pool2d.default,
    title="Write adaptive maximum as plain maximum",
    clears=("unsupported", "divisible"),
    site=read_maximum,
)
def adaptive_maximum_as_pool(input: Tensor, output_size: list[int]) -> Tensor:
    """adaptive_max_pool(x, m) = max_pool(x, k, stride s), if all m windows are alike"""
    kernel, stride = _even_windows(input, output_size)
    return F.max_pool2d(input, kernel, stride)


@rule(
    aten.avg_pool2d.default,
    title="Write the average of the whole map as a mean",
)
def whole_pool_as_mean(
    input: Tensor,
    kernel_size: list[int],
    stride: list[int],
    padding: list[int],
    ceil_mode: bool,
    count_include_pad: bool,
) -> Tensor:
    """avg_pool(x, kernel of the size of x) = mean(x, rows and columns)"""
    if not input.is_floating_point():
        raise NoMatch(say("it averages integers and rounds"))
    kernel = list(pair(kernel_size))
    if kernel != list(input.shape[-2:]) or any(padding):
        raise NoMatch(
            say(
                "its kernel {kernel} does not cover the whole map", kernel=tuple(kernel)
            )
        )
    return input.mean([-2, -1], keepdim=True)


def divisible_pool(node: fx.Node) -> Site:
    """An average without padding whose windows are made of whole smaller ones."""
    given: dict[str, Any] = dict(arguments_of(node))
    kernel = list(pair(given["kernel_size"]))
    stride = list(pair(given["stride"] or kernel))
    if not is_float(node):
        raise NoMatch(say("it averages integers and rounds"))
    if any(given["padding"]):
        padding = _crossed(list(pair(given["padding"])))
        raise NoMatch(
            say(
                "it pads by {padding}; only a pool without padding splits",
                padding=padding,
            )
        )
    if given["divisor_override"] is not None:
        raise NoMatch(say("it divides by {given}", given=given["divisor_override"]))
    sizes, counts = shape_of(given["self"])[-2:], shape_of(node)[-2:]
    axes = list(zip(sizes, counts, kernel, stride, strict=True))
    if any((count - 1) * step + side > size for size, count, side, step in axes):
        raise NoMatch(say("its last windows reach over the edge"))
    inner = [_inner_window(*each[1:]) for each in axes]
    outer = [side // part for side, part in zip(kernel, inner, strict=True)]
    if max(kernel) == max(*inner, *outer):
        raise NoMatch(
            say(
                "windows of {crossed} every {other_crossed} values are not "
                "made of whole smaller ones side by side",
                crossed=_crossed(kernel),
                other_crossed=_crossed(stride),
            )
        )
    steps = [
        step // part if count > 1 else max(size // part, 1)
        for (size, count, _, step), part in zip(axes, inner, strict=True)
    ]
    arguments = {"input": given["self"], "inner": inner, "outer": outer, "steps": steps}
    return Site(arguments, (node,), node)


@rule(
    aten.avg_pool2d.default,
    title="Split the average into two smaller ones",
    clears=("max_kernel",),
    site=divisible_pool,
    nearby=True,
)
def pool_in_two_steps(
    input: Tensor, inner: list[int], outer: list[int], steps: list[int]
) -> Tensor:
    """avg_pool(x, a·b, stride a·s) = avg_pool(avg_pool(x, a, stride a), b, stride s)"""
    return F.avg_pool2d(F.avg_pool2d(input, inner, inner), outer, steps)


def weighted_pool(node: fx.Node) -> Site:
    """An average whose windows all divide by the same number."""
    given: dict[str, Any] = dict(arguments_of(node))
    kernel, padding = list(pair(given["kernel_size"])), list(pair(given["padding"]))
    stride = list(pair(given["stride"] or kernel))
    if len(shape_of(node)) != 4 or not is_float(node):
        raise NoMatch(say("it averages no images of floating-point numbers"))
    divisor = given["divisor_override"]
    if any(padding) and not given["count_include_pad"] and divisor is None:
        raise NoMatch(say("its windows at the edge divide by fewer values"))
    sizes, counts = shape_of(given["self"])[-2:], shape_of(node)[-2:]
    axes = zip(sizes, counts, kernel, stride, padding, strict=True)
    if any((n - 1) * step + side > size + 2 * pad for size, n, side, step, pad in axes):
        raise NoMatch(say("its last windows reach over the edge"))
    arguments = {
        "input": given["self"],
        "kernel": kernel,
        "divisor": divisor or kernel[0] * kernel[1],
        "stride": stride,
        "padding": padding,
    }
    return Site(arguments, (node,), node)


@rule(
    aten.avg_pool2d.default,
    title="Write the average as a depthwise convolution",
    clears=("unsupported", "max_kernel", "max_stride", "divisor_override"),
    site=weighted_pool,
)
def pool_as_depthwise(
    input: Tensor,
    kernel: list[int],
    divisor: int,
    stride: list[int],
    padding: list[int],
) -> Tensor:
    """avg_pool(x, k, stride s, padding p) = w ∗ x with stride s, padding p, w = 1/k²

    One kernel per channel, all of its weights alike; zeros around the image count.
    """
    channels = input.shape[1]
    weight = torch.full((channels, 1, *kernel), 1 / divisor, dtype=input.dtype)
    return F.conv2d(input, weight, None, stride, padding, 1, channels)


def _inner_window(count: int, side: int, step: int) -> int:
    """Find the divisor of a window, and of its step, that leaves the smallest parts.

    A window that stands alone on its axis takes no steps.
    """
    fitting = [
        part
        for part in range(1, side + 1)
        if side % part == 0 and (count == 1 or step % part == 0)
    ]
    return min(fitting, key=lambda part: (max(part, side // part), -part))


def _crossed(sizes: list[int]) -> str:
    return "×".join(map(str, sizes))


def _even_windows(input: Tensor, output_size: list[int]) -> tuple[list[int], list[int]]:
    """Find the kernel and the stride of adaptive windows, where all are alike."""
    if input.dim() not in (3, 4) or 0 in input.shape:
        raise NoMatch(
            say("its input of {shape} is no image", shape=_crossed([*input.shape]))
        )
    spatial = input.shape[-2:]
    axes = [
        adaptive_windows(size, parts)
        for size, parts in zip(spatial, output_size, strict=True)
    ]
    if any(len(runs) > 1 for runs in axes):
        raise NoMatch(
            say(
                "windows for {output_size} of {spatial} differ in size or distance",
                output_size=tuple(output_size),
                spatial=tuple(spatial),
            )
        )
    return [runs[0].side for runs in axes], [runs[0].step for runs in axes]
