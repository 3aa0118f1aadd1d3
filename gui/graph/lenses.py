"""Which nodes a lens draws inside another: a way of looking, not of changing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

from engine.info import GraphInfo, NodeInfo

Lens = Literal["quantization", "normalization", "chains"]
LENSES: tuple[Lens, ...] = get_args(Lens)
CHAINED = frozenset({"elementwise", "activation"})


def hosts_of(info: GraphInfo, lenses: Collection[Lens]) -> dict[int, int]:
    """The node that each folded node is drawn inside, by their places.

    A folded node has one input only, so drawing both as one box makes no cycle.
    """
    if not lenses:
        return {}
    places = {node.name: place for place, node in enumerate(info.nodes)}
    hosts: dict[int, int] = {}
    for place, node in enumerate(info.nodes):
        feeding = {places[name] for name in node.inputs if name in places}
        if len(feeding) != 1:
            continue
        source = feeding.pop()
        if source < place and _folds(info.nodes[source], node, lenses):
            hosts[place] = hosts.get(source, source)
    return hosts


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
