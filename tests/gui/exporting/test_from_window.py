"""The export dialog of the window: it writes, copies, cancels and remembers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from engine.info import WrittenCode
from engine.progress import Progress
from gui.exporting import from_window as graph_export
from gui.exporting import work as export_work
from gui.exporting.from_window import GraphExport
from gui.exporting.offscreen import CODES, FORMATS, Wanted
from gui.exporting.remembered import FIRST, recalled, remember
from gui.graph.scene.scene import Marks
from gui.settings import Settings
from gui.theme import light, style_sheet
from tests.gui.graph.networks import branchy, pidnet
from tests.studio import close_studio, make_studio

PICTURES_AND_TEXTS = [each for each in FORMATS if each not in CODES]


@pytest.fixture
def studio(qtbot, tmp_path):
    studio = make_studio(tmp_path / "settings")
    studio.window.inspect.graph.view.show_graph(pidnet())
    studio.session.settings.set_folder("picture", str(tmp_path))
    yield studio
    QGuiApplication.clipboard().clear()
    close_studio(studio)


@pytest.fixture
def exporting(qtbot, studio):
    """The export of a window whose dialog is open and has measured."""
    exporting: GraphExport = studio.window.exporting
    exporting.ask()
    qtbot.waitUntil(lambda: exporting.dialog.facts.text() != "")
    qtbot.waitUntil(lambda: not exporting.is_busy)
    return exporting


def choose(exporting, **values):
    """Change the choices of the dialog as if they had been clicked."""
    dialog = exporting.dialog
    dialog.show_wanted(replace(dialog.wanted, **values))
    dialog.form.changed.emit()


def finish(qtbot, exporting):
    qtbot.waitUntil(lambda: exporting.dialog.ending.text() != "", timeout=20_000)
    qtbot.waitUntil(lambda: not exporting.is_busy, timeout=20_000)


@pytest.mark.parametrize("form", PICTURES_AND_TEXTS)
def test_every_format_is_written_where_the_dialog_says(
    qtbot, exporting, tmp_path, form
):
    path = tmp_path / f"graph.{form}"
    marks = Marks(errors={"pag3_rsub": -42.5})
    exporting._window.inspect.graph.view.show_marks(marks)
    choose(exporting, format=form, path=path)
    exporting.dialog.export.click()
    finish(qtbot, exporting)
    assert str(path) in exporting.dialog.ending.text()
    assert exporting.dialog.folder.isVisible()
    assert path.stat().st_size > 1000
    if form == "html":
        assert '"error":-42.5' in path.read_text("utf-8")


def test_the_ending_of_the_file_follows_the_format(qtbot, exporting):
    form = exporting.dialog.form
    for word, ending in (("png", ".png"), ("fx-code", ".py"), ("svg", ".svg")):
        form.format.setCurrentIndex(form.format.findData(word))
        form.format.activated.emit(form.format.currentIndex())
        assert form.wanted.path.suffix == ending


def test_a_picture_has_the_size_that_the_dialog_told(qtbot, exporting, tmp_path):
    path = tmp_path / "graph.png"
    choose(exporting, format="png", path=path)
    qtbot.waitUntil(lambda: "pixels" in exporting.dialog.facts.text())
    exporting.dialog.form.width_px.setValue(700)
    qtbot.waitUntil(lambda: "700 ×" in exporting.dialog.facts.text())
    exporting.dialog.export.click()
    finish(qtbot, exporting)
    image = QImage(str(path))
    assert image.width() == 700
    assert f"{image.width()} × {image.height()} pixels" in exporting.dialog.facts.text()


def test_all_modules_are_open_where_that_is_chosen(qtbot, exporting, tmp_path):
    sizes = []
    for region in ("whole", "opened"):
        path = tmp_path / f"{region}.png"
        choose(exporting, format="png", region=region, path=path, scale=0.2)
        exporting.dialog.export.click()
        finish(qtbot, exporting)
        sizes.append(QImage(str(path)).height())
    assert sizes[1] > sizes[0]


def test_a_selection_is_offered_only_when_there_is_one(qtbot, exporting, studio):
    radio = exporting.dialog.form.regions["selection"]
    assert not radio.isEnabled()
    assert radio.toolTip() in exporting.dialog.form.why.text()
    studio.window.inspect.graph.view.select("pag3_rsub")
    assert radio.isEnabled()


def test_json_of_a_selection_holds_the_selected_nodes(
    qtbot, exporting, studio, tmp_path
):
    view = studio.window.inspect.graph.view
    view.select("pag3_rsub")
    view.chosen.add(["pag3_mul_1"])
    path = tmp_path / "some.json"
    choose(exporting, format="json", region="selection", path=path)
    exporting.dialog.export.click()
    finish(qtbot, exporting)
    names = [each["name"] for each in json.loads(path.read_text())["nodes"]]
    assert names == ["pag3_rsub", "pag3_mul_1"]


def test_cancelling_leaves_no_file_and_the_dialog_usable(
    qtbot, exporting, tmp_path, monkeypatch
):
    def endless(sheet, wanted):
        number = 0
        while True:
            number += 1
            yield Progress("Writing the picture", number % 100, 100)

    monkeypatch.setattr(export_work, "write_sheet", endless)
    choose(exporting, format="png", path=tmp_path / "graph.png")
    exporting.dialog.export.click()
    dialog = exporting.dialog
    qtbot.waitUntil(lambda: "/ 100" in dialog.job.left.text())
    assert not dialog.form.isEnabled()
    assert not dialog.export.isEnabled()
    dialog.job.cancel.click()
    finish(qtbot, exporting)
    assert dialog.ending.text() == "Cancelled; no file was written."
    assert dialog.form.isEnabled()
    assert list(tmp_path.glob("graph*")) == []


def test_escape_cancels_what_is_written(qtbot, exporting, tmp_path, monkeypatch):
    def endless(sheet, wanted):
        while True:
            yield Progress("Writing the picture", 1, 2)

    monkeypatch.setattr(export_work, "write_sheet", endless)
    choose(exporting, format="png", path=tmp_path / "graph.png")
    exporting.dialog.export.click()
    qtbot.waitUntil(lambda: exporting.is_busy)
    QTest.keyClick(exporting.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not exporting.is_busy)
    assert not exporting.dialog.isVisible()


def test_a_file_that_is_there_is_replaced_only_if_agreed(
    qtbot, exporting, tmp_path, monkeypatch
):
    path = tmp_path / "graph.svg"
    path.write_text("mine")
    choose(exporting, format="svg", path=path)
    monkeypatch.setattr(graph_export, "may_replace", lambda path, parent: False)
    exporting.dialog.export.click()
    assert path.read_text() == "mine"
    monkeypatch.setattr(graph_export, "may_replace", lambda path, parent: True)
    exporting.dialog.export.click()
    finish(qtbot, exporting)
    assert path.read_text() != "mine"


def test_a_folder_that_is_missing_is_told_before_writing(exporting, tmp_path):
    choose(exporting, path=tmp_path / "missing" / "graph.svg")
    assert not exporting.dialog.export.isEnabled()
    assert "There is no folder" in exporting.dialog.export.toolTip()


def test_a_failure_is_one_sentence_in_the_dialog(
    qtbot, exporting, tmp_path, monkeypatch
):
    monkeypatch.setattr(export_work, "write_sheet", raise_disk_full)
    choose(exporting, path=tmp_path / "graph.svg")
    exporting.dialog.export.click()
    finish(qtbot, exporting)
    assert "cannot be written (no space is left)" in exporting.dialog.ending.text()
    assert not exporting.dialog.folder.isVisible()


def pixels_near(one: QImage, other: QImage) -> float:
    """The share of pixels that two pictures of a size have in common."""
    assert one.size() == other.size()
    spots = [(x, y) for x in range(one.width()) for y in range(one.height())]
    alike = (one.pixelColor(*at) == other.pixelColor(*at) for at in spots)
    return sum(alike) / len(spots)


def raise_disk_full(sheet, wanted):
    raise OSError(28, "disk full")


@pytest.mark.parametrize("region", ["view", "whole", "selection"])
def test_copying_puts_a_picture_into_the_clipboard(qtbot, studio, region):
    exporting = studio.window.exporting
    view = studio.window.inspect.graph.view
    view.select("pag3_rsub")
    seen = view.grab().toImage()
    with qtbot.waitSignal(studio.session.noticed, timeout=20_000) as told:
        exporting.copy(region)
    qtbot.waitUntil(lambda: not exporting.is_busy)
    image = QGuiApplication.clipboard().image()
    assert f"{image.width()} × {image.height()} pixels" in told.args[0].text
    assert image.width() > 100
    if region == "view":
        assert image.size() == seen.size()
        middle = image.rect().center()
        card = QRect(middle - QPoint(60, 40), middle + QPoint(60, 40))
        assert pixels_near(image.copy(card), seen.copy(card)) > 0.9


@pytest.mark.parametrize(("form", "begins"), [("dot", "digraph"), ("json", "{")])
def test_text_is_copied_as_text(qtbot, exporting, form, begins):
    choose(exporting, format=form)
    exporting.dialog.copy.click()
    finish(qtbot, exporting)
    assert QGuiApplication.clipboard().text().startswith(begins)


def test_vectors_are_copied_as_vectors(qtbot, exporting):
    choose(exporting, format="svg")
    exporting.dialog.copy.click()
    finish(qtbot, exporting)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasFormat("image/svg+xml")
    assert "<svg" in mime.text()


def test_the_choices_are_there_again_after_a_restart(qtbot, tmp_path):
    wanted = replace(
        FIRST,
        format="pdf",
        region="opened",
        scale=0.5,
        look="dark",
        is_transparent=True,
        paper="a3",
        overlap_mm=15.0,
    )
    settings = Settings(tmp_path / "settings.ini")
    remember(settings, wanted)
    settings.sync()
    assert recalled(Settings(tmp_path / "settings.ini")) == wanted


def test_damaged_choices_are_as_at_first(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    for name in ("format", "region", "scale", "look", "paper", "overlap"):
        settings.set_choice(f"export/{name}", "?!")
    assert recalled(settings) == FIRST == replace(FIRST, path=Path())


def test_a_picture_too_large_to_hold_is_copied_smaller(qtbot, studio, monkeypatch):
    monkeypatch.setattr(export_work, "LARGEST_IMAGE", 300)
    exporting = studio.window.exporting
    with qtbot.waitSignal(studio.session.noticed, timeout=20_000):
        exporting.copy("whole")
    qtbot.waitUntil(lambda: not exporting.is_busy)
    image = QGuiApplication.clipboard().image()
    assert max(image.width(), image.height()) == 300


def test_code_waits_for_the_task_that_has_the_network(
    qtbot, exporting, studio, tmp_path, monkeypatch
):
    studio.session.show(is_long=True, busy="calibrate")
    choose(exporting, format="fx-code")
    assert not exporting.dialog.export.isEnabled()
    assert "Another task" in exporting.dialog.export.toolTip()
    studio.session.show(is_long=False, busy=None)
    path = tmp_path / "net.py"
    choosing, code = studio.window.node_editing.choosing, WrittenCode("x", b"weights")
    monkeypatch.setattr(choosing, "ask_network_code", lambda done: done(code))
    exporting.write(Wanted("fx-code", path))
    assert path.read_text() == code.text
    state = tmp_path / "net.state.pt"
    assert state.read_bytes() == b"weights"
    asked: list[Path] = []
    monkeypatch.setattr(
        graph_export, "may_replace", lambda path, parent: asked.append(path)
    )
    state.write_bytes(b"others")
    path.unlink()
    exporting.write(Wanted("fx-code", path))
    assert asked == [state]
    assert not path.exists()
    assert state.read_bytes() == b"others"
    code = WrittenCode("x")
    exporting.write(Wanted("fx-code", path))
    assert (len(asked), path.read_text()) == (1, "x")
    exporting.write(Wanted("dot", Path("/nowhere/x.dot")))
    finish(qtbot, exporting)
    assert "cannot be written" in exporting.dialog.ending.text()


def test_the_hosts_code_is_copied_or_the_reason_told_why_there_is_none(
    exporting, studio, monkeypatch
):
    exporting.dialog.close()
    notices = []
    studio.session.noticed.connect(notices.append)
    choosing, nothing = studio.window.node_editing.choosing, "Nothing is left."
    monkeypatch.setattr(choosing, "ask_host_code", lambda done, no: no(nothing))
    exporting.copy_host()
    assert [(each.kind, each.text) for each in notices] == [("error", nothing)]
    code = "def network(x):\n    return x\n"
    monkeypatch.setattr(choosing, "ask_host_code", lambda done, no: done(code))
    exporting.copy_host()
    assert QGuiApplication.clipboard().text() == code


def test_numbers_are_as_high_and_begin_where_other_words_do(exporting, qapp):
    form = exporting.dialog.form
    form.setStyleSheet(style_sheet(light(), qapp.font()))
    for field in (form.scale, form.width_px, form.overlap):
        words = field.lineEdit()
        assert 5 <= words.x() + words.textMargins().left() <= 9
        field.adjustSize()
        assert field.height() == form.paper.sizeHint().height()


def test_a_dialog_that_was_closed_follows_no_other_network(qtbot, exporting, studio):
    exporting.dialog.reject()
    view = studio.window.inspect.graph.view
    view.arrangement.place = lambda *_: None  # the drawing stays behind the network
    view.show_graph(branchy(50))
    studio.session.changed.emit(studio.session.state)
    exporting.ask()
    assert exporting.dialog.isVisible()
