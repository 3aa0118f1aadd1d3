"""A model as plain values: what the window draws and the command line prints."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import torch
from torch import fx

from engine.info import GraphInfo, NodeInfo, NodeKind
from engine.opening.graph import (
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
_TRAINED_SLOTS = ("weight", "bias")
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
) -> GraphInfo:
    """Describe every drawn node; weights belong to their op and are not drawn.

    `known` describes another state of the network, in which the `unchanged` nodes call
    the same with the same meta.
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
        digest=digest(model),
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
    users = node.users if len(node.users) < 2 else sorted(node.users)
    return tuple(user.name for user in users)


class _Reading:
    """One walk through a model: the arguments of every op, and which are weights."""

    def __init__(self, model: fx.GraphModule) -> None:
        self.model = model
        self.named = {
            node: arguments_of(node)
            for node in model.graph.nodes
            if node.op == "call_function"
        }
        self.weights = weights_among(model.graph, self.named)
        self._constants = model.graph.find_nodes(op="get_attr")
        names = {str(node.target) for node in self._constants}
        tensors = {name: get_attribute(model, name) for name in names}
        self._sizes = {name: tensor.numel() for name, tensor in tensors.items()}
        self._trained = {
            name for name in names if isinstance(tensors[name], torch.nn.Parameter)
        }
        self._texts: dict[str, str] = {}

    def node_info(self, node: fx.Node) -> NodeInfo:
        """One drawn node as plain values."""
        kind = _KINDS[node.op]
        meta = node.meta
        return NodeInfo(
            name=node.name,
            kind=kind,
            op=_op(node) if kind == "op" else kind,
            title=_title(self.model, node),
            family=family_of(node),
            shape=shape_of(node),
            dtype=_dtype(node),
            module=meta.get("module", ""),
            module_type=meta.get("module_type", ""),
            inputs=tuple(n.name for n in node.all_input_nodes if n not in self.weights),
            users=_users(node),
            arguments=self._arguments(node) if kind == "op" else (),
            parameters=self._node_parameters(node),
            macs=node_macs(node),
            source=meta.get("source"),
            precision=meta.get("precision", ""),
            origin=meta.get("origin", ""),
        )

    def parameters(self) -> int:
        """Count each trained tensor once, however many ops share it."""
        found = {*self._trained}
        for named in self.named.values():
            for slot in _TRAINED_SLOTS:
                value = named.get(slot)
                if isinstance(value, fx.Node) and value.op == "get_attr":
                    found.add(str(value.target))
        return sum(self._sizes[name] for name in found)

    def _node_parameters(self, node: fx.Node) -> int:
        if node.op == "get_attr":
            name = str(node.target)
            return self._sizes[name] if name in self._trained else 0
        return sum(
            self._sizes[str(value.target)]
            for slot, value in self.named.get(node, {}).items()
            if isinstance(value, fx.Node)
            and value in self.weights
            and (slot in _TRAINED_SLOTS or value.target in self._trained)
        )

    def _arguments(self, node: fx.Node) -> tuple[tuple[str, str], ...]:
        found = []
        for name, value in self.named[node].items():
            if type(value) in _PLAIN:
                found.append((name, str(value)))
            elif isinstance(value, fx.Node):
                if value in self.weights:
                    found.append((name, self._weight_text(value)))
            elif not self._is_edge(value):
                found.append((name, text(value)))
        return tuple(found)

    def _weight_text(self, node: fx.Node) -> str:
        name = str(node.target)
        if name not in self._texts:
            self._texts[name] = text(node)
        return self._texts[name]

    def _is_edge(self, value: object) -> bool:
        if isinstance(value, fx.Node):
            return value not in self.weights
        return isinstance(value, (list, tuple)) and any(map(self._is_edge, value))


def _op(node: fx.Node) -> str:
    is_aten = isinstance(node.target, torch._ops.OpOverload)
    return target_text(node.target) if is_aten else op_name(node)


def _title(model: fx.GraphModule, node: fx.Node) -> str:
    if node.op == "call_function":
        return title_of(node)
    if node.op != "get_attr":
        return node.name
    tensor = get_tensor(model, node)
    if tensor.numel() == 1:
        return number(float(tensor))
    return str(node.target).rpartition(".")[2]


def _dtype(node: fx.Node) -> str:
    value = node.meta.get("val")
    if isinstance(value, (tuple, list)):
        value = next((v for v in value if isinstance(v, torch.Tensor)), None)
    return _dtype_text(value.dtype) if isinstance(value, torch.Tensor) else ""


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
