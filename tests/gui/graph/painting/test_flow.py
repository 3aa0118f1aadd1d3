"""Where the shape of what a box gives is written beside it."""

from gui.graph.layout.wrapping import Flow
from gui.graph.painting.edges import flow_rect
from gui.graph.scene import model
from gui.graph.scene.boxes import UNDER
from gui.graph.scene.scene import scene_of
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
