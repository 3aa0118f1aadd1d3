"""How far an edit moves results, measured node by node so that it can give way.

What both graphs compute alike is computed once, and what leads to no difference not at
all: an edit near the outputs is measured in a fraction of a whole pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import torch
from torch import Tensor, fx

from engine.opening.graph import get_tensor
from engine.progress import Progress, Steps
from engine.rewriting.propagation import refusing
from engine.rewriting.verification import distance, magnitude
from engine.sentence import say
from engine.targets.calls import leading_to

Twins: TypeAlias = dict[fx.Node, fx.Node]
Values: TypeAlias = dict[fx.Node, Any]
STAGE = say("Measuring the change")
_SHRINKING = (1, 4, 16, 64, 1)
"""By what made-up samples are divided, one after the other; by 1 if nothing helps."""
_LARGE = 1e9
"""Outputs beyond are no sensible ones of standard normal values."""
_GROWTH = 1e3
"""How many times larger outputs may be on the next sample."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be computed: `pairs` of outputs that may differ, nodes in order."""

    before: fx.GraphModule
    after: fx.GraphModule
    twins: Twins
    pairs: tuple[tuple[fx.Node, fx.Node], ...]
    old: tuple[fx.Node, ...]
    new: tuple[fx.Node, ...]
    kept: frozenset[fx.Node]


def measure_difference(
    before: fx.GraphModule,
    after: fx.GraphModule,
    samples: Sequence[Sequence[Tensor]],
    *,
    may_shrink: bool = False,
) -> Steps[tuple[float, float]]:
    """Measure the largest output difference, and the largest share of a sample's.

    Both are infinite where outputs are not comparable, and where one is infinite or NaN
    that was not. The share is of the largest magnitude, on that sample, of the
    outputs that may differ; where that is 0, it is the difference itself. Samples that
    `may_shrink` do until these outputs are finite, and of a size with the first's.

    Raises:
        EditError: an op cannot compute the samples; it is named.
    """
    if not are_comparable(before, after):
        return torch.inf, torch.inf
    outputs = zip(_outputs(before), _outputs(after), strict=True)
    plan = _planned(before, after, list(outputs))
    difference = share = 0.0
    shrinking = _SHRINKING if may_shrink else (1,)
    limit = _LARGE
    for sample in samples if plan.pairs else ():
        old = yield from _computed_before(plan, sample, shrinking, limit)
        off, largest = yield from _measure(plan, old)
        difference = max(difference, off)
        share = max(share, off / largest if largest else off)
        limit = _GROWTH * max(largest, 1.0)
    return difference, share


def are_comparable(before: fx.GraphModule, after: fx.GraphModule) -> bool:
    """Whether two models return as many outputs, of the same shapes."""
    old, new = map(_outputs, (before, after))
    return [_shape(node) for node in old] == [_shape(node) for node in new]


def _planned(
    before: fx.GraphModule,
    after: fx.GraphModule,
    outputs: Sequence[tuple[fx.Node, fx.Node]],
) -> _Plan:
    twins = _twins(before, after)
    pairs = tuple((one, new) for one, new in outputs if twins.get(new) is not one)
    own = sorted(leading_to((new for _, new in pairs), twins))
    read = {each for node in own for each in node.all_input_nodes}
    met = {twins[each] for each in {*read, *(new for _, new in pairs)} if each in twins}
    kept = frozenset({*met, *(node for pair in pairs for node in pair)})
    shared = sorted(leading_to({*met, *(one for one, _ in pairs)}))
    return _Plan(before, after, twins, pairs, tuple(shared), tuple(own), kept)


def _computed_before(
    plan: _Plan, sample: Sequence[Tensor], shrinking: Sequence[int], limit: float
) -> Steps[Values]:
    """Compute a sample, or a part of it that leads to outputs of sensible size.

    An exponential of large values overflows, or multiplies what rounding moves.
    """
    inputs = plan.before.graph.find_nodes(op="placeholder")
    values: Values = {}
    for by in shrinking if any(map(_is_inexact, sample)) else (1,):
        fed = [each / by if _is_inexact(each) else each for each in sample]
        values = {}
        given = dict(zip(inputs, fed, strict=True))
        yield from _run(plan.before, plan.old, values, given, plan.kept)
        if all(_is_sensible(values[one], limit) for one, _ in plan.pairs):
            break
    return values


def _is_inexact(value: Tensor) -> bool:
    return value.is_floating_point() or value.is_complex()


def _is_sensible(value: Tensor, limit: float) -> bool:
    return bool(value.isfinite().all()) and magnitude(value) <= limit


def _measure(plan: _Plan, old: Values) -> Steps[tuple[float, float]]:
    new = {node: old[twin] for node, twin in plan.twins.items() if twin in old}
    yield from _run(plan.after, plan.new, new, {}, plan.kept)
    return (
        max(distance(old[one], new[other]) for one, other in plan.pairs),
        max(magnitude(old[one]) for one, _ in plan.pairs),
    )


def _run(
    model: fx.GraphModule,
    nodes: Sequence[fx.Node],
    values: Values,
    fed: Values,
    kept: Collection[fx.Node],
) -> Steps[None]:
    """Compute nodes in order, a step each; what nobody reads any more is let go."""
    readers = Counter(each for node in nodes for each in node.all_input_nodes)
    for number, node in enumerate(nodes):
        values[node] = fed[node] if node in fed else _computed(model, node, values)
        for each in node.all_input_nodes:
            readers[each] -= 1
            if not readers[each] and each not in kept:
                values.pop(each, None)
        yield Progress(STAGE, number, len(nodes))


def _computed(model: fx.GraphModule, node: fx.Node, values: Values) -> Any:
    if node.op == "get_attr":
        return get_tensor(model, node).detach()
    args, kwargs = fx.map_arg((node.args, node.kwargs), values.__getitem__)
    with refusing(node.name, (args, kwargs)), torch.no_grad():
        return cast(Any, node.target)(*args, **kwargs)


def _twins(before: fx.GraphModule, after: fx.GraphModule) -> Twins:
    """Map nodes of the later graph to those of the earlier that compute the same."""
    known = {node.name: node for node in before.graph.nodes}
    twins: Twins = {}
    for node in after.graph.nodes:
        twin = known.get(node.name)
        if twin is not None and _computes_alike(twin, node, before, after, twins):
            twins[node] = twin
    return twins


def _computes_alike(
    old: fx.Node,
    new: fx.Node,
    before: fx.GraphModule,
    after: fx.GraphModule,
    twins: Twins,
) -> bool:
    if old.op != new.op or old.target != new.target or old.op == "output":
        return False
    if old.op == "get_attr":
        return get_tensor(before, old) is get_tensor(after, new)
    if any(each not in twins for each in new.all_input_nodes):
        return False
    args, kwargs = fx.map_arg((new.args, new.kwargs), twins.__getitem__)
    return bool(args == old.args and kwargs == old.kwargs)


def _outputs(model: fx.GraphModule) -> list[fx.Node]:
    return list(model.graph.output_node().args[0])  # type: ignore[arg-type]  # nodes


def _shape(node: fx.Node) -> object:
    value = node.meta.get("val")
    return tuple(value.shape) if isinstance(value, Tensor) else None
