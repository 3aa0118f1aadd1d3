"""Where the shape of what a box gives is written beside it."""

import numpy as np
import pytest

from gui.graph.layout.container import Floats
from gui.graph.layout.wrapping import Flow
from gui.graph.painting.flow_places import flow_left, flow_rect
from gui.graph.scene import model
from gui.graph.scene.boxes import UNDER
from gui.graph.scene.scene import scene_of
from tests.gui.graph.architectures import ARCHITECTURES
from tests.gui.graph.geometry import covered, flow_labels, polyline
from tests.gui.graph.networks import pidnet


def test_sideways_a_shape_stands_under_the_edges_of_the_cards_of_a_module():
    info = pidnet()
    scene = scene_of(info, model.draw(info, frozenset()), Flow("right"))
    kinds = set()
    for number, box in enumerate(scene.graph.boxes):
        _, top, _, height = scene.layout.rects[number].tolist()
        _, y, _ = flow_rect(scene, number)
        kinds.add(box.kind)
        assert y >= top + height + (UNDER if box.kind == "module" else 0)
    assert kinds == {"node", "module"}


def _crossed(points: Floats, rect: list[float]) -> bool:
    """Whether an edge runs through a rectangle, and not only beside its end."""
    x, y, width, height = rect
    low, high = (x + 3.0, y + 0.5), (x + width - 3.0, y + height - 0.5)
    return bool(((points > low) & (points < high)).all(axis=1).any())


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_no_edge_runs_through_a_shape_that_has_room_on_the_other_side(name):
    info = ARCHITECTURES[name]()
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    labels, layout, rects = flow_labels(scene), scene.layout, scene.layout.rects
    edges = range(len(scene.graph.edges))
    points = np.concatenate([polyline(layout, edge) for edge in edges])
    boxes = [number for number, box in enumerate(scene.graph.boxes) if box.flow]
    for label, box in zip(labels.tolist(), boxes, strict=True):
        if not _crossed(points, label):
            continue
        middle = rects[box, 0] + rects[box, 2] / 2
        other = [2 * middle - label[0] - label[2] - 2, *label[1:]]
        taken = np.array([other])
        is_free = covered(taken, rects) == covered(taken, labels) == []
        assert not is_free or _crossed(points, other)


def test_the_shape_under_a_subtraction_whose_edge_bends_right_stands_left():
    info = pidnet()
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    box = scene.find("dfm_rsub")
    x, _, width, _ = scene.layout.rects[box]
    assert flow_left(scene, box, 60.0) + 60.0 < x + width / 2
    box = scene.find("pag3_rsub")
    x, _, width, _ = scene.layout.rects[box]
    assert flow_left(scene, box, 60.0) > x + width / 2
