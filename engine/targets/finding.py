"""What is found at one node, as the diagnostic it is shown as."""

from __future__ import annotations

from torch import fx

from engine.info import Diagnostic, Fix, Severity
from engine.opening.graph import target_text


def found_at(
    severity: Severity,
    node: fx.Node,
    constraint: str,
    title: str,
    sentence: str,
    fixes: tuple[Fix, ...] = (),
    reference: str = "",
) -> Diagnostic:
    """Make a diagnostic that names the node, its op and the user's line of code."""
    return Diagnostic(
        severity,
        node.name,
        target_text(node.target),
        constraint,
        title,
        sentence,
        node.meta.get("source"),
        fixes,
        reference,
    )
