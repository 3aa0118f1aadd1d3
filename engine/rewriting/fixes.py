"""Which rules would clear a broken constraint, and why the others decline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

import torch
from torch import fx

from engine.info import Fix
from engine.opening.graph import arguments_of
from engine.recipe import ApplyRule
from engine.rewriting.catalogue import rules
from engine.rewriting.expansion import Expander
from engine.rewriting.memory import Memory
from engine.rewriting.outcomes import Outcomes
from engine.rewriting.rule import NoMatch, NoPattern, Rule
from engine.rewriting.verification import replaced_ops
from engine.targets.breaking import first_broken
from engine.targets.calls import (
    OURS,
    RESHAPES,
    inputs_looked_back,
    op_name,
    tensor_inputs,
)
from engine.targets.cost import node_macs
from engine.targets.latency import activation_bytes
from engine.targets.profile import TargetProfile

aten = torch.ops.aten


def rewrites(model: fx.GraphModule, node: str) -> tuple[Fix, ...]:
    """Offer every rule for a node's op, whether a chip asks for it or not.

    What applies comes first, exact ones before approximations; the others say why not.
    """
    (found,) = [each for each in model.graph.nodes if each.name == node]
    expander = Expander()
    offered = [
        Fix(
            ApplyRule(rule.name, node),
            rule.title,
            rule.exact,
            rule.algebra,
            expander.refusal(rule, found),
        )
        for rule in rules().values()
        if found.target in rule.targets
    ]
    return tuple(sorted(offered, key=lambda fix: (bool(fix.reason), not fix.exact)))


_COARSE = 16
"""A shift up to which 127 steps are fine enough for values about 1: an eighth each."""
_SIGNS: Mapping[Any, int] = {aten.add.Tensor: 1, aten.sub.Tensor: -1}


class _Cost(NamedTuple):
    """What a fix costs, the gravest first."""

    errors: int = 0
    """New ops that the chip does not run."""
    macs: int = 0
    """Multiply-accumulates that are added."""
    risks: int = 0
    """New ops that may cost accuracy."""
    shift: float = 0
    """The largest number added to values, where int8 is too coarse for both."""
    moved: int = 0
    """Bytes that are read and written in addition."""
    reshapes: int = 0
    """Reshapes that are added, which some toolchains do not fold away."""


class FixFinder:
    """Finds the fixes of one diagnosis.

    Several finders may share what an `expander` has traced; a `memory` for this target
    keeps the fixes of a node that nothing behind its inputs decides on.
    """

    def __init__(
        self,
        profile: TargetProfile,
        expander: Expander | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._profile = profile
        self._memory = memory or Memory()
        self._expander = expander or Expander(self._memory.traces)
        self._outcomes = Outcomes(profile, self._expander, self._memory)

    def find(self, node: fx.Node, constraint: str) -> tuple[Fix, ...]:
        """Offer every rule that clears the constraint; the best one comes first.

        Of exact ones that is one whose ops the chip runs, for the least work. A rule
        of which the pattern is not there at all is left out.
        """
        clearing = self._outcomes.clearing(node, constraint)
        find = partial(self._found, clearing, node)
        if not all(rule.is_nearby(node) for rule in clearing):
            return find()
        around = (self._outcomes.leaves(node), self._outcomes.reads_misshapen(node))
        topic = ("fixes", constraint, around)
        read = partial(inputs_looked_back, node)
        return self._memory.recall_behind(topic, node, read, find)

    def _found(self, clearing: list[Rule], node: fx.Node) -> tuple[Fix, ...]:
        offered = [(rule, fix) for rule in clearing for fix in self._offer(rule, node)]
        usable = Counter(fix.exact for _, fix in offered if fix.is_applicable)

        def rank(each: tuple[Rule, Fix]) -> tuple[bool, bool, _Cost]:
            rule, fix = each
            compared = fix.is_applicable and usable[fix.exact] > 1
            cost = self._cost(rule, node) if compared else _Cost()
            return (bool(fix.reason), not fix.exact, cost)

        return tuple(fix for _, fix in sorted(offered, key=rank))

    def _offer(self, rule: Rule, node: fx.Node) -> Iterator[Fix]:
        edit = ApplyRule(rule.name, node.name)
        with suppress(NoPattern):
            reason = self._refusal(rule, node)
            yield Fix(edit, rule.title, rule.exact, rule.algebra, reason)

    def _refusal(self, rule: Rule, node: fx.Node) -> str:
        try:
            site = self._expander.match(rule, node)
        except NoPattern:
            raise
        except NoMatch as refusal:
            return str(refusal)
        return self._outcomes.objection(rule, site)

    def _cost(self, rule: Rule, node: fx.Node) -> _Cost:
        """Weigh what a rule makes against what it replaces."""
        site = self._expander.match(rule, node)
        made, replaced = self._outcomes.made(rule, site), replaced_ops(site)
        broken = [first_broken(each, self._profile) for each in made]
        grave = [found is not None and found[1] == "error" for found in broken]
        risky = [
            found is not None or bool(self._profile.ops[op_name(each)].caveat)
            for found, each in zip(broken, made, strict=True)
        ]
        shifts = [shift for shift in map(_shift, made) if shift > _COARSE]
        return _Cost(
            sum(grave),
            sum(map(node_macs, made)) - sum(map(node_macs, replaced)),
            sum(risky) + len(shifts),
            max(shifts, default=0),
            self._moved(made) - self._moved(replaced),
            _reshapes(made) - _reshapes(replaced),
        )

    def _moved(self, nodes: list[fx.Node]) -> int:
        """Count the bytes that ops read and write, but for mere reshapes."""
        return sum(
            activation_bytes(each, self._profile)
            for node in nodes
            if op_name(node) not in (*RESHAPES, *OURS)
            for each in (node, *tensor_inputs(node))
        )


def _reshapes(nodes: list[fx.Node]) -> int:
    return sum(op_name(node) in RESHAPES for node in nodes)


def _shift(made: fx.Node) -> float:
    """Tell how far a new op moves all values by adding a number to them.

    What ReLU cuts off below zero is moved out of the way, and needs no steps.
    """
    given: dict[str, Any] = dict(arguments_of(made))
    number = given.get("other")
    if made.target not in _SIGNS or not isinstance(number, (int, float)):
        return 0
    moved = _SIGNS[made.target] * float(number) * float(given["alpha"])
    is_cut = all(user.target is aten.relu.default for user in made.users)
    return max(0, moved) if is_cut and made.users else abs(moved)
