"""The arguments of a node come into sight when asked for, and stay there."""

from gui.widgets.problem_notes import ProblemNotes


def test_changing_arguments_brings_the_first_one_into_sight(hands):
    hands.select("conv2d_5")
    hands.idle()
    panel = hands.window.inspect.node
    field = next(iter(panel.editing.arguments.fields.values()))
    assert field.editor.visibleRegion().boundingRect() != field.editor.rect()
    hands.press("arguments")
    assert panel.focusWidget() is field.editor
    editor = field.editor
    hands.wait(lambda: editor.visibleRegion().boundingRect() == editor.rect())


def test_arguments_stay_in_sight_while_what_comes_before_them_grows(hands):
    hands.select("conv2d_5")
    hands.press("arguments")
    panel = hands.window.inspect.node
    editor = panel.focusWidget()
    hands.wait(lambda: editor.visibleRegion().boundingRect() == editor.rect())
    panel.findChild(ProblemNotes).setMinimumHeight(panel.height())
    hands.idle()
    hands.wait(lambda: editor.visibleRegion().boundingRect() == editor.rect())
