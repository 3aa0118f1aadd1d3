"""Every window test runs in one look, and may leave nothing behind."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gui.theme import apply_theme, light


def pytest_itemcollected(item):
    """Let the offscreen platform say that it has no window manager."""
    item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture(scope="session")
def qapp(qapp):
    font = QFont("DejaVu Sans")
    font.setPixelSize(13)
    qapp.setFont(font)
    apply_theme(qapp, light())
    return qapp


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(request):
    """A test may not leave a running thread or a window of its own."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    before = _windows()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    threads = [
        each
        for each in gc.get_objects()
        if issubclass(type(each), QThread) and isValid(each) and each.isRunning()
    ]
    assert threads == []
    assert _windows() - before == set()


def _windows():
    application = QApplication.instance()
    if application is None:
        return set()
    return {
        f"{type(each).__name__} {each.objectName()}"
        for each in application.topLevelWidgets()
        if each.parent() is None and not _is_kept_by_a_library(each)
    }


def _is_kept_by_a_library(widget):
    """Qt keeps one tooltip, and plots make their menus without a parent."""
    return widget.inherits("QTipLabel") or widget.inherits("QMenu")
