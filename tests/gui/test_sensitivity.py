"""Colouring the graph by how much each node's rounding moves the outputs."""

import pytest

from engine.images import Preprocessing
from engine.opening.source import ModelSource
from engine.project import CalibrationSettings


@pytest.fixture
def opened(window, qtbot):
    """Open the fake network and wait until nothing runs."""

    def rest():
        qtbot.waitUntil(lambda: window.session.state.busy is None)
        return window.session.state

    window.opening.open_source(ModelSource("zoo", "net", "Net"))
    rest()
    return rest


def calibrate(window):
    settings = CalibrationSettings(images="pictures", limit=2, method="mse")
    window.measuring.calibrate(settings, Preprocessing())


def offered(window):
    measures = window.inspect.graph.view.colouring.measures
    return [each.title for each in measures]


def test_without_ranges_the_user_is_told_to_calibrate_first(window, opened, workflow):
    told = []
    window.session.noticed.connect(told.append)
    window.actions_by_key.by_key["sensitivity"].trigger()
    opened()
    assert "rank" not in workflow.calls
    assert "calibrate" in told[-1].text


def test_what_was_ranked_is_shown_as_colour_at_once(window, opened):
    calibrate(window)
    opened()
    assert "sensitivity" not in offered(window)
    window.measuring.rank_roundings()
    state = opened()
    assert state.measured.sensitivity == pytest.approx({"sum_1": -20.0, "rsub": -10.0})
    picture = window.inspect.graph.view.picture
    assert (picture.mode, picture.heat.title) == ("heat", "sensitivity")
    assert "sensitivity" in window.inspect.graph.colours.text()


def test_other_ranges_end_what_was_ranked_for_these(window, opened):
    calibrate(window)
    opened()
    window.measuring.rank_roundings()
    opened()
    window.measuring.change_method("kl")
    assert opened().measured.sensitivity == {}
    assert "sensitivity" not in offered(window)
    assert window.inspect.graph.view.picture.mode == "severity"


def test_the_menu_of_colours_ends_with_measuring(window, opened):
    calibrate(window)
    opened()
    window.measuring.rank_roundings()
    opened()
    texts = [each.text() for each in window.inspect.graph.colours.menu().actions()]
    assert texts[-3:] == ["sensitivity", "", "&Measure sensitivity"]
