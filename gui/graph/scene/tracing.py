"""What feeds a box, what it feeds, and what lies between two boxes."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import networkx

from gui.graph.scene.drawn_graph import DrawnGraph

Way = Literal["producers", "consumers"]


@lru_cache(maxsize=2)
def flow_of(graph: DrawnGraph) -> networkx.DiGraph[int]:
    """The boxes and edges of a drawing."""
    flow: networkx.DiGraph[int] = networkx.DiGraph()
    flow.add_nodes_from(range(len(graph.boxes)))
    flow.add_edges_from(graph.edges)
    return flow


def reach(graph: DrawnGraph, box: int, depth: int, way: Way) -> frozenset[int]:
    """A box and all that feed it, or are fed by it, over at most `depth` edges."""
    flow = flow_of(graph)
    seen = flow.reverse(copy=False) if way == "producers" else flow
    return frozenset(networkx.ego_graph(seen, box, radius=depth))


def between(graph: DrawnGraph, one: int, other: int) -> frozenset[int]:
    """All boxes on any path from the earlier of two boxes to the later; or none."""
    first, last = sorted((one, other))
    flow = flow_of(graph)
    found = networkx.descendants(flow, first) | {first}
    if last not in found:
        return frozenset()
    return frozenset(found & (networkx.ancestors(flow, last) | {last}))
