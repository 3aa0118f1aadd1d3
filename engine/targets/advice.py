"""What a network could do better on a chip that runs it: few hints, with numbers."""

from __future__ import annotations

from collections.abc import Iterable

from torch import fx

from engine.info import Diagnostic, Fix
from engine.opening.graph import shape_of
from engine.opening.titles import op_name as short_name
from engine.opening.titles import title_of
from engine.recipe import ApplyEverywhere, SetOutputs
from engine.rewriting.expansion import Expander
from engine.rewriting.rule import NoMatch, find_rule
from engine.rewriting.stubs import dequant, host_nodes
from engine.rewriting.tails import TAIL_OPS
from engine.targets.calls import MATRIX_OPS, is_float, op_name, ops_of
from engine.targets.cost import node_macs
from engine.targets.latency import channel_utilization
from engine.targets.profile import TargetProfile

_WASTE = 0.2
_WASTE_MS = 0.1


def advise(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Collect every hint there is for this graph on this chip."""
    return [
        *advised_rules(graph, profile),
        *shared_weights(graph, profile),
        *padded_channels(graph, profile),
        *tail_on_host(graph, profile),
        *twin_outputs(graph),
    ]


def advised_rules(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Find where the rules apply that the profile advises, one hint for each rule."""
    expander = Expander()
    found = []
    for name in profile.advised_rules:
        rule = find_rule(name)
        nodes = [node for node in ops_of(graph) if node.target in rule.targets]
        fitting = [node for node in nodes if _matches(expander, name, node)]
        if not fitting:
            continue
        count = f"It applies to {len(fitting)} of {len(nodes)} {short_name(nodes[0])}"
        fix = Fix(ApplyEverywhere(name), rule.title, rule.exact, rule.algebra)
        sentence = f"{count} ops and leaves fewer passes over memory."
        found.append(_advice(fitting[0], "advised", rule.title, sentence, (fix,)))
    return found


def shared_weights(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Find convolutions called more than once, on chips that train with stubs.

    Their toolchain fuses an op with what follows it only where it is called once.
    """
    if not profile.requires_stubs:
        return []
    found = []
    for weight in graph.find_nodes(op="get_attr"):
        readers = [each for each in weight.users if op_name(each) in MATRIX_OPS]
        if len(readers) > 1 and len(shape_of(weight)) > 1:
            names = ", ".join(each.name for each in readers)
            title = f"{_place(readers[0])} is called {len(readers)} times"
            sentence = f"{names} share {weight.target}, so none is fused with its ReLU."
            found.append(_advice(readers[0], "shared", title, sentence))
    return found


def padded_channels(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Say once if padding channels costs much: a fifth of the work and 0.1 ms."""
    alignment = profile.hardware.channel_alignment
    host = host_nodes(graph)
    work = {node: node_macs(node) for node in ops_of(graph) if node not in host}
    padding = {
        node: macs / channel_utilization(node, alignment) - macs
        for node, macs in work.items()
        if macs
    }
    waste, whole = sum(padding.values()), sum(work.values())
    lost_ms = 2 * waste / (profile.hardware.peak_tops * 1e12) * 1e3
    if not padding or waste < _WASTE * (waste + whole) or lost_ms < _WASTE_MS:
        return []
    worst = max(padding, key=lambda node: padding[node])
    sentence = (
        f"{waste / (waste + whole):.0%} of the work is padding to multiples of "
        f"{alignment} channels, about {lost_ms:.1f} ms; most of it here."
    )
    title = f"{_place(worst)} has odd channels"
    return [_advice(worst, "alignment", title, sentence)]


def tail_on_host(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Find resizes and argmax behind a dequant stub that the chip could compute."""
    behind = {*graph.find_nodes(op="call_function", target=dequant)}
    found = []
    for node in ops_of(graph):
        sources = node.all_input_nodes
        if node.target in TAIL_OPS and sources[0] in behind:
            behind.add(node)
            if op_name(node) in profile.ops:
                title = f"{title_of(node)} is left to the CPU"
                sentence = (
                    f"{profile.chip} has {short_name(node)}, if it comes before the "
                    "dequant stub."
                )
                found.append(_advice(node, "tail", title, sentence))
    return found


def twin_outputs(graph: fx.Graph) -> list[Diagnostic]:
    """Find outputs shaped like the main one, as auxiliary heads for training are.

    The main output is the one that most of the work leads to.
    """
    outputs = list(dict.fromkeys(graph.output_node().all_input_nodes))
    if len(outputs) < 2:
        return []
    needed = {node: _ancestors([node]) for node in outputs}
    main = max(outputs, key=lambda node: _macs(needed[node]))
    whole = _macs(_ancestors(outputs))
    found = []
    for node in outputs:
        twin = len(shape_of(node)) == 4 and shape_of(node) == shape_of(main)
        if node is main or not twin or not (is_float(node) and is_float(main)):
            continue
        others = [each for each in outputs if each is not node]
        saved = whole - _macs(_ancestors(others))
        share = f" ({saved / whole:.0%})" if whole else ""
        sentence = (
            f"It is shaped like {main.name}; if it serves training only, "
            f"{saved / 1e9:.2f} GMAC{share} can go."
        )
        edit = SetOutputs(tuple(each.name for each in others))
        fix = Fix(edit, "Drop this output", exact=False)
        title = f"{_place(node)} may be an auxiliary head"
        found.append(_advice(node, "auxiliary", title, sentence, (fix,)))
    return found


def _matches(expander: Expander, name: str, node: fx.Node) -> bool:
    try:
        expander.match(find_rule(name), node)
    except NoMatch:
        return False
    return True


def _advice(
    node: fx.Node,
    constraint: str,
    title: str,
    sentence: str,
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    return Diagnostic(
        "advice",
        node.name,
        str(node.target),
        constraint,
        title,
        sentence,
        node.meta.get("source"),
        fixes,
    )


def _ancestors(nodes: Iterable[fx.Node]) -> set[fx.Node]:
    found: set[fx.Node] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += node.all_input_nodes
    return found


def _macs(nodes: Iterable[fx.Node]) -> int:
    return sum(node_macs(node) for node in nodes if node.op == "call_function")


def _place(node: fx.Node) -> str:
    source = node.all_input_nodes[0] if node.target is dequant else node
    return str(source.meta.get("module") or node.name)
