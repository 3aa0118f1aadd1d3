"""Where a network could not be traced, as errors at the ops that stand for it."""

from __future__ import annotations

from collections.abc import Iterator

from torch import fx

from engine.info import Diagnostic
from engine.sentence import say
from engine.targets.calls import OPAQUE, op_name, ops_of

_KNOWN = {
    "it decides in Python by the values of a tensor": say(
        "It decides in Python by the values of a tensor"
    ),
    "the size of a tensor depends on values": say(
        "The size of a tensor depends on values"
    ),
    "the rest of the network": say("the rest of the network"),
}
"""Words that stand in a graph as plain text, as they begin a sentence."""
_REST = "the rest of the network"


def unreached(model: fx.GraphModule) -> Iterator[Diagnostic]:
    """Say of every opaque op what went wrong there, once for the results of one.

    Where the network does not run on its input, that is said of the rest of it.
    """
    told = set()
    unfit = str(model.meta["stopped"]) if model.meta.get("is_unfit") else ""
    for node in ops_of(model.graph):
        if op_name(node) != OPAQUE:
            continue
        title, reason = str(node.args[1]), str(node.args[2])
        if (node.meta.get("module"), title, reason) in told:
            continue
        told.add((node.meta.get("module"), title, reason))
        yield Diagnostic(
            "error",
            node.name,
            str(node.target),
            "traced",
            say("{title} could not be traced", title=_KNOWN.get(title, title)),
            unfit if unfit and title == _REST else _mend(reason),
            node.meta.get("source"),
        )


def _mend(reason: str) -> str:
    return say(
        "{reason}; mend the code there and open the network again.",
        reason=_spelled(reason),
    )


def _spelled(reason: str) -> str:
    words, at, place = reason.partition(", at ")
    known = _KNOWN.get(words, f"{words[:1].upper()}{words[1:]}")
    return say("{words}, at {place}", words=known, place=place) if at else known
