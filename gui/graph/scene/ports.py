"""Where wires begin and end on a card, in the drawing; no Qt."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from gui.graph.layout.layout import Direction

Rect = tuple[float, float, float, float]
Spot = tuple[float, float]


def output_port(rect: Rect, direction: Direction) -> Spot:
    """The middle of the side a card's value leaves by."""
    x, y, width, height = rect
    if direction == "right":
        return x + width, y + height / 2
    return x + width / 2, y + height


def input_ports(rect: Rect, direction: Direction, count: int) -> tuple[Spot, ...]:
    """Evenly spread places on the side the inputs of a card arrive at."""
    x, y, width, height = rect
    shares = [(place + 1) / (count + 1) for place in range(count)]
    if direction == "right":
        return tuple((x, y + height * share) for share in shares)
    return tuple((x + width * share, y) for share in shares)


def ports_where(
    rect: Rect, direction: Direction, ends: Sequence[Spot | None]
) -> tuple[Spot, ...]:
    """The places of the inputs of a card: where an edge ends, if one does.

    The others have the middles of the widest gaps that are left on that side.
    """
    x, y, width, height = rect
    along, start, size = (1, y, height) if direction == "right" else (0, x, width)
    taken = [end[along] for end in ends if end is not None]
    if not taken:
        return input_ports(rect, direction, len(ends))
    found: list[Spot] = []
    for end in ends:
        if end is None:
            marks = sorted([start, *taken, start + size])
            gaps = itertools.pairwise(marks)
            low, high = max(gaps, key=lambda gap: gap[1] - gap[0])
            taken.append((low + high) / 2)
            place = taken[-1]
        else:
            place = end[along]
        found.append((x, place) if direction == "right" else (place, y))
    return tuple(found)


def nearest(spots: tuple[Spot, ...], at: Spot) -> int:
    """The number of the spot nearest to a point, -1 without any."""
    distances = [(x - at[0]) ** 2 + (y - at[1]) ** 2 for x, y in spots]
    return distances.index(min(distances)) if distances else -1
