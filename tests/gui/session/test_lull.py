"""Work that nobody waits for begins when the user rests, and not before."""

import pytest

from gui.session import lull as lulls
from gui.session.lull import Lull
from tests.gui.desk import FIX, OTHER


@pytest.fixture
def behind():
    return [False]


@pytest.fixture
def came(desk, behind):
    found = []
    lull = Lull(desk.session, lambda: behind[0])
    lull.came.connect(found.append)
    return found


def at_rest(desk, came):
    desk.open()
    desk.qtbot.waitUntil(lambda: any(state.is_open for state in came))
    came.clear()


def test_states_without_another_graph_are_passed_on_at_once(desk, came):
    at_rest(desk, came)
    desk.session.show(path=None)
    assert came == [desk.state]


def test_an_edit_is_passed_on_once_after_the_last_one(desk, came):
    at_rest(desk, came)
    desk.editing.apply(FIX)
    desk.qtbot.waitUntil(lambda: desk.state.cursor == 1)
    desk.rest()
    passed_early = [state for state in came if state.cursor == 1]
    desk.apply(OTHER)
    assert passed_early == []
    desk.qtbot.waitUntil(lambda: came[-1:] == [desk.state])
    assert {state.cursor for state in came} <= {0, 2}


def test_nothing_is_passed_on_while_the_window_is_behind(
    desk, came, behind, monkeypatch
):
    monkeypatch.setattr(lulls, "REST_MS", 1)
    at_rest(desk, came)
    behind[0] = True
    desk.apply(FIX)
    desk.qtbot.wait(3 * lulls.REST_MS)
    assert [state for state in came if state.cursor == 1] == []
    behind[0] = False
    desk.qtbot.waitUntil(lambda: came[-1:] == [desk.state])
