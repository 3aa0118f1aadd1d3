from dataclasses import replace

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from engine.comparison.results import (
    Comparison,
    ImageResult,
    OutputResult,
    Panes,
    Score,
)
from engine.progress import Progress
from engine.project import ComparisonSettings
from gui.panels.comparison import ComparisonPanel, worst_first
from gui.widgets.comparison_summary import class_rows
from gui.widgets.viewport import Viewport

RESULTS = ["float", "calibrated", "quantized"]
PALETTE = ((128, 64, 128), (220, 20, 60))


@pytest.fixture
def settings(tmp_path):
    return ComparisonSettings(
        str(tmp_path), "", 3, classes=("road", "person"), palette=PALETTE
    )


@pytest.fixture
def comparison(tmp_path):
    results = []
    for number, agreement in enumerate((0.99, 0.95, 0.97)):
        path = str(tmp_path / f"{number}.png")
        cv2.imwrite(path, np.zeros((8, 16, 3), dtype=np.uint8))
        results.append(
            ImageResult(path, {"calibrated": 1.0, "quantized": agreement}, {})
        )
    scores = {
        "float": Score(0.75, 0.9, (0.9, 0.604)),
        "calibrated": Score(0.748, 0.9, (0.9, 0.6)),
        "quantized": Score(0.74, 0.9, (0.895, 0.588)),
    }
    return Comparison(
        "d",
        tuple(results),
        {"calibrated": 1.0, "quantized": 0.97},
        {"quantized": 37.4},
        scores,
        ("road", "person"),
        PALETTE,
    )


@pytest.fixture
def panes(comparison):
    image = np.full((40, 80, 3), 100, dtype=np.uint8)
    reference = np.zeros((40, 80), dtype=np.uint8)
    quantized = reference.copy()
    quantized[10:20, 20:40] = 1
    label = np.full((40, 80), 255, dtype=np.uint8)
    maps = {"float": reference, "calibrated": reference.copy(), "quantized": quantized}
    return Panes(comparison.images[1].path, image, maps, label)


@pytest.fixture
def panel(qtbot, comparison, panes, settings):
    panel = ComparisonPanel()
    qtbot.addWidget(panel)
    panel.resize(1100, 600)
    panel.show(comparison, panes, settings)
    panel.setVisible(True)
    return panel


def visible(panel):
    return [pane for pane, view in panel.panes.views.items() if view.isVisible()]


def press(qtbot, panel, word):
    buttons = panel.toolbar.findChildren(type(panel.toolbar.marks))
    button = next(button for button in buttons if button.text() == word)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_three_results_stand_side_by_side(qtbot, panel):
    panel.resize(1600, 420)
    assert visible(panel) == RESULTS
    views = panel.panes.views
    qtbot.waitUntil(lambda: len({views[pane].y() for pane in RESULTS}) == 1)


def test_wide_images_stand_in_two_rows_with_the_image_itself_fourth(qtbot, panel):
    panel.resize(1600, 420)
    in_one_row = panel.panes.viewport.scale
    panel.resize(1100, 600)
    assert visible(panel) == [*RESULTS, "image"]
    views = panel.panes.views
    qtbot.waitUntil(lambda: views["quantized"].y() > views["calibrated"].y())
    assert panel.panes.viewport.scale > in_one_row
    assert views["image"].images[0].pixelColor(0, 0).getRgb()[:3] == (100, 100, 100)


def test_all_panes_share_one_viewport(panel):
    asked = Viewport(3.0, -20.0, 15.0)
    panel.panes.views["quantized"].viewport_requested.emit(asked)
    assert panel.panes.viewport == asked
    assert {view.viewport for view in panel.panes.views.values()} == {asked}


def test_fit_shows_the_whole_image_and_follows_the_window(qtbot, panel):
    panel.panes.show_actual_size()
    assert panel.panes.viewport.scale == 1.0
    press(qtbot, panel, "Fit")
    before = panel.panes.viewport.scale
    view = panel.panes.views["float"]
    assert before == pytest.approx(min(view.width() / 80, view.height() / 40))
    panel.resize(1400, 800)
    assert panel.panes.viewport.scale > before


def test_fill_covers_the_panes(qtbot, panel):
    press(qtbot, panel, "Fill")
    view = panel.panes.views["float"]
    expected = max(view.width() / 80, view.height() / 40)
    assert panel.panes.viewport.scale == pytest.approx(expected)


def test_plus_minus_and_zero_zoom_by_keyboard(qtbot, panel):
    view = panel.panes.views["float"]
    fit = panel.panes.viewport
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert panel.panes.viewport.scale == pytest.approx(1.2 * fit.scale)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert panel.panes.viewport.scale == pytest.approx(fit.scale / 1.2)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert panel.panes.viewport == fit


def test_another_image_of_the_same_size_keeps_the_viewport(
    panel, comparison, panes, settings
):
    panel.panes.show_actual_size()
    before = panel.panes.viewport
    panel.show(comparison, replace(panes, path=comparison.images[2].path), settings)
    assert panel.panes.viewport == before


def test_the_share_of_differing_pixels_is_counted(panel):
    assert panel.panes.pictures.differing("quantized") == pytest.approx(200 / 3200)
    assert (
        panel.panes.views["quantized"]
        .accessibleDescription()
        .endswith("6.2 % of pixels differ")
    )
    assert panel.panes.pictures.differing("calibrated") == 0


def test_marks_appear_only_where_results_differ_and_can_be_turned_off(qtbot, panel):
    def picture(pane):
        return panel.panes.views[pane].images[0]

    marked, untouched = picture("quantized"), picture("calibrated")
    press(qtbot, panel, "Differences")
    assert picture("quantized") != marked
    assert picture("calibrated") == untouched


def test_opacity_changes_the_pictures(panel):
    before = panel.panes.views["float"].images[0]
    panel.toolbar.opacity.setValue(0)
    assert panel.panes.views["float"].images[0] != before
    assert panel.panes.views["float"].images[0].pixelColor(5, 5).getRgb()[:3] == (
        100,
        100,
        100,
    )


def test_wipe_lays_two_results_into_one_pane(qtbot, panel):
    press(qtbot, panel, "Wipe")
    assert visible(panel) == ["float"]
    assert len(panel.panes.views["float"].images) == 2
    press(qtbot, panel, "Side by side")
    assert visible(panel) == [*RESULTS, "image"]


def test_blink_alternates_and_stops_when_hidden(qtbot, panel):
    press(qtbot, panel, "Blink")
    view = panel.panes.views["float"]
    assert view.accessibleName() == "Float"
    qtbot.waitUntil(lambda: view.accessibleName() == "Quantized int8", timeout=20_000)
    panel.setVisible(False)
    assert not panel.panes._blink.isActive()


def test_the_label_is_shown_on_demand_where_there_is_one(
    qtbot, panel, comparison, panes, settings
):
    press(qtbot, panel, "Label")
    assert visible(panel) == ["float", "calibrated", "quantized", "label"]
    panel.show(comparison, replace(panes, label=None), settings)
    assert visible(panel) == [*RESULTS, "image"]
    assert not panel.toolbar.label.isEnabled()


def test_images_come_worst_first(comparison, panel):
    assert [frame.index for frame in worst_first(comparison)] == [1, 2, 0]
    assert [frame.text for frame in panel.strip.frames] == [
        "95.0 %",
        "97.0 %",
        "99.0 %",
    ]
    assert panel.strip.currentIndex().row() == 0


def test_keys_go_from_image_to_image(qtbot, panel):
    asked = []
    panel.image_requested.connect(asked.append)
    view = panel.panes.views["float"]
    keys = (
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_Left,
    )
    for key in keys:
        qtbot.keyClick(view, key)
    assert asked == [2, 0, 2, 1]


def test_the_figures_of_all_images_are_shown(panel):
    assert panel.summary.agreement == "97.0 %"
    assert panel.summary.details == "logits 37.4 dB · 1 class falls > 0.01"


def test_a_class_that_falls_is_marked(comparison):
    rows = class_rows(comparison)
    assert [(row.name, row.falls) for row in rows] == [
        ("road", False),
        ("person", True),
    ]


def test_without_labels_the_panel_asks_for_them(panel, comparison, panes, settings):
    panel.show(replace(comparison, scores={}), panes, settings)
    assert not panel.summary.table.isVisible()
    assert panel.summary._hint.text().startswith("Choose a folder of labels")


def test_pointing_at_a_pixel_reads_every_pane(qtbot, panel):
    panel.panes.show_actual_size()
    x, y = panel.panes.viewport.to_screen(25.5, 15.5)
    qtbot.mouseMove(panel.panes.views["calibrated"], QPoint(int(x), int(y)))
    readings = panel.readout.readings
    assert [(reading.pane, reading.name) for reading in readings] == [
        ("Float", "road"),
        ("Calibrated", "road"),
        ("Quantized", "person"),
        ("Label", "not labelled"),
    ]
    assert [reading.differs for reading in readings] == [False, False, True, False]


def test_clicking_a_pixel_names_it(qtbot, panel):
    panel.panes.show_actual_size()
    x, y = panel.panes.viewport.to_screen(25.5, 15.5)
    view = panel.panes.views["quantized"]
    with qtbot.waitSignal(panel.pixel_selected) as caught:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(y)))
    assert caught.args == [25, 15]


def test_start_hands_over_the_settings(qtbot, panel, settings):
    with qtbot.waitSignal(panel.start_requested) as caught:
        qtbot.mouseClick(panel.run_bar.start_button, Qt.MouseButton.LeftButton)
    assert caught.args == [settings]


def test_a_changed_setting_keeps_classes_and_palette(qtbot, panel, settings):
    with qtbot.waitSignal(panel.settings_changed) as caught:
        qtbot.keyClick(panel.form.resize_box, Qt.Key.Key_Down)
    aligned = replace(settings, align_corners=True)
    assert caught.args == [aligned]
    with qtbot.waitSignal(panel.settings_changed) as caught:
        qtbot.keyClick(panel.form.outputs_box, Qt.Key.Key_End)
    assert caught.args == [replace(aligned, outputs="values")]


def test_progress_offers_cancel(qtbot, panel):
    panel.show_progress(Progress("Comparing", 2, 3), 1.0)
    with qtbot.waitSignal(panel.cancel_requested):
        qtbot.mouseClick(panel.run_bar.cancel_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("settings", "blocked", "sentence"),
    [
        (ComparisonSettings(), "", "Choose a folder of images at the right"),
        (ComparisonSettings("/images"), "", "Press Compare"),
        (ComparisonSettings("/images"), "Calibrate first.", "Calibrate first."),
    ],
)
def test_without_results_the_panel_says_what_to_do(panel, settings, blocked, sentence):
    panel.show(None, None, settings, blocked=blocked)
    assert visible(panel) == ["float"]
    assert panel.panes.views["float"]._empty.startswith(sentence)
    ready = bool(settings.images) and not blocked
    assert panel.run_bar.start_button.isEnabled() == ready


def test_a_stale_comparison_says_so(panel, comparison, panes, settings):
    panel.show(comparison, panes, settings, stale=True)
    assert panel.banner.isVisible()
    panel.show(comparison, panes, settings)
    assert not panel.banner.isVisible()


def test_panning_moves_the_pictures_of_all_panes_and_draws_none_anew(
    panel, comparison, panes, settings, monkeypatch
):
    panel.show(comparison, panes, settings)
    group = panel.panes
    monkeypatch.setattr(group, "_picture", lambda _: pytest.fail("drawn anew"))
    moved = group.viewport.moved(3, 2)
    group.views["float"].viewport_requested.emit(moved)
    assert {group.views[pane].viewport for pane in visible(panel)} == {moved}


def test_every_pane_shows_its_image_where_the_group_says(
    qtbot, panel, comparison, panes, settings
):
    """Marks are drawn anew where the scale changes, which lays the panes out again."""
    wide = np.zeros((256, 512), dtype=np.uint8)
    maps = dict.fromkeys(panes.maps, wide)
    image = np.zeros((256, 512, 3), dtype=np.uint8)
    panel.show(comparison, Panes(panes.path, image, maps, None), settings)
    group = panel.panes
    for size in ((1600, 420), (1347, 980), (820, 500), (1440, 900), (1100, 560)):
        panel.resize(*size)
        qtbot.wait(20)
        shown = [view for view in group.views.values() if view.isVisible()]
        assert {view.viewport for view in shown} == {group.viewport}, size
        middle = group.viewport.to_screen(256, 128)
        float_pane = group.views["float"]
        assert middle[0] == pytest.approx(float_pane.width() / 2, abs=1)
        assert middle[1] == pytest.approx(float_pane.height() / 2, abs=1)


def test_values_without_classes_are_told_by_their_noise(panel, comparison, settings):
    sqnr, none = {"quantized": 31.04}, {}
    outputs = tuple(
        OutputResult(name, (1, 85, 8, 8), "none", none, {"quantized": noise}, none)
        for name, noise in (("large", 31.04), ("small", 28.5))
    )
    values = replace(
        comparison, agreement=none, scores=none, sqnr_db=sqnr, outputs=outputs
    )
    panel.show(values, None, settings)
    assert panel.summary.agreement == "28.5 dB"
    assert panel.summary.details == "each output: 31.0 · 28.5 dB"
    assert "not classes" in panel.summary._hint.text()


def test_images_without_classes_come_noisiest_first(comparison):
    noises = (33.0, 28.5, 31.0)
    images = tuple(
        replace(image, agreement={}, sqnr_db={"quantized": noise})
        for image, noise in zip(comparison.images, noises, strict=True)
    )
    frames = worst_first(replace(comparison, images=images))
    assert [frame.text for frame in frames] == ["28.5 dB", "31.0 dB", "33.0 dB"]
