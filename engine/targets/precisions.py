"""Precisions asked for that the chip cannot give, and where int32 could leave it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from torch import fx

from engine.info import Diagnostic, Fix, Severity
from engine.opening.titles import title_of
from engine.recipe import ApplyRule, Precision, SetPrecision
from engine.rewriting.catalogue import find_rule
from engine.rewriting.expansion import Expander
from engine.sentence import say
from engine.targets.calls import (
    MATRIX_OPS,
    is_float,
    op_name,
    place,
    tensor_inputs,
)
from engine.targets.finding import found_at
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile

_FOLDING = "fold_batch_norm"
_USUAL: Precision = "int8"


def int32_candidates(model: fx.GraphModule) -> tuple[str, ...]:
    """Name the convolutions and matrix products that could hand out int32.

    Their value reaches only outputs and dequant stubs, perhaps in another shape or
    through a batch norm that folds into them.
    """
    placement = Placement(model.graph)
    folded = (source for source, _ in _last_before_norm(placement, MATRIX_OPS))
    return tuple(node.name for node in sorted([*placement.last_products, *folded]))


def refused_precisions(
    placement: Placement, profile: TargetProfile
) -> list[Diagnostic]:
    """Find precisions that were asked for and that the chip cannot give.

    Where a fallback computes in float what it lacks, that is only advice.
    """
    severity: Severity = "advice" if profile.fallback == "float" else "error"
    found = []
    for node in placement.graph.nodes:
        sentence = _refusal(node, placement, profile)
        if sentence:
            precision = node.meta["precision"]
            title = say(
                "{place} in {precision}", place=place(node), precision=precision
            )
            fix = Fix(SetPrecision(node.name, "int8"), "Set int8", exact=True)
            found.append(found_at(severity, node, "precision", title, sentence, (fix,)))
    return found


def int32_advice(placement: Placement, profile: TargetProfile) -> list[Diagnostic]:
    """Find ops whose int32 accumulator could leave the network unrounded.

    The chip's toolchain fuses a batch norm with what it folds into; here the fold has
    to be made first.
    """
    scheme = profile.quantization
    if not scheme.int32_output:
        return []
    last = [
        _can_hand_out(
            node,
            say("Its value reaches only the output."),
            Fix(SetPrecision(node.name, "int32"), "Set int32 output"),
        )
        for node in placement.last_of(scheme.int32_ops)
        if "precision" not in node.meta
    ]
    folded = [
        _can_hand_out(
            node,
            say(
                "Its value reaches only the output, through {norm}, which folds into "
                "it.",
                norm=place(norm),
            ),
            Fix(
                ApplyRule(_FOLDING, norm.name),
                "Fold the batch norm first",
                exact=True,
                algebra=find_rule(_FOLDING).algebra,
            ),
        )
        for node, norm in _last_before_norm(placement, scheme.int32_ops)
        if "precision" not in {*node.meta, *norm.meta}
    ]
    return [*last, *folded]


def _last_before_norm(
    placement: Placement, names: Collection[str]
) -> list[tuple[fx.Node, fx.Node]]:
    """The ops that a last batch norm folds into, each with that norm."""
    rule, expander = find_rule(_FOLDING), Expander()
    return [
        (node, norm)
        for node, norm in placement.last_before_norm(names)
        if not expander.refusal(rule, norm)
    ]


def _can_hand_out(node: fx.Node, sentence: str, fix: Fix) -> Diagnostic:
    return found_at(
        "advice",
        node,
        "int32_output",
        say("{place} can output int32", place=place(node)),
        sentence,
        (fix,),
    )


def _refusal(node: fx.Node, placement: Placement, profile: TargetProfile) -> str:
    """Say why the chip cannot give the asked-for precision, "" where it can."""
    precision = node.meta.get("precision")
    if not precision:
        return ""
    op, scheme = op_name(node), profile.quantization
    if profile.fallback == "float":
        return _in_float(node, precision, profile)
    if precision == "float" and node not in placement.host:
        return say(
            "{chip} computes integers only; {op} would run on the CPU.",
            chip=profile.chip,
            op=title_of(node),
        )
    if precision == "int16" and node.op != "placeholder" and op not in scheme.int16_ops:
        return say(
            "{chip} computes {op} in int8 only.", chip=profile.chip, op=title_of(node)
        )
    if precision != "int32":
        return ""
    if not scheme.int32_output or op not in scheme.int32_ops:
        return say(
            "{chip} hands out no int32 from {op}.", chip=profile.chip, op=title_of(node)
        )
    if node in placement.leaving:
        return ""
    (reader, *_) = node.users
    return say("Only outputs may read int32; {name} reads it.", name=reader.name)


def _in_float(node: fx.Node, precision: str, profile: TargetProfile) -> str:
    """Say that a fallback computes in float what was asked for in wider integers."""
    scheme = profile.quantization
    given = {"int16": scheme.int16_ops, "int32": scheme.int32_ops}
    if node.op == "placeholder" or precision not in given:
        return ""
    if op_name(node) in given[precision]:
        return ""
    return say(
        "{title} has no {precision} kernel for {op}, so it runs in float.",
        title=profile.title,
        precision=precision,
        op=title_of(node),
    )


def narrow_readers(placement: Placement, profile: TargetProfile) -> list[Diagnostic]:
    """Find ops that read int8 only and are given int16, and where it comes from."""
    scheme = profile.quantization
    found = []
    for node in placement.named(scheme.int8_input_ops):
        read = tensor_inputs(node)[: 2 if op_name(node) in MATRIX_OPS else 1]
        for source in _makers(read, profile):
            if source.meta.get("precision") == "int16":
                found.append(_too_wide(node, source, profile))
    return found


def mixed_precisions(placement: Placement, profile: TargetProfile) -> list[Diagnostic]:
    """Find ops that take two values of one type only and are given int8 and int16."""
    found = []
    alike = {
        name
        for name, support in profile.ops.items()
        if support.errors.get("same_types")
    }
    for node in placement.on_chip_named(alike, profile):
        read = filter(is_float, tensor_inputs(node))
        by_width = {
            source.meta.get("precision", _USUAL): source
            for source in _makers(read, profile)
            if source not in placement.constant and source not in placement.host
        }
        if {"int8", "int16"} <= by_width.keys():
            sources = by_width["int16"], by_width["int8"]
            found.append(_mixed(node, *sources, profile))
    return found


def _mixed(
    node: fx.Node, wide: fx.Node, narrow: fx.Node, profile: TargetProfile
) -> Diagnostic:
    fixes = [Fix(SetPrecision(wide.name, _USUAL), "Set int8", exact=True)]
    if op_name(narrow) in profile.quantization.int16_ops:
        wider = Fix(SetPrecision(narrow.name, "int16"), "Set int16", exact=True)
        fixes.insert(0, wider)
    return found_at(
        "error",
        node,
        "precision",
        say("{place} is given int8 and int16", place=place(node)),
        say(
            "{chip} computes {op} from two values of one type; {narrow} hands out "
            "int8, {wide} int16.",
            chip=profile.chip,
            op=title_of(node),
            narrow=narrow.name,
            wide=wide.name,
        ),
        tuple(fixes),
    )


def _makers(nodes: Iterable[fx.Node], profile: TargetProfile) -> list[fx.Node]:
    return list(dict.fromkeys(_maker(each, profile) for each in nodes))


def _maker(node: fx.Node, profile: TargetProfile) -> fx.Node:
    """The op whose grid a value is on, past ops that pass their input's grid on."""
    passing = (*profile.quantization.shared_scale_ops, "getitem")
    while op_name(node) in passing and tensor_inputs(node):
        node = tensor_inputs(node)[0]
    return node


def _too_wide(node: fx.Node, source: fx.Node, profile: TargetProfile) -> Diagnostic:
    return found_at(
        "error",
        node,
        "precision",
        say("{place} is given int16", place=place(node)),
        say(
            "{chip} computes {op} from int8 only; {name} hands out int16.",
            chip=profile.chip,
            op=title_of(node),
            name=source.name,
        ),
        (Fix(SetPrecision(source.name, "int8"), "Set int8", exact=True),),
    )
