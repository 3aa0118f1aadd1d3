"""Placed containers put together: everything in the coordinates of the root."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gui.graph.layout.container import Container, Floats, Ints
from gui.graph.layout.nesting import Nesting


class Together:
    """Moves the containers of a drawing to where their groups are.

    `sizes` are those of all children. A container has its 0, 0 at `origin`, and its x
    runs in the direction of `sign`, to the left where it is mirrored. The root, which
    is the last, begins at the origin given.
    """

    def __init__(
        self,
        nesting: Nesting,
        sizes: Floats,
        containers: Sequence[Container],
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self._nesting, self._sizes, self._containers = nesting, sizes, containers
        self._corners = np.empty((len(sizes), 2))
        places = [container.places for container in containers]
        self._corners[nesting.children] = np.concatenate(places)
        self.origin = np.zeros((len(containers), 2))
        self.origin[-1] = origin
        self.sign = np.ones(len(containers))
        self._inwards()

    def _inwards(self) -> None:
        """Find where groups are, those in the root first, then those in these."""
        nesting = self._nesting
        first = len(self._sizes) - len(self.origin) + 1
        is_mirrored = np.zeros(len(self._sizes), bool)
        for number, container in enumerate(self._containers):
            if container.mirrored:
                at = nesting.first_child[number] + list(container.mirrored)
                is_mirrored[nesting.children[at]] = True
        depth = nesting.depth[:-1]
        for level in range(1, int(depth.max(initial=0)) + 1):
            groups = np.flatnonzero(depth == level)
            children = first + groups
            turned = np.where(is_mirrored[children], -1.0, 1.0)
            self.sign[groups] = turned * self.sign[nesting.container[children]]
            self.origin[groups] = self._left_tops(children)
            self.origin[groups, 0] += np.where(
                self.sign[groups] > 0, 0.0, self._sizes[children, 0]
            )

    def _left_tops(self, children: Ints) -> Floats:
        """Left and top of children whose containers have been found."""
        around = self._nesting.container[children]
        origin, sign = self.origin[around], self.sign[around]
        x = origin[:, 0] + sign * self._corners[children, 0]
        x = np.minimum(x, x + sign * self._sizes[children, 0])
        return np.stack([x, origin[:, 1] + self._corners[children, 1]], axis=1)

    def rects(self) -> Floats:
        """Left, top, width and height of every child."""
        every = np.arange(len(self._sizes))
        return np.concatenate([self._left_tops(every), self._sizes], axis=1)

    def knots(self) -> tuple[Floats, Ints]:
        """Knots of all edges; where two segments of one meet, they share a knot."""
        containers, nesting = self._containers, self._nesting
        lengths = [len(container.knots) for container in containers]
        knots = np.concatenate([container.knots for container in containers])
        knots[:, 0] *= np.repeat(self.sign, lengths)
        knots += np.repeat(self.origin, lengths, axis=0)
        before = np.cumsum(lengths) - lengths
        begin = np.concatenate([container.starts[:-1] for container in containers])
        begin += np.repeat(before, np.diff(nesting.first_segment))
        count = np.diff(begin, append=len(knots))
        route = nesting.route
        lasts = np.cumsum(nesting.lengths)
        is_later = np.ones(len(route), np.int64)
        is_later[lasts - nesting.lengths] = 0
        shown = count[route] - is_later
        ends = np.cumsum(shown)
        index = np.arange(int(shown.sum()))
        index += np.repeat(begin[route] + is_later - (ends - shown), shown)
        starts = np.concatenate([[0], ends])[np.concatenate([[0], lasts])]
        return knots[index], starts
