"""What a network ends with: heads that only training needs, and tails left to the CPU.

Costs on the CPU are estimates from the bytes that a pass reads and writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import fx

from engine.info import Diagnostic, Fix
from engine.opening.graph import shape_of
from engine.opening.titles import op_name as short_name
from engine.opening.titles import title_of
from engine.quantities import bytes_text, macs_text, milliseconds_text
from engine.recipe import AppendTail, Bypass, EndAtPredictions, SetOutputs
from engine.rewriting.decoding import decoding, predictions
from engine.rewriting.stubs import dequant
from engine.rewriting.tails import TAIL_OPS
from engine.sentence import say
from engine.targets.breaking import first_broken
from engine.targets.calls import (
    MATRIX_OPS,
    arguments,
    is_float,
    leading_to,
    op_name,
    ops_of,
    place,
)
from engine.targets.cost import node_macs
from engine.targets.finding import found_at
from engine.targets.profile import TargetProfile

HOST_GB_PER_S = 12.8
"""What a CPU moves at best: 32-bit LPDDR4 at 3200 MT/s, in theory."""

_NAMED = re.compile(r"(^|[._])(aux|auxiliary|auxlayer|auxnet|dsn|extra)([._\d]|$)")
_TWIN_SHARE = 2
_SIBLING_SHARE = 4
_SEVERAL = 3
_DECODES = frozenset(f"aten.{name}" for name in ("exp", "pow", "mul", "add", "sub"))
_UPSAMPLE, _ARGMAX = "aten.upsample_bilinear2d", "aten.argmax"
_SOFTMAX = "aten.softmax"
_FLOAT_BYTES, _INDEX_BYTES = 4, 8


@dataclass(frozen=True, slots=True)
class _Output:
    """An output with the work that only it, and that only the main one, needs."""

    node: fx.Node
    main: fx.Node
    own_macs: int
    beyond_macs: int
    saved_macs: int


def auxiliary_outputs(graph: fx.Graph) -> list[Diagnostic]:
    """Find outputs that look like heads for training only, and why they do.

    The main output is the one most of the work leads to. An auxiliary head leaves on
    the way there: the main output needs much more work beyond the point where they
    part than the head itself does. Heads of a detector part at their end instead.
    """
    found = _doubtful(graph)
    doubtful = {each.node for each, _ in found}
    kept = [node for node in _distinct_outputs(graph) if node not in doubtful]
    whole = _macs(leading_to(_distinct_outputs(graph))) if found else 0
    return [_auxiliary(each, why, graph, kept, whole) for each, why in found]


def tail_on_host(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Find resizes and argmax behind a dequant stub that the chip could compute."""
    behind = {
        node: node for node in graph.find_nodes(op="call_function", target=dequant)
    }
    found = []
    for node in ops_of(graph):
        if node.target not in TAIL_OPS or node.all_input_nodes[0] not in behind:
            continue
        source = node.all_input_nodes[0]
        stub = behind[node] = behind[source]
        if _is_taken(node, profile):
            moved = _bytes(source) + _bytes(node)
            sentence = say(
                "{chip} has {op}, if it comes before the dequant stub; on "
                "the CPU it {cost}.",
                chip=profile.chip,
                op=short_name(node),
                cost=_cost(moved),
            )
            fix = Fix(Bypass(stub.name), "Compute it on the chip", exact=False)
            title = say("{op} is left to the CPU", op=title_of(node))
            found.append(found_at("advice", node, "tail", title, sentence, (fix,)))
    return found


def _is_taken(node: fx.Node, profile: TargetProfile) -> bool:
    """Whether the chip runs an op with these arguments, if perhaps at a cost."""
    broken = first_broken(node, profile)
    return broken is None or broken[1] != "error"


def tail_beyond_output(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Say what enlarging a map of scores and choosing its classes costs the CPU.

    A map of scores is the only float output of an image network but for heads that
    seem to serve training, smaller than the image by a whole factor, and comes from a
    convolution, a resize or a softmax over the channels. Where the classes of the same
    scores are chosen for another output, nothing is left to the CPU.
    """
    doubtful = {each.node for each, _ in _doubtful(graph)}
    floats = [node for node in _distinct_outputs(graph) if is_float(node)]
    scores = [node for node in floats if node not in doubtful]
    factor = _factor(graph, scores[0]) if len(scores) == 1 else 0
    if profile.fallback == "float" or not factor or _is_classified(scores[0]):
        return []
    if not {_UPSAMPLE, _ARGMAX} <= set(profile.ops):
        return []
    batch, classes, height, width = shape_of(scores[0])
    pixels = batch * height * width * factor**2
    enlarged = pixels * classes * _FLOAT_BYTES if factor > 1 else 0
    moved = _bytes(scores[0]) + 2 * enlarged + pixels * _INDEX_BYTES
    index = list(graph.output_node().all_input_nodes).index(scores[0])
    does = (
        say("enlarging it {factor} times and taking", factor=factor)
        if factor > 1
        else say("taking")
    )
    sentence = say(
        "If it is a map of {classes} class scores, {does} the best class "
        "{cost} on the CPU; {chip} can do that.",
        classes=classes,
        does=does,
        cost=_cost(moved),
        chip=profile.chip,
    )
    edit = AppendTail(factor, True, False, index)
    fix = (
        Fix(edit, "Append resize and argmax", exact=False)
        if factor > 1
        else Fix(edit, "Append argmax", exact=False)
    )
    title = say(
        "The tail of {place} is left to the CPU", place=place(_source(scores[0]))
    )
    return [found_at("advice", scores[0], "tail", title, sentence, (fix,))]


def decoding_on_chip(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Say that the host can decode detections, where the chip would.

    What decodes follows several prediction layers and computes with what they give;
    ops that only move or enlarge values, or choose classes, are no decoding, nor are
    gates that mix maps of an input of the network with what the layers give, nor the
    sums of residual blocks, which later layers read.
    """
    layers, after = predictions(graph), sorted(decoding(graph))
    if profile.fallback == "float" or len(layers) < _SEVERAL:
        return []
    if not any(op_name(node) in _DECODES for node in after):
        return []
    read = {each for node in after for each in node.all_input_nodes}
    users = {each for node in after for each in node.users if each.op != "output"}
    if not users.issubset(after):
        return []
    if any(each.op == "placeholder" and len(shape_of(each)) == 4 for each in read):
        return []
    sentence = say(
        "{count} ops behind its {layers} prediction layers decode detections; the host "
        "can do that from the same code, in float.",
        count=len(after),
        layers=len(layers),
    )
    fix = Fix(EndAtPredictions(), "Leave the decoding to the host", exact=False)
    return [
        found_at(
            "advice", after[0], "tail", say("Detections are decoded"), sentence, (fix,)
        )
    ]


def _doubtful(graph: fx.Graph) -> list[tuple[_Output, str]]:
    """The outputs that may serve training only and cost something, each with why."""
    return [
        (each, why)
        for each in _outputs(graph)
        if each.saved_macs and (why := _reason(each))
    ]


def _outputs(graph: fx.Graph) -> list[_Output]:
    outputs = _distinct_outputs(graph)
    if len(outputs) < 2:
        return []
    needed = {node: leading_to([node]) for node in outputs}
    main = max(outputs, key=lambda node: _macs(needed[node]))
    whole = _macs(leading_to(outputs))
    return [
        _Output(
            node,
            main,
            _macs(needed[node] - needed[main]),
            _macs(needed[main] - needed[node]),
            whole - _macs(set().union(*(needed[o] for o in outputs if o is not node))),
        )
        for node in outputs
        if node is not main and is_float(node) and is_float(main)
    ]


def _reason(output: _Output) -> str:
    """Say why an output may serve training only; "" where nothing says so."""
    shape, other = shape_of(output.node), shape_of(output.main)
    twin_leaves_early = output.own_macs * _TWIN_SHARE <= output.beyond_macs
    leaves_early = output.own_macs * _SIBLING_SHARE <= output.beyond_macs
    if len(shape) in (2, 4) and shape == other and twin_leaves_early:
        return say("It is shaped like {place}", place=place(_source(output.main)))
    if _NAMED.search(place(_source(output.node))):
        return say("It is named like one")
    same_grid = len(shape) == len(other) == 4 and shape[2:] == other[2:]
    if same_grid and leaves_early and output.own_macs:
        return say("It leaves on the way to {place}", place=place(_source(output.main)))
    return ""


def _auxiliary(
    output: _Output, why: str, graph: fx.Graph, kept: list[fx.Node], whole: int
) -> Diagnostic:
    saved = output.saved_macs
    share = f" ({saved / whole:.0%})" if whole else ""
    sentence = say(
        "{why}; if it serves training only, {saved}{share} can go.",
        why=why,
        saved=macs_text(saved),
        share=share,
    )
    others = [node for node in _distinct_outputs(graph) if node is not output.node]
    fixes = [Fix(_keeping(others), "Drop this output", exact=False)]
    if others != kept:
        fixes.append(Fix(_keeping(kept), "Drop all such outputs", exact=False))
    title = say("{place} may be an auxiliary head", place=place(_source(output.node)))
    return found_at("advice", output.node, "auxiliary", title, sentence, tuple(fixes))


def _keeping(nodes: Iterable[fx.Node]) -> SetOutputs:
    return SetOutputs(tuple(node.name for node in nodes))


def _factor(graph: fx.Graph, scores: fx.Node) -> int:
    """How many times smaller than the image a map of scores is; 0 if it is none."""
    images = [shape_of(node) for node in graph.find_nodes(op="placeholder")]
    shape = shape_of(scores)
    if len(images) != 1 or len(images[0]) != 4 or len(shape) != 4 or shape[1] < 2:
        return 0
    source = _source(scores)
    if op_name(source) not in MATRIX_OPS and source.target not in TAIL_OPS:
        return 0
    if op_name(source) == _SOFTMAX and arguments(source)["dim"] % 4 != 1:
        return 0
    (height, width), (rows, columns) = images[0][2:], shape[2:]
    factor = height // rows
    return factor if (rows * factor, columns * factor) == (height, width) else 0


def _is_classified(scores: fx.Node) -> bool:
    """Whether an argmax reads these scores already, behind stubs or resizes too."""
    passed = (dequant, *TAIL_OPS)
    while scores.target in passed:
        scores = scores.all_input_nodes[0]
    same = [scores]
    for node in same:
        same += [user for user in node.users if user.target in passed]
    return any(op_name(node) == _ARGMAX for node in same)


def _cost(moved: int) -> str:
    return say(
        "moves {moved}, about {time} (estimate)",
        moved=bytes_text(moved),
        time=milliseconds_text(moved / (HOST_GB_PER_S * 1e9) * 1e3),
    )


def _bytes(node: fx.Node) -> int:
    """Bytes of a node's value, in float or as indices."""
    value: torch.Tensor = node.meta["val"]
    return value.numel() * value.element_size()


def _source(node: fx.Node) -> fx.Node:
    return node.all_input_nodes[0] if node.target is dequant else node


def _distinct_outputs(graph: fx.Graph) -> list[fx.Node]:
    return list(dict.fromkeys(graph.output_node().all_input_nodes))


def _macs(nodes: Iterable[fx.Node]) -> int:
    return sum(node_macs(node) for node in nodes if node.op == "call_function")
