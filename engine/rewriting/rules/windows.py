# ruff: noqa: D415  (a docstring here is the algebra)
"""Windows that reach over the edge of a map, and windows along a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, pair, shape_of
from engine.rewriting.rule import NoMatch, Site, rule
from engine.sentence import say
from engine.targets.calls import is_float

aten = torch.ops.aten


@dataclass(frozen=True, slots=True)
class _Windows:
    """The windows of a pool along one axis of `size` values."""

    size: int
    count: int
    side: int
    step: int
    padding: int
    dilation: int = 1

    @property
    def overhang(self) -> int:
        """How many values beyond the padding the last window reaches."""
        end = (self.count - 1) * self.step + (self.side - 1) * self.dilation + 1
        return max(0, end - self.size - 2 * self.padding)

    def values_under(self, *, counts_padding: bool) -> list[int]:
        """How many values of the map, or of it and its padding, each window holds."""
        around = self.padding if counts_padding else 0
        firsts = [at * self.step - self.padding for at in range(self.count)]
        return [
            min(first + self.side, self.size + around) - max(first, -around)
            for first in firsts
        ]


def _windows(node: fx.Node) -> list[_Windows]:
    """The windows of a pool, along rows and along columns."""
    given: dict[str, Any] = dict(arguments_of(node))
    kernel = pair(given["kernel_size"])
    columns = zip(
        shape_of(given["self"])[-2:],
        shape_of(node)[-2:],
        kernel,
        pair(given["stride"] or kernel),
        pair(given["padding"]),
        pair(given.get("dilation", 1)),
        strict=True,
    )
    return [_Windows(*each) for each in columns]


def _geometry(windows: list[_Windows]) -> dict[str, list[int]]:
    return {
        "kernel": [each.side for each in windows],
        "stride": [each.step for each in windows],
        "padding": [each.padding for each in windows],
        "overhang": [each.overhang for each in windows],
    }


def maximum_in_ceil_mode(node: fx.Node) -> Site:
    """A maximum over windows of which the last may reach over the edge."""
    given: dict[str, Any] = dict(arguments_of(node))
    windows = _windows(node)
    if not given["ceil_mode"]:
        raise NoMatch(say("it has no ceil mode"))
    if any(each.overhang and each.dilation > 1 for each in windows):
        raise NoMatch(say("a dilated window may miss the last row and column"))
    dilation = [each.dilation for each in windows]
    arguments = _geometry(windows) | {"dilation": dilation}
    return Site({"input": given["self"]} | arguments, (node,), node)


@rule(
    aten.max_pool2d.default,
    title="Repeat the edge instead of pooling in ceil mode",
    clears=("ceil_mode",),
    site=maximum_in_ceil_mode,
    nearby=True,
)
def maximum_without_ceil_mode(
    input: Tensor,
    kernel: list[int],
    stride: list[int],
    padding: list[int],
    dilation: list[int],
    overhang: list[int],
) -> Tensor:
    """max_pool(x, ceil) = max_pool(concat(x, last, …, last)), for max(a, a) = a

    A window that reaches over the edge holds the last row or column already.
    """
    for axis, extra in zip((-2, -1), overhang, strict=True):
        if extra:
            size = input.shape[axis]
            last = aten.slice.Tensor(input, axis, size - 1, size)
            input = torch.cat([input, *[last] * extra], axis)
    return F.max_pool2d(input, kernel, stride, padding, dilation)


def average_of_own_counts(node: fx.Node) -> Site:
    """An average that divides by another number than the size of its window."""
    given: dict[str, Any] = dict(arguments_of(node))
    if not is_float(node):
        raise NoMatch(say("it averages integers and rounds"))
    windows = _windows(node)
    padded = any(each.padding for each in windows) and not given["count_include_pad"]
    divisor = given["divisor_override"]
    if not (given["ceil_mode"] or padded or divisor):
        raise NoMatch(say("it divides by the size of its windows already"))
    counts = [
        each.values_under(counts_padding=given["count_include_pad"]) for each in windows
    ]
    arguments = _geometry(windows) | {"counts": counts, "divisor": divisor}
    return Site({"input": given["self"]} | arguments, (node,), node)


@rule(
    aten.avg_pool2d.default,
    title="Average whole windows, and scale them to the values they hold",
    clears=("ceil_mode", "count_include_pad", "divisor_override"),
    site=average_of_own_counts,
    nearby=True,
)
def average_of_whole_windows(
    input: Tensor,
    kernel: list[int],
    stride: list[int],
    padding: list[int],
    overhang: list[int],
    counts: list[list[int]],
    divisor: int | None,
) -> Tensor:
    """Σ window / n = avg_pool(pad(x, 0)) · k²/n, with n of each window a constant"""
    if any(overhang):
        input = torch.constant_pad_nd(input, [0, overhang[1], 0, overhang[0]])
    pooled = F.avg_pool2d(input, kernel, stride, padding)
    if divisor is not None:
        return pooled * (kernel[0] * kernel[1] / divisor)
    rows, columns = (
        [side / count for count in own]
        for side, own in zip(kernel, counts, strict=True)
    )
    if {*rows, *columns} == {1.0}:
        return pooled
    factors = _constant(rows, pooled).reshape(-1, 1) * _constant(columns, pooled)
    channels = [1] * (pooled.dim() - 3)
    return pooled * factors.expand(pooled.shape[0], *channels, *factors.shape)


def _constant(values: list[float], like: Tensor) -> Tensor:
    runs = [(value, len([*run])) for value, run in groupby(values)]
    parts = [torch.full((count,), value, dtype=like.dtype) for value, count in runs]
    return torch.cat(parts) if parts[1:] else parts[0]


_ACROSS: Mapping[str, int] = {
    **{"kernel_size": 1, "stride": 1, "dilation": 1, "output_size": 1},
    **{"padding": 0, "output_padding": 0},
}
"""What an option of a line is across it, where the image has one row."""
_OVER_IMAGES: Mapping[Any, Callable[..., Tensor]] = {
    aten.conv1d.default: aten.conv2d.default,
    aten.conv_transpose1d.default: aten.conv_transpose2d.input,
    aten.max_pool1d.default: aten.max_pool2d.default,
    aten.avg_pool1d.default: aten.avg_pool2d.default,
    aten.adaptive_avg_pool1d.default: aten.adaptive_avg_pool2d.default,
}


def line(node: fx.Node) -> Site:
    """A convolution or pool along one axis."""
    given: dict[str, Any] = dict(arguments_of(node))
    tensors = {
        "input": given.pop("input") if "input" in given else given.pop("self"),
        "weight": given.pop("weight", None),
        "bias": given.pop("bias", None),
    }
    if "kernel_size" in given:
        given["stride"] = given["stride"] or given["kernel_size"]
    options = [
        [_ACROSS[name], pair(value)[0]] if name in _ACROSS else value
        for name, value in given.items()
    ]
    arguments = {"compute": _OVER_IMAGES[node.target], "options": options}
    return Site(arguments | {"shape": list(shape_of(node))} | tensors, (node,), node)


@rule(
    *_OVER_IMAGES,
    title="Compute the line as an image of one row",
    clears=("unsupported", "rank", "dilated_stride", "max_dilation"),
    site=line,
    nearby=True,
)
def line_as_image(
    compute: Callable[..., Tensor],
    options: list[Any],
    shape: list[int],
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
) -> Tensor:
    """conv1d(x, w) = conv2d(x, w), x and w as images of one row; so for every pool"""
    tensors: list[Tensor | None] = [_one_row(input)]
    if weight is not None:
        tensors += [_one_row(weight), bias]
    return compute(*tensors, *options).reshape(shape)


def _one_row(line: Tensor) -> Tensor:
    channels, size = line.shape[-2:]
    return line.reshape(-1, channels, 1, size)
