"""What an edit may do to results, and whether it can be made at other nodes too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.recipe import (
    NODE_FIELDS,
    AppendTail,
    Bypass,
    BypassTogether,
    DeleteBranch,
    Edit,
    EndAtPredictions,
    FixAll,
    Insert,
    RemoveTail,
    Rename,
    Rewire,
    SetArgument,
    SetOutputs,
    SetPrecision,
    SetRange,
    Several,
    SingleEdit,
)

_BY_HAND = (
    SetArgument,
    Bypass,
    BypassTogether,
    DeleteBranch,
    Insert,
    Rewire,
    SetOutputs,
    AppendTail,
    RemoveTail,
    EndAtPredictions,
)
_OF_THEIR_OWN = (Rename, Rewire, SetOutputs, BypassTogether)


def only_rounds(edit: Edit) -> bool:
    """Whether an edit says how values are rounded, and so leaves float results."""
    if isinstance(edit, Several):
        return bool(edit.edits) and all(map(only_rounds, edit.edits))
    return isinstance(edit, (SetPrecision, SetRange))


def may_change_results(edit: Edit) -> bool:
    """Whether an edit by hand moves what the network computes, as most do.

    Rules say of themselves whether they are exact.
    """
    if isinstance(edit, Several):
        return any(map(may_change_results, edit.edits))
    return isinstance(edit, _BY_HAND)


def moved(edit: Edit, node: str) -> SingleEdit | None:
    """The same edit at another node; None for one that is made at no single node."""
    fields = NODE_FIELDS.get(type(edit))
    if isinstance(edit, (FixAll, Several)):
        return None
    if not fields or isinstance(edit, _OF_THEIR_OWN):
        return None
    where: dict[str, Any] = {fields[0]: node}
    return replace(edit, **where)
