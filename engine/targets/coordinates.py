"""Positions decoded in int8, which holds too few steps for the cells of a grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import fx

from engine.info import Diagnostic, Fix
from engine.recipe import EndAtPredictions
from engine.rewriting.decoding import decoding
from engine.rewriting.rule import computed_constant
from engine.sentence import say
from engine.targets.calls import op_name
from engine.targets.finding import found_at
from engine.targets.placement import Placement
from engine.targets.profile import TargetProfile

_COARSEST = 1 / 16
"""Of a cell: a step of half a pixel at a stride of 8, of two at one of 32."""

_FEWEST_LINES = 4
_ADDING = frozenset({"aten.add", "aten.sub"})
_SCALING = frozenset({"aten.mul", "aten.div"})
_SIZING = frozenset({"aten.exp", "aten.pow"})
_WIDE = ("int16", "float")


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where coordinates of a grid are added: how far they reach, and how far apart."""

    node: fx.Node
    reach: float
    cell: float


def coarse_coordinates(
    model: fx.GraphModule, placement: Placement, profile: TargetProfile
) -> list[Diagnostic]:
    """Warn where decoding adds the coordinates of a grid on an integer chip.

    A symmetric int8 value has steps of its reach / `scale_divisor`. What is told apart
    within a cell before the sum is rounded to those after it. One warning tells of the
    coarsest sum of the network.
    """
    if profile.fallback == "float":
        return []
    divisor = profile.quantization.scale_divisor
    steps = {
        grid.reach / divisor / grid.cell: grid
        for grid in _grids(model, placement, profile)
    }
    coarsest = max(steps, default=0.0)
    if coarsest < _COARSEST:
        return []
    grid = steps[coarsest]
    sentence = _sentence(model, grid, coarsest, int(divisor))
    fix = Fix(EndAtPredictions(), "Leave the decoding to the host", exact=False)
    return [
        found_at(
            "warning",
            grid.node,
            "coordinates",
            say("Coordinates are decoded in int8"),
            sentence,
            (fix,),
        )
    ]


def _sentence(model: fx.GraphModule, grid: _Grid, step: float, levels: int) -> str:
    reach = f"{grid.reach:g}"
    if not any(op_name(node) in _SIZING for node in decoding(model.graph)):
        return say(
            "Grid coordinates up to {reach} are added: in int8, positions come in "
            "steps of {step:.2f} cells. Leave the decoding to the host, in float, "
            "before you calibrate.",
            reach=reach,
            step=step,
        )
    return say(
        "Grid coordinates up to {reach} are added: in int8, positions come in steps of "
        "{step:.2f} cells, and sizes in steps of 1/{levels} of the largest. Leave the "
        "decoding to the host, in float, before you calibrate.",
        reach=reach,
        step=step,
        levels=levels,
    )


def _grids(
    model: fx.GraphModule, placement: Placement, profile: TargetProfile
) -> Iterator[_Grid]:
    sums = [
        (node, known[0])
        for node in placement.on_chip_named(_ADDING, profile)
        if len(node.all_input_nodes) == 2
        and len(known := _constants_among(node.all_input_nodes, placement)) == 1
    ]
    after = decoding(model.graph) if sums else ()
    for node, constant in sums:
        if node in after and not _is_wide(node):
            lines = _lines(computed_constant(model, constant))
            if lines is not None:
                yield _Grid(node, *lines)


def _is_wide(node: fx.Node) -> bool:
    """Whether a sum is asked for in more bits, and what scales it."""
    scaled = [user for user in node.users if op_name(user) in _SCALING]
    return all(each.meta.get("precision") in _WIDE for each in (node, *scaled))


def _constants_among(nodes: list[fx.Node], placement: Placement) -> list[fx.Node]:
    constant = placement.constant
    return [node for node in nodes if node.op == "get_attr" or node in constant]


def _lines(value: object) -> tuple[float, float] | None:
    """How far a grid's lines reach, and their distance; None of another constant.

    The lines of several grids lie on the finest of them, whose cells are told.
    """
    if not isinstance(value, torch.Tensor) or not value.numel():
        return None
    lines = torch.unique(value.double())
    if len(lines) < _FEWEST_LINES:
        return None
    cell = lines.diff().min()
    steps = (lines - lines[0]) / cell
    if (steps - steps.round()).abs().max() > 1e-3:
        return None
    return lines.abs().max().item(), cell.item()
