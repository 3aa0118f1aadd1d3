# ruff: noqa: D415  (a docstring here is the algebra)
"""Values of more than 4 dimensions between others, with axes that stay together as one.

Attention over windows, weights for groups of channels, and boxes of several anchors
are written so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.region import Op, Region, Value
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.rewriting.rules.dimensions import ALIKE, REDUCTIONS, SOFTMAXES
from engine.rewriting.rules.grouping import Grouping, Groups, Relation
from engine.rewriting.rules.moves import PERMUTATIONS, RESHAPE_OPS, order_of
from engine.rewriting.stubs import dequant
from engine.sentence import say
from engine.targets.calls import is_constant

aten = torch.ops.aten
_SPREAD = (*ALIKE, aten.expand.default)
_JOINS = (aten.cat.default, aten.stack.default)
_ALONG = (*SOFTMAXES, aten.slice.Tensor, *_JOINS)
_MOVED = (*RESHAPE_OPS, *PERMUTATIONS, *_JOINS, aten.slice.Tensor, aten.select.int)
_ALIGNED = (*_SPREAD, aten.matmul.default)
_COMPUTED = (
    *RESHAPE_OPS,
    *_SPREAD,
    *PERMUTATIONS,
    *_ALONG,
    aten.select.int,
    *REDUCTIONS,
    aten.matmul.default,
)
_IMAGE = 4
"""The dimensions of an image: more than these is what is rewritten."""
_Call: TypeAlias = tuple[Callable[..., Any], tuple[Any, ...]]
"""An op and what it is called with."""


def merged_axes(node: fx.Node) -> Site:
    """Ops on values of more than 4 dimensions, from smaller values to smaller ones."""
    if not _is_member(node):
        raise NoPattern(say("no value of more than 4 dimensions goes in or out"))
    members = _ready(sorted(_connected(node)), node)
    plan = _Plan(members)
    ops, exits = list[Op](), list[fx.Node]()
    results = list[tuple[str, tuple[int, ...]]]()
    for each in members:
        ops += plan.computed(each)
        for end in _exits(each):
            name = each.name
            if end.target is dequant:
                ops.append(Op(name := end.name, dequant, (Value(each.name),)))
            exits.append(end)
            results.append((name, shape_of(end)))
    arguments = {"region": Region(tuple(ops), tuple(results))} | {
        name: source for source, name in plan.inputs.items()
    }
    return Site(arguments, tuple(exits), node, told_of=members)


@rule(
    *_COMPUTED,
    title="Compute axes that stay together as one",
    clears=("rank", "keepdim"),
    site=merged_axes,
)
def merged_axes_as_images(region: Region, **inputs: Tensor) -> tuple[Tensor, ...]:
    """f(x) = reshape(f(reshape(x))), for f that tells at most 4 groups of axes apart"""
    return region.compute({**inputs})


def _is_member(node: fx.Node) -> bool:
    """Whether an op computes with more than 4 dimensions, and can with fewer."""
    if node.target not in _COMPUTED or is_constant(node):
        return False
    read = [shape_of(each) for each in node.all_input_nodes if not is_constant(each)]
    return any(len(shape) > _IMAGE for shape in (shape_of(node), *read))


def _is_deep(node: fx.Node) -> bool:
    return len(shape_of(node)) > _IMAGE and not is_constant(node)


def _connected(node: fx.Node) -> set[fx.Node]:
    """Find all ops that share values of more than 4 dimensions."""
    found, pending = set[fx.Node](), [node]
    while pending:
        each = pending.pop()
        if each in found:
            continue
        found.add(each)
        before = list(filter(_is_deep, each.all_input_nodes))
        after = list(each.users) if _is_deep(each) else []
        others = [one for one in (*before, *after) if one.target is not dequant]
        for other in others:
            if not _is_member(other):
                kind = NoPattern if other.op == "output" else NoMatch
                words = say("{name} needs more than 4 dimensions", name=other.name)
                raise kind(words)
        pending += others
    return found


def _ready(members: list[fx.Node], node: fx.Node) -> list[fx.Node]:
    """Leave out what waits for a value that another part of the region leads to.

    What only moves values for both parts is in both.
    """
    inside = set(members)
    first = min((end for each in members for end in _exits(each)), default=node)
    late = set[fx.Node]()
    for each in members:
        waits = any(one not in inside and first < one for one in each.all_input_nodes)
        if waits or late.intersection(each.all_input_nodes):
            late.add(each)
    if not late:
        return members
    shared = set[fx.Node]()
    pending = [one for each in late for one in each.all_input_nodes]
    while pending:
        each = pending.pop()
        if each in inside - late and _is_deep(each):
            if each.target not in _MOVED:
                words = say("{name} is needed before and after", name=each.name)
                raise NoMatch(words)
            shared.add(each)
            pending += each.all_input_nodes
    left = sorted(late | shared if node in late else inside - late)
    if len(left) == len(members):
        raise NoMatch(say("{name} is needed before and after", name=first.name))
    return _ready(left, node)


def _exits(node: fx.Node) -> Iterator[fx.Node]:
    """What a region yields of a value: itself, or what it is behind the stub."""
    if _is_deep(node):
        yield from (user for user in node.users if user.target is dequant)
    else:
        yield node


class _Plan:
    """How the ops of a region relate the axes of their values."""

    def __init__(self, members: list[fx.Node]) -> None:
        self.inputs: dict[fx.Node, str] = {}
        self._inside = {each for each in members if _is_deep(each)}
        self._grouping = Grouping({each.name: shape_of(each) for each in members})
        for each in members:
            if each.target not in RESHAPE_OPS:
                self._relate(each)
        self._groups = self._grouping.groups()

    def _relate(self, node: fx.Node) -> None:
        """Say which axes of what an op reads go on, and which it works along."""
        grouping = self._grouping
        for at, operand in enumerate(_operands(node)):
            name = self._add(operand, node)
            rank = len(grouping.shapes[name])
            along = _along(node, rank)
            related = _related(node, rank, at, along)
            grouping.relations.append(Relation(name, node.name, related))
            if node.target not in REDUCTIONS:
                grouping.alone |= {(name, axis) for axis in along}

    def _add(self, operand: fx.Node, node: fx.Node) -> str:
        """Name a value of the region, or one from outside as this op reads it."""
        shape, rank = shape_of(operand), len(shape_of(node))
        missing = rank - len(shape) if node.target in _ALIGNED else 0
        if node.target is aten.stack.default:
            at = dict[str, Any](arguments_of(node))["dim"] % rank
            shape = (*shape[:at], 1, *shape[at:])
        if operand in self._inside:
            if missing > 0 or len(shape) != len(shape_of(operand)):
                words = say("{name} is repeated along a new axis", name=operand.name)
                raise NoMatch(words)
            return operand.name
        name = _name(operand, node)
        self._grouping.shapes[name] = (1,) * missing + shape
        self.inputs.setdefault(operand, f"input_{len(self.inputs)}")
        return name

    def computed(self, node: fx.Node) -> Iterator[Op]:
        """Write an op for images, behind the values from outside that it reads."""
        if node.target in RESHAPE_OPS:
            yield self._reshaped(node)
            return
        read = {}
        for each in node.all_input_nodes:
            read[each] = each.name if each in self._inside else _name(each, node)
            if each not in self._inside:
                image = self._groups[read[each]].image
                yield Op(read[each], _shaped, (Value(self.inputs[each]), image))
        operands = [Value(read[each]) for each in _operands(node)]
        whole = self._called(node, operands)
        yield Op(node.name, *whole) if whole else self._spread(node, read)
        if node in self._inside:
            image = self._groups[node.name].image
            yield Op(node.name, _shaped, (Value(node.name), image))

    def _reshaped(self, node: fx.Node) -> Op:
        (source,) = node.all_input_nodes
        name = source.name
        if source not in self._inside:
            name = self.inputs.setdefault(source, f"input_{len(self.inputs)}")
        is_inside = node in self._inside
        shape = self._groups[node.name].image if is_inside else list(shape_of(node))
        return Op(node.name, _shaped, (Value(name), shape))

    def _spread(self, node: fx.Node, read: dict[fx.Node, str]) -> Op:
        """Write an op that treats every value alike."""
        if node.target is aten.expand.default:
            (source,) = read.values()
            image = self._groups[node.name].image
            return Op(node.name, aten.expand.default, (Value(source), image))

        def given(argument: Any) -> Any:
            return Value(read[argument]) if isinstance(argument, fx.Node) else argument

        kwargs = tuple((key, given(each)) for key, each in node.kwargs.items())
        return Op(node.name, cast(Any, node.target), (*map(given, node.args),), kwargs)

    def _called(self, node: fx.Node, operands: list[Value]) -> _Call | None:
        """An op that works along axes, with what it is called with; None for others."""
        if node.target in _SPREAD:
            return None
        if node.target is aten.matmul.default:
            return aten.matmul.default, (*operands,)
        groups = self._groups[operands[0].name]
        if node.target in PERMUTATIONS:
            order = groups.order(self._groups[node.name], order_of(node))
            if order == sorted(order):
                return _shaped, (operands[0], groups.image)
            return aten.permute.default, (operands[0], order)
        axes = _along(node, len(groups.shape))
        if node.target in REDUCTIONS:
            return _reduced(node, operands[0], groups, axes)
        along = groups.axis(axes[0])
        if node.target in _JOINS:
            return aten.cat.default, ([*operands], along)
        return _one_along(node, operands[0], along, groups.shape[axes[0]])


def _reduced(node: fx.Node, operand: Value, groups: Groups, axes: list[int]) -> _Call:
    """A reduction; along axes of one it changes nothing."""
    along = {groups.axis(axis) for axis in axes if groups.shape[axis] > 1}
    if not along:
        return _shaped, (operand, groups.image)
    return cast(Any, node.target), (operand, sorted(along), True)


def _one_along(node: fx.Node, operand: Value, axis: int, size: int) -> _Call:
    """A part of one axis, or a softmax along it; a selection leaves one value there."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target is aten.slice.Tensor:
        part = (given["start"], given["end"], given["step"])
        return aten.slice.Tensor, (operand, axis, *part)
    if node.target is aten.select.int:
        at = given["index"] % size
        return aten.slice.Tensor, (operand, axis, at, at + 1)
    return cast(Any, node.target), (operand, axis, given["dtype"])


def _name(operand: fx.Node, node: fx.Node) -> str:
    return f"{operand.name} of {node.name}"


def _operands(node: fx.Node) -> list[fx.Node]:
    """The tensors an op reads, each as often as it does where that matters."""
    if node.target in (*_JOINS, aten.matmul.default):
        given: dict[str, Any] = dict(arguments_of(node))
        return list(given.get("tensors") or (given["self"], given["other"]))
    return node.all_input_nodes


def _along(node: fx.Node, rank: int) -> list[int]:
    """The axes of what an op reads along which it works."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target is aten.matmul.default:
        return [rank - 2, rank - 1]
    if node.target in (*_SPREAD, *PERMUTATIONS):
        return []
    if node.target in REDUCTIONS and given.get("dtype") is not None:
        raise NoMatch(say("it converts to another type"))
    axes = given["dim"]
    if axes is None or axes == []:
        return list(range(rank))
    return [axis % rank for axis in ([axes] if isinstance(axes, int) else axes)]


def _related(node: fx.Node, rank: int, at: int, along: list[int]) -> dict[int, int]:
    """Which axes of an operand go on, and as which axes of the result."""
    if node.target in PERMUTATIONS:
        return {before: after for after, before in enumerate(order_of(node))}
    if node.target is aten.matmul.default:
        return {axis: axis for axis in range(rank) if axis != rank - 1 - at}
    if len(shape_of(node)) == rank:
        return {axis: axis for axis in range(rank)}
    left = [axis for axis in range(rank) if axis not in along]
    return {before: after for after, before in enumerate(left)}


def _shaped(value: Tensor, shape: list[int]) -> Tensor:
    return value if list(value.shape) == shape else value.reshape(shape)
