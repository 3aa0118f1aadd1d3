import threading
from dataclasses import replace

from pytestqt.exceptions import capture_exceptions

from engine.info import EditPreview
from engine.opening.source import ModelSource
from engine.progress import Progress
from engine.recipe import ApplyEverywhere, ApplyRule, FixAll, SetPrecision
from tests.gui.desk import FIX, IMAGES, OTHER, PLAIN


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
    desk.editing.apply(ApplyEverywhere("keep"))
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


def test_while_a_long_task_runs_a_wish_is_refused_with_a_reason(desk, workflow):
    before = desk.open()
    gate = threading.Event()
    workflow.wait = lambda: gate.wait(60)
    desk.measuring.calibrate(IMAGES, PLAIN)
    desk.editing.apply(FIX)
    assert "still running" in desk.notices[-1].text
    gate.set()
    assert desk.rest().facts == before.facts


def test_snapshots_handed_out_never_change(desk):
    opened = desk.open()
    copy = replace(opened)
    desk.apply(FIX)
    desk.calibrate()
    assert opened == copy
    assert opened.edits == ()


def test_no_wish_for_one_network_reaches_the_next(desk):
    desk.open()
    gate = threading.Event()

    def look(document):
        yield Progress("look", 0, 1)
        gate.wait(60)

    desk.session.submit_for_document("fix", look, lambda _: None, look="choices")
    desk.session.submit_for_document("fix", look, lambda _: None, look="states")
    desk.opening.open_source(ModelSource("zoo", "net", "Other"))
    desk.editing.apply(FIX)
    gate.set()
    state = desk.rest()
    assert state.project.source.target == "Other"
    assert state.edits == state.project.edits == ()
    assert "still running" in desk.notices[-1].text


def test_a_result_that_cannot_be_taken_over_leaves_the_session_free(desk):
    desk.open()

    def work(document):
        yield Progress("work", 1, 1)

    def take_over(_):
        raise ValueError("a bug")

    desk.session.submit_for_document("fix", work, take_over)
    with capture_exceptions() as raised:
        desk.rest()
    assert [kind for kind, *_ in raised] == [ValueError]
    assert desk.apply(FIX).edits == (FIX,)
