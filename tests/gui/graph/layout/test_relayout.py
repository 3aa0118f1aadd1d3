"""After a rewrite only the neighbourhood of what changed moves."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from engine.info import GraphInfo
from engine.progress import run
from gui.graph.canvas.placing import edited_scene
from gui.graph.canvas.view import GraphView
from gui.graph.layout.layout import Direction
from gui.graph.layout.lowering import MOST_ROOM
from gui.graph.layout.near_slices import moved_apart
from gui.graph.layout.slices import LAYER_GAP
from gui.graph.layout.wrapping import Flow
from gui.graph.scene import model
from gui.graph.scene.model import EVERYTHING
from gui.graph.scene.scene import Scene, scene_of
from tests.gui.graph.architectures import ARCHITECTURES
from tests.gui.graph.edits import inserted, removed
from tests.gui.graph.geometry import (
    arrow_heads,
    covered,
    crossed_boxes,
    crossed_frames,
    flow_labels,
    overlaps,
)
from tests.gui.graph.networks import Builder, branchy, chain, named, pidnet, unet

GRAPHS: dict[str, GraphInfo] = {
    **{name: ARCHITECTURES[name]() for name in ("dense", "dilated", "hourglass")},
    "chain": chain(90),
    "branchy": branchy(100),
    "unet": unet(90),
    "modules": named(branchy(120), 40, 8),
}
ABOVE = {"down": 400.0, "right": 1050.0}
REACH = {"down": 1600.0, "right": 4200.0}
"""How far gaps may have to give way, in pixels along the flow: above the node that an
edit leaves to be read, and below the edit, for each edit so far."""


def opened(info: GraphInfo, direction: Direction = "down") -> Scene:
    return scene_of(info, model.draw(info, EVERYTHING), Flow(direction))


def edited(shown: Scene, info: GraphInfo) -> Scene:
    graph = shown.graph
    return run(edited_scene(lambda: model.redraw(graph, info), shown, ()))


def moves(before: Scene, after: Scene) -> dict[str, tuple[float, float]]:
    """How far every box that both draw has moved, by its key."""
    place = {box.key: n for n, box in enumerate(before.graph.boxes)}
    found = {}
    for number, box in enumerate(after.graph.boxes):
        if box.key in place:
            now, was = after.layout.rects[number], before.layout.rects[place[box.key]]
            x, y = (now[:2] + now[2:] / 2 - was[:2] - was[2:] / 2).tolist()
            found[box.key] = x, y
    return found


def along(scene: Scene, key: str) -> float:
    """How far along the flow a box begins, or the one that shows a node."""
    axis = 0 if scene.layout.direction == "right" else 1
    box = scene.graph.number_of(key)
    return float(scene.layout.rects[box if box >= 0 else scene.find(key), axis])


def neighbourhood(scene: Scene, name: str) -> tuple[float, float]:
    """How far along the flow the node is from which others read on, and the edit."""
    feeding = scene.graph.info.by_name[name].inputs[0]
    return along(scene, feeding), along(scene, name)


def check_picture(scene: Scene) -> None:
    """Nothing overlaps, and no edge runs through a box or a foreign frame."""
    graph, layout = scene.graph, scene.layout
    assert overlaps(layout.rects) == []
    labels = flow_labels(scene)
    assert covered(labels, layout.rects) == []
    assert covered(labels, arrow_heads(layout)) == []
    for edge, ends in enumerate(graph.edges):
        assert crossed_boxes(layout, edge, ends) == []
        assert crossed_frames(graph, layout, edge) == []
    for number, frame in enumerate(graph.frames):
        if frame.parent >= 0:
            inner, outer = layout.groups[number], layout.groups[frame.parent]
            assert (inner[:2] >= outer[:2]).all()
            assert (inner[:2] + inner[2:] <= outer[:2] + outer[2:] + 1e-6).all()


@given(data=st.data())
@settings(deadline=None, max_examples=40, derandomize=True)
def test_an_edit_moves_only_its_neighbourhood_and_leaves_a_proper_picture(data):
    info = GRAPHS[data.draw(st.sampled_from(sorted(GRAPHS)))]
    direction = data.draw(st.sampled_from(["down", "right"]))
    scene = opened(info, direction)
    for step in range(1, 1 + data.draw(st.integers(1, 3))):
        ops = [node for node in scene.graph.info.nodes if node.kind == "op"]
        edit = data.draw(st.sampled_from([inserted, removed]))
        name = data.draw(st.sampled_from([op.name for op in ops if op.inputs]))
        before, scene = scene, edited(scene, edit(scene.graph.info, name))
        check_picture(scene)
        if before.graph.frames != scene.graph.frames:
            continue
        first, last = neighbourhood(before, name)
        above, below = ABOVE[direction], step * REACH[direction]
        for key, moved in moves(before, scene).items():
            if not first - above < along(before, key) < last + below:
                assert moved == pytest.approx((0, 0), abs=0.5), (name, key)


def gaps(scene: Scene) -> list[float]:
    """Between every box of a chain and the next, along the flow."""
    axis = 0 if scene.layout.direction == "right" else 1
    rects = scene.layout.rects[np.argsort(scene.layout.rects[:, axis])]
    ends = rects[:-1, axis] + rects[:-1, axis + 2]
    return (rects[1:, axis] - ends).tolist()


@pytest.mark.parametrize("direction", ["down", "right"])
def test_a_box_that_goes_leaves_no_hole(direction):
    scene = opened(GRAPHS["chain"], direction)
    for node in scene.graph.info.nodes[40:44]:
        scene = edited(scene, removed(scene.graph.info, node.name))
        assert max(gaps(scene)) <= LAYER_GAP + MOST_ROOM + 1e-6


@pytest.mark.parametrize("direction", ["down", "right"])
def test_a_new_box_stands_as_far_from_its_neighbours_as_any(direction):
    scene = opened(GRAPHS["chain"], direction)
    name = scene.graph.info.nodes[40].name
    scene = edited(scene, inserted(scene.graph.info, name))
    assert min(gaps(scene)[40:42]) >= LAYER_GAP - 1e-6


def test_undoing_fixes_after_the_lenses_changed_leaves_no_hole(view):
    info = GRAPHS["chain"]
    view.lenses = frozenset({"chains"})
    view.show_graph(info, opened=EVERYTHING)
    more = info
    for node in info.nodes[30:33]:
        more = inserted(more, node.name)
    view.show_graph(more)
    view.set_lenses(())
    view.show_graph(info)
    assert max(gaps(view.scene)) <= LAYER_GAP + MOST_ROOM + 1e-6


@given(
    hopes=st.lists(st.floats(-200, 200), min_size=1, max_size=8),
    apart=st.floats(0, 60),
)
def test_what_stands_too_close_is_moved_apart_and_nothing_else(hopes, apart):
    hopes.sort()
    places = moved_apart(hopes, [apart] * (len(hopes) - 1), [1.0] * len(hopes))
    assert (np.diff(places) >= apart - 1e-6).all()
    assert sum(places) == pytest.approx(sum(hopes), abs=1e-6)
    if (np.diff(hopes) >= apart).all():
        assert places == pytest.approx(hopes)


def test_a_firm_neighbour_makes_a_loose_one_give_way():
    assert moved_apart([0.0, 1.0], [10.0], [1000.0, 1.0]) == pytest.approx(
        [-9 / 1001, 10 - 9 / 1001]
    )


@pytest.fixture
def view(qtbot: QtBot) -> GraphView:
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_graph(pidnet(), opened=EVERYTHING)
    return view


def screen_places(view: GraphView) -> dict[str, tuple[float, float]]:
    rects = view.scene.layout.rects
    return {
        box.key: view.camera.to_screen(*rects[number, :2].tolist())
        for number, box in enumerate(view.scene.graph.boxes)
    }


@pytest.mark.parametrize("edit", [inserted, removed])
def test_what_the_user_looks_at_and_nearly_all_else_stays_on_the_screen(view, edit):
    ops = [node for node in view.info().nodes if node.kind == "op"]
    name = next(op.name for op in ops[60:] if len(op.inputs) == 1)
    view.select(name)
    anchor = view.info().by_name[name].inputs[0]
    view.select(anchor)
    before = screen_places(view)
    view.show_graph(edit(view.info(), name))
    after = screen_places(view)
    assert after[anchor] == pytest.approx(before[anchor])
    kept = before.keys() & after.keys()
    still = [key for key in kept if after[key] == pytest.approx(before[key], abs=0.5)]
    assert len(still) > 0.9 * len(kept)


@given(data=st.data())
@settings(
    deadline=None,
    derandomize=True,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_undoing_edits_brings_the_very_pictures_back(view, data):
    view.show_graph(
        GRAPHS[data.draw(st.sampled_from(sorted(GRAPHS)))], opened=EVERYTHING
    )
    ops = [node.name for node in view.info().nodes if node.kind == "op" and node.inputs]
    if data.draw(st.booleans()):
        view.select(data.draw(st.sampled_from(ops)))
    shown = []
    for _ in range(data.draw(st.integers(1, 12))):
        shown.append((view.info(), view.scene.layout, view.camera))
        left = sorted(view.info().by_name.keys() & set(ops))
        edit = data.draw(st.sampled_from([inserted, removed]))
        view.show_graph(edit(view.info(), data.draw(st.sampled_from(left))))
    for info, layout, camera in reversed(shown):
        view.show_graph(info)
        assert view.scene.layout is layout
        assert astuple(view.camera) == pytest.approx(astuple(camera), abs=0.5)


def test_modules_drawn_one_by_one_stay_open_when_an_edit_makes_a_row_of_them():
    info = ARCHITECTURES["hourglass"]()
    scene = opened(info)
    name = next(n.name for n in info.nodes if n.module.startswith("up3"))
    other = edited(scene, inserted(info, name))
    keys = {box.key for box in other.graph.boxes}
    assert {box.key for box in scene.graph.boxes} <= keys


def test_a_graph_of_which_much_is_new_is_placed_afresh():
    scene, info = opened(chain(60)), ARCHITECTURES["dense"]()
    graph = model.draw(info, EVERYTHING)
    again = run(edited_scene(lambda: graph, scene, ()))
    assert np.array_equal(again.layout.rects, opened(info).layout.rects)


def test_a_selected_box_that_makes_room_takes_nothing_else_along(view):
    info, name = named(branchy(400), 40, 8), "batch_norm_76"
    view.show_graph(info, opened=EVERYTHING)
    view.select(name)
    before = screen_places(view)
    view.show_graph(inserted(info, name))
    after = screen_places(view)
    kept = before.keys() & after.keys()
    still = [key for key in kept if after[key] == pytest.approx(before[key], abs=0.5)]
    assert name in kept
    assert name not in still
    assert len(still) > 0.9 * len(kept)


def with_a_module_called(name: str) -> GraphInfo:
    build = Builder()
    x = build.source("x", 1, 3, 32, 32)
    for depth, module in enumerate(("stem", "body", name)):
        build.open(module, "Sequential")
        for _ in range(depth + 1):
            x = build.conv_bn(x, 8)
        build.close()
    build.result(build.op("flatten", build.op("mean", x)))
    return build.info("net")


def test_a_module_called_as_a_node_keeps_its_own_place(qtbot):
    places = []
    for name in ("head", "output"):
        view = GraphView()
        qtbot.addWidget(view)
        view.show_graph(with_a_module_called(name), opened=frozenset())
        more = inserted(view.info(), "x")
        view.show_graph(inserted(more, more.nodes[-2].name))
        places.append(view.scene.layout.rects.tolist())
    assert places[0] == places[1]
