"""Fix all seen to go in a circle: a rule meets again what it was applied to before.

New ops are named after the one they replace, so a name tells what an op comes of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from torch import fx

from engine.info import Diagnostic, Rewrite
from engine.opening.graph import shape_of
from engine.recipe import ApplyEverywhere, ApplyRule, Edit, Insert
from engine.targets.calls import op_name


class Turn(NamedTuple):
    """A rule, and the node at which it begins a circle, and of which op it comes."""

    rule: str
    node: str
    origin: str


class Trail:
    """Where rules were applied from round to round, and on what."""

    def __init__(self) -> None:
        self._steps: dict[object, list[str]] = defaultdict(list)

    def follow(
        self, before: fx.GraphModule, rewrites: Iterable[Rewrite]
    ) -> frozenset[Turn]:
        """Note the rewrites of a state; give the first turns of circles they close."""
        nodes = {node.name: node for node in before.graph.nodes}
        turns = set[Turn]()
        for rewrite in rewrites:
            node = nodes.get(rewrite.node)
            if node is not None:
                steps = self._steps[_step(rewrite.rule, node)]
                began = [each for each in steps if _comes_of(node.name, each)]
                origin = origin_of(node)
                turns.update(Turn(rewrite.rule, each, origin) for each in began[:1])
                steps.append(node.name)
        return frozenset(turns)


def begins_circle(edit: Edit, turns: Collection[Turn]) -> bool:
    """Whether an edit takes such a turn; one made everywhere might."""
    match edit:
        case ApplyRule(rule, node):
            return any((each.rule, each.node) == (rule, node) for each in turns)
        case ApplyEverywhere(rule):
            return any(each.rule == rule for each in turns)
        case _:
            return False


def origin_of(node: fx.Node) -> str:
    """The op of the network that a node comes of."""
    return str(node.meta.get("origin") or node.name)


def _step(rule: str, node: fx.Node) -> object:
    given = fx.map_arg((node.args, node.kwargs), shape_of)
    return (rule, op_name(node), repr(given), shape_of(node))


def _comes_of(name: str, other: str) -> bool:
    """Whether an op was made in another's place; `mul_1` is a second `mul`."""
    rest = name.removeprefix(f"{other}_")
    return rest != name and not rest[:1].isdigit()


def first_fixes(found: Iterable[Diagnostic], barred: set[Turn]) -> list[Edit]:
    """The first exact fix of each diagnostic that begins no circle.

    What is inserted waits until nothing is rewritten.
    """
    exact = [
        [
            fix.edit
            for fix in diagnostic.fixes
            if fix.is_applicable and fix.exact and not begins_circle(fix.edit, barred)
        ]
        for diagnostic in found
    ]
    edits = [choices[0] for choices in exact if choices]
    return [each for each in edits if not isinstance(each, Insert)] or edits
