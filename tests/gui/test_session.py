import threading
from dataclasses import replace

import pytest

from engine.errors import CalibrationError, ComparisonError
from engine.images import Preprocessing
from engine.info import EditPreview
from engine.opening.source import ModelSource
from engine.project import (
    CalibrationSettings,
    ComparisonSettings,
    Project,
    read_project,
    write_project,
)
from engine.recipe import ApplyEverywhere, ApplyRule, FixAll, SetPrecision
from gui.autosave import Autosave
from gui.session import Session
from gui.session_editing import Editing
from gui.session_measuring import Measuring
from gui.session_opening import Opening
from gui.settings import Settings
from tests.gui.fake_engine import FakeWorkflow, make_calibration, make_engine

FIX = ApplyRule("keep", "sum_1")
OTHER = ApplyRule("keep", "rsub")
IMAGES = CalibrationSettings("images", 3)
PLAIN = Preprocessing()


class Desk:
    """A session with everything around it, driven as the window does."""

    def __init__(self, qtbot, folder, workflow):
        self.qtbot, self.workflow = qtbot, workflow
        self.trust, self.asked, self.notices, self.traces = True, [], [], []
        self.settings = Settings(folder / "settings.ini")
        self.autosave = Autosave(folder / "autosave")
        self.session = Session(self.settings, self.autosave, make_engine(workflow))
        self.opening = Opening(self.session, self._ask)
        self.editing, self.measuring = Editing(self.session), Measuring(self.session)
        self.session.noticed.connect(self.notices.append)
        self.session.crashed.connect(self.traces.append)

    @property
    def state(self):
        return self.session.state

    def rest(self):
        self.qtbot.waitUntil(lambda: self.state.busy is None)
        return self.state

    def open(self, target="Net"):
        self.opening.open_source(ModelSource("zoo", "net", target))
        return self.rest()

    def apply(self, *edits):
        for edit in edits:
            self.editing.apply(edit)
        return self.rest()

    def calibrate(self):
        self.measuring.calibrate(IMAGES, PLAIN)
        return self.rest()

    def left_behind(self):
        return Autosave(self.autosave._folder).left_behind()

    def _ask(self, question):
        self.asked.append(question.runs)
        return self.trust


@pytest.fixture
def workflow():
    return FakeWorkflow()


@pytest.fixture
def desk(qtbot, tmp_path, workflow):
    desk = Desk(qtbot, tmp_path, workflow)
    yield desk
    assert desk.session.close()


def test_opening_shows_the_graph_its_problems_and_the_toolchains(desk):
    state = desk.open()
    assert state.info.name == "Net"
    assert [d.node for d in state.diagnostics] == ["sum_1", "rsub"]
    assert [t.available for t in state.toolchains] == [True, False]
    assert not state.unsaved


def test_an_edit_is_one_undo_step_and_changes_the_digest(desk):
    before = desk.open()
    after = desk.apply(FIX)
    assert after.edits == (FIX,)
    assert [d.node for d in after.diagnostics] == ["rsub"]
    assert after.info.digest != before.info.digest
    assert after.project.edits == (FIX,)


def test_undo_then_redo_changes_nothing(desk):
    desk.open()
    after = desk.apply(FIX, OTHER)
    desk.editing.undo()
    desk.editing.redo()
    again = desk.rest()
    assert again.facts == after.facts
    assert again.project == after.project


def test_undo_to_the_start_gives_the_opened_graph(desk):
    opened = desk.open()
    desk.apply(FIX, OTHER)
    desk.editing.jump(0)
    state = desk.rest()
    assert state.info == opened.info
    assert state.diagnostics == opened.diagnostics
    assert (state.can_undo, state.can_redo) == (False, True)


def test_undo_without_an_edit_and_redo_at_the_end_do_nothing(desk):
    opened = desk.open()
    for wish in (desk.editing.undo, desk.editing.redo):
        wish()
        assert desk.rest().facts == opened.facts
    assert desk.traces == []


def test_a_new_edit_cuts_off_what_was_undone(desk):
    desk.open()
    desk.apply(FIX)
    desk.editing.undo()
    desk.rest()
    assert desk.apply(OTHER).edits == (OTHER,)


def test_quick_edits_are_all_done_in_order(desk):
    desk.open()
    assert desk.apply(FIX, OTHER, FIX).edits == (FIX, OTHER, FIX)


def test_every_kind_of_wish_becomes_its_edit(desk):
    desk.open()
    desk.editing.apply_everywhere("keep")
    desk.editing.set_precision("sum_1", "int16")
    desk.editing.fix_all()
    target = desk.state.project.target
    expected = (
        ApplyEverywhere("keep"),
        SetPrecision("sum_1", "int16"),
        FixAll(target),
    )
    assert desk.rest().edits == expected


def test_a_refused_edit_is_said_and_changes_nothing(desk):
    desk.open()
    before = desk.apply(FIX)
    after = desk.apply(ApplyRule("refused", "rsub"))
    assert after.facts == before.facts
    assert after.failed == {"fix"}
    assert [n.text for n in desk.notices] == [
        "The rule does not fit rsub; choose another."
    ]
    assert desk.apply(OTHER).failed == frozenset()


def test_a_preview_changes_nothing(desk):
    before = desk.open()
    desk.editing.preview(FIX)
    after = desk.rest()
    assert isinstance(after.preview, EditPreview)
    assert after.facts == before.facts
    assert not after.unsaved
    assert desk.apply(FIX).preview is None


def test_only_the_latest_waiting_preview_is_measured(desk):
    desk.open()
    seen = []
    desk.session.changed.connect(
        lambda s: s.preview and seen.append(s.preview.edit.node)
    )
    for number in range(20):
        desk.editing.preview(ApplyRule("keep", f"n{number}"))
    desk.rest()
    assert seen[-1] == "n19"
    assert len(set(seen)) <= 3


def test_another_target_judges_again_and_is_remembered(desk):
    desk.open()
    desk.editing.set_target("onnxruntime-cpu")
    state = desk.rest()
    assert state.project.target == "onnxruntime-cpu"
    assert state.diagnostics[0].message == "onnxruntime-cpu does not run it."
    assert state.unsaved


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


def test_a_model_that_cannot_be_opened_leaves_the_open_network(desk):
    before = desk.open()
    after = desk.open("Missing")
    assert after.facts == before.facts
    assert desk.notices[-1].text == "model.py defines no Missing; it defines Net."


def test_a_bug_in_a_job_keeps_the_session_going(desk):
    before = desk.open()
    after = desk.open("Bug")
    assert after.facts == before.facts
    assert "ZeroDivisionError: a bug" in desk.traces[0]
    assert desk.apply(FIX).edits == (FIX,)


def test_calibration_is_stale_after_an_edit_and_fresh_again_after_undo(desk):
    desk.open()
    assert desk.calibrate().stale == frozenset()
    assert desk.apply(FIX).stale == {"calibrate"}
    desk.editing.undo()
    assert desk.rest().stale == frozenset()


@pytest.mark.parametrize(
    ("settings", "preprocessing"),
    [
        (replace(IMAGES, images="elsewhere"), PLAIN),
        (replace(IMAGES, limit=5), PLAIN),
        (IMAGES, replace(PLAIN, channels="BGR")),
    ],
)
def test_calibration_is_stale_after_other_settings(desk, settings, preprocessing):
    desk.open()
    desk.calibrate()
    desk.measuring.set_calibration(settings, preprocessing)
    assert desk.state.stale == {"calibrate"}


def test_another_method_needs_no_pass_and_makes_comparisons_stale(desk, workflow):
    desk.open()
    desk.calibrate()
    desk.measuring.compare(ComparisonSettings("images"))
    assert desk.rest().stale == frozenset()
    desk.measuring.change_method("kl")
    state = desk.rest()
    assert state.measured.table.method == "kl"
    assert state.stale == {"compare"}
    assert workflow.calls.count("calibrate") == 1


def test_comparing_shows_the_worst_image_first(desk, workflow):
    desk.open()
    desk.calibrate()
    desk.measuring.compare(ComparisonSettings("images"))
    state = desk.rest()
    assert (state.compared.index, state.compared.panes.path) == (1, "1.png")
    desk.measuring.show_image(0)
    assert desk.rest().compared.panes.path == "0.png"


def test_outputs_that_are_no_picture_are_compared_in_figures_only(
    desk, workflow, monkeypatch
):
    def refuse(*_):
        raise ComparisonError("The output is no picture of classes.")

    monkeypatch.setattr(workflow, "panes_of", refuse)
    desk.open()
    desk.calibrate()
    desk.measuring.compare(ComparisonSettings("images"))
    state = desk.rest()
    assert state.compared.comparison.agreement["quantized"] == 0.97
    assert state.compared.panes is None
    desk.measuring.show_image(0)
    assert desk.rest().compared.panes is None


def test_without_fresh_ranges_nothing_is_compared_or_compiled(desk, workflow, tmp_path):
    desk.open()
    desk.measuring.compare(ComparisonSettings("images"))
    desk.measuring.compile("onnx", tmp_path)
    desk.calibrate()
    desk.apply(FIX)
    desk.measuring.compare(ComparisonSettings("images"))
    desk.rest()
    assert len([n for n in desk.notices if "calibrate first" in n.text]) == 3
    assert not {"compare", "compile onnx"} & set(workflow.calls)


def test_compiling_keeps_its_result_and_settings(desk, tmp_path):
    desk.open()
    desk.calibrate()
    desk.measuring.compile("onnx", tmp_path)
    state = desk.rest()
    assert state.compiled.result.self_check.mismatches == 0
    assert state.project.compile.toolchain == "onnx"
    assert desk.apply(FIX).stale == {"calibrate", "compile"}


def test_cancelling_keeps_the_earlier_result(desk, workflow):
    desk.open()
    first = desk.calibrate().measured
    gate = threading.Event()
    workflow.wait = lambda: gate.wait(5)
    desk.measuring.calibrate(IMAGES, PLAIN)
    desk.qtbot.waitUntil(lambda: desk.state.busy == "calibrate")
    desk.session.cancel()
    gate.set()
    assert desk.rest().measured is first
    assert "Cancelled" in desk.notices[-1].text


def test_cancelling_forgets_what_waits(desk, workflow):
    desk.open()
    gate = threading.Event()
    document = workflow.documents[-1]
    slow, document.apply = document.apply, lambda edit: gate.wait(5) and slow(edit)
    desk.editing.apply(FIX)
    desk.qtbot.waitUntil(lambda: desk.state.busy == "fix")
    desk.editing.apply(OTHER)
    desk.session.cancel()
    gate.set()
    desk.rest()
    assert OTHER not in document.edits


def test_another_method_waits_for_fresh_ranges(desk, workflow):
    desk.open()
    desk.calibrate()
    desk.apply(FIX)
    desk.measuring.change_method("kl")
    state = desk.rest()
    assert state.project.calibration.method == "kl"
    assert state.measured.table.method == "mse"
    assert "solve kl" not in workflow.calls


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


def test_while_a_long_task_runs_a_wish_is_refused_with_a_reason(desk, workflow):
    before = desk.open()
    gate = threading.Event()
    workflow.wait = lambda: gate.wait(5)
    desk.measuring.calibrate(IMAGES, PLAIN)
    desk.editing.apply(FIX)
    assert "still running" in desk.notices[-1].text
    gate.set()
    assert desk.rest().facts == before.facts


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
    (file,) = desk.autosave._folder.glob("*.json")
    assert read_project(file) == desk.state.project
    desk.apply(OTHER)
    assert read_project(file).edits == (FIX, OTHER)


def test_saving_and_closing_leave_no_autosave(desk, tmp_path):
    desk.open()
    desk.apply(FIX)
    desk.opening.save_project(tmp_path / "p.json")
    assert list(desk.autosave._folder.glob("*.json")) == []
    desk.apply(OTHER)
    desk.session.close()
    assert list(desk.autosave._folder.glob("*.json")) == []


def test_snapshots_handed_out_never_change(desk):
    opened = desk.open()
    copy = replace(opened)
    desk.apply(FIX)
    desk.calibrate()
    assert opened == copy
    assert opened.edits == ()
