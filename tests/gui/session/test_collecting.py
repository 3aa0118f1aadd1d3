"""Garbage is searched for while the user rests, and at no other time."""

import gc
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.system import collector_paused
from gui.session import collecting
from gui.session.collecting import Collector
from gui.session.state import Facts, SessionState
from tests.gui.graph.networks import branchy, named

RESTING, BUSY = SessionState(), SessionState(busy="fix")


class Told(QObject):
    """Stands for a session and for a lull."""

    opened, changed, came = Signal(object), Signal(object), Signal(object)


class Searched:
    """Stands for Python's collector, with as many new objects as a test says."""

    def __init__(self):
        self.new, self.calls = 0, []

    def get_count(self):
        return self.new, 0, 0

    def collect(self, generation=2):
        self.calls.append(generation)

    def freeze(self):
        self.calls.append("freeze")

    def unfreeze(self):
        self.calls.append("unfreeze")


@pytest.fixture
def told(qtbot):
    return Told()


@pytest.fixture
def searched(monkeypatch):
    found = Searched()
    monkeypatch.setattr(collecting, "gc", found)
    return found


@pytest.fixture
def collector(qtbot, told, searched, monkeypatch):
    monkeypatch.setattr(collecting, "FIRST_PATIENCE_MS", 1)
    widget = QWidget()
    qtbot.addWidget(widget)
    collector = Collector(widget, told, told)
    yield collector
    collector.let_go()
    assert gc.isenabled()


def test_what_edits_left_is_searched_when_the_user_rests(
    qtbot, told, searched, collector
):
    searched.new = collecting.WORTH
    told.came.emit(RESTING)
    assert searched.calls == []
    qtbot.waitUntil(lambda: searched.calls == [2])


def test_little_is_not_worth_a_search(told, searched, collector):
    searched.new = collecting.WORTH - 1
    told.came.emit(RESTING)
    assert not collector.is_waiting


def test_a_job_that_begins_puts_the_search_off(told, searched, collector):
    searched.new = collecting.WORTH
    told.came.emit(RESTING)
    assert collector.is_waiting
    told.came.emit(BUSY)
    assert not collector.is_waiting


def test_what_an_opened_network_is_made_of_is_left_alone_until_another_is_opened(
    qtbot, told, searched, collector
):
    told.opened.emit(RESTING)
    told.came.emit(RESTING)
    qtbot.waitUntil(lambda: searched.calls == [2, "freeze"])
    searched.new = collecting.WORTH
    told.came.emit(RESTING)
    qtbot.waitUntil(lambda: searched.calls == [2, "freeze", 2])
    told.opened.emit(RESTING)
    assert searched.calls[3:] == ["unfreeze"]
    assert collector.patience_ms == collecting.LONG_PATIENCE_MS


def test_a_big_network_is_not_searched_again_as_soon_as_it_is_open(
    qtbot, told, searched, collector, monkeypatch
):
    monkeypatch.setattr(collecting, "BIG", 100)
    opened = replace(RESTING, facts=Facts(named(branchy(100)), (), (), 0))
    told.opened.emit(opened)
    assert searched.calls == ["freeze"]
    assert collector.patience_ms == len(opened.info.nodes) * 2
    told.came.emit(opened)
    assert not collector.is_waiting
    searched.new = collecting.WORTH
    told.came.emit(opened)
    qtbot.waitUntil(lambda: searched.calls == ["freeze", 2])
    told.opened.emit(opened)
    assert searched.calls[2:] == ["unfreeze"]
    told.came.emit(opened)
    assert collector.is_waiting


def test_a_search_that_takes_long_waits_longer_the_next_time(
    qtbot, told, searched, collector, monkeypatch
):
    clock = iter((0.0, 0.25))
    monkeypatch.setattr(collecting.time, "perf_counter", lambda: next(clock))
    searched.new = collecting.WORTH
    told.came.emit(RESTING)
    qtbot.waitUntil(lambda: searched.calls == [2])
    assert collector.patience_ms == 25_000


def test_a_graph_that_was_left_is_freed_at_rest(qtbot, told, monkeypatch):
    monkeypatch.setattr(collecting, "FIRST_PATIENCE_MS", 1)
    monkeypatch.setattr(collecting, "WORTH", 0)
    widget = QWidget()
    qtbot.addWidget(widget)
    collector = Collector(widget, told, told)
    gc.collect()
    gone = []
    ring = Ring(gone)
    ring.own = ring
    del ring
    assert gone == []
    told.came.emit(RESTING)
    qtbot.waitUntil(lambda: gone == ["freed"])
    assert not collector.is_waiting


class Ring:
    """Holds itself, as the nodes of a graph do."""

    def __init__(self, gone):
        self.own, self.gone = None, gone

    def __del__(self):
        self.gone.append("freed")


LONG = SessionState(busy="calibrate", is_long=True)


def test_python_does_not_search_by_itself_from_a_wish_until_the_user_rests(
    told, collector
):
    told.changed.emit(BUSY)
    assert not gc.isenabled()
    told.changed.emit(RESTING)
    told.came.emit(BUSY)
    assert not gc.isenabled()
    told.came.emit(RESTING)
    assert gc.isenabled()


@pytest.mark.parametrize("reason", ["long work", "very much that is new", "the end"])
def test_python_searches_by_itself_again_where_that_is_due(
    told, searched, collector, reason
):
    told.changed.emit(BUSY)
    told.changed.emit(BUSY)
    searched.new = 0 if reason != "very much that is new" else collecting.MOST + 1
    if reason == "the end":
        collector.let_go()
    else:
        told.changed.emit(LONG if reason == "long work" else BUSY)
    assert gc.isenabled()


def test_work_that_pauses_the_collector_ends_no_pause_but_its_own(told, collector):
    with collector_paused():
        told.changed.emit(BUSY)
    assert not gc.isenabled()
    with collector_paused():
        told.came.emit(RESTING)
        assert not gc.isenabled()
    assert gc.isenabled()
