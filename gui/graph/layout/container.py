"""What one container holds, and what it is when it is placed."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

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


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What one container holds, in numbers of its own.

    Children are numbered in topological order, `sizes` are theirs, `inner` the placed
    container of a child, None for a box. `label` is the width of the frame's label,
    None where there is no frame; with `is_beside` it lies beside the flow.

    A row of `segments` is a piece of an edge between two children: the tensor, the
    source (or PORT_IN), the target (or PORT_OUT), and where these are containers, the
    number of the exit it leaves by and of the entry it goes in by. At the border the
    segments of one tensor share a port.
    """

    sizes: Floats
    segments: Ints
    inner: tuple[Container | None, ...]
    label: float | None = None
    is_beside: bool = False

    def key(self) -> Hashable:
        """Equal for contents that are placed alike."""
        numbers = self.sizes.tobytes(), self.segments.tobytes()
        return *numbers, self.inner, self.label, self.is_beside


def port(inner: Container, number: int, *, into: bool) -> float:
    """Distance of a port from the middle of a placed container."""
    return (inner.entries if into else inner.exits)[number] - inner.size[0] / 2
