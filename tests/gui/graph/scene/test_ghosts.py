from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.info import GraphDifference, GraphInfo, NodeInfo
from engine.matching import same_names
from engine.states import StateDifference
from gui.graph.canvas.twins import Twins
from gui.graph.scene.camera import Camera
from gui.graph.scene.ghosts import changes_after, changes_before, merge
from gui.graph.scene.scene import scene_of


def graph(*rows):
    nodes = [
        NodeInfo(
            name, "op" if reads else "input", "x", name, "other", (1,), inputs=reads
        )
        for name, *reads in rows
        for reads in (tuple(reads),)
    ]
    end = NodeInfo(
        "output", "output", "output", "output", "io", inputs=(nodes[-1].name,)
    )
    return GraphInfo("net", repr(rows), (*nodes, end), 0, 0)


def apart(before, after, changed=()):
    old, new = before.by_name, after.by_name
    added = tuple(name for name in new if name not in old)
    removed = tuple(name for name in old if name not in new)
    nodes = GraphDifference(changed, added, removed, "")
    return StateDifference(before, after, (), (), nodes, same_names(old, new))


BEFORE = graph(("x",), ("silu", "x"), ("conv", "silu"), ("add", "conv", "silu"))
AFTER = graph(
    ("x",),
    ("sigmoid", "x"),
    ("mul", "x", "sigmoid"),
    ("conv", "mul"),
    ("add", "conv", "mul"),
)


def is_in_order(info):
    seen = set()
    for node in info.nodes:
        assert set(node.inputs) <= seen
        seen.add(node.name)
    return len(seen) == len(info.nodes)


def test_what_went_is_drawn_between_what_it_read_and_what_read_it():
    merged = merge(apart(BEFORE, AFTER))
    assert is_in_order(merged.info)
    assert merged.info.by_name["silu"].inputs == ("x",)
    assert merged.info.by_name["silu"].users == ("conv", "add")
    assert merged.changes == {"silu": "removed", "sigmoid": "added", "mul": "added"}
    assert merged.ghosts == {"silu": "silu"}


def test_a_ghost_never_enters_either_state():
    before, after = BEFORE.nodes, AFTER.nodes
    difference = apart(BEFORE, AFTER)
    merge(difference)
    assert (BEFORE.nodes, AFTER.nodes) == (before, after)
    assert difference.after is AFTER
    assert "silu" not in difference.after.by_name
    assert not any("silu" in node.inputs for node in AFTER.nodes)


def test_a_state_merged_with_itself_has_no_ghost():
    merged = merge(apart(AFTER, AFTER))
    assert merged.info == replace(AFTER, nodes=merged.info.nodes)
    assert [n.inputs for n in merged.info.nodes] == [n.inputs for n in AFTER.nodes]
    assert not merged.changes


def test_a_ghost_with_the_name_of_another_node_is_told_from_it():
    difference = replace(
        apart(BEFORE, AFTER), counterparts={"x": "x", "output": "output"}
    )
    merged = merge(difference)
    assert is_in_order(merged.info)
    assert merged.ghosts["conv′"] == "conv"
    assert len(merged.info.nodes) == len(AFTER.nodes) + 3


def test_changes_are_told_by_the_names_of_each_state():
    difference = apart(BEFORE, AFTER, ("conv",))
    assert changes_before(difference) == {"conv": "changed", "silu": "removed"}
    assert changes_after(difference)["conv"] == "changed"


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_any_two_graphs_merge_into_a_graph(data):
    def some_graph():
        names = data.draw(st.permutations("abcdefgh"))[: data.draw(st.integers(1, 8))]
        rows = [("x",)]
        for name in names:
            known = [row[0] for row in rows]
            reads = data.draw(
                st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True)
            )
            rows.append((name, *reads))
        return graph(*rows)

    before, after = some_graph(), some_graph()
    merged = merge(apart(before, after))
    assert is_in_order(merged.info)
    assert set(merged.info.by_name) == set(before.by_name) | set(after.by_name)
    shown = scene_of(merged.info)
    assert all(shown.find(name) >= 0 for name in merged.info.by_name)


@pytest.fixture
def twins(qtbot):
    twins = Twins()
    qtbot.addWidget(twins)
    twins.resize(800, 500)
    twins.setVisible(True)
    twins.show_counterparts(apart(BEFORE, AFTER).heirs)
    twins.before.show_graph(BEFORE)
    twins.after.show_graph(AFTER)
    return twins


def spot(view, name):
    x, y = view.scene.layout.rects[view.scene.find(name), :2]
    return view.camera.to_screen(x, y)


def test_both_canvases_look_at_the_same_node_at_the_same_scale(twins):
    twins.after.eye.look(Camera(-30, 12, 1.3))
    twins.after.eye.centre_on(twins.after.scene.find("conv"))
    assert twins.before.camera.scale == twins.after.camera.scale
    assert spot(twins.before, "conv") == pytest.approx(spot(twins.after, "conv"))
    twins.before.eye.centre_on(twins.before.scene.find("x"))
    assert spot(twins.after, "x") == pytest.approx(spot(twins.before, "x"))


def test_the_same_node_is_selected_in_both_and_none_where_it_is_missing(twins):
    twins.after.select("conv")
    assert twins.before.selected() == "conv"
    twins.before.select("add")
    assert twins.after.selected() == "add"
    twins.after.select("sigmoid")
    assert twins.before.selected() is None


def test_a_renamed_node_is_marked_in_both_states_and_no_ghost():
    later = graph(("x",), ("gate", "x"), ("conv", "gate"), ("add", "conv", "gate"))
    nodes = GraphDifference((), (), (), "", renamed=(("silu", "gate"),))
    names = same_names(BEFORE.by_name, later.by_name, {"silu": "gate"})
    found = StateDifference(BEFORE, later, (), (), nodes, names)
    assert (changes_before(found), changes_after(found)) == (
        {"silu": "changed"},
        {"gate": "changed"},
    )
    assert merge(found).ghosts == {}
    assert set(merge(found).info.by_name) == set(later.by_name)
