"""Every window test runs in one look, and may leave nothing behind."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, QThread, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from engine.opening.source import ModelSource
from gui.app import install_translation
from gui.main_window import MainWindow
from gui.session.autosave import Autosave
from gui.session.session import Session
from gui.settings import Settings
from gui.theme import apply_theme, light, undressed
from tests.gui.desk import Desk
from tests.gui.fake_engine import FakeWorkflow, make_engine
from tests.gui.street import open_street
from tests.studio import close_studio


def pytest_itemcollected(item):
    """Let the offscreen platform say that it has no window manager."""
    item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture(scope="session")
def qapp(qapp):
    font = QFont("DejaVu Sans")
    font.setPixelSize(13)
    qapp.setFont(font)
    apply_theme(qapp, light())
    yield qapp
    # The offscreen platform keeps what was copied until after Python is gone.
    qapp.clipboard().clear()


@pytest.fixture
def workflow():
    """The work the fake engine does for `window`."""
    return FakeWorkflow()


@pytest.fixture
def desk(qtbot, tmp_path, workflow):
    """A session with a fake engine and no window."""
    desk = Desk(qtbot, tmp_path, workflow)
    yield desk
    assert desk.session.close()


@pytest.fixture
def window(qtbot, qapp, tmp_path, workflow):
    """The main window with a fake engine and nothing open."""
    session = Session(
        Settings(tmp_path / "settings.ini"),
        Autosave(tmp_path / "autosave"),
        make_engine(workflow),
    )
    with undressed():
        window = MainWindow(session, tmp_path / "log")
    window.show()
    yield window
    session.show(unsaved=False)
    window.close()
    window.deleteLater()
    session.deleteLater()


@pytest.fixture(scope="module")
def street(qapp, tmp_path_factory):
    """The window of a whole file of tests, with the small sample open."""
    apply_theme(qapp, light())
    street = open_street(tmp_path_factory.mktemp("street"))
    yield street
    close_studio(street.studio)


@pytest.fixture
def chinese(qapp):
    """The application speaks Chinese for the length of a test."""
    font = qapp.font()
    before = set(qapp.findChildren(QTranslator))
    assert install_translation(qapp, QLocale("zh_CN"))
    yield qapp
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()
    qapp.setFont(font)


@pytest.fixture
def idle(qtbot, window):
    """Wait until no job runs and the window shows what came of the last one."""
    session, page = window.session, window.inspect
    return lambda: qtbot.waitUntil(
        lambda: session.state.busy is None and not page.is_behind
    )


@pytest.fixture
def opened(window, idle):
    """The main window with the fake engine's network open."""
    window.opening.open_source(ModelSource("zoo", "net", "Net"))
    idle()
    return window


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(request):
    """A test may leave no running thread, no window of its own, no pressed button."""
    if "qtbot" not in request.fixturenames:
        yield
        assert QApplication.mouseButtons() == Qt.MouseButton.NoButton
        return
    before = _windows()
    gc.collect()
    gc.freeze()  # what is there already, torch above all, is not searched afterwards
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    threads = [
        each
        for each in gc.get_objects()
        if issubclass(type(each), QThread) and isValid(each) and each.isRunning()
    ]
    assert threads == []
    assert QApplication.mouseButtons() == Qt.MouseButton.NoButton
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
