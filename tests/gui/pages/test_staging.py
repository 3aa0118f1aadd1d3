from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from engine.opening.source import ModelSource
from engine.project import Project, write_project
from engine.recipe import ApplyRule
from engine.states import StateFacts
from gui.pages.staging import cut_off, touching
from gui.session.states import still_known
from gui.widgets.history_delegate import STEP
from tests.gui.fake_engine import FakeDocument

ONE, TWO, THREE = (ApplyRule("keep", name) for name in ("sum_1", "rsub", "x"))
FACTS = [StateFacts(n, 0, 0, {}) for n in range(4)]


@pytest.fixture
def window(qtbot, window):
    window.opening.open_source(ModelSource("zoo", "net"))
    session = window.session
    qtbot.waitUntil(lambda: session.state.is_open and session.state.busy is None)
    return window


@pytest.fixture
def do(qtbot, window):
    def do(action, *values):
        action(*values)
        qtbot.waitUntil(
            lambda: (
                window.session.state.busy is None
                and None not in window.staging.states.known
            )
        )

    return do


def test_all_states_become_known_and_shown(window, do):
    do(window.editing.apply, ONE)
    do(window.editing.apply, TWO)
    problems = [chip.problems for chip in window.inspect.strip.chips]
    assert problems == [{"error": 2}, {"error": 1}, {"error": 0}]
    assert window.inspect.strip.isVisible()


def test_the_same_beginning_stays_known_and_the_rest_is_read_again():
    known = tuple(FACTS)
    assert still_known(known, (ONE, TWO, THREE), (ONE, TWO, THREE)) == known
    assert still_known(known, (ONE, TWO, THREE), (ONE, THREE)) == (*FACTS[:2], None)
    assert still_known((), (), (ONE,)) == (None, None)


def test_a_new_edit_after_undo_says_that_it_takes_the_place_of_others(window, do):
    do(window.editing.apply, ONE)
    do(window.editing.undo)
    notices = []
    window.session.noticed.connect(lambda notice: notices.append(notice.text))
    do(window.editing.apply, TWO)
    assert any("took the place of the undone one" in text for text in notices)
    assert window.session.state.edits == (TWO,)


def test_going_on_is_no_cut():
    assert cut_off((ONE, TWO), 2, (ONE, TWO, THREE)) == 0
    assert cut_off((ONE, TWO), 1, (ONE, THREE)) == 1
    assert cut_off((ONE, TWO), 1, (ONE, TWO)) == 0
    assert cut_off((ONE, TWO, THREE), 1, (ONE, TWO)) == 1


def test_the_keys_b_and_n_walk_through_the_stages(qtbot, window, do):
    do(window.editing.apply, ONE)
    view = window.inspect.graph.view
    do(qtbot.keyClick, view, Qt.Key.Key_B)
    assert window.session.state.cursor == 0
    do(qtbot.keyClick, view, Qt.Key.Key_N)
    assert window.session.state.cursor == 1
    notices = []
    window.session.noticed.connect(lambda notice: notices.append(notice.text))
    do(qtbot.keyClick, view, Qt.Key.Key_N)
    assert notices == ["This is the last stage."]


def test_a_step_tells_what_is_in_place_of_a_node_that_is_not_there(window, do):
    do(window.editing.apply, ONE)
    facts = window.session.state.facts
    replaced = [
        node._replace(name="rsub_mul", origin="rsub") if node.name == "rsub" else node
        for node in facts.info.nodes
    ]
    notices = []
    window.session.noticed.connect(lambda notice: notices.append(notice.text))
    window.inspect.select("rsub")
    window.staging.step(-1)
    other = replace(facts.info, nodes=tuple(replaced))
    do(lambda: window.session.store(facts=replace(facts, info=other)))
    assert notices == ["rsub is not in this stage; rsub_mul is in its place."]


def test_what_a_step_tells_outlives_the_word_on_an_edit_and_goes_with_the_stage(
    qtbot, window, do, monkeypatch
):
    whole = FakeDocument.info

    def info(document):
        found = whole(document)
        kept = [n for n in found.nodes if document.cursor or n.name != "rsub"]
        return replace(found, nodes=tuple(kept))

    monkeypatch.setattr(FakeDocument, "info", info)
    do(window.editing.apply, ONE)
    qtbot.waitUntil(lambda: "difference" in window.notice.text.text())
    window.inspect.select("rsub")
    do(window.staging.step, -1)
    qtbot.waitUntil(lambda: not window.inspect.is_behind)
    assert "rsub is not in this stage" in window.notice.text.text()
    do(window.staging.step, 1)
    qtbot.waitUntil(lambda: not window.inspect.is_behind)
    assert "not in this stage" not in window.notice.text.text()


def test_a_counterpart_is_sought_only_where_there_is_another_stage(window, do):
    notices = []
    window.session.noticed.connect(lambda notice: notices.append(notice.text))
    do(window.staging._compare_at, "rsub")
    do(window.staging.compare_opened)
    assert notices == [
        "There is no other stage to compare this one with.",
        "There is no stage before this one to compare with.",
    ]
    assert window.is_showing_graph()


def test_the_key_h_marks_the_edits_that_touched_the_node(qtbot, window, do):
    do(window.editing.apply, ONE)
    do(window.editing.apply, TWO)
    window.inspect.select("rsub")
    notices = []
    window.session.noticed.connect(lambda notice: notices.append(notice.text))
    qtbot.keyClick(window.inspect.graph.view, Qt.Key.Key_H)
    assert notices == ["rsub was touched by: Keep at rsub."]
    history = window.inspect.history.view
    assert [each.is_marked for each in steps_of(history)] == [False, False, True]
    assert history.currentIndex().row() == 2
    assert window.notice.said == notices[0]
    window.inspect.select("x")
    assert not any(each.is_marked for each in steps_of(history))
    assert window.notice.said == ""
    qtbot.keyClick(window.inspect.graph.view, Qt.Key.Key_H)
    assert window.notice.said == "No edit has touched x."
    do(window.staging.step, -1)
    assert "touched" not in window.notice.said


def test_a_comparison_opens_at_the_selected_node(qtbot, window, do):
    do(window.editing.apply, ONE)
    for name in ("x", "rsub"):
        window.inspect.select(name)
        qtbot.keyClick(window.inspect.graph.view, Qt.Key.Key_H)
        assert window.notice.said
        do(window.staging.compare_opened)
        assert window.notice.said == ""
        assert window.staging.page.twins.after.selection == name
        window.go("inspect")


def steps_of(history):
    rows = range(history.model().rowCount())
    return [history.model().index(row, 0).data(STEP) for row in rows]


def test_a_node_is_touched_by_edits_under_its_own_name_or_that_it_came_from():
    known = (FACTS[0], StateFacts(1, 0, 0, {}, added=("a_mul",), removed=("a",)), None)
    assert touching("a_mul", known, "a") == (1,)
    assert touching("a", known) == (1,)
    assert touching("b", known) == ()


def test_comparing_shows_both_states_and_changes_nothing(qtbot, window, do, workflow):
    do(window.editing.apply, ONE)
    before = window.session.state
    page, sizes = window.staging.page, []
    view = page.twins.after
    view.camera_changed.connect(lambda: sizes.append(view.size()))
    do(window.staging.compare_previous)
    assert window.stack.currentWidget() is page
    assert sizes[0].width() == view.width(), "looked at before laid out"
    assert workflow.calls[-1] == "compare 0 1"
    assert page.nodes.names() == {"~": ["rsub"]}
    for way in ("merged", "code", "sides"):
        page.show_way(way)
        assert page.way == way
    after = window.session.state
    assert (after.facts, after.project) == (before.facts, before.project)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.is_showing_graph()


def test_other_states_are_chosen_on_the_page(window, do, workflow):
    do(window.editing.apply, ONE)
    do(window.editing.apply, TWO)
    do(window.staging.compare_previous)
    page = window.staging.page
    page.before.setCurrentIndex(0)
    do(page.before.activated.emit, 0)
    assert workflow.calls[-1] == "compare 0 2"


def test_another_project_is_opened_beside_this_one(
    qtbot, window, do, workflow, tmp_path
):
    path = tmp_path / "other.json"
    write_project(Project(ModelSource("zoo", "net"), name="other"), path)
    state = window.session.state
    do(window.staging.compare_with_file, path)
    assert workflow.calls[-1].startswith("compare other ")
    assert window.stack.currentWidget() is window.staging.page
    assert window.staging.page.compared.titles == (
        "other · other.json",
        "net · open now",
    )
    assert window.session.state.facts == state.facts
    assert window.session.state.project == state.project


def test_code_of_others_is_not_run_without_being_agreed_to(
    window, do, workflow, tmp_path
):
    model = tmp_path / "model.py"
    model.write_text("")
    window.opening._trust = lambda question: False
    calls = list(workflow.calls)
    do(window.staging.compare_with_source, ModelSource("python", str(model), "Net"))
    assert workflow.calls == calls


def test_a_file_that_is_no_project_is_refused_in_one_sentence(window, do, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text("{")
    notices = []
    window.session.noticed.connect(notices.append)
    do(window.staging.compare_with_file, path)
    assert [notice.kind for notice in notices] == ["error"]


def picture(window):
    """The graph with all the room it has while nothing is noticed."""
    window.notice.clear()
    QCoreApplication.processEvents()
    return window.inspect.graph.view.grab().toImage()


def test_going_through_all_stages_and_back_restores_the_picture(window, do):
    for edit in (ONE, TWO):
        do(window.editing.apply, edit)
    view = window.inspect.graph.view
    window.inspect.select("rsub")
    before = picture(window)
    for state in (0, 1, 2):
        do(window.editing.jump, state)
    assert view.selected() == "rsub"
    assert picture(window) == before


def test_keys_go_to_the_later_state_compared_and_tab_goes_on(qtbot, window, do):
    window.show()
    window.activateWindow()
    do(window.editing.apply, ONE)
    do(window.staging.compare_previous)
    page = window.staging.page
    window.notice.clear()
    qtbot.waitUntil(page.twins.after.hasFocus)
    qtbot.keyClick(page.twins.after, Qt.Key.Key_Backtab)
    assert page.twins.before.hasFocus()
    window.top.target.setFocus()
    qtbot.keyClick(window.top.target, Qt.Key.Key_Escape)
    assert window.is_showing_graph()
