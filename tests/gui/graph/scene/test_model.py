"""What is drawn of a graph."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from engine.info import GraphInfo, NodeInfo
from gui.graph.scene import boxes, model
from gui.graph.scene.modules import parts_of
from gui.graph.scene.parts import walk
from tests.gui.graph.edits import inserted
from tests.gui.graph.networks import Builder, branchy, chain, pidnet, unet


@pytest.fixture(scope="module")
def info() -> GraphInfo:
    """A network with modules in modules."""
    return pidnet()


def test_every_node_is_shown_by_exactly_one_box(info: GraphInfo) -> None:
    graph = model.draw(info)
    covered = [place for box in graph.boxes for place in range(box.start, box.stop)]
    assert covered == list(range(len(info.nodes)))


def test_a_closed_module_sums_the_cost_of_its_nodes(info: GraphInfo) -> None:
    graph = model.collapse_all(model.draw(info))
    box = graph.boxes[graph.number_of("layer1")]
    nodes = [node for node in info.nodes if node.module.split(".")[0] == "layer1"]
    assert box.node_count == len(nodes)
    assert box.macs == sum(node.macs for node in nodes) > 0
    assert box.parameters == sum(node.parameters for node in nodes) > 0


def test_a_small_graph_opens_expanded() -> None:
    build = Builder()
    x = build.source("x", 1, 3, 8, 8)
    build.open("stem", "Sequential")
    x = build.conv_bn(x, 8)
    build.close()
    build.result(x)
    graph = model.draw(build.info("small"))
    assert [frame.title for frame in graph.frames] == ["stem"]
    assert len(graph.boxes) == 4


def test_a_large_graph_opens_with_few_enough_boxes_to_read(info: GraphInfo) -> None:
    graph = model.draw(info)
    assert 10 < len(graph.boxes) <= model.OPENS_WITH


def test_a_graph_without_modules_opens_in_groups_that_can_be_read() -> None:
    info = branchy(500)
    graph = model.draw(info)
    assert 3 < len(graph.boxes) <= model.OPENS_WITH
    assert [p for box in graph.boxes for p in range(box.start, box.stop)] == list(
        range(len(info.nodes))
    )
    joints = [
        len(set(graph.edges) & {(a, b) for a in range(b)})
        for b in range(len(graph.boxes))
    ]
    assert max(joints) == 1


def wide(count: int) -> GraphInfo:
    """As many inputs as outputs, none of which meets another one."""
    build = Builder()
    names = [build.source(f"x{n}", 1, 8, 16, 16) for n in range(count)]
    build.result(*[build.op("relu", build.conv(name, 8)) for name in names])
    return build.info("wide")


@pytest.mark.parametrize("build", [chain, branchy, unet, wide])
@pytest.mark.parametrize("count", [60, 300, 2000])
def test_a_graph_without_modules_is_never_one_box(build, count) -> None:
    info = build(count)
    info = replace(info, nodes=without_modules(info))
    groups = parts_of(info)
    assert 2 <= len(model.draw(info, ()).boxes) <= max(30, count // 40)
    if any(group.repeated for group in groups):
        return
    for group in groups:
        assert not group.parts or len(group.parts) > 1
        assert (
            max(part.count for part in group.parts or [group])
            <= 2 * len(info.nodes) / 3
        )
    ends = [(group.start, group.stop) for group in groups]
    assert ends[0][0] == 0
    assert ends[-1][1] == len(info.nodes)
    assert all(one[1] == other[0] for one, other in itertools.pairwise(ends))


def without_modules(info: GraphInfo) -> tuple[NodeInfo, ...]:
    return tuple(node._replace(module="") for node in info.nodes)


def test_made_up_groups_that_are_all_open_have_no_frames() -> None:
    info = branchy(500)
    graph = model.expand_all(model.draw(info))
    assert len(graph.boxes) == len(info.nodes)
    assert graph.frames == ()
    assert model.draw(info, model.EVERYTHING).boxes == graph.boxes


def rows_of_blocks() -> GraphInfo:
    """One module of four blocks alike and another one, twice."""
    build = Builder()
    x = build.source("x", 1, 8, 16, 16)
    for name in ("one", "two"):
        build.open(name, "Stage")
        for number in range(4):
            build.open(str(number), "Block")
            x = build.op("relu", build.conv_bn(x, 8))
            build.close()
        build.open("last", "Head")
        x = build.conv_bn(x, 8)
        build.close()
        build.close()
    build.result(x)
    return build.info("rows")


def test_blocks_alike_in_a_row_are_one_box_that_tells_how_many() -> None:
    graph = model.expand_to_depth(model.draw(rows_of_blocks()), 1)
    row = next(box for box in graph.boxes if box.repeated)
    assert (row.key, row.repeated, row.node_count) == ("one.0 … one.3", 4, 12)
    assert row.line.startswith("4 × Block (12)")
    one = model.expand(graph, row.key)
    assert [frame.key for frame in one.frames[:3]] == ["one", row.key, "one.0"]
    rest = next(box for box in one.boxes if box.repeated)
    assert (rest.title, rest.repeated) == ("1 … 3", 3)
    every = model.expand_alike(graph, row.key)
    assert [box.kind for box in every.boxes[1:13]] == ["node"] * 12
    assert model.collapse(every, row.key).boxes == graph.boxes
    inner = model.expand(graph, "one.2")
    assert {"one", row.key, "one.2"} <= {frame.key for frame in inner.frames}


def test_expanding_then_collapsing_restores_the_drawing(info: GraphInfo) -> None:
    graph = model.draw(info)
    opened = model.expand(graph, "pag3")
    assert "pag3" in {frame.key for frame in opened.frames}
    closed = model.collapse(opened, "pag3")
    assert closed.boxes == graph.boxes
    assert closed.frames == graph.frames
    assert closed.edges == graph.edges


def test_expanding_an_inner_module_opens_the_ones_around_it(info: GraphInfo) -> None:
    graph = model.expand(model.collapse_all(model.draw(info)), "layer3.0.downsample")
    keys = [frame.key for frame in graph.frames]
    assert keys == ["layer3", "layer3.0", "layer3.0.downsample"]


def test_revealing_a_node_draws_it_and_no_other_module(info: GraphInfo) -> None:
    graph = model.reveal(model.collapse_all(model.draw(info)), "pag3_rsub")
    assert graph.boxes[graph.box("pag3_rsub")].kind == "node"
    assert [frame.key for frame in graph.frames] == ["pag3"]


def test_edges_between_boxes_go_forwards_and_match_the_nodes(info: GraphInfo) -> None:
    graph = model.draw(info)
    expected = {
        (graph.box(feeding), graph.box(node.name))
        for node in info.nodes
        for feeding in node.inputs
    }
    assert set(graph.edges) == {pair for pair in expected if pair[0] != pair[1]}
    assert all(source < target for source, target in graph.edges)


def test_a_module_called_twice_gives_two_parts() -> None:
    build = Builder()
    x = build.source("x", 1, 3, 8, 8)
    for _ in range(2):
        build.open("shared", "Sequential")
        x = build.conv_bn(x, 8)
        build.close()
        x = build.op("relu", x)
    build.result(x)
    keys = [part.key for part in walk(parts_of(build.info("twice")))]
    assert keys == ["shared", "shared#2"]


def test_a_module_named_like_a_node_has_a_key_of_its_own() -> None:
    build = Builder()
    x = build.source("x", 1, 3, 8, 8)
    build.open("output", "Sequential")
    x = build.conv_bn(x, 8)
    build.close()
    build.result(x)
    graph = model.collapse_all(model.draw(build.info("twins")))
    number = graph.number_of("output#2")
    assert graph.boxes[number].kind == "module"
    assert graph.boxes[graph.number_of("output")].kind == "node"


def test_an_activation_used_for_unrelated_tensors_is_no_module() -> None:
    build = Builder()
    x = build.source("x", 1, 3, 8, 8)
    y = build.source("y", 1, 3, 8, 8)
    one, two = build.op("relu", x, leaf="relu"), build.op("relu", y, leaf="relu")
    build.result(build.op("add", one, two))
    assert parts_of(build.info("shared")) == ()


def test_redrawing_an_edited_graph_keeps_the_same_modules_open(
    info: GraphInfo,
) -> None:
    graph = model.expand(model.draw(info), "pag3")
    nodes = tuple(
        node._replace(op="aten.hardswish.default") if "relu" in node.name else node
        for node in info.nodes
    )
    edited = model.redraw(graph, replace(info, nodes=nodes, digest="edited"))
    assert edited.opened == graph.opened
    assert edited.frames == graph.frames


def test_an_op_behind_the_only_node_of_a_module_is_drawn_beside_it(
    info: GraphInfo,
) -> None:
    graph = model.expand(model.draw(info), "pag3")
    lone = "pag3_f_x_conv2d"
    assert graph.draws(lone)
    edited = model.redraw(graph, inserted(info, lone))
    assert edited.draws(lone)
    assert edited.draws(f"{lone}_more0")
    assert graph.opened < edited.opened
    others = {box.key for box in graph.boxes if box.kind == "module"}
    assert others == {box.key for box in edited.boxes if box.kind == "module"}


def test_what_replaces_the_only_node_of_a_module_is_drawn_node_by_node(
    info: GraphInfo,
) -> None:
    graph = model.expand(model.draw(info), "pag3")
    lone = "pag3_f_x_conv2d"
    assert graph.draws(lone)
    longer = inserted(info, lone)
    nodes = tuple(
        node._replace(
            name="other" if node.name == lone else node.name,
            inputs=tuple("other" if name == lone else name for name in node.inputs),
            users=tuple("other" if name == lone else name for name in node.users),
        )
        for node in longer.nodes
    )
    edited = model.redraw(graph, replace(longer, nodes=nodes))
    assert edited.draws("other")
    assert edited.draws(f"{lone}_more0")


def test_an_edit_inside_closed_modules_opens_none(info: GraphInfo) -> None:
    graph = model.collapse_all(model.draw(info))
    for name in ("pag3_f_x_conv2d", "layer1_0_conv1_conv2d"):
        if name in graph.position:
            graph = model.redraw(graph, inserted(graph.info, name))
    assert graph.opened == frozenset()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 "), (999, "999 "), (1500, "1.50 k"), (83.9e6, "83.9 M"), (4.7e11, "470 G")],
)
def test_quantities_keep_three_digits(value: float, text: str) -> None:
    assert boxes.quantity(value) == text


def test_the_second_line_is_empty_where_the_shape_does_not_change(
    info: GraphInfo,
) -> None:
    lines = {
        node.name: boxes.shape_line(info, node)
        for node in info.nodes
        if node.name in ("pag3_f_x_conv2d", "pag3_mul", "x")
    }
    assert lines == {
        "x": "3 · 1024×2048",
        "pag3_f_x_conv2d": "64→32 · 128×256",
        "pag3_mul": "",
    }


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("layer3.1", "layer3.1"),
        ("pag3", "pag3"),
        ("pag3.f_x", "pag3_f_x_conv2d"),
        ("layer5_", "layer5_.0"),
        ("nowhere", ""),
    ],
)
def test_any_module_path_can_be_brought_into_the_drawing(
    info: GraphInfo, path: str, key: str
) -> None:
    graph, found = model.uncover(model.collapse_all(model.draw(info)), path)
    assert found == key
    drawn = graph.number_of(key) >= 0 or graph.frame_of(key) >= 0
    assert drawn == bool(key)


def test_a_depth_opens_what_lies_above_it_and_closes_the_rest(info: GraphInfo) -> None:
    graph = model.draw(info)
    shallow = model.expand_to_depth(graph, 0)
    assert shallow.boxes == model.collapse_all(graph).boxes
    one = model.expand_to_depth(model.expand_all(graph), 1)
    assert {frame.parent for frame in one.frames} == {-1}
    assert "layer3" in {frame.key for frame in one.frames}
    deepest = model.expand_to_depth(graph, 9)
    assert deepest.boxes == model.expand_all(graph).boxes
