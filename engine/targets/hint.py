"""One piece of advice at one node, as the diagnostic it is shown as."""

from __future__ import annotations

from torch import fx

from engine.info import Diagnostic, Fix


def advice_at(
    node: fx.Node,
    constraint: str,
    title: str,
    sentence: str,
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    """Make advice that names the node, its op and the user's line of code."""
    source, op = node.meta.get("source"), str(node.target)
    return Diagnostic(
        "advice", node.name, op, constraint, title, sentence, source, fixes
    )
