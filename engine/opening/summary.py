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
    get_attribute,
    get_tensor,
    shape_of,
    target_text,
    weights_among,
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
    infos = {info.name: info for info in known.nodes} if known is not None else {}
    same = {
        node.name
        for node in model.graph.nodes
        if node.name in unchanged
        and (node.name in infos) == (node not in reading.weights)
    }
    nodes = tuple(
        _same_info(node, infos, same) or reading.node_info(node)
        for node in model.graph.nodes
        if node not in reading.weights
    )
    return GraphInfo(
        name=name,
        digest=identity or digest(model),
        nodes=nodes,
        parameters=reading.parameters(),
        macs=sum(node.macs for node in nodes),
        module_types=model.meta.get("module_types", ()),
    )


def _same_info(
    node: fx.Node, infos: Mapping[str, NodeInfo], same: Collection[str]
) -> NodeInfo | None:
    """Take over what is known, if nothing the description speaks of has changed.

    `same` are the nodes that call the same and are drawn, or not drawn, as before.
    """
    info = infos.get(node.name)
    stays = (
        info is not None
        and node.name in same
        and all(each.name in same for each in node.all_input_nodes)
        and info.users == _users(node)
    )
    return info if stays else None


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
        self.weights, self._used = weights_among(model.graph)
        constants = model.graph.find_nodes(op="get_attr")
        names = {node.target for node in constants}
        tensors = {name: get_attribute(model, name) for name in names}
        self._sizes = {name: tensor.numel() for name, tensor in tensors.items()}
        self._trained = {
            name for name in names if isinstance(tensors[name], torch.nn.Parameter)
        }
        self._texts: dict[str, str] = {}
        self._shapes: dict[fx.Node, tuple[int, ...]] = {}
        self._calls: dict[Hashable, _Call] = {}

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
        return sum(self._sizes[name] for name in self._trained | self._used)

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
                if value in self.weights:
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
            size = self._sizes[name] if name in self._trained else 0
            title = _constant_title(name, get_tensor(self.model, node))
        return _Call(kind, title, family_of(node), (), size, 0)

    def _arguments(self, node: fx.Node) -> tuple[tuple[str, str], ...]:
        found = []
        for name, value in arguments_of(node).items():
            if isinstance(value, fx.Node):
                if value in self.weights:
                    found.append((name, self._weight_text(value)))
            elif not (isinstance(value, (list, tuple)) and _nodes_in(value)):
                found.append((name, text(value)))
        return tuple(found)

    def _node_parameters(self, node: fx.Node) -> int:
        return sum(
            self._sizes[str(value.target)]
            for slot, value in arguments_of(node).items()
            if isinstance(value, fx.Node)
            and value in self.weights
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
