"""Fills of boxes that are too small for text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gui.graph.painting.box_marks import boxes_with
from gui.graph.painting.picture import Picture
from gui.graph.scene.colours import GraphColours, blend
from gui.graph.scene.heat import STEPS, ramp, tinted
from gui.graph.scene.scene import FAMILIES, RANKS, Ints


def block_colours(
    picture: Picture, severity: NDArray[np.int8]
) -> tuple[list[str], Ints]:
    """A palette, and the place in it of every box's colour; hits have the last one."""
    colours, scene = picture.colours, picture.scene
    scale = tinted(scene, picture.mode, picture.heat, picture.least)
    if scale is not None:
        plain = blend(colours.overview, colours.card, 0.4)
        palette = [plain, *(ramp(step / STEPS) for step in range(STEPS + 1))]
        steps = np.nan_to_num(scale.share * STEPS + 1.0, nan=0.0)
        return _with_kept(picture, palette, np.round(steps).astype(np.int64))
    palette = [block_fill(colours, key) for key in (*FAMILIES, *RANKS)]
    places = scene.families
    if picture.mode != "family":
        marked = len(FAMILIES) + severity.astype(np.int64)
        places = np.where(severity >= 0, marked, places)
    return _with_kept(picture, palette, places)


def _with_kept(
    picture: Picture, palette: list[str], places: Ints
) -> tuple[list[str], Ints]:
    """What a lens keeps stands out from everything else, but less than a hit."""
    kept = boxes_with(picture.scene, picture.kept)
    colours, places = picture.colours, places.copy()
    places[list(kept)] = len(palette)
    return [*palette, *(block_fill(colours, key) for key in ("kept", "found"))], places


def block_fill(colours: GraphColours, key: str) -> str:
    """The colour of a small box of an op family, of a severity, kept or found."""
    if key == "found":
        return colours.found
    if key == "kept":
        return blend(colours.found, colours.card, 0.35)
    if key in RANKS:
        return blend(colours.severity(key)[0], colours.card, 0.35)
    return blend(colours.families[key], colours.card, 0.45)
