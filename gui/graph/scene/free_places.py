"""Where what lies over a view finds room beside what lies there already; no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gui.graph.scene.camera import Bounds

GAP = 10.0


def are_apart(one: Bounds, other: Bounds) -> bool:
    """Whether two places have no point in common."""
    is_beside = one[0] >= other[2] or other[0] >= one[2]
    return is_beside or one[1] >= other[3] or other[1] >= one[3]


def free_place(
    size: tuple[float, float],
    room: Bounds,
    taken: Sequence[Bounds],
    seen: Sequence[Bounds] = (),
    middle: float | None = None,
) -> Bounds | None:
    """A place in a room apart from those taken, as low as it can be; None for none.

    Where that can be, it hides nothing that is to be `seen` either. Beside others it
    lies as near to `middle` as it can, the one of the room if not told.
    """
    width, height = size
    wanted = (room[0] + room[2]) / 2 if middle is None else middle
    places = [
        (left, top, left + width, top + height)
        for top in _tops(height, room, taken)
        for left in _lefts(width, (top, top + height), room, taken, wanted)
    ]
    clear = (at for at in places if all(are_apart(at, each) for each in seen))
    return next(clear, places[0] if places else None)


def _tops(height: float, room: Bounds, taken: Sequence[Bounds]) -> list[float]:
    """Where a place can begin: at the bottom, above what is taken, at the top."""
    tops = [room[3], *(place[1] - GAP for place in taken), room[1] + height]
    return sorted(
        {low - height for low in tops if room[1] <= low - height}, reverse=True
    )


def _lefts(
    width: float,
    rows: tuple[float, float],
    room: Bounds,
    taken: Sequence[Bounds],
    middle: float,
) -> Iterator[float]:
    """Where a place can begin between what is taken at its height, the nearest."""
    band = room[0], rows[0], room[2], rows[1]
    inside = [place for place in taken if not are_apart(place, band)]
    ends = [(-GAP, room[0] - GAP), *sorted((p[0], p[2]) for p in inside)]
    ends.append((room[2] + GAP, room[2]))
    found, reach = list[float](), room[0] - GAP
    for (_, right), (left, _) in pairwise(ends):
        reach = max(reach, right)
        first, last = reach + GAP, left - GAP - width
        if first <= last:
            found.append(min(max(middle - width / 2, first), last))
    yield from sorted(found, key=lambda left: abs(left + width / 2 - middle))[:1]
