import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from engine.choices import Argument
from gui.widgets.argument_field import ArgumentField
from gui.widgets.argument_form import ArgumentForm

STRIDE = Argument("stride", "int", "[1, 1]", True, False, 2)
MODE = Argument("mode", "str", "none", choices=("none", "tanh"))


@pytest.fixture
def field(qtbot):
    field = ArgumentField(STRIDE)
    qtbot.addWidget(field)
    field.show()
    return field


def test_a_list_is_typed_and_a_choice_is_chosen(qtbot, field):
    assert isinstance(field.editor, QLineEdit)
    chosen = ArgumentField(MODE)
    qtbot.addWidget(chosen)
    assert isinstance(chosen.editor, QComboBox)
    assert chosen.text == "none"


def test_what_is_no_value_is_said_at_once_and_not_submitted(qtbot, field):
    qtbot.keyClicks(field.editor, "x")
    assert field.message.text() == "This takes 2 whole numbers, like [2, 2]."
    assert field.editor.accessibleDescription() == field.message.text()
    assert field.editor.property("invalid")
    with qtbot.assertNotEmitted(field.submitted):
        qtbot.keyClick(field.editor, Qt.Key.Key_Return)


def test_enter_submits_another_value_and_not_the_same(qtbot, field):
    with qtbot.assertNotEmitted(field.submitted):
        qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    field.set_text("[2, 2]")
    with qtbot.waitSignal(field.submitted):
        qtbot.keyClick(field.editor, Qt.Key.Key_Return)


def test_escape_restores_the_value(qtbot, field):
    field.set_text("[2, 2")
    qtbot.keyClick(field.editor, Qt.Key.Key_Escape)
    assert field.text == "[1, 1]"
    assert not field.message.isVisible()


def test_what_was_measured_of_an_older_text_is_not_shown(qtbot):
    form = ArgumentForm()
    qtbot.addWidget(form)
    form.show_arguments([STRIDE])
    form.fields["stride"].set_text("[3, 3]")
    form.say("stride", "[2, 2]", "Exact.")
    assert form.fields["stride"].message.text() == ""
    form.say("stride", "[3, 3]", "Exact.")
    assert form.fields["stride"].message.text() == "Exact."


def test_a_value_is_measured_when_typing_rests_if_it_is_one(qtbot):
    form = ArgumentForm()
    qtbot.addWidget(form)
    form.show_arguments([STRIDE, MODE])
    with qtbot.waitSignal(form.rested) as caught:
        form.fields["stride"].set_text("[2, 2]")
    assert caught.args == ["stride", "[2, 2]"]
    with qtbot.assertNotEmitted(form.rested, wait=400):
        form.fields["stride"].set_text("[2,")
    assert form.problem().startswith("stride: This takes 2 whole numbers")


def test_equal_arguments_keep_what_is_being_typed(qtbot):
    form = ArgumentForm()
    qtbot.addWidget(form)
    form.show_arguments([STRIDE])
    form.fields["stride"].set_text("[3, 3]")
    form.show_arguments((STRIDE,))
    assert form.fields["stride"].text == "[3, 3]"
