import logging
import sys
import threading

import pytest
from PySide6.QtWidgets import QApplication

from gui.crash import CrashHook, crash_dialog, start_log


@pytest.fixture
def hook(qtbot):
    before = sys.excepthook, threading.excepthook
    hook = CrashHook()
    hook.install()
    yield hook
    sys.excepthook, threading.excepthook = before


def raise_bug():
    raise ZeroDivisionError("a bug")


def test_what_nobody_caught_is_logged_and_told(qtbot, hook, caplog):
    with qtbot.waitSignal(hook.crashed) as crashed:
        try:
            raise_bug()
        except ZeroDivisionError:
            sys.excepthook(*sys.exc_info())
    assert "raise_bug" in crashed.args[0]
    assert "ZeroDivisionError: a bug" in caplog.text


def test_a_bug_in_any_thread_is_told(qtbot, hook, caplog):
    thread = threading.Thread(target=raise_bug)
    with qtbot.waitSignal(hook.crashed) as crashed:
        thread.start()
    thread.join()
    assert "ZeroDivisionError" in crashed.args[0]


def test_control_c_is_no_bug(qtbot, hook, capsys):
    with qtbot.assertNotEmitted(hook.crashed):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_the_details_can_be_copied(qtbot, tmp_path):
    box = crash_dialog("Traceback …", tmp_path / "log")
    qtbot.addWidget(box)
    box.show()
    copy = next(each for each in box.buttons() if "Copy" in each.text())
    copy.click()
    assert QApplication.clipboard().text() == "Traceback …"
    assert "Your project is kept" in box.text()
    assert box.isVisible()


@pytest.fixture
def _root_logger():
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    level = root.level
    yield
    root.setLevel(level)
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()


@pytest.mark.usefixtures("_root_logger")
def test_the_log_is_written_to_its_file(tmp_path):
    file = start_log(tmp_path)
    logging.getLogger("gui.test").warning("something")
    assert "something" in file.read_text()


@pytest.mark.usefixtures("_root_logger")
def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    assert start_log(tmp_path / "file" / "logs") is None
    assert "The log cannot be written" in caplog.text
