"""Numbers of nodes as colours: what is measured, on which scale, in which colour.

The ramp runs from dark blue over grey to yellow with steadily rising lightness, so
it is read alike with any kind of colour vision, and in grey.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.info import NodeInfo
from gui.graph.scene.boxes import quantity
from gui.graph.scene.colours import HEAT_MODES, ColourMode, blend
from gui.graph.scene.scene import Scene

RAMP = ("#12305f", "#35507f", "#5d6d86", "#84898a", "#ab9f78", "#d4b95c", "#fbd83f")
STEPS = 24
SPAN = 1e4
UNITS: dict[ColourMode, str] = {"macs": "MAC", "activation": "B"}
WIDTH = re.compile(r"\d+")


@dataclass(frozen=True, eq=False)
class Heat:
    """Any number per node, to be shown as colour; nodes without one stay plain.

    What `adds` up is a cost: a module has the sum of its nodes, otherwise the largest.
    What `spans_decades` is read by its ratios: one large number leaves others apart.
    Numbers that are `stale` were measured before the last edits.
    """

    title: str
    values: Mapping[str, float]
    unit: str = ""
    adds: bool = False
    stale: bool = False
    spans_decades: bool = False


@dataclass(frozen=True, eq=False)
class Scale:
    """The number of every box, and where from 0 to 1 it lies between the ends.

    Both are NaN for a box that has no number, or none that its scale can show.
    """

    values: NDArray[np.float64]
    share: NDArray[np.float64]
    low: float
    high: float
    is_logarithmic: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no box has a number."""
        return bool(np.isnan(self.share).all())


@lru_cache(maxsize=4)
def tinted(
    scene: Scene, mode: ColourMode, heat: Heat | None, least: float
) -> Scale | None:
    """The scale with only those boxes that reach a share of it, from 0 to 1."""
    scale = scale_of(scene, mode, heat)
    if scale is None or least <= 0:
        return scale
    share = np.where(scale.share >= least - 1e-9, scale.share, np.nan)
    return replace(scale, share=share)


def value_at(scale: Scale, share: float) -> float:
    """The number at a place of a scale from 0 to 1."""
    if not scale.is_logarithmic:
        return scale.low + share * (scale.high - scale.low)
    return scale.low * (scale.high / scale.low) ** share if scale.low > 0 else 0.0


def written(value: float, mode: ColourMode, heat: Heat | None = None) -> str:
    """A number as it is shown, with its unit; most have an SI prefix."""
    if mode != "heat" or heat is None:
        return f"{quantity(value)}{UNITS.get(mode, '')}".strip()
    unit = heat.unit
    if unit == "µs" and value >= 1000:
        value, unit = value / 1000, "ms"
    elif unit == "µs" and 0 < value < 1:
        value, unit = value * 1000, "ns"
    return f"{value:.4g} {unit}".strip()


def ramp(share: float) -> str:
    """The colour at a place from 0 to 1."""
    place = min(max(share, 0.0), 1.0) * (len(RAMP) - 1)
    first = min(int(place), len(RAMP) - 2)
    return blend(RAMP[first], RAMP[first + 1], place - first)


def ink_on(colour: str) -> str:
    """Black or white, whichever is read more easily on a colour."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part**2.2 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#10151d" if light > 0.18 else "#ffffff"


@lru_cache(maxsize=4)
def scale_of(scene: Scene, mode: ColourMode, heat: Heat | None) -> Scale | None:
    """The scale of a mode that colours by numbers, None for the other modes.

    Costs, sizes and what else spans decades lie on a logarithmic scale over at most
    four of them, other numbers on a linear one; a closed module has the sum of costs,
    else the largest number.
    """
    if mode not in HEAT_MODES:
        return None
    if mode != "heat":
        return _logarithmic(_built_in(scene, mode))
    if heat is not None and (heat.adds or heat.spans_decades):
        return _logarithmic(_own(scene, heat))
    return _linear(_own(scene, heat))


def _built_in(scene: Scene, mode: ColourMode) -> NDArray[np.float64]:
    boxes, nodes = scene.graph.boxes, scene.graph.info.nodes
    if mode == "macs":
        return np.array([box.macs for box in boxes], float)
    if mode == "parameters":
        return np.array([box.parameters for box in boxes], float)
    sizes = [_bytes(node) for node in nodes]
    return np.array([max(sizes[box.start : box.stop]) for box in boxes], float)


def _bytes(node: NodeInfo) -> int:
    """The memory of what a node gives, with the precision chosen or its own type."""
    kept = WIDTH.search(node.precision) or WIDTH.search(node.dtype)
    bits = int(kept[0]) if kept else 8 if node.dtype == "bool" else 32
    return math.prod(node.shape) * bits // 8 if node.shape else 0


def _own(scene: Scene, heat: Heat | None) -> NDArray[np.float64]:
    found = np.full(len(scene.graph.boxes), np.nan)
    if heat is None:
        return found
    places = ((scene.find(name), value) for name, value in heat.values.items())
    for box, value in places:
        if box < 0 or not math.isfinite(value):
            continue
        if heat.adds and not math.isnan(found[box]):
            found[box] += value
        else:
            found[box] = np.fmax(found[box], value)
    return found


def _linear(values: NDArray[np.float64]) -> Scale:
    if np.isnan(values).all():
        return Scale(values, values, 0.0, 0.0)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return Scale(values, (values - low) / ((high - low) or 1.0), low, high)


def _logarithmic(values: NDArray[np.float64]) -> Scale:
    positive = values[values > 0]
    share = np.full(len(values), np.nan)
    if not len(positive):
        return Scale(values, share, 0.0, 0.0, is_logarithmic=True)
    high = float(positive.max())
    low = max(float(positive.min()), high / SPAN)
    span = math.log(high / low) or 1.0
    share[values > 0] = np.clip(np.log(positive / low) / span, 0.0, 1.0)
    return Scale(values, share, low, high, is_logarithmic=True)
