"""Laws every layout keeps."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.info import GraphInfo
from gui.graph.layout.layout import Layout, Shape, lay_out
from gui.graph.scene import model
from tests.gui.graph.geometry import crossed_boxes, overlaps
from tests.gui.graph.networks import branchy, chain, pidnet, unet
from tests.gui.graph.recorded import recorded

GRAPHS = {
    "chain": chain(60),
    "branchy": branchy(300),
    "unet": unet(300),
    "pidnet": pidnet(),
}


@st.composite
def nested_shapes(draw: st.DrawFn) -> Shape:
    """Any acyclic graph whose groups are consecutive runs, nested two deep."""
    count = draw(st.integers(1, 24))
    places = st.integers(0, count - 1)
    pairs = draw(st.sets(st.tuples(places, places), max_size=40))
    edges = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    owner, parents = [-1] * count, []
    cuts = sorted(draw(st.sets(st.integers(0, count), max_size=6)))
    for start, stop in zip(cuts[::2], cuts[1::2], strict=False):
        parents.append(-1)
        outer = len(parents) - 1
        owner[start:stop] = [outer] * (stop - start)
        if stop - start > 2 and draw(st.booleans()):
            parents.append(outer)
            owner[start + 1 : stop - 1] = [len(parents) - 1] * (stop - start - 2)
    widths = draw(st.lists(st.integers(40, 300), min_size=count, max_size=count))
    sizes = [(float(width), 42.0) for width in widths]
    return Shape(sizes, edges, owner, parents, [60.0] * len(parents))


def assert_lawful(shape: Shape, layout: Layout) -> None:
    """Boxes apart, edges forwards and through no foreign box, frames around."""
    assert overlaps(layout.rects) == []
    along = 0 if layout.direction == "right" else 1
    tops = layout.rects[:, along]
    bottoms = tops + layout.rects[:, along + 2]
    for edge, ends in enumerate(shape.edges):
        source, target = ends
        assert bottoms[source] <= tops[target]
        knots = layout.knots[layout.starts[edge] : layout.starts[edge + 1]]
        assert (np.diff(knots[:, along]) >= -1e-6).all()
        assert knots[0, along] == pytest.approx(bottoms[source])
        assert knots[-1, along] == pytest.approx(tops[target])
        assert crossed_boxes(layout, edge, ends) == []
    for box, group in enumerate(shape.owner):
        around = set()
        while group >= 0:
            around.add(group)
            group = shape.parents[group]
        assert _frames_over(layout, box) == around


def _frames_over(layout: Layout, box: int) -> set[int]:
    """Frames that share an area with a box; those must hold it entirely."""
    x, y, width, height = layout.rects[box]
    found = set()
    for number, (left, top, across, down) in enumerate(layout.groups.tolist()):
        if x + width <= left or left + across <= x:
            continue
        if y + height <= top or top + down <= y:
            continue
        assert left <= x
        assert top <= y
        assert x + width <= left + across
        assert y + height <= top + down
        found.add(number)
    return found


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("opened", ["fitting", "all", "none"])
@pytest.mark.parametrize("name", list(GRAPHS))
def test_boxes_are_apart_and_no_edge_runs_through_one(
    name: str, opened: str, direction: str
) -> None:
    graph = model.draw(GRAPHS[name])
    if opened == "all":
        graph = model.expand_all(graph)
    elif opened == "none":
        graph = model.collapse_all(graph)
    shape = graph.shape()
    flow = "right" if direction == "right" else "down"
    assert_lawful(shape, lay_out(shape, flow))


@settings(max_examples=150, deadline=None)
@given(nested_shapes())
def test_any_nested_graph_keeps_the_laws(shape: Shape) -> None:
    assert_lawful(shape, lay_out(shape))


def test_too_long_edges_run_in_lanes_beside_the_layers() -> None:
    info = unet(9000)
    shape = model.draw(info, model.EVERYTHING).shape()
    layout = lay_out(shape)
    spans = [target - source for source, target in shape.edges]
    longest = max(range(len(spans)), key=spans.__getitem__)
    knots = layout.knots[layout.starts[longest] : layout.starts[longest + 1]]
    rights = layout.rects[:, 0] + layout.rects[:, 2]
    assert knots[:, 0].max() > rights.max()
    assert crossed_boxes(layout, longest, shape.edges[longest]) == []


def test_a_graph_with_no_nodes_has_an_empty_layout() -> None:
    layout = lay_out(Shape([], []))
    assert len(layout.rects) == 0
    assert layout.bounds == (0.0, 0.0, 1.0, 1.0)


def test_edges_of_a_chain_are_straight() -> None:
    layout = lay_out(model.draw(chain(20)).shape())
    for edge in range(len(layout.starts) - 1):
        knots = layout.knots[layout.starts[edge] : layout.starts[edge + 1]]
        assert np.ptp(knots[:, 0]) == 0


@pytest.mark.parametrize("name", ["deeplabv3plus-m0", "yolox-nano"])
def test_blocks_with_skips_around_them_stand_in_one_column(name: str) -> None:
    graph = model.draw(recorded(name), model.EVERYTHING)
    layout = lay_out(graph.shape())
    middles = layout.rects[:, 0] + layout.rects[:, 2] / 2
    for edge, (source, target) in enumerate(graph.edges):
        box = graph.boxes[target]
        if box.title != "add" or graph.path_of_frame(box.group)[0][0] != "backbone":
            continue
        knots = layout.knots[layout.starts[edge] : layout.starts[edge + 1]]
        is_trunk = target == source + 1
        assert (np.ptp(knots[:, 0]) < 0.01) == is_trunk
        assert not is_trunk or middles[source] == pytest.approx(middles[target])


_DIGEST = """
import hashlib
from gui.graph.scene import model
from gui.graph.layout.layout import lay_out
from tests.gui.graph.networks import pidnet
layout = lay_out(model.expand_all(model.draw(pidnet())).shape())
print(hashlib.sha256(layout.rects.tobytes() + layout.knots.tobytes()).hexdigest())
"""


def test_two_processes_give_the_same_layout_bit_for_bit() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _DIGEST], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(digests) == 1


@pytest.fixture(params=list(GRAPHS))
def info(request: pytest.FixtureRequest) -> GraphInfo:
    """Every sample graph in turn."""
    return GRAPHS[request.param]


def test_the_drawing_bounds_hold_every_box_and_knot(info: GraphInfo) -> None:
    layout = lay_out(model.draw(info).shape())
    left, top, right, bottom = layout.bounds
    ends = layout.rects[:, :2] + layout.rects[:, 2:]
    assert (layout.rects[:, :2] > (left, top)).all()
    assert (ends < (right, bottom)).all()
    assert (layout.knots > (left, top)).all()
    assert (layout.knots < (right, bottom)).all()
