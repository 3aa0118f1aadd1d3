"""What calibration reveals: ranges too wide for their integers. No torch here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

from engine.info import Diagnostic, Fix, GraphInfo, NodeInfo
from engine.quantization.value_ranges import ValueRange
from engine.recipe import SetPrecision
from engine.sentence import say
from engine.targets.profile import TargetProfile

MOST_LOST = 0.1
"""An error of a tenth of the values is 20 dB; a whole int8 network of good accuracy
has 25 to 35 dB at its outputs, so one tensor below 20 dB decides the result."""

FEWEST_STEPS = 4
"""What spans fewer steps than this to each side keeps under 3 of 8 bits."""

WIDEST_RATIO = 4.0
"""Calls of one module whose ranges differ by this lose two bits in the narrower."""

_FUSED = frozenset(f"aten.{n}" for n in ("relu", "relu6", "hardtanh", "batch_norm"))
_JOINING = frozenset(f"aten.{n}" for n in ("cat", "stack", "add", "sub"))


def range_findings(
    info: GraphInfo,
    ranges: Mapping[str, ValueRange],
    profile: TargetProfile,
    shared: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Diagnostic, ...]:
    """Warn of tensors that int8 holds badly, the worst first.

    `shared` lists by module path the nodes that the calls of one module end in.
    """
    wide = [
        (found.lost_share, _wide(info, name, found, profile))
        for name, found in ranges.items()
        if name in info.by_name and found.bits == 8 and found.lost_share > MOST_LOST
    ]
    wide.sort(key=lambda each: -each[0])
    told = {diagnostic.node for _, diagnostic in wide}
    return (
        *(diagnostic for _, diagnostic in wide),
        *_overruled(info, ranges, profile, told),
        *_drowned(info, ranges, profile),
        *_apart(info, ranges, shared or {}),
    )


def _wide(
    info: GraphInfo, name: str, found: ValueRange, profile: TargetProfile
) -> Diagnostic:
    node = info.by_name[name]
    sentence = say(
        "Its values reach {number} and are {other_number} on average (root "
        "mean square); int8 steps of {third_number} lose {lost_share:.0%} "
        "of them.",
        number=_number(found.peak),
        other_number=_number(found.typical),
        third_number=_number(found.step),
        lost_share=found.lost_share,
    )
    title = say("{place} has a huge value range", place=_place(node))
    return _warning(node, title, sentence, (_in_int16(info, node, profile),))


def _overruled(
    info: GraphInfo,
    ranges: Mapping[str, ValueRange],
    profile: TargetProfile,
    told: Set[str],
) -> list[Diagnostic]:
    """Find tensors of which most channels all but vanish beside the largest one.

    The loss over all values does not tell: the largest channel holds nearly all of
    their energy. Channels that are 0 throughout lose nothing.
    """
    found = []
    for node in info.nodes:
        whole = ranges.get(node.name)
        if whole is None or whole.bits != 8 or node.name in told:
            continue
        live = [peak for peak in whole.channel_peaks if peak > 0]
        quiet = [peak for peak in live if peak < FEWEST_STEPS * whole.step]
        if 2 * len(quiet) > len(live):
            title = say("Most channels of {place} are lost", place=_place(node))
            sentence = say(
                "{quiet} of {count} channels span fewer than {few} int8 steps of "
                "{number}, because channel {index} reaches {other_number}.",
                quiet=len(quiet),
                count=len(whole.channel_peaks),
                few=FEWEST_STEPS,
                number=_number(whole.step),
                index=whole.channel_peaks.index(max(live)),
                other_number=_number(max(live)),
            )
            fix = _in_int16(info, node, profile)
            found.append(_warning(node, title, sentence, (fix,)))
    return found


def _drowned(
    info: GraphInfo, ranges: Mapping[str, ValueRange], profile: TargetProfile
) -> list[Diagnostic]:
    """Find operands that all but vanish on the grid of the value they are put in."""
    found = []
    for node in info.nodes:
        whole = ranges.get(node.name)
        if whole is None or whole.bits != 8 or _op(node) not in _JOINING:
            continue
        parts = {name: ranges[name] for name in node.inputs if name in ranges}
        for name, part in parts.items():
            steps = part.peak / whole.step if whole.step else 0.0
            if 0 < steps < FEWEST_STEPS:
                sentence = say(
                    "{name} reaches {number}, only {steps:.1f} steps of "
                    "{other_number} here, where others reach "
                    "{third_number}.",
                    name=name,
                    number=_number(part.peak),
                    steps=steps,
                    other_number=_number(whole.step),
                    third_number=_number(whole.peak),
                )
                title = say("{name} is lost in {place}", name=name, place=_place(node))
                fix = _in_int16(info, node, profile)
                found.append(_warning(node, title, sentence, (fix,)))
    return found


def _apart(
    info: GraphInfo,
    ranges: Mapping[str, ValueRange],
    shared: Mapping[str, Sequence[str]],
) -> list[Diagnostic]:
    """Find modules whose calls have ranges far apart, so that one scale fits none."""
    found = []
    for path, names in shared.items():
        peaks = {name: ranges[name].peak for name in names if name in ranges}
        if len(peaks) < 2:
            continue
        least: Callable[[str], float] = peaks.__getitem__
        narrow, wide = min(peaks, key=least), max(peaks, key=least)
        if peaks[wide] < WIDEST_RATIO * peaks[narrow] or not peaks[narrow]:
            continue
        sentence = say(
            "{wide} reaches {number} and {narrow} {other_number}; one "
            "module has one scale, so give each call its own.",
            wide=wide,
            number=_number(peaks[wide]),
            narrow=narrow,
            other_number=_number(peaks[narrow]),
        )
        title = say("The calls of {path} have ranges far apart", path=path)
        found.append(_warning(info.by_name[narrow], title, sentence, ()))
    return found


def _in_int16(info: GraphInfo, node: NodeInfo, profile: TargetProfile) -> Fix:
    """Offer int16 where the value is made: before the rectifiers fused with it."""
    allowed = profile.quantization.int16_ops
    while _op(node) in _FUSED and _op(node) not in allowed and len(node.inputs) == 1:
        node = info.by_name[node.inputs[0]]
    lacks = _op(node) not in allowed and node.kind != "input"
    reason = (
        say("{chip} computes {title} in int8 only", chip=profile.chip, title=node.title)
        if lacks
        else _why_too_wide(info, node, profile)
    )
    edit = SetPrecision(node.name, "int16")
    return Fix(edit, "Set int16", exact=False, reason=reason)


def _why_too_wide(info: GraphInfo, node: NodeInfo, profile: TargetProfile) -> str:
    """Say which op would read int16 and takes int8 only, "" where none does."""
    scheme, passed = profile.quantization, {node.name}
    for each in info.nodes:
        if passed.isdisjoint(each.inputs):
            continue
        if _op(each) in scheme.int8_input_ops and not passed.isdisjoint(
            each.inputs[:2]
        ):
            return say(
                "{name} reads it, and {chip} computes that from int8 only",
                name=each.name,
                chip=profile.chip,
            )
        if _op(each) in {*scheme.shared_scale_ops, *_FUSED, "npu.quant"}:
            passed.add(each.name)
    return ""


def _warning(
    node: NodeInfo, title: str, sentence: str, fixes: tuple[Fix, ...]
) -> Diagnostic:
    return Diagnostic(
        "warning", node.name, node.op, "range", title, sentence, node.source, fixes
    )


def _number(value: float) -> str:
    """Write a value with three digits, and without a power of ten if it is large."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _op(node: NodeInfo) -> str:
    return node.op.rpartition(".")[0]


def _place(node: NodeInfo) -> str:
    return node.module or node.name
