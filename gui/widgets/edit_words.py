"""What the window calls an edit, on buttons and in the history."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.info import Diagnostic, Fix
from engine.recipe import (
    ApplyEverywhere,
    ApplyRule,
    Edit,
    FixAll,
    InsertStubs,
    SetPrecision,
    describe,
)


def first_fix(diagnostic: Diagnostic) -> Fix | None:
    """Choose the fix behind a problem's button: the first that applies, if any."""
    applicable = (fix for fix in diagnostic.fixes if fix.is_applicable)
    return next(applicable, diagnostic.fixes[0] if diagnostic.fixes else None)


def verb(edit: Edit) -> str:
    """Name the button that makes the edit."""
    match edit:
        case InsertStubs():
            return QCoreApplication.translate("Edit", "Insert")
        case SetPrecision():
            return QCoreApplication.translate("Edit", "Set")
        case _:
            return QCoreApplication.translate("Edit", "Fix")


def edit_text(edit: Edit) -> str:
    """Say in a few words what an edit did."""
    translate = QCoreApplication.translate
    match edit:
        case ApplyRule(rule, node):
            return translate("Edit", "{rule} at {node}").format(
                rule=_rule_text(rule), node=node
            )
        case ApplyEverywhere(rule):
            return translate("Edit", "{rule} everywhere").format(rule=_rule_text(rule))
        case FixAll(target):
            return translate("Edit", "Fix all for {}").format(target)
        case InsertStubs():
            return translate("Edit", "Insert quant and dequant stubs")
        case SetPrecision(node, precision):
            return f"{node} → {precision}"
        case _:
            text = describe(edit)
            return text[:1].upper() + text[1:]


def _rule_text(rule: str) -> str:
    words = rule.replace("_", " ")
    return words[:1].upper() + words[1:]
