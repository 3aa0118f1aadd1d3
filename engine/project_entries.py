"""How the entries of a project file become values, and what is said of wrong ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from math import isfinite
from typing import Any, Literal, get_args, get_origin

import cattrs
from cattrs.strategies import configure_tagged_union
from cattrs.v import transform_error

from engine.opening.source import Argument
from engine.recipe import Edit, SingleEdit
from engine.sentence import Sentence, say

_UNIONS = (SingleEdit, Edit)
_DEEPEST = 50
_INDENT = "  "
_LONGEST = 60
_KINDS: Mapping[type, str] = {
    str: say("text"),
    bool: say("true or false"),
    int: say("a whole number"),
    float: say("a number"),
}


@cache
def converter() -> cattrs.Converter:
    """Make the code that reads and writes every class of the file, once."""
    made = cattrs.Converter(forbid_extra_keys=True)
    made.register_structure_hook(Argument, _argument)
    for kind in _KINDS:
        made.register_structure_hook(kind, _exactly)
    made.register_structure_hook_func(
        _is_tuple, lambda value, kind: _several(value, get_args(kind))
    )
    for edits in _UNIONS:
        configure_tagged_union(edits, made, tag_name="edit")
    return made


def wrong_entries(error: cattrs.BaseValidationError) -> str:
    """Say of each wrong entry what it should have been, and its place in the file."""
    return "; ".join(transform_error(error, path="project", format_exception=_wrong))


def to_text(value: object, indent: str = "") -> str:
    """Write JSON with an entry on each line, and a list of numbers on one."""
    inner = indent + _INDENT
    match value:
        case dict() if value:
            entries = [
                f"{json.dumps(str(key), ensure_ascii=False)}: {to_text(each, inner)}"
                for key, each in value.items()
            ]
            return _in_lines("{", entries, "}", indent)
        case list() | tuple() if value and not all(map(_is_number, value)):
            return _in_lines("[", [to_text(each, inner) for each in value], "]", indent)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _in_lines(start: str, entries: list[str], end: str, indent: str) -> str:
    lines = ",\n".join(f"{indent}{_INDENT}{entry}" for entry in entries)
    return f"{start}\n{lines}\n{indent}{end}"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _wrong(error: BaseException, kind: Any) -> str:
    """Say in the words of the file what one entry should have been."""
    match error:
        case cattrs.ForbiddenExtraKeysError():
            return say(
                "no key {keys} is known", keys=", ".join(sorted(error.extra_fields))
            )
        case KeyError() if kind in _UNIONS and error.args[0] == "edit":
            return say("it does not say which edit it is")
        case KeyError() if kind in _UNIONS:
            return say(
                "there is no kind of edit {kind} in this version",
                kind=repr(error.args[0]),
            )
        case KeyError():
            return say("it is missing")
        case _ if error.args and isinstance(error.args[0], Sentence):
            return error.args[0]
        case _ if get_origin(kind) is Literal:
            known = ", ".join(map(str, get_args(kind)))
            return say("it is none of {known}", known=known)
        case _:
            return say("it is not entries in braces")


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _exactly(value: Any, kind: type) -> Any:
    """Take a value as it is written: no text for a number, no half for a whole one."""
    is_whole = type(value) is int
    fits = is_whole if kind is int else isinstance(value, kind)
    if kind is float and (is_whole or fits) and isfinite(value):
        return float(value)
    if kind is float or not fits:
        words = say("{value} is not {name}", value=_shown(value), name=_KINDS[kind])
        raise TypeError(words)
    return value


def _several(value: Any, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    """Take a list whose values are all of one kind, as many as there are kinds."""
    if not isinstance(value, list):
        raise TypeError(say("{value} is not a list", value=_shown(value)))
    count = None if kinds[-1] is Ellipsis else len(kinds)
    if count not in (None, len(value)):
        raise TypeError(
            say(
                "it needs {count} values and has {found}", found=len(value), count=count
            )
        )
    return tuple(converter().structure(value, list[kinds[0]]))  # type: ignore[valid-type]


def _argument(value: Any, kind: Any) -> Any:
    if not _is_plain(value, _DEEPEST):
        raise TypeError(say("{value} is not what JSON can hold", value=_shown(value)))
    return value


def _is_plain(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return depth > 0 and all(_is_plain(each, depth - 1) for each in value)
    return value is None or isinstance(value, (str, int, float, bool))


def _shown(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
