"""A model as plain values: what the window draws and the command line prints."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import torch
from torch import fx

from engine.info import Family, GraphInfo, NodeInfo, NodeKind
from engine.opening.graph import (
    TRAINED_SLOTS,
    arguments_of,
    digest,
    is_trained,
    is_weight,
    shape_of,
    target_text,
    tensors_among,
)
from engine.opening.titles import family_of, number, op_name, times, title_of
from engine.targets.cost import node_macs

_PLAIN = frozenset((bool, int, float, type(None)))
_KINDS: dict[str, NodeKind] = {
    "placeholder": "input",
    "output": "output",
    "get_attr": "constant",
    "call_function": "op",
}


def summarize(
    model: fx.GraphModule,
    name: str,
    known: GraphInfo | None = None,
    unchanged: Collection[str] = (),
    identity: str = "",
) -> GraphInfo:
    """Describe every drawn node; weights belong to their op and are not drawn.

    `known` describes another state of the network, in which the `unchanged` nodes call
    the same with the same meta. `identity` is the model's digest, if that is known.
    """
    reading = _Reading(model)
    nodes = _partly_described(reading, known, unchanged) if known is not None else None
    if nodes is None:
        every = model.graph.nodes
        nodes = [reading.node_info(each) for each in every if reading.is_drawn(each)]
    return GraphInfo(
        name=name,
        digest=identity or digest(model),
        nodes=tuple(nodes),
        parameters=reading.parameters(),
        macs=sum(node.macs for node in nodes),
        module_types=model.meta.get("module_types", ()),
    )


def _partly_described(
    reading: _Reading, known: GraphInfo, unchanged: Collection[str]
) -> list[NodeInfo] | None:
    """Describe what has changed, and take over the rest; None where its order has."""
    infos = {info.name: info for info in known.nodes}
    stale = _stale(reading.model.graph, infos, unchanged)
    nodes, taken = list[NodeInfo](), list[NodeInfo]()
    for node in reading.model.graph.nodes:
        name = node.name
        if name not in stale:
            if name in infos:
                nodes.append(infos[name])
                taken.append(infos[name])
        elif reading.is_drawn(node):
            nodes.append(reading.node_info(node))
    stays = taken == [info for info in known.nodes if info.name not in stale]
    return nodes if stays else None


def _stale(
    graph: fx.Graph, infos: Mapping[str, NodeInfo], unchanged: Collection[str]
) -> set[str]:
    """Name what is to be described anew: what has changed, and what stands beside it.

    Whether a constant is drawn depends on what reads it.
    """
    gone = infos.keys() - unchanged
    stale = gone.union(*(infos[name].inputs for name in gone))
    for node in graph.nodes:
        if node.name not in unchanged:
            beside = (node, *node.all_input_nodes, *node.users)
            stale.update([each.name for each in beside])
    for node in graph.find_nodes(op="get_attr"):
        if node.name in stale:
            stale.update([user.name for user in node.users])
    return stale


def _users(node: fx.Node) -> tuple[str, ...]:
    users = node.users
    return tuple([user.name for user in (sorted(users) if len(users) > 1 else users)])


class _Call(NamedTuple):
    """What is told of an op that depends on nothing but what it is called with."""

    op: str
    title: str
    family: Family
    arguments: tuple[tuple[str, str], ...]
    parameters: int
    macs: int


class _Reading:
    """One walk through a model; ops that are called alike are described once."""

    def __init__(self, model: fx.GraphModule) -> None:
        self.model = model
        self._tensors = tensors_among(model)
        self._trained = {
            name
            for name, tensor in self._tensors.items()
            if type(tensor) is not torch.Tensor  # asked first: the other is slow
            and isinstance(tensor, torch.nn.Parameter)
        }
        self._drawn: dict[fx.Node, bool] = {}
        self._texts: dict[str, str] = {}
        self._shapes: dict[fx.Node, tuple[int, ...]] = {}
        self._calls: dict[Hashable, _Call] = {}

    def is_drawn(self, node: fx.Node) -> bool:
        """Whether a node is no mere weight of its ops."""
        if node.op != "get_attr":
            return True
        if node not in self._drawn:
            self._drawn[node] = not is_weight(node)
        return self._drawn[node]

    def node_info(self, node: fx.Node) -> NodeInfo:
        """One drawn node as plain values."""
        call, read = self._told(node)
        meta = node.meta
        return NodeInfo(
            node.name,
            _KINDS[node.op],
            call.op,
            call.title,
            call.family,
            self._shape(node),
            _dtype(meta.get("val")),
            meta.get("module", ""),
            meta.get("module_type", ""),
            tuple(dict.fromkeys([each.name for each in read])),
            _users(node),
            call.arguments,
            call.parameters,
            call.macs,
            meta.get("source"),
            meta.get("precision", ""),
            meta.get("origin", ""),
            meta.get("range"),
        )

    def parameters(self) -> int:
        """Count each trained tensor once, however many ops share it."""
        constants = self.model.graph.find_nodes(op="get_attr")
        counted = self._trained.union(
            node.target
            for node in constants
            if node.target not in self._trained and is_trained(node)
        )
        return sum(self._tensors[name].numel() for name in counted)

    def _shape(self, node: fx.Node) -> tuple[int, ...]:
        shape = self._shapes.get(node)
        if shape is None:
            shape = self._shapes[node] = shape_of(node)
        return shape

    def _told(self, node: fx.Node) -> tuple[_Call, Sequence[fx.Node]]:
        """What is told of a node, made once for all alike, and the nodes it reads."""
        if node.op != "call_function":
            return self._no_call(node), node.all_input_nodes
        key, read = self._key(node)
        known = self._calls.get(key)
        if known is None:
            known = self._calls[key] = self._call(node)
        return known, read

    def _key(self, node: fx.Node) -> tuple[Hashable, list[fx.Node]]:
        """All that a call is told from, and the drawn nodes among its arguments.

        Plain arguments count as they are written, which tells 1 from True.
        """
        parts: list[Hashable] = [node.target, self._shape(node), *node.kwargs]
        read: list[fx.Node] = []
        values = (*node.args, *node.kwargs.values()) if node.kwargs else node.args
        for value in values:
            if isinstance(value, fx.Node):
                if not self.is_drawn(value):
                    parts.append(self._weight_text(value))
                else:
                    parts.append(self._shape(value))
                    read.append(value)
            elif isinstance(value, (list, tuple)) and (nodes := _nodes_in(value)):
                parts.append(tuple(map(self._shape, nodes)))
                read += nodes
            else:
                parts.append(repr(value))
        return tuple(parts), read

    def _call(self, node: fx.Node) -> _Call:
        return _Call(
            _op(node),
            title_of(node),
            family_of(node),
            self._arguments(node),
            self._node_parameters(node),
            node_macs(node),
        )

    def _no_call(self, node: fx.Node) -> _Call:
        kind, size, title = _KINDS[node.op], 0, node.name
        if node.op == "get_attr":
            name = str(node.target)
            size = self._tensors[name].numel() if name in self._trained else 0
            title = _constant_title(name, self._tensors[name])
        return _Call(kind, title, family_of(node), (), size, 0)

    def _arguments(self, node: fx.Node) -> tuple[tuple[str, str], ...]:
        found = []
        for name, value in arguments_of(node).items():
            if isinstance(value, fx.Node):
                if not self.is_drawn(value):
                    found.append((name, self._weight_text(value)))
            elif not (isinstance(value, (list, tuple)) and _nodes_in(value)):
                found.append((name, text(value)))
        return tuple(found)

    def _node_parameters(self, node: fx.Node) -> int:
        return sum(
            self._tensors[str(value.target)].numel()
            for slot, value in arguments_of(node).items()
            if isinstance(value, fx.Node)
            and not self.is_drawn(value)
            and (slot in TRAINED_SLOTS or value.target in self._trained)
        )

    def _weight_text(self, node: fx.Node) -> str:
        name = str(node.target)
        if name not in self._texts:
            self._texts[name] = text(node)
        return self._texts[name]


def _nodes_in(values: Iterable[object]) -> list[fx.Node]:
    found: list[fx.Node] = []
    for value in values:
        if isinstance(value, fx.Node):
            found.append(value)
        elif isinstance(value, (list, tuple)):
            found += _nodes_in(value)
    return found


def _op(node: fx.Node) -> str:
    is_aten = isinstance(node.target, torch._ops.OpOverload)
    return target_text(node.target) if is_aten else op_name(node)


def _constant_title(name: str, tensor: torch.Tensor) -> str:
    return number(float(tensor)) if tensor.numel() == 1 else name.rpartition(".")[2]


def _dtype(value: object) -> str:
    if isinstance(value, torch.Tensor):
        return _dtype_text(value.dtype)
    several = value if isinstance(value, (tuple, list)) else ()
    return next(filter(None, map(_dtype, several)), "")


@cache
def _dtype_text(dtype: torch.dtype) -> str:
    return text(dtype)


def text(value: object) -> str:
    """Write an argument for people: weights by name and size, dtypes bare."""
    if isinstance(value, fx.Node):
        return f"{value.target} ({times(shape_of(value))})"
    if isinstance(value, (list, tuple)):
        plain = _PLAIN.issuperset(map(type, value))
        return ", ".join(map(str if plain else text, value))
    return str(value).removeprefix("torch.")
