"""A placed graph and what is marked on it, as arrays over its boxes; no Qt."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from engine.info import Diagnostic, Family, GraphInfo, Severity
from gui.graph.layout.container import Floats
from gui.graph.layout.layout import Layout
from gui.graph.layout.wrapping import PLAIN, Flow, lay_out_as
from gui.graph.scene.camera import Bounds
from gui.graph.scene.changes import Change
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.model import draw
from gui.graph.scene.turns import Turns, turns_of

Ints = NDArray[np.int64]
NO_BOXES: Ints = np.empty(0, np.int64)
FAMILIES: tuple[Family, ...] = get_args(Family)
RANKS: tuple[Severity, ...] = ("advice", "warning", "error")
ARROW = 7.0
"""How long an arrow head is."""
Reaches = tuple[list[int], Floats]
"""Frames, and the bounds of what belongs to each, row by row."""
MIXED = 2**0.5, 3**0.5, 5**0.5
FIRST_NEEDED = (
    "_box_bounds",
    "_frame_bounds",
    "_segment_bounds",
    "edge_of_segment",
    "edges",
    "families",
    "headers",
    "is_first",
    "turns",
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the target and the user say about nodes, by node name.

    `scales` are the grids of what nodes give, such as int8 ×0.0123; `changes` tell two
    states apart that are drawn as one graph; `errors` are those of rounding, in dB.
    `notes` are short titles of problems, `reasons` their sentences, one in a line.
    Where nobody has asked the target yet nothing says that a node runs.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    precisions: Mapping[str, str] = field(default_factory=dict)
    int32: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    scales: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    is_judged: bool = False
    errors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything drawn, before colours and scale."""

    graph: DrawnGraph
    layout: Layout

    @cached_property
    def segments(self) -> NDArray[np.float64]:
        """Every stretch of an edge between two knots, as x, y, x, y."""
        knots = self.layout.knots
        return np.concatenate([knots[:-1], knots[1:]], axis=1)[self._inside]

    @cached_property
    def edge_of_segment(self) -> Ints:
        """The edge of every segment; those of one edge follow each other."""
        starts = self.layout.starts
        edges = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        return edges[:-1][self._inside]

    @cached_property
    def turns(self) -> Turns:
        """The segments with their corners rounded."""
        return turns_of(self.segments, self.edge_of_segment)

    @cached_property
    def is_first(self) -> NDArray[np.bool_]:
        """Whether a segment is the first of all that lie at its place."""
        if not len(self.segments):
            return np.zeros(0, bool)
        x0, y0, x1, y1 = self.segments.T
        order = np.argsort(x0 + MIXED[0] * y0 + MIXED[1] * x1 + MIXED[2] * y1)
        rows = self.segments[order]
        begins = np.ones(len(rows), bool)
        begins[1:] = (rows[1:] != rows[:-1]).any(axis=1)
        found = np.zeros(len(rows), bool)
        found[np.minimum.reduceat(order, np.flatnonzero(begins))] = True
        return found

    @cached_property
    def headers(self) -> NDArray[np.float64]:
        """How far below the top of every frame the first thing in it is drawn.

        That is a frame, a box, or the arrow head on top of one.
        """
        graph, layout = self.graph, self.layout
        first = np.full(len(graph.frames) + 1, np.inf)
        tops = layout.rects[:, 1].copy()
        if layout.direction == "down":
            tops[np.unique(self.edges[:, 1])] -= ARROW
        np.minimum.at(first, [box.group for box in graph.boxes], tops)
        parents = [frame.parent for frame in graph.frames]
        np.minimum.at(first, np.array(parents, np.int64), layout.groups[:, 1])
        return first[:-1] - layout.groups[:, 1]

    @cached_property
    def frame_depths(self) -> list[int]:
        """How many frames there are around every frame."""
        depths: list[int] = []
        for frame in self.graph.frames:
            depths.append(depths[frame.parent] + 1 if frame.parent >= 0 else 0)
        return depths

    @cached_property
    def outermost(self) -> frozenset[int]:
        """The frames in no other, and those in one around all, as a map names them."""
        depths = self.frame_depths
        counts = [depths.count(depth) for depth in range(1 + max(depths, default=-1))]
        last = next((depth for depth, count in enumerate(counts) if count > 1), 0)
        return frozenset(f for f, depth in enumerate(depths) if depth <= last)

    @cached_property
    def _inside(self) -> NDArray[np.bool_]:
        """Whether a knot and the next one belong to the same edge."""
        inside = np.ones(max(0, len(self.layout.knots) - 1), bool)
        inside[self.layout.starts[1:-1] - 1] = False
        return inside

    @cached_property
    def _segment_bounds(self) -> Floats:
        low = np.minimum(self.segments[:, :2], self.segments[:, 2:])
        high = np.maximum(self.segments[:, :2], self.segments[:, 2:])
        return np.ascontiguousarray(np.concatenate([low, high], axis=1).T)

    @cached_property
    def _box_bounds(self) -> Floats:
        return _corners(self.layout.rects)

    @cached_property
    def _frame_bounds(self) -> Floats:
        return _corners(self.layout.groups)

    @cached_property
    def families(self) -> Ints:
        """Op family of every box, as a place in FAMILIES."""
        places = {family: place for place, family in enumerate(FAMILIES)}
        return np.array([places[box.family] for box in self.graph.boxes], np.int64)

    @cached_property
    def edges(self) -> Ints:
        """Source and target box of every edge."""
        ends = itertools.chain.from_iterable(self.graph.edges)
        return np.fromiter(ends, np.int64).reshape(-1, 2)

    @cached_property
    def flows_left(self) -> dict[int, bool]:
        """On which side of its edge what a box gives is written, as far as is known."""
        return {}

    @cached_property
    def header_segments(self) -> dict[int, NDArray[np.float64]]:
        """The segments in the headers of frames, filled in as these are drawn."""
        return {}

    @cached_property
    def title_gaps(self) -> dict[tuple[int, float, float], list[tuple[float, float]]]:
        """Where no edge runs in strips of frames, as far as is known."""
        return {}

    @cached_property
    def title_places(self) -> dict[tuple[float, float], dict[int, Bounds | None]]:
        """Where names of frames stand that no header has room for, as far as known."""
        return {}

    @cached_property
    def title_reaches(self) -> dict[tuple[float, float], Reaches]:
        """Frames that may have their names so, and how far away, as far as known."""
        return {}

    @cached_property
    def title_obstacles(self) -> dict[int, tuple[Floats, Floats]]:
        """What is drawn in and above frames, filled in as these are named."""
        return {}

    def prepare(self) -> None:
        """Compute what the first frame needs; for a thread beside the window's."""
        self.graph.number_of("")
        self.find("")
        self.graph.repeats.get("")
        for name in FIRST_NEEDED:
            getattr(self, name)

    def end_between(self, source: int, target: int) -> tuple[float, float] | None:
        """Where the edge from a box to another one ends; None if there is none."""
        ends = np.flatnonzero((self.edges == (source, target)).all(axis=1))
        if not len(ends):
            return None
        x, y = self.layout.knots[self.layout.starts[ends[0] + 1] - 1].tolist()
        return x, y

    def boxes_in(self, bounds: Bounds) -> Ints:
        """Boxes that touch a part of the drawing, in order."""
        return np.flatnonzero(_are_touching(self._box_bounds, bounds))

    def touching(self, boxes: Ints, bounds: Bounds) -> NDArray[np.bool_]:
        """Which of these boxes touch a part of the drawing."""
        return _are_touching(self._box_bounds[:, boxes], bounds)

    def those_in(self, boxes: Iterable[int], bounds: Bounds) -> list[int]:
        """Those of a few boxes that touch a part of the drawing, in order."""
        some: Ints = np.array(sorted(boxes), np.int64)
        found: list[int] = some[self.touching(some, bounds)].tolist()
        return found

    def frames_in(self, bounds: Bounds) -> Ints:
        """Frames that touch a part of the drawing, the outer ones first."""
        return np.flatnonzero(_are_touching(self._frame_bounds, bounds))

    def segments_in(self, bounds: Bounds) -> Ints:
        """Segments whose bounds touch a part of the drawing, in order."""
        return np.flatnonzero(_are_touching(self._segment_bounds, bounds))

    def box_at(self, x: float, y: float) -> int:
        """The box at a point of the drawing, -1 where there is none."""
        found = self.boxes_in((x, y, x, y))
        return int(found[-1]) if len(found) else -1

    def severities(self, marks: Marks) -> NDArray[np.int8]:
        """Worst severity of every box: -1 none, then the place in RANKS."""
        worst = np.full(len(self.graph.boxes), -1, np.int8)
        places = {severity: place for place, severity in enumerate(RANKS)}
        found = np.array([places[each] for each in marks.severities.values()], np.int8)
        boxes = self.boxes_of(marks.severities)
        np.maximum.at(worst, boxes[boxes >= 0], found[boxes >= 0])
        return worst

    def having(self, names: frozenset[str]) -> frozenset[int]:
        """The boxes that show any of these nodes."""
        return frozenset(self.boxes_of(names).tolist()) - {-1}

    def boxes_of(self, names: Collection[str]) -> Ints:
        """The box that shows each of these nodes, -1 for an unknown name."""
        position, none = self.graph.position, len(self._box_of_node)
        places = np.array([position.get(name, none) for name in names], np.int64)
        found: Ints = np.append(self._box_of_node, -1)[places]
        return found

    @cached_property
    def _box_of_node(self) -> Ints:
        return np.array(self.graph.box_of_node, np.int64)

    def showing(self, nodes: Ints) -> Ints:
        """The boxes that show any of the nodes at these places, in order."""
        boxes = self._box_of_node[nodes]
        is_shown = np.zeros(len(self.graph.boxes), bool)
        is_shown[boxes[boxes >= 0]] = True
        return np.flatnonzero(is_shown)

    def find(self, name: str) -> int:
        """The box that shows a node, -1 for an unknown name."""
        place = self.graph.position.get(name)
        return -1 if place is None else self.graph.box_of_node[place]


def scene_of(
    info: GraphInfo,
    graph: DrawnGraph | None = None,
    flow: Flow = PLAIN,
) -> Scene:
    """Place a graph, opened as given or as deep as fits legibly."""
    drawn = draw(info) if graph is None else graph
    return Scene(drawn, lay_out_as(drawn.shape(), flow))


def _corners(rects: Floats) -> Floats:
    """Left, top, right and bottom of all, each of them one row in memory."""
    ends = rects[:, :2] + rects[:, 2:]
    return np.ascontiguousarray(np.concatenate([rects[:, :2], ends], axis=1).T)


def _are_touching(corners: Floats, bounds: Bounds) -> NDArray[np.bool_]:
    left, top, right, bottom = bounds
    inside: NDArray[np.bool_] = (corners[0] <= right) & (corners[2] >= left)
    inside &= (corners[1] <= bottom) & (corners[3] >= top)
    return inside


def int32_nodes(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Find the nodes advised to hand out their accumulator."""
    return [
        diagnostic.node
        for diagnostic in diagnostics
        if any(getattr(f.edit, "precision", "") == "int32" for f in diagnostic.fixes)
    ]
