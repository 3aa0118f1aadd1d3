"""Which rules would clear a broken constraint, and why the others decline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from torch import fx

from engine.info import Fix
from engine.recipe import ApplyRule
from engine.rewriting.expansion import Expander
from engine.rewriting.memory import Memory
from engine.rewriting.rule import NoMatch, NoPattern, Rule, Site, rules
from engine.sentence import say
from engine.targets.breaking import first_broken
from engine.targets.calls import OURS, op_name
from engine.targets.profile import TargetProfile


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
        self._expander = expander or Expander()
        self._memory = memory or Memory()
        self._clearing: dict[tuple[object, str], list[Rule]] = {}

    def find(self, node: fx.Node, constraint: str) -> tuple[Fix, ...]:
        """Offer every rule that clears the constraint; the best one comes first.

        Of exact ones that is one whose ops the chip runs without a finding. A rule of
        which the pattern is not there at all is left out.
        """
        clearing = self._rules(node, constraint)
        find = partial(self._found, clearing, node)
        if not all(rule.is_nearby for rule in clearing):
            return find()
        read = (node, *node.all_input_nodes)
        return self._memory.recall(("fixes", constraint), read, find)

    def _rules(self, node: fx.Node, constraint: str) -> list[Rule]:
        asked = (node.target, constraint)
        if asked not in self._clearing:
            self._clearing[asked] = [
                rule
                for rule in rules().values()
                if node.target in rule.targets and constraint in rule.clears
            ]
        return self._clearing[asked]

    def _found(self, clearing: list[Rule], node: fx.Node) -> tuple[Fix, ...]:
        offered = [(rule, fix) for rule in clearing for fix in self._offer(rule, node)]
        usable = [fix for _, fix in offered if fix.is_applicable]

        def rank(each: tuple[Rule, Fix]) -> tuple[bool, bool, int]:
            rule, fix = each
            compared = fix.is_applicable and len(usable) > 1
            left = self._findings(rule, node) if compared else 0
            return (bool(fix.reason), not fix.exact, left)

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
        lacking = self._lacking_op(rule, site)
        return (
            say(
                "{chip} has no {lacking} either",
                chip=self._profile.chip,
                lacking=lacking,
            )
            if lacking
            else ""
        )

    def _lacking_op(self, rule: Rule, site: Site, *, deeper: bool = True) -> str:
        """Name an op that the rule makes and that neither the chip nor a rule has."""
        made = self._made(rule, site)
        lacking = [node for node in made if op_name(node) not in self._profile.ops]
        return next(
            (
                op_name(node)
                for node in lacking
                if not (deeper and self._can_be_rewritten(node))
            ),
            "",
        )

    def _can_be_rewritten(self, made: fx.Node) -> bool:
        """Whether an exact rule writes what another made with ops that the chip has.

        What a fallback runs in float is better left whole.
        """
        if self._profile.fallback != "none":
            return False
        for rule in self._rules(made, "unsupported"):
            if rule.exact:
                with suppress(NoMatch):
                    site = self._expander.match(rule, made)
                    if not self._lacking_op(rule, site, deeper=False):
                        return True
        return False

    def _findings(self, rule: Rule, node: fx.Node) -> int:
        """Count the new ops the chip would not run, or only at a risk for accuracy."""
        site = self._expander.match(rule, node)
        return sum(
            first_broken(made, self._profile) is not None
            or bool(self._profile.ops[op_name(made)].caveat)
            for made in self._made(rule, site)
        )

    def _made(self, rule: Rule, site: Site) -> list[fx.Node]:
        """Trace the ops a rule makes that a chip is asked for."""
        made = self._expander.remaining_ops(rule, site)
        return [node for node in made if op_name(node) not in OURS]
