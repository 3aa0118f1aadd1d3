"""Numbers of nodes as colours."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.graph.scene.heat import (
    Heat,
    ink_on,
    ramp,
    scale_of,
    tinted,
    value_at,
    written,
)
from gui.graph.scene.scene import Marks, scene_of
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import pidnet


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[GraphPane]:
    widget = GraphPane()
    qtbot.addWidget(widget)
    widget.resize(836, 784)
    widget.view.show_graph(pidnet())
    widget.show()
    yield widget
    widget.close()


def lightness(colour: str) -> float:
    return QColor(colour).lightnessF()


def test_the_ramp_grows_lighter_all_the_way():
    steps = [lightness(ramp(place / 20)) for place in range(21)]
    assert steps == sorted(steps)
    assert steps[-1] - steps[0] > 0.3
    assert ink_on(ramp(0.0)) == "#ffffff"
    assert ink_on(ramp(1.0)) != "#ffffff"


def test_one_large_number_leaves_the_others_apart_where_numbers_span_decades():
    scene = scene_of(pidnet())
    widths = {"x": 1.0, "pag3_rsub": 10.0, "pag4_rsub": 1000.0}
    scale = scale_of(scene, "heat", Heat("range width", widths, spans_decades=True))
    shares = [scale.share[scene.find(name)] for name in widths]
    assert shares == pytest.approx([0, 1 / 3, 1])
    assert value_at(scale, 1 / 3) == pytest.approx(10.0)


@pytest.mark.parametrize("mode", ["macs", "parameters", "activation"])
def test_the_dearest_box_lies_at_the_end_of_the_scale(mode):
    scene = scene_of(pidnet())
    scale = scale_of(scene, mode, None)
    assert np.nanmax(scale.share) == pytest.approx(1.0)
    assert np.nanmin(scale.share) >= 0.0
    assert 0 < scale.low < scale.high


def test_boxes_that_cost_nothing_stay_plain():
    scene = scene_of(pidnet())
    share = scale_of(scene, "macs", None).share
    free = [box.macs == 0 for box in scene.graph.boxes]
    assert np.isnan(share).tolist() == free


def test_a_closed_module_shows_the_largest_number_inside():
    scene = scene_of(pidnet())
    heat = Heat("error", {"pag3_rsub": 4.0, "pag3_mul": 1.0, "x": 2.0, "gone": 9.0})
    scale = scale_of(scene, "heat", heat)
    assert (scale.low, scale.high) == (2.0, 4.0)
    assert scale.share[scene.graph.number_of("pag3")] == 1.0
    assert scale.share[scene.graph.number_of("x")] == 0.0
    assert np.isnan(scale.share[scene.graph.number_of("output")])


def test_a_closed_module_costs_as_much_as_its_nodes_together():
    scene = scene_of(pidnet())
    costs = {"pag3_rsub": 0.25, "pag3_mul": 2.0, "x": 0.5, "output": 0.0}
    scale = scale_of(scene, "heat", Heat("latency", costs, "ms", adds=True))
    assert (scale.low, scale.high) == (0.5, 2.25)
    assert scale.values[scene.graph.number_of("pag3")] == 2.25
    assert value_at(scale, 0.5) == pytest.approx((0.5 * 2.25) ** 0.5)
    assert np.isnan(scale.share[scene.graph.number_of("output")])


@pytest.mark.parametrize("values", [{}, {"gone": 1.0}, {"x": float("nan")}])
def test_a_number_that_no_box_has_says_so(pane, values):
    pane.view.colouring.show(Heat("SQNR", values, "dB"))
    assert pane.legend.isVisible()
    assert pane.legend.title() == "SQNR"
    assert pane.legend.ends() == ("nothing here has any", "")


def test_any_number_can_be_shown_and_taken_away(pane):
    assert "heat" not in shown_modes(pane)
    pane.view.set_heat("SQNR", {"x": 31.25, "pag3_rsub": 12.5}, "dB")
    assert "heat" in shown_modes(pane)
    assert "SQNR" in pane.colours.text()
    assert pane.legend.title() == "SQNR"
    assert pane.legend.ends() == ("12.5 dB", "31.25 dB")
    pane.view.set_heat("", {})
    assert pane.view.picture.mode == "severity"
    assert "heat" not in shown_modes(pane)


def shown_modes(pane: GraphPane) -> list[str]:
    actions = pane.colours.menu().actions()
    return [action.data() for action in actions if action.isVisible()]


def test_the_legend_names_what_occurs(pane):
    names = [name for _, name in pane.legend.rows()]
    assert "Convolution" in names
    pane.view.show_marks(Marks({"x": "error", "pag3_rsub": "advice"}))
    rows = [name for _, name in pane.legend.rows()]
    assert rows[:2] == ["Error", "Advice"]
    assert {*rows[2:]} <= {*names}
    assert pane.legend.isVisible()
    pane.view.set_colour_mode("family")
    names = [name for _, name in pane.legend.rows()]
    assert "Convolution" in names
    assert "Matrix" not in names
    pane.view.set_colour_mode("macs")
    assert pane.legend.rows() == ()
    assert pane.legend.ends()[1].endswith("GMAC")


def test_below_the_threshold_boxes_stay_plain(pane):
    view = pane.view
    view.set_colour_mode("macs")
    before = view.grab().toImage()
    view.colouring.set_threshold(0.5)
    picture = view.picture
    share = tinted(view.scene, "macs", None, picture.least).share
    whole = scale_of(view.scene, "macs", None).share
    assert np.isnan(share[whole < 0.49]).all()
    assert (share[whole > 0.51] == whole[whole > 0.51]).all()
    assert view.grab().toImage() != before
    assert pane.legend.threshold().startswith("≥ ")
    view.colouring.set_threshold(0.0)
    assert view.grab().toImage() == before
    assert pane.legend.threshold() == ""


def test_the_threshold_is_moved_by_mouse_and_keys(qtbot, pane):
    pane.view.set_colour_mode("macs")
    middle = pane.legend.rect().center()
    qtbot.mouseClick(pane.legend, Qt.MouseButton.LeftButton, pos=middle)
    assert pane.view.picture.least == pytest.approx(0.5, abs=0.02)
    before = pane.view.picture.least
    qtbot.keyClick(pane.legend, Qt.Key.Key_Right)
    assert pane.view.picture.least > before
    pane.view.set_colour_mode("parameters")
    assert pane.view.picture.least == 0.0


def test_measures_are_offered_renewed_and_taken_away(pane):
    view = pane.view
    first = Heat("estimated latency", {"x": 1.0, "pag3_rsub": 2.0}, "ms")
    view.colouring.offer((first, Heat("range width", {"x": 3.0})))
    actions = [a for a in pane.colours.menu().actions() if a.isVisible()]
    assert [a.text() for a in actions[-2:]] == ["estimated latency", "range width"]
    actions[-2].trigger()
    assert view.picture.heat is first
    assert "estimated latency" in pane.colours.text()
    again = Heat("estimated latency", {"x": 5.0, "pag3_rsub": 2.0}, "ms")
    view.colouring.offer((again,))
    assert view.picture.heat is again
    view.colouring.offer(())
    assert view.picture.mode == "severity"


def test_new_numbers_leave_the_boxes_coloured_as_the_user_chose(pane):
    view = pane.view
    first = Heat("quantization error", {"x": -40.0}, "dB")
    view.colouring.offer((first,))
    view.colouring.show(first)
    view.colouring.set_threshold(0.5)
    again = Heat("quantization error", {"x": -30.0}, "dB", stale=True)
    view.colouring.offer((again,))
    assert (view.picture.heat, view.picture.least) == (again, 0.5)
    assert pane.legend.title() == "Quantization error · out of date"
    for mode in ("family", "severity"):
        view.set_colour_mode(mode)
        view.colouring.offer((first,))
        assert view.picture.mode == mode
        view.colouring.offer(())
        assert (view.picture.mode, view.picture.heat) == (mode, None)
        view.colouring.offer((first,))


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [(0.008192, "8.192 ns"), (12.5, "12.5 µs"), (2048.0, "2.048 ms"), (0.0, "0 µs")],
)
def test_a_duration_has_the_unit_that_makes_it_short(microseconds, text):
    heat = Heat("estimated latency", {}, "µs", adds=True)
    assert written(microseconds, "heat", heat) == text


def test_the_memory_of_an_output_is_told_in_bytes_of_its_precision():
    info = pidnet()
    wide, narrow = info.nodes[1], info.nodes[1]._replace(precision="int8")
    found = []
    for node in (wide, narrow, wide._replace(dtype="bool")):
        scene = scene_of(replace(info, nodes=(node,)))
        (value,) = scale_of(scene, "activation", None).values
        found.append(value / math.prod(node.shape))
    assert found == [4, 1, 1]
    assert written(2.5e6, "activation") == "2.50 MB"
    assert written(2.5e6, "macs") == "2.50 MMAC"
