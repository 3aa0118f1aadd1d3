"""What lies in which container, and the pieces into which their borders cut edges.

The container of a box or a group is the group around it, or the root, which counts as
the last group. Boxes and groups are both children: group g has the number of boxes + g.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gui.graph.layout.container import PORT_IN, PORT_OUT, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Nesting:
    """Children and segments, container after container.

    Container c has `children[first_child[c]:first_child[c + 1]]`, in topological order,
    and likewise its rows of `segments`, made as those of `Contents`. Child n is in
    `container[n]` at `place[n]`. Edge after edge, `route` holds the segments it is made
    of, `lengths` how many. `depth` of a container counts the groups around it and
    itself.
    """

    children: Ints
    first_child: Ints
    container: Ints
    place: Ints
    segments: Ints
    first_segment: Ints
    route: Ints
    lengths: Ints
    depth: Ints

    def children_of(self, container: int) -> Ints:
        """What lies directly in a container, in topological order."""
        first, stop = self.first_child[container], self.first_child[container + 1]
        return self.children[first:stop]


class _Pieces(NamedTuple):
    """Segments as columns; ends are children of the whole drawing, or ports."""

    container: Ints
    tensor: Ints
    source: Ints
    target: Ints

    def at(self, places: Ints) -> _Pieces:
        """The same, chosen and in an order of its own."""
        return _Pieces(*(column[places] for column in self))


def nest(
    boxes: int,
    edges: Sequence[tuple[int, int]],
    owner: Sequence[int],
    parents: Sequence[int],
) -> Nesting:
    """Sort children and edges into containers; arguments are those of a `Shape`."""
    groups = len(parents)
    around = np.concatenate(
        [_ints(owner) if owner else np.full(boxes, -1), _ints(parents)]
    )
    container = np.where(around < 0, groups, around)
    children = np.lexsort((_first_boxes(boxes, around), container))
    first_child = _firsts(container, groups + 1)
    place = np.empty(len(children), np.int64)
    place[children] = np.arange(len(children)) - first_child[container[children]]
    chains = _chains(parents)
    ends = np.fromiter(itertools.chain.from_iterable(edges), np.int64).reshape(-1, 2)
    pieces, lengths = _cut(ends, container[:boxes], chains, boxes)
    pieces, route = _each_once(pieces)
    return Nesting(
        children,
        first_child,
        container,
        place,
        _rows(pieces, place, boxes),
        _firsts(pieces.container, groups + 1),
        route,
        lengths,
        (chains >= 0).sum(axis=1),
    )


def _ints(values: Sequence[object]) -> Ints:
    return np.array(values, np.int64)


def _firsts(numbers: Ints, count: int) -> Ints:
    """Where the run of each number begins when all are sorted, and the end."""
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))])


def _first_boxes(boxes: int, around: Ints) -> Ints:
    """The first box of every child."""
    parents = around[boxes:].tolist()
    lowest = np.full(len(parents) + 1, boxes)
    np.minimum.at(lowest, around[:boxes], np.arange(boxes))
    found = lowest.tolist()
    for group in range(len(parents) - 1, -1, -1):
        found[parents[group]] = min(found[parents[group]], found[group])
    return np.concatenate([np.arange(boxes), _ints(found[:-1])])


def _chains(parents: Sequence[int]) -> Ints:
    """The groups around every group and itself, the outermost first, filled with -1.

    The last row is that of the root, around which there is none.
    """
    found: list[list[int]] = []
    for group, parent in enumerate(parents):
        found.append([*found[parent], group] if parent >= 0 else [group])
    deepest = max(map(len, found), default=0)
    rows = [chain + [-1] * (deepest - len(chain)) for chain in [*found, []]]
    return _ints(rows).reshape(len(rows), deepest)


def _cut(ends: Ints, container: Ints, chains: Ints, boxes: int) -> tuple[_Pieces, Ints]:
    """The pieces of edge after edge from source to target, and how many each has.

    An edge leaves groups, the innermost first, crosses the one around both ends, and
    enters groups, the outermost first.
    """
    sources, targets = ends[:, 0], ends[:, 1]
    leaving, entering = chains[container[sources]], chains[container[targets]]
    is_shared = np.cumprod((leaving == entering) & (leaving >= 0), axis=1) > 0
    around = np.max(np.where(is_shared, leaving, -1), axis=1, initial=-1)
    around[around < 0] = len(chains) - 1
    here, pieces, edges = sources.copy(), [], []
    for level in reversed(range(chains.shape[1])):
        edge = np.flatnonzero((leaving[:, level] >= 0) & ~is_shared[:, level])
        group = leaving[edge, level]
        pieces.append((group, sources[edge], here[edge], np.full(len(edge), PORT_OUT)))
        edges.append(edge)
        here[edge] = boxes + group
    for level in range(chains.shape[1]):
        edge = np.flatnonzero((entering[:, level] >= 0) & ~is_shared[:, level])
        group = entering[edge, level]
        pieces.append((around[edge], sources[edge], here[edge], boxes + group))
        edges.append(edge)
        around[edge], here[edge] = group, PORT_IN
    pieces.append((around, sources, here, targets))
    edges.append(np.arange(len(ends)))
    edge = np.concatenate(edges)
    columns = (np.concatenate(column) for column in zip(*pieces, strict=True))
    order = np.argsort(edge, kind="stable")
    return _Pieces(*columns).at(order), np.bincount(edge, minlength=len(ends))


def _each_once(pieces: _Pieces) -> tuple[_Pieces, Ints]:
    """Equal pieces once, container after container; and where each has gone."""
    width = max(int(column.max(initial=0)) for column in pieces) + 3
    tensors = np.unique(pieces.container * width + pieces.tensor, return_inverse=True)
    keys = (tensors[1] * width + pieces.source + 2) * width + pieces.target + 2
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.lexsort((first, pieces.container[first]))
    gone_to = np.empty(len(first), np.int64)
    gone_to[order] = np.arange(len(first))
    return pieces.at(first[order]), gone_to[inverse]


def _rows(pieces: _Pieces, place: Ints, boxes: int) -> Ints:
    """Segments whose tensors, ends and ports are numbered in their containers."""
    container, tensor, source, target = pieces
    leaving, entering = np.zeros((2, len(container)), np.int64)
    count = int(tensor.max(initial=0)) + 1
    _, tensors = _numbered(container, tensor, count)
    for end, is_port, port in (
        (source, target == PORT_OUT, leaving),
        (target, source == PORT_IN, entering),
    ):
        keys, numbers = _numbered(container[is_port], tensor[is_port], count)
        known, first = np.unique(keys, return_index=True)
        at = end >= boxes
        wanted = (end[at] - boxes) * count + tensor[at]
        port[at] = numbers[first][np.searchsorted(known, wanted)]
    ends = [np.where(end < 0, end, place[end]) for end in (source, target)]
    return np.stack([tensors, *ends, leaving, entering], axis=1)


def _numbered(container: Ints, tensor: Ints, count: int) -> tuple[Ints, Ints]:
    """A key per row, and the number of its tensor in the order in which they are met.

    Rows are sorted by container, each of which counts from 0.
    """
    keys = container * count + tensor
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    numbers = rank[inverse]
    begins = np.searchsorted(container, container)
    return keys, numbers - numbers[begins] if len(numbers) else numbers
