"""What torch says when values do not fit an op, in words that can be translated."""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match
from typing import TypeAlias

from engine.sentence import say

_Words: TypeAlias = Callable[[Match[str]], str]
_PATTERNS: tuple[tuple[str, _Words], ...] = (
    (
        r"expected input\[.*\] to have (\d+) channels, but got (\d+) channels",
        lambda m: say(
            "its number of channels is {wanted} and would be {given}",
            wanted=int(m[1]),
            given=int(m[2]),
        ),
    ),
    (
        r"running_mean should contain (\d+) elements not (\d+)",
        lambda m: say(
            "its number of channels is {wanted} and would be {given}",
            wanted=int(m[2]),
            given=int(m[1]),
        ),
    ),
    (
        r"channels in input, but got weight of shape \[(\d+)\] .* \[\d+, (\d+)"
        r"|Found parameter numbers = (\d+) and channel size = (\d+)",
        lambda m: say(
            "its number of channels is {wanted} and would be {given}",
            wanted=int(m[1] or m[3]),
            given=int(m[2] or m[4]),
        ),
    ),
    (
        r"must have same reduction dim, but got \[(\d+), (\d+)\] X \[(\d+), (\d+)\]",
        lambda m: say(
            "rows of length {given} do not go with a matrix of {height}×{width}",
            given=int(m[2]),
            height=int(m[3]),
            width=int(m[4]),
        ),
    ),
    (
        r"expected input with shape \[(.*?)\], but got input of size .*\[(.*?)\]",
        lambda m: say(
            "it takes values that end in {wanted} and would be given {given}",
            wanted=_sizes(m[1]),
            given=_sizes(m[2]),
        ),
    ),
    (
        r"shape '\[(.*?)\]' is invalid for input of size (\d+)",
        lambda m: say(
            "the number of values, {count}, does not fill the shape {shape}",
            count=int(m[2]),
            shape=_sizes(m[1]),
        ),
    ),
    (
        r"Dimension out of range \(expected to be in range of \[(-?\d+), (-?\d+)\], "
        r"but got (-?\d+)\)",
        lambda m: say(
            "there is no axis {given}; the axes are {least} to {most}",
            given=int(m[3]),
            least=int(m[1]),
            most=int(m[2]),
        ),
    ),
    (
        r"input\.dim\(\) = (\d+) is not equal to len\(dims\) = (\d+)",
        lambda m: say(
            "the order has length {given}, and the number of axes is {wanted}",
            given=int(m[2]),
            wanted=int(m[1]),
        ),
    ),
    (
        r"Calculated padded input size per channel: \((.*?)\)\. "
        r"Kernel size: \((.*?)\)",
        lambda m: say(
            "its kernel spans {kernel}, more than the {size} that it would be given",
            kernel=_sizes(m[2]),
            size=_sizes(m[1]),
        ),
    ),
    (
        r"Output size is too small",
        lambda _: say("its windows are larger than what it would be given"),
    ),
    (
        r"duplicate dims are not allowed|duplicate value in the list of dims",
        lambda _: say("an axis is named twice"),
    ),
    (
        r"non-positive stride|stride should (not be zero|be greater than zero)",
        lambda _: say("a stride is at least 1"),
    ),
    (
        r"negative (output_)?padding|pad must be non-negative",
        lambda _: say("padding is not negative"),
    ),
    (
        r"dilation should be greater than zero",
        lambda _: say("a dilation is at least 1"),
    ),
    (r"slice step must be positive", lambda _: say("a step is at least 1")),
    (r"groups to be greater than 0", lambda _: say("there is at least 1 group")),
    (
        r"expected bias to be 1-dimensional",
        lambda _: say("its weight is made for another number of groups"),
    ),
    (
        r"normalized_shape, but got weight of shape .*\[(.*?)\].* = \[(.*?)\]",
        lambda m: say(
            "its weight has the shape {weight}, not {given}",
            weight=_sizes(m[1]),
            given=_sizes(m[2]),
        ),
    ),
    (
        r"split_size can only be 0|split_size be non-negative",
        lambda _: say("a part has a size of at least 1"),
    ),
    (
        r"Unrecognised padding mode",
        lambda _: say(
            "padding is of the kind 'constant', 'reflect', 'replicate' or 'circular'"
        ),
    ),
    (
        r"Padding length must be divisible by 2",
        lambda _: say("padding is given in pairs, for both ends of an axis"),
    ),
    (
        r"shifts and dimensions must align",
        lambda _: say("it takes a shift for each axis"),
    ),
    (r"k not in range", lambda _: say("it asks for more values than there are")),
    (r"^einsum\(\)", lambda _: say("its equation does not go with what it reads")),
    (
        r"approximate argument must be either none or tanh",
        lambda _: say("the approximation is 'none' or 'tanh'"),
    ),
    (
        r"Must specify exactly one of output_size and scale_factors",
        lambda _: say("it takes a size or factors, one of the two"),
    ),
    (
        r"(scale_factors|output_size)->size\(\)\) == spatial_dimensions",
        lambda _: say("it takes a number for each side of the picture"),
    ),
    (
        r"Expected 3D (?:or 4D tensor|\(unbatched\) or 4D \(batched\)).*\[(.*?)\]",
        lambda m: say(
            "it takes pictures and would be given {given}", given=_sizes(m[1])
        ),
    ),
    (
        r"elements of output_size must be greater than or equal to 0",
        lambda _: say("a size is not negative"),
    ),
    (
        r"start_dim cannot come after end_dim",
        lambda _: say("the first axis comes after the last"),
    ),
    (r"divisor must be not zero", lambda _: say("nothing is divided by 0")),
    (
        r"not implemented for '(Long|Int|Short|Char|Byte|Bool)'"
        r"|could not infer output dtype",
        lambda _: say("it computes fractions, not whole numbers"),
    ),
    (
        r"^division by zero$|bound inconsistent with step sign|modulo by zero",
        lambda _: say("nothing would be left"),
    ),
    (
        r"expects split_sizes to sum exactly to (\d+).*split_sizes=\[(.*?)\]",
        lambda m: say(
            "the sizes {sizes} do not add up to {wanted}",
            sizes=m[2],
            wanted=int(m[1]),
        ),
    ),
    (
        r"expanded size of the tensor \(-?\d+\) .*Target sizes: \[(.*?)\]\.\s+"
        r"Tensor sizes: \[(.*?)\]",
        lambda m: say(
            "{given} cannot be repeated to {wanted}",
            given=_sizes(m[2]),
            wanted=_sizes(m[1]),
        ),
    ),
    (
        r"expand\(.*\{\[(.*?)\]\}, size=\[(.*?)\]\): the number of sizes",
        lambda m: say(
            "{given} cannot be repeated to {wanted}",
            given=_sizes(m[1]),
            wanted=_sizes(m[2]),
        ),
    ),
    (
        r"pad should be at most half",
        lambda _: say("padding is at most half the kernel"),
    ),
    (
        r"Given groups=(\d+), expected weight to be divisible"
        r"|divisible by num_groups, but .*num_groups=(\d+)",
        lambda m: say(
            "its channels do not divide into {groups} groups", groups=int(m[1] or m[2])
        ),
    ),
    (r"sizes should be greater than 0", lambda _: say("nothing would be left")),
    (
        r"Invalid input shape for pixel_shuffle: .*\[(.*?)\]\) with .*= (\d+)",
        lambda m: say(
            "the channels of {given} do not divide into blocks of {factor}×{factor}",
            given=_sizes(m[1]),
            factor=int(m[2]),
        ),
    ),
    (
        r"Invalid input shape for pixel_shuffle: .*\[(.*?)\]\)$",
        lambda m: say(
            "it takes pictures and would be given {given}", given=_sizes(m[1])
        ),
    ),
    (
        r"Expected more hidden states|Odd number of params or hiddens"
        r"|lstm expects two hidden states",
        lambda _: say(
            "its weights are made for another number of layers or directions"
        ),
    ),
    (
        r"Expected more weights|incorrect number of RNN parameters",
        lambda _: say("its weights are made with biases, or without"),
    ),
    (
        r"Could this error message be improved",
        lambda _: say("its arguments do not go together"),
    ),
)


def in_own_words(reason: str) -> str:
    """The sentence for a refusal of torch's; its own words where none is known."""
    for pattern, words in _PATTERNS:
        found = re.search(pattern, reason)
        if found is not None:
            return words(found)
    return reason


def _sizes(text: str) -> str:
    """`[1, 6, 5, 5]` or `10 x 10` as 1×6×5×5 and 10×10."""
    return "×".join(re.findall(r"-?\d+", text))
