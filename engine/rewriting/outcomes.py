"""What a rule leads to on a chip: the ops it makes that the chip does not run either.

An op that one more exact rule would clear counts as run. A rule that leads only in a
circle, or from one error to as many, is no fix.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

from torch import fx

from engine.opening.graph import shape_of
from engine.opening.titles import op_name as short_name
from engine.rewriting.catalogue import rules
from engine.rewriting.expansion import Expander
from engine.rewriting.memory import Memory
from engine.rewriting.rule import NoMatch, Rule, Site
from engine.rewriting.stubs import dequant, host_nodes
from engine.rewriting.verification import replaced_ops
from engine.sentence import filled, say
from engine.targets.breaking import (
    Broken,
    broken_ops,
    first_broken,
    reads_misshapen,
)
from engine.targets.calls import OURS, SHAPE_OPS, is_float, op_name
from engine.targets.constraints import CONSTRAINTS
from engine.targets.constraints.constraint import spelled
from engine.targets.dtypes import runs_in_float
from engine.targets.profile import TargetProfile

_LACKING = "unsupported"
_DEEP = 5
"""How many rules in a row are looked ahead for."""
_Step = tuple[object, ...]
"""An op by its limit, what it has, and the shapes it reads and yields."""


class Outcomes:
    """Judges rules by what they make, on one chip.

    The `memory` is that of the graph whose nodes are asked about.
    """

    def __init__(
        self, profile: TargetProfile, expander: Expander, memory: Memory
    ) -> None:
        self._profile = profile
        self._memory = memory
        self._expander = expander
        self._clearing: dict[tuple[object, str], list[Rule]] = {}

    def clearing(self, node: fx.Node, constraint: str) -> list[Rule]:
        """The rules that satisfy a constraint of such an op."""
        asked = (node.target, constraint)
        if asked not in self._clearing:
            self._clearing[asked] = [
                rule
                for rule in rules().values()
                if node.target in rule.targets and constraint in rule.clears
            ]
        return self._clearing[asked]

    def made(self, rule: Rule, site: Site) -> list[fx.Node]:
        """Trace the ops a rule makes that a chip is asked for."""
        made = self._expander.remaining_ops(rule, site)
        host = host_nodes(made[0].graph) if made else ()
        return [node for node in made if op_name(node) not in OURS and node not in host]

    def objection(self, rule: Rule, site: Site) -> str:
        """Say why what a rule makes is no better for the chip; empty if it is.

        What a fallback runs in float is better than nothing.
        """
        made, start = self.made(rule, site), _step(site.anchor, _LACKING, "")
        above = self._misshapen(made, site)
        broken = [*self._uncleared(made, (start,), self.leaves(*site.replaces), above)]
        lacking = self._lacking(broken, site)
        if lacking is not None:
            return say(
                "it needs {lacking}, which {chip} lacks too and no rule writes there",
                chip=self._profile.chip,
                lacking=short_name(lacking),
            )
        if self._profile.fallback == "none" and len(broken) >= self._cleared(site):
            return self._refused(broken)
        return ""

    def _lacking(self, broken: Sequence[Broken], site: Site) -> fx.Node | None:
        """Find an op among the broken ones that the chip lacks.

        One that the fallback runs in float is none where it cannot run what there is.
        """
        missing = [node for node, _, name, _ in broken if name == _LACKING]
        if self._profile.fallback == "float" and not runs_in_float(site.anchor):
            missing = [node for node in missing if not runs_in_float(node)]
        return next(iter(missing), None)

    def reads_misshapen(self, *nodes: fx.Node) -> bool:
        """Whether a wrong number of dimensions is told before these nodes already."""
        return reads_misshapen(nodes, self._profile, self._memory)

    def _misshapen(self, made: Sequence[fx.Node], site: Site) -> list[fx.Node]:
        """What new ops read where its number of dimensions is told as wrong already."""
        if not made or not self.reads_misshapen(*site.replaces):
            return []
        return [node for node in made[0].graph.nodes if node.op == "placeholder"]

    def leaves(self, *nodes: fx.Node) -> bool:
        """Whether values are read at the end of the chip alone, once it has stubs.

        What only moves them there is then left to the host. Whole numbers get no stub.
        """
        stubbed = self._profile.stubs.missing != "none" and all(map(is_float, nodes))
        users = {user for node in nodes for user in node.users}
        return bool(users) and all(
            user.target is dequant or (user.op == "output" and stubbed)
            for user in users
        )

    def _uncleared(
        self,
        made: Sequence[fx.Node],
        trail: tuple[_Step, ...],
        leaves: bool,
        above: Collection[fx.Node] = (),
    ) -> Iterator[Broken]:
        """Find the errors among new ops that no other exact rule clears.

        What would be written as on the `trail` again leads nowhere.
        """
        last = _last_moves(made) if leaves else ()
        for broken in broken_ops(made, self._profile, above=above):
            node, severity, constraint, seen = broken
            step = _step(node, constraint, seen)
            is_grave = severity == "error" and node not in last
            if is_grave and (
                step in trail
                or not self._is_clearable(node, constraint, (*trail, step), leaves)
            ):
                yield broken

    def _is_clearable(
        self, node: fx.Node, constraint: str, trail: tuple[_Step, ...], leaves: bool
    ) -> bool:
        if self._profile.fallback != "none" or len(trail) > _DEEP:
            return False
        leaves = leaves and all(user.op == "output" for user in node.users)
        for rule in self.clearing(node, constraint):
            if rule.exact:
                with suppress(NoMatch):
                    made = self.made(rule, self._expander.match(rule, node))
                    if not any(self._uncleared(made, trail, leaves)):
                        return True
        return False

    def _cleared(self, site: Site) -> int:
        """How many errors are replaced; at least one is, or a warning in its place."""
        asked = [node for node in replaced_ops(site) if op_name(node) not in OURS]
        found = [first_broken(node, self._profile) for node in asked]
        return max(1, sum(each is not None and each[1] == "error" for each in found))

    def _refused(self, broken: Sequence[Broken]) -> str:
        node, _, constraint, seen = broken[0]
        limit = self._profile.ops[op_name(node)].errors[constraint]
        allowed = filled(CONSTRAINTS[constraint].sentence, limit=spelled(limit))
        chip, op = self._profile.chip, short_name(node)
        if len(broken) == 1:
            return say(
                "it makes an op that {chip} refuses too: {op} takes {allowed}; that "
                "one would have {seen}",
                chip=chip,
                op=op,
                allowed=allowed,
                seen=seen,
            )
        return say(
            "it makes {count} ops that {chip} refuses too: {op} takes {allowed}; "
            "one would have {seen}",
            chip=chip,
            op=op,
            count=len(broken),
            allowed=allowed,
            seen=seen,
        )


def _step(node: fx.Node, constraint: str, seen: str) -> _Step:
    read = tuple(map(shape_of, node.all_input_nodes))
    return (op_name(node), constraint, seen, read, shape_of(node))


def _last_moves(made: Sequence[fx.Node]) -> set[fx.Node]:
    """Find what only moves values right before they leave."""
    found: set[fx.Node] = set()
    for node in reversed(made):
        is_last = all(user.op == "output" or user in found for user in node.users)
        if is_last and op_name(node) in SHAPE_OPS:
            found.add(node)
    return found
