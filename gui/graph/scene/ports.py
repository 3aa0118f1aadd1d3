"""Where wires begin and end on a card, in the drawing; no Qt."""

from __future__ import annotations

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


def nearest(spots: tuple[Spot, ...], at: Spot) -> int:
    """The number of the spot nearest to a point, -1 without any."""
    distances = [(x - at[0]) ** 2 + (y - at[1]) ** 2 for x, y in spots]
    return distances.index(min(distances)) if distances else -1
