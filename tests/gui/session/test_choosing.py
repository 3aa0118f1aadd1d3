"""Questions about nodes: what is told of those that come to nothing."""

import pytest

from engine.errors import EngineError
from gui.session.choices import Choosing
from tests.gui.desk import FIX
from tests.gui.fake_engine import FakeChooser


@pytest.fixture
def refusing(desk, monkeypatch):
    """An open network about whose nodes no question has an answer."""

    def refuse(self, model, names):
        raise EngineError(f"This network has no node {names[0]}.")

    monkeypatch.setattr(FakeChooser, "choices_at", refuse)
    desk.open()
    desk.notices.clear()
    return desk


def test_a_question_without_an_answer_says_why(refusing):
    Choosing(refusing.session).ask_choices(["sum_1"], print)
    refusing.rest()
    assert [each.kind for each in refusing.notices] == ["error"]


def test_a_question_about_a_graph_edited_meanwhile_ends_without_a_word(refusing):
    refusing.editing.apply(FIX)
    Choosing(refusing.session).ask_choices(["sum_1"], print)
    refusing.rest()
    assert len(refusing.state.facts.edits) == 1
    assert "error" not in [each.kind for each in refusing.notices]


def test_the_networks_code_is_asked_for_its_target(desk):
    found = []
    choosing = Choosing(desk.session)
    choosing.ask_network_code(found.append)
    assert found == []
    desk.open()
    choosing.ask_network_code(found.append)
    desk.rest()
    (code,) = found
    assert code.text == f"# for {desk.session.project.target}\n"
