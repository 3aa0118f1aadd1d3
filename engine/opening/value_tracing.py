"""A network whose branches depend on values, traced for the values of one input.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import inspect
from typing import Any

import torch
from torch import fx
from torch.fx.experimental.proxy_tensor import make_fx

from .calls import Calls, class_of
from .frames import with_own_lines

_OPTIONS = {
    "pre_dispatch": True,
    "record_stack_traces": True,
    "_allow_non_fake_inputs": True,
    "_error_on_data_dependent_ops": False,
}


def trace_values(
    model: torch.nn.Module, inputs: tuple[torch.Tensor, ...]
) -> fx.GraphModule:
    """Record what `model` computes for `inputs`, under its own parameter names."""
    known = inspect.signature(make_fx).parameters
    options: dict[str, Any] = {k: v for k, v in _OPTIONS.items() if k in known}
    trace = make_fx(model, tracing_mode="real", **options)
    with Calls(model).followed():
        traced = with_own_lines(lambda: trace(*inputs))
    return named_alike(traced, model)


def named_alike(traced: fx.GraphModule, model: torch.nn.Module) -> fx.GraphModule:
    """A traced graph with the inputs and parameters called as in the network.

    What led only to a decision is left out.
    """
    _drop_decisions(traced.graph)
    _name_inputs(traced.graph, model)
    state = _name_state(traced, model)
    return fx.GraphModule(state, traced.graph)


def copy_provenance(traced: fx.GraphModule, program: Any) -> None:
    """Give the program's nodes the source lines and modules of the traced ones.

    Exporting a traced graph keeps its ops in order but not where they came from.
    """
    old = [node for node in traced.graph.nodes if node.op == "call_function"]
    new = [node for node in program.graph.nodes if node.op == "call_function"]
    if [str(node.target) for node in old] != [str(node.target) for node in new]:
        return
    for index, ours in enumerate(old):
        theirs = new[index]
        if "stack_trace" in ours.meta:
            theirs.meta["stack_trace"] = ours.meta["stack_trace"]
        theirs.meta["nn_module_stack"] = ours.meta["owners"]


def _drop_decisions(graph: fx.Graph) -> None:
    """Erase what only led to a branch: nodes nobody reads that write nothing."""
    for node in reversed(list(graph.nodes)):
        schema = getattr(node.target, "_schema", None)
        writes = schema is not None and schema.is_mutable
        if node.op == "call_function" and not node.users and not writes:
            graph.erase_node(node)


def _name_inputs(graph: fx.Graph, model: torch.nn.Module) -> None:
    nodes = [node for node in graph.nodes if node.op == "placeholder"]
    names = list(inspect.signature(model.forward).parameters)[: len(nodes)]
    for index, name in enumerate(names):
        nodes[index].target = nodes[index].name = name


def _name_state(traced: fx.GraphModule, model: torch.nn.Module) -> dict[str, Any]:
    """Rename the state by identity, and note each op's modules.

    Where a trace has not kept the calls around an op, its weights tell the module.
    """
    own = [*model.named_parameters(), *model.named_buffers()]
    names = {id(tensor): name for name, tensor in own}
    state: dict[str, Any] = {}
    modules = dict(model.named_modules())
    for node in traced.graph.nodes:
        if node.op == "get_attr":
            tensor = getattr(traced, node.target)
            node.target = names.get(id(tensor), node.target)
            state[node.target] = tensor
        owners = [
            argument.target.rpartition(".")[0]
            for argument in node.all_input_nodes
            if argument.op == "get_attr"
        ]
        path = next((owner for owner in owners if owner in modules), "")
        by_weights = {
            "self." + part: (part, class_of(modules[part])) for part in ("", path)
        }
        node.meta["owners"] = node.meta.get("around", by_weights)
    return state
