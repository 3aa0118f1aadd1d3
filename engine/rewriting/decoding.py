"""Post-processing moved to the host: the chip's part ends at the prediction layers.

What decodes a detection (grids, strides, anchors, exp, scores) is shape after shape
that chips run badly or not at all. The prediction layers are the last matrix products
on every path to an output. What follows them is a program of its own, for the host.
"""

from __future__ import annotations

from torch import fx

from engine.errors import EditError
from engine.opening.graph import get_tensor
from engine.rewriting.draft import Draft, place
from engine.rewriting.stubs import dequant, insert_stubs, quant
from engine.sentence import say
from engine.targets.calls import MATRIX_OPS, op_name, ops_of

_STUBS = (quant, dequant)


def predictions(graph: fx.Graph) -> tuple[fx.Node, ...]:
    """Find the last matrix products on the paths to the outputs, in order."""
    found: set[fx.Node] = set()
    seen: set[fx.Node] = set()
    pending = list(graph.output_node().all_input_nodes)
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        if op_name(node) in MATRIX_OPS:
            found.add(node)
        else:
            pending += node.all_input_nodes
    return tuple(sorted(found))


def end_at_predictions(draft: Draft) -> None:
    """Let the network return its predictions; what decodes them is left to the host.

    Raises:
        EditError: it has none, or returns them already.
    """
    found = predictions_to_end_at(draft.graph)
    output = draft.graph.output_node()
    old = output.all_input_nodes
    had_stubs = has_dequant(draft.graph)
    output.args = (found,)
    draft.sweep(old)
    if had_stubs:
        insert_stubs(draft)


def predictions_to_end_at(graph: fx.Graph) -> tuple[fx.Node, ...]:
    """Find the predictions where something follows them.

    Raises:
        EditError: there are none, or the network returns them already.
    """
    found = predictions(graph)
    if not found:
        raise EditError(say("No convolution or matrix product leads to an output."))
    old = graph.output_node().all_input_nodes
    if {_before_stub(node) for node in old} == set(found):
        raise EditError(say("The network ends at its predictions already."))
    return found


def has_dequant(graph: fx.Graph) -> bool:
    """Whether values leave the network by a stub anywhere."""
    return any(node.target is dequant for node in ops_of(graph))


def needed(host: fx.GraphModule | None) -> fx.GraphModule:
    """Give the host's part.

    Raises:
        EditError: nothing is left to the host.
    """
    if host is None:
        raise EditError(
            say("Nothing is left to the host; end the graph at its predictions first.")
        )
    return host


def host_part(model: fx.GraphModule) -> fx.GraphModule:
    """Give what `end_at_predictions` leaves to the host as a network of its own.

    Its inputs are the predictions in order, then those of the model's own inputs that
    the decoding reads; its outputs are the model's. Weights are shared, and stubs left
    out: the host computes in float.

    Raises:
        EditError: nothing follows the predictions.
    """
    found = predictions(model.graph)
    rest = decoding(model.graph)
    if not rest:
        raise EditError(
            say("Nothing follows the predictions, so the host has no part.")
        )
    graph = fx.Graph()
    copies: dict[fx.Node, fx.Node] = {}
    read = {each for node in rest for each in node.all_input_nodes}
    inputs = [node for node in model.graph.nodes if node.op == "placeholder"]
    for node in (*found, *(each for each in inputs if each in read)):
        copies[node] = graph.placeholder(node.name)
        copies[node].meta.update(node.meta)
    for node in model.graph.nodes:
        if node in rest and node.target in _STUBS:
            copies[node] = copies[node.all_input_nodes[0]]
        elif node in rest or (node.op == "get_attr" and node in read):
            copies[node] = place(graph, node, copies.__getitem__)
    output = model.graph.output_node()
    graph.output(fx.map_arg(output.args[0], copies.__getitem__))
    weights = {
        str(node.target): get_tensor(model, node)
        for node in graph.find_nodes(op="get_attr")
    }
    return fx.GraphModule(weights, graph)


def decoding(graph: fx.Graph) -> set[fx.Node]:
    """Collect the ops between the predictions and the outputs; stubs alone are none.

    A graph without predictions has no decoding either.
    """
    found = set(predictions(graph))
    pending = list(graph.output_node().all_input_nodes) if found else []
    rest: set[fx.Node] = set()
    while pending:
        node = pending.pop()
        if node.op == "call_function" and node not in found and node not in rest:
            rest.add(node)
            pending += node.all_input_nodes
    return rest if any(node.target is not dequant for node in rest) else set()


def _before_stub(node: fx.Node) -> fx.Node:
    return node.all_input_nodes[0] if node.target is dequant else node
