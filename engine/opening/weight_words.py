"""How a checkpoint met a network whose every weight it holds, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from engine.opening.source import WeightReport
from engine.sentence import say

_MOST_NAMED = 3


def met_sentence(report: WeightReport, file: str) -> str:
    """Say that `file` gave the network all its weights, and what else it holds."""
    more = len(report.unexpected)
    if not more:
        return say(
            "{file}: all {count} weights of the network are loaded.",
            file=file,
            count=report.matched,
        )
    if more == 1:
        return say(
            "{file}: all {count} weights of the network are loaded; one more in the "
            "file, {name}, is not used.",
            file=file,
            count=report.matched,
            name=report.unexpected[0],
        )
    return say(
        "{file}: all {count} weights of the network are loaded; {more} more in the "
        "file, of {parts}, are not used.",
        file=file,
        count=report.matched,
        more=more,
        parts=_few(report.unused or report.unexpected),
    )


def _few(names: Sequence[str]) -> str:
    more = ["…"] if len(names) > _MOST_NAMED else []
    return ", ".join([*names[:_MOST_NAMED], *more])
