"""Where a graph holds what one input decided, as warnings at the lines."""

from __future__ import annotations

from collections.abc import Iterator

from torch import fx

from engine.info import Diagnostic
from engine.opening.provenance import place_of
from engine.sentence import say

_WORDS = {
    "value": (
        say("A branch is decided by values"),
        say(
            "Python reads the value of a tensor here; the graph holds what one random "
            "input gave, other inputs may need another graph."
        ),
    ),
    "size": (
        say("A size depends on values"),
        say(
            "How large this tensor is depends on values; the graph holds the size that "
            "one random input gave, other inputs may need another graph."
        ),
    ),
    "read": (
        say("A branch is decided by values"),
        say(
            "Python reads a size here that depends on values; the graph holds what one "
            "random input gave, other inputs may need another graph."
        ),
    ),
}


def decided(model: fx.GraphModule) -> Iterator[Diagnostic]:
    """Say of every line that one random input decided that it did."""
    for kind, place in model.meta.get("decisions", ()):
        title, message = _WORDS[kind]
        source = place_of(place)
        yield Diagnostic("warning", "", "", "decided", title, message, source)
