"""A rewrite measured at its place, on random values, before it counts.

What a rule replaces and what it puts there are computed from equal values: standard
normal ones where an input arrives, integers of every size where its type holds no
others, the real ones where a weight or another constant does. Of large maps a
corner is measured where the ops allow it, so that the proof costs milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import torch
from torch import Tensor, fx

from engine.info import Rewrite
from engine.opening.graph import shape_of
from engine.rewriting.draft import Draft
from engine.rewriting.propagation import TORCH_REFUSES
from engine.rewriting.rule import NoMatch, Rule, Site
from engine.rewriting.tried_inputs import WIDEST, Range, integers_between, range_of
from engine.sentence import say
from engine.targets.calls import is_constant
from engine.targets.cost import node_macs

Values: TypeAlias = dict[fx.Node, Any]

_ROUNDING = 2e-5
"""What float32 may lose, as a share of the largest value on the way."""
_UNSEEN = 1e-4
"""What an exact rule may lose in any case, as a share of the largest result."""
_HALF = 4
"""What half precision may lose instead, in units of the last place of 1."""
_CHEAP = 20_000_000
"""Values and multiply-accumulates that are computed within milliseconds."""
_CORNER = 16


@dataclass(frozen=True, slots=True)
class _Measured:
    difference: float
    magnitude: float
    largest: float
    """The largest magnitude on the way; rounding is a share of it."""
    grain: float = 0.0
    """What the coarsest type on the way may lose of a value, as a share of it."""


def verify(
    draft: Draft, rule: Rule, site: Site, results: Sequence[fx.Node], at: fx.Node
) -> Rewrite:
    """Measure how far the results are from what they replace, both in the draft.

    Raises:
        NoMatch: they are further away than the rule claims.
    """
    old, new = replaced_ops(site), _between(_given(site), results)
    ops = _with_constants({*old, *new})
    leaves = _leaves(ops, (*site.replaces, *results))
    off = allowed = 0.0
    measured, failure = False, ""
    for feed in _samples(draft, leaves, ops):
        try:
            values = _computed_of_any(ops, feed)
            found = _measure(values, site.replaces, results)
        except TORCH_REFUSES as error:
            failure = str(error).partition("\n")[0]
            continue
        measured = True
        off, allowed = found.difference, _allowed(rule, found)
        if off <= allowed:
            share = off / found.magnitude if found.magnitude else off
            return Rewrite(rule.name, at.name, off, share)
    if not measured:
        raise NoMatch(say("it could not be measured: {failure}", failure=failure))
    raise NoMatch(
        say(
            "measured, it is off by {off:.2g}, where {allowed:.2g} is what it "
            "may be off",
            off=off,
            allowed=allowed,
        )
    )


def _computed_of_any(ops: Sequence[fx.Node], feed: Callable[[Range], Values]) -> Values:
    """Compute from integers of every size, or as large as indices may be."""
    low, high = -WIDEST, WIDEST
    while True:
        try:
            return _computed(ops, feed((low, high)))
        except TORCH_REFUSES:
            if not high:
                raise
            low, high = 0, high if low else high // 2


def distance(old: Tensor, new: Tensor) -> float:
    """Give the largest |old − new|; equal infinities, and NaN twice, are no distance.

    It is infinite where only one of the two is infinite or NaN.
    """
    old, new = _doubled(old), _doubled(new)
    equal = (old == new) | (old.isnan() & new.isnan())
    apart = (old - new).abs().masked_fill(equal, 0).nan_to_num(torch.inf, torch.inf)
    return float(apart.max()) if apart.numel() else 0.0


def magnitude(value: object) -> float:
    """Give the largest finite magnitude in a tensor, or in a tuple of them."""
    if isinstance(value, (tuple, list)):
        return max(map(magnitude, value), default=0.0)
    if not isinstance(value, Tensor) or not value.numel():
        return 0.0
    return float(_doubled(value).abs().nan_to_num(0, 0).max())


def _doubled(value: Tensor) -> Tensor:
    """The values as float64, both parts of complex ones."""
    parts = torch.view_as_real(value.resolve_conj()) if value.is_complex() else value
    return parts.double()


def replaced_ops(site: Site) -> list[fx.Node]:
    """Collect the ops from what a rule reads to what it replaces."""
    return _between(_given(site), site.replaces)


def _allowed(rule: Rule, found: _Measured) -> float:
    """What a rule may be off; large values on the way excuse an exact one little."""
    if not rule.exact:
        return rule.within + found.grain * found.largest
    rounding = max(_ROUNDING, found.grain) * found.largest
    unseen = max(_UNSEEN, found.grain) * found.magnitude
    return min(rounding, unseen) if found.magnitude else rounding


def _measure(
    values: Values, replaced: Sequence[fx.Node], results: Sequence[fx.Node]
) -> _Measured:
    pairs = list(zip(replaced, results, strict=True))
    if any(values[old].shape != values[new].shape for old, new in pairs):
        return _Measured(torch.inf, 0.0, 0.0)
    return _Measured(
        max(distance(values[old], values[new]) for old, new in pairs),
        max(magnitude(values[old]) for old, _ in pairs),
        max(map(magnitude, values.values())),
        max(map(_grain, values.values())),
    )


def _grain(value: object) -> float:
    """What half precision may lose; float32 and float64 are finer than all limits."""
    if isinstance(value, Tensor) and value.dtype in (torch.half, torch.bfloat16):
        return _HALF * torch.finfo(value.dtype).eps
    return 0.0


def _given(site: Site) -> set[fx.Node]:
    """The computed values a rule reads, where they lead to what it replaces.

    A rule may put one node in another's place because both compute the same; such a
    node is computed like the other, not fed.
    """
    read = {each for each in site.arguments.values() if isinstance(each, fx.Node)}
    read = {each for each in read if each.op != "get_attr"}
    return {each for each in read if _between({each}, site.replaces, strict=True)}


def _between(
    given: set[fx.Node], ends: Iterable[fx.Node], strict: bool = False
) -> list[fx.Node]:
    """Collect the ops that lead from the given nodes to the ends; at least the ends.

    Without a given node it is all that leads to the ends. `strict` leaves out ends
    that no given node leads to.
    """
    first = min(given, default=None)
    leading: dict[fx.Node, bool] = {}

    def leads(node: fx.Node) -> bool:
        if node not in leading:
            late = first is None or not node < first
            sources = node.all_input_nodes if late and node not in given else []
            leading[node] = node in given or first is None or any(map(leads, sources))
        return leading[node]

    found: set[fx.Node] = set()
    pending = [end for end in ends if leads(end) or not strict]
    while pending:
        node = pending.pop()
        if node.op == "call_function" and node not in found and node not in given:
            found.add(node)
            pending += [each for each in node.all_input_nodes if leads(each)]
    return sorted(found)


def _with_constants(ops: set[fx.Node]) -> list[fx.Node]:
    """Add what the ops read that follows from constants alone: it has real values."""
    pending = [each for op in ops for each in op.all_input_nodes]
    while pending:
        node = pending.pop()
        if node.op == "call_function" and node not in ops and is_constant(node):
            ops.add(node)
            pending += node.all_input_nodes
    return sorted(ops)


def _leaves(ops: Sequence[fx.Node], ends: Iterable[fx.Node]) -> list[fx.Node]:
    own = set(ops)
    read = [each for op in ops for each in op.all_input_nodes]
    return [each for each in dict.fromkeys((*read, *ends)) if each not in own]


def _samples(
    draft: Draft, leaves: Sequence[fx.Node], ops: Sequence[fx.Node]
) -> Iterator[Callable[[Range], Values]]:
    """Feed a corner first where the whole would take long; integers up to a bound."""
    cost = sum(node_macs(node) + torch.Size(shape_of(node)).numel() for node in ops)
    sides = [shape_of(leaf)[2:] for leaf in leaves if leaf.op != "get_attr"]
    short = min((size for each in sides for size in each if size > 1), default=1)
    by = max(1, short // _CORNER)
    whole = any(size > 1 and size % by for each in sides for size in each)
    if cost > _CHEAP and by > 1 and not whole:
        yield lambda within: _fed(draft, leaves, by, within)
    yield lambda within: _fed(draft, leaves, 1, within)


def _fed(draft: Draft, leaves: Sequence[fx.Node], by: int, within: Range) -> Values:
    generator = torch.Generator().manual_seed(0)

    def drawn(value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return [drawn(each) for each in value]
        sides = [size // by if size > 1 else size for size in value.shape[2:]]
        shape = (*value.shape[:2], *sides)
        if value.dtype.is_floating_point or value.dtype.is_complex:
            return torch.randn(shape, generator=generator, dtype=value.dtype)
        low, high = range_of(value.dtype)
        low, high = max(low, within[0]), min(high, within[1])
        return integers_between(low, high, shape, generator).to(value.dtype)

    return {
        leaf: draft.weights[str(leaf.target)].detach()
        if leaf.op == "get_attr"
        else drawn(leaf.meta["val"])
        for leaf in leaves
    }


def _computed(ops: Sequence[fx.Node], fed: Values) -> Values:
    values = dict(fed)
    with torch.no_grad():
        for node in ops:
            args = fx.map_arg(node.args, values.__getitem__)
            kwargs = fx.map_arg(node.kwargs, values.__getitem__)
            values[node] = cast(Any, node.target)(*args, **kwargs)
    return values
