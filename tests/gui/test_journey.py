"""One user, one window: open, see, fix, undo, calibrate, compare, compile, reopen."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from engine import workflow
from engine.cli import main
from engine.recipe import FixAll
from tests.studio import Studio, close_studio, make_studio

PATIENCE_MS = 120_000


@pytest.fixture
def opened(street):
    yield street.start_over()
    street.let_go()


def idle(qtbot, studio: Studio) -> None:
    page = studio.window.inspect
    qtbot.waitUntil(
        lambda: studio.is_idle() and not page.is_behind, timeout=PATIENCE_MS
    )


def errors(studio: Studio) -> int:
    return studio.session.state.count("error")


def press_fix(qtbot, studio: Studio, row: int) -> None:
    view = studio.window.inspect.problems.view
    index = view.model().index(row, 0)
    option = QStyleOptionViewItem()
    option.rect, option.font = view.visualRect(index), view.font()
    where = view.itemDelegate().button_rect(option, index).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    idle(qtbot, studio)


def press(qtbot, studio: Studio, keys: str) -> None:
    action = next(
        each
        for each in studio.window.actions_by_key.by_key.values()
        if any(shortcut.toString() == keys for shortcut in each.shortcuts())
    )
    assert action.isEnabled(), f"{keys} is greyed"
    action.trigger()
    idle(qtbot, studio)


def calibrated(qtbot, studio: Studio) -> Studio:
    studio.calibrate()
    qtbot.waitUntil(studio.is_calibrated, timeout=PATIENCE_MS)
    return studio


def test_the_start_page_offers_the_sample(window):
    page = window.start
    assert window.stack.currentWidget() is page
    card = page.samples.itemAt(0).widget()
    assert card.sample.name == "street"
    assert not card.icon().isNull()


def test_the_problems_of_the_article_are_listed_and_lead_to_the_code(qtbot, opened):
    page = opened.window.inspect
    assert errors(opened) == 5
    press(qtbot, opened, "F8")
    node = opened.session.state.info.by_name[page.selected]
    assert node.source.file.endswith("pidnet_fusion.py")
    assert page.graph.view.selected() == page.selected


def test_a_preview_measures_the_change_without_making_it(qtbot, opened):
    edit = opened.session.state.diagnostics[0].fixes[0].edit
    opened.window.editing.preview(edit)
    idle(qtbot, opened)
    preview = opened.session.state.preview
    assert preview.edit == edit
    assert preview.verdict in ("no difference", "within rounding")
    assert preview.samples > 0
    assert opened.session.state.cursor == 0


def test_one_click_fixes_and_undo_brings_everything_back(qtbot, opened):
    before = opened.session.state.info
    press_fix(qtbot, opened, 0)
    assert errors(opened) == 4
    press(qtbot, opened, "Ctrl+Z")
    assert opened.session.state.info == before
    press(qtbot, opened, "Ctrl+Y")
    assert errors(opened) == 4


def test_fix_all_leaves_nothing_and_is_one_step(qtbot, opened):
    press(qtbot, opened, "Ctrl+Shift+F")
    assert opened.session.state.diagnostics == ()
    assert opened.session.state.edits == (FixAll("horizon-bayes"),)


def test_another_target_is_judged_at_once(qtbot, opened):
    top = opened.window.top
    top.target.setCurrentIndex(top.target.findData("onnxruntime-cpu"))
    top.target.activated.emit(top.target.currentIndex())
    idle(qtbot, opened)
    assert errors(opened) == 0
    assert opened.session.project.target == "onnxruntime-cpu"


def test_cancel_during_calibration_keeps_everything(qtbot, opened, monkeypatch):
    calibrate, is_cancelled = workflow.calibrate_project, threading.Event()

    def held(document, project):
        """Measure nothing behind the first report until Cancel was pressed."""
        steps = calibrate(document, project)
        yield next(steps)
        is_cancelled.wait(PATIENCE_MS / 1000)
        return (yield from steps)

    with monkeypatch.context() as patch:
        patch.setattr(workflow, "calibrate_project", held)
        with qtbot.waitSignal(opened.session.progressed, timeout=PATIENCE_MS):
            opened.calibrate()
        opened.window.pages.calibration.run_bar.cancel_button.click()
        is_cancelled.set()
        idle(qtbot, opened)
    assert opened.session.state.measured is None
    assert opened.session.state.is_open
    assert calibrated(qtbot, opened).session.state.measured is not None


def test_the_whole_journey(qtbot, opened, tmp_path, capsys):
    press(qtbot, opened, "Ctrl+Shift+F")
    calibrated(qtbot, opened)
    assert opened.session.state.measured.calibration.images == 3

    opened.compare()
    qtbot.waitUntil(lambda: opened.session.state.compared is not None, timeout=90_000)
    idle(qtbot, opened)
    comparison = opened.session.state.compared.comparison
    assert len(comparison.images) == 2
    assert comparison.agreement["quantized"] > 0.9
    first = opened.session.state.compared.panes.path
    opened.window.pages.comparison.image_requested.emit(1)
    idle(qtbot, opened)
    assert opened.session.state.compared.panes.path != first

    opened.compile(tmp_path / "out")
    qtbot.waitUntil(lambda: opened.session.state.compiled is not None, timeout=90_000)
    idle(qtbot, opened)
    result = opened.session.state.compiled.result
    assert result.self_check.mismatches == 0
    assert all(Path(each.path).is_file() for each in result.artifacts)
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report

    saved = tmp_path / "saved.json"
    assert opened.window.opening.save_project(saved)
    assert not opened.session.state.unsaved
    check_reopened(qtbot, tmp_path, saved, opened)
    check_command_line(tmp_path, saved, opened, capsys)


def check_reopened(qtbot, tmp_path, saved: Path, original: Studio) -> None:
    again = make_studio(tmp_path / "again")
    again.window.open_word(str(saved))
    qtbot.waitUntil(again.window.is_showing_graph, timeout=PATIENCE_MS)
    idle(qtbot, again)
    assert again.session.state.info == original.session.state.info
    assert again.session.state.edits == original.session.state.edits
    digest = original.session.state.measured.table.digest
    assert again.session.state.measured.table.digest == digest
    assert again.session.state.stale == frozenset()
    calibrated(qtbot, again)
    assert again.session.state.measured.table.digest == digest
    close_studio(again)


def check_command_line(tmp_path, saved: Path, original: Studio, capsys) -> None:
    capsys.readouterr()
    assert main(["run", str(saved), "-o", str(tmp_path / "again"), "--json"]) == 0
    repeated = json.loads(capsys.readouterr().out)
    comparison = original.session.state.compared.comparison
    digest = original.session.state.measured.table.digest
    assert repeated["calibrate"]["digest"] == digest
    for view, score in comparison.scores.items():
        assert repeated["compare"][view]["miou"] == score.miou
    agreement = comparison.agreement["quantized"]
    assert repeated["compare"]["agreement"]["quantized"] == agreement


def test_an_edit_after_calibration_shows_the_result_as_stale(qtbot, opened):
    calibrated(qtbot, opened)
    press(qtbot, opened, "Ctrl+Shift+F")
    assert "calibrate" in opened.session.state.stale
    press(qtbot, opened, "Ctrl+Z")
    assert "calibrate" not in opened.session.state.stale


def test_a_killed_window_loses_nothing(qtbot, opened):
    press(qtbot, opened, "Ctrl+Shift+F")
    autosave = opened.session.autosave
    autosave.finish()
    kept = [file.read_text("utf-8") for file in autosave._folder.glob("*.json")]
    assert len(kept) == 1
    assert '"FixAll"' in kept[0]


def test_a_failed_opening_says_why_and_keeps_the_open_network(qtbot, opened, tmp_path):
    before = opened.session.state.info
    opened.window.open_word(str(tmp_path / "nowhere.json"))
    idle(qtbot, opened)
    assert "nowhere.json" in opened.window.notice.text.text()
    assert opened.session.state.info == before


def test_clicking_a_node_shows_its_facts(qtbot, opened):
    view = opened.window.inspect.graph.view
    view.folding.expand_all()
    view.select("conv2d")
    box = view.rect().center()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(box.x(), box.y()))
    assert opened.window.inspect.selected == "conv2d"
