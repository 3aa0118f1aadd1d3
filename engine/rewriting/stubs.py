"""Where a network enters and leaves the quantized world, and what is missing there."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import fx

from engine.errors import EditError
from engine.rewriting.draft import Draft, place_at_the_edge
from engine.sentence import say
from engine.targets.calls import is_float, ops_of, tensor_inputs

quant = torch.ops.npu.quant.default
dequant = torch.ops.npu.dequant.default


def host_nodes(graph: fx.Graph) -> frozenset[fx.Node]:
    """The ops that run in float beside the chip: before a quant, behind a dequant."""
    ops, behind, quantized = ops_of(graph), float_nodes(graph), quantized_nodes(graph)
    before: set[fx.Node] = {*graph.find_nodes(op="call_function", target=quant)}
    for node in reversed(ops) if before else ():
        if node.users and node not in quantized and before.issuperset(node.users):
            before.add(node)
    return frozenset(node for node in behind | before if node.target not in _STUBS)


def float_nodes(graph: fx.Graph) -> set[fx.Node]:
    """The dequant stubs, and the ops that read nothing else than what these give."""
    found: set[fx.Node] = {*graph.find_nodes(op="call_function", target=dequant)}
    for node in ops_of(graph) if found else ():
        inputs = tensor_inputs(node)
        if inputs and found.issuperset(inputs):
            found.add(node)
    return found


def quantized_nodes(graph: fx.Graph) -> set[fx.Node]:
    """The quant stubs, and all that is computed behind one, up to the dequant stubs.

    Whole numbers, such as indices, have no scale: made floats, they need a stub again.
    """
    found: set[fx.Node] = {*graph.find_nodes(op="call_function", target=quant)}
    for node in ops_of(graph) if found else ():
        value = node.meta.get("val")
        is_whole = isinstance(value, torch.Tensor) and not value.is_floating_point()
        if is_whole or node.target is dequant:
            continue
        if not found.isdisjoint(tensor_inputs(node)):
            found.add(node)
    return found


def inputs_without_stub(
    graph: fx.Graph, host: frozenset[fx.Node]
) -> tuple[fx.Node, ...]:
    """The float values that enter the network and reach the chip without a quant stub.

    `host` are the nodes that run beside it. Each value is a float input, or the first
    float one made of inputs that are none: an image of bytes as float, a row of an
    embedding.
    """
    return tuple(
        node
        for node in _entering(graph)
        if node not in host and any(_is_on_chip(user, host) for user in node.users)
    )


def outputs_without_stub(
    graph: fx.Graph, host: frozenset[fx.Node]
) -> tuple[fx.Node, ...]:
    """The float values that leave the chip without a dequant stub, each once."""
    beside = host.union(_entering(graph))
    (output,) = graph.find_nodes(op="output")
    return tuple(
        node
        for node in output.all_input_nodes
        if is_float(node) and node.target is not dequant and node not in beside
    )


def _entering(graph: fx.Graph) -> list[fx.Node]:
    """The float inputs, and the first float values made of whole numbers alone."""
    whole: set[fx.Node] = set()
    readers: set[fx.Node] = set()
    entering = []
    for node in graph.nodes:
        computed = node in readers and whole.issuperset(tensor_inputs(node))
        if node.op != "placeholder" and not computed:
            continue
        if is_float(node) and isinstance(node.meta["val"], torch.Tensor):
            entering.append(node)
        else:
            whole.add(node)
            readers.update(user for user in node.users if user.op == "call_function")
    return entering


@dataclass(frozen=True, slots=True)
class Missing:
    """The values that lack a stub, in order, and the ops that run beside the chip."""

    entering: tuple[fx.Node, ...]
    leaving: tuple[fx.Node, ...]
    host: frozenset[fx.Node]


def missing_stubs(graph: fx.Graph) -> Missing:
    """Find every float input and output that has no stub.

    Raises:
        EditError: none is missing.
    """
    host = host_nodes(graph)
    entering = inputs_without_stub(graph, host)
    leaving = outputs_without_stub(graph, host)
    if not entering and not leaving:
        raise EditError(say("Every input and output has its stub already."))
    return Missing(entering, leaving, host)


def stubs_of(graph: fx.Graph) -> list[fx.Node]:
    """Find every stub.

    Raises:
        EditError: there is none.
    """
    stubs = [
        node
        for target in _STUBS
        for node in graph.find_nodes(op="call_function", target=target)
    ]
    if not stubs:
        raise EditError(say("The network has no quant or dequant stubs."))
    return stubs


def insert_stubs(draft: Draft) -> None:
    """Put a stub at every float input and output that has none.

    Raises:
        EditError: none is missing.
    """
    missing = missing_stubs(draft.graph)
    (output,) = draft.graph.find_nodes(op="output")
    for node in missing.leaving:
        _put(draft, dequant, node, before=output, readers=[output])
    for node in missing.entering:
        readers = [user for user in node.users if _is_on_chip(user, missing.host)]
        _put(draft, quant, node, before=node.next, readers=readers)


def _is_on_chip(node: fx.Node, host: frozenset[fx.Node]) -> bool:
    return node.op == "call_function" and node.target not in _STUBS and node not in host


def _put(
    draft: Draft,
    stub: torch._ops.OpOverload,
    node: fx.Node,
    before: fx.Node,
    readers: list[fx.Node],
) -> None:
    with draft.graph.inserting_before(before):
        placed = draft.call(node, stub, (node,), {}, node.meta["val"])
    if before.op == "output":
        place_at_the_edge(placed)
    placed.meta["origin"] = ""
    for reader in readers:
        reader.replace_input_with(node, placed)


_STUBS = (quant, dequant)
