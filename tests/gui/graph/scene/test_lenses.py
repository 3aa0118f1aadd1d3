"""Lenses draw nodes inside others and change nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.info import GraphInfo, NodeInfo
from gui.graph.canvas.view import GraphView
from gui.graph.scene import model
from gui.graph.scene.drawing import foldable
from gui.graph.scene.lenses import (
    LENSES,
    SearchLens,
    hosts_of,
    is_foldable,
)
from gui.graph.scene.scene import Marks
from tests.gui.graph.networks import Builder, branchy, pidnet

ALL = frozenset(LENSES)


def quantized() -> GraphInfo:
    """A convolution whose output is rounded and feeds two ops."""
    build = Builder()
    x = build.conv(build.source("x", 1, 3, 8, 8), 8)
    y = build.op("dequant", build.op("quant", x))
    build.result(build.op("add", build.op("relu", y), build.op("sigmoid", y)))
    info = build.info("quantized")
    nodes = tuple(
        node._replace(family="quantization") if "quant" in node.op else node
        for node in info.nodes
    )
    return replace(info, nodes=nodes)


def test_a_batch_norm_is_drawn_inside_its_convolution():
    graph = model.draw(pidnet(), lenses=frozenset({"normalization"}))
    box = graph.boxes[graph.number_of("compression3_conv2d")]
    assert box.folded == ("compression3_bn_batch_norm",)
    assert graph.number_of("compression3_bn_batch_norm") == graph.number_of(box.key)


def test_rounding_is_drawn_inside_what_it_rounds():
    graph = model.draw(quantized(), lenses=frozenset({"quantization"}))
    assert [box.key for box in graph.boxes] == [
        "x", "conv_conv2d", "relu", "sigmoid", "add", "output",
    ]  # fmt: skip
    assert (1, 2) in graph.edges
    assert (1, 3) in graph.edges


def scaled() -> GraphInfo:
    """Two ops that read a constant each, and two that share one."""
    build = Builder()
    x = build.source("x", 1, 3, 8, 8)
    for title in ("2.5", "0.1", "7"):
        build.nodes[f"c{title}"] = NodeInfo(
            f"c{title}", "constant", "constant", title, "constant", ()
        )
    x = build.op("mul", x, "c2.5")
    x = build.op("add", x, "c0.1")
    build.result(build.op("add", build.op("mul", x, "c7"), "c7"))
    return build.info("scaled")


def test_a_constant_is_drawn_inside_its_only_reader():
    graph = model.draw(scaled(), lenses=frozenset({"constants"}))
    assert [box.key for box in graph.boxes] == [
        "x", "c7", "mul", "add", "mul_1", "add_1", "output",
    ]  # fmt: skip
    assert graph.boxes[graph.number_of("mul")].folded == ("c2.5",)
    assert graph.number_of("c0.1") == graph.number_of("add")


def test_a_node_is_foldable_if_a_search_lens_folds_it():
    whole = branchy(60)
    part = replace(whole, nodes=whole.nodes[9:])
    for info in (whole, part):
        said = [is_foldable(info, node) for node in info.nodes]
        alone = [SearchLens(frozenset({node.name}), "fold") for node in info.nodes]
        assert said == [bool(hosts_of(info, (), lens)) for lens in alone]
    alone = replace(whole, nodes=whole.nodes[:1])
    assert not is_foldable(alone, whole.nodes[0])
    assert is_foldable(whole, whole.nodes[0])


def test_hidden_nodes_leave_their_neighbours_joined():
    info = quantized()
    names = frozenset({"quant", "dequant"})
    graph = model.see_through(model.draw(info), frozenset(), SearchLens(names, "hide"))
    assert [box.key for box in graph.boxes] == [
        "x", "conv_conv2d", "relu", "sigmoid", "add", "output",
    ]  # fmt: skip
    assert graph.edges == ((0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (4, 5))
    assert graph.box_of_node[info.nodes.index(info.by_name["quant"])] == -1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["hide", "fold"]), st.booleans())
def test_a_kept_search_keeps_who_feeds_whom_and_makes_no_cycle(seed, way, is_open):
    info = pidnet()
    picked = random.Random(seed).sample([n.name for n in info.nodes], 40)
    plain = model.draw(info)
    plain = model.expand_all(plain) if is_open else plain
    graph = model.see_through(plain, frozenset(), SearchLens(frozenset(picked), way))
    assert all(source < target for source, target in graph.edges)
    shown = networkx.DiGraph(list(graph.edges))
    whole = networkx.DiGraph([(i, n.name) for n in info.nodes for i in n.inputs])
    for node in info.nodes[::17]:
        box = graph.number_of(node.name)
        if box < 0 or box not in shown:
            continue
        below = {
            graph.number_of(name) for name in networkx.descendants(whole, node.name)
        }
        assert below - {-1, box} <= networkx.descendants(shown, box)
    again = model.see_through(graph, frozenset())
    assert (again.boxes, again.edges) == (plain.boxes, plain.edges)
    if way == "fold":
        drawn = [name for name in picked if plain.draws(name)]
        inside = {name for box in graph.boxes for name in box.folded}
        assert inside == set(drawn)


def test_a_folded_source_is_named_before_what_reads_it():
    info = quantized()
    for name, title in (("x", "x → conv · conv 3×3"), ("add", "sigmoid → add")):
        lens = SearchLens(frozenset({name}), "fold")
        graph = model.see_through(model.draw(info), frozenset(), lens)
        assert graph.boxes[graph.number_of(name)].title == title


@pytest.mark.parametrize("way", ["colour", "hide", "fold"])
def test_a_kept_search_changes_the_picture_until_it_is_let_go(view, way):
    view.folding.expand_all()
    view.select("pag3_f_x_conv2d")
    before, camera = view.grab().toImage(), view.camera
    view.set_search_lens([n.name for n in view.info().nodes if "norm" in n.op], way)
    assert view.grab().toImage() != before
    assert view.info() == pidnet()
    view.set_search_lens((), way)
    view.eye.look(camera)
    assert view.grab().toImage() == before


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(LENSES)), st.integers(0, 30))
def test_a_lens_keeps_every_node_and_makes_no_cycle(lenses, seed):
    info = pidnet() if seed % 2 else branchy(60 + seed)
    plain = model.expand_all(model.draw(info))
    graph = model.see_through(plain, frozenset(lenses))
    assert all(source < target for source, target in graph.edges)
    assert networkx.is_directed_acyclic_graph(networkx.DiGraph(list(graph.edges)))
    shown = [box.key for box in graph.boxes if box.kind == "node"]
    shown += [name for box in graph.boxes for name in box.folded]
    assert sorted(shown) == sorted(node.name for node in info.nodes)
    assert sum(box.macs for box in graph.boxes) == info.macs
    assert {box.group for box in plain.boxes} == {box.group for box in graph.boxes}


def test_lenses_off_again_restore_the_drawing():
    plain = model.expand(model.draw(pidnet()), "pag3")
    again = model.see_through(model.see_through(plain, ALL), frozenset())
    assert (again.boxes, again.edges) == (plain.boxes, plain.edges)
    folded = model.see_through(plain, ALL)
    there = model.expand(model.collapse(folded, "pag3"), "pag3")
    assert (there.boxes, there.edges) == (folded.boxes, folded.edges)


def test_lenses_off_again_restore_the_picture(view):
    view.select("layer1")
    before = view.grab().toImage()
    view.set_lenses(ALL)
    assert view.grab().toImage() != before
    view.set_lenses(())
    assert view.grab().toImage() == before


def test_a_folded_node_is_selected_in_the_box_that_shows_it(view):
    view.set_lenses(ALL)
    told = []
    view.node_selected.connect(told.append)
    view.select("compression3_bn_batch_norm")
    assert told == ["compression3_bn_batch_norm"]
    assert view.selected() == "compression3_bn_batch_norm"
    box = view.scene.graph.boxes[view.picture.selected]
    assert box.key == "compression3_conv2d"


def test_a_folded_rounding_is_told_on_the_edge_with_its_grid(qtbot):
    canvas = GraphView()
    qtbot.addWidget(canvas)
    canvas.resize(500, 700)
    canvas.show_graph(quantized())
    canvas.set_lenses({"quantization"})
    canvas.eye.zoom_to(1.0)
    before = canvas.grab().toImage()
    canvas.show_marks(Marks(scales={"quant": "int8 ×0.0123"}))
    after = canvas.grab().toImage()
    assert after != before
    canvas.set_lenses(())
    plain = canvas.grab().toImage()
    canvas.show_marks(Marks())
    assert canvas.grab().toImage() == plain


def test_the_title_of_what_is_folded_does_not_read_as_a_sum():
    build = Builder()
    x = build.source("x", 1, 3, 8, 8)
    for op in ("add", "relu", "mul", "sigmoid"):
        x = build.op(op, x)
    build.result(x)
    info = build.info("chain")
    graph = model.draw(info, lenses=frozenset({"chains"}))
    assert graph.boxes[1].titles == ("add (+3 ops)", "add (+3)")
    two = model.draw(replace(info, nodes=info.nodes[:3]), lenses=frozenset({"chains"}))
    assert two.boxes[1].titles == ("add → relu", "add (+1)")


def test_a_chain_goes_on_where_its_next_op_reads_something_else_besides():
    build = Builder()
    x = build.op("conv2d", build.source("x", 1, 3, 8, 8))
    gate = build.op("sigmoid", x)
    product = build.op("mul", x, gate)
    other = build.op("conv2d", product)
    build.result(build.op("relu", build.op("add", other, product)))
    info = build.info("swish")
    graph = model.draw(info, lenses=frozenset({"chains"}))
    names = [(box.key, box.folded) for box in graph.boxes if box.folded]
    assert names == [("sigmoid", ("mul",)), ("add", ("relu",))]


@pytest.mark.parametrize("lens", LENSES)
def test_the_count_of_a_lens_is_what_it_folds_where_all_is_open(lens):
    plain = model.expand_all(model.draw(pidnet()))
    folded = model.see_through(plain, frozenset({lens}))
    count = sum(len(box.folded) for box in folded.boxes)
    assert foldable(plain.info, plain.parts)[lens] == count
    assert (count > 9) == (lens in ("normalization", "chains"))
