"""One container placed: its slices one below the other, its lanes beside them."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

import numpy as np

from gui.graph.layout.container import Container, Contents, Floats, Ints
from gui.graph.layout.cutting import HEADER, Cutting
from gui.graph.layout.lanes import lane_places
from gui.graph.layout.shelves import settle_shelves
from gui.graph.layout.slices import LAYER_GAP, Settled, Slice, arrival_gap, settle

PADDING = 16.0
BESIDE = 30.0
AT_A_TIME = 64


def place(contents: Contents) -> Generator[None, None, Container]:
    """Put the contents into layers from top to bottom; pauses now and then."""
    work = Cutting(contents)
    yield
    return Assembly(work, (yield from settle_all(work))).container()


def settle_all(work: Cutting) -> Generator[None, None, list[Settled | None]]:
    """Place every slice by itself; None for a straight link."""
    settled: list[Settled | None] = []
    for number in range(len(work.layering.cuts) - 1):
        if number % AT_A_TIME == 0:
            yield
        settled.append(None if work.is_link[number] else _settled(work.slice(number)))
    return settled


def _settled(part: Slice) -> Settled:
    return settle_shelves(part) if part.seats else settle(part)


class Assembly:
    """Puts the placed slices of a container one below the other."""

    def __init__(self, work: Cutting, settled: Sequence[Settled | None]) -> None:
        self.work, self.settled = work, settled
        self.framed = work.contents.label is not None
        self.x = np.zeros(len(work.sizes))
        self.tops = np.zeros(int(work.layering.rank.max(initial=0)) + 1)
        self.heights = np.zeros(len(self.tops))
        np.maximum.at(self.heights, work.layering.rank, work.sizes[:, 1])
        self._slices_down()
        self.width, self.shift = self._frame()

    def _slices_down(self) -> None:
        """Middles of all vertices, tops of all layers, where each slice begins."""
        work, cuts = self.work, self.work.layering.cuts
        across, down = np.zeros(len(self.settled)), np.zeros(len(self.settled))
        across[work.is_link] = work.link_shift()
        upper = cuts[:-1]
        down[work.is_link] = self.heights[upper[work.is_link]] + LAYER_GAP
        if len(self.settled) and work.is_link[0]:
            down[0] += work.header
        for number, part in enumerate(self.settled):
            if part is not None:
                across[number], down[number] = part.x[-1], part.tops[-1]
        beside = self.work.contents.is_beside
        top = 0.0 if work.entries or not self.framed else HEADER + PADDING / 2
        top = PADDING if top and beside else top
        self.across = np.concatenate([[0.0], np.cumsum(across)])
        self.down = np.concatenate([[top], top + np.cumsum(down)])
        self.tops[cuts] = self.down[: len(cuts)]
        firsts = work.order[work.begins[work.is_link]]
        self.x[firsts] = self.across[:-1][work.is_link]
        lasts = work.order[work.ends[work.is_link] - 1]
        self.x[lasts] = self.across[1:][work.is_link]
        for number, part in enumerate(self.settled):
            if part is not None:
                run = work.order[work.begins[number] : work.ends[number]]
                self.x[run] = part.x + self.across[number]
                ranks = slice(cuts[number], cuts[number + 1] + 1)
                self.tops[ranks] = part.tops + self.down[number]

    def _frame(self) -> tuple[float, float]:
        """Width of everything but the lanes, and how far it has to move right."""
        contents, half = self.work.contents, self.work.sizes[:, 0] / 2
        padding = (BESIDE if contents.is_beside else PADDING) if self.framed else 0.0
        left = (self.x - half).min(initial=np.inf)
        right = (self.x + half).max(initial=-np.inf)
        for number, part in enumerate(self.settled):
            if part is not None and len(part.knots):
                left = min(left, part.knots[:, 0].min() + self.across[number])
                right = max(right, part.knots[:, 0].max() + self.across[number])
        if left > right:
            left = right = 0.0
        width = right - left + 2 * padding
        missing = max(0.0, (contents.label or 0.0) + 2 * padding - width)
        return float(width + missing), float(padding + missing / 2 - left)

    def container(self) -> Container:
        """The finished container, moved so that it begins at 0, 0."""
        work, rank = self.work, self.work.layering.rank
        self.x += self.shift
        lanes = lane_places(work.layering, work.sources, work.targets, self.width)
        knots, starts = self._knots(lanes.x)
        children = slice(work.first, work.first + len(work.contents.sizes))
        places = np.stack(
            [
                self.x[children] - work.sizes[children, 0] / 2,
                self.tops[rank[children]],
            ],
            axis=1,
        )
        height = self.tops[-1] + self.heights[-1] if len(self.x) else 0.0
        height += PADDING if self.framed and not work.exits else 0.0
        return Container(
            (self.width + lanes.width, float(height)),
            places,
            knots,
            starts,
            tuple(self.x[list(work.entries.values())].tolist()),
            tuple(self.x[list(work.exits.values())].tolist()),
            work.mirrored,
        )

    def _knots(self, lanes: Mapping[int, float]) -> tuple[Floats, Ints]:
        """Knots of all segments, put into the order of the segments."""
        work = self.work
        straight = work.inside[work.first_edge[:-1][work.is_link]]
        pieces, numbers = [self._straight(straight)], [straight]
        counts = [np.full(len(straight), 2, np.int64)]
        for place, part in enumerate(self.settled):
            if part is not None:
                corner = self.across[place] + self.shift, self.down[place]
                run = slice(work.first_edge[place], work.first_edge[place + 1])
                pieces.append(part.knots + corner)
                numbers.append(work.inside[run])
                counts.append(part.counts)
        arrivals = self._lane_arrivals(lanes)
        for edge, x in lanes.items():
            pieces.append(self._lane(edge, x, arrivals[edge]))
            numbers.append(np.array([edge]))
            counts.append(np.array([len(pieces[-1])]))
        return _in_order(
            np.concatenate(pieces), np.concatenate(counts), np.concatenate(numbers)
        )

    def _straight(self, edges: Ints) -> Floats:
        """The two ends of each straight link, one after the other."""
        work, rank = self.work, self.work.layering.rank
        sources, targets = work.sources[edges], work.targets[edges]
        x = self.x[sources] + work.leaving[edges]
        top = self.tops[rank[sources]] + work.sizes[sources, 1]
        ends = np.stack([x, top, x, self.tops[rank[targets]]], axis=1)
        return ends.reshape(-1, 2)

    def _lane(self, edge: int, lane: float, arrival: float) -> Floats:
        """From below the source over to the lane, down, and back above the target."""
        work, tops, heights = self.work, self.tops, self.heights
        source, target = int(work.sources[edge]), int(work.targets[edge])
        first, last = int(work.layering.rank[source]), int(work.layering.rank[target])
        leave = float(self.x[source] + work.leaving[edge])
        enter = float(self.x[target] + work.entering[edge]) + arrival
        knots = [
            (leave, tops[first] + work.sizes[source, 1]),
            (leave, tops[first] + heights[first]),
            (lane, tops[first + 1]),
            (lane, tops[last - 1] + heights[last - 1]),
            (enter, tops[last]),
        ]
        return np.array(knots[1:] if knots[0] == knots[1] else knots)

    def _lane_arrivals(self, lanes: Mapping[int, float]) -> dict[int, float]:
        """Where lanes enter their targets: to the right of the other edges."""
        work = self.work
        crossing = work.targets[~work.layering.is_lane]
        before = np.bincount(crossing, minlength=len(work.sizes))
        total = before + work.lanes_into
        found = {}
        for edge in sorted(lanes, key=lambda e: (lanes[e], e)):
            target = int(work.targets[edge])
            step = arrival_gap(float(work.sizes[target, 0]), int(total[target]))
            place = before[target] - (total[target] - 1) / 2
            found[edge] = step * float(place) if work.spreads[target] else 0.0
            before[target] += 1
        return found


def _in_order(knots: Floats, counts: Ints, numbers: Ints) -> tuple[Floats, Ints]:
    """Runs of knots sorted by the numbers of their segments, and where each begins."""
    begins = np.cumsum(counts) - counts
    order = np.argsort(numbers, kind="stable")
    lengths = counts[order]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    index = np.arange(len(knots)) + np.repeat(begins[order] - starts[:-1], lengths)
    return knots[index], starts
