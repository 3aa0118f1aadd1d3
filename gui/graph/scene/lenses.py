"""Which nodes a lens draws inside another: a way of looking, not of changing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from engine.info import GraphInfo, NodeInfo

Lens = Literal["quantization", "normalization", "constants", "chains"]
LENSES: tuple[Lens, ...] = get_args(Lens)
Way = Literal["colour", "hide", "fold"]
ROOT = -1
"""Stands for the frame of what lies in none."""
CHAINED = frozenset({"elementwise", "activation"})


@dataclass(frozen=True, slots=True)
class SearchLens:
    """Nodes kept from a search, and what is done to them as long as it is on."""

    names: frozenset[str] = frozenset()
    way: Way = "colour"

    @property
    def hidden(self) -> frozenset[str]:
        """Nodes that are not drawn; edges go past them."""
        return self.names if self.way == "hide" else frozenset()

    @property
    def folded(self) -> frozenset[str]:
        """Nodes drawn inside what they read, or else inside what reads them."""
        return self.names if self.way == "fold" else frozenset()

    @property
    def coloured(self) -> frozenset[str]:
        """Nodes that stand out."""
        return self.names if self.way == "colour" else frozenset()


NO_SEARCH = SearchLens()


def hosts_of(
    info: GraphInfo,
    lenses: Collection[Lens],
    search: SearchLens = NO_SEARCH,
    groups: Sequence[int] | None = None,
) -> dict[int, int]:
    """The node that each folded node is drawn inside, by their places.

    A node is folded into the last box that it reads; one that reads none, such as a
    constant, into the first that reads it. So every edge still leads from what begins
    earlier to what begins later, and drawing several as one box makes no cycle.

    `groups` are the frames that nodes are drawn in; all nodes of a closed module have
    a number of their own below `ROOT`, as `closed` gives it, and go by its first node.
    A lens folds within a frame only, a kept search all that was found.
    """
    if not lenses and not search.folded:
        return {}
    return _Hosts(info, lenses, search, groups or [ROOT] * len(info.nodes)).found()


def closed(start: int) -> int:
    """The number of the nodes of a closed module that begins at a place."""
    return ROOT - 1 - start


def is_foldable(info: GraphInfo, node: NodeInfo) -> bool:
    """Whether a search lens can draw a node inside what it reads, or what reads it."""
    return any(name in info.by_name for name in (*node.inputs, *node.users))


class _Hosts:
    """Finds the box that every node is drawn in, by the place where that begins."""

    def __init__(
        self,
        info: GraphInfo,
        lenses: Collection[Lens],
        search: SearchLens,
        groups: Sequence[int],
    ) -> None:
        self.info, self.lenses, self.search, self.groups = info, lenses, search, groups
        self.places = {node.name: place for place, node in enumerate(info.nodes)}
        self.hosts = [
            place if group >= ROOT else closed(group)
            for place, group in enumerate(groups)
        ]

    def found(self) -> dict[int, int]:
        """What is folded and into what."""
        alone = [place for place, group in enumerate(self.groups) if group >= ROOT]
        led = dict[int, None]()
        for place in alone:
            read = self._at(self.info.nodes[place].inputs)
            if read <= led.keys():
                if self._is_led(place):
                    led[place] = None
            elif self._follows(place, read):
                self.hosts[place] = max(self.hosts[each] for each in read - led.keys())
        for place in reversed(led):
            users = self._at(self.info.nodes[place].users)
            self.hosts[place] = min((self.hosts[each] for each in users), default=place)
        return {
            place: self.hosts[place] for place in alone if self.hosts[place] != place
        }

    def _at(self, names: Iterable[str]) -> set[int]:
        return {self.places[name] for name in names if name in self.places}

    def _is_led(self, place: int) -> bool:
        """Whether a node that reads no box goes into the first that reads it."""
        node = self.info.nodes[place]
        if node.name in self.search.folded:
            return True
        if "constants" not in self.lenses or not _is_lone_constant(node):
            return False
        return {self.groups[place]} == {self.groups[at] for at in self._at(node.users)}

    def _follows(self, place: int, read: Collection[int]) -> bool:
        """Whether a node goes into the last box that it reads."""
        node = self.info.nodes[place]
        if node.name in self.search.folded:
            return True
        source = max(read)
        if self.groups[self.hosts[source]] != self.groups[place]:
            return False
        if len(read) > 1 and not _goes_on(self.info.nodes[source], node):
            return False
        return _folds(self.info.nodes[source], node, self.lenses)


def _is_lone_constant(node: NodeInfo) -> bool:
    return node.family == "constant" and len(set(node.users)) == 1


def _folds(source: NodeInfo, node: NodeInfo, lenses: Collection[Lens]) -> bool:
    if node.kind != "op":
        return False
    if node.family == "quantization":
        return "quantization" in lenses
    if len(source.users) != 1:
        return False
    if node.family == "normalization" and source.family == "convolution":
        return "normalization" in lenses
    return "chains" in lenses and _goes_on(source, node)


def _goes_on(source: NodeInfo, node: NodeInfo) -> bool:
    """Whether a node can be the next of a chain, perhaps with what else it reads."""
    return {source.family, node.family} <= CHAINED
