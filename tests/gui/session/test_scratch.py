"""Weights are put away between undo and redo, never under one of them."""

import threading
from contextlib import contextmanager

import pytest
import torch
from torch import nn

from engine.document import Document
from engine.opening.graph import get_tensor
from engine.opening.source import ModelSource
from engine.project import Project
from engine.recipe import FuseBatchNorm
from gui.session.autosave import Autosave
from gui.session.editing import Editing
from gui.session.session import Session
from gui.session.state import SessionState
from gui.session.work import read_facts, real_engine
from gui.settings import Settings
from tests.rewriting.exporting import opened

TARGET = "horizon-bayes"
TURNS = 40


@pytest.fixture
def document(tmp_path):
    model = opened(
        lambda m, x: torch.relu(m.norm(m.convolution(x))),
        convolution=nn.Conv2d(4, 64, 9, padding=4),
        norm=nn.BatchNorm2d(64),
    )
    document = Document(model, "normed", [FuseBatchNorm()])
    document.put_weights_away(tmp_path / "scratch")
    return document


@pytest.fixture
def session(qtbot, tmp_path, document):
    session = Session(
        Settings(tmp_path / "settings.ini"),
        Autosave(tmp_path / "autosave"),
        real_engine(),
    )
    project = Project(ModelSource("zoo", "net"), name="normed", target=TARGET)
    facts = read_facts(session.engine, document, TARGET)
    session.replace_document(document, SessionState(project, facts=facts))
    yield session
    assert session.close()


class Guard:
    """Knows of calls that begin on one thread while another is within one."""

    def __init__(self):
        self._lock, self.overlaps, self.calls = threading.Lock(), [], 0

    @contextmanager
    def alone(self, name):
        is_alone = self._lock.acquire(blocking=False)
        self.calls += 1
        if not is_alone:
            self.overlaps.append(name)
        try:
            yield
        finally:
            if is_alone:
                self._lock.release()

    def watch(self, monkeypatch, document, name):
        call = getattr(document, name)

        def watched(*args):
            with self.alone(name):
                return call(*args)

        monkeypatch.setattr(document, name, watched)


def values(document):
    nodes = document.model.graph.find_nodes(op="get_attr")
    return {str(node.target): get_tensor(document.model, node) for node in nodes}


def test_putting_weights_away_and_undo_take_turns_on_the_document(
    qtbot, session, document, monkeypatch
):
    kept = {}
    for cursor in (0, 1):
        document.jump(cursor)
        kept[cursor] = {name: each.clone() for name, each in values(document).items()}
    guard, editing = Guard(), Editing(session)
    for name in ("jump", "put_weights_away", "info"):
        guard.watch(monkeypatch, document, name)

    def put_away(document):
        document.put_weights_away()
        return ()
        yield

    for turn in range(TURNS):
        (editing.redo if turn % 2 else editing.undo)()
        session.submit_for_document("inspect", put_away, lambda _: None)
    qtbot.waitUntil(lambda: session.state.busy is None, timeout=60_000)
    assert guard.calls >= 3 * TURNS
    assert guard.overlaps == []
    assert document.cursor == session.state.cursor == 1
    for cursor in (0, 1):
        document.jump(cursor)
        found = values(document)
        assert found.keys() == kept[cursor].keys()
        assert all(torch.equal(found[name], kept[cursor][name]) for name in found)
