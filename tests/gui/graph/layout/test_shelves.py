"""Levels of very many branches: in the shape of a screen, and nothing else changed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.progress import run
from gui.graph.canvas.placing import edited_scene
from gui.graph.layout.layout import Direction, Shape, lay_out
from gui.graph.layout.wrapping import Flow, wrapped_at
from gui.graph.scene import model
from gui.graph.scene.model import EVERYTHING
from gui.graph.scene.scene import Scene, scene_of
from tests.gui.graph.edits import inserted
from tests.gui.graph.geometry import crossed_boxes, overlaps
from tests.gui.graph.layout.test_layout import assert_lawful
from tests.gui.graph.layout.test_wrapping import assert_lawful as assert_drawn_lawfully
from tests.gui.graph.networks import wide


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize(("count", "kinds"), [(40, 1), (130, 5)])
def test_hundreds_of_branches_have_about_the_shape_of_a_screen(
    count: int, kinds: int, direction: Direction
):
    graph = model.draw(wide(count, kinds), EVERYTHING)
    layout = lay_out(graph.shape(), direction)
    assert_lawful(graph.shape(), layout)
    assert_drawn_lawfully(Scene(graph, layout))
    left, top, right, bottom = layout.bounds
    assert 0.9 < (right - left) / (bottom - top) < 2.6


def test_branches_that_a_screen_shows_stay_side_by_side():
    graph = model.draw(wide(12), EVERYTHING)
    frames = [n for n, frame in enumerate(graph.frames) if frame.kind == "Branch"]
    assert len({*lay_out(graph.shape()).groups[frames, 1].tolist()}) == 1


@st.composite
def many_branches(draw: st.DrawFn) -> Shape:
    """Branches of a few boxes that read some of two values, or none, and end in one.

    They may lie in a group, and a value may go past all of them.
    """
    edges, count, ends = [(0, 1), (1, 2)], 3, []
    kinds = draw(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2)), min_size=1))
    branches = draw(st.integers(30, 34))
    for size, reads in itertools.islice(itertools.cycle(kinds), branches):
        first = count
        edges += [(2 - value, first + value % size) for value in range(reads)]
        edges += [(box, box + 1) for box in range(first, first + size - 1)]
        count += size
        ends.append(count - 1)
        if size > 2 and draw(st.booleans()):
            edges.append((first, count - 1))
            ends.append(first + 1)
    edges += [(end, count) for end in ends]
    if draw(st.booleans()):
        edges.append((2, count))
    owner = [-1] * (count + 1)
    if draw(st.booleans()):
        owner[3:count] = [0] * (count - 3)
    widths = draw(st.lists(st.integers(100, 200), min_size=5, max_size=5))
    sizes = [(float(widths[box % 5]), 42.0) for box in range(count + 1)]
    return Shape(sizes, sorted({*edges}), owner, [-1] * (max(owner) + 1), [60.0])


@settings(max_examples=12, deadline=None)
@given(many_branches(), st.sampled_from(["down", "right"]))
def test_any_branches_keep_the_laws(shape: Shape, direction: Direction):
    layout = lay_out(shape, direction)
    assert_lawful(shape, layout)
    cut = wrapped_at(layout, 900.0)
    assert overlaps(cut.rects) == []
    assert not any(crossed_boxes(cut, e, ends) for e, ends in enumerate(shape.edges))


def test_an_edit_in_a_branch_leaves_all_others_in_their_places_on_shelves():
    info = wide(100, 5)
    before = scene_of(info, model.draw(info, EVERYTHING), Flow())
    edited = inserted(
        info, next(n.name for n in info.nodes if n.module.startswith("branches.50"))
    )
    after = run(edited_scene(lambda: model.redraw(before.graph, edited), before, ()))
    assert_drawn_lawfully(after)
    place = {box.key: number for number, box in enumerate(after.graph.boxes)}
    kept = [place[box.key] for box in before.graph.boxes]
    moved = np.abs(after.layout.rects[kept, :2] - before.layout.rects[:, :2])
    assert moved[:, 0].max() < 30.0
    assert moved[:, 1].max() < 200.0
