# ruff: noqa: D403, D415  (a docstring here is the algebra)
"""Convolutions that take in the paddings and convolutions before them."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, pair, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.branches import (
    bias_of_two,
    of_two,
    refuse_more_work,
    refuse_other_reader,
    weight_of,
)
from engine.rewriting.rules.factors import MOVES, moves_one, row_around, whole_move
from engine.sentence import say

aten = torch.ops.aten
_PADS = (aten.pad.default, aten.constant_pad_nd.default)


@rule(aten.conv2d.padding, title="Pad by numbers instead of a word")
def string_padding_as_numbers(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: list[int],
    padding: str,
    dilation: list[int],
    groups: int,
) -> Tensor:
    """conv(x, "same") = conv(x, padding d·(k − 1)/2), for odd kernels k"""
    sides = [0, 0]
    if padding == "same":
        spans = zip(pair(dilation), weight.shape[2:], strict=True)
        around = [step * (size - 1) for step, size in spans]
        if any(each % 2 for each in around):
            raise NoMatch(
                say(
                    "its kernel {shape} is padded unevenly",
                    shape=tuple(weight.shape[2:]),
                )
            )
        sides = [each // 2 for each in around]
    return F.conv2d(input, weight, bias, stride, sides, dilation, groups)


def padded_convolution(node: fx.Node) -> Site:
    """A convolution of what zeros were put around, evenly."""
    given: dict[str, Any] = dict(arguments_of(node))
    pad = given["input"]
    if pad.target not in _PADS:
        raise NoMatch(say("no padding comes before it"))
    if len(pad.users) > 1:
        raise NoMatch(
            say("{count} ops read {name}", count=len(pad.users), name=pad.name)
        )
    padded: dict[str, Any] = dict(arguments_of(pad))
    zeros = padded.get("mode", "constant") == "constant" and not padded["value"]
    sides = list(padded["pad"]) + [0] * (4 - len(padded["pad"]))
    left, right, top, bottom = sides[:4]
    if not zeros or any(sides[4:]):
        raise NoMatch(
            say("{name} pads with other values, or other axes", name=pad.name)
        )
    if left != right or top != bottom or min(left, top) < 0:
        raise NoMatch(say("{name} pads unevenly: {sides}", name=pad.name, sides=sides))
    own = pair(given["padding"])
    given |= {"input": padded["self"], "padding": [own[0] + top, own[1] + left]}
    return Site(given, (node,), node)


@rule(
    aten.conv2d.default,
    title="Let the convolution pad",
    clears=(),
    site=padded_convolution,
)
def merge_padding_into_convolution(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: list[int],
    padding: list[int],
    dilation: list[int],
    groups: int,
) -> Tensor:
    """w ∗ pad(x, p) = w ∗ x with padding p, for zeros"""
    return F.conv2d(input, weight, bias, stride, padding, dilation, groups)


def convolved_patches(node: fx.Node) -> Site:
    """A plain convolution behind one that takes patches side by side, like Focus."""
    later: dict[str, Any] = dict(arguments_of(node))
    first = later["input"]
    if not isinstance(first, fx.Node) or first.target is not aten.conv2d.default:
        raise NoMatch(say("no convolution comes before it"))
    earlier: dict[str, Any] = dict(arguments_of(first))
    kernel = _weight_shape(first, earlier)[2:]
    plain = pair(earlier["padding"]) == (0, 0) and earlier["groups"] == 1
    plain = plain and pair(earlier["dilation"]) == (1, 1)
    if kernel != pair(earlier["stride"]) or kernel == (1, 1) or not plain:
        raise NoMatch(say("{name} does not take patches side by side", name=first.name))
    if later["groups"] != 1 or pair(later["dilation"]) != (1, 1):
        raise NoMatch(say("it is grouped or dilated"))
    if len(first.users) > 1:
        raise NoMatch(
            say("{count} ops read {name}", count=len(first.users), name=first.name)
        )
    if any(pair(later["padding"])) and earlier["bias"] is not None:
        raise NoMatch(say("it pads with zeros, to which the first bias was not added"))
    if any(pair(later["padding"])) and _leaves_a_rest(earlier["input"], kernel):
        raise NoMatch(say("patches of {kernel} leave a rest of its map", kernel=kernel))
    _weight_shape(node, later)
    arguments = of_two(earlier, later) | {
        "patch": list(kernel),
        "stride": list(pair(later["stride"])),
        "padding": list(pair(later["padding"])),
    }
    return Site(arguments, (node,), node)


@rule(
    aten.conv2d.default,
    title="Merge with the patches before it",
    clears=(),
    site=convolved_patches,
)
def merge_patch_convolutions(
    input: Tensor,
    inner: Tensor,
    inner_bias: Tensor | None,
    outer: Tensor,
    outer_bias: Tensor | None,
    patch: list[int],
    stride: list[int],
    padding: list[int],
) -> Tensor:
    """w₂ ∗ (w₁ ∗ x), w₁ of size and stride s = w ∗ x, of size k₂·s, stride s₂·s

    So Focus and the 3×3 convolution after it are one 6×6 convolution of stride 2.
    """
    joined = torch.einsum("omhw,mikl->oihkwl", outer, inner)
    rows, columns = [outer.shape[2 + axis] * patch[axis] for axis in (0, 1)]
    kernel = joined.reshape(outer.shape[0], inner.shape[1], rows, columns)
    bias = bias_of_two(outer, inner_bias, outer_bias)
    steps = [stride[axis] * patch[axis] for axis in (0, 1)]
    sides = [padding[axis] * patch[axis] for axis in (0, 1)]
    return F.conv2d(input, kernel, bias, steps, sides)


def pointwise_behind(node: fx.Node) -> Site:
    """A 1×1 convolution behind any plain one that nothing else reads."""
    later = arguments_of(node)
    if len(shape_of(node)) != 4:
        raise NoMatch(
            say("its value has {count} dimensions, not 4", count=len(shape_of(node)))
        )
    first = later["input"]
    if not isinstance(first, fx.Node) or first.target is not aten.conv2d.default:
        raise NoMatch(say("no convolution comes before it"))
    earlier = arguments_of(first)
    if shape_of(weight_of(node))[2:] != (1, 1) or any(pair(later["padding"])):
        raise NoMatch(say("it is no 1×1 convolution without padding"))
    if later["groups"] != 1 or earlier["groups"] != 1:
        raise NoMatch(say("one of the two has groups"))
    refuse_other_reader(first, node)
    refuse_more_work(first, node)
    strides = zip(pair(earlier["stride"]), pair(later["stride"]), strict=True)
    stride = [one * other for one, other in strides]
    geometry = [stride, earlier["padding"], earlier["dilation"]]
    arguments = of_two(earlier, later) | {"geometry": geometry}
    return Site(arguments, (node,), node)


@rule(
    aten.conv2d.default,
    title="Merge the 1×1 convolution into the one before it",
    clears=(),
    site=pointwise_behind,
)
def merge_pointwise_into_convolution(
    input: Tensor,
    inner: Tensor,
    inner_bias: Tensor | None,
    outer: Tensor,
    outer_bias: Tensor | None,
    geometry: list[Any],
) -> Tensor:
    """w₂·(w₁ ∗ x + b₁) + b₂ = (w₂·w₁) ∗ x + (b₂ + w₂·b₁), their strides multiplied"""
    kernel = torch.einsum("om,mihw->oihw", outer.flatten(1), inner)
    bias = bias_of_two(outer, inner_bias, outer_bias)
    return F.conv2d(input, kernel, bias, *geometry)


def _leaves_a_rest(image: fx.Node, patch: tuple[int, ...]) -> bool:
    sides = zip(shape_of(image)[-2:], patch, strict=True)
    return any(size % side for size, side in sides)


def _weight_shape(node: fx.Node, given: dict[str, Any]) -> tuple[int, ...]:
    if given["weight"].op != "get_attr":
        raise NoMatch(say("the weights of {name} are computed", name=node.name))
    return shape_of(given["weight"])


def channels_in_line(node: fx.Node) -> Site:
    """A convolution along the channels of images of one pixel, written as a line."""
    given: dict[str, Any] = dict(arguments_of(node))
    first, behind = given["input"], _moves_behind(node)
    row = row_around(first) if moves_one(first, MOVES) else []
    if not row or not behind or row[-1] is not first:
        raise NoPattern(say("it convolves no line that moves make and take back"))
    source, last = row[0].all_input_nodes[0], behind[-1]
    pixel, line = shape_of(source), shape_of(first)
    kept = len(whole_move(row).groups()) <= 1 and len(whole_move(behind).groups()) <= 1
    if len(pixel) != 4 or pixel[2:] != (1, 1) or line != (pixel[0], 1, pixel[1]):
        raise NoMatch(say("its line is not all channels of an image of one pixel"))
    if not kept or shape_of(last) != (pixel[0], shape_of(node)[2], 1, 1):
        raise NoMatch(say("what it yields becomes no image of one pixel"))
    options = {name: given[name] for name in ("stride", "padding", "dilation")}
    named = {name: given[name] for name in ("weight", "bias")}
    arguments = {"input": source, "options": options, "channels": pixel[1]}
    return Site(arguments | named, (last,), node)


@rule(
    aten.conv1d.default,
    title="Convolve along the channels with one 1×1 convolution",
    clears=("unsupported", "rank"),
    site=channels_in_line,
)
def channel_line_as_convolution(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    options: dict[str, Any],
    channels: int,
) -> Tensor:
    """conv1d(w, channels of x) = B ∗ x, row i of B is w, moved to where output i reads

    B is 1×1 and zero elsewhere; x is an image of one pixel, as attention to channels
    has it.
    """
    unit = torch.eye(channels, dtype=input.dtype)[:, None]
    band = F.conv1d(unit, weight, **options)[:, 0].t()
    if bias is not None:
        bias = bias.expand(band.shape[0])
    return F.conv2d(input, band[:, :, None, None], bias)


def _moves_behind(node: fx.Node) -> list[fx.Node]:
    """Collect the moves behind an op, up to an image."""
    found: list[fx.Node] = []
    while len(node.users) == 1 and moves_one(node := next(iter(node.users)), MOVES):
        found.append(node)
        if len(shape_of(node)) == 4:
            return found
    return []
