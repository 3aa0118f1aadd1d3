import pytest
from PySide6.QtCore import Qt

from gui.theme import light
from gui.widgets.stepper import Step, Stepper

STEPS = (
    Step("open", "Open", "done", "net"),
    Step("inspect", "Inspect", "error", "2 problems"),
    Step("fix", "Fix", "stale", "out of date"),
    Step("compile", "Compile"),
)


@pytest.fixture
def stepper(qtbot):
    stepper = Stepper(STEPS)
    qtbot.addWidget(stepper)
    stepper.show_steps(STEPS, "inspect")
    stepper.show()
    stepper.resize(900, stepper.sizeHint().height())
    return stepper


def colours(button):
    image = button.grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_a_click_chooses_a_step(qtbot, stepper):
    with qtbot.waitSignal(stepper.chosen) as chosen:
        qtbot.mouseClick(stepper.buttons[2], Qt.MouseButton.LeftButton)
    assert chosen.args == ["fix"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_keys_choose_a_step(qtbot, stepper, key):
    with qtbot.waitSignal(stepper.chosen) as chosen:
        qtbot.keyClick(stepper.buttons[3], key)
    assert chosen.args == ["compile"]


def test_arrow_keys_walk_the_steps_in_a_ring(qtbot, stepper):
    stepper.activateWindow()
    stepper.buttons[0].setFocus()
    qtbot.waitUntil(stepper.buttons[0].hasFocus)
    qtbot.keyClick(stepper.buttons[0], Qt.Key.Key_Left)
    assert stepper.buttons[3].hasFocus()
    qtbot.keyClick(stepper.buttons[3], Qt.Key.Key_Right)
    assert stepper.buttons[0].hasFocus()


def test_every_state_has_its_colour(stepper):
    theme = light()
    done, now, stale, todo = (colours(button) for button in stepper.buttons)
    assert theme.ok in done
    assert {theme.accent_soft, theme.accent} <= now
    assert theme.warning in stale
    assert not {theme.ok, theme.accent, theme.warning} & todo


def test_a_screen_reader_hears_title_note_and_state(stepper):
    assert stepper.buttons[1].accessibleName() == "Inspect, 2 problems, with errors"


def test_a_note_makes_the_step_wider(stepper):
    fix = stepper.buttons[2]
    before = fix.sizeHint().width()
    fix.show_step(Step("fix", "Fix"), False)
    assert fix.sizeHint().width() < before


def test_notes_give_way_where_there_is_little_room(stepper):
    whole = stepper.buttons[0].width()
    assert stepper.minimumSizeHint().width() < stepper.sizeHint().width()
    stepper.resize(stepper.minimumSizeHint())
    assert stepper.buttons[0].width() < whole
    assert stepper.buttons[0].width() >= stepper.buttons[0].minimumSizeHint().width()


def test_a_step_says_how_it_stands_in_the_language_of_the_window(chinese, qtbot):
    stepper = Stepper((Step("a", "A", "busy"), *STEPS))
    qtbot.addWidget(stepper)
    names = [button.accessibleName() for button in stepper.buttons]
    assert names == [
        "A, 运行中",
        "Open, net, 已完成",
        "Inspect, 2 problems, 有错误",
        "Fix, out of date, 已过期",
        "Compile",
    ]
