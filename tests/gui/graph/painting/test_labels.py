"""Where the names of open modules stand, and what boxes are called in little room."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QFont

from gui.graph.layout.container import Floats
from gui.graph.layout.wrapping import Flow
from gui.graph.painting.headers import INDENT, LEAST_FRAME, RIGHT
from gui.graph.painting.labels import LabelPainter
from gui.graph.painting.picture import Picture
from gui.graph.scene import model
from gui.graph.scene.camera import Camera, fitting, on_screen
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.scene import Scene, scene_of
from tests.gui.graph.geometry import overlaps, polyline
from tests.gui.graph.networks import branchy, named
from tests.gui.graph.recorded import recorded

pytestmark = pytest.mark.usefixtures("qapp")
NETWORKS = {
    "branchy": named(branchy(250), 60, 20),
    "yolox": recorded("yolox-nano"),
}


def labels_of(scene: Scene) -> LabelPainter:
    return LabelPainter(Picture(scene, GraphColours.light()), QFont())


def crossed(points: Floats, x: float, y: float, width: float, height: float) -> bool:
    low, high = (x + 1.0, y + 1.0), (x + width - 1.0, y + height - 1.0)
    return bool(((points > low) & (points < high)).all(axis=1).any())


@pytest.mark.parametrize("name", NETWORKS)
def test_no_edge_runs_through_a_name_that_has_room_beside_it(name):
    info = NETWORKS[name]
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    labels, scale = labels_of(scene), 0.36
    camera = Camera(0.0, 0.0, scale)
    edges = range(len(scene.graph.edges))
    points = np.concatenate([polyline(scene.layout, edge) for edge in edges]) * scale
    for frame, (x, _, width, _) in enumerate((scene.layout.groups * scale).tolist()):
        label, text = labels.frame_label(frame, camera)
        if not text:
            continue
        rest = label.top(), label.width(), label.height()
        if crossed(points, label.left(), *rest):
            last = x + width - RIGHT - label.width()
            for place in np.arange(x + INDENT, last, 4.0).tolist():
                assert crossed(points, place - 6.0, rest[0], rest[1] + 12.0, rest[2])


@pytest.mark.parametrize("name", ["branchy", "yolox"])
@pytest.mark.parametrize("scale", [0.12, 0.3])
def test_outermost_modules_are_named_from_afar_and_on_nothing(name, scale):
    info = named(branchy(1000), 250, 25) if name == "branchy" else NETWORKS[name]
    flow = Flow(room=(1280.0, 860.0))
    scene = scene_of(info, model.draw(info, model.EVERYTHING), flow)
    labels, camera = labels_of(scene), Camera(0.0, 0.0, scale)
    edges = range(len(scene.graph.edges))
    points = np.concatenate([polyline(scene.layout, edge) for edge in edges]) * scale
    rects = (scene.layout.rects * scale).tolist()
    words = []
    is_large = (scene.layout.groups[:, 2:] * scale >= LEAST_FRAME).all(axis=1)
    for frame in sorted(scene.outermost & {*np.flatnonzero(is_large).tolist()}):
        label, text = labels.frame_label(frame, camera)
        assert text == f"▾ {scene.graph.frames[frame].title}"
        word = [label.x(), label.y(), label.width(), label.height()]
        if label.height() > labels.headers.height - 0.5:
            assert not crossed(points, *word)
        words.append(word)
        if 1.01 * scene.headers[frame] * scale < labels.headers.small_height:
            nearer = labels.frame_label(frame, Camera(0.0, 0.0, 1.01 * scale))[0]
            kept = [nearer.x() / 1.01, nearer.y() / 1.01, nearer.width()]
            assert np.allclose(kept, word[:3]), "a name jumps while the view grows"
    assert [at for at in overlaps(np.array(words + rects)) if at[0] < len(words)] == []


@pytest.mark.parametrize("name", ["pidnet-s", "deeplabv3plus-m0", "repvgg-a0"])
def test_all_of_a_network_on_a_screen_tells_where_nearly_every_module_is(name):
    info = recorded(name)
    for flow in (Flow(), Flow(room=(1280.0, 860.0))):
        scene = scene_of(info, model.draw(info, model.EVERYTHING), flow)
        labels = labels_of(scene)
        camera = fitting(scene.layout.bounds, 1280.0, 860.0)
        named = [labels.frame_label(f, camera) for f in sorted(scene.outermost)]
        words = [[w.x(), w.y(), w.width(), w.height()] for w, text in named if text]
        assert len(words) >= 0.7 * len(named)
        rects = on_screen(scene.layout.rects, camera).tolist()
        found = overlaps(np.array(words + rects))
        assert [pair for pair in found if pair[0] < len(words)] == []
        assert all(x >= 0 and x + width <= 1280 for x, _, width, _ in words)


def test_a_name_is_cut_between_its_words_with_a_sign_and_usual_ones_are_abbreviated():
    info = recorded("deeplabv3plus-m0")
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    labels = labels_of(scene)
    norm = next(box for box in scene.graph.boxes if box.title.endswith("batch norm"))
    room = labels.small.width("batch no")
    assert labels.word(norm, room)[1] == "BN"
    box = norm._replace(title="_depthwise_conv", short="")
    room = labels.small.width("_depthwise_co")
    assert labels.word(box, room)[1] == "_depthwise…"


def test_a_module_loses_its_last_word_before_letters_of_its_first_one():
    info = recorded("deeplabv3plus-m0")
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    labels, camera = labels_of(scene), Camera(0.0, 0.0, 0.5)
    names = {labels.frame_label(f, camera)[1] for f in range(len(scene.graph.frames))}
    assert {"▾ _expand…", "▾ _depthwise…"} <= names
    assert not [name for name in names if name.endswith("…_conv")]
