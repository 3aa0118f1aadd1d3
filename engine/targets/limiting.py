"""What is wrong with the limits of a table, and which of them limit anything."""

from __future__ import annotations

from typing import Any

from engine.sentence import Sentence, say
from engine.targets.fitting import FITS
from engine.targets.limits import LIFTED, LIMITS, OFF
from engine.targets.reading import Table


def in_force(table: Table) -> Table:
    """The limits of a table without those that are switched off."""
    return {
        key: value
        for key, value in stated(table).items()
        if key in LIMITS and OFF.get(key) is not value
    }


def stated(table: Any) -> Any:
    """A table without the limits that it lifts; what is no table stays as it is."""
    if not isinstance(table, dict):
        return table
    return {
        key: value
        for key, value in table.items()
        if key not in LIMITS or value != LIFTED
    }


def misplaced(table: Table, op: str = "", where: str = "constraints") -> list[Sentence]:
    """Find limits that are set for an op, or for all ops, and do not fit there."""
    return [
        say(
            "{key} in {where} fits only {ops}",
            key=key,
            where=where,
            ops=", ".join(sorted(FITS[key])),
        )
        for key in table
        if key in FITS and op not in FITS[key]
    ]


def senseless(table: Table, where: str) -> list[Sentence]:
    """Find limits that no op can keep: empty lists, and a least above the most."""
    empty = [
        say("{key} in {where} must name at least one value", key=key, where=where)
        for key, value in table.items()
        if value == []
    ]
    crossed = [
        say("{least} in {where} must not be above {most}", least=a, where=where, most=b)
        for a, b in ((key, key.replace("min_", "max_", 1)) for key in table)
        if a != b and _is_number(table[a]) and _is_number(table.get(b))
        if table[a] > table[b]
    ]
    return [*empty, *crossed]


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
