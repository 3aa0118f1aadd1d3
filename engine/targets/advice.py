"""What a network could do better on a chip that runs it: few hints, with numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from math import prod

from torch import fx

from engine.errors import TargetError
from engine.info import Diagnostic, Fix
from engine.opening.graph import shape_of
from engine.opening.titles import op_name as short_name
from engine.quantities import milliseconds_text
from engine.recipe import ApplyEverywhere
from engine.rewriting.catalogue import find_rule, rules
from engine.rewriting.expansion import Expander
from engine.rewriting.memory import Memory
from engine.rewriting.rule import NoMatch, Rule
from engine.sentence import listed, say
from engine.targets.calls import counted, op_name, ops_of, place
from engine.targets.coordinates import coarse_coordinates
from engine.targets.cost import multiplies, node_macs
from engine.targets.finding import found_at
from engine.targets.heads import (
    auxiliary_outputs,
    decoding_on_chip,
    tail_beyond_output,
    tail_on_host,
)
from engine.targets.latency import channel_utilization, padded_sizes
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile
from engine.targets.sharing import (
    lone_norms,
    shared_modules,
    shared_weights,
    unfolded_norms,
    written_out_norms,
)

_WASTE = 0.2
_WORK = 5e7


def advise(
    placement: Placement, profile: TargetProfile, memory: Memory | None = None
) -> list[Diagnostic]:
    """Collect every hint there is for this graph on this chip."""
    graph = placement.graph
    return [
        *advised_rules(graph, profile),
        *shared_weights(graph, profile),
        *shared_modules(graph, profile),
        *unfolded_norms(graph, memory),
        *written_out_norms(placement),
        *padded_channels(placement, profile, memory),
        *tail_on_host(graph, profile),
        *auxiliary_outputs(graph),
    ]


def hints(model: fx.GraphModule, profile: TargetProfile) -> tuple[Diagnostic, ...]:
    """Collect what is no problem of the network but good to know on this chip.

    What the network leaves to the CPU behind its outputs, batch norms that stay ops,
    and ops that the vendor's toolchain rewrites by itself.
    """
    graph = model.graph
    is_warned = coarse_coordinates(model, Placement(graph), profile)
    found = (
        *tail_beyond_output(graph, profile),
        *(() if is_warned else decoding_on_chip(graph, profile)),
        *lone_norms(graph),
        *replaced_ops(graph, profile),
    )
    return tuple(replace(each, severity="hint") for each in found)


def advised_rules(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Find where the rules apply that the profile advises, one hint for each rule."""
    expander = Expander()
    found = []
    for name in profile.advised_rules:
        rule = _advised(name, profile)
        nodes = [node for node in ops_of(graph) if node.target in rule.targets]
        fitting = [node for node in nodes if _matches(expander, name, node)]
        if not any(_spares(expander, rule, node) for node in fitting):
            continue
        fix = Fix(ApplyEverywhere(name), rule.title, rule.exact, rule.algebra)
        sentence = say(
            "It applies to {count} of {all} {op} ops and leaves fewer passes over "
            "memory.",
            count=len(fitting),
            all=len(nodes),
            op=short_name(nodes[0]),
        )
        found.append(
            found_at("advice", fitting[0], "advised", rule.title, sentence, (fix,))
        )
    return found


def padded_channels(
    placement: Placement, profile: TargetProfile, memory: Memory | None = None
) -> list[Diagnostic]:
    """Say once if padding channels costs a fifth of the work or more.

    The channels of an input are left out, for nobody chose them, and so are networks
    of next to no work.
    """
    alignment, memory = profile.hardware.channel_alignment, memory or Memory()
    padding: dict[fx.Node, float] = {}
    whole = 0
    for node in placement.ops:
        if multiplies(node) and node not in placement.host and not _reads_input(node):
            count = partial(_work_and_padding, node, alignment)
            read = partial(getattr, node, "all_input_nodes")
            work, more = memory.recall_behind("padding", node, read, count)
            whole += work
            padding |= {node: more} if work else {}
    waste = sum(padding.values())
    lost_ms = 2 * waste / (profile.hardware.peak_tops * 1e12) * 1e3
    if whole < _WORK or waste < _WASTE * (waste + whole):
        return []
    worst = max(padding, key=lambda node: padding[node])
    sentence = say(
        "Channels are padded to multiples of {alignment}, so that "
        "{useful:.0%} of the work is useful and about {lost} are "
        "lost (estimate); most here, {padded}.",
        alignment=alignment,
        useful=whole / (waste + whole),
        lost=milliseconds_text(lost_ms),
        padded=_padded(worst, alignment),
    )
    title = say("{place} has odd channels", place=place(worst))
    return [found_at("advice", worst, "alignment", title, sentence)]


def _work_and_padding(node: fx.Node, alignment: int) -> tuple[int, float]:
    """The multiply-accumulates of an op, and how many more padded channels make."""
    count = node_macs(node)
    padded = count / channel_utilization(node, alignment) if count else 0.0
    return count, padded - count


def _reads_input(node: fx.Node) -> bool:
    """Whether an op computes from an input of the network, past a stub."""
    source = next(iter(node.all_input_nodes), node)
    source = source.all_input_nodes[0] if op_name(source) == "npu.quant" else source
    return source.op == "placeholder"


def replaced_ops(graph: fx.Graph, profile: TargetProfile) -> list[Diagnostic]:
    """Say once per kind of op what the vendor's toolchain makes of it by itself."""
    kinds: dict[str, list[fx.Node]] = {}
    for node in Placement(graph).on_chip(profile):
        support = profile.ops.get(op_name(node))
        if support is not None and support.becomes:
            kinds.setdefault(op_name(node), []).append(node)
    return [
        found_at(
            "advice",
            nodes[0],
            "replaced",
            say("{op} is rewritten by the toolchain", op=short_name(nodes[0])),
            say(
                "The toolchain of {chip} writes {which} as {becomes}; nothing "
                "is to be done.",
                chip=profile.chip,
                which=counted(nodes),
                becomes=profile.ops[op].becomes,
            ),
        )
        for op, nodes in kinds.items()
    ]


def _advised(name: str, profile: TargetProfile) -> Rule:
    found = rules().get(name)
    if found is None:
        raise TargetError(
            say(
                "The target {name} advises {rule}, which is no rule; "
                "`npu-studio rules` lists all.",
                name=profile.name,
                rule=name,
            )
        )
    return found


def _matches(expander: Expander, name: str, node: fx.Node) -> bool:
    try:
        expander.match(find_rule(name), node)
    except NoMatch:
        return False
    return True


def _spares(expander: Expander, rule: Rule, node: fx.Node) -> bool:
    """Whether less is written where a rule is applied than by what is not needed then.

    What somebody else reads stays: a comparison moved before a sigmoid whose values
    are an output too spares nothing.
    """
    site = expander.match(rule, node)
    kept = {each for each in site.arguments.values() if isinstance(each, fx.Node)}
    gone, waiting = {node, *site.replaces}, [node]
    while waiting:
        for each in waiting.pop().all_input_nodes:
            is_read = each.op != "call_function" or not gone.issuperset(each.users)
            if each not in kept and each not in gone and not is_read:
                gone.add(each)
                waiting.append(each)
    made = expander.remaining_ops(rule, site)
    return _written(made) < _written(gone)


def _written(nodes: Iterable[fx.Node]) -> int:
    """How many values nodes yield together."""
    return sum(prod(shape_of(node)) for node in nodes)


def _padded(node: fx.Node, alignment: int) -> str:
    sizes = padded_sizes(node, alignment)
    words = (say("{size} to {full}", size=size, full=full) for size, full in sizes)
    return listed(words, " and ")
