"""The module calls of a graph, as a tree over its nodes in order.

A module that is called twice, or whose nodes are interrupted by others, gives one
part per uninterrupted run. A run of a topological order has no path that leaves and
comes back, so any set of parts can be drawn as boxes without making a cycle.
"""

from __future__ import annotations

from collections import Counter

from engine.info import GraphInfo
from gui.graph.grouping import flat_groups, with_rows
from gui.graph.parts import Part


def parts_of(info: GraphInfo) -> tuple[Part, ...]:
    """The outermost parts; a module around a single node is no part.

    A graph without modules is cut into groups of its own.
    """
    return _Reader(info).parts("", 0, len(info.nodes), 0) or flat_groups(info)


class _Reader:
    """Counts how often a path was met, to give every part its own key."""

    def __init__(self, info: GraphInfo) -> None:
        self.info, self.nodes = info, info.nodes
        self.names = [
            tuple(node.module.split(".")) if node.module else () for node in info.nodes
        ]
        self.kinds = dict(info.module_types)
        self.met: Counter[str] = Counter()

    def parts(self, around: str, start: int, stop: int, depth: int) -> tuple[Part, ...]:
        """The parts of the nodes from start to stop, below a depth of names."""
        found, first = [], start
        while start < stop:
            names = self.names[start]
            end = start + 1
            if len(names) > depth:
                while end < stop and self.names[end][: depth + 1] == names[: depth + 1]:
                    end += 1
                if self._is_one_call(start, end, depth + 1):
                    found.append(self._part(around, start, end, depth + 1))
            start = end
        return with_rows(self.info, found, stop - first)

    def _is_one_call(self, start: int, stop: int, depth: int) -> bool:
        """Whether nodes hang together: an activation used twice in a row does not."""
        if stop - start == 1:
            return False
        if any(len(names) > depth for names in self.names[start:stop]):
            return True
        inside = {node.name for node in self.nodes[start:stop]}
        return all(
            inside.intersection(node.inputs) or inside.intersection(node.users)
            for node in self.nodes[start:stop]
        )

    def _part(self, around: str, start: int, stop: int, depth: int) -> Part:
        names = self.names[start][:depth]
        while all(
            len(other) > depth and other[: depth + 1] == self.names[start][: depth + 1]
            for other in self.names[start:stop]
        ):
            depth += 1
            names = self.names[start][:depth]
        path = ".".join(names)
        self.met[path] += 1
        number = self.met[path]
        title = path[len(around) + 1 :] if around else path
        key = path if number == 1 else f"{path}#{number}"
        inner = self.parts(path, start, stop, depth)
        kind = self.kinds.get(path, "")
        return Part(key, path, title, kind, start, stop, inner)
