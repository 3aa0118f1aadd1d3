"""A project whose network was changed since opens with what fits, and loses nothing."""

from engine.opening.source import ModelSource
from engine.project import Project, read_project, write_project
from engine.recipe import ApplyRule, Bypass

EDITS = (ApplyRule("keep", "sum_1"), ApplyRule("gone", "rsub"), Bypass("rsub"))


def opened(window, idle, folder):
    """Open a project of three edits, the second of which does not fit."""
    file = folder / "net.json"
    project = Project(ModelSource("zoo", "net"), "net", edits=EDITS, cursor=3)
    write_project(project, file)
    window.opening.open_project(file)
    idle()
    return file


def test_the_window_says_which_edit_does_not_fit_and_why(window, idle, tmp_path):
    opened(window, idle, tmp_path)
    page, state = window.inspect, window.session.state
    assert page.banner.text == (
        "Edit 2 (gone at rsub) does not fit this model: It is gone. "
        "Waiting behind it: 1."
    )
    assert (state.cursor, state.can_redo, state.unsaved) == (1, False, False)
    assert [chip.title[0] for chip in page.strip.chips] == ["0", "1"]
    assert page.history.view.model().rowCount() == 4


def test_saving_keeps_every_edit_in_force(window, idle, tmp_path):
    file = opened(window, idle, tmp_path)
    before = file.read_bytes()
    assert window.opening.save_project(file)
    assert file.read_bytes() == before


def test_a_new_edit_and_its_autosave_keep_those_that_wait(window, idle, tmp_path):
    file = opened(window, idle, tmp_path)
    new = ApplyRule("keep", "x")
    window.editing.apply(new)
    idle()
    window.session.autosave.finish()
    (left,) = [read_project(f) for f in (tmp_path / "autosave").glob("*.json")]
    assert (left.edits, left.cursor) == ((EDITS[0], new, *EDITS[1:]), 4)
    assert read_project(file).edits == EDITS


def test_the_way_on_leaves_it_out_and_keeps_it_in_the_file(window, idle, tmp_path):
    file = opened(window, idle, tmp_path)
    window.inspect.banner.button.click()
    idle()
    state = window.session.state
    assert (state.cursor, state.misfit, state.left_out) == (3, None, {2: "It is gone."})
    assert window.inspect.banner.isHidden()
    assert window.opening.save_project(file)
    saved = read_project(file)
    assert (saved.edits, saved.left_out, saved.cursor) == (EDITS, (2,), 3)
    window.inspect.history.take_in_requested.emit(2)
    idle()
    assert (window.session.state.misfit.number, state.waiting) == (2, ())
    assert window.session.project.cursor == 3


def test_an_edit_left_out_is_deleted_for_good(window, idle, tmp_path):
    file = opened(window, idle, tmp_path)
    window.inspect.banner.button.click()
    idle()
    window.inspect.history.delete_requested.emit(2)
    idle()
    state = window.session.state
    assert (state.edits, state.cursor) == ((EDITS[0], EDITS[2]), 2)
    assert (state.left_out, state.unsaved) == ({}, True)
    assert window.opening.save_project(file)
    saved = read_project(file)
    assert (saved.edits, saved.left_out, saved.cursor) == (state.edits, (), 2)
