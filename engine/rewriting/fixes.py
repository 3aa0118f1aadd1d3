"""Which rules would clear a broken constraint, and why the others decline."""

from __future__ import annotations

from torch import fx

from engine.info import Fix
from engine.recipe import ApplyRule
from engine.rewriting.expansion import Expander
from engine.rewriting.rule import NoMatch, Rule, Site, rules
from engine.targets.calls import op_name
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
            _reason(expander, rule, found),
        )
        for rule in rules().values()
        if found.target in rule.targets
    ]
    return tuple(sorted(offered, key=lambda fix: (bool(fix.reason), not fix.exact)))


def _reason(expander: Expander, rule: Rule, node: fx.Node) -> str:
    try:
        expander.match(rule, node)
    except NoMatch as refusal:
        return str(refusal)
    return ""


class FixFinder:
    """Finds the fixes of one diagnosis; what a rule's ops are is looked up once.

    Several finders may share what an `expander` has traced.
    """

    def __init__(
        self, profile: TargetProfile, expander: Expander | None = None
    ) -> None:
        self._profile = profile
        self._expander = expander or Expander()
        self._lacking: dict[str, str] = {}

    def find(self, node: fx.Node, constraint: str) -> tuple[Fix, ...]:
        """Offer every rule that clears the constraint; the best one comes first."""
        offered = [
            Fix(
                ApplyRule(rule.name, node.name),
                rule.title,
                rule.exact,
                rule.algebra,
                self._refusal(rule, node),
            )
            for rule in rules().values()
            if node.target in rule.targets and constraint in rule.clears
        ]
        return tuple(sorted(offered, key=lambda fix: (bool(fix.reason), not fix.exact)))

    def _refusal(self, rule: Rule, node: fx.Node) -> str:
        try:
            site = self._expander.match(rule, node)
        except NoMatch as refusal:
            return str(refusal)
        if rule.name not in self._lacking:
            self._lacking[rule.name] = self._lacking_op(rule, site)
        lacking = self._lacking[rule.name]
        return f"{self._profile.chip} has no {lacking} either" if lacking else ""

    def _lacking_op(self, rule: Rule, site: Site) -> str:
        made = [op_name(node) for node in self._expander.remaining_ops(rule, site)]
        return next((op for op in made if op not in self._profile.ops), "")
