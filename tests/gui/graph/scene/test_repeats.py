"""Modules built alike are found by their structure."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.info import GraphInfo
from gui.graph.canvas.view import GraphView
from gui.graph.scene import model
from gui.graph.scene.repeats import Structures, structure_of
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


def twelve_blocks() -> GraphInfo:
    build = Builder()
    x = build.source("image", 1, 64, 32, 32)
    build.open("blocks", "ModuleList")
    for number in range(12):
        build.open(str(number), "Block")
        x = build.op("add", build.op("relu", build.conv_bn(x, 64)), x)
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
