# ruff: noqa: D415  (a docstring here is the algebra)
"""Vectors of channels between images, or between an image and the host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.region import Op, Region, Value
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.dimensions import BINARY, UNARY
from engine.rewriting.stubs import dequant
from engine.sentence import say
from engine.targets.calls import RESHAPES, op_name

aten = torch.ops.aten
_WEIGHTED = (aten.linear.default, aten.batch_norm.default)
_COMPUTES = (*UNARY, *BINARY, *_WEIGHTED)
_ENTRIES = (
    aten.reshape.default,
    aten.squeeze.default,
    aten.squeeze.dim,
    aten.squeeze.dims,
    aten.mean.dim,
)


def vectors_of_images(node: fx.Node) -> Site:
    """Ops on a vector for each image, from a flattened one to an image or a stub."""
    region = sorted(_connected([node] if _is_member(node) else node.users))
    if all(each.target is not aten.linear.default for each in region):
        raise NoPattern(say("no linear op reads a vector for each image"))
    given = dict.fromkeys(
        each for one in region for each in one.all_input_nodes if each not in region
    )
    named = {each: f"input_{index}" for index, each in enumerate(given)}
    sources = {name: _source(each, region) for each, name in named.items()}
    named |= {each: each.name for each in region}
    ops = [
        Op(named[each], aten.mean.dim, (Value(named[each]), [2, 3], True))
        for each in given
        if _is_average(each)
    ]
    ops += [_as_image(each, named) for each in region]
    exits, results = list[fx.Node](), list[tuple[str, tuple[int, ...]]]()
    for each in region:
        for end, is_stub in _exits(each, region):
            if is_stub:
                ops.append(Op(end.name, dequant, (Value(each.name),)))
            exits.append(end)
            results.append((end.name if is_stub else each.name, shape_of(end)))
    arguments = {"region": Region(tuple(ops), tuple(results))} | sources
    return Site(arguments, tuple(exits), node, told_of=region)


@rule(
    *_COMPUTES,
    *_ENTRIES,
    title="Compute the vectors as images of one pixel",
    clears=("unsupported", "rank", "keepdim"),
    site=vectors_of_images,
)
def vectors_as_pixels(region: Region, **inputs: Tensor) -> tuple[Tensor, ...]:
    """f(w·flatten(x) + b) = flatten(f(w ∗ x + b)), the kernel as large as the map

    A reshape back to an image is not needed then; one to vectors is left to the host,
    behind the dequant stub. Any other reads the image of one pixel as it read vectors.
    """
    return region.compute({**inputs})


def _is_member(node: fx.Node) -> bool:
    """Whether a node computes a vector for each image, with weights that are known."""
    if node.target not in _COMPUTES or len(shape_of(node)) != 2:
        return False
    first, *others = node.all_input_nodes
    if node.target in _WEIGHTED:
        return first.op != "get_attr" and {each.op for each in others} <= {"get_attr"}
    return all(
        each.op != "get_attr" and shape_of(each) == shape_of(node)
        for each in (first, *others)
    )


def _connected(starts: Iterable[fx.Node]) -> set[fx.Node]:
    found, pending = set[fx.Node](), list(starts)
    while pending:
        each = pending.pop()
        if each not in found and _is_member(each):
            found.add(each)
            pending += [*each.all_input_nodes, *each.users]
    return found


def _source(node: fx.Node, region: list[fx.Node]) -> fx.Node:
    """Find the image that a value at the border of the region is made of."""
    if node.op == "get_attr":
        return node
    image = node
    while op_name(image) in RESHAPES and len(shape_of(image)) != 4:
        image = image.all_input_nodes[0]
    if _is_average(node):
        return node.all_input_nodes[0]
    before = shape_of(image)
    if len(before) != 4 or shape_of(node)[0] != before[0]:
        raise NoMatch(say("{name} is no flattened image", name=node.name))
    readers = {user.target for user in node.users if user in region}
    if before[2:] != (1, 1) and readers != {aten.linear.default}:
        raise NoMatch(say("{name} holds more than one pixel", name=node.name))
    return image


def _is_average(node: fx.Node) -> bool:
    """Whether a value is the mean of each channel of an image."""
    if node.target is not aten.mean.dim or len(shape_of(node)) != 2:
        return False
    given: dict[str, Any] = dict(arguments_of(node))
    axes = sorted(axis % len(shape_of(given["self"])) for axis in given["dim"] or ())
    return axes == [2, 3] and given.get("dtype") is None


def _exits(node: fx.Node, region: list[fx.Node]) -> Iterator[tuple[fx.Node, bool]]:
    """Follow what reads a value outside of the region to images, and to stubs."""
    pending = [user for user in node.users if user not in region]
    image = (*shape_of(node), 1, 1)
    while pending:
        user = pending.pop(0)
        if user.target is dequant:
            yield user, True
        elif user.target is aten.reshape.default or (
            op_name(user) in RESHAPES and shape_of(user) == image
        ):
            yield user, False
        elif user.target is aten.unsqueeze.default and shape_of(user) == image[:3]:
            pending += user.users
        else:
            count = len(shape_of(node))
            raise NoMatch(
                say(
                    "{name} uses the value with {count} dimensions",
                    name=user.name,
                    count=count,
                )
            )


def _as_image(node: fx.Node, named: Mapping[fx.Node, str]) -> Op:
    """Write an op on vectors for images of one pixel."""

    def given(argument: Any) -> Any:
        return Value(named[argument]) if isinstance(argument, fx.Node) else argument

    args = tuple(map(given, node.args))
    if node.target is aten.linear.default:
        return Op(node.name, _convolve, args)
    kwargs = tuple((key, given(each)) for key, each in node.kwargs.items())
    return Op(node.name, cast(Any, node.target), args, kwargs)


def _convolve(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    return F.conv2d(input, weight.reshape(-1, *input.shape[1:]), bias)
