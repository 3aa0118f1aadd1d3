from dataclasses import replace

import pytest

from engine.info import EditPreview
from engine.recipe import Bypass, Rename, Several
from gui.panels.edit_dialog import EditDialog
from gui.widgets.edit_forms import RenameForm, TailForm


@pytest.fixture
def dialog(qtbot):
    dialog = EditDialog("Bypass", "Bypass a")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def preview(edit, difference=0.5):
    return EditPreview(edit, ("a",), (), ("a",), (), difference, difference, 2)


def test_an_edit_is_measured_before_it_can_be_applied(qtbot, dialog):
    with qtbot.waitSignal(dialog.measure_requested) as measured:
        dialog.offer(Bypass("a"))
        assert not dialog.apply_button.isEnabled()
    assert measured.args == [Bypass("a")]
    dialog.show_preview(preview(Bypass("a")))
    assert dialog.preview.verdict.startswith("Changes results")
    with qtbot.waitSignal(dialog.apply_requested) as applied:
        dialog.apply_button.click()
    assert applied.args == [Bypass("a")]


def test_new_shapes_and_what_else_is_done_are_told_beside_the_difference(dialog):
    dialog.offer(Bypass("a"))
    found = preview(Bypass("a"))
    dialog.show_preview(replace(found, notes=("head falls back",)))
    assert dialog.preview.shapes == "head falls back"
    dialog.show_preview(found)
    assert not dialog.preview.shapes
    shapes = (("pool", None, (1, 4, 4, 4)), ("mul", (1, 4, 8, 8), (1, 4, 4, 4)))
    dialog.show_preview(replace(found, shapes=shapes * 3))
    assert dialog.preview.shapes.splitlines() == [
        "pool yields 1×4×4×4",
        "mul yields 1×4×4×4 instead of 1×4×8×8",
        "pool yields 1×4×4×4",
        "mul yields 1×4×4×4 instead of 1×4×8×8",
        "and 2 more in another shape",
    ]
    dialog.show_preview(replace(found, before=("relu",) * 10, after=("mul",) * 9))
    lines = dialog.preview.lines
    assert lines[7:10] == (("−", "relu"), ("−", "… and 2 more lines"), ("+", "mul"))
    assert lines[-1] == ("+", "mul")


def test_a_refusal_is_said_in_the_dialog_which_stays(dialog):
    dialog.offer(Bypass("a"))
    dialog.show_refusal(Bypass("a"), "a hands no input on.")
    assert dialog.isVisible()
    assert dialog.message.text() == "a hands no input on."
    assert not dialog.apply_button.isEnabled()


def test_what_was_measured_of_another_edit_is_not_shown(dialog):
    dialog.offer(Bypass("a"))
    dialog.show_preview(preview(Bypass("b")))
    dialog.show_refusal(Bypass("b"), "no")
    assert not dialog.preview.isVisible()
    assert dialog.message.text() == "Measuring…"


def test_all_like_this_is_one_edit(dialog):
    dialog.offer_everywhere("At all 2 like this", ("a", "b"))
    dialog.offer(Bypass("a"))
    dialog.everywhere.setChecked(True)
    assert dialog.edit == Several((Bypass("a"), Bypass("b")))


def test_a_form_says_what_is_missing_and_makes_the_edit(dialog):
    form = RenameForm("relu", frozenset({"relu", "add"}))
    dialog.ask_for(form, "relu")
    assert dialog.edit is None
    for name in ("add", "2x", ""):
        form.name.setText(name)
        assert dialog.edit is None
        assert dialog.message.text()
    form.name.setText("gate")
    assert dialog.edit == Rename("relu", "gate")


def test_a_tail_that_does_nothing_is_said(qtbot):
    form = TailForm(("a",))
    qtbot.addWidget(form)
    form.factor.setValue(1)
    assert form.edit_at("a").argmax
    form.argmax.setChecked(False)
    assert form.edit_at("a") is None
    assert form.problem() == "Enlarge by more than 1, take the best class, or both."


def test_other_outputs_are_told_without_a_number(dialog):
    dialog.offer(Bypass("a"))
    endless = preview(Bypass("a"), float("inf"))
    dialog.show_preview(replace(endless, comparable=False))
    assert dialog.preview.verdict == (
        "Changes results: other outputs are returned, or in another shape."
    )
    dialog.show_preview(endless)
    assert "outputs become infinite or no number" in dialog.preview.verdict
