import time

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from engine.images import Preprocessing
from engine.progress import Progress
from engine.project import CalibrationSettings
from gui.panels.calibration import CalibrationPanel, CalibrationView
from gui.widgets.histogram import Histogram
from gui.widgets.tensor_range import TensorRange


def tensor(name: str, outlier: float = 0.0) -> TensorRange:
    values = np.append(np.linspace(-1, 1, 5000), outlier)
    counts, edges = np.histogram(values, 2048)
    scale = max(1.0, outlier) / 127
    return TensorRange(
        name,
        float(values.min()),
        float(values.max()),
        scale,
        histogram=counts.astype(float),
        edges=edges,
    )


@pytest.fixture
def folder(tmp_path):
    for number in range(4):
        cv2.imwrite(
            str(tmp_path / f"{number}.png"), np.zeros((8, 8, 3), dtype=np.uint8)
        )
    return tmp_path


@pytest.fixture
def settings(folder):
    return CalibrationSettings(str(folder), 3)


@pytest.fixture
def state(folder):
    files = tuple(str(path) for path in sorted(folder.iterdir()))
    return CalibrationView(
        files,
        (512, 1024),
        3,
        (tensor("conv"), tensor("sum", 500.0), tensor("add")),
        14.0,
        7.0,
        812.0,
    )


@pytest.fixture
def panel(qtbot, settings, state):
    panel = CalibrationPanel()
    qtbot.addWidget(panel)
    panel.resize(1000, 600)
    panel.show(settings, Preprocessing(), state)
    panel.setVisible(True)
    return panel


def test_start_hands_over_settings_and_preprocessing(qtbot, panel, settings):
    with qtbot.waitSignal(panel.start_requested) as caught:
        qtbot.mouseClick(panel.run_bar.start_button, Qt.MouseButton.LeftButton)
    assert caught.args == [settings, Preprocessing()]


def test_the_method_can_change_after_the_pass(qtbot, panel):
    with (
        qtbot.assertNotEmitted(panel.settings_changed),
        qtbot.waitSignal(panel.method_changed) as caught,
    ):
        qtbot.keyClick(panel.form.method, Qt.Key.Key_Down)
    assert caught.args == ["min_max"]


def test_showing_another_method_emits_nothing(qtbot, panel, state):
    with qtbot.assertNotEmitted(panel.method_changed):
        panel.show(CalibrationSettings(method="kl"), None, state)
    assert panel.form.method.currentData() == "kl"


def test_a_typed_folder_is_announced_once(qtbot, panel, tmp_path):
    asked = []
    panel.settings_changed.connect(lambda settings, _: asked.append(settings.images))
    edit = panel.form.images.edit
    edit.setText(str(tmp_path / "other"))
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert asked == [str(tmp_path / "other")]


def test_preprocessing_fields_hold_what_they_were_shown(panel, settings, state):
    chosen = Preprocessing("BGR", 1.0, (103.53, 116.28, 123.675), (1.0, 1.0, 57.375))
    panel.show(settings, chosen, state)
    assert panel.preprocessing.preprocessing == chosen
    fields = [*panel.preprocessing.mean, *panel.preprocessing.std]
    assert len({field.accessibleName() for field in fields}) == len(fields)


def test_changing_the_channels_is_announced(qtbot, panel, settings):
    with qtbot.waitSignal(panel.settings_changed) as caught:
        qtbot.keyClick(panel.preprocessing.channels, Qt.Key.Key_Down)
    assert caught.args == [settings, Preprocessing(channels="BGR")]


def test_progress_shows_images_and_time_left_and_offers_cancel(qtbot, panel):
    panel.show_progress(Progress("Calibrate", 12, 16), 8.2)
    assert panel.run_bar.text.text() == "Calibrate · 12 of 16 images · 8 s left"
    assert (panel.run_bar.bar.value(), panel.run_bar.bar.maximum()) == (12, 16)
    assert not panel.run_bar.start_button.isVisible()
    with qtbot.waitSignal(panel.cancel_requested):
        qtbot.mouseClick(panel.run_bar.cancel_button, Qt.MouseButton.LeftButton)


def test_the_summary_states_images_tensors_time_and_memory(panel):
    assert panel.summary == "3 images · 3 tensors · 14 s · 2.0 × float · 812 MB"


def test_a_stretched_range_is_pointed_out_and_explained(panel):
    assert panel.warning.startswith("1 range is stretched")
    model = panel.table.model()
    marks = [
        model.index(row, 0).data(Qt.ItemDataRole.DecorationRole) is not None
        for row in range(3)
    ]
    assert marks == [False, True, False]
    why = model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "of 256 levels" in why


def test_choosing_a_tensor_shows_its_histogram(panel):
    panel.table.selectRow(1)
    histogram = panel.findChild(Histogram)
    assert histogram.accessibleName().startswith("sum: grid −503.9 … 500")


def test_the_chosen_tensor_survives_another_method(panel, settings, state):
    panel.table.selectRow(2)
    panel.show(settings, None, state)
    assert panel.histogram.accessibleName().startswith("add:")


def test_columns_sort_by_number(panel):
    panel.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert panel.table.model().index(0, 0).data() == "sum"


def test_a_stale_result_says_so(panel, settings, state):
    assert not panel.banner.isVisible()
    stale = CalibrationView(
        state.files, state.input_size, 3, state.tensors, is_stale=True
    )
    panel.show(settings, None, stale)
    assert panel.banner.isVisible()


@pytest.mark.parametrize(
    ("settings", "state", "sentence"),
    [
        (CalibrationSettings(), CalibrationView(), "Choose a folder of images first."),
        (
            CalibrationSettings("/nowhere"),
            CalibrationView(),
            "This folder holds no images; choose another.",
        ),
        (
            CalibrationSettings("/nowhere"),
            CalibrationView(blocked="Open a model."),
            "Open a model.",
        ),
    ],
)
def test_start_waits_for_what_it_needs(panel, settings, state, sentence):
    panel.show(settings, None, state)
    assert not panel.run_bar.start_button.isEnabled()
    assert panel.run_bar.text.text() == sentence


def test_only_as_many_thumbnails_as_images_are_used(panel):
    assert len(panel.form.strip.frames) == 3


def test_what_lies_beside_the_images_is_told_before_the_pass(panel, settings, state):
    labels = panel.findChildren(QLabel)
    for beside in (("previous", "camera"), ()):
        panel.show(settings, None, CalibrationView(state.files, beside=beside))
        told = [each.text() for each in labels if "also takes" in each.text()]
        assert len(told) == bool(beside)
        for text in told:
            assert "takes previous, camera;" in text
            assert "0001.previous.npy" in text


def test_five_thousand_tensors_are_shown_within_a_second(panel, settings):
    tensors = tuple(tensor(f"node_{i}") for i in range(5000))
    started = time.perf_counter()
    panel.show(settings, None, CalibrationView(images=1, tensors=tensors))
    panel.table.viewport().repaint()
    assert time.perf_counter() - started < 1.0
