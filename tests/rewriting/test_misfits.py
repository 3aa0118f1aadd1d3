"""A recipe whose edit does not fit the network any more is kept whole."""

import pytest

from engine import workflow
from engine.document import Document
from engine.errors import EditError, MisfitError
from engine.opening.opener import Opened
from engine.opening.source import ModelSource
from engine.progress import run
from engine.project import Project
from engine.recipe import Bypass, FixAll, Insert, Misfit, Rename, SetPrecision
from engine.rewriting.code import code_of
from tests.rewriting.exporting import image, opened
from tests.rewriting.test_replaying import cut, edited, parts, plain

FIRST = SetPrecision("conv2d", "int16")
GONE = SetPrecision("conv2d_1", "int16")
LAST = Bypass("relu_2")
HERE = Bypass("relu_1")
"""The last edit by the names of the shorter network."""


@pytest.fixture
def document():
    return edited(plain, FIRST, GONE, LAST)


def reopened(document, function, **given):
    model = opened(function, image(), **parts())
    given = {"left_out": document.left_out, "cursor": document.goal, **given}
    return Document(model, "net", document.edits, document.landmarks, **given)


def waiting(document, **given):
    return reopened(document, cut, may_wait=True, **given)


def test_a_network_opens_with_the_edits_that_fit_and_the_rest_waits(document):
    found = waiting(document)
    assert (found.cursor, found.edits) == (1, document.edits)
    assert (found.misfit.number, found.misfit.edit) == (2, GONE)
    assert "conv2d_1 (aten.conv2d.default, body, " in found.misfit.why
    assert not found.can_redo
    for number in (2, 3):
        with pytest.raises(MisfitError, match=r"Edit 2 \(conv2d_1 in int16\) does not"):
            found.jump(number)
    with pytest.raises(EditError, match="There is no state 4; this recipe has 3"):
        found.jump(4)


def test_where_nothing_may_wait_the_number_of_the_edit_is_told(document):
    with pytest.raises(MisfitError, match=r"Edit 2 .*does not fit") as caught:
        reopened(document, cut)
    assert caught.value.number == 2


def test_an_edit_that_was_undone_may_not_fit(document):
    document.undo()
    document.undo()
    found = reopened(document, cut)
    assert (found.cursor, found.goal, found.edits) == (1, 1, document.edits)


def test_the_rest_is_made_without_the_edit_that_is_left_out(document):
    found = waiting(document)
    found.leave_out({2})
    assert (found.cursor, found.misfit) == (3, None)
    assert found.edits == (FIRST, GONE, HERE)
    assert "is not in the network any more" in found.left_out[2]
    assert "relu_1" not in found.info().by_name
    assert code_of(found.model_at(2)) == code_of(found.model_at(1))
    again = reopened(found, cut)
    assert (again.digest, again.edits) == (found.digest, found.edits)
    assert again.left_out == found.left_out


def test_undo_and_redo_step_over_what_is_left_out(document):
    found = reopened(document, plain, left_out={1, 2})
    found.undo()
    assert found.cursor == 2
    assert not found.can_undo
    with pytest.raises(EditError):
        found.undo()
    found.redo()
    assert found.cursor == 3
    assert not found.can_redo


def test_an_edit_is_taken_in_again_where_it_was(document):
    digest = document.digest
    document.leave_out({1})
    assert (document.left_out, document.cursor) == ({1: ""}, 3)
    assert document.info().by_name["conv2d"].precision == ""
    document.leave_out(())
    assert (document.left_out, document.digest) == ({}, digest)


def test_all_holds_again_when_the_network_is_as_it_was(document):
    found = waiting(document)
    assert found.goal == 3
    again = reopened(found, plain)
    assert (again.cursor, again.digest) == (3, document.digest)


def test_a_new_edit_comes_before_those_that_wait(document):
    found = waiting(document)
    new = Rename("relu", "first")
    found.apply(new)
    assert found.edits == (FIRST, new, GONE, LAST)
    assert [len(marks) for marks in found.landmarks] == [1, 1, 1, 1]
    assert (found.misfit.number, found.cursor, found.goal) == (3, 2, 4)
    found.undo()
    found.undo()
    found.apply(new)
    assert found.edits == (new, GONE, LAST)
    assert found.misfit.number == 2
    found.leave_out({2})
    assert found.edits == (new, GONE, HERE)


def test_what_is_undone_and_left_out_goes_with_the_next_edit(document):
    document.leave_out({2})
    document.jump(1)
    document.apply(Rename("relu", "first"))
    assert (len(document.edits), document.left_out) == (2, {})
    document.leave_out({1})
    assert (document.cursor, document.left_out) == (2, {1: ""})


def test_an_edit_left_out_can_be_deleted_for_good(document):
    with pytest.raises(EditError, match="Edit 2 is not left out"):
        document.delete(2)
    document.leave_out({1, 2})
    wanted = document.digest
    document.delete(2)
    assert (len(document.edits), document.left_out) == (2, {1: ""})
    assert (document.cursor, document.goal, len(document.states)) == (2, 2, 3)
    document.delete(1)
    assert (document.cursor, document.digest, document.left_out) == (1, wanted, {})
    document.undo()
    document.redo()
    assert document.digest == wanted
    with pytest.raises(EditError, match="There is no edit 9"):
        document.delete(9)


def test_one_that_waits_is_deleted_without_a_state(document):
    found = waiting(document)
    found.leave_out({2, 3})
    found.delete(3)
    assert (found.edits, found.cursor, found.goal) == ((FIRST, GONE), 2, 2)
    found.leave_out(())
    assert found.misfit.number == 2
    found.leave_out({1})
    found.delete(1)
    assert (found.edits, found.misfit.number) == ((GONE,), 1)


def test_an_edit_that_needs_one_left_out_waits():
    made = Insert("aten.silu.default", "relu"), SetPrecision("relu_silu", "int16")
    document = edited(plain, *made)
    document.leave_out({1})
    assert (document.cursor, document.misfit.number, document.goal) == (1, 2, 2)
    document.leave_out(())
    assert (document.cursor, document.misfit) == (2, None)


def test_a_fix_for_an_unknown_target_does_not_fit(document):
    model = opened(plain, image(), **parts())
    found = Document(model, "net", (FIRST, FixAll("moon")), may_wait=True)
    assert (found.cursor, found.misfit.number) == (1, 2)
    assert "moon" in found.misfit.why


def test_every_edit_waits_where_only_a_part_of_the_network_is_here(
    document, monkeypatch
):
    model = opened(cut, image(), **parts())
    model.meta["stopped"] = "It ends here."

    def open_model(_source, *, reached):
        yield from ()
        return Opened(model) if reached else pytest.fail("the part was not asked for")

    monkeypatch.setattr(workflow, "open_model", open_model)
    project = Project(
        ModelSource("python", "net.py", "Net"),
        edits=document.edits,
        landmarks=document.landmarks,
        left_out=(1,),
        cursor=3,
    )
    got = run(workflow.open_project_document(project, reached=True))
    found = got.document
    assert (found.edits, found.left_out) == (document.edits, {1: ""})
    assert (found.goal, found.landmarks, found.moved) == (3, document.landmarks, ())
    why = found.misfit.why
    assert found.misfit == Misfit(2, GONE, why)
    assert why.startswith("This network is here only as far as it could be traced")
    assert [each for each in got.warnings if "wait" in each] == [
        "The edits of this project are kept; they wait for a whole network."
    ]
    assert not any("does not fit" in each for each in got.warnings)
