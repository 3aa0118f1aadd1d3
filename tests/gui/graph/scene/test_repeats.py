"""Modules built alike are found by their structure."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from engine.info import GraphInfo
from gui.graph.canvas.view import GraphView
from gui.graph.layout.wrapping import Flow
from gui.graph.painting.box_marks import box_marks
from gui.graph.painting.cards import CardPainter
from gui.graph.painting.picture import Picture
from gui.graph.scene import model
from gui.graph.scene.anchors import corner_of
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.depth import draw_fitting
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.lenses import SearchLens
from gui.graph.scene.repeats import Structures, structure_of
from gui.graph.scene.scene import Marks, scene_of
from tests.gui.graph.networks import Builder, pidnet


def test_modules_of_the_same_ops_and_joints_are_alike():
    repeats = model.draw(pidnet()).repeats
    assert repeats["pag3"] == ("pag3", "pag4")
    assert set(repeats["layer3"]) == {"layer3", "layer4"}
    assert "spp" not in repeats


def test_one_more_joint_makes_another_structure():
    info = pidnet()
    one, other = (
        next(box for box in model.draw(info).boxes if box.key == key)
        for key in ("layer1", "layer2")
    )
    assert one.node_count != other.node_count
    assert structure_of(info, one.start, one.stop) != structure_of(
        info, other.start, other.stop
    )


def test_shift_and_space_open_all_alike_and_space_only_one(qtbot: QtBot):
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(pidnet())
    view.select("pag4")
    qtbot.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    graph = view.scene.graph
    assert graph.frame_of("pag3") >= 0
    assert graph.frame_of("pag4") >= 0
    view.folding.collapse("pag3")
    view.folding.collapse("pag4")
    view.select("pag4")
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.scene.graph.frame_of("pag3") == -1
    assert view.scene.graph.frame_of("pag4") >= 0
    view.close()


def test_a_node_stands_for_those_in_its_place_in_modules_alike():
    graph = model.draw(pidnet())
    assert model.counterparts(graph, "pag3_rsub") == ("pag3_rsub", "pag4_rsub")
    assert model.counterparts(graph, "pag3") == ("pag3", "pag4")
    assert model.counterparts(graph, "spp_cat") == ("spp_cat",)
    blocks = model.counterparts(graph, "layer3_1_add")
    assert len(blocks) > 2
    ops = {graph.info.by_name[name].op for name in blocks}
    assert ops == {"aten.add.default"}


def test_the_key_a_chooses_all_alike_to_act_on_together(qtbot: QtBot):
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(pidnet())
    view.select("pag3_rsub")
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert view.chosen.nodes() == ("pag3_rsub", "pag4_rsub")
    view.close()


def test_runs_are_alike_exactly_where_their_structures_are_equal():
    info = pidnet()
    structures = Structures(info)
    found = set()
    for count in range(1, 7):
        starts = range(0, len(info.nodes) - count, 2)
        for one, other in itertools.combinations(starts, 2):
            equal = structure_of(info, one, one + count) == structure_of(
                info, other, other + count
            )
            assert structures.are_alike(one, other, count) == equal
            found.add((count, equal))
    assert len(found) == 12


def twelve_blocks(cut: int = -1) -> GraphInfo:
    build = Builder()
    x = build.source("image", 1, 64, 32, 32)
    build.open("blocks", "ModuleList")
    for number in range(12):
        build.open(str(number), "Block")
        y = x if number == cut else build.op("relu", build.conv_bn(x, 64))
        x = build.op("add", y, x)
        build.close()
    build.close()
    build.result(build.conv(x, 8, 1, leaf="head"))
    return build.info("blocks")


def test_a_module_of_nothing_but_blocks_built_alike_says_how_many():
    graph = model.draw(twelve_blocks(), ())
    box = next(box for box in graph.boxes if box.key == "blocks")
    assert box.repeated == 12
    assert box.line.startswith("12 × Block (")
    opened = model.draw(twelve_blocks(), ("blocks",))
    assert sum(box.kind == "module" for box in opened.boxes) == 12
    assert opened.number_of("blocks.3") >= 0


def test_shift_and_space_on_a_module_of_blocks_alike_opens_every_block():
    graph = model.expand_alike(model.draw(twelve_blocks(), ()), "blocks")
    assert not any(box.kind == "module" for box in graph.boxes)


def flat_blocks(count: int) -> GraphInfo:
    """Blocks of five ops as functions make them: no module tells where one begins."""
    build = Builder()
    x = build.conv(build.source("image", 1, 8, 16, 16), 8)
    for _ in range(count):
        y = build.op("relu", build.conv(x, 8))
        x = build.op("add", x, build.op("mul", y, build.op("sigmoid", y)))
    build.result(x)
    info = build.info("flat")
    return replace(info, nodes=tuple(n._replace(module="") for n in info.nodes))


def test_blocks_alike_in_a_graph_without_modules_are_one_row_of_all_of_them():
    graph = model.draw(flat_blocks(40), ())
    row = next(box for box in graph.boxes if box.kind == "module")
    assert len(graph.boxes) == 4
    assert (row.repeated, row.node_count) == (40, 200)
    assert row.line.startswith("40 × (200)")
    opened = model.expand_to_depth(graph, 1)
    blocks = [box for box in opened.boxes if box.kind == "module"]
    assert [(box.node_count, box.repeated) for box in blocks] == [(5, 0)] * 40
    assert {graph.info.nodes[box.start].family for box in blocks} == {"convolution"}
    one = model.expand(opened, blocks[7].key)
    assert [box.kind for box in one.boxes].count("module") == 39
    assert not any(
        box.kind == "module" for box in model.expand_alike(graph, row.key).boxes
    )


def test_an_edit_of_one_of_many_blocks_leaves_the_others_in_rows():
    info = flat_blocks(40)
    changed = info.nodes[2 + 5 * 20]
    nodes = tuple(n._replace(op="other") if n is changed else n for n in info.nodes)
    graph = model.redraw(model.draw(info, ()), replace(info, nodes=nodes))
    rows = [box.repeated for box in graph.boxes if box.repeated]
    assert rows == [20, 19]


def told(graph: DrawnGraph) -> list[str]:
    """Every block that is open, and how many there are in every folded row."""
    found = (
        f"×{box.repeated}" if box.repeated else graph.frames[box.group].title
        for box in graph.boxes
        if box.kind == "module" or box.group >= 0
    )
    return [text for text, _ in itertools.groupby(found)]


def test_one_block_of_a_row_opens_with_those_before_and_behind_it_folded():
    row = model.draw(twelve_blocks(), ())
    first = model.expand(row, "blocks")
    assert told(first) == ["0", "×11"]
    middle = model.expand(row, "blocks.5")
    assert told(middle) == ["×5", "5", "×6"]
    both = model.expand(middle, "blocks.6 … blocks.11")
    assert told(both) == ["×5", "5", "6", "×5"]
    assert [model.counterparts(both, key) for key in ("blocks.5", "blocks.6")] == [
        ("blocks.0 … blocks.4", "blocks.5", "blocks.6", "blocks.7 … blocks.11")
    ] * 2
    assert model.collapse(both, "blocks.6").boxes == middle.boxes
    assert model.collapse(middle, "blocks.5").boxes == row.boxes
    closed = model.collapse(both, "blocks")
    assert closed.boxes == row.boxes
    assert model.expand(closed, "blocks").boxes == both.boxes
    every = model.expand_alike(both, "blocks.0 … blocks.4")
    assert told(every) == ["0", "1", "2", "3", "4", "5", "6", "×5"]


def test_a_node_of_a_row_of_rows_is_uncovered_by_opening_once_what_is_around_it():
    build = Builder()
    x = build.source("image", 1, 8, 16, 16)
    for stage, block in itertools.product(range(6), range(4)):
        build.open(f"stage{stage}", "Stage")
        build.open(f"{block}", "Block")
        x = build.op("relu", build.conv(x, 8))
        build.close()
        build.close()
    build.result(x)
    row = model.draw(build.info("rows"), ())
    assert len(row.boxes) == 3
    for node in row.info.nodes:
        shown = model.reveal(row, node.name)
        assert shown.draws(node.name)
        assert model.is_open_around(shown, node.name)
        assert model.reveal(shown, node.name) is shown
        assert model.draw(row.info, shown.opened).boxes == shown.boxes
        closed = model.collapse(shown, "stage0 … stage5")
        assert closed.boxes == row.boxes
        assert model.expand(closed, "stage0 … stage5").draws(node.name)
    node = next(name for name in row.position if name.startswith("stage3_2"))
    hidden = SearchLens(frozenset([node]), "hide")
    lensed = model.see_through(model.reveal(row, node), frozenset(), hidden)
    assert not lensed.draws(node)
    assert model.is_open_around(lensed, node)


@pytest.mark.parametrize(
    "info", [twelve_blocks(), flat_blocks(40)], ids=["named", "flat"]
)
def test_an_edit_in_an_open_block_and_its_undo_leave_the_others_folded(info: GraphInfo):
    at = len(info.nodes) // 2
    node = info.nodes[at]
    graph = model.reveal(model.draw(info, ()), node.name)
    before = [box.repeated for box in graph.boxes if box.repeated]
    assert len(before) == 2
    nodes = tuple(n._replace(op="other") if n is node else n for n in info.nodes)
    edited = model.redraw(graph, replace(info, nodes=nodes))
    assert [box.repeated for box in edited.boxes if box.repeated] == before
    assert edited.draws(node.name)
    assert model.redraw(edited, info).boxes == graph.boxes


@pytest.mark.parametrize("gone", [0, 5, 8, 11])
def test_a_block_deleted_from_a_row_comes_back_with_the_same_blocks_open(gone: int):
    info = twelve_blocks()
    graph = model.expand(model.expand(model.draw(info, ()), "blocks.3"), "blocks.5")
    less = replace(twelve_blocks(cut=gone), digest="edited")
    edited = model.redraw(graph, less)
    assert edited.number_of(f"blocks.{gone}") == -1
    assert model.redraw(edited, info, earlier=[graph]) is graph
    assert model.redraw(graph, less, earlier=[edited]) is edited
    opened = model.expand(edited, "blocks.9")
    undone = model.redraw(opened, info, earlier=[graph])
    assert undone.frame_of("blocks.9") >= 0


def test_back_goes_to_a_row_that_was_opened_in_part_since(qtbot: QtBot) -> None:
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(twelve_blocks(), ())
    view.select("head")
    view.folding.expand("blocks.5")
    later = "blocks.6 … blocks.11"
    view.select(later)
    view.eye.zoom_to(0.8)
    row = view.camera.to_screen(*corner(view, later))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.scene.graph.number_of(later) < 0
    assert view.camera.to_screen(*corner(view, "blocks.6")) == pytest.approx(row)
    first = view.scene.graph.boxes[view.scene.graph.number_of(view.selection)]
    assert view.scene.graph.frames[first.group].key == "blocks.6"
    view.folding.collapse("blocks.6")
    view.select(later)
    view.select("image")
    view.folding.expand("blocks.6")
    view.travel.back()
    at = view.camera.to_screen(*corner(view, later))
    assert view.rect().contains(round(at[0]), round(at[1]))
    view.close()


def corner(view: GraphView, key: str) -> tuple[float, float]:
    """Where a box or an open module begins in the drawing."""
    found = corner_of(view.scene, key)
    assert found is not None
    return found


def test_the_key_a_chooses_the_blocks_that_are_folded_too(qtbot: QtBot) -> None:
    view = GraphView()
    qtbot.addWidget(view)
    view.show_graph(twelve_blocks(), ())
    view.folding.expand("blocks.5")
    view.select("blocks.6 … blocks.11")
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert len(view.chosen.nodes()) == sum(
        "blocks" in n.module for n in view.info().nodes
    )
    view.close()


@pytest.mark.usefixtures("qapp")
def test_only_a_row_that_stands_for_its_blocks_says_how_many_there_are():
    for opened, expected in (((), ["×12"]), (("blocks",), [])):
        info = twelve_blocks()
        scene = scene_of(info, model.draw(info, opened))
        picture = Picture(scene, GraphColours.light())
        cards = CardPainter(picture, box_marks(scene, Marks()), QFont())
        boxes = enumerate(scene.graph.boxes)
        pills = [text for each in boxes for text, _ in cards.pills(*each)]
        assert pills == expected


def test_blocks_in_a_row_open_folded_where_they_would_not_fit():
    info = twelve_blocks()
    folded = draw_fitting(info, (800.0, 700.0))
    assert [box.repeated for box in folded.boxes] == [0, 12, 0, 0]
    whole = draw_fitting(info, (800.0, 700.0), Flow("down", (800.0, 700.0)))
    assert len(whole.boxes) == len(info.nodes)
    flat = draw_fitting(flat_blocks(40), (800.0, 700.0), Flow("down", (800.0, 700.0)))
    assert [box.repeated for box in flat.boxes] == [0, 0, 40, 0]
    assert flat.boxes[2].title == "1 … 40 · conv · conv 3×3 … add"
