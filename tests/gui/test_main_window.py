import logging
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QMessageBox,
)

from engine.images import Preprocessing
from engine.networks.zoo import ZOO
from engine.opening.source import ModelSource
from engine.project import CalibrationSettings, Project, write_project
from engine.recipe import ApplyRule
from gui.graph.scene.colours import GraphColours
from gui.main_window import MainWindow
from gui.panels.open_dialog import OpenDialog
from gui.session.autosave import Autosave
from gui.session.session import Notice, Session
from gui.session.state import STAGES
from gui.settings import Settings
from gui.theme import apply_theme, dark, light, theme_of
from tests.gui.fake_engine import FakeWorkflow, make_engine

FIX = ApplyRule("keep", "sum_1")
PAGES = ("StartPage", "InspectPage", "InspectPage", "CalibrationPanel")
PAGES += ("ComparisonPanel", "CompilePanel")


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(9, 9).toPoint(), action, data, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(9, 9), action, data, left, none)
        QApplication.sendEvent(window, event)
    return enter.isAccepted()


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.keyClick(window, key, modifier)


def answer(window, button):
    window.dialogs.ask_save = lambda name: button


def test_it_starts_on_the_start_page_with_nothing_to_save(window):
    assert window.stack.currentWidget() is window.start
    assert not window.actions_by_key.by_key["save"].isEnabled()
    assert not window.top.target.isVisible()
    assert window.windowTitle() == "NPU Studio"


def test_without_a_network_every_stage_leads_to_the_start_page(window):
    for stage in STAGES:
        window.go(stage)
        assert window.stack.currentWidget() is window.start


def test_every_bundled_network_is_offered_in_the_file_menu(window, idle):
    offered = [key for key in window.actions_by_key.by_key if key.startswith("zoo:")]
    assert offered == [f"zoo:{name}" for name in ZOO]
    window.actions_by_key.by_key["zoo:yolox-nano"].trigger()
    idle()
    assert window.session.project.source.location == "yolox-nano"


def test_opening_leads_to_the_graph(opened):
    assert opened.is_showing_graph()
    assert opened.stepper.current == "inspect"
    assert opened.windowTitle() == "Net[*] – NPU Studio"
    assert opened.status.network.text() == "1.0 MMAC · 7 parameters · 1×3×8×16"
    assert opened.status.toolchains.text() == "Not found: Horizon"


@pytest.mark.parametrize(("number", "page"), list(enumerate(PAGES, start=1)))
def test_control_and_a_number_go_to_a_stage(qtbot, opened, number, page):
    key = Qt.Key(Qt.Key.Key_0 + number)
    press(qtbot, opened, key, Qt.KeyboardModifier.ControlModifier)
    assert type(opened.stack.currentWidget()).__name__ == page
    assert opened.stepper.current == STAGES[number - 1]


def test_f8_walks_the_problems_in_a_ring(qtbot, opened):
    seen = []
    for _ in range(3):
        press(qtbot, opened, Qt.Key.Key_F8)
        seen.append(opened.inspect.selected)
    press(qtbot, opened, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert [*seen, opened.inspect.selected] == ["sum_1", "rsub", "sum_1", "rsub"]


def test_control_m_lets_the_wheel_zoom_today_and_tomorrow(
    qtbot, opened, tmp_path, workflow
):
    view = opened.inspect.graph.view
    control = Qt.KeyboardModifier.ControlModifier
    scales = []
    for _ in range(2):
        before = view.camera.scale
        turn_wheel(view)
        scales.append(view.camera.scale / before)
        press(qtbot, opened, Qt.Key.Key_M, control)
    assert scales[0] == 1
    assert scales[1] > 1
    press(qtbot, opened, Qt.Key.Key_M, control)
    opened.session.settings.sync()
    session = Session(
        Settings(tmp_path / "settings.ini"),
        Autosave(tmp_path / "other"),
        make_engine(workflow),
    )
    again = MainWindow(session)
    qtbot.addWidget(again)
    assert again.inspect.graph.view.pointer.wheel_zooms
    assert again.actions_by_key.by_key["wheel_zooms"].isChecked()
    again.close()
    session.deleteLater()


def turn_wheel(view):
    none = Qt.KeyboardModifier.NoModifier
    at, up = QPointF(200, 200), QPoint(0, 120)
    phase = Qt.ScrollPhase.NoScrollPhase
    button = Qt.MouseButton.NoButton
    event = QWheelEvent(at, at, QPoint(), up, button, none, phase, False)
    QApplication.sendEvent(view, event)


def test_control_z_undoes_and_control_y_does_again(qtbot, opened, idle):
    control = Qt.KeyboardModifier.ControlModifier
    opened.editing.apply(FIX)
    idle()
    press(qtbot, opened, Qt.Key.Key_Z, control)
    idle()
    assert opened.session.state.cursor == 0
    press(qtbot, opened, Qt.Key.Key_Y, control)
    idle()
    assert opened.session.state.cursor == 1


def test_control_f_goes_to_the_search_field(qtbot, opened):
    opened.go("calibrate")
    press(qtbot, opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert opened.is_showing_graph()
    assert opened.inspect.graph.search.hasFocus()


def test_a_selected_node_is_selected_in_every_panel(opened):
    opened.inspect.graph.view.select("rsub")
    assert opened.inspect.selected == "rsub"
    assert opened.inspect.graph.view.selected() == "rsub"


def test_an_edit_keeps_the_selected_node(opened, idle):
    opened.inspect.select("rsub")
    opened.editing.apply(FIX)
    idle()
    assert opened.inspect.selected == "rsub"


def test_unsaved_edits_show_in_the_title(opened, idle):
    assert not opened.isWindowModified()
    opened.editing.apply(FIX)
    idle()
    assert opened.isWindowModified()


def test_closing_with_unsaved_edits_asks_and_may_be_called_off(opened, idle):
    opened.editing.apply(FIX)
    idle()
    answer(opened, QMessageBox.StandardButton.Cancel)
    event = QCloseEvent()
    opened.closeEvent(event)
    assert not event.isAccepted()
    assert opened.session.state.edits == (FIX,)


def test_escape_closes_the_notice_and_then_lets_go_of_the_node(qtbot, opened):
    opened.inspect.select("rsub")
    opened.session.noticed.emit(Notice("error", "No."))
    opened.setFocus()
    press(qtbot, opened, Qt.Key.Key_Escape)
    assert not opened.notice.isVisible()
    assert opened.inspect.selected == "rsub"
    press(qtbot, opened, Qt.Key.Key_Escape)
    assert opened.inspect.selected == ""


def test_a_malformed_profile_is_said_and_the_others_are_offered(
    qtbot, qapp, tmp_path, monkeypatch
):
    folder = tmp_path / "npu-studio" / "targets"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("name = ")
    monkeypatch.setattr(
        "engine.targets.profile.user_data_path", lambda name: tmp_path / name
    )
    session = Session(
        Settings(tmp_path / "settings.ini"),
        Autosave(tmp_path / "autosave"),
        make_engine(FakeWorkflow()),
    )
    window = MainWindow(session)
    said, offered = window.notice.text.text(), window.top.target.count()
    window.close()
    window.deleteLater()
    assert "mine.toml is not a TOML file" in said
    assert offered > 5


def test_closing_with_save_writes_the_project(opened, idle, tmp_path):
    file = tmp_path / "p.json"
    opened.opening.save_project(file)
    opened.editing.apply(FIX)
    idle()
    answer(opened, QMessageBox.StandardButton.Save)
    event = QCloseEvent()
    opened.closeEvent(event)
    assert event.isAccepted()
    assert '"keep"' in file.read_text()


def test_a_dropped_project_is_opened(qtbot, window, tmp_path):
    file = tmp_path / "p.json"
    write_project(Project(ModelSource("zoo", "net"), "dropped"), file)
    assert drop(window, file)
    qtbot.waitUntil(window.is_showing_graph)
    assert window.session.state.path == file


def test_a_dropped_program_is_opened(qtbot, window, tmp_path):
    file = tmp_path / "net.pt2"
    file.write_bytes(b"")
    assert drop(window, file)
    qtbot.waitUntil(window.is_showing_graph)
    assert window.session.project.source.kind == "pt2"


def test_a_dropped_python_file_fills_the_dialog_and_runs_nothing(
    qtbot, window, workflow, tmp_path
):
    file = tmp_path / "model.py"
    file.write_text("class Net: ...")
    assert drop(window, file)
    qtbot.waitUntil(lambda: window.findChild(OpenDialog) is not None)
    dialog = window.findChild(OpenDialog)
    assert dialog.callable.currentText() == "Net"
    assert workflow.calls == []
    dialog.reject()


def test_a_file_with_its_callable_fills_the_dialog(qtbot, window, tmp_path):
    file = tmp_path / "model.py"
    file.write_text("class Net: ...\nclass Other: ...")
    window.open_word(f"{file}:Other")
    dialog = window.findChild(OpenDialog)
    assert dialog.callable.currentText() == "Other"
    dialog.reject()


def test_other_files_are_not_taken(window, tmp_path):
    assert not drop(window, tmp_path / "notes.txt")


def test_an_error_is_a_calm_sentence_and_nothing_is_lost(opened, idle):
    opened.editing.apply(ApplyRule("refused", "rsub"))
    idle()
    assert opened.notice.isVisible()
    assert opened.notice.text.text() == "The rule does not fit rsub; choose another."
    assert opened.session.state.is_open
    opened.notice.details.click()
    assert opened.log_dock.isVisible()


def test_a_bug_is_told_and_the_window_goes_on(opened, idle):
    opened.opening.open_source(ModelSource("zoo", "net", "Bug"))
    idle()
    (box,) = opened.findChildren(QMessageBox)
    assert "This is a bug" in box.text()
    assert "ZeroDivisionError" in box.detailedText()
    box.close()
    assert opened.session.state.is_open


def test_the_running_job_is_below_unless_its_own_page_shows_it(
    qtbot, opened, idle, workflow
):
    gate = threading.Event()
    workflow.wait = lambda: gate.wait(60)
    opened.measuring.calibrate(CalibrationSettings("images"), Preprocessing())
    qtbot.waitUntil(lambda: opened.session.state.busy == "calibrate")
    assert opened.job.isVisible()
    opened.go("calibrate")
    assert not opened.job.isVisible()
    gate.set()
    idle()
    opened.go("inspect")
    assert not opened.job.isVisible()


def test_what_a_killed_window_left_is_offered_and_recovered(
    qtbot, window, tmp_path, idle
):
    folder = tmp_path / "autosave"
    project = Project(ModelSource("zoo", "net"), "lost", edits=(FIX,), cursor=1)
    write_project(project, folder / "dead.json")
    window.go("open")
    assert window.start.recovery.isVisible()
    window.start.recover_requested.emit()
    qtbot.waitUntil(window.is_showing_graph)
    assert window.session.state.edits == (FIX,)
    assert window.session.state.unsaved
    assert not (folder / "dead.json").exists()


class Dressed(QObject):
    """Counts how often a widget is dressed anew."""

    def __init__(self, widget):
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _, event):
        self.times += event.type() == QEvent.Type.StyleChange
        return False


def test_the_theme_can_change_while_everything_is_shown(qapp, opened):
    dressed = Dressed(opened.inspect.problems.bar.field)
    try:
        apply_theme(qapp, dark())
        assert dressed.times == 2, "once without a sheet, and once with the new one"
        assert theme_of(opened.inspect.graph.palette()) is dark()
        assert opened.inspect.graph.view.picture.colours == GraphColours.dark()
    finally:
        apply_theme(qapp, light())


def test_the_log_panel_shows_what_is_logged_and_lets_go_on_close(window):
    logging.getLogger("gui.test").warning("something")
    assert "something" in window.log.text.toPlainText()
    window.close()
    assert window._relay not in logging.getLogger().handlers


def test_the_layout_is_remembered(qtbot, window, tmp_path, workflow):
    window.resize(760, 640)
    window.close()
    session = Session(
        Settings(tmp_path / "settings.ini"),
        Autosave(tmp_path / "autosave"),
        make_engine(workflow),
    )
    again = MainWindow(session, Path("log"))
    size = again.width(), again.height()
    again.close()
    again.deleteLater()
    assert size == (760, 640)
