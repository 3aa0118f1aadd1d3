"""What a picture must keep to be read, measured on networks drawn and exported.

Of every kind drawn by hand both directions are looked at, of every exported network
each depth; all of them are looked at through all lenses as well.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from engine.info import GraphInfo
from gui.graph.canvas.view import GraphView
from gui.graph.layout.layout import lay_out
from gui.graph.painting.cards import LINE_SCALE
from gui.graph.painting.edges import FLOW_HEIGHT
from gui.graph.painting.flow_places import flow_left, flow_rect
from gui.graph.painting.labels import LEAST_FRAME
from gui.graph.painting.letters import centred
from gui.graph.scene import model
from gui.graph.scene.boxes import WIDEST
from gui.graph.scene.camera import LEGIBLE_SCALE, NAMES_SCALE, Camera, fitting
from gui.graph.scene.depth import LITTLE, draw_fitting
from gui.graph.scene.lenses import LENSES
from tests.gui.graph.architectures import ARCHITECTURES
from tests.gui.graph.geometry import (
    arrow_heads,
    covered,
    crossed_boxes,
    crossed_frames,
    overlaps,
    polyline,
)
from tests.gui.graph.networks import Builder, wide
from tests.gui.graph.recorded import NETWORKS, recorded

PLAIN = Camera()
CASES = [
    *itertools.product(ARCHITECTURES, ("first", "all"), ("down", "right"), ("plain",)),
    *itertools.product(NETWORKS, ("0", "1", "2", "all"), ("down",), ("plain",)),
    *itertools.product(NETWORKS, ("all",), ("right",), ("plain",)),
    *itertools.product(
        (*ARCHITECTURES, *NETWORKS), ("first", "all"), ("down",), ("lenses",)
    ),
]
SCALES = (NAMES_SCALE, 0.42, LINE_SCALE, LEGIBLE_SCALE, 1.0)


def graph(name: str) -> GraphInfo:
    """A network drawn by hand, or an exported one."""
    return ARCHITECTURES[name]() if name in ARCHITECTURES else recorded(name)


@pytest.fixture(scope="module")
def canvas(qapp) -> Iterator[GraphView]:
    view = GraphView()
    view.resize(836, 784)
    yield view
    view.deleteLater()


@pytest.fixture(params=CASES, ids="-".join)
def view(request: pytest.FixtureRequest, canvas: GraphView, qtbot: QtBot) -> GraphView:
    """Every network as deep as asked for, flowing and seen as asked for."""
    name, opened, direction, seen = request.param
    canvas.direction = direction
    canvas.lenses = frozenset(LENSES if seen == "lenses" else ())
    canvas.show_graph(graph(name))
    if opened == "all":
        canvas.folding.expand_all()
    elif opened != "first":
        canvas.folding.expand_to_depth(int(opened))
    assert not canvas.arrangement.is_busy
    return canvas


def shown(rect: QRectF) -> list[float]:
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def flow_labels(view: GraphView) -> list[list[float]]:
    """What is written at edges, in drawing units; nothing of it shortened."""
    scene, metrics = view.scene, view._painter.edges.letters.metrics
    found = []
    for number, box in enumerate(scene.graph.boxes):
        text = box.flow
        if text:
            _, y, room = flow_rect(scene, number)
            width = metrics.horizontalAdvance(text)
            assert width <= room, text
            x = flow_left(scene, number, width)
            found.append([x, y, width, FLOW_HEIGHT])
    return found


def frame_labels(view: GraphView) -> list[list[float]]:
    labels = view._painter.labels
    frames = range(len(view.scene.graph.frames))
    return [shown(labels.frame_label(frame, PLAIN)[0]) for frame in frames]


def test_no_box_overlaps_another_and_no_edge_runs_through_one(view):
    layout, graph = view.scene.layout, view.scene.graph
    assert overlaps(layout.rects) == []
    for edge, ends in enumerate(graph.edges):
        assert crossed_boxes(layout, edge, ends) == []
        assert crossed_frames(graph, layout, edge) == []


def test_frames_hold_what_is_in_them_and_nothing_else(view):
    layout, graph = view.scene.layout, view.scene.graph
    ends = layout.groups[:, :2] + layout.groups[:, 2:]
    for number, frame in enumerate(graph.frames):
        if frame.parent >= 0:
            assert (layout.groups[number, :2] >= layout.groups[frame.parent, :2]).all()
            assert (ends[number] <= ends[frame.parent] + 1e-6).all()
    for edge, (source, target) in enumerate(graph.edges):
        group = graph.boxes[source].group
        if group >= 0 and group == graph.boxes[target].group:
            points = polyline(layout, edge)
            assert (points >= layout.groups[group, :2] - 1e-6).all()
            assert (points <= ends[group] + 1e-6).all()


def test_no_label_overlaps_another_or_a_box(view):
    flows, frames = flow_labels(view), frame_labels(view)
    rects = view.scene.layout.rects.tolist()
    every = np.array(flows + frames + rects)
    words = len(flows) + len(frames)
    assert [pair for pair in overlaps(every) if pair[0] < words] == []
    heads = arrow_heads(view.scene.layout)
    assert covered(np.array(flows + frames).reshape(-1, 4), heads) == []


def test_no_text_on_a_card_or_a_frame_is_shortened(view):
    cards, graph = view._painter.cards, view.scene.graph
    for box, (_, _, width, _) in zip(
        graph.boxes, view.scene.layout.rects.tolist(), strict=True
    ):
        font = "title" if box.line else "single"
        title = cards.title(box, font, QRectF(0, 0, width - 22, 18))
        assert cards.letters[font].width(title) <= width - 22, title
        assert title.removeprefix("▸ ") == box.title or box.folded
        assert cards.letters["line"].width(box.line) <= width - 22, box.line
    for number, frame in enumerate(graph.frames):
        text = view._painter.labels.frame_label(number, PLAIN)[1]
        assert text == f"▾ {frame.title}"


def test_words_stand_apart_and_inside_their_boxes_at_every_level_of_detail(view):
    labels, scene = view._painter.labels, view.scene
    for scale in SCALES:
        camera, words = Camera(0.0, 0.0, scale), []
        for frame in range(len(scene.graph.frames)):
            words.append(shown(labels.frame_label(frame, camera)[0]))
        boxes = (scene.layout.rects * scale).tolist()
        found = overlaps(np.array(words + boxes))
        assert [pair for pair in found if pair[0] < len(words)] == []
        heads = arrow_heads(scene.layout) * scale
        assert covered(np.array(words).reshape(-1, 4), heads) == []
        for number, (box, rect) in enumerate(
            zip(scene.graph.boxes, boxes, strict=True)
        ):
            letters, word = labels.word(box, rect[2] - 4)
            assert letters.metrics.horizontalAdvance(word) <= rect[2]
            begin = centred(np.array([rect]), [(letters, word)])[0][0]
            for line in view._painter.blocks.hatches(number, QRectF(*rect)):
                assert max(line.x1(), line.x2()) < begin


def test_no_title_is_cut_within_a_word_where_only_names_are_shown(view):
    labels, scene = view._painter.labels, view.scene
    for scale, (box, rect) in itertools.product(
        SCALES, zip(scene.graph.boxes, scene.layout.rects, strict=True)
    ):
        room = rect[2] * scale - 4
        word = labels.word(box, room)[1]
        stem = re.escape(word.removesuffix("…"))
        is_whole = any(re.match(f"{stem}([ _]|$)", title) for title in box.titles)
        first = re.match("_?[^ _]*", box.titles[-1])[0]
        with_sign = labels.small.width(f"{first}…")
        assert is_whole or with_sign > room, word


def test_what_is_cut_where_only_names_are_shown_is_whole_where_cards_are(view):
    labels, scene = view._painter.labels, view.scene
    camera = Camera(0.0, 0.0, LEGIBLE_SCALE)
    for box, rect in zip(scene.graph.boxes, scene.layout.rects, strict=True):
        word = labels.word(box, rect[2] * LEGIBLE_SCALE - 4)[1]
        assert word in box.titles
    for number, frame in enumerate(scene.graph.frames):
        area = scene.layout.groups[number, 2:] * LEGIBLE_SCALE
        if (area >= LEAST_FRAME).all():
            text = labels.frame_label(number, camera)[1]
            assert text == f"▾ {frame.title}"


@pytest.mark.parametrize("name", [*ARCHITECTURES, *NETWORKS])
def test_a_network_opens_at_a_depth_at_which_names_can_be_read(canvas, qtbot, name):
    canvas.direction, canvas.lenses = "down", frozenset()
    canvas.show_graph(graph(name))
    assert len(canvas.scene.graph.boxes) <= 4 * model.OPENS_WITH


@pytest.mark.parametrize("name", NETWORKS)
def test_an_exported_network_opens_with_more_than_one_module_and_fits(name):
    room = 836.0, 784.0
    drawn = draw_fitting(recorded(name), room)
    assert len(drawn.boxes) > LITTLE
    bounds = lay_out(drawn.shape()).bounds
    assert fitting(bounds, *room).scale >= NAMES_SCALE


@pytest.mark.parametrize("kinds", [1, 2, 3])
@pytest.mark.parametrize("count", [40, 70, 300])
def test_a_network_of_many_branches_opens_with_names_that_can_be_read(count, kinds):
    room = 836.0, 784.0
    drawn = draw_fitting(wide(count, kinds), room)
    assert fitting(lay_out(drawn.shape()).bounds, *room).scale >= NAMES_SCALE


def test_a_long_name_of_a_module_widens_no_frame_and_shows_both_its_ends(canvas):
    build = Builder()
    name = "_".join(["a_name_generated_from_a_path"] * 8)
    x = build.source("x", 1, 3, 32, 32)
    build.open(f"first_{name}_last", "Sequential")
    x = build.conv_bn(build.conv_bn(x, 8), 8, leaf="1")
    build.close()
    build.result(x)
    canvas.show_graph(build.info("long"), opened=model.EVERYTHING)
    frame = canvas.scene.layout.groups[0]
    assert frame[2] <= 1.2 * WIDEST
    text = canvas._painter.labels.frame_label(0, PLAIN)[1]
    assert text.startswith("▾ first")
    assert text.endswith("last")
