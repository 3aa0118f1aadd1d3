"""A graph while it is being edited, apart from the model it was copied from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import fx
from torch.fx.node import Argument

from engine.errors import EditError
from engine.info import Rewrite
from engine.opening.graph import ASKED, tensors_among
from engine.rewriting.assembly import (
    append,
    assemble,
    copied,
    erase,
    give_name,
    take_apart,
)
from engine.rewriting.traces import Traces
from engine.sentence import say
from engine.targets.calls import is_constant

_INHERITED = ("module", "module_type", "call", "source")
_FEW = 65_536
"""Up to how many values of a constant are computed, and kept, for what reads them."""


class Draft:
    """A copy of a model's graph to be edited; it shares the weights and adds new ones.

    `finish` makes the next model of it, whose meta tells the `rewrites` that led to it,
    and in `notes` what else was done, unasked. The model it came from is never touched.
    `traces` are those of its network. One `to_look_at` is no copy but the model's own
    graph, which then nobody may edit.
    """

    def __init__(
        self,
        model: fx.GraphModule,
        traces: Traces | None = None,
        *,
        to_look_at: bool = False,
    ) -> None:
        self.traces = traces or Traces()
        self._model = model
        self.meta = dict(model.meta)
        self.rewrites: list[Rewrite] = []
        self.notes: list[str] = []
        self.weights = tensors_among(model)
        self.graph = model.graph if to_look_at else copied(model.graph, model)
        self.nodes: dict[str, fx.Node] = {node.name: node for node in self.graph.nodes}

    def throw_away(self) -> None:
        """Give the memory of the copy back at once; it is of no use then."""
        self.nodes.clear()
        take_apart(self.graph)

    def find(self, name: str) -> fx.Node:
        """Find a node by its name.

        Raises:
            EditError: there is none.
        """
        if name not in self.nodes:
            raise EditError(
                say(
                    "This network has no node {name}; was another one opened?",
                    name=name,
                )
            )
        return self.nodes[name]

    def held_value(self, node: fx.Node) -> torch.Tensor | None:
        """Give the value of a weight, or of the few values that follow from some."""
        if node.op == "get_attr":
            return self.weights[str(node.target)]
        value = node.meta.get("val")
        few = isinstance(value, torch.Tensor) and value.numel() <= _FEW
        if node.op != "call_function" or not few or not is_constant(node):
            return None
        held = {each: self.held_value(each) for each in node.all_input_nodes}
        if not held or any(each is None for each in held.values()):
            return None
        args, kwargs = fx.map_arg((node.args, node.kwargs), held.__getitem__)
        with torch.no_grad():
            computed: torch.Tensor = node.target(*args, **kwargs)  # type: ignore[operator]
        return computed

    def call(
        self,
        anchor: fx.Node,
        target: Callable[..., object],
        args: tuple[Argument, ...],
        kwargs: dict[str, Argument],
        value: object,
        *,
        module: str = "",
    ) -> fx.Node:
        """Add an op at the insertion point, named and placed after `anchor`.

        `module` is one of its own, called once, if it is not the anchor's.
        """
        op = getattr(target, "_schema", None)
        word = op.name.partition("::")[2].strip("_") if op else "getitem"
        name = f"{anchor.name}_{word}"
        node = self.graph.create_node("call_function", target, args, kwargs, name)
        self._spell_out(node, name)
        added = self._added(node, anchor, value)
        if module:
            added.meta |= {"module": module, "call": 0}
        return added

    def constant(self, anchor: fx.Node, word: str, tensor: torch.Tensor) -> fx.Node:
        """Add a constant at the insertion point under a name no weight has."""
        name = f"{anchor.name}_{word}"
        while name in self.weights or name in self.nodes:
            name += "_"
        self.weights[name] = tensor
        node = self.graph.create_node("get_attr", name, (), {}, name)
        self._spell_out(node, name)
        return self._added(node, anchor, _fake_like(anchor, tensor))

    def _spell_out(self, node: fx.Node, name: str) -> None:
        """Give back the letters of a name that fx writes as `_`: all beyond ASCII."""
        if name.isascii():
            return
        free, number = name, 0
        while free in self.nodes:
            number += 1
            free = f"{name}_{number}"
        give_name(node, free)

    def _added(self, node: fx.Node, anchor: fx.Node, value: object) -> fx.Node:
        node.meta = {key: anchor.meta.get(key) for key in _INHERITED}
        node.meta["val"] = value
        node.meta["origin"] = anchor.meta.get("origin") or anchor.name
        self.nodes[node.name] = node
        return node

    def replace(self, old: fx.Node, new: fx.Node) -> None:
        """Let every user of `old` read `new`, which takes over what was asked of it."""
        for key in (*ASKED, "before_tail") if new.op == "call_function" else ():
            if key in old.meta:
                new.meta[key] = old.meta[key]
        old.replace_all_uses_with(new)

    def sweep(self, unused: Iterable[fx.Node]) -> None:
        """Erase these nodes and all that only they read, inputs excepted."""
        pending = list(unused)
        while pending:
            node = pending.pop()
            dead = node.op in ("call_function", "get_attr") and not node.users
            if dead and self.nodes.pop(node.name, None) is not None:
                pending += node.all_input_nodes
                erase(node)

    def finish(self) -> fx.GraphModule:
        """Make a model of the edited graph."""
        used = {str(node.target) for node in self.graph.find_nodes(op="get_attr")}
        weights = {name: self.weights[name] for name in self.weights if name in used}
        model = assemble(self.graph, weights, self._model)
        told = {"rewrites": tuple(self.rewrites), "notes": tuple(self.notes)}
        model.meta = self.meta | told
        return model


def place(
    graph: fx.Graph, node: fx.Node, source: Callable[[fx.Node], Argument]
) -> fx.Node:
    """Copy a node to the end of another graph, under its own name."""
    args = fx.map_arg(node.args, source)
    kwargs = fx.map_arg(node.kwargs, source) if node.kwargs else {}
    copy = append(graph, node.op, node.target, args, kwargs, node.name)
    copy.meta.update(node.meta)
    return copy


def _fake_like(anchor: fx.Node, tensor: torch.Tensor) -> torch.Tensor:
    value = anchor.meta["val"]
    first = value[0] if isinstance(value, (tuple, list)) else value
    with first.fake_mode:
        return torch.empty(tensor.shape, dtype=tensor.dtype)


def place_at_the_edge(node: fx.Node) -> None:
    """Let a node that was put in belong to the network itself, and to no module of it.

    There one writes by hand what enters and leaves the chip: in the `forward` of the
    network, not in that of its last layer.
    """
    node.meta.update(module="", module_type="", call=0)
