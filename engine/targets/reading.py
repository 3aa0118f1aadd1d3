"""Strict reading of tables into records: every wrong key is named with its path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches
from typing import (
    Annotated,
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from engine.sentence import Sentence, listed, say

T = TypeVar("T")

Table: TypeAlias = dict[str, Any]
"""A table as `tomllib` returns it: any keys, any values."""

_LARGEST = 2**63 - 1
"""Integers of TOML have 64 bits; larger ones are refused, as no figure is."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The smallest integer a key takes: `Annotated[int, AtLeast(1)]`."""

    least: int


def read_record(
    kind: type[T], table: object, where: str, problems: list[str]
) -> T | None:
    """Make a dataclass of a table, or add to `problems` and return None."""
    types = get_type_hints(kind)
    required = [
        field.name
        for field in fields(kind)  # type: ignore[arg-type]  # a dataclass, by contract
        if field.default is MISSING
    ]
    found = len(problems)
    table = check_table(table, types, where, problems, required)
    if len(problems) > found:
        return None
    return kind(**freeze(table))


def check_table(
    table: object,
    types: Mapping[str, Any],
    where: str,
    problems: list[str],
    required: Iterable[str] = (),
) -> Table:
    """Return the table if it is one; add what is wrong with its keys to `problems`."""
    if not isinstance(table, dict):
        problems.append(say("{where} must be a table", where=where))
        return {}
    inside = say(" in {where}", where=where) if where else ""
    for key in required:
        if key not in table:
            problems.append(say("{key} is missing{inside}", key=key, inside=inside))
    for key, value in table.items():
        if key not in types:
            problems.append(_unknown(key, inside, types))
        elif not _matches(value, types[key]):
            problems.append(
                say(
                    "{key}{inside} must be {spelled}",
                    key=key,
                    inside=inside,
                    spelled=_spelled(types[key]),
                )
            )
    return table


def _unknown(key: str, inside: str, types: Mapping[str, Any]) -> Sentence:
    """Name what is meant, if it is misspelled, and all keys that there are."""
    known = ", ".join(sorted(types))
    close = get_close_matches(key, types, n=1)
    if close:
        return say(
            "{key} is unknown{inside}, did you mean {close}? (known: {known})",
            key=key,
            inside=inside,
            close=close[0],
            known=known,
        )
    return say(
        "{key} is unknown{inside} (known: {known})",
        key=key,
        inside=inside,
        known=known,
    )


def merge(below: Table, above: Table) -> Table:
    """Lay one table over another: tables merge key by key, other values replace."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = merge(old, value) if both else value  # type: ignore[arg-type]
    return merged


def freeze(table: Table) -> Table:
    """Replace the lists of a table by tuples."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
    }


def _matches(value: object, kind: Any) -> bool:
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        return any(type(value) is type(one) and value == one for one in choices)
    if get_origin(kind) is Annotated:
        kind, bound = get_args(kind)
        return _matches(value, kind) and value >= bound.least
    if isinstance(value, int) and abs(value) > _LARGEST:
        return False
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return isinstance(value, list) and all(_matches(one, item) for one in value)
    if kind is float:
        kind = (int, float)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _spelled(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        return say("an integer of at least {least}", least=get_args(kind)[1].least)
    if get_origin(kind) is Literal:
        return listed((repr(choice) for choice in get_args(kind)), " or ")
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        if get_origin(item) is Literal:
            choices = ", ".join(map(repr, get_args(item)))
            return say("a list of {choices}", choices=choices)
        if get_origin(item) is Annotated:
            least = get_args(item)[1].least
            return say("a list of integers of at least {least}", least=least)
        return say("a list of texts") if item is str else say("a list of integers")
    names = {
        str: say("text"),
        int: say("an integer"),
        float: say("a number"),
        bool: say("true or false"),
    }
    return names.get(kind, say("a table"))
