"""What the window says about a state of the recipe, and about two of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

from PySide6.QtCore import QCoreApplication

from engine.info import rounding_of
from engine.quantities import macs_text, short_count
from engine.recipe import ApplyEverywhere, Edit, FixAll
from engine.states import StateDifference, StateFacts
from gui.sentences import in_language
from gui.widgets.edit_words import edit_text
from gui.widgets.quantities import percent_text

States = Sequence[StateFacts | None]


def state_title(edits: Sequence[Edit], number: int, states: States = ()) -> str:
    """Name the edit that led to a state, with how often it did something."""
    if number == 0:
        return _tr("Opened model")
    edit = edits[number - 1]
    facts = states[number] if number < len(states) else None
    text = edit_text(edit)
    if facts is not None and isinstance(edit, ApplyEverywhere | FixAll):
        return f"{facts.rewrites}× {text}" if facts.rewrites else text
    return text


def problems(facts: StateFacts) -> int:
    """Count the problems of a state, advice included."""
    return sum(facts.problems.values())


def effect_text(before: StateFacts | None, facts: StateFacts | None) -> str:
    """Say what an edit did: problems, the difference measured, nodes, and notes."""
    if facts is None:
        return ""
    counts = (
        ("+", len(facts.added)),
        ("−", len(facts.removed)),
        ("~", len(facts.changed)),
    )
    if before is None:
        return nodes_text(facts.nodes)
    words = [
        _tr("problems {before} → {after}").format(
            before=problems(before), after=problems(facts)
        )
    ]
    if facts.by_hand:
        words.append(by_hand_text(facts.share))
    elif facts.difference is not None:
        words.append(difference_text(facts.difference, facts.rewrites))
    words.append(" ".join(f"{sign}{count}" for sign, count in counts if count))
    words += map(in_language, facts.notes)
    return " · ".join(word for word in words if word)


def nodes_text(count: int) -> str:
    """Say how many nodes there are."""
    return _tr("1 node") if count == 1 else _tr("{} nodes").format(count)


def difference_text(difference: float, rewrites: int = 1) -> str:
    """Say how far rewritten values moved, relative to their largest.

    More than rounding can move them is what changes results.
    """
    if difference == 0:
        return _tr("exact")
    if difference > rounding_of(rewrites):
        return _tr("changes results: {} %").format(percent_text(difference))
    return _tr("moved ≤ {}").format(f"{difference:.0e}".replace("e-0", "e-"))


def by_hand_text(share: float | None) -> str:
    """Say what an edit by hand does to outputs: it proves nothing, it was measured."""
    if share == 0:
        return _tr("no difference on what was tried")
    if share is None or isinf(share):
        return _tr("changes results")
    return difference_text(share)


def size_text(facts: StateFacts) -> str:
    """Say how large a state is."""
    size = short_count(facts.parameters)
    return f"{nodes_text(facts.nodes)} · {macs_text(facts.macs)} · {size}"


def reason_text(why: str) -> str:
    """Say why an edit is left out, as shown of its state."""
    return _tr("left out: {}").format(in_language(why)) if why else _tr("left out")


def preview_text(title: str, before: StateFacts | None, facts: StateFacts) -> str:
    """Write what is shown of a state under the pointer."""
    lines = [title, size_text(facts)]
    if before is not None:
        lines.append(effect_text(before, facts))
    renamed = tuple(f"{old} → {new}" for old, new in facts.renamed)
    for sign, names in (
        ("+", facts.added),
        ("−", facts.removed),
        ("~", facts.changed),
        ("", renamed),
    ):
        if names:
            more = ", …" if len(names) > 4 else ""
            lines.append(f"{sign} {', '.join(names[:4])}{more}".lstrip())
    return "\n".join(line for line in lines if line)


def summary_text(difference: StateDifference) -> str:
    """Say in one line what tells two states apart."""
    nodes, before, after = difference.nodes, difference.before, difference.after
    if difference.is_empty:
        return _tr("The two are the same.")
    drawn = before.by_name.keys() | after.by_name.keys()
    added, removed, changed = (
        sum(name in drawn for name in names)
        for names in (nodes.added, nodes.removed, nodes.changed)
    )
    words = [
        _tr("{added} added, {removed} removed, {changed} changed").format(
            added=added, removed=removed, changed=changed
        ),
        _tr("nodes {before} → {after}").format(
            before=len(before.nodes), after=len(after.nodes)
        ),
        f"{macs_text(before.macs)} → {macs_text(after.macs)}",
        _tr("parameters {before} → {after}").format(
            before=short_count(before.parameters),
            after=short_count(after.parameters),
        ),
        _tr("problems {before} → {after}").format(
            before=len(difference.before_problems),
            after=len(difference.after_problems),
        ),
    ]
    if nodes.renamed:
        words.insert(1, _tr("{} renamed").format(len(nodes.renamed)))
    if nodes.weights:
        count = len(nodes.weights)
        text = QCoreApplication.translate("States", "%n with other weights", "", count)
        words.insert(1, text)
    return " · ".join(words)


def _tr(text: str) -> str:
    return QCoreApplication.translate("States", text)
