"""Values of other types than float32: what is not quantized, and what cannot run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import torch
from torch import fx

from engine.info import Diagnostic, Severity
from engine.opening.titles import op_name as short_name
from engine.opening.titles import title_of
from engine.sentence import listed, say
from engine.targets.calls import counted, dtype_of, op_name
from engine.targets.profile import TargetProfile

_QUANTIZED = torch.float32


def odd_floats(on_chip: Sequence[fx.Node], profile: TargetProfile) -> list[Diagnostic]:
    """Say once per type that float16, bfloat16 or float64 values are not quantized.

    On a chip without floating point that is an error; a fallback runs them as they are.
    """
    kinds: dict[torch.dtype, list[fx.Node]] = defaultdict(list)
    for node in on_chip:
        dtype = dtype_of(node)
        if dtype is not None and dtype.is_floating_point and dtype != _QUANTIZED:
            kinds[dtype].append(node)
    severity: Severity = "warning" if profile.fallback == "float" else "error"
    found = []
    for dtype, nodes in kinds.items():
        name = str(dtype).removeprefix("torch.")
        who = say("{count} ops compute", count=len(nodes))
        sentence = say(
            "{who} in {name}; only float32 is quantized, so convert the network "
            "with .float() and open it again.",
            who=who if len(nodes) > 1 else say("1 op computes"),
            name=name,
        )
        first, op = nodes[0], str(nodes[0].target)
        source = first.meta.get("source")
        title = say("{name} values", name=name)
        found.append(
            Diagnostic(severity, first.name, op, "float32", title, sentence, source)
        )
    return found


def ops_without_any_kernel(
    model: fx.GraphModule, on_chip: Sequence[fx.Node], profile: TargetProfile
) -> dict[fx.Node, Diagnostic]:
    """Find what even a fallback to float cannot run: one error for each kind of op.

    All nodes of that kind are keys.
    """
    if profile.fallback != "float":
        return {}
    from engine.toolchains.onnx_probe import can_run

    kinds: dict[tuple[object, ...], list[fx.Node]] = defaultdict(list)
    for node in on_chip:
        types = {str(dtype_of(each)) for each in (*node.all_input_nodes, node)}
        if op_name(node) not in profile.ops or types - _USUAL:
            kinds[(node.target, *sorted(types))].append(node)
    refused = [nodes for nodes in kinds.values() if not can_run(model, nodes[0])]
    found = [(nodes, _no_kernel(nodes, profile)) for nodes in refused]
    return {node: diagnostic for nodes, diagnostic in found for node in nodes}


def _no_kernel(nodes: list[fx.Node], profile: TargetProfile) -> Diagnostic:
    node = nodes[0]
    types = {dtype_of(each) for each in (*node.all_input_nodes, node)}
    odd = sorted(str(dtype).removeprefix("torch.") for dtype in types - _KNOWN)
    spelled = say(" for {odd}", odd=listed(odd, " and ")) if odd else ""
    return Diagnostic(
        "error",
        node.name,
        str(node.target),
        "no_kernel",
        say("{op} cannot run", op=title_of(node)),
        say(
            "{title} has no {op}{spelled}, in float neither; {which} must be "
            "rewritten, or the graph cut before.",
            title=profile.title,
            op=short_name(node),
            spelled=spelled,
            which=counted(nodes),
        ),
        node.meta.get("source"),
    )


_KNOWN = {torch.float32, torch.int64, torch.int32, torch.uint8, torch.int8, torch.bool}
_USUAL = {str(dtype) for dtype in (*_KNOWN, None)}
