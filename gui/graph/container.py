"""What one container holds, and what it is when it is placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Segment = tuple[int, int, int]

PORT_IN: Final = -1
PORT_OUT: Final = -2


@dataclass(frozen=True, slots=True)
class Container:
    """A placed container in its own coordinates, from 0, 0 to `size`.

    `places` are the top left corners of the children in order, segment s owns
    `knots[starts[s]:starts[s + 1]]`, `entries` and `exits` have the x of the ports by
    tensor, `mirrored` are the child groups to be drawn with left and right exchanged.
    """

    size: tuple[float, float]
    places: Floats
    knots: Floats
    starts: Ints
    entries: Mapping[int, float]
    exits: Mapping[int, float]
    mirrored: frozenset[int]


@dataclass(frozen=True, slots=True)
class Contents:
    """What one container holds.

    `children` are in topological order, `sizes` theirs. A segment is (tensor, source,
    target): the ends are children, or PORT_IN as a source and PORT_OUT as a target;
    segments of one tensor share a port. `inner` are the children that are placed
    containers. `label` is the width of the frame's label, None where there is no
    frame; `header` says whether it needs room along the flow or beside it.
    """

    children: Sequence[int]
    sizes: Sequence[tuple[float, float]]
    segments: Sequence[Segment]
    inner: Mapping[int, Container] = field(default_factory=dict)
    label: float | None = None
    is_beside: bool = False


def port(inner: Container, tensor: int, *, into: bool) -> float:
    """Distance of a port from the middle of a placed container."""
    return (inner.entries if into else inner.exits)[tensor] - inner.size[0] / 2
