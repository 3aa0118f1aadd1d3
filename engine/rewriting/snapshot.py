"""A graph put away: its nodes as records that neighbouring states share.

A state of a thousand nodes costs as much as what differs from the state beside it.
Weights are not kept alive; a state whose weights nobody holds any more is made again
by the edit that led to it.
"""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Any

import torch
from torch import fx
from torch.fx.node import Target, map_aggregate

from engine.opening.digests import tensor_digest
from engine.opening.graph import canonical, digest_of, tensors_among
from engine.rewriting.assembly import append, assemble, take_apart


class Reference(str):
    """The name of the node that an argument stands for."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One node; equal to another only where it is the same record.

    `line` writes what a digest counts; it tells `1` from `1.0` and `True`, which
    compare equal. `weight` is what a get_attr node names, for as long as someone holds
    it, and `weight_digest` its digest.
    """

    name: str
    op: str
    target: Target
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    meta: Mapping[str, Any]
    line: str
    weight: weakref.ref[torch.Tensor] | None
    weight_digest: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A model without its weights."""

    records: tuple[Record, ...]
    meta: Mapping[str, Any]


def take(model: fx.GraphModule, beside: Snapshot | None = None) -> Snapshot:
    """Put a model away, sharing what is equal with the snapshot of another state.

    Raises:
        AssertionError: two nodes have one name, by which edits could not tell them.
    """
    known = {each.name: each for each in beside.records} if beside else {}
    weights, records = tensors_among(model), list[Record]()
    for node in model.graph.nodes:
        weight = weights[str(node.target)] if node.op == "get_attr" else None
        other = known.get(node.name)
        if other is None or not _is_recorded(node, weight, other):
            other = _recorded(node, weight)
        records.append(other)
    counts = Counter(record.name for record in records)
    if len(counts) != len(records):
        raise AssertionError(f"two nodes are named {counts.most_common(1)[0][0]}")
    return Snapshot(tuple(records), dict(model.meta))


def shared_names(one: Snapshot, other: Snapshot) -> frozenset[str]:
    """The nodes that are the same in both states."""
    return frozenset(each.name for each in {*one.records}.intersection(other.records))


def restore(
    snapshot: Snapshot, beside: fx.GraphModule | None = None
) -> fx.GraphModule | None:
    """Make the model again, sharing parts; None where some weights are gone."""
    weights: dict[str, torch.Tensor] = {}
    for record in snapshot.records:
        held = record.weight() if record.weight is not None else None
        if held is not None:
            weights[str(record.target)] = held
        elif record.weight is not None:
            return None
    graph = fx.Graph()
    nodes: dict[str, fx.Node] = {}

    def node_of(each: Any) -> Any:
        return nodes[each] if type(each) is Reference else each

    for record in snapshot.records:
        args = map_aggregate(record.args, node_of)
        kwargs = map_aggregate(dict(record.kwargs), node_of) if record.kwargs else {}
        node = append(graph, record.op, record.target, args, kwargs, record.name)
        node.meta.update(record.meta)
        nodes[record.name] = node
    model = assemble(graph, weights, beside)
    model.meta = dict(snapshot.meta)
    return model


def let_go(models: list[fx.GraphModule]) -> None:
    """Empty a list of models, and take apart those that nobody else holds."""
    while models:
        graph, known = models[-1].graph, weakref.ref(models.pop())
        graph.owning_module = None  # else the two would hold each other
        left = known()
        if left is None:
            take_apart(graph)
        else:
            graph.owning_module = left


def weights_held(snapshots: Iterable[Snapshot]) -> set[torch.Tensor]:
    """Collect the weights of several states that somebody still holds."""
    records = set[Record]().union(*(each.records for each in snapshots))
    weights = [each.weight() for each in records if each.weight is not None]
    return {weight for weight in weights if weight is not None}


def digest(snapshot: Snapshot) -> str:
    """Identify the model that was put away as `graph.digest` would."""
    weights = {
        str(each.target): each.weight_digest
        for each in snapshot.records
        if each.weight is not None
    }
    return digest_of(weights, (record.line for record in snapshot.records))


def _recorded(node: fx.Node, weight: torch.Tensor | None) -> Record:
    return Record(
        node.name,
        node.op,
        node.target,
        fx.map_arg(node.args, _named),
        fx.map_arg(node.kwargs, _named),
        dict(node.meta),
        canonical(node),
        None if weight is None else weakref.ref(weight),
        "" if weight is None else tensor_digest(weight),
    )


def _is_recorded(node: fx.Node, weight: torch.Tensor | None, other: Record) -> bool:
    held, meta, known = other.weight, node.meta, other.meta
    in_order = map(is_, meta.values(), known.values())
    is_same = all(in_order) and meta.keys() == known.keys()
    if (
        weight is not (held if held is None else held())
        or node.target != other.target
        or node.op != other.op
        or not (is_same or _is_same(meta, known))
    ):
        return False
    is_plain = not other.kwargs and not node.kwargs
    if is_plain and _is_given(node.args, other.args):
        return True
    return canonical(node) == other.line


def _is_given(values: Sequence[object], recorded: Sequence[object]) -> bool:
    """Whether arguments are surely the recorded ones: copies of a node share them."""
    if len(values) != len(recorded):
        return False
    for value, known in zip(values, recorded, strict=True):
        if value is known:
            continue
        if type(value) is fx.Node:
            if value.name != known or type(known) is not Reference:
                return False
        elif (
            not isinstance(value, (list, tuple))
            or not isinstance(known, (list, tuple))
            or not _is_given(value, known)
        ):
            return False
    return True


def _named(node: fx.Node) -> Any:
    return Reference(node.name)


def _is_same(meta: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Compare by identity: tensors have no other, and copies of nodes share values."""
    return len(meta) == len(other) and all(
        other.get(key) is value for key, value in meta.items()
    )
