"""What a node of a recipe is known by besides its name, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.recipe import (
    ApplyRule,
    Bypass,
    DeleteBranch,
    Edit,
    FixAll,
    FoldConstants,
    Insert,
    Rename,
    Rewire,
    SetArgument,
    SetOutputs,
    SetPrecision,
    Several,
    SingleEdit,
)


@dataclass(frozen=True, slots=True)
class Landmark:
    """A node that an edit names, as it was when the edit was made.

    `module` is the module's path and which of its calls it was; `line` the text of the
    user's line that made it, `reads` the op and module of each of its inputs. `places`
    tells, for each of the ways in which nodes are taken as alike, the most exact first,
    which of how many it was; `among` how many nodes there were in all, 0 where that
    was not kept.
    """

    name: str
    op: str
    module: str = ""
    line: str = ""
    shape: tuple[int, ...] = ()
    reads: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    among: int = 0


Landmarks: TypeAlias = tuple[tuple[Landmark, ...], ...]
"""The landmarks of each edit of a recipe, in its order."""


def nodes_of(edit: Edit) -> tuple[str, ...]:
    """Every node that an edit names, each once."""
    edits = edit.edits if isinstance(edit, Several) else (edit,)
    return tuple(dict.fromkeys(name for each in edits for name in _nodes_of(each)))


def _nodes_of(edit: Edit) -> tuple[str, ...]:
    match edit:
        case ApplyRule() | SetPrecision() | SetArgument() | Rename():
            return (edit.node,)
        case Bypass() | DeleteBranch() | FoldConstants():
            return (edit.node,)
        case Insert():
            return (edit.after, *(value for _, value in edit.arguments))
        case Rewire():
            return (edit.node, edit.source)
        case SetOutputs(nodes):
            return nodes
        case _:
            return ()


def with_names(edit: Edit, names: Mapping[str, str]) -> Edit:
    """The same edit at nodes that are called otherwise, by their old names.

    A node that only a part of the edit makes is named after the one it is made at.
    """
    match edit:
        case Several(edits):
            return Several(tuple(_with_names(each, names) for each in edits))
        case FixAll():
            return edit
        case _:
            return _with_names(edit, names)


def _with_names(edit: SingleEdit, names: Mapping[str, str]) -> SingleEdit:
    match edit:
        case Insert():
            arguments = tuple((key, _new(word, names)) for key, word in edit.arguments)
            return replace(edit, after=_new(edit.after, names), arguments=arguments)
        case Rewire():
            node, source = _new(edit.node, names), _new(edit.source, names)
            return replace(edit, node=node, source=source)
        case SetOutputs(nodes):
            return SetOutputs(tuple(_new(node, names) for node in nodes))
        case ApplyRule() | SetPrecision() | SetArgument() | Rename():
            return replace(edit, node=_new(edit.node, names))
        case Bypass() | DeleteBranch() | FoldConstants():
            return replace(edit, node=_new(edit.node, names))
        case _:
            return edit


def _new(name: str, names: Mapping[str, str]) -> str:
    """The new name of a node, or of one that was made at a node with a new name."""
    if name in names:
        return names[name]
    made_at = [old for old in names if name.startswith(f"{old}_")]
    if not made_at:
        return name
    old = max(made_at, key=len)
    return names[old] + name.removeprefix(old)
