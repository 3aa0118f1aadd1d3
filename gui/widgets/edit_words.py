"""What the window calls an edit, on buttons and in the history."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.errors import TargetError
from engine.info import Diagnostic, Fix
from engine.recipe import (
    AppendTail,
    ApplyEverywhere,
    ApplyRule,
    Bypass,
    BypassTogether,
    DeleteBranch,
    Edit,
    EndAtPredictions,
    FixAll,
    FoldConstants,
    FuseBatchNorm,
    Insert,
    InsertStubs,
    RemoveStubs,
    RemoveTail,
    Rename,
    Reparameterize,
    Rewire,
    SetArgument,
    SetOutputs,
    SetPrecision,
    SetRange,
    Several,
    SingleEdit,
    one_source,
    shortened,
)
from engine.targets.profile import load_profile
from gui.widgets.engine_words import title_text
from gui.widgets.quantities import number_text
from gui.widgets.rule_titles import RULE_TITLES


def first_fix(diagnostic: Diagnostic) -> Fix | None:
    """Choose the fix behind a problem's button: the first that applies, if any."""
    applicable = (fix for fix in diagnostic.fixes if fix.is_applicable)
    return next(applicable, diagnostic.fixes[0] if diagnostic.fixes else None)


def verb(edit: Edit) -> str:
    """Name the button that makes the edit."""
    match edit:
        case InsertStubs():
            return _tr("Insert")
        case SetPrecision() | SetRange():
            return _tr("Set")
        case _:
            return _tr("Fix")


def op_word(op: str) -> str:
    """Name an op without its namespace and overload: `aten.relu.default` is `relu`."""
    return op.rpartition(".")[0].partition(".")[2]


def edit_text(edit: Edit) -> str:
    """Say in a few words what an edit did."""
    match edit:
        case ApplyRule() | ApplyEverywhere() | FixAll():
            return _rewrite_text(edit)
        case InsertStubs() | RemoveStubs() | FuseBatchNorm() | Reparameterize():
            return _whole_text(edit)
        case AppendTail() | RemoveTail() | EndAtPredictions():
            return _tail_text(edit)
        case SetRange():
            return _range_text(edit)
        case Bypass() | BypassTogether() | DeleteBranch() | FoldConstants() | Rename():
            return _node_text(edit)
        case Several(edits):
            return _several_text(edits)
        case _:
            return _surgery_text(edit)


def _rewrite_text(edit: ApplyRule | ApplyEverywhere | FixAll) -> str:
    match edit:
        case ApplyRule(rule, node):
            return _tr("{rule} at {node}").format(rule=_rule_text(rule), node=node)
        case ApplyEverywhere(rule):
            return _tr("{rule} everywhere").format(rule=_rule_text(rule))
        case FixAll(target):
            return _tr("Fix all for {}").format(_target_text(target))


def _target_text(name: str) -> str:
    """A target's title; its name where its profile is gone or cannot be read."""
    try:
        return load_profile(name).title
    except TargetError:
        return name


def _whole_text(
    edit: InsertStubs | RemoveStubs | FuseBatchNorm | Reparameterize,
) -> str:
    match edit:
        case InsertStubs():
            return _tr("Insert quant and dequant stubs")
        case RemoveStubs():
            return _tr("Remove quant and dequant stubs")
        case FuseBatchNorm():
            return _tr("Fold all batch norms")
        case Reparameterize():
            return _tr("Merge all parallel branches")


def _tail_text(edit: AppendTail | RemoveTail | EndAtPredictions) -> str:
    match edit:
        case EndAtPredictions():
            return _tr("Leave what follows the predictions to the host")
        case RemoveTail(output):
            return _tr("Remove the tail of output {}").format(output)
        case AppendTail(factor, argmax, _, output):
            resize = [_tr("resize ×{}").format(factor)] if factor > 1 else []
            parts = [*resize, "argmax"] if argmax else resize
            return _tr("Append {tail} to output {output}").format(
                tail=" + ".join(parts), output=output
            )


def _node_text(
    edit: Bypass | BypassTogether | DeleteBranch | FoldConstants | Rename,
) -> str:
    match edit:
        case BypassTogether(nodes):
            return _tr("Bypass {} together").format(shortened(nodes))
        case Bypass(node):
            return _tr("Bypass {}").format(node)
        case DeleteBranch(node):
            return _tr("Delete the branch of {}").format(node)
        case FoldConstants(node):
            return _tr("Compute the constants of {}").format(node)
        case Rename(node, name):
            return _tr("Rename {node} to {name}").format(node=node, name=name)


def _range_text(edit: SetRange) -> str:
    if edit.automatic:
        return _tr("{}: range from calibration").format(edit.node)
    low, high = number_text(edit.minimum), number_text(edit.maximum)
    return f"{edit.node}: {low} … {high}"


def _surgery_text(
    edit: SetPrecision | SetArgument | Insert | Rewire | SetOutputs,
) -> str:
    match edit:
        case SetPrecision(node, precision):
            return f"{node} → {precision}"
        case SetArgument(node, name, value):
            return f"{node}: {name} = {value}"
        case Insert(op, after):
            return _tr("Insert {op} after {node}").format(op=op_word(op), node=after)
        case Rewire(node, slot, source):
            return _tr("{slot} of {node} reads {source}").format(
                slot=slot, node=node, source=source
            )
        case SetOutputs(nodes):
            return _tr("Return {}").format(", ".join(nodes))


def _several_text(edits: tuple[SingleEdit, ...]) -> str:
    if not edits:
        return _tr("Change nothing")
    first = edit_text(edits[0])
    if len(edits) == 1:
        return first
    if source := one_source(edits):
        return _tr("{count} inputs read {source}").format(
            count=len(edits), source=source
        )
    return _tr("{edit} and {count} more").format(edit=first, count=len(edits) - 1)


def _rule_text(rule: str) -> str:
    """The title of a rule; one of a newer catalogue is spelled out."""
    if rule in RULE_TITLES:
        return title_text(RULE_TITLES[rule])
    words = rule.replace("_", " ")
    return words[:1].upper() + words[1:]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Edit", text)
