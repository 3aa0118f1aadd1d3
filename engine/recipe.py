"""What the user did to the graph, as data: one edit is one undo step.

A recipe is a tuple of edits in order. Rule names and the field names below are
stored in project files, so they never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Precision = Literal["int8", "int16", "int32", "float"]


@dataclass(frozen=True, slots=True)
class ApplyRule:
    """Rewrite one node by the rule of that name."""

    rule: str
    node: str


@dataclass(frozen=True, slots=True)
class ApplyEverywhere:
    """Rewrite every node the rule matches."""

    rule: str


@dataclass(frozen=True, slots=True)
class FixAll:
    """Apply the first applicable fix of every diagnostic until none is left."""

    target: str


@dataclass(frozen=True, slots=True)
class InsertStubs:
    """Put a quant stub behind every float input and a dequant stub before outputs."""


@dataclass(frozen=True, slots=True)
class SetPrecision:
    """Ask for one node's output type; `int32` means the unrounded accumulator."""

    node: str
    precision: Precision


Edit: TypeAlias = ApplyRule | ApplyEverywhere | FixAll | InsertStubs | SetPrecision
Recipe: TypeAlias = tuple[Edit, ...]


def describe(edit: Edit) -> str:
    """Say in a few words what the edit does, for the history list and the log."""
    match edit:
        case ApplyRule(rule, node):
            return f"{rule.replace('_', ' ')} at {node}"
        case ApplyEverywhere(rule):
            return f"{rule.replace('_', ' ')} everywhere"
        case FixAll(target):
            return f"fix all for {target}"
        case InsertStubs():
            return "insert quant and dequant stubs"
        case SetPrecision(node, precision):
            return f"{node} in {precision}"
