"""Curves cut off near the screen: what is left lies on the whole curve."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gui.graph.layout.layout import lay_out
from gui.graph.layout.wrapping import wrapped_at
from gui.graph.painting.curves import OUTSIDE, cubics, strokes
from gui.graph.scene.camera import Bounds
from gui.graph.scene.model import EVERYTHING, draw
from gui.graph.scene.scene import Scene
from tests.gui.graph.networks import chain

SEEN: Bounds = -50.0, -30.0, 150.0, 70.0
NOWHERE: Bounds = -1e6, -1e6, 1e6, 1e6


def traced(row: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Points of a curve given by its four control points."""
    t = np.linspace(0.0, 1.0, count)[:, None]
    a, b, c, d = row.reshape(4, 2)
    early, late = a * (1 - t) ** 3 + 3 * b * (1 - t) ** 2 * t, 3 * c * (1 - t) * t**2
    return np.asarray(early + late + d * t**3)


@pytest.mark.parametrize("sideways", [False, True])
def test_a_curve_within_the_screen_is_left_whole(sideways: bool) -> None:
    ends = np.array([[0.0, 10.0, 80.0, 60.0]])
    (row,) = cubics(ends, SEEN, sideways=sideways)
    halfway = (40.0, 10.0, 40.0, 60.0) if sideways else (0.0, 35.0, 80.0, 35.0)
    assert row.tolist() == pytest.approx([0.0, 10.0, *halfway, 80.0, 60.0])


@pytest.mark.parametrize("sideways", [False, True])
def test_what_is_left_of_a_long_curve_is_all_of_it_near_the_screen(
    sideways: bool,
) -> None:
    chance = np.random.default_rng(5)
    for ends in chance.uniform(-3000, 3000, (40, 1, 4)):
        (whole,) = cubics(ends, NOWHERE, sideways=sideways)
        points = traced(whole, 4001)
        left, top, right, bottom = SEEN
        inside = (points > (left, top)).all(axis=1)
        inside &= (points < (right, bottom)).all(axis=1)
        parts = cubics(ends, SEEN, sideways=sideways)
        assert len(parts) or not inside.any()
        for part in parts:
            kept = traced(part, 4001)
            for one, other in ((kept[::97], points), (points[inside][::7], kept)):
                gaps = np.abs(one[:, None] - other[None]).max(axis=2).min(axis=1)
                assert (gaps < 3.0).all()


def test_a_curve_far_from_the_screen_is_left_out() -> None:
    below = SEEN[3] + OUTSIDE + 1
    far = np.array([[0.0, below, 20.0, below + 50]])
    assert len(cubics(far, SEEN, sideways=False)) == 0


def test_edges_between_columns_turn_round_corners() -> None:
    info = chain(60)
    graph = draw(info, EVERYTHING)
    scene = Scene(graph, wrapped_at(lay_out(graph.shape()), 900.0))
    found = strokes(scene, np.arange(len(scene.segments)), (-1e6, -1e6, 1e6, 1e6))
    level = found.straight[found.straight[:, 1] == found.straight[:, 3]]
    upright = found.straight[found.straight[:, 0] == found.straight[:, 2]]
    assert len(level) >= 4
    corners = np.concatenate([level[:, :2], level[:, 2:]])
    ends = np.concatenate([upright[:, :2], upright[:, 2:]])
    gaps = np.abs(corners[:, None] - ends[None]).max(axis=2).min(axis=1)
    assert gaps == pytest.approx(8.0)
    turned = scene.turns.curves
    assert len(turned) == 2 * len(level)
    assert sum(path.elementCount() for path in found.near) >= 4 * len(turned)
    plain = Scene(graph, lay_out(graph.shape()))
    assert plain.turns.segments is plain.segments
