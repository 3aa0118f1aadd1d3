"""Constants that meet quantized values, on chips whose toolchain leaves them floats."""

from __future__ import annotations

from collections.abc import Iterator, Set

from torch import fx

from engine.info import Diagnostic, Fix
from engine.opening.graph import shape_of
from engine.opening.titles import title_of
from engine.recipe import Insert
from engine.rewriting.rule import computed_constant
from engine.rewriting.stubs import quant
from engine.sentence import say
from engine.targets.calls import is_float, op_name, place
from engine.targets.finding import found_at
from engine.targets.fitting import FITS
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile

_SAMPLING = frozenset({"aten.grid_sampler"})
_READERS = FITS["constant_operand"] | _SAMPLING
"""Ops that compute with each tensor they are given, and hold none as a weight."""


def unstubbed_constants(
    model: fx.GraphModule, placement: Placement, profile: TargetProfile
) -> Iterator[Diagnostic]:
    """Find float constants that ops on the chip are given beside quantized values.

    Weights of layers and norms are quantized with them; a number, or a tensor without
    dimensions, is written into the op. Each constant is told once, where it is read
    first.
    """
    severity = profile.stubs.constants
    if severity == "none":
        return
    known, readers = _floats(placement), dict[fx.Node, fx.Node]()
    for node in placement.on_chip_named(_READERS & profile.ops.keys(), profile):
        if node not in known:
            for each in node.all_input_nodes:
                if each in known and is_float(each) and shape_of(each):
                    readers.setdefault(each, node)
    for constant, reader in readers.items():
        fix = Fix(
            Insert(str(quant), constant.name),
            "Insert a quant stub",
            algebra="quant(x) = x",
            reason=_why_not(model, constant),
        )
        yield found_at(
            severity,
            reader,
            "constant_stub",
            say("{place} is given a constant in float", place=place(reader)),
            say(
                "{op} computes with quantized values only on {chip}, and reads the "
                "constant {name}, which no quant stub has quantized.",
                op=title_of(reader),
                chip=profile.chip,
                name=constant.name,
            ),
            (fix,),
        )


def _floats(placement: Placement) -> Set[fx.Node]:
    """The constants, and the ops on constants alone, that no stub has quantized."""
    found: set[fx.Node] = {*placement.graph.find_nodes(op="get_attr")}
    for node in sorted(placement.constant):
        if node.target is not quant and found.issuperset(node.all_input_nodes):
            found.add(node)
    return found


def _why_not(model: fx.GraphModule, constant: fx.Node) -> str:
    """Say why a stub cannot follow a constant, "" where it can."""
    others = [user for user in constant.users if op_name(user) not in _READERS]
    if others:
        return say(
            "{name} reads it too, and takes no quantized one", name=others[0].name
        )
    if not computed_constant(model, constant).isfinite().all():
        return say(
            "it holds values that are not finite, which no scale reaches; where it is "
            "a mask, write a number such as -100"
        )
    return ""
