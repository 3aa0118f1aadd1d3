"""What a node of a recipe is known by besides its name, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from engine.recipe import NODE_FIELDS, Edit, FixAll, Several, SingleEdit

AnyEdit = TypeVar("AnyEdit", bound=SingleEdit | FixAll)


@dataclass(frozen=True, slots=True)
class Landmark:
    """A node that an edit names, as it was when the edit was made.

    `module` is the module's path and which of its calls it was; `line` the text of the
    user's line that made it, `reads` the op and module of each of its inputs. `places`
    tells, for each of the ways in which nodes are taken as alike, which of how many it
    was; `among` how many nodes there were in all, 0 where that was not kept. `entry`
    is what the call of a module that is called more than once is given, `weights` a
    digest of its own weights or of those of what it reads, and `sizes` how many members
    each sequence has whose numbers are in the module's path.
    """

    name: str
    op: str
    module: str = ""
    line: str = ""
    shape: tuple[int, ...] = ()
    reads: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    among: int = 0
    entry: tuple[str, ...] = ()
    weights: str = ""
    sizes: tuple[int, ...] = ()

    @property
    def shared(self) -> str:
        """The module's path, whichever of its calls it was."""
        return self.module.partition(" #")[0]

    @property
    def path(self) -> list[str]:
        """The names of the modules around it, outermost first."""
        return self.shared.split(".")


Landmarks: TypeAlias = tuple[tuple[Landmark, ...], ...]
"""The landmarks of each edit of a recipe, in its order."""


def nodes_of(edit: Edit) -> tuple[str, ...]:
    """Every node that an edit names, each once."""
    names: dict[str, str] = {}
    for each in edit.edits if isinstance(edit, Several) else (edit,):
        _renamed(each, lambda name: names.setdefault(name, name))
    return tuple(names)


def with_names(edit: Edit, names: Mapping[str, str]) -> Edit:
    """The same edit at nodes that are called otherwise, by their old names.

    A node that only a part of the edit makes is named after the one it is made at.
    """
    if isinstance(edit, Several):
        parts = [_renamed(each, lambda name: _new(name, names)) for each in edit.edits]
        return Several(tuple(parts))
    return _renamed(edit, lambda name: _new(name, names))


def _renamed(edit: AnyEdit, new: Callable[[str], str]) -> AnyEdit:
    """The same edit, with another name for every node that it names."""
    fields = NODE_FIELDS.get(type(edit), ())
    return replace(
        edit, **{each: _changed(getattr(edit, each), new) for each in fields}
    )


def _changed(value: Any, new: Callable[[str], str]) -> Any:
    """Rename one node, several, or those that arguments, as (name, node), stand for."""
    if isinstance(value, str):
        return new(value)
    return tuple(
        new(each) if isinstance(each, str) else (each[0], new(each[1]))
        for each in value
    )


def _new(name: str, names: Mapping[str, str]) -> str:
    """The new name of a node, or of one that was made at a node with a new name."""
    if name in names:
        return names[name]
    made_at = [old for old in names if name.startswith(f"{old}_")]
    if not made_at:
        return name
    old = max(made_at, key=len)
    return names[old] + name.removeprefix(old)
