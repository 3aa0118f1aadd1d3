"""The module calls of a graph, as a tree over its nodes in order.

A module that is called twice, or whose nodes are interrupted by others, gives one
part per uninterrupted run. A run of a topological order has no path that leaves and
comes back, so any set of parts can be drawn as boxes without making a cycle.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from operator import eq

from engine.info import GraphInfo
from gui.graph.scene.grouping import count_alike, flat_groups, with_rows
from gui.graph.scene.parts import Part
from gui.graph.scene.repeats import Structures


def parts_of(info: GraphInfo) -> tuple[Part, ...]:
    """The outermost parts; a module around a single node is no part.

    A graph without modules is cut into groups of its own.
    """
    if not any(node.module for node in info.nodes):
        return flat_groups(info)
    return _Reader(info).parts("", 0, len(info.nodes), 0) or flat_groups(info)


class _Reader:
    """Counts how often a path was met, as a node's name too, so that keys are unique.

    `shared` counts the names a node's module has in common with the one before.
    """

    def __init__(self, info: GraphInfo) -> None:
        self.nodes = info.nodes
        modules = [node.module for node in info.nodes]
        names = {path: tuple(path.split(".")) if path else () for path in set(modules)}
        self.names = [names[path] for path in modules]
        self.lengths = [len(names) for names in self.names]
        pairs = itertools.pairwise(self.names)
        self.shared = [0, *itertools.starmap(_common_names, pairs)]
        self.kinds = dict(info.module_types)
        self.met = Counter(info.by_name.keys())
        self._info = info

    @cached_property
    def structures(self) -> Structures:
        """What tells modules built alike; only a graph with modules needs it."""
        return Structures(self._info)

    def parts(self, around: str, start: int, stop: int, depth: int) -> tuple[Part, ...]:
        """The parts of the nodes from start to stop, below a depth of names."""
        found, first = [], start
        lengths, shared = self.lengths, self.shared
        while start < stop:
            end = start + 1
            if lengths[start] > depth:
                while end < stop and shared[end] > depth:
                    end += 1
                if self._is_one_call(start, end, depth + 1):
                    found.append(self._part(around, start, end, depth + 1))
            start = end
        return with_rows(self.structures, found, stop - first) if found else ()

    def _is_one_call(self, start: int, stop: int, depth: int) -> bool:
        """Whether nodes hang together: an activation used twice in a row does not."""
        if stop - start == 1:
            return False
        if max(self.lengths[start:stop]) > depth:
            return True
        inside = {node.name for node in self.nodes[start:stop]}
        return all(
            inside.intersection(node.inputs) or inside.intersection(node.users)
            for node in self.nodes[start:stop]
        )

    def _part(self, around: str, start: int, stop: int, depth: int) -> Part:
        depth = max(depth, min(self.shared[start + 1 : stop]))
        path = ".".join(self.names[start][:depth])
        self.met[path] += 1
        number = self.met[path]
        title = path[len(around) + 1 :] if around else path
        key = path if number == 1 else f"{path}#{number}"
        inner = self.parts(path, start, stop, depth)
        kind = self.kinds.get(path, "")
        alike = count_alike(self.structures, inner, stop - start)
        return Part(key, path, title, kind, start, stop, inner, alike=alike)


def _common_names(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many equal names two paths begin."""
    if one is other:
        return len(one)
    equal = [*map(eq, one, other)]
    return len(equal) if all(equal) else equal.index(False)
