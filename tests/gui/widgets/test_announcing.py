"""What happens without a key pressed is said to whoever listens to the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from engine.progress import Progress
from gui.graph.tools.pane import GraphPane
from gui.widgets.job_bar import JobBar
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.run_bar import RunBar
from tests.gui.graph.networks import pidnet

URGENT = QAccessible.AnnouncementPoliteness.Assertive


@pytest.fixture
def heard(monkeypatch):
    """Every sentence announced, in order, an urgent one with a mark behind it."""
    heard = []

    def listen(event):
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message() + "!" * (event.politeness() == URGENT))

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return heard


def test_notices_are_said_and_errors_at_once(qtbot, heard):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.say("Saved.", "info")
    bar.say("It is not there.", "error")
    assert heard == ["Saved.", "It is not there.!"]


def test_a_job_says_each_stage_once(qtbot, heard):
    bar = JobBar()
    qtbot.addWidget(bar)
    for _ in range(2):
        bar.show_busy("Compare")
        for stage, done in (("reading", 0), ("reading", 1), ("measuring", 0)):
            bar.show_progress(Progress(stage, done, 2), None)
        bar.show_busy("")
    assert heard == ["Compare", "Reading", "Measuring"] * 2


def test_a_pass_over_images_says_each_stage_once(qtbot, heard):
    bar = RunBar("Calibrate")
    qtbot.addWidget(bar)
    for _ in range(2):
        for done in range(3):
            bar.show_progress(Progress("calibrating", done, 3), None)
        bar.show_idle()
    assert heard == ["calibrating"] * 2


def test_a_search_says_how_many_it_found(qtbot, heard):
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.show()
    pane.view.show_graph(pidnet())
    pane.activateWindow()
    pane.focus_search()
    qtbot.waitUntil(pane.search.hasFocus)
    qtbot.keyClicks(pane.search, "rsub")
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert heard[-1] == pane.search.count_text()
    assert "of" in heard[-1]
