"""Every edit by hand through the window, on a small real network."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from engine.recipe import (
    AppendTail,
    ApplyRule,
    Bypass,
    DeleteBranch,
    FoldConstants,
    FuseBatchNorm,
    Insert,
    InsertStubs,
    RemoveStubs,
    RemoveTail,
    Rename,
    Reparameterize,
    Rewire,
    SetArgument,
    SetOutputs,
    SetPrecision,
    Several,
)

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def test_every_kind_of_edit_is_made_by_the_menu_and_undone(hands):
    """One long walk, for opening a network takes longer than all of it."""
    opened = hands.state.info.digest
    asked = {
        "bypass": ("relu_3", Bypass("relu_3")),
        "delete_branch": ("sigmoid", DeleteBranch("sigmoid")),
        "keep": ("relu_5", SetOutputs(("relu_5",))),
        "cut": ("relu_6", SetOutputs(("relu_6",))),
        "argmax": ("relu_3", AppendTail(1, True, False, 0)),
    }
    at_once = {
        "int16": ("conv2d_5", SetPrecision("conv2d_5", "int16")),
        "quantize": ("relu_3", Insert("npu.quant.default", "relu_3")),
        "dequantize": ("relu_3", Insert("npu.dequant.default", "relu_3")),
        "insert_stubs": ("relu_3", InsertStubs()),
        "fold_batch_norms": ("relu_3", FuseBatchNorm()),
    }
    for key, (node, edit) in asked.items():
        hands.select(node)
        hands.press(key)
        assert hands.state.cursor == 0, key
        assert "hanges results" in hands.confirm()
        assert hands.last == edit
        hands.window.editing.undo()
        hands.idle()
        assert hands.state.info.digest == opened
    for key, (node, edit) in at_once.items():
        hands.select(node)
        hands.press(key)
        assert hands.last == edit
        hands.window.editing.undo()
        hands.idle()
    assert hands.state.info.digest == opened


def test_stubs_and_tails_are_removed_where_there_are_some(hands):
    hands.select("relu_3")
    hands.press("insert_stubs")
    hands.select("relu_3")
    hands.press("remove_stubs")
    assert hands.last == RemoveStubs()
    hands.select("relu_3")
    hands.press("argmax")
    hands.confirm()
    hands.select("relu_3")
    hands.press("remove_tail")
    hands.confirm()
    assert hands.last == RemoveTail(0)


def test_outputs_are_added_and_taken_away(hands):
    (output,) = [n for n in hands.state.info.nodes if n.kind == "output"]
    hands.select("relu_5")
    hands.press("add_output")
    hands.confirm()
    assert hands.last == SetOutputs((*output.inputs, "relu_5"))
    hands.select("relu_5")
    hands.press("remove_output")
    hands.confirm()
    assert hands.last == SetOutputs(output.inputs)


def test_an_op_is_found_and_inserted_with_its_arguments(hands):
    hands.select("relu_3")
    hands.press("insert")
    form = hands.dialog._form
    hands.wait(lambda: form.ops.list.count() > 0)
    form.ops.field.setText("leaky")
    assert form.ops.current == "aten.leaky_relu.default"
    form.arguments.fields["negative_slope"].set_text("steep")
    assert not hands.dialog.apply_button.isEnabled()
    assert "negative_slope: This takes a number" in hands.dialog.message.text()
    form.arguments.fields["negative_slope"].set_text("0.2")
    hands.confirm()
    given = (("negative_slope", "0.2"),)
    assert hands.last == Insert("aten.leaky_relu.default", "relu_3", given)
    assert "relu_3_leaky_relu" in hands.state.info.by_name


def test_an_argument_is_refused_measured_and_applied_where_it_is_typed(hands):
    hands.select("conv2d_5")
    field = hands.window.inspect.node.editing.arguments.fields["padding"]
    field.set_text("[1, 1, 1]")
    assert field.message.text() == "This takes 2 whole numbers, like [2, 2]."
    field.set_text("[0, 0]")
    hands.wait(lambda: "do not go together" in field.message.text())
    hands.qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    hands.idle()
    assert hands.state.cursor == 0
    hands.qtbot.keyClick(field.editor, Qt.Key.Key_Escape)
    assert (field.text, field.message.text()) == ("[1, 1]", "")
    hands.window.inspect.node.editing.arguments.fields["dilation"].set_text("[2, 2]")
    padding = hands.window.inspect.node.editing.arguments.fields["padding"]
    assert padding.text == "[1, 1]"


def test_enter_applies_an_argument_after_it_was_said_what_it_changes(hands):
    hands.select("rsub")
    field = hands.window.inspect.node.editing.arguments.fields["other"]
    field.set_text("2")
    hands.wait(lambda: "Changes results" in field.message.text())
    assert "Enter applies." in field.message.text()
    hands.qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    hands.idle()
    assert hands.last == SetArgument("rsub", "other", "2")


def test_an_argument_is_changed_at_all_nodes_of_its_type_as_one_step(hands):
    hands.select("rsub")
    section = hands.window.inspect.node.editing
    section.everywhere.setChecked(True)
    field = section.arguments.fields["other"]
    field.set_text("2")
    hands.qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    hands.idle()
    assert isinstance(hands.last, Several)
    ops = [node.op for node in hands.state.info.nodes]
    assert len(hands.last.edits) == ops.count("aten.rsub.Scalar") > 1
    assert hands.state.cursor == 1
    hands.select("conv2d")
    section.everywhere.setChecked(True)
    field = section.arguments.fields["dilation"]
    field.set_text("1")
    hands.qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    hands.wait(lambda: "already" in field.message.text())
    hands.idle()
    assert hands.state.cursor == 1


def test_an_input_is_rewired_without_a_mouse(hands):
    hands.select("add_1")
    hands.press("rewire")
    form = hands.dialog._form
    hands.wait(lambda: form.sources.list.count() > 0)
    form_slot = form.slot
    form.sources.field.setText("relu_1")
    hands.wait(lambda: form.sources.current == "relu_1")
    hands.confirm()
    assert hands.last == Rewire("add_1", form_slot, "relu_1")


def test_a_name_is_taken_and_a_taken_one_is_refused(hands):
    hands.select("relu_3")
    hands.press("rename")
    form = hands.dialog._form
    form.name.setText("relu_4")
    assert hands.dialog.message.text() == "relu_4 is taken; choose another name."
    form.name.setText("gate")
    verdict = hands.confirm()
    assert verdict.startswith("No difference")
    assert hands.last == Rename("relu_3", "gate")


def test_the_suggested_rewrite_is_applied_by_a_key(hands):
    hands.select("rsub")
    hands.window.activateWindow()
    hands.view.setFocus()
    hands.wait(hands.view.hasFocus)
    hands.qtbot.keyClick(
        hands.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    hands.wait(lambda: hands.state.cursor == 1)
    assert hands.last == ApplyRule("constant_minus_tensor", "rsub")


def test_several_nodes_are_edited_as_one_step(hands):
    hands.select("relu_3", "relu_4", "relu_5")
    page = hands.window.inspect
    assert page.chosen.currentWidget() is page.selection
    page.selection.precisions["int16"].click()
    hands.idle()
    assert hands.last == Several(
        tuple(SetPrecision(name, "int16") for name in ("relu_3", "relu_4", "relu_5"))
    )
    hands.select("relu_3", "conv2d_5", "output")
    int32 = page.selection.precisions["int32"]
    assert (int32.isEnabled(), int32.text()) == (True, "int32 (1)")
    assert int32.toolTip() == "Changes 1 of the 3 nodes."
    hands.select("relu_3", "relu_4")
    hands.press("bypass")
    hands.confirm()
    assert hands.last == Several((Bypass("relu_3"), Bypass("relu_4")))
    assert hands.state.cursor == 2
    hands.select("relu_5", "relu_6")
    hands.press("quantize")
    hands.wait(lambda: hands.state.cursor == 3)
    hands.idle()
    assert {each.after for each in hands.last.edits} == {"relu_5", "relu_6"}


def test_producers_consumers_and_all_of_a_type_are_selected(hands):
    hands.select("add_1")
    hands.press("producers")
    info = hands.state.info
    assert set(hands.view.chosen.nodes()) == {"add_1", *info.by_name["add_1"].inputs}
    hands.select("rsub")
    hands.press("alike")
    ops = [node.name for node in info.nodes if node.op == "aten.rsub.Scalar"]
    assert set(hands.view.chosen.nodes()) == set(ops)


def test_names_and_code_are_copied(hands):
    hands.select("relu_3")
    hands.press("copy_name")
    assert QApplication.clipboard().text() == "relu_3"
    hands.press("copy_code")
    hands.wait(lambda: "relu" in QApplication.clipboard().text().splitlines()[-1]
               or "def " in QApplication.clipboard().text())  # fmt: skip


def test_a_refused_edit_leaves_the_graph_and_says_why(hands):
    hands.select("relu_3")
    assert not hands.editing.menu.actions["delete_branch"].isEnabled()
    reason = hands.editing.menu.actions["delete_branch"].toolTip()
    assert reason.startswith("Every output needs relu_3")
    hands.editing.perform("delete_branch")
    assert hands.window.notice.text.text() == reason
    assert hands.state.cursor == 0


def mouse(view, kind, at):
    moves = kind == QEvent.Type.MouseMove
    button = NONE if moves else LEFT
    place = QPointF(*at)
    event = QMouseEvent(
        kind,
        place,
        view.mapToGlobal(place),
        button,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def spot_of(hands, node, slot):
    wiring = hands.editing.wiring
    box = hands.view.scene.graph.number_of(node)
    place = [each.name for each in wiring.slots[node]].index(slot)
    return wiring.ports(box)[place]


def start_wire(hands, source, target):
    hands.select(target)
    hands.select(source)
    box = hands.view.scene.graph.number_of(source)
    hands.view.eye.zoom_to(1.0)
    hands.view.eye.centre_on(box)
    mouse(hands.view, QEvent.Type.MouseButtonPress, hands.editing.wiring.outlet(box))
    hands.wait(lambda: hands.editing.wiring.is_known)


def test_a_wire_dropped_on_an_input_that_it_fits_rewires_it(hands):
    start_wire(hands, "sigmoid", "mul_1")
    spot = spot_of(hands, "mul_1", "self")
    mouse(hands.view, QEvent.Type.MouseMove, spot)
    label = hands.editing.wiring.layer.label
    assert label == "mul_1.self reads sigmoid: changes results"
    mouse(hands.view, QEvent.Type.MouseButtonRelease, spot)
    hands.idle()
    assert hands.last == Rewire("mul_1", "self", "sigmoid")


def test_a_wire_that_would_make_a_loop_is_refused_in_one_sentence(hands):
    start_wire(hands, "sigmoid", "unsqueeze")
    spot = spot_of(hands, "unsqueeze", "self")
    mouse(hands.view, QEvent.Type.MouseMove, spot)
    reason = "sigmoid depends on unsqueeze; a network has no loops."
    assert hands.editing.wiring.layer.label == reason
    mouse(hands.view, QEvent.Type.MouseButtonRelease, spot)
    hands.idle()
    assert hands.state.cursor == 0
    assert hands.window.notice.text.text() == reason


def pull_wire(hands, node, slot, source):
    """Take hold of an input's wire, as the press at its port does."""
    hands.select(source)
    hands.select(node)
    box = hands.view.scene.graph.number_of(node)
    hands.view.eye.zoom_to(1.0)
    hands.view.eye.centre_on(box)
    hands.wait(lambda: node in hands.editing.wiring.slots)
    mouse(hands.view, QEvent.Type.MouseButtonPress, spot_of(hands, node, slot))
    hands.wait(lambda: hands.editing.wiring.is_known)


def outlet_of(hands, node):
    return hands.editing.wiring.outlet(hands.view.scene.graph.number_of(node))


def test_a_wire_pulled_from_an_input_to_a_value_rewires_it(hands):
    pull_wire(hands, "mul_1", "self", "sigmoid")
    mouse(hands.view, QEvent.Type.MouseMove, outlet_of(hands, "sigmoid"))
    label = hands.editing.wiring.layer.label
    assert label == "mul_1.self reads sigmoid: changes results"
    mouse(hands.view, QEvent.Type.MouseButtonRelease, outlet_of(hands, "sigmoid"))
    hands.idle()
    assert hands.last == Rewire("mul_1", "self", "sigmoid")


def test_a_wire_pulled_to_what_depends_on_the_input_is_refused(hands):
    pull_wire(hands, "unsqueeze", "self", "sigmoid")
    mouse(hands.view, QEvent.Type.MouseMove, outlet_of(hands, "sigmoid"))
    reason = "sigmoid depends on unsqueeze; a network has no loops."
    assert hands.editing.wiring.layer.label == reason
    mouse(hands.view, QEvent.Type.MouseButtonRelease, outlet_of(hands, "sigmoid"))
    hands.idle()
    assert hands.state.cursor == 0
    assert hands.window.notice.text.text() == reason


def test_escape_lets_go_of_a_pulled_wire_and_leaves_the_inputs_drawn(hands):
    pull_wire(hands, "mul_1", "self", "sigmoid")
    hands.qtbot.keyClick(hands.view, Qt.Key.Key_Escape)
    assert not hands.editing.wiring.is_dragging
    assert "mul_1" in hands.editing.wiring.slots
    assert hands.state.cursor == 0


@pytest.mark.parametrize("key", ["bypass", "cut", "delete_branch", "quantize"])
def test_a_highlighted_entry_shows_over_the_graph_what_it_would_do(hands, key):
    previews = hands.window.fix_previews
    hands.select("sigmoid")
    menu = hands.editing.menu
    menu.actions[key].hover()
    hands.wait(lambda: previews.layer.ghosts is not None)
    hands.idle()
    ghosts = previews.layer.ghosts
    assert ghosts.gone or ghosts.come
    menu.actions["rename"].hover()
    assert previews.layer.ghosts is None
    assert hands.state.cursor == 0


def test_escape_lets_go_of_a_wire(hands):
    start_wire(hands, "sigmoid", "mul_1")
    hands.qtbot.keyClick(hands.view, Qt.Key.Key_Escape)
    assert hands.editing.wiring.source == ""
    assert hands.view.selected() == "sigmoid"
    assert hands.state.cursor == 0


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_key_opens_the_menu_at_the_selected_node(hands):
    hands.select("relu_3")
    reason = QContextMenuEvent.Reason.Keyboard
    place = QPoint(1, 1)
    event = QContextMenuEvent(reason, place, hands.view.mapToGlobal(place))
    QApplication.sendEvent(hands.view, event)
    menu = hands.editing.menu
    assert menu.menu.isVisible()
    assert menu.actions["bypass"].isEnabled()
    menu.menu.close()
    by_key = hands.window.actions_by_key.by_key
    assert by_key["node_bypass"] is menu.actions["bypass"]


def test_constants_and_branches_are_merged_where_there_are_some(hands):
    hands.select("relu_3")
    for key, kind in (
        ("fold_constants", FoldConstants),
        ("reparameterize", Reparameterize),
    ):
        offer = hands.editing.chosen.choices.offer(key)
        assert isinstance(offer.edit, kind)
        action = hands.editing.menu.actions[key]
        assert action.isEnabled() == (not offer.reason)
