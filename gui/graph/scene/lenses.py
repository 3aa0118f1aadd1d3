"""Which nodes a lens draws inside another: a way of looking, not of changing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from engine.info import GraphInfo, NodeInfo

Lens = Literal["quantization", "normalization", "constants", "chains"]
LENSES: tuple[Lens, ...] = get_args(Lens)
Way = Literal["colour", "hide", "fold"]
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
        """Nodes drawn inside what they read, where they read one thing."""
        return self.names if self.way == "fold" else frozenset()

    @property
    def coloured(self) -> frozenset[str]:
        """Nodes that stand out."""
        return self.names if self.way == "colour" else frozenset()


NO_SEARCH = SearchLens()


def hosts_of(
    info: GraphInfo, lenses: Collection[Lens], search: SearchLens = NO_SEARCH
) -> dict[int, int]:
    """The node that each folded node is drawn inside, by their places.

    A folded node has one input only, or else no input and one consumer, so drawing
    both as one box makes no cycle.
    """
    if not lenses and not search.folded:
        return {}
    places = {node.name: place for place, node in enumerate(info.nodes)}
    hosts: dict[int, int] = {}
    for place, node in enumerate(info.nodes):
        feeding = {places[name] for name in node.inputs if name in places}
        if not feeding and "constants" in lenses and _is_lone_constant(node):
            hosts[place] = places[node.users[0]]
        if len(feeding) != 1:
            continue
        source = feeding.pop()
        is_kept = node.name in search.folded and node.kind == "op"
        if source < place and (is_kept or _folds(info.nodes[source], node, lenses)):
            hosts[place] = hosts.get(source, source)
    return _resolved(hosts)


def is_foldable(info: GraphInfo, node: NodeInfo) -> bool:
    """Whether a search lens can draw a node inside what it reads."""
    feeding = {name for name in node.inputs if name in info.by_name}
    return node.kind == "op" and len(feeding) == 1


def _resolved(hosts: dict[int, int]) -> dict[int, int]:
    """The same with hosts that are not folded themselves."""
    found = {}
    for place, host in hosts.items():
        while host in hosts:
            host = hosts[host]
        found[place] = host
    return found


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
    return "chains" in lenses and {source.family, node.family} <= CHAINED
