"""The session saves, opens, recovers and asks before it runs code."""

from dataclasses import replace

from engine.errors import CalibrationError
from engine.opening.source import InputSpec, ModelSource
from engine.project import (
    Project,
    read_project,
    write_project,
)
from tests.gui.desk import FIX, OTHER, Desk
from tests.gui.fake_engine import make_calibration

INPUTS = (InputSpec((1, 3, 8, 16)),)


def test_a_saved_project_opens_equal(desk, tmp_path):
    desk.open()
    before = desk.apply(FIX, OTHER)
    desk.editing.undo()
    before = desk.rest()
    file = tmp_path / "p.json"
    assert desk.opening.save_project(file)
    assert not desk.state.unsaved
    desk.opening.open_project(file)
    after = desk.rest()
    assert after.facts == before.facts
    assert after.project == before.project
    assert after.path == file
    assert file in desk.settings.recent


def test_a_network_opened_again_keeps_edits_results_and_its_project(desk, tmp_path):
    desk.open()
    desk.apply(FIX)
    desk.opening.save_project(tmp_path / "p.json")
    desk.apply(OTHER)
    before = desk.calibrate()
    desk.opening.open_again()
    after = desk.rest()
    assert after.facts is not before.facts
    assert after.edits == (FIX, OTHER)
    assert (after.project, after.path) == (before.project, before.path)
    assert (after.unsaved, after.measured) == (True, before.measured)
    assert after.stale == frozenset()


def test_a_network_that_does_not_open_again_stays_as_it_was(desk):
    desk.open()
    desk.apply(FIX)
    gone = replace(desk.session.project, source=ModelSource("zoo", "net", "Missing"))
    desk.session.show(project=gone)
    before = desk.state
    desk.opening.open_again()
    assert desk.rest().facts is before.facts
    assert "Missing" in desk.notices[-1].text


def test_network_and_weights_that_have_moved_are_asked_for_and_edits_stay(
    desk, tmp_path
):
    desk.open()
    desk.apply(FIX)
    file, new = tmp_path / "p.json", tmp_path / "new" / "net.py"
    new.parent.mkdir()
    new.write_text("", encoding="utf-8")
    weights, kept = tmp_path / "net.pth", tmp_path / "new" / "kept.pth"
    kept.write_bytes(b"")
    lost = ModelSource(
        "python",
        str(tmp_path / "net.py"),
        "Net",
        checkpoint=str(weights),
        inputs=INPUTS,
    )
    write_project(replace(desk.session.project, source=lost), file)

    before = desk.state
    desk.opening.open_project(file)
    assert desk.notices[-1].text.startswith(
        f"The project p.json expects {tmp_path / 'net.py'}, which is not there;"
    )
    assert desk.state is before
    desk.moved_to["net.py"] = new
    desk.opening.open_project(file)
    assert desk.notices[-1].text.startswith(
        f"The project p.json expects {weights}, which is not there;"
    )
    assert desk.state is before
    desk.moved_to["net.pth"] = kept
    desk.opening.open_project(file)
    desk.qtbot.waitUntil(lambda: desk.state.path == file)
    assert desk.state.unsaved
    found = replace(lost, location=str(new), checkpoint=str(kept))
    assert desk.session.project.source == found
    assert desk.session.project.edits == (FIX,)


def test_a_source_changed_at_opening_is_unsaved(desk, tmp_path):
    desk.open()
    file = tmp_path / "p.json"
    assert desk.opening.save_project(file)
    desk.opening.open_project(file, lambda source: replace(source, inputs=INPUTS))
    desk.qtbot.waitUntil(lambda: desk.state.unsaved)
    assert desk.session.project.source.inputs == INPUTS
    assert read_project(file).source.inputs != INPUTS


def test_what_was_measured_is_kept_beside_the_project(desk, tmp_path):
    desk.open()
    desk.calibrate()
    assert desk.opening.save_project(tmp_path / "p.json")
    assert (tmp_path / "p.calibration.json").read_text() == "3"


def test_a_fitting_calibration_beside_the_project_is_shown_as_fresh(
    desk, workflow, tmp_path
):
    desk.open()
    desk.opening.save_project(tmp_path / "p.json")
    workflow.stored = make_calibration(images=16)
    desk.opening.open_project(tmp_path / "p.json")
    state = desk.rest()
    assert "read p.json" in workflow.calls
    assert "calibrate" not in workflow.calls
    assert state.measured.calibration.images == 16
    assert state.stale == frozenset()
    assert desk.apply(FIX).stale == {"calibrate"}


def test_a_damaged_calibration_beside_the_project_is_said_and_it_opens(
    desk, workflow, tmp_path
):
    desk.open()
    desk.opening.save_project(tmp_path / "p.json")
    workflow.stored = CalibrationError("It cannot be read; calibrate again.")
    desk.opening.open_project(tmp_path / "p.json")
    state = desk.rest()
    assert state.is_open
    assert state.measured is None
    assert state.warnings == ("It cannot be read; calibrate again.",)


def test_a_project_on_disk_lags_behind_a_new_calibration(desk, tmp_path):
    desk.open()
    desk.calibrate()
    desk.opening.save_project(tmp_path / "p.json")
    assert not desk.state.unsaved
    assert desk.calibrate().unsaved


def test_saving_where_nothing_can_be_written_is_said_and_keeps_the_edits(
    desk, tmp_path
):
    desk.open()
    before = desk.apply(FIX)
    (tmp_path / "file").write_text("")
    assert not desk.opening.save_project(tmp_path / "file" / "p.json")
    assert "cannot be written" in desk.notices[-1].text
    assert desk.state.facts == before.facts
    assert desk.state.unsaved


def test_a_broken_project_is_said_and_the_open_network_stays(desk, tmp_path):
    before = desk.open()
    file = tmp_path / "p.json"
    file.write_text("{")
    desk.opening.open_project(file)
    assert "is not JSON" in desk.notices[-1].text
    assert desk.state.facts == before.facts


def test_what_was_recovered_is_safe_at_once(desk, tmp_path):
    project = Project(ModelSource("zoo", "net"), "lost", edits=(FIX,), cursor=1)
    folder = tmp_path / "autosave"
    write_project(project, folder / "dead.json")
    (left,) = desk.autosave.left_behind()
    desk.opening.recover(left)
    desk.rest()
    (file,) = folder.glob("*.json")
    assert file != left.file
    assert read_project(file) == project


def test_what_was_recovered_is_saved_where_it_belongs(desk, tmp_path):
    file = tmp_path / "p.json"
    desk.open()
    assert desk.opening.save_project(file)
    desk.apply(FIX)
    desk.autosave.finish()
    (kept,) = desk.autosave._folder.glob("*.json")
    folder = desk.autosave._folder
    copies = [folder / f"dead{each}" for each in (".json", ".origin")]
    for copy in copies:
        copy.write_bytes(kept.with_suffix(copy.suffix).read_bytes())
    (left,) = desk.autosave.left_behind()
    desk.opening.recover(left)
    state = desk.rest()
    assert (state.path, state.unsaved) == (file, True)
    assert desk.opening.save_project(state.path)
    assert desk.settled == []
    assert read_project(file).edits == (FIX,)


def test_the_second_of_two_windows_asks_before_it_overwrites_the_first(
    desk, workflow, tmp_path, qtbot
):
    file, other_name = tmp_path / "p.json", tmp_path / "mine.json"
    desk.open()
    assert desk.opening.save_project(file)
    second = Desk(qtbot, tmp_path / "second", workflow)
    second.opening.open_project(file)
    second.rest()
    desk.apply(FIX)
    second.apply(OTHER)
    assert desk.opening.save_project(file)
    assert desk.settled == []
    assert not second.opening.save_project(file)
    assert second.settled == [file]
    assert second.state.unsaved
    assert read_project(file).edits == (FIX,)
    second.saves_to = lambda path: other_name
    assert second.opening.save_project(file)
    assert second.state.path == other_name
    assert read_project(file).edits == (FIX,)
    assert read_project(other_name).edits == (OTHER,)
    second.session.close()


def test_who_chooses_to_overwrite_is_asked_once(desk, tmp_path):
    file = tmp_path / "p.json"
    desk.open()
    assert desk.opening.save_project(file)
    file.write_text("changed by a program")
    desk.saves_to = lambda path: path
    assert desk.opening.save_project(file)
    assert desk.opening.save_project(file)
    assert desk.settled == [file]


def test_a_file_that_is_gone_is_written_anew_without_a_question(desk, tmp_path):
    file = tmp_path / "p.json"
    desk.open()
    assert desk.opening.save_project(file)
    file.unlink()
    assert desk.opening.save_project(file)
    assert desk.settled == []


def test_a_python_file_is_asked_about_once_per_content(desk, tmp_path):
    file = tmp_path / "model.py"
    file.write_text("class Net: ...")
    source = ModelSource("python", str(file), "Net")
    for _ in range(2):
        desk.opening.open_source(source)
        desk.rest()
    assert desk.asked == [str(file)]
    file.write_text("class Net: pass")
    desk.opening.open_source(source)
    desk.rest()
    assert len(desk.asked) == 2


def test_a_project_with_python_source_is_asked_about_too(desk, tmp_path, workflow):
    model, file = tmp_path / "model.py", tmp_path / "p.json"
    model.write_text("class Net: ...")
    write_project(Project(ModelSource("python", str(model), "Net")), file)
    desk.trust = False
    desk.opening.open_project(file)
    assert desk.asked == [str(model)]
    assert workflow.calls == []
    assert not desk.state.is_open


def test_refusing_is_not_remembered(desk, tmp_path, workflow):
    file = tmp_path / "model.py"
    file.write_text("class Net: ...")
    desk.trust = False
    for _ in range(2):
        desk.opening.open_source(ModelSource("python", str(file), "Net"))
    assert len(desk.asked) == 2
    assert workflow.calls == []


def test_every_edit_is_on_disk_at_once(desk):
    desk.open()
    assert list(desk.autosave._folder.glob("*.json")) == []
    desk.apply(FIX)
    desk.autosave.finish()
    (file,) = desk.autosave._folder.glob("*.json")
    assert read_project(file) == desk.state.project
    desk.apply(OTHER)
    desk.autosave.finish()
    assert read_project(file).edits == (FIX, OTHER)


def test_saving_and_closing_leave_no_autosave(desk, tmp_path):
    desk.open()
    desk.apply(FIX)
    desk.opening.save_project(tmp_path / "p.json")
    assert list(desk.autosave._folder.glob("*.json")) == []
    desk.apply(OTHER)
    desk.session.close()
    assert list(desk.autosave._folder.glob("*.json")) == []
