"""Graphs and models put together from nodes that are known to be right.

`Graph.create_node` searches the arguments it is given and makes up a name, and
`GraphModule` assigns weight after weight; over a thousand nodes that takes longer than
the edit itself. Here a node keeps its name, and a part of the network of which every
weight stays is one module in both models: no model is ever changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import torch
from torch import fx
from torch.fx._lazy_graph_module import _LazyGraphModule
from torch.fx.node import Argument, Target


def append(
    graph: fx.Graph,
    op: str,
    target: Target,
    args: tuple[Argument, ...],
    kwargs: dict[str, Argument],
    name: str,
) -> fx.Node:
    """Append a node under a name that no other node of the graph has."""
    node = fx.Node(graph, name, op, target, args, kwargs)
    _claim_name(node, name)
    graph._insert(node)
    kind = (op, target if op == "call_function" else None)
    graph._find_nodes_lookup_table.table[kind][node] = None
    graph._len += 1
    return node


def copied(graph: fx.Graph, owner: fx.GraphModule) -> fx.Graph:
    """Copy a graph, node by node under the same names; values in meta are shared.

    It belongs to `owner` and may be edited. What `append` does for each node is done
    for all at once, and what `Node` checks of one is not asked again.
    """
    copy = fx.Graph(owning_module=owner)
    copies: dict[fx.Node, fx.Node] = {}
    source, insert = copies.__getitem__, copy._root._prepend
    new, begin = fx.Node.__new__, torch._C._NodeBase.__init__
    for node in graph.nodes:
        kwargs = node.kwargs
        made = new(fx.Node)
        begin(made, copy, node.name, node.op, node.target, node.type)
        made._update_args_kwargs(
            fx.map_arg(node.args, source),
            fx.map_arg(kwargs, source) if kwargs else kwargs,
        )
        made.meta.update(node.meta)
        insert(made)
        copies[node] = made
    _register(copy, list(copies.values()))
    return copy


def _register(graph: fx.Graph, nodes: list[fx.Node]) -> None:
    """Let a graph without any node know these, which are in its list."""
    graph._len = len(nodes)
    names = graph._graph_namespace
    names._obj_to_name = {node: node.name for node in nodes}
    names._used_names = set(names._obj_to_name.values())
    counts = names._base_count
    for base, number in map(_parts, names._used_names):
        if number > counts.get(base, 0):
            counts[base] = number
    kinds: dict[int, dict[fx.Node, None]] = {}
    for node in nodes:
        # By identity: torch computes the hash of an overload in Python.
        is_call = node.op == "call_function"
        key = id(node.target if is_call else node.op)
        if key not in kinds:
            kind = (node.op, node.target if is_call else None)
            kinds[key] = graph._find_nodes_lookup_table.table[kind]
        kinds[key][node] = None


def erase(node: fx.Node) -> None:
    """Erase a node that nobody reads; its graph, which keeps names, lets go of it."""
    node.graph.erase_node(node)
    node.graph._graph_namespace._obj_to_name.pop(node, None)


def take_apart(graph: fx.Graph) -> None:
    """Erase all nodes of a graph that nobody needs any more, and all it knows.

    What `erase` keeps in order in the graph for each of them goes with the graph.
    They hold each other: left alone they would wait for the collector of cyclic
    garbage, which stops every thread, half a second for 20 000 ops.
    """
    for node in reversed(list(graph.nodes)):
        node._remove_from_list()
        node._erased = True
        node._update_args_kwargs((), {})
    vars(graph).clear()


def give_name(node: fx.Node, name: str) -> None:
    """Let a node have a free name, and no other one get it from the graph later."""
    node.name = name
    _claim_name(node, name)


def _claim_name(node: fx.Node, name: str) -> None:
    names = node.graph._graph_namespace
    base, number = _parts(name)
    counts = names._base_count
    names._used_names.add(name)
    if counts.get(base, -1) < number:
        counts[base] = number
    names._obj_to_name[node] = name


def assemble(
    graph: fx.Graph,
    weights: Mapping[str, torch.Tensor],
    beside: fx.GraphModule | None = None,
) -> fx.GraphModule:
    """Make a model of a graph and the weights it names, sharing parts with another.

    Its code is generated when it first runs: that takes longer than all the rest, and
    most states of a document are looked at, not run.
    """
    empty = fx.Graph()
    model = _LazyGraphModule({}, empty)
    for path, owned in _by_owner(weights).items():
        _hang(model, path, owned, beside)
    model.graph = graph
    empty.owning_module = None  # it is garbage now, and held the model
    return model


def _by_owner(
    weights: Mapping[str, torch.Tensor],
) -> dict[str, dict[str, torch.Tensor]]:
    """Group weights by the path of the module they belong to."""
    owners: dict[str, dict[str, torch.Tensor]] = {}
    for name, tensor in weights.items():
        path, _, own = name.rpartition(".")
        owners.setdefault(path, {})[own] = tensor
    return owners


def _hang(
    model: fx.GraphModule,
    path: str,
    owned: dict[str, torch.Tensor],
    beside: fx.GraphModule | None,
) -> None:
    """Put weights into the module at a path, which another model may have already."""
    parent: torch.nn.Module = model
    *way, last = path.split(".") if path else [""]
    for part in way:
        parent = _child(parent, part)
    known = _at(beside, path) if beside is not None and path else None
    if known is not None and last not in parent._modules and _holds(known, owned):
        parent._modules[last] = known
        return
    owner = _child(parent, last) if path else parent
    for name, tensor in owned.items():
        if isinstance(tensor, torch.nn.Parameter):
            owner._parameters[name] = tensor
        else:
            owner._buffers[name] = tensor


def _child(parent: torch.nn.Module, name: str) -> torch.nn.Module:
    child = parent._modules.get(name)
    if child is None:
        child = parent._modules[name] = torch.nn.Module()
    return child


def _at(model: torch.nn.Module, path: str) -> torch.nn.Module | None:
    found: torch.nn.Module | None = model
    for part in path.split("."):
        found = found._modules.get(part) if found is not None else None
    return found


def _holds(module: torch.nn.Module, owned: Mapping[str, torch.Tensor]) -> bool:
    """Whether a module has exactly these weights, and no modules of its own."""
    held = {**module._parameters, **module._buffers}
    return (
        not module._modules
        and len(held) == len(owned)
        and all(held.get(name) is tensor for name, tensor in owned.items())
    )


@cache
def _parts(name: str) -> tuple[str, int]:
    """Split `relu_1` into the word and the number that fx counts on from."""
    word, _, number = name.rpartition("_")
    return (word, int(number)) if word and number.isdecimal() else (name, 0)
