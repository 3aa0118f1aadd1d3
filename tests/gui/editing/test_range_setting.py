"""A range is set by hand in a dialog of the window, and given back there."""

from __future__ import annotations

from engine.recipe import SetRange


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
    assert hands.confirm().startswith("No difference")
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
