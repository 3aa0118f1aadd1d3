"""A model as plain values: what the window draws and the command line prints."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import torch
from torch import fx

from engine.info import Family, GraphInfo, NodeInfo, NodeKind
from engine.opening.constants import (
    PLAIN,
    TRAINED_SLOTS,
    constant_inputs,
    is_trained,
    nodes_in,
)
from engine.opening.graph import (
    arguments_of,
    digest,
    shape_of,
    shape_of_value,
    target_text,
    tensors_among,
)
from engine.opening.titles import family_of, number, op_name, times, title_of
from engine.targets.cost import node_macs

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
        nodes = reading.nodes()
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


class _Call(NamedTuple):
    """What is told of an op that depends on nothing but what it is called with.

    Of the arguments at the places `weights` only the names are told.
    """

    op: str
    title: str
    family: Family
    arguments: tuple[tuple[str, str], ...]
    weights: tuple[int, ...]
    parameters: int
    macs: int


class _Drawn(dict[fx.Node, bool]):
    """Whether constants are drawn, found out for each when it is asked for."""

    def __missing__(self, node: fx.Node) -> bool:
        self[node] = is_drawn = node in constant_inputs(node.users)
        return is_drawn


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
        self._drawn = _Drawn()
        self._weights: dict[str, tuple[str, Hashable]] = {}
        self._values: dict[fx.Node, tuple[tuple[int, ...], str]] = {}
        self._calls: dict[Hashable, _Call] = {}

    def nodes(self) -> list[NodeInfo]:
        """All drawn nodes as plain values."""
        graph = self.model.graph
        self._drawn.update(dict.fromkeys(graph.find_nodes(op="get_attr"), False))
        self._drawn.update(dict.fromkeys(constant_inputs(graph.nodes), True))
        return [self.node_info(each) for each in graph.nodes if self.is_drawn(each)]

    def is_drawn(self, node: fx.Node) -> bool:
        """Whether a node is no mere weight of its ops."""
        return node.op != "get_attr" or self._drawn[node]

    def node_info(self, node: fx.Node) -> NodeInfo:
        """One drawn node as plain values."""
        call, arguments, read = self._told(node)
        meta = node.meta
        shape, dtype = self._value(node)
        users = sorted(node.users) if len(node.users) > 1 else node.users
        return NodeInfo(
            node.name,
            _KINDS[node.op],
            call.op,
            call.title,
            call.family,
            shape,
            dtype,
            meta.get("module", ""),
            meta.get("module_type", ""),
            (read[0].name,) if len(read) == 1 else _names(read),
            tuple([user.name for user in users]),
            arguments,
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

    def _value(self, node: fx.Node) -> tuple[tuple[int, ...], str]:
        """Shape and dtype of a node's first tensor."""
        value = self._values.get(node)
        if value is None:
            given = node.meta.get("val")
            value = self._values[node] = shape_of_value(given), _dtype(given)
        return value

    def _told(
        self, node: fx.Node
    ) -> tuple[_Call, tuple[tuple[str, str], ...], Sequence[fx.Node]]:
        """What is told of a node, its arguments, and the nodes it reads."""
        if node.op != "call_function":
            return self._no_call(node), (), node.all_input_nodes
        key, read, weights = self._key(node)
        call = self._calls.get(key)
        if call is None:
            call = self._calls[key] = self._call(node)
        if not weights:
            return call, call.arguments, read
        arguments = list(call.arguments)
        for place, text in zip(call.weights, weights, strict=True):
            arguments[place] = arguments[place][0], text
        return call, tuple(arguments), read

    def _key(self, node: fx.Node) -> tuple[Hashable, list[fx.Node], list[str]]:
        """All that a call is told from, the drawn nodes it reads, and its weights.

        Numbers count with their types, which tells 1 from True, other plain arguments
        as they are written.
        """
        args, kwargs = node.args, node.kwargs
        parts: list[Hashable] = [id(node.target), self._value(node)[0], *kwargs]
        read: list[fx.Node] = []
        weights: list[str] = []
        for value in (*args, *kwargs.values()) if kwargs else args:
            if isinstance(value, fx.Node):
                if value.op == "get_attr" and not self._drawn[value]:
                    text, known = self._weight(value)
                    weights.append(text)
                    parts.append(known)
                else:
                    parts.append(self._value(value)[0])
                    read.append(value)
            elif value is None or isinstance(value, (int, float)):
                parts += type(value).__name__, value
            elif isinstance(value, (list, tuple)) and (nodes := nodes_in(value)):
                parts.append(tuple([self._value(each)[0] for each in nodes]))
                read += nodes
            else:
                parts.append(repr(value))
        return tuple(parts), read, weights

    def _call(self, node: fx.Node) -> _Call:
        arguments, weights = self._arguments(node)
        return _Call(
            _op(node),
            title_of(node),
            family_of(node),
            arguments,
            weights,
            self._node_parameters(node),
            node_macs(node),
        )

    def _no_call(self, node: fx.Node) -> _Call:
        kind, size, title = _KINDS[node.op], 0, node.name
        if node.op == "get_attr":
            name = str(node.target)
            size = self._tensors[name].numel() if name in self._trained else 0
            title = _constant_title(name, self._tensors[name])
        return _Call(kind, title, family_of(node), (), (), size, 0)

    def _arguments(
        self, node: fx.Node
    ) -> tuple[tuple[tuple[str, str], ...], tuple[int, ...]]:
        """The arguments that are told, and the places of weights in call order."""
        found: list[tuple[str, str]] = []
        places: dict[str, int] = {}
        named = arguments_of(node)
        for name, value in named.items():
            if isinstance(value, fx.Node):
                if not self.is_drawn(value):
                    places[name] = len(found)
                    found.append((name, ""))
            elif not (isinstance(value, (list, tuple)) and nodes_in(value)):
                found.append((name, text(value)))
        in_order = [*list(named)[: len(node.args)], *node.kwargs]
        weights = [places[name] for name in in_order if name in places]
        return tuple(found), tuple(weights)

    def _node_parameters(self, node: fx.Node) -> int:
        return sum(
            self._tensors[str(value.target)].numel()
            for slot, value in arguments_of(node).items()
            if isinstance(value, fx.Node)
            and not self.is_drawn(value)
            and (slot in TRAINED_SLOTS or value.target in self._trained)
        )

    def _weight(self, node: fx.Node) -> tuple[str, Hashable]:
        """How a weight is written, and what is told from it besides."""
        name = str(node.target)
        known = self._weights.get(name)
        if known is None:
            told = shape_of(node), name in self._trained, self._tensors[name].numel()
            known = self._weights[name] = text(node), told
        return known


def _names(nodes: Sequence[fx.Node]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([node.name for node in nodes]))


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
        plain = PLAIN.issuperset(map(type, value))
        return ", ".join(map(str if plain else text, value))
    return str(value).removeprefix("torch.")
