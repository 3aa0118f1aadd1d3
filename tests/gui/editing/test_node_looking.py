"""Looking closer at nodes from their menu: nothing of it changes the graph."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from gui.editing.node_looking import around
from gui.editing.node_menu import Chosen, refusal


def shown(view):
    """The names of all nodes that are drawn as a box of their own or in a module."""
    graph = view.scene.graph
    drawn = zip(graph.info.nodes, graph.box_of_node, strict=True)
    return {node.name for node, box in drawn if box >= 0}


def test_what_is_around_grows_with_every_step_until_all_is_reached(hands):
    info = hands.state.info
    found = [around(info, ("rsub",), steps) for steps in range(200)]
    assert found[0] == {"rsub"}
    assert all(small <= large for small, large in pairwise(found))
    one = info.by_name["rsub"]
    assert found[1] == {"rsub", *one.inputs, *one.users}
    assert {"x", "output"} <= found[-1]


def test_only_what_is_around_is_drawn_a_step_more_each_time_until_let_go(hands):
    before, everything = hands.state.info.digest, shown(hands.view)
    hands.select("rsub")
    hands.press("isolate")
    assert shown(hands.view) == around(hands.state.info, ("rsub",), 2)
    chip = hands.window.inspect.graph.findChild(object, "graphKept")
    assert chip.text() == "Only 2 steps around rsub  ✕"
    hands.press("isolate")
    assert shown(hands.view) == around(hands.state.info, ("rsub",), 3)
    hands.view.finding.keep_nothing()
    hands.idle()
    assert shown(hands.view) == everything
    hands.press("isolate")
    assert shown(hands.view) == around(hands.state.info, ("rsub",), 2)
    assert hands.state.info.digest == before


def test_an_edit_in_what_is_shown_alone_is_shown_too(hands):
    hands.select("relu_3")
    hands.press("isolate")
    hands.press("quantize")
    hands.wait(lambda: "relu_3_quant" in shown(hands.view))
    hands.window.editing.undo()
    hands.idle()


def test_all_of_a_type_is_drawn_inside_what_it_reads(hands):
    hands.select("relu_3")
    hands.press("fold_alike")
    graph = hands.view.scene.graph
    box = dict(zip((n.name for n in graph.info.nodes), graph.box_of_node, strict=True))
    source = hands.state.info.by_name["relu_3"].inputs[0]
    assert box["relu_3"] == box[source]
    hands.view.finding.keep_nothing()


@pytest.mark.parametrize(("key", "kind"), [("copy_png", "image"), ("copy_svg", "svg")])
def test_a_picture_of_the_selection_is_copied(hands, key, kind):
    QApplication.clipboard().clear()
    hands.select("relu_3")
    hands.press(key)
    hands.wait(lambda: _has_picture(kind))


def _has_picture(kind: str) -> bool:
    """Whether the clipboard, which holds nothing once it is cleared, has a picture."""
    found = QApplication.clipboard().mimeData()
    if found is None:
        return False
    if kind == "image":
        return found.hasImage()
    return "image/svg+xml" in found.formats() or "<svg" in found.text()


def test_values_wait_for_a_calibration_and_folding_for_a_single_input():
    bare = Chosen(("a",))
    assert refusal("values", bare) == "No values were measured here; calibrate first."
    assert "reads one other" in refusal("fold_alike", bare)
    known = Chosen(("a",), is_measured=True, is_foldable=True)
    assert refusal("values", known) == refusal("fold_alike", known) == ""


def test_looking_needs_no_whole_network():
    part = Chosen(("a",), stopped="it ended early", is_foldable=True)
    for key in ("isolate", "fold_alike", "copy_png", "copy_svg"):
        assert refusal(key, part) == ""


def test_the_values_of_a_node_are_chosen_in_the_table(hands):
    hands.studio.calibrate()
    hands.wait(hands.studio.is_calibrated)
    hands.window.go("inspect")
    hands.select("relu_3")
    said = [each.text() for each in hands.window.inspect.node.findChildren(QLabel)]
    assert any(" to " in text for text in said)
    hands.press("values")
    table = hands.window.pages.calibration.table
    assert table._chosen().name == "relu_3"
