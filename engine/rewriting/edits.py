"""Edits as data become a new graph; the graph they are applied to stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from torch import fx

from engine.errors import EditError, UnchangedError
from engine.info import Diagnostic, Fix, Rewrite
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
)
from engine.rewriting.catalogue import find_rule
from engine.rewriting.circles import Trail, Turn, first_fixes, origin_of
from engine.rewriting.decoding import end_at_predictions
from engine.rewriting.draft import Draft
from engine.rewriting.expansion import Expander, rewrite
from engine.rewriting.memory import Memory
from engine.rewriting.pruning import delete_branch
from engine.rewriting.ranging import set_precision, set_range
from engine.rewriting.rule import NoMatch, NoPattern
from engine.rewriting.snapshot import take
from engine.rewriting.spanning import bypass_span, bypass_whole
from engine.rewriting.stubs import insert_stubs
from engine.rewriting.surgery import (
    bypass,
    change_argument,
    insert,
    rename,
    rewire,
    set_outputs,
)
from engine.rewriting.tails import append_tail, remove_stubs, remove_tail
from engine.rewriting.traces import Traces
from engine.sentence import filled, listed, say
from engine.targets.calls import leading_to
from engine.targets.diagnostics import diagnose
from engine.targets.profile import TargetProfile, load_profile

_FOLDING = ("fold_batch_norm", "fold_batch_norm_forward")
_SERIES = {
    FuseBatchNorm: _FOLDING,
    Reparameterize: ("merge_parallel_branches", *_FOLDING),
}
_ROUNDS = 300
"""How long chains of fixes may be: the 64 steps of a recurrence take four each."""


def apply_edit(
    model: fx.GraphModule,
    edit: Edit,
    traces: Traces | None = None,
    *,
    again: bool = False,
) -> fx.GraphModule:
    """Make the graph that the edit leads to; `model` is left as it is.

    What rules are traced into is taken from `traces`, if other states left some there.
    One made `again` may change nothing, as projects of older versions hold such edits.

    Raises:
        EditError: the edit cannot be made here, and why.
        UnchangedError: all that it asks for is so already.
        TargetError: it names an unknown target.
    """
    if isinstance(edit, FixAll):
        return _fix_all(model, load_profile(edit.target), traces or Traces())
    edits = edit.edits if isinstance(edit, Several) else (edit,)
    if not edits:
        raise EditError(say("No node is chosen for this; choose one or more."))
    draft = Draft(model, traces)
    unchanged: list[UnchangedError] = []
    for each in edits:
        try:
            change(draft, each)
        except UnchangedError as refusal:
            unchanged.append(refusal)
    if len(unchanged) == len(edits) and not again:
        raise unchanged[0]
    return draft.finish()


def change(draft: Draft, edit: SingleEdit) -> None:
    """Make one edit on a draft, which is to be thrown away if that is refused.

    Raises:
        EditError: the edit cannot be made here, and why.
    """
    match edit:
        case ApplyRule(rule, node):
            _apply_rule(draft, rule, node)
        case ApplyEverywhere(rule):
            _apply_everywhere(draft, rule)
        case SetPrecision() | SetRange():
            _ask(draft.find(edit.node), edit)
        case FoldConstants(node):
            _fold_constants(draft, node)
        case FuseBatchNorm() | Reparameterize():
            _apply_several(draft, edit)
        case InsertStubs() | RemoveStubs() | AppendTail() | RemoveTail():
            _change_ends(draft, edit)
        case EndAtPredictions():
            end_at_predictions(draft)
        case _:
            _change_node(draft, edit)


def _change_ends(
    draft: Draft, edit: InsertStubs | RemoveStubs | AppendTail | RemoveTail
) -> None:
    match edit:
        case InsertStubs():
            insert_stubs(draft)
        case RemoveStubs():
            remove_stubs(draft)
        case AppendTail(factor, argmax, align_corners, output):
            append_tail(draft, factor, argmax, align_corners, output)
        case RemoveTail(output):
            remove_tail(draft, output)


def _change_node(draft: Draft, edit: SingleEdit) -> None:
    match edit:
        case SetArgument(node, name, value):
            change_argument(draft, node, name, value)
        case Bypass() | BypassTogether():
            _bypass(draft, edit)
        case DeleteBranch(node):
            delete_branch(draft, node)
        case Insert(op, after, arguments):
            insert(draft, op, after, arguments)
        case Rewire(node, argument, source):
            rewire(draft, node, argument, source)
        case SetOutputs(nodes):
            set_outputs(draft, nodes)
        case Rename(node, name):
            rename(draft, node, name)


def _bypass(draft: Draft, edit: Bypass | BypassTogether) -> None:
    if isinstance(edit, Bypass):
        bypass_whole(draft, edit.node)
    else:
        bypass_span(draft, [draft.find(each) for each in edit.nodes])


def fixes(model: fx.GraphModule, node: str, profile: TargetProfile) -> tuple[Fix, ...]:
    """Collect what would clear the diagnostics at one node, or why it cannot."""
    found = [one for one in diagnose(model, profile) if one.node == node]
    return tuple(fix for diagnostic in found for fix in diagnostic.fixes)


def _apply_rule(draft: Draft, name: str, node: str) -> None:
    try:
        rewrite(draft, Expander(draft.traces), find_rule(name), draft.find(node))
    except NoMatch as refusal:
        raise EditError(
            say(
                "{words} does not apply at {node}: {refusal}.",
                words=_words(name),
                node=node,
                refusal=refusal,
            )
        ) from None


def _apply_everywhere(draft: Draft, name: str) -> None:
    applied, refusals = _try_everywhere(draft, name)
    if not applied:
        why = listed(refusals[:3], "; ") or say("no node has such an op")
        raise EditError(
            say("{words} applies nowhere ({why}).", words=_words(name), why=why)
        )


def _apply_several(draft: Draft, edit: FuseBatchNorm | Reparameterize) -> None:
    """Apply rules one after the other, wherever they match."""
    tried = [_try_everywhere(draft, name) for name in _SERIES[type(edit)]]
    if not any(applied for applied, _ in tried):
        refusals = [refusal for _, several in tried for refusal in several]
        why = listed(refusals[:3], "; ") or say("no node has such an op")
        raise EditError(
            say("No batch norm can be folded ({why}).", why=why)
            if isinstance(edit, FuseBatchNorm)
            else say("No parallel branches can be merged ({why}).", why=why)
        )


def _fold_constants(draft: Draft, name: str) -> None:
    """Fold at the constants a node's value begins with."""
    rule, expander = find_rule("fold_constants"), Expander(draft.traces)
    refusals = []
    for each in constants_before(draft, name):
        if each.name in draft.nodes:
            try:
                rewrite(draft, expander, rule, each)
            except NoMatch as refusal:
                refusals.append(str(refusal))
    if refusals:
        raise _not_beforehand(name, refusals[0])


def constants_before(draft: Draft, name: str) -> list[fx.Node]:
    """Find the constants that a node's value begins with; nothing is changed.

    Raises:
        EditError: there are none.
    """
    node, targets = draft.find(name), find_rule("fold_constants").targets
    found = sorted(each for each in leading_to([node]) if each.target in targets)
    if not found:
        known = say("it is a constant already")
        none = say("it begins with no constant")
        raise _not_beforehand(name, known if node.op == "get_attr" else none)
    return found


def _not_beforehand(name: str, why: str) -> EditError:
    return EditError(
        say("{name} cannot be computed beforehand: {why}.", name=name, why=why)
    )


def _try_everywhere(draft: Draft, name: str) -> tuple[int, list[str]]:
    """Apply a rule wherever it matches: how often it did, and why not elsewhere.

    Where there is nothing of what it rewrites is told only if there is nowhere.
    """
    rule, expander = find_rule(name), Expander(draft.traces)
    refusals, absent = list[str](), list[str]()
    declined: set[fx.Node] = set()
    applied = 0
    for node in [one for one in draft.graph.nodes if one.target in rule.targets]:
        if node.name not in draft.nodes or node in declined:
            continue
        try:
            rewrite(draft, expander, rule, node)
            applied += 1
            declined.clear()
        except NoMatch as refusal:
            declined.update(refusal.told_of)
            told = absent if isinstance(refusal, NoPattern) else refusals
            told.append(say("at {name}: {refusal}", name=node.name, refusal=refusal))
    return applied, refusals or absent


def _fix_all(
    model: fx.GraphModule, profile: TargetProfile, traces: Traces
) -> fx.GraphModule:
    """Press every exact fix; where that adds errors, or only goes round, press none."""
    left_alone, barred = set[str](), set[Turn]()
    memory = Memory(traces)
    while True:
        fixed = _fix_but(model, profile, memory, left_alone, barred)
        if fixed.circles:
            barred |= fixed.circles
            continue
        gained = fixed.before - fixed.after
        vain = {turn.origin for turn in barred} - gained.keys()
        if fixed.after.total() > fixed.before.total():
            vain |= (fixed.after - fixed.before).keys()
        if vain <= left_alone:
            return fixed.model
        left_alone |= vain


class _Fixed(NamedTuple):
    """What pressing fixes led to; errors before and after, and circles on the way."""

    model: fx.GraphModule
    before: Counter[str]
    after: Counter[str]
    circles: frozenset[Turn] = frozenset()


def _fix_but(
    model: fx.GraphModule,
    profile: TargetProfile,
    memory: Memory,
    left_alone: set[str],
    barred: set[Turn],
) -> _Fixed:
    """Press fixes, again while some are left, until one leads in a circle."""
    rewrites, counts, trail = list[Rewrite](), list[Counter[str]](), Trail()
    model = Draft(model).finish()
    for _ in range(_ROUNDS):
        found = _diagnosed(model, profile, memory)
        counts.append(_errors(model, found))
        kept = [each for each in found if _origin(model, each) not in left_alone]
        edits = list(dict.fromkeys(first_fixes(kept, barred)))
        if not edits:
            break
        before, model = model, _apply_all(model, edits, memory.traces)
        if circles := trail.follow(before, model.meta["rewrites"]):
            return _Fixed(model, counts[0], counts[-1], circles)
        rewrites += model.meta["rewrites"]
    else:
        counts.append(_errors(model, _diagnosed(model, profile, memory)))
    model.meta["rewrites"] = tuple(rewrites)
    return _Fixed(model, counts[0], counts[-1])


def _diagnosed(
    model: fx.GraphModule, profile: TargetProfile, memory: Memory
) -> tuple[Diagnostic, ...]:
    """Diagnose one round; what is as in the rounds before is remembered."""
    memory.be_at(take(model, memory.snapshot))
    return diagnose(model, profile, memory)


def _errors(model: fx.GraphModule, found: Iterable[Diagnostic]) -> Counter[str]:
    """Count errors by the op of the network that they come of."""
    return Counter(_origin(model, each) for each in found if each.severity == "error")


def _origin(model: fx.GraphModule, found: Diagnostic) -> str:
    nodes = (node for node in model.graph.nodes if node.name == found.node)
    return next(map(origin_of, nodes), "")


def _apply_all(
    model: fx.GraphModule, edits: list[Edit], traces: Traces
) -> fx.GraphModule:
    """Apply edits found on one graph, except what another has made needless."""
    draft, expander = Draft(model, traces), Expander(traces)
    parts = (each.edits if isinstance(each, Several) else (each,) for each in edits)
    for edit in (part for several in parts for part in several):
        with suppress(NoMatch, EditError):
            _apply_needed(draft, expander, edit)
    return draft.finish()


def _apply_needed(draft: Draft, expander: Expander, edit: Edit) -> None:
    match edit:
        case ApplyRule(rule, node) if node in draft.nodes:
            rewrite(draft, expander, find_rule(rule), draft.find(node))
        case ApplyEverywhere(rule):
            _try_everywhere(draft, rule)
        case SetPrecision(node, precision) if node in draft.nodes:
            set_precision(draft.find(node), precision)
        case InsertStubs():
            insert_stubs(draft)
        case FoldConstants(node) if node in draft.nodes:
            _fold_constants(draft, node)
        case Bypass(node) if node in draft.nodes:
            bypass(draft, node)
        case Insert(op, node, arguments) if node in draft.nodes:
            insert(draft, op, node, arguments)


def _ask(node: fx.Node, edit: SetPrecision | SetRange) -> None:
    if isinstance(edit, SetRange):
        set_range(node, edit)
    else:
        set_precision(node, edit.precision)


def _words(rule: str) -> str:
    return filled(find_rule(rule).title)
