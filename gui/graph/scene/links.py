"""Who reads whom in a graph, as arrays over the inputs of all its nodes in order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.info import GraphInfo

Ints = NDArray[np.int64]


class Links(NamedTuple):
    """For every input the places of what it reads, -1 if unknown, and of its node.

    Those of node n are the ones from `first[n]` to `first[n + 1]`.
    """

    sources: Ints
    readers: Ints
    first: Ints


def links_of(info: GraphInfo) -> Links:
    """All inputs of a graph."""
    counts = np.array([len(node.inputs) for node in info.nodes], np.int64)
    readers = np.repeat(np.arange(len(counts)), counts)
    first = np.concatenate([[0], np.cumsum(counts)])
    return Links(np.array(info.sources, np.int64), readers, first)
