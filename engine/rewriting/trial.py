"""Edits tried without a word to the document: whether they can be made, or why not.

A copy of a graph costs more than most edits. What is refused by a look at the nodes
before anything changes is looked at on one copy for all; only an edit that may be
refused by what follows is made on a copy of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import fx

from engine.errors import EditError
from engine.opening.graph import shape_of
from engine.recipe import (
    AppendTail,
    Bypass,
    DeleteBranch,
    EndAtPredictions,
    FoldConstants,
    Insert,
    InsertStubs,
    RemoveStubs,
    RemoveTail,
    SetOutputs,
    SetPrecision,
    SetRange,
    SingleEdit,
)
from engine.rewriting.decoding import has_dequant, predictions_to_end_at
from engine.rewriting.draft import Draft
from engine.rewriting.edits import change, constants_before
from engine.rewriting.propagation import is_alike
from engine.rewriting.pruning import branch_at
from engine.rewriting.ranging import check_precision, check_range
from engine.rewriting.stubs import dequant, missing_stubs, stubs_of
from engine.rewriting.surgery import call_behind, outputs_named, source_beside
from engine.rewriting.tails import scores_at, scores_behind_tail


class Trial:
    """Tries edits of one model, each by itself."""

    def __init__(self, model: fx.GraphModule) -> None:
        self._model = model
        self._untouched = Draft(model, to_look_at=True)
        self._followed: set[tuple[object, ...]] = set()

    def refusal(self, edit: SingleEdit) -> str:
        """Say why an edit cannot be made; empty if it can."""
        try:
            if isinstance(edit, DeleteBranch):
                branch_at(self._untouched, edit.node)
        except EditError as refusal:
            return str(refusal)
        return self.refusal_of_all([edit])[0]

    def refusal_of_all(
        self, edits: Sequence[SingleEdit], most: int = 1
    ) -> tuple[str, int]:
        """Say why edits cannot be made one after the other, and how many are untried.

        Where that has to be found out by making them, the first `most` are.
        """
        try:
            if not all([self._is_foreseen(edit) for edit in edits]):
                make_in_vain(self._model, edits[:most])
                return "", max(0, len(edits) - most)
        except EditError as refusal:
            return str(refusal), 0
        return "", 0

    def _is_foreseen(self, edit: SingleEdit) -> bool:
        """Look whether an edit, alone or behind others foreseen, surely can be made.

        Raises:
            EditError: it surely cannot.
        """
        draft = self._untouched
        match edit:
            case SetPrecision(node, precision):
                check_precision(draft.find(node), precision)
                return True
            case SetRange(node):
                check_range(draft.find(node), edit)
                return True
            case SetOutputs(nodes):
                outputs_named(draft, nodes)
                return True
            case Bypass(node) if node in draft.nodes:
                source = source_beside(draft, node)
                return _is_twin(source.meta["val"], draft.find(node).meta["val"])
            case FoldConstants(node):
                constants_before(draft, node)
                return False
            case Insert():
                return self._is_twin_behind(edit)
            case _:
                return _is_end_foreseen(draft, edit)

    def _is_twin_behind(self, edit: Insert) -> bool:
        """Whether an op can follow a node, and yields the like of what it reads.

        Without other arguments that follows from the value alone: it is found out once
        for all values that are alike.
        """
        value = self._untouched.find(edit.after).meta.get("val")
        kind: tuple[object, ...] = ()
        if isinstance(value, torch.Tensor) and not edit.arguments:
            kind = edit.op, value.shape, value.stride(), value.dtype
        if kind in self._followed:
            return True
        call = call_behind(self._untouched, edit.op, edit.after, edit.arguments)
        is_twin = _is_twin(call.value, self._untouched.find(edit.after).meta["val"])
        if kind and is_twin:
            self._followed.add(kind)
        return is_twin


def _is_end_foreseen(draft: Draft, edit: SingleEdit) -> bool:
    """Look whether what changes the ends of the network surely can be made.

    Raises:
        EditError: it surely cannot.
    """
    match edit:
        case InsertStubs():
            return bool(missing_stubs(draft.graph))
        case RemoveStubs():
            return bool(stubs_of(draft.graph))
        case AppendTail(1, True, _, output):
            return 0 not in shape_of(scores_at(draft, output))
        case RemoveTail(output):
            return scores_behind_tail(draft, output).target is dequant
        case EndAtPredictions():
            predictions_to_end_at(draft.graph)
            return not has_dequant(draft.graph)
        case _:
            return False


def _is_twin(value: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether nothing that reads a value can refuse, or yield another shape, for it."""
    return is_alike(value, other) and value.stride() == other.stride()


def make_in_vain(model: fx.GraphModule, edits: Iterable[SingleEdit]) -> None:
    """Make edits one after the other on a copy that is thrown away.

    Raises:
        EditError: one of them cannot be made, and why.
    """
    draft = Draft(model)
    try:
        for edit in edits:
            change(draft, edit)
    finally:
        draft.throw_away()
