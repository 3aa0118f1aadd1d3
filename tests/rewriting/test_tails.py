"""What a tail asks of the scores it compares, and what it leaves when it goes."""

from engine import progress
from engine.recipe import AppendTail, InsertStubs, RemoveTail, SetPrecision
from engine.rewriting.edits import apply_edit
from engine.rewriting.previews import preview_edit
from tests.rewriting.exporting import ops
from tests.rewriting.test_surgery import edited, network


def asked(model):
    """The precision each node is asked for."""
    return {node.name: node.meta.get("precision") for node in model.graph.nodes}


def test_scores_leave_as_before_once_their_tail_is_gone():
    wide = edited(network(), InsertStubs(), SetPrecision("conv2d_1", "int32"))
    base = edited(wide, AppendTail(factor=4), RemoveTail())
    assert ops(base) == ops(wide)
    assert asked(base)["conv2d_1"] == "int32"
    chosen = edited(network(), SetPrecision("conv2d_1", "int8"))
    assert asked(edited(chosen, AppendTail(), RemoveTail()))["conv2d_1"] == "int8"
    assert asked(edited(network(), AppendTail(), RemoveTail()))["conv2d_1"] is None
    later = edited(wide, AppendTail(), SetPrecision("conv2d_1", "auto"))
    later = edited(later, SetPrecision("conv2d_1", "int8"), RemoveTail())
    assert asked(later)["conv2d_1"] == "int8"


def test_a_tail_on_the_chip_turns_int32_scores_into_int8_and_says_so():
    model = apply_edit(network(), SetPrecision("conv2d_1", "int32"))
    edited = apply_edit(model, AppendTail(factor=2))
    assert asked(edited)["conv2d_1"] == "int8"
    told = "head falls back from int32 to int8, because resize ×2 reads it"
    preview = preview_edit(AppendTail(factor=2), model, edited, ())
    assert progress.run(preview).notes == (told,)
    best = apply_edit(model, AppendTail())
    assert best.meta["notes"] == (told.replace("resize ×2", "argmax"),)
    assert apply_edit(edited, RemoveTail()).meta["notes"] == ()
    kept = apply_edit(model, AppendTail(factor=2, argmax=False))
    assert asked(kept)["conv2d_1"] == "int32"
