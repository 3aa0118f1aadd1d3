"""The session calibrates, compares and compiles, and knows what is stale."""

import threading
from dataclasses import replace

import pytest

from engine.errors import ComparisonError
from engine.project import (
    ComparisonSettings,
)
from tests.gui.desk import FIX, IMAGES, OTHER, PLAIN


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
    workflow.wait = lambda: gate.wait(60)
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
    slow, document.apply = document.apply, lambda edit: gate.wait(60) and slow(edit)
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
