# ruff: noqa: D403, D415  (a docstring here completes a sentence)
"""Limits of values: dimensions, extents, dtypes, and what a reduction leaves."""

from __future__ import annotations

from math import prod

import torch
from torch import fx

from engine.opening.graph import shape_of
from engine.sentence import say
from engine.targets.calls import (
    RESHAPES,
    arguments,
    dtype_of,
    is_constant,
    is_float,
    op_name,
    tensor_inputs,
)
from engine.targets.constraints.constraint import constraint

_GEOMETRY = ("rois", "theta")
"""Arguments that say where to look in an activation, and are none themselves."""
_REWRITTEN = RESHAPES | {"aten.to"}


def reduced_axes(node: fx.Node) -> tuple[int, ...]:
    """The axes of its input a node reduces over, counted from the front."""
    given = arguments(node)
    count = len(shape_of(node.all_input_nodes[0]))
    if "normalized_shape" in given:
        return tuple(range(count - len(given["normalized_shape"]), count))
    if "num_groups" in given:
        return tuple(range(1, count))
    if "use_input_stats" in given:
        return tuple(range(2, count))
    axes = given.get("dim")
    if axes is None or axes == [] or count == 0:
        return tuple(range(count))
    axes = [axes] if isinstance(axes, int) else axes
    return tuple(axis % count for axis in axes)


def _readers(node: fx.Node) -> list[fx.Node]:
    """What reads a value inside the network, in whatever shape or integer type."""
    found = []
    for user in node.users:
        if op_name(user) in _REWRITTEN:
            found += _readers(user)
        elif user.op != "output" and op_name(user) != "npu.dequant":
            found.append(user)
    return found


def _shapes(node: fx.Node) -> list[tuple[int, ...]]:
    """The shapes of values that go in and out; computed weights are none."""
    read = tensor_inputs(node)
    weight = arguments(node).get("weight") if len(read) > 1 else None
    return [shape_of(each) for each in (*read, node) if each is not weight]


def _activations(node: fx.Node) -> list[tuple[int, ...]]:
    """The shapes of the activations that go in: no constants, indices or boxes."""
    given = arguments(node)
    others = {given[name] for name in _GEOMETRY if isinstance(given.get(name), fx.Node)}
    return [
        shape_of(each)
        for each in tensor_inputs(node)
        if is_float(each) and each not in others and not is_constant(each)
    ]


def _other_count(shapes: list[tuple[int, ...]], limit: tuple[int, ...]) -> str | None:
    wrong = [len(shape) for shape in shapes if len(shape) not in limit]
    return str(wrong[0]) if wrong else None


@constraint(title="{op} drops a dimension")
def keepdim(node: fx.Node, limit: bool) -> str | None:
    """keepdim=True, so that values keep their dimensions"""
    before, after = len(shape_of(node.all_input_nodes[0])), len(shape_of(node))
    return (
        say("{after} of {before} dimensions left", after=after, before=before)
        if after < before
        else None
    )


@constraint(title="{op} has another number of dimensions")
def input_rank(node: fx.Node, limit: tuple[int, ...]) -> str | None:
    """an input with {limit} dimensions"""
    return _other_count(_activations(node), limit)


@constraint(title="{op} has another number of dimensions")
def rank(node: fx.Node, limit: tuple[int, ...]) -> str | None:
    """values with {limit} dimensions"""
    return _other_count([shape_of(node), *_activations(node)], limit)


@constraint()
def axes(node: fx.Node, limit: tuple[int, ...]) -> str | None:
    """axis {limit} to be reduced"""
    found = reduced_axes(node)
    return ", ".join(map(str, found)) if set(found) - set(limit) else None


@constraint()
def max_axes(node: fx.Node, limit: int) -> str | None:
    """at most {limit} of its axes to be reduced"""
    count = len(reduced_axes(node))
    return str(count) if count > limit else None


@constraint()
def max_reduced(node: fx.Node, limit: int) -> str | None:
    """at most {limit} values to be reduced into one"""
    shape = shape_of(node.all_input_nodes[0])
    count = prod(shape[axis] for axis in reduced_axes(node))
    count //= arguments(node).get("num_groups", 1)
    return str(count) if count > limit else None


@constraint(looks_ahead=True)
def results_leave(node: fx.Node, limit: bool) -> str | None:
    """results that only leave the network"""
    if isinstance(node.meta.get("val"), torch.Tensor):
        inside = _readers(node)
    else:
        inside = [reader for each in node.users for reader in _readers(each)]
    return say("one that feeds {name}", name=inside[0].name) if inside else None


@constraint(looks_ahead=True)
def output_only(node: fx.Node, limit: bool) -> str | None:
    """indices that only leave the network"""
    indices = [each for each in node.users if each.args[1:] == (1,)]
    if isinstance(node.meta.get("val"), torch.Tensor):
        indices = [node]
    inside = [reader for each in indices for reader in _readers(each)]
    return say("indices that feed {name}", name=inside[0].name) if inside else None


@constraint(looks_ahead=True)
def indices(node: fx.Node, limit: bool) -> str | None:
    """no indices to be read"""
    read = any(each.args[1:] == (1,) and each.users for each in node.users)
    return say("some that are") if read else None


@constraint()
def dtypes(node: fx.Node, limit: tuple[str, ...]) -> str | None:
    """values of type {limit}"""
    found = {str(dtype_of(each)).removeprefix("torch.") for each in tensor_inputs(node)}
    return ", ".join(sorted(found)) if found - set(limit) else None


@constraint()
def max_batch(node: fx.Node, limit: int) -> str | None:
    """a batch of at most {limit}"""
    size = max((shape[0] for shape in _shapes(node) if len(shape) > 1), default=0)
    return str(size) if size > limit else None


@constraint()
def max_extent(node: fx.Node, limit: int) -> str | None:
    """axes of at most {limit}"""
    inner = [shape[1:] if len(shape) > 1 else shape for shape in _shapes(node)]
    largest = max((size for shape in inner for size in shape), default=0)
    return str(largest) if largest > limit else None


@constraint()
def max_side(node: fx.Node, limit: int) -> str | None:
    """a height and a width of at most {limit}"""
    largest = max((size for shape in _shapes(node) for size in shape[2:]), default=0)
    return str(largest) if largest > limit else None


@constraint()
def max_plane(node: fx.Node, limit: int) -> str | None:
    """planes of at most {limit} values"""
    planes = [prod(shape[2:]) for shape in _shapes(node) if len(shape) == 4]
    largest = max(planes, default=0)
    return str(largest) if largest > limit else None


@constraint()
def max_values(node: fx.Node, limit: int) -> str | None:
    """tensors of at most {limit} values"""
    largest = max((prod(shape) for shape in _shapes(node)), default=0)
    return str(largest) if largest > limit else None
