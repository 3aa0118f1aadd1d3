"""Boxes, frames and edges collected from a graph with some modules open."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.info import GraphInfo
from gui.graph.scene.boxes import Box, module_box, node_box, with_folded
from gui.graph.scene.lenses import LENSES, ROOT, Lens, closed, hosts_of
from gui.graph.scene.links import links_of
from gui.graph.scene.parts import Part, walk
from gui.graph.scene.rows import inner_parts

HIDDEN = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """An open module; `parent` is the frame around it, -1 for none."""

    key: str
    path: str
    title: str
    kind: str
    parent: int


class Drawing:
    """Collects boxes and frames; a node with a host is folded into what that is in."""

    def __init__(
        self,
        info: GraphInfo,
        opened: frozenset[str],
        hosts: Mapping[int, int],
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self.info, self.opened, self.hosts, self.hidden = info, opened, hosts, hidden
        self.boxes: list[Box] = []
        self.frames: list[Frame] = []
        self.inside: dict[int, list[int]] = {}
        self._number = [HIDDEN] * len(info.nodes)

    def add(self, start: int, stop: int, parts: Sequence[Part], group: int) -> None:
        """Draw nodes, and the parts among them closed or open."""
        for part in parts:
            self._add_nodes(start, part.start, group)
            start = part.stop
            inner = inner_parts(part, self.opened)
            if inner is None:
                self._add_closed(part, group)
                continue
            frame = Frame(part.key, part.path, part.title, part.kind, group)
            first, number = len(self.boxes), len(self.frames)
            self.frames.append(frame)
            self.add(part.start, part.stop, inner, number)
            if len(self.boxes) == first:
                del self.frames[number:]
        self._add_nodes(start, stop, group)

    def _add_closed(self, part: Part, group: int) -> None:
        nodes = self.info.nodes[part.start : part.stop]
        if self.hidden and all(node.name in self.hidden for node in nodes):
            return
        box = module_box(self.info, part, group)
        self._number[part.start : part.stop] = [len(self.boxes)] * part.count
        self.boxes.append(box)

    def _add_nodes(self, start: int, stop: int, group: int) -> None:
        if not self.hosts and not self.hidden:
            first = len(self.boxes)
            self._number[start:stop] = range(first, first + stop - start)
            self.boxes += [node_box(self.info, at, group) for at in range(start, stop)]
            return
        for place in range(start, stop):
            host = self.hosts.get(place, -1)
            if self.info.nodes[place].name in self.hidden:
                continue
            if host >= 0:
                self.inside.setdefault(host, []).append(place)
                continue
            self._number[place] = len(self.boxes)
            self.boxes.append(node_box(self.info, place, group))

    def owners(self) -> list[int]:
        """The box of every node, -1 where it is hidden; folded nodes go into theirs."""
        for host, places in self.inside.items():
            number = self._number[host]
            if number >= 0:
                self.boxes[number] = with_folded(self.info, self.boxes[number], places)
            for place in places:
                self._number[place] = number
        return self._number


def groups_of(
    info: GraphInfo, parts: Sequence[Part], opened: frozenset[str]
) -> list[int]:
    """A number for the frame that every node is drawn in, or for its closed module."""
    found, count = [ROOT] * len(info.nodes), itertools.count()

    def mark(parts: Sequence[Part]) -> None:
        for part in parts:
            inner = inner_parts(part, opened)
            number = closed(part.start) if inner is None else next(count)
            found[part.start : part.stop] = [number] * part.count
            mark(inner or ())

    mark(parts)
    return found


def _edges_between_all(
    info: GraphInfo, owners: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Edges between boxes where every node has one, in the order of their nodes."""
    sources, readers, _ = links_of(info)
    known = (sources >= 0) & (sources < readers)
    ends = np.array(owners, np.int64)[np.stack([sources[known], readers[known]])]
    ends = ends[:, ends[0] < ends[1]]
    _, first = np.unique(ends[0] * len(owners) + ends[1], return_index=True)
    return tuple(zip(*ends[:, np.sort(first)].tolist(), strict=True))


def frames_of(parts: tuple[Part, ...], opened: frozenset[str]) -> tuple[Part, ...]:
    """What is drawn as a frame or a box; made-up groups that are all open need none."""
    is_flat = all(part.is_made_up and part.key in opened for part in walk(parts))
    return () if is_flat else parts


def foldable(info: GraphInfo, parts: tuple[Part, ...]) -> dict[Lens, int]:
    """How many nodes each lens draws inside others where all modules are open."""
    opened = frozenset(part.key for part in walk(parts))
    groups = groups_of(info, frames_of(parts, opened), opened)
    return {lens: len(hosts_of(info, {lens}, groups=groups)) for lens in LENSES}


def edges_between(
    info: GraphInfo, owners: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Edges between boxes, each once; what is hidden is passed by."""
    if min(owners, default=0) >= 0:
        return _edges_between_all(info, owners)
    boxes_of: dict[str, tuple[int, ...]] = {}
    found: dict[tuple[int, int], None] = {}
    for node, target in zip(info.nodes, owners, strict=True):
        if target < 0:
            sources = [box for name in node.inputs for box in boxes_of.get(name, ())]
            boxes_of[node.name] = tuple(dict.fromkeys(sources))
            continue
        boxes_of[node.name] = (target,)
        for name in node.inputs:
            for source in boxes_of.get(name, ()):
                if source < target:
                    found[source, target] = None
    return tuple(found)
