"""What one container holds, and what it is when it is placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PORT_IN: Final = -1
PORT_OUT: Final = -2


@dataclass(frozen=True, slots=True, eq=False)
class Container:
    """A placed container in its own coordinates, from 0, 0 to `size`.

    `places` are the top left corners of the children in order, segment s owns
    `knots[starts[s]:starts[s + 1]]`, `entries` and `exits` are the x of the ports,
    `mirrored` the child groups to be drawn with left and right exchanged.
    """

    size: tuple[float, float]
    places: Floats
    knots: Floats
    starts: Ints
    entries: tuple[float, ...]
    exits: tuple[float, ...]
    mirrored: frozenset[int]


class Segment(NamedTuple):
    """The part of an edge inside one container, between two of its children.

    `source` may be PORT_IN and `target` PORT_OUT: there `tensor` goes through the
    border, and segments of one tensor share a port. Where an end is a container,
    `leaving` is the number of its exit, `entering` of its entry.
    """

    tensor: int
    source: int
    target: int
    leaving: int = 0
    entering: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What one container holds, in numbers of its own; equal ones are placed alike.

    Children are numbered in topological order, `sizes` are theirs, `inner` the placed
    container of a child, None for a box. `label` is the width of the frame's label,
    None where there is no frame; with `is_beside` it lies beside the flow.
    """

    sizes: Sequence[tuple[float, float]]
    segments: Sequence[Segment]
    inner: Sequence[Container | None]
    label: float | None = None
    is_beside: bool = False


def port(inner: Container, number: int, *, into: bool) -> float:
    """Distance of a port from the middle of a placed container."""
    return (inner.entries if into else inner.exits)[number] - inner.size[0] / 2
