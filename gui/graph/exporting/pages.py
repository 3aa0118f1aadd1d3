"""How a drawing is divided over sheets of paper that overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

Paper = Literal["one", "a4", "a3"]
PAPERS: tuple[Paper, ...] = get_args(Paper)
POINTS_PER_MM = 72 / 25.4
MARGIN_MM = 10.0
SIZES_MM: dict[Paper, tuple[float, float]] = {"a4": (210, 297), "a3": (297, 420)}
LEAST_STEP_MM = 40.0


@dataclass(frozen=True, slots=True)
class Pages:
    """Paper upright or across, whichever needs fewer sheets; all sizes in points.

    Of equally many those are taken that cut less of the drawing.

    `page` is the paper, `area` what is drawn on it inside the margins, and `step` how
    far one sheet lies from the next: neighbours show the same strip twice.
    """

    page: tuple[float, float]
    area: tuple[float, float]
    step: tuple[float, float]
    across: int
    down: int

    @property
    def count(self) -> int:
        """How many sheets there are."""
        return self.across * self.down

    def seams(self, size: tuple[float, float]) -> float:
        """How long all the cuts through a drawing of this size are together."""
        return (self.across - 1) * size[1] + (self.down - 1) * size[0]

    def part(self, number: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what a sheet shows, counted along rows."""
        left = number % self.across * self.step[0]
        top = number // self.across * self.step[1]
        return left, top, left + self.area[0], top + self.area[1]


def pages_for(size: tuple[float, float], paper: Paper, overlap_mm: float) -> Pages:
    """Divide a drawing of a size in points; an overlap is at most what paper allows."""
    short, long = (side * POINTS_PER_MM for side in SIZES_MM[paper])
    both = (_divide(size, page, overlap_mm) for page in ((short, long), (long, short)))
    return min(both, key=lambda pages: (pages.count, pages.seams(size)))


def _divide(
    size: tuple[float, float], page: tuple[float, float], overlap_mm: float
) -> Pages:
    margin, least = MARGIN_MM * POINTS_PER_MM, LEAST_STEP_MM * POINTS_PER_MM
    area = page[0] - 2 * margin, page[1] - 2 * margin
    overlap = max(0.0, overlap_mm) * POINTS_PER_MM
    step = max(area[0] - overlap, least), max(area[1] - overlap, least)
    counts = [
        1 + max(0, math.ceil((whole - room) / each - 1e-9))
        for whole, room, each in zip(size, area, step, strict=True)
    ]
    return Pages(page, area, step, counts[0], counts[1])
