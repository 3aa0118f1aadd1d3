"""Which edges run through a point of the drawing, as they are drawn."""

from __future__ import annotations

import numpy as np

from gui.graph.painting.curves import PARTS, points_on
from gui.graph.scene.scene import Scene

MOST = 400
"""So many segments near one point are a bundle in which none can be pointed at."""


def edges_at(scene: Scene, x: float, y: float, reach: float) -> tuple[int, ...]:
    """The edges within reach, in drawing units: the nearest, and others of its source.

    None where no edge can be told from the others.
    """
    near = scene.segments_in((x - reach, y - reach, x + reach, y + reach))
    if not 0 < len(near) <= MOST:
        return ()
    shares = np.tile(np.linspace(0.0, 1.0, PARTS + 1), (len(near), 1))
    sideways = scene.layout.direction == "right"
    points = points_on(scene.segments[near], shares, sideways=sideways)
    steps = points[:, 1:] - points[:, :-1]
    lengths = np.maximum((steps**2).sum(axis=2), 1e-12)
    along = ((np.array((x, y)) - points[:, :-1]) * steps).sum(axis=2) / lengths
    feet = points[:, :-1] + np.clip(along, 0, 1)[..., None] * steps
    far = np.hypot(*np.moveaxis(feet - (x, y), 2, 0)).min(axis=1)
    if far.min() > reach:
        return ()
    edges = scene.edge_of_segment[near]
    source = scene.edges[edges[far.argmin()], 0]
    found = edges[(far <= reach) & (scene.edges[edges, 0] == source)]
    return tuple(np.unique(found).tolist())
