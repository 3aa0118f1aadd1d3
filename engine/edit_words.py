"""Edits as words of the command line: `SetArgument node=conv2d name=groups value=2`.

The kinds and their fields are those of `engine.recipe`, as project files store them.
What else is named for an `Insert` is an argument of the new op.
"""

from __future__ import annotations

import shlex
from dataclasses import MISSING, Field, fields
from typing import Any, get_args, get_type_hints

from engine.errors import EditError
from engine.recipe import (
    ApplyEverywhere,
    ApplyRule,
    Edit,
    FixAll,
    Insert,
    Precision,
    Several,
    SingleEdit,
)

KINDS: dict[str, type[SingleEdit] | type[FixAll]] = {
    kind.__name__: kind for kind in (*get_args(SingleEdit), FixAll)
}
_SWITCH = {"true": True, "false": False}


def parse_edit(text: str) -> Edit:
    """Read one edit.

    Raises:
        EditError: there is no such kind or field, a field is missing, or its value is
            of another type.
    """
    try:
        name, *words = shlex.split(text) or [""]
    except ValueError as error:
        raise EditError(f"{text!r} is no edit: {error}.") from error
    if name not in KINDS:
        raise EditError(
            f"There is no edit {name!r}; there are {', '.join(sorted(KINDS))}."
        )
    kind = KINDS[name]
    given = dict(_pair(word, name) for word in words)
    known = {each.name: each for each in fields(kind) if each.name != "arguments"}
    others = tuple((key, given[key]) for key in given if key not in known)
    if others and kind is not Insert:
        raise EditError(
            f"{name} has no field {others[0][0]!r}; {_fields_text(known.values())}."
        )
    missing = [key for key, each in known.items() if _is_needed(each, given)]
    if missing:
        raise EditError(f"{name} needs {' and '.join(missing)}, as {missing[0]}=….")
    types = get_type_hints(kind)
    values: dict[str, Any] = {
        key: _value(given[key], types[key], f"{name} {key}")
        for key in known
        if key in given
    }
    return kind(**values, arguments=others) if kind is Insert else kind(**values)


def parse_edits(texts: list[str]) -> Edit | None:
    """Read edits that are one step together; None for no words.

    Raises:
        EditError: one of them is no edit, or Fix all is one among several.
    """
    found = [parse_edit(text) for text in texts]
    if len(found) < 2:
        return found[0] if found else None
    singles = [each for each in found if not isinstance(each, (FixAll, Several))]
    if len(singles) < len(found):
        raise EditError("FixAll is a step of its own; make it without other edits.")
    return Several(tuple(singles))


def rules_of(edit: Edit | None) -> tuple[str, ...]:
    """The rules that an edit names."""
    edits = edit.edits if isinstance(edit, Several) else (edit,)
    return tuple(
        each.rule for each in edits if isinstance(each, (ApplyRule, ApplyEverywhere))
    )


def _pair(word: str, kind: str) -> tuple[str, str]:
    key, sign, value = word.partition("=")
    if not (key and sign):
        raise EditError(f"{kind} is told fields as name=value, and not {word!r}.")
    return key, value


def _fields_text(known: Any) -> str:
    names = ", ".join(each.name for each in known)
    return f"it has {names}" if names else "it has none"


def _is_needed(field: Field[Any], given: dict[str, str]) -> bool:
    return field.default is MISSING and field.name not in given


def _value(word: str, kind: Any, where: str) -> Any:
    """A field's value; nodes are parted by commas."""
    if kind == Precision and word not in get_args(Precision):
        raise EditError(f"{where} is one of {', '.join(get_args(Precision))}.")
    if kind is bool:
        if word.lower() not in _SWITCH:
            raise EditError(f"{where} is true or false, and not {word!r}.")
        return _SWITCH[word.lower()]
    if kind is int:
        try:
            return int(word)
        except ValueError as error:
            message = f"{where} is a whole number, and not {word!r}."
            raise EditError(message) from error
    if kind is float:
        return _number(word, where)
    if kind == tuple[str, ...]:
        return tuple(each.strip() for each in word.split(",") if each.strip())
    return word


def _number(word: str, where: str) -> float:
    try:
        return float(word)
    except ValueError as error:
        raise EditError(f"{where} is a number, and not {word!r}.") from error
