"""A long drawing in columns: all of it is there, apart, and larger on the screen."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.info import GraphInfo
from engine.progress import run
from gui.graph.canvas.placing import edited_scene
from gui.graph.layout.layout import Direction, Layout, Shape, done, lay_out
from gui.graph.layout.wrapping import ENOUGH, Flow, lay_out_as, wrapped_at, wrapping
from gui.graph.scene import model
from gui.graph.scene.camera import fitting
from gui.graph.scene.depth import draw_fitting
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.model import EVERYTHING
from gui.graph.scene.scene import Scene, scene_of
from tests.gui.graph.edits import inserted
from tests.gui.graph.geometry import (
    covered,
    crossed_boxes,
    crossed_frames,
    flow_labels,
    overlaps,
)
from tests.gui.graph.layout.test_layout import nested_shapes
from tests.gui.graph.networks import Builder, branchy, chain, named, pidnet, unet
from tests.gui.graph.recorded import NETWORKS, recorded

ROOM = 1200.0, 800.0
LONG = {
    "chain": (chain(150), 3.0),
    "branchy": (branchy(200), 2.5),
    "modules": (named(branchy(240), 80, 20), 2.5),
    "repvgg": (recorded("repvgg-a0"), 1.3),
}


def whole(info: GraphInfo) -> DrawnGraph:
    return model.draw(info, EVERYTHING)


def scale(layout: Layout) -> float:
    return fitting(layout.bounds, *ROOM).scale


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("name", LONG)
def test_a_long_network_is_seen_larger_in_columns(name, direction: Direction):
    info, times = LONG[name]
    graph = whole(info)
    plain = lay_out(graph.shape(), direction)
    layout = lay_out_as(graph.shape(), Flow(direction, ROOM))
    assert scale(layout) > times * scale(plain)
    assert layout.rects[:, 2:] == pytest.approx(plain.rects[:, 2:])
    assert_lawful(Scene(graph, layout))


def assert_lawful(scene: Scene) -> None:
    """Boxes and what is written apart, edges from end to end through no other box."""
    graph, layout = scene.graph, scene.layout
    assert overlaps(layout.rects) == []
    if layout.direction == "down":
        assert covered(layout.rects, flow_labels(scene)) == []
    for edge, ends in enumerate(graph.edges):
        assert crossed_boxes(layout, edge, ends) == []
        assert crossed_frames(graph, layout, edge) == []
        assert_joined(layout, edge, ends)


def assert_joined(layout: Layout, edge: int, ends: tuple[int, int]) -> None:
    """An edge begins at the end of its source, ends on its target, and never breaks."""
    across, along = (1, 0) if layout.direction == "right" else (0, 1)
    knots = layout.knots[layout.starts[edge] : layout.starts[edge + 1]]
    source, target = layout.rects[list(ends)]
    assert knots[0, along] == pytest.approx(source[along] + source[along + 2])
    assert knots[-1, along] == pytest.approx(target[along])
    for first, second in itertools.pairwise(knots.tolist()):
        turns_back = second[along] < first[along] - 1e-6
        assert not turns_back or first[across] == pytest.approx(second[across])


@settings(max_examples=40, deadline=None)
@given(nested_shapes(), st.floats(150, 900))
def test_any_drawing_can_be_cut(shape: Shape, limit: float):
    layout = wrapped_at(lay_out(shape), limit)
    assert overlaps(layout.rects) == []
    for edge, ends in enumerate(shape.edges):
        assert crossed_boxes(layout, edge, ends) == []
        assert_joined(layout, edge, ends)
    ends = layout.groups[:, :2] + layout.groups[:, 2:]
    for box, group in enumerate(shape.owner):
        x, y, width, height = layout.rects[box]
        while group >= 0:
            assert (layout.groups[group, :2] <= (x + 1e-6, y + 1e-6)).all()
            assert (ends[group] >= (x + width - 1e-6, y + height - 1e-6)).all()
            group = shape.parents[group]


def test_what_can_be_read_or_gains_little_stays_in_one_column():
    short = lay_out(whole(chain(8)).shape())
    assert scale(short) >= ENOUGH
    assert done(wrapping(short, ROOM)) is short
    skips = lay_out(whole(unet(2000)).shape())
    assert done(wrapping(skips, ROOM)) is skips


def test_dozens_of_long_skips_are_led_from_column_to_column():
    build, kept = Builder(), []
    x = build.source("x", 1, 3, 8, 8)
    for _ in range(40):
        x = build.op("relu", x)
        kept.append(x)
    while kept:
        x = build.op("add", x, kept.pop())
    build.result(x)
    shape = whole(build.info("skips")).shape()
    plain = lay_out(shape)
    found = done(wrapping(plain, ROOM))
    assert found.column > 0
    assert scale(found) > 2 * scale(plain)
    for edge, ends in enumerate(shape.edges):
        assert crossed_boxes(found, edge, ends) == []


def test_deeper_levels_fit_legibly_in_columns():
    info = named(branchy(1000), 250, 25)
    plain = draw_fitting(info, ROOM)
    columns = draw_fitting(info, ROOM, Flow("down", ROOM))
    assert len(columns.boxes) > len(plain.boxes)


def test_an_edit_leaves_the_columns_before_it_where_they_were():
    info = named(branchy(300), 100, 20)
    before = scene_of(info, whole(info), Flow("down", ROOM))
    at = len(info.nodes) // 2
    edited = inserted(info, info.nodes[at].name)
    after = run(edited_scene(lambda: model.redraw(before.graph, edited), before, ()))
    assert after.layout.column == before.layout.column
    assert_lawful(after)
    place = {box.key: number for number, box in enumerate(after.graph.boxes)}
    kept = [place[box.key] for box in before.graph.boxes]
    moved = np.abs(after.layout.rects[kept, :2] - before.layout.rects[:, :2]).max(
        axis=1
    )
    earlier = (
        before.layout.rects[:, 0]
        < before.layout.rects[before.find(info.nodes[at].name), 0] - 600
    )
    assert earlier.sum() > 50
    assert moved[earlier].max() == pytest.approx(0.0, abs=1e-6)


def test_pidnet_in_columns_is_lawful():
    info = pidnet()
    graph = whole(info)
    assert_lawful(Scene(graph, wrapped_at(lay_out(graph.shape()), 1500.0)))


@pytest.mark.parametrize("name", NETWORKS)
def test_neither_input_nor_output_has_a_column_to_itself(name):
    room = 1280.0, 800.0
    for depth in (1, 2):
        graph = model.expand_to_depth(model.draw(recorded(name)), depth)
        layout = lay_out_as(graph.shape(), Flow("down", room))
        for edge, (source, target) in enumerate(graph.edges):
            if source == 0 or target == len(graph.boxes) - 1:
                knots = layout.knots[layout.starts[edge] : layout.starts[edge + 1]]
                assert (np.diff(knots[:, 1]) >= -1e-6).all()
