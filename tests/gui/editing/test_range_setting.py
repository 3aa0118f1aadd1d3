"""A range is set by hand in a dialog of the window, and given back there."""

from __future__ import annotations

from engine.recipe import SetRange, Several


def test_a_range_is_typed_checked_set_and_given_back(hands):
    hands.select("relu_3")
    assert hands.window.inspect.node.editing.buttons["range"].isEnabled()
    hands.press("range")
    form = hands.dialog._form
    form.minimum.setText("2")
    form.maximum.setText("1")
    assert "from 2.0 to 1.0 holds nothing" in hands.dialog.message.text()
    form.maximum.setText("wide")
    assert hands.dialog.message.text() == "Both ends are numbers, like −4 or 0.5."
    assert not form.automatic.isVisibleTo(form)
    form.minimum.setText("−0.5")
    form.maximum.setText("6")
    hands.wait(hands.dialog.preview.isVisible)
    assert hands.dialog.preview.lines == (
        ("−", "as calibration decides"),
        ("+", "int8: steps of 0.04706 from −6.024 to 5.976"),
    )
    assert hands.confirm() == "Float results stay; quantized ones change."
    assert hands.last == SetRange("relu_3", -0.5, 6.0)
    assert hands.state.info.by_name["relu_3"].range == (-0.5, 6.0)
    hands.select("relu_3")
    hands.press("range")
    form = hands.dialog._form
    assert (form.minimum.text(), form.maximum.text()) == ("-0.5", "6")
    assert form.edit_at("relu_3") is None
    form.automatic.setChecked(True)
    hands.confirm()
    assert hands.last == SetRange("relu_3", automatic=True)
    assert hands.state.info.by_name["relu_3"].range is None


def test_a_range_is_set_at_all_alike_or_at_all_that_are_chosen(hands):
    hands.select("relu_3")
    hands.press("range")
    dialog, form = hands.dialog, hands.dialog._form
    ranged = hands.editing.chosen.choices.ranged
    assert dialog.everywhere.text() == f"At all {len(ranged)} like this"
    dialog.everywhere.setChecked(True)
    form.minimum.setText("0")
    form.maximum.setText("6")
    hands.confirm()
    assert hands.last == Several(tuple(SetRange(name, 0.0, 6.0) for name in ranged))

    hands.select("conv2d_3", "conv2d_4")
    assert not hands.window.inspect.selection.range.isEnabled()
    hands.select("relu_3", "conv2d_3", "relu_5")
    hands.window.inspect.selection.range.click()
    hands.idle()
    dialog, form = hands.dialog, hands.dialog._form
    assert dialog.windowTitle() == "Range of 2 nodes"
    form.maximum.setText("4")
    hands.wait(dialog.preview.isVisible)
    assert [line.partition("  ")[0] for _, line in dialog.preview.lines[::2]] == [
        "relu_3",
        "relu_5",
    ]
    hands.confirm()
    nodes = ("relu_3", "relu_5")
    assert hands.last == Several(tuple(SetRange(name, 0.0, 4.0) for name in nodes))
