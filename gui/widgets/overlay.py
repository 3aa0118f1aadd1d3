"""Class maps as pictures: palettes, blending, and where two maps disagree.

Arrays in, arrays out; images are RGB uint8 of shape (height, width, 3), class maps
uint8 of shape (height, width).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.uint8]
Colour = tuple[int, int, int]
UNLABELLED = 255
MARK: Colour = (255, 223, 61)


def lookup_table(palette: Sequence[Colour]) -> Array:
    """Make 256 colours of `palette`: classes beyond it get distinct hues.

    Class 255 (unlabelled) is black.
    """
    table = _hues()
    for index, colour in enumerate(palette[:UNLABELLED]):
        table[index] = colour
    table[UNLABELLED] = 0
    return table


def colourize(classes: Array, table: Array) -> Array:
    """Paint each class in its colour."""
    return np.ascontiguousarray(table[classes])


def blend(image: Array, colours: Array, opacity: float) -> Array:
    """Lay `colours` over `image`; an opacity of 1 hides the image."""
    if opacity >= 1:
        return colours
    if opacity <= 0:
        return image
    mixed = cv2.addWeighted(colours, opacity, image, 1 - opacity, 0)
    return np.asarray(mixed, dtype=np.uint8)


def disagreement(classes: Array, reference: Array) -> NDArray[np.bool_]:
    """Mark the pixels whose class differs from the reference."""
    return np.not_equal(classes, reference)


def differing_fraction(classes: Array, reference: Array) -> float:
    """Measure the share of pixels whose class differs from the reference."""
    return float(np.count_nonzero(classes != reference)) / max(classes.size, 1)


def outline(image: Array, mask: NDArray[np.bool_], width: int = 1) -> Array:
    """Draw a line of `width` pixels around the marked regions, on a copy."""
    if not mask.any():
        return image
    inside = mask.view(np.uint8)
    kernel = np.ones((2 * width + 1, 2 * width + 1), dtype=np.uint8)
    grown = np.asarray(cv2.dilate(inside, kernel), dtype=np.uint8)
    marked = image.copy()
    marked[(grown != 0) & ~mask] = MARK
    return marked


def _hues() -> Array:
    """Spread 256 hues by the golden angle, so that neighbours differ."""
    steps = np.arange(256)
    hsv = np.empty((1, 256, 3), dtype=np.uint8)
    hsv[0, :, 0] = (steps * 111) % 180
    hsv[0, :, 1] = 150 + (steps % 3) * 35
    hsv[0, :, 2] = 230 - (steps % 4) * 30
    return np.array(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0], dtype=np.uint8)
