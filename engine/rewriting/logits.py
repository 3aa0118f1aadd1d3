"""Scores seen through ops that only move values, back to the logits behind them.

A sigmoid acts on each value alone and keeps order: what moves scores, or takes the
greatest of them, may as well do so to their logits. Where a part is read of scores that
lie beside other values, only what leads to that part is done again.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, TypeAlias, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, constant_value
from engine.rewriting.rules.moves import PERMUTATIONS, order_of
from engine.sentence import say

aten = torch.ops.aten
_RESHAPES = (
    aten.reshape.default,
    aten.flatten.using_ints,
    aten.unsqueeze.default,
    aten.squeeze.default,
    aten.squeeze.dim,
    aten.squeeze.dims,
)
_COPIES = (aten.clone.default, aten.contiguous.default, aten.alias.default)
_PARTS = (
    aten.split.Tensor,
    aten.split_with_sizes.default,
    aten.chunk.default,
)
_WHOLE = (
    aten.expand.default,
    aten.flip.default,
    aten.roll.default,
    aten.amax.default,
    aten.amin.default,
    aten.index_select.default,
    aten.index.Tensor,
)
"""What is done to all of its input, of which a part is taken afterwards."""
_MIRRORED: dict[Any, Callable[..., Tensor]] = {
    aten.gt.Tensor: aten.lt.Tensor,
    aten.ge.Tensor: aten.le.Tensor,
    aten.lt.Tensor: aten.gt.Tensor,
    aten.le.Tensor: aten.ge.Tensor,
}
_EXTREMES = {aten.max.dim: aten.amax.default, aten.min.dim: aten.amin.default}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of the tensors that scores are made again from."""

    number: int


@dataclass(frozen=True, slots=True)
class Move:
    """An op on leaves, on what other moves yield, and on numbers."""

    target: Callable[..., Any]
    arguments: tuple[Any, ...]

    def made(self, leaves: Sequence[Tensor]) -> Any:
        """Do it to the leaves."""
        return self.target(*(made(each, leaves) for each in self.arguments))


Moved: TypeAlias = Leaf | Move
Given: TypeAlias = dict[str, Any]


def made(moved: Any, leaves: Sequence[Tensor]) -> Any:
    """Do to some tensors what was done to scores."""
    match moved:
        case Leaf(number):
            return leaves[number]
        case Move():
            return moved.made(leaves)
        case list():
            return [made(each, leaves) for each in moved]
        case _:
            return moved


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a tensor: along one axis from `start` to before `stop`."""

    axis: int
    start: int
    stop: int


@dataclass(slots=True)
class Logits:
    """Finds what scores are made from; `refusal` is raised where they are no scores."""

    refusal: str
    leaves: list[fx.Node] = field(default_factory=list)

    def of(self, scores: object, span: Span | None = None) -> Moved:
        """Give the same of the logits as the scores, or a part of them, are of those.

        Raises:
            NoMatch: not all of it is a sigmoid of something.
        """
        if not isinstance(scores, fx.Node) or scores.op != "call_function":
            raise NoMatch(self.refusal)
        logits = sigmoid_of(scores)
        if logits is not None:
            return _part(self._leaf(logits), span)
        way = _WAYS.get(scores.target)
        if way is None:
            raise NoMatch(self.refusal)
        return way(self, scores, dict(arguments_of(scores)), span)

    def named(self) -> dict[str, fx.Node]:
        """The leaves as arguments of a rule."""
        return {f"leaf_{number}": each for number, each in enumerate(self.leaves)}

    def _leaf(self, node: fx.Node) -> Leaf:
        if node not in self.leaves:
            self.leaves.append(node)
        return Leaf(self.leaves.index(node))

    def _same(self, _scores: fx.Node, given: Given, span: Span | None) -> Moved:
        if given.get("other", 1) != 1:
            raise NoMatch(self.refusal)
        return self.of(given["self"], span)

    def _whole(self, scores: fx.Node, given: Given, span: Span | None) -> Moved:
        """What is done to all of the input, of which a part is taken afterwards."""
        rest = [given[name] for name in given if name not in ("self", "implicit")]
        target = cast(Callable[..., Any], scores.target)
        inside = self.of(given["self"])
        return _part(Move(target, (inside, *map(self._index, rest))), span)

    def _index(self, given: Any) -> Any:
        """What an op takes besides scores, where the tensors in it are leaves."""
        if isinstance(given, (list, tuple)):
            return [self._index(each) for each in given]
        return self._leaf(given) if isinstance(given, fx.Node) else given

    def _permuted(self, scores: fx.Node, given: Given, span: Span | None) -> Moved:
        order = order_of(scores)
        before = span and Span(order[span.axis], span.start, span.stop)
        return Move(aten.permute.default, (self.of(given["self"], before), order))

    def _sliced(self, scores: fx.Node, given: Given, span: Span | None) -> Moved:
        if given["step"] != 1:
            return self._whole(scores, given, span)
        taken = _span(given)
        if span is None or span.axis != taken.axis:
            inside = self.of(given["self"], taken)
            return _part(inside, span)
        start = taken.start + span.start
        length = span.stop - span.start
        return self.of(given["self"], Span(span.axis, start, start + length))

    def _selected(self, _scores: fx.Node, given: Given, span: Span | None) -> Moved:
        whole, dim, index = given["self"], given["dim"], given["index"]
        rank, size = len(shape_of(whole)), shape_of(whole)[dim]
        axis, start = dim % rank, index % size
        inside = self.of(whole, Span(axis, start, start + 1))
        return _part(Move(aten.select.int, (inside, axis, 0)), span)

    def _joined(self, scores: fx.Node, given: Given, span: Span | None) -> Moved:
        parts: list[fx.Node] = given["tensors"]
        rank, is_new = len(shape_of(scores)), scores.target is aten.stack.default
        axis, found, begin = given["dim"] % rank, [], 0
        for part in parts:
            if len(shape_of(part)) != rank - is_new:
                raise NoMatch(self.refusal)
            size = 1 if is_new else shape_of(part)[axis]
            if span is None or span.axis != axis:
                found.append(self.of(part, _before(span, axis) if is_new else span))
            elif span.start < begin + size and begin < span.stop:
                start, stop = max(span.start - begin, 0), min(span.stop - begin, size)
                whole = is_new or (start, stop) == (0, size)
                found.append(self.of(part, None if whole else Span(axis, start, stop)))
            begin += size
        if len(found) == 1 and not is_new:
            return found[0]
        target = cast(Callable[..., Any], scores.target)
        return Move(target, (found, axis))

    def _written(self, _scores: fx.Node, given: Given, span: Span | None) -> Moved:
        """Values written over a part of others, of which one or the other is read."""
        over = _span(given)
        if span is None or span.axis != over.axis or given["step"] != 1:
            raise NoMatch(self.refusal)
        if span.stop <= over.start or over.stop <= span.start:
            return self.of(given["self"], span)
        if over.start <= span.start and span.stop <= over.stop:
            start, stop = span.start - over.start, span.stop - over.start
            return self.of(given["src"], Span(span.axis, start, stop))
        raise NoMatch(self.refusal)

    def _reshaped(self, scores: fx.Node, _given: Given, span: Span | None) -> Moved:
        """A part is taken before, where its axis is one of the input's too."""
        source, shape = scores.all_input_nodes[0], list(shape_of(scores))
        before = shape_of(source)
        axes = [
            axis
            for axis in range(len(before))
            if span is not None
            and before[axis] == shape[span.axis]
            and prod(before[:axis]) == prod(shape[: span.axis])
        ]
        if span is None or not axes:
            return _part(Move(aten.reshape.default, (self.of(source), shape)), span)
        shape[span.axis] = span.stop - span.start
        inside = self.of(source, Span(axes[0], span.start, span.stop))
        return Move(aten.reshape.default, (inside, shape))

    def _item(self, _scores: fx.Node, given: Given, span: Span | None) -> Moved:
        """One of several results: of a split, or the greatest along an axis."""
        several, number = given["0"], given["1"]
        taken: Given = dict(arguments_of(several))
        if several.target in _EXTREMES and number == 0:
            extreme = _EXTREMES[several.target]
            arguments = (self.of(taken["self"]), [taken["dim"]], taken["keepdim"])
            return _part(Move(extreme, arguments), span)
        if several.target is aten.unbind.int:
            return self._selected(several, {**taken, "index": number}, span)
        if several.target not in _PARTS:
            raise NoMatch(self.refusal)
        axis = taken["dim"] % len(shape_of(several))
        sizes = [each.shape[axis] for each in several.meta["val"]]
        start = sum(sizes[:number])
        inside = self.of(taken["self"], Span(axis, start, start + sizes[number]))
        return _part(inside, span)


_WAYS: dict[Any, Callable[[Logits, fx.Node, Given, Span | None], Moved]] = {
    **dict.fromkeys((*_COPIES, aten.mul.Tensor), Logits._same),
    **dict.fromkeys(_WHOLE, Logits._whole),
    **dict.fromkeys(PERMUTATIONS, Logits._permuted),
    **dict.fromkeys(_RESHAPES, Logits._reshaped),
    **dict.fromkeys((aten.cat.default, aten.stack.default), Logits._joined),
    aten.slice.Tensor: Logits._sliced,
    aten.select.int: Logits._selected,
    aten.slice_scatter.default: Logits._written,
    operator.getitem: Logits._item,
}


def comparison_of(node: fx.Node) -> tuple[Callable[..., Tensor], object, object]:
    """A comparison, the values it compares, and with what: a constant stands last."""
    given: Given = dict(arguments_of(node))
    compare = cast(Callable[..., Tensor], node.target)
    values, bounds = given["self"], given["other"]
    if constant_value(values) is None or not isinstance(bounds, fx.Node):
        return compare, values, bounds
    return _MIRRORED[compare], bounds, values


def check_bounds(given: Any) -> None:
    """Check that scores are compared with a number, or with a constant of several.

    Raises:
        NoMatch: it is no constant, or one lies outside (0, 1).
    """
    bounds = constant_value(given)
    if isinstance(given, fx.Node) and bounds is None:
        raise NoMatch(say("{name} is no constant", name=given.name))
    bounds = torch.tensor(given) if bounds is None else bounds
    if not ((bounds > 0) & (bounds < 1)).all():
        outside = ", ".join(f"{each:g}" for each in bounds.flatten()[:3].tolist())
        raise NoMatch(
            say("the threshold {threshold} lies outside (0, 1)", threshold=outside)
        )


def sigmoid_of(node: fx.Node) -> fx.Node | None:
    """What a node is the sigmoid of, which may be written as 1 / (1 + exp(−x))."""
    if node.target is aten.sigmoid.default:
        return node.all_input_nodes[0]
    is_inverse = node.target is aten.reciprocal.default
    return logits_in(node.all_input_nodes[0]) if is_inverse else None


def logits_in(total: object) -> fx.Node | None:
    """The x of 1 + exp(−x), by which a sigmoid divides."""
    opposite = exponent_in(total)
    if opposite is None:
        return None
    is_product = opposite.target is aten.mul.Tensor and opposite.args[1] == -1
    is_opposite = opposite.target is aten.neg.default or is_product
    return opposite.all_input_nodes[0] if is_opposite else None


def exponent_in(total: object) -> fx.Node | None:
    """The x of 1 + exp(x)."""
    if not isinstance(total, fx.Node) or total.target is not aten.add.Tensor:
        return None
    if total.args[1] != 1 or total.kwargs:
        return None
    power = total.args[0]
    if not isinstance(power, fx.Node) or power.target is not aten.exp.default:
        return None
    return power.all_input_nodes[0]


def _part(whole: Moved, span: Span | None) -> Moved:
    if span is None:
        return whole
    return Move(aten.slice.Tensor, (whole, span.axis, span.start, span.stop))


def _before(span: Span | None, axis: int) -> Span | None:
    """The same part where an axis before it is not there yet."""
    if span is None or span.axis < axis:
        return span
    return Span(span.axis - 1, span.start, span.stop)


def _span(given: Given) -> Span:
    """The part that a slice takes, or that is written."""
    shape = shape_of(given["self"])
    axis = given["dim"] % len(shape)
    start, stop, _ = slice(given["start"], given["end"]).indices(shape[axis])
    return Span(axis, start, max(start, stop))
