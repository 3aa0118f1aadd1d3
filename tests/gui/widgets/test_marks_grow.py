"""Marks beside text are as large as it, whatever the system's font."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QTreeWidgetItem

from gui.panels.differences import DifferencesTree
from gui.panels.module_tree import ModuleTreePanel
from gui.panels.stages import StageMark
from gui.theme import light, style_sheet
from gui.widgets.banner import Banner
from gui.widgets.history_delegate import STEP, HistoryDelegate, Step
from gui.widgets.mark_sign import MarkSign
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.problem_list import ProblemModel, ProblemView
from gui.widgets.severity_toggles import SeverityToggles
from gui.widgets.stage_strip import StageStrip
from gui.widgets.stepper import Step as JourneyStep
from gui.widgets.stepper import StepButton
from gui.widgets.verdict_label import VerdictLabel
from tests.gui.panels.conftest import make_diagnostics, make_graph
from tests.gui.widgets.test_stage_strip import EDITS, STATES

NEAR = 60


def tree():
    panel = ModuleTreePanel()
    panel.show(make_graph(), make_diagnostics())
    return panel


def differences():
    view = DifferencesTree()
    view.setHeaderHidden(True)
    QTreeWidgetItem(QTreeWidgetItem(view))
    return view


def problems():
    view = ProblemView()
    view.setModel(ProblemModel(view))
    view.model().show(make_diagnostics()[:1], {})
    return view


def history():
    view = QListWidget()
    view.setItemDelegate(HistoryDelegate(view))
    item = QListWidgetItem(view)
    item.setData(STEP, Step("An edit", "", False, False, is_misfit=True))
    return view


def strip():
    view = StageStrip()
    view.show_states(EDITS, 1, STATES)
    return view


def notice():
    bar = NoticeBar()
    bar.say("It failed.", "error")
    return bar


def banner():
    bar = Banner()
    bar.show_text("It is out of date.")
    return bar


def toggles():
    row = SeverityToggles()
    row.show_counts(["error"])
    return row


def verdict():
    label = VerdictLabel()
    label.show_verdict("error")
    return label


def ticked():
    mark = StageMark()
    mark.set_done(True)
    return mark


def step():
    return StepButton(1, JourneyStep("fix", "", "error"))


MARKED = {
    tree: "error",
    differences: "hint",
    problems: "error",
    history: "error",
    strip: "error",
    notice: "error",
    banner: "warning",
    toggles: "error",
    verdict: "error",
    ticked: "ok",
    step: "error",
    lambda: MarkSign("error"): "error",
}


def painted(qtbot, make, pixels, colour):
    """How many pixels have about a colour, the words of the widget being this large."""
    widget = make()
    qtbot.addWidget(widget)
    widget.setStyleSheet(f"* {{ font-size: {pixels}px; color: black; }}")
    widget.ensurePolished()
    widget.resize(widget.sizeHint().expandedTo(QSize(0, 700 if make is tree else 0)))
    widget.setVisible(True)
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    found = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)[:, :3]
    away = np.abs(found.astype(int) - colour.getRgb()[:3]).max(axis=1)
    return int((away < NEAR).sum())


@pytest.mark.parametrize("make", MARKED, ids=lambda make: make.__name__)
def test_a_mark_is_twice_as_large_beside_words_twice_as_large(qtbot, make):
    colour = light().severity(MARKED[make])
    usual, large = (painted(qtbot, make, pixels, colour) for pixels in (13, 26))
    assert usual > 10
    assert large > 2.4 * usual


@pytest.mark.parametrize("is_ticked", [True, False], ids=["tick", "arrow"])
def test_what_stands_beside_words_of_a_menu_grows_with_them(qtbot, is_ticked):
    def ink(pixels):
        menu = QMenu()
        qtbot.addWidget(menu)
        font = QFont()
        font.setPixelSize(pixels)
        menu.setStyleSheet(style_sheet(light(), font))
        action = menu.addAction(" ") if is_ticked else menu.addMenu(" ").menuAction()
        action.setCheckable(is_ticked)
        action.setChecked(is_ticked)
        menu.resize(menu.sizeHint())
        image = menu.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        rows = np.frombuffer(image.constBits(), np.uint8)
        rows = rows.reshape(-1, image.bytesPerLine())[6:-6, 6 : image.width() - 6]
        return int((rows < 180).sum())

    assert ink(13) > 5
    assert ink(26) > 2.4 * ink(13)
