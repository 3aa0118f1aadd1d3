"""What a network ends with: resize and argmax on the chip, or on the host again."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import fx
from torch.fx.node import Argument

from engine.errors import EditError
from engine.opening.graph import shape_of
from engine.opening.titles import title_of
from engine.rewriting.draft import Draft, place_at_the_edge
from engine.rewriting.propagation import compute_value
from engine.rewriting.stubs import dequant, quant, stubs_of
from engine.sentence import say
from engine.targets.calls import is_float, place

aten = torch.ops.aten
TAIL_OPS = (
    aten.upsample_bilinear2d.vec,
    aten.upsample_nearest2d.vec,
    aten._upsample_nearest_exact2d.vec,
    aten.argmax.default,
    aten.softmax.int,
)
"""Ops behind class scores that only decide where they are computed."""


def append_tail(
    draft: Draft, factor: int, argmax: bool, align_corners: bool, index: int
) -> None:
    """Enlarge an output of class scores and take the best class, before its stub.

    Scores that left the chip as int32 become int8: chips compare those only.

    Raises:
        EditError: there is no such output, or it is no map of scores.
    """
    output, leaving = _output(draft, index)
    scores = scores_at(draft, index)
    if factor < 1 or (factor == 1 and not argmax):
        raise EditError(
            say("A tail enlarges by a whole factor, takes the argmax, or both.")
        )
    tail = scores
    if factor > 1:
        size: list[Argument] = [side * factor for side in shape_of(scores)[2:]]
        args = (scores, size, align_corners, None)
        tail = _call(draft, scores, aten.upsample_bilinear2d.vec, args, output)
    if argmax:
        tail = _call(draft, tail, aten.argmax.default, (tail, 1, True), output)
        reader = tail if factor == 1 else tail.all_input_nodes[0]
        _compare_in_int8(draft, scores, reader)
    if leaving.target is dequant and not argmax:
        leaving = _call(draft, tail, dequant, (tail,), output)
        tail = leaving
    _let_out(draft, index, tail)


def remove_tail(draft: Draft, index: int) -> None:
    """Take resizes, softmax and argmax off an output, so that the host does them.

    The scores leave by a stub where the network has stubs, and in the precision again
    that they had before a tail compared them.

    Raises:
        EditError: there is no such output, or it does not end with such an op.
    """
    _, leaving = _output(draft, index)
    source = scores = scores_behind_tail(draft, index)
    stub = leaving.target is dequant
    has_stubs = bool(draft.graph.find_nodes(op="call_function", target=quant))
    if (stub or has_stubs) and scores.target is not dequant:
        output = draft.graph.output_node()
        scores = _call(draft, scores, dequant, (scores,), output)
    _let_out(draft, index, scores)
    _ask_as_before(source)


def scores_at(draft: Draft, index: int) -> fx.Node:
    """Find the class scores of an output, before its stub.

    Raises:
        EditError: there is no such output, or it is no map of scores.
    """
    _, leaving = _output(draft, index)
    scores = leaving.all_input_nodes[0] if leaving.target is dequant else leaving
    if len(shape_of(scores)) != 4 or not is_float(scores):
        raise EditError(
            say("{name} is no map of scores, so it has no classes.", name=scores.name)
        )
    return scores


def scores_behind_tail(draft: Draft, index: int) -> fx.Node:
    """Find what the resizes, softmax and argmax that an output ends with begin with.

    Raises:
        EditError: there is no such output, or it does not end with such an op.
    """
    _, leaving = _output(draft, index)
    tail = leaving.all_input_nodes[0] if leaving.target is dequant else leaving
    scores = tail
    while scores.target in TAIL_OPS:
        scores = scores.all_input_nodes[0]
    if scores is tail:
        raise EditError(
            say(
                "{name} is no resize, softmax or argmax; none to remove.",
                name=tail.name,
            )
        )
    return scores


def remove_stubs(draft: Draft) -> None:
    """Take every quant and dequant stub out.

    Raises:
        EditError: there is none.
    """
    for node in stubs_of(draft.graph):
        node.replace_all_uses_with(node.all_input_nodes[0])
        draft.sweep([node])


def _output(draft: Draft, index: int) -> tuple[fx.Node, fx.Node]:
    output = draft.graph.output_node()
    nodes = output.args[0]
    if not isinstance(nodes, (tuple, list)) or not 0 <= index < len(nodes):
        count = len(nodes) if isinstance(nodes, (tuple, list)) else 0
        raise EditError(
            say(
                "There is no output {index}; the network has {count}.",
                index=index,
                count=count,
            )
        )
    return output, nodes[index]  # type: ignore[return-value]  # outputs are nodes


def _compare_in_int8(draft: Draft, scores: fx.Node, reader: fx.Node) -> None:
    """Let scores that left as int32 leave as int8, and say what reads them now."""
    if scores.meta.get("precision") != "int32":
        return
    scores.meta["precision"] = "int8"
    scores.meta["before_tail"] = "int32"
    note = say(
        "{place} falls back from int32 to int8, because {op} reads it",
        place=place(scores),
        op=title_of(reader),
    )
    draft.notes.append(note)


def _ask_as_before(scores: fx.Node) -> None:
    """Give scores back what a tail took from them, where nothing compares them now."""
    inside = [n for n in scores.users if n.op != "output" and n.target is not dequant]
    before = scores.meta.get("before_tail", "")
    if before and not inside:
        del scores.meta["before_tail"]
        scores.meta["precision"] = before


def _call(
    draft: Draft,
    anchor: fx.Node,
    target: Callable[..., object],
    args: tuple[Argument, ...],
    before: fx.Node,
) -> fx.Node:
    value = compute_value(str(target), target, args, {}, anchor.meta["val"])
    with draft.graph.inserting_before(before):
        node = draft.call(anchor, target, args, {}, value)
    place_at_the_edge(node)
    node.meta["origin"] = ""
    return node


def _let_out(draft: Draft, index: int, node: fx.Node) -> None:
    output = draft.graph.output_node()
    nodes: list[Argument] = list(output.args[0])  # type: ignore[arg-type]  # a tuple
    old = output.all_input_nodes
    nodes[index] = node
    output.args = (tuple(nodes),)
    draft.sweep(old)
