# ruff: noqa: D415  (a docstring here is the algebra)
"""What is computed as images only because of the reshapes around it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from math import prod
from typing import Any, TypeAlias, cast

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, pair, shape_of
from engine.rewriting.region import Op, Region, Value
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.dimensions import (
    BINARY,
    CHOICES,
    COMPARISONS,
    REDUCTIONS,
    SOFTMAXES,
    UNARY,
)
from engine.sentence import say
from engine.targets.calls import RESHAPES, op_name

aten = torch.ops.aten
_ALIKE = (*UNARY, *BINARY, *CHOICES, *COMPARISONS, aten.rsub.Scalar)
_POOLS: Mapping[Any, Callable[..., Any]] = {
    aten.max_pool2d.default: F.max_pool1d,
    aten.avg_pool2d.default: F.avg_pool1d,
}
_WEIGHTED = (aten.conv2d.default, aten.batch_norm.default)
_COMPUTES = (
    *_ALIKE,
    *SOFTMAXES,
    *REDUCTIONS,
    *_POOLS,
    *_WEIGHTED,
    aten.cat.default,
    aten.matmul.default,
)
_ALL = frozenset(range(4))
Given: TypeAlias = dict[str, Any]
Axes: TypeAlias = Mapping[int, int]
"""Which axis of the value's own dimensions an axis of the image is."""


def lowered_region(node: fx.Node) -> Site:
    """Ops between reshapes to 4 dimensions and reshapes back."""
    if not _is_member(node):
        raise NoPattern(say("it computes no image of 4 dimensions"))
    region = sorted(_connected(node))
    try:
        return _site_of(region, node)
    except NoMatch as refusal:
        refusal.told_of = region
        raise


def _site_of(region: list[fx.Node], node: fx.Node) -> Site:
    own = frozenset(region)
    read = [each for one in region for each in one.all_input_nodes]
    given = [each for each in dict.fromkeys(read) if each not in own]
    entries = [each for each in given if op_name(each) in RESHAPES]
    if not any(len(shape_of(_source(each))) != 4 for each in entries):
        raise NoPattern(say("no reshape to 4 dimensions comes before it"))
    exits = sorted({user for one in region for user in one.users} - own)
    for each in exits:
        if op_name(each) not in RESHAPES:
            raise NoMatch(
                say("{name} reads the value with 4 dimensions", name=each.name)
            )
    for each in given:
        if each not in entries and each.op != "get_attr":
            raise NoMatch(say("{name} has dimensions of its own", name=each.name))
    axes = _own_axes(region, entries, exits[0])
    named = {each: f"input_{index}" for index, each in enumerate(given)}
    sources = {
        name: _source(each) if each in entries else each for each, name in named.items()
    }
    named |= {each: each.name for each in region}
    results = [(each.all_input_nodes[0].name, tuple(shape_of(each))) for each in exits]
    ops = tuple(op for each in region for op in _lowered(each, axes, named))
    arguments = {"region": Region(ops, tuple(results))} | sources
    return Site(arguments, tuple(exits), node, told_of=region)


@rule(
    *_COMPUTES,
    title="Compute with the dimensions there were before",
    clears=(),
    site=lowered_region,
)
def compute_with_own_dimensions(region: Region, **inputs: Tensor) -> tuple[Tensor, ...]:
    """reshape(f(reshape(x))) = f(x), for f that works along no axis that was added

    A convolution of one row is one of a line, one of a single pixel a linear op.
    """
    return region.compute({**inputs})


def _source(reshape: fx.Node) -> fx.Node:
    """Find what was reshaped: of several reshapes in a row, the fewest dimensions."""
    chain = [reshape.all_input_nodes[0]]
    while op_name(chain[-1]) in RESHAPES:
        chain += chain[-1].all_input_nodes
    fewest = min(chain, key=lambda each: len(shape_of(each)))
    return fewest if len(shape_of(fewest)) < 4 else chain[0]


def _is_member(node: fx.Node) -> bool:
    if node.target not in _COMPUTES or len(shape_of(node)) != 4:
        return False
    weights = node.all_input_nodes[1:] if node.target in _WEIGHTED else []
    return all(each.op == "get_attr" for each in weights)


def _connected(node: fx.Node) -> set[fx.Node]:
    """Collect the images before and behind a node with nothing but ops between them."""
    found, pending = set[fx.Node](), [node]
    while pending:
        each = pending.pop()
        if each not in found and _is_member(each):
            found.add(each)
            pending += [*each.all_input_nodes, *each.users]
    return found


def _own_axes(region: list[fx.Node], entries: list[fx.Node], end: fx.Node) -> Axes:
    """Find the axes that the reshapes added, of one and worked along by no op."""
    needed = set[int]().union(*map(_worked_along, region))
    read = [each for one in region for each in _plain_inputs(one)]
    free = [
        axis
        for axis in sorted(_ALL - needed)
        if all(_as_image(each)[axis] == 1 for each in (*region, *read))
    ]
    own = [shape_of(_source(each)) for each in entries]
    spreads = all(each.target in _ALIKE for each in region)
    rank = min(4, max(map(len, own)))
    for dropped in combinations(free, 4 - rank):
        kept = [axis for axis in range(4) if axis not in dropped]
        shapes = [tuple(shape_of(each)[axis] for axis in kept) for each in entries]
        given = [(1,) * ((rank - len(each)) * spreads) + each for each in own]
        if dropped and shapes == given:
            return {axis: place for place, axis in enumerate(kept)}
    return _regrouped_axes(region, entries, needed, shape_of(end))


def _regrouped_axes(
    region: list[fx.Node],
    entries: list[fx.Node],
    needed: set[int],
    after: tuple[int, ...],
) -> Axes:
    """Find the axis that values of another shape share, where the rest is regrouped.

    Of several axes of one it is the one along which the shape afterwards differs.
    """
    pairs = [(shape_of(each), shape_of(_source(each))) for each in entries]
    ranks = range(min(len(shape) for _, shape in pairs))
    options = [
        {axis: at}
        for axis in needed
        for at in ranks
        if all(_is_same_axis(axis, image, at, shape) for image, shape in pairs)
    ]
    regroups = len(needed) < 2 and all(map(_regroups, region))
    if not regroups or not (options or not needed):
        raise NoMatch(say("an op works along an axis that a reshape before it made"))
    fitting = [
        axes
        for axes in options or [dict[int, int]()]
        if len({_others(shape, axes) for _, shape in pairs}) == 1
    ]
    if not fitting:
        raise NoMatch(say("the values it reads had different shapes before"))
    before = pairs[0][1]
    return max(fitting, key=lambda axes: _others(before, axes) == _others(after, axes))


def _regroups(node: fx.Node) -> bool:
    """Whether an op yields the same values for its inputs in any other shape."""
    if any(each.op == "get_attr" for each in node.all_input_nodes):
        return False
    alike = all(shape_of(each) == shape_of(node) for each in node.all_input_nodes)
    return node.target is aten.cat.default or (node.target in _ALIKE and alike)


def _is_same_axis(
    axis: int, image: tuple[int, ...], at: int, shape: tuple[int, ...]
) -> bool:
    """Whether as many values lie before and along one axis as the other."""
    return image[axis] == shape[at] and prod(image[:axis]) == prod(shape[:at])


def _others(shape: tuple[int, ...], axes: Axes) -> tuple[int, ...]:
    return tuple(size for at, size in enumerate(shape) if at not in axes.values())


def _plain_inputs(node: fx.Node) -> list[fx.Node]:
    """The tensors that are computed with, kernels and statistics left out."""
    return node.all_input_nodes[: 1 if node.target in _WEIGHTED else None]


def _as_image(node: fx.Node) -> tuple[int, ...]:
    return ((1,) * 4 + tuple(shape_of(node)))[-4:]


def _worked_along(node: fx.Node) -> set[int]:
    """The axes of an image that an op does not treat each for itself."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target in REDUCTIONS:
        return {axis % 4 for axis in given["dim"] or _ALL}
    if node.target in (*SOFTMAXES, aten.cat.default):
        return {given["dim"] % 4}
    if node.target is aten.matmul.default:
        return {2, 3}
    if node.target in _POOLS:
        kernel = pair(given["kernel_size"])
        sides = {axis for axis, side in zip((2, 3), kernel, strict=True) if side > 1}
        odd = given.get("divisor_override") is not None
        return {*_ALL} if odd else {0, 1} | (sides or {3})
    if node.target is aten.conv2d.default:
        taps = zip((2, 3), _taps(node), strict=True)
        sides = {axis for axis, tap in taps if tap is None}
        return {0, 1} | sides | ({3} if given["groups"] > 1 else set())
    return {0, 1} if node.target is aten.batch_norm.default else set()


def _taps(node: fx.Node) -> list[int | None]:
    """Which row and which column of a kernel meet a single row, a single column."""
    given: dict[str, Any] = dict(arguments_of(node))
    kernel = shape_of(given["weight"])[2:]
    found: list[int | None] = []
    for axis in (0, 1):
        padding, dilation = (pair(given[key])[axis] for key in ("padding", "dilation"))
        tap = padding // dilation
        fits = padding % dilation == 0 and tap < kernel[axis]
        found.append(tap if fits else None)
    return found


def _lowered(node: fx.Node, axes: Axes, named: dict[fx.Node, str]) -> Iterator[Op]:
    """Write an op for the axes that are left; constants are brought to them first."""
    own = ChainMap[fx.Node, str]({}, named)
    for each in _plain_inputs(node):
        if each.op == "get_attr":
            own[each] = f"{named[each]}_own"
            shape = [size for at, size in enumerate(_as_image(each)) if at in axes]
            yield Op(own[each], aten.reshape.default, (Value(named[each]), shape))
    given: Given = {key: _values(each, own) for key, each in arguments_of(node).items()}
    write = _WRITTEN.get(node.target)
    if write is None:
        kwargs = tuple((key, _values(each, own)) for key, each in node.kwargs.items())
        yield Op(node.name, cast(Any, node.target), _values(node.args, own), kwargs)
    else:
        yield write(node, given, axes)


def _values(argument: Any, named: Mapping[fx.Node, str]) -> Any:
    if isinstance(argument, (list, tuple)):
        return tuple(_values(each, named) for each in argument)
    return Value(named[argument]) if isinstance(argument, fx.Node) else argument


def _softmax(node: fx.Node, given: Given, axes: Axes) -> Op:
    args = (given["self"], axes[given["dim"] % 4], given["dtype"])
    return Op(node.name, cast(Any, node.target), args)


def _reduction(node: fx.Node, given: Given, axes: Axes) -> Op:
    dims = [axis % 4 for axis in given["dim"]]
    left = [shape_of(node)[axis] for axis in axes if axis not in dims]
    kept = any(list(shape_of(each)) != left for each in node.users)
    args = (given["self"], tuple(axes[axis] for axis in dims), kept)
    kwargs = tuple((key, given[key]) for key in ("dtype",) if key in given)
    return Op(node.name, cast(Any, node.target), args, kwargs)


def _concatenation(node: fx.Node, given: Given, axes: Axes) -> Op:
    args = (given["tensors"], axes[given["dim"] % 4])
    return Op(node.name, aten.cat.default, args)


def _pool(node: fx.Node, given: Given, axes: Axes) -> Op:
    kernel = given["kernel_size"]
    given |= {"stride": given["stride"] or kernel}
    line = 0 if 2 in axes else 1
    keys = [key for key in given if key not in ("self", "divisor_override")]
    args = [
        pair(each)[line] if isinstance(each, tuple) else each
        for each in map(given.__getitem__, keys)
    ]
    return Op(node.name, _POOLS[node.target], (given["self"], *args))


def _convolution(node: fx.Node, given: Given, axes: Axes) -> Op:
    taps = _taps(node)
    lines = [at for at in (0, 1) if at + 2 in axes]
    tensors = (given["input"], given["weight"], given["bias"])
    if not lines:
        return Op(node.name, _multiply, (*tensors, *taps))
    (line,) = lines
    geometry = [pair(given[key])[line] for key in ("stride", "padding", "dilation")]
    args = (*tensors, 3 - line, taps[1 - line], *geometry, given["groups"])
    return Op(node.name, _convolve_line, args)


def _multiply(
    input: Tensor, weight: Tensor, bias: Tensor | None, row: int, column: int
) -> Tensor:
    return F.linear(input, weight[:, :, row, column], bias)


def _convolve_line(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    across: int,
    tap: int,
    *geometry: int,
) -> Tensor:
    return F.conv1d(input, weight.select(across, tap), bias, *geometry)


_WRITTEN: Mapping[Any, Callable[[fx.Node, Given, Axes], Op]] = {
    **dict.fromkeys(SOFTMAXES, _softmax),
    **dict.fromkeys(REDUCTIONS, _reduction),
    **dict.fromkeys(_POOLS, _pool),
    aten.cat.default: _concatenation,
    aten.conv2d.default: _convolution,
}
