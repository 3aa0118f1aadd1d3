"""One container cut into slices that can be placed by themselves."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from gui.graph.layout.container import PORT_IN, PORT_OUT, Contents, Floats, Ints, port
from gui.graph.layout.layering import Layering, layer
from gui.graph.layout.ordering import ordered
from gui.graph.layout.shelving import NONE, on_shelves
from gui.graph.layout.slices import Slice

HEADER = 22.0


class Cutting:
    """What is placed, cut into slices; vertices are ports, children, ports."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        tensors, sources, targets = contents.segments.T[:3]
        entries = dict.fromkeys(tensors[sources == PORT_IN].tolist())
        exits = dict.fromkeys(tensors[targets == PORT_OUT].tolist())
        self.entries = {tensor: number for number, tensor in enumerate(entries)}
        self.first = len(entries)
        after = self.first + len(contents.sizes)
        self.exits = {tensor: after + number for number, tensor in enumerate(exits)}
        self.sizes = np.zeros((after + len(exits), 2))
        self.sizes[self.first : after] = contents.sizes
        self.has_inner = any(inner is not None for inner in contents.inner)
        self.sources, self.targets = self._ends()
        self.layering: Layering = layer(
            len(self.sizes),
            self.sources,
            self.targets,
            list(self.entries.values()),
            list(self.exits.values()),
        )
        self._put_on_shelves()
        self._cut()
        self.mirrored = self._mirrored() if self.has_inner else frozenset[int]()
        self.leaving, self.entering = self._shifts()
        self._prepare()

    def _ends(self) -> tuple[Ints, Ints]:
        """Vertices at both ends of every segment."""
        tensors, sources, targets = self.contents.segments.T[:3]
        found = self.first + sources, self.first + targets
        for ends, ports in zip(found, (self.entries, self.exits), strict=True):
            outside = np.flatnonzero(ends < self.first)
            ends[outside] = [ports[tensor] for tensor in tensors[outside].tolist()]
        return found

    def _put_on_shelves(self) -> None:
        is_port = np.ones(len(self.sizes), bool)
        is_port[self.first : self.first + len(self.contents.sizes)] = False
        ends, is_beside = (self.sources, self.targets), self.contents.is_beside
        self.layering, self.seats = on_shelves(
            self.layering, ends, self.sizes, is_port, is_beside=is_beside
        )

    def _cut(self) -> None:
        """Vertices and edges slice by slice: each is a run of `order`, `inside`."""
        rank, cuts = self.layering.rank, self.layering.cuts
        self.order = np.argsort(rank, kind="stable")
        self.place_of = np.empty(len(rank), np.int64)
        self.place_of[self.order] = np.arange(len(rank))
        sorted_rank = rank[self.order]
        self.begins = np.searchsorted(sorted_rank, cuts[:-1])
        self.ends = np.searchsorted(sorted_rank, cuts[1:], "right")
        crossing = np.flatnonzero(~self.layering.is_lane)
        among = np.searchsorted(cuts, rank[self.sources[crossing]], "right") - 1
        by_slice = np.argsort(among, kind="stable")
        self.inside = crossing[by_slice]
        numbers = np.arange(len(cuts))
        self.first_edge = np.searchsorted(among[by_slice], numbers)
        lanes = self.targets[self.layering.is_lane]
        self.lanes_into = np.bincount(lanes, minlength=len(rank))
        edges = np.diff(self.first_edge)
        self.is_link = (edges == 1) & (self.ends - self.begins == 2)
        self.is_link &= np.diff(cuts) == 1
        self.is_link &= self.lanes_into[self.order[self.ends - 1]] == 0
        self.is_shelved = np.zeros(len(edges), bool)
        seated = np.flatnonzero(self.seats[:, 0] != NONE)
        number = np.searchsorted(cuts, rank[seated], "right") - 1
        self.is_shelved[np.minimum(number, len(edges) - 1)] = True

    def _mirrored(self) -> frozenset[int]:
        """Child groups whose ports lie in the opposite order of their neighbours."""
        agreement: defaultdict[int, float] = defaultdict(float)
        inner, segments = self.contents.inner, self.contents.segments.tolist()
        for number in np.flatnonzero(~self.is_link & ~self.is_shelved).tolist():
            order = ordered(self._ranks(number), self._edges(number))
            guess = order.guess
            for edge, chain in zip(self._numbers(number), order.chains, strict=True):
                _, source, target, leaving, entering = segments[edge]
                upper = inner[source] if source >= 0 else None
                lower = inner[target] if target >= 0 else None
                if upper is not None:
                    side = guess[chain[1]] - guess[chain[0]]
                    agreement[source] += side * port(upper, leaving, into=False)
                if lower is not None:
                    side = guess[chain[-2]] - guess[chain[-1]]
                    agreement[target] += side * port(lower, entering, into=True)
        return frozenset(child for child, value in agreement.items() if value < 0)

    def _shifts(self) -> tuple[Floats, Floats]:
        """Distances of the attachments of every segment from the middle of its ends."""
        inner, segments = self.contents.inner, self.contents.segments.tolist()
        shifts = np.zeros((2, len(segments)))
        for number, segment in enumerate(segments if self.has_inner else ()):
            _, source, target, leaving, entering = segment
            upper = inner[source] if source >= 0 else None
            lower = inner[target] if target >= 0 else None
            if upper is not None:
                sign = -1 if source in self.mirrored else 1
                shifts[0, number] = sign * port(upper, leaving, into=False)
            if lower is not None:
                sign = -1 if target in self.mirrored else 1
                shifts[1, number] = sign * port(lower, entering, into=True)
        return shifts[0], shifts[1]

    def _prepare(self) -> None:
        """Slices are made of plain numbers, read from lists faster than from arrays."""
        spreads = np.zeros(len(self.sizes), bool)
        spreads[self.first : self.first + len(self.contents.inner)] = [
            inner is None for inner in self.contents.inner
        ]
        self.spreads = spreads
        self._widths = self.sizes[self.order, 0].tolist()
        self._heights = self.sizes[self.order, 1].tolist()
        self._spread = spreads[self.order].tolist()
        self._lane = self.lanes_into[self.order].tolist()
        self._leave = self.leaving[self.inside].tolist()
        self._enter = self.entering[self.inside].tolist()

    def _numbers(self, number: int) -> list[int]:
        """The segments of a slice."""
        run = slice(self.first_edge[number], self.first_edge[number + 1])
        edges: list[int] = self.inside[run].tolist()
        return edges

    def _ranks(self, number: int) -> tuple[int, ...]:
        vertices = self.order[self.begins[number] : self.ends[number]]
        ranks = self.layering.rank[vertices] - self.layering.cuts[number]
        return tuple(ranks.tolist())

    def _edges(self, number: int) -> tuple[tuple[int, int], ...]:
        run = self.inside[self.first_edge[number] : self.first_edge[number + 1]]
        begin = self.begins[number]
        sources = self.place_of[self.sources[run]] - begin
        targets = self.place_of[self.targets[run]] - begin
        return tuple(zip(sources.tolist(), targets.tolist(), strict=True))

    def slice(self, number: int) -> Slice:
        """One slice, in numbers of its own."""
        begin, end = int(self.begins[number]), int(self.ends[number])
        first, stop = int(self.first_edge[number]), int(self.first_edge[number + 1])
        seats = self.seats[self.order[begin:end]] if self.is_shelved[number] else ()
        return Slice(
            self._ranks(number),
            self._edges(number),
            tuple(self._widths[begin:end]),
            tuple(self._heights[begin:end]),
            tuple(self._leave[first:stop]),
            tuple(self._enter[first:stop]),
            tuple(self._spread[begin:end]),
            tuple(self._lane[begin:end]),
            self.header if number == 0 else 0.0,
            tuple(
                (shelf, branch) for shelf, branch in np.reshape(seats, (-1, 2)).tolist()
            ),
        )

    @property
    def header(self) -> float:
        """More room below the entries, for the label."""
        return HEADER / 2 if self.entries and not self.contents.is_beside else 0.0

    def link_shift(self) -> Floats:
        """By how much the lower end of every straight link lies to the right."""
        edge = self.inside[self.first_edge[:-1][self.is_link]]
        shift: Floats = self.leaving[edge] - self.entering[edge]
        return shift
