"""Leaving to the host what a chip lacks, where no rewrite clears it.

That is one edit behind the last matrix products of a network: its decoding, or what
flattens a classifier's scores. Before them it would cost the chip most of its work.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property

from torch import fx

from engine.info import Fix
from engine.opening.graph import shape_of
from engine.recipe import ApplyRule, EndAtPredictions, Several
from engine.rewriting.catalogue import find_rule
from engine.rewriting.decoding import decoding, predictions
from engine.rewriting.expansion import Expander
from engine.rewriting.rule import NoMatch
from engine.sentence import say
from engine.targets.calls import MATRIX_OPS, op_name

_WHY = say(
    "the host runs what follows the last layers with weights, from the same code"
)
_OF_SCORES = 2
"""Dimensions of one score for every class of every image."""
_ALONE = say("no layer with weights comes before it")
_FLATTENED = "flattened_linear_as_convolution"


class HostPart:
    """Offers the edits that leave parts of one graph to the host."""

    def __init__(self, graph: fx.Graph) -> None:
        self._graph = graph

    def added_to(self, fixes: tuple[Fix, ...], node: fx.Node) -> tuple[Fix, ...]:
        """Add what else helps at a node where no fix applies, or why nothing does."""
        if any(each.is_applicable for each in fixes):
            return fixes
        added = self._fix(node)
        return (*fixes, added) if added.is_applicable or not fixes else fixes

    def _fix(self, node: fx.Node) -> Fix:
        if node in self._decoding:
            return self._left(algebra=_WHY)
        last = self._last_linear(node)
        if last is not None:
            edits = (ApplyRule(_FLATTENED, last.name), EndAtPredictions())
            return Fix(
                Several(edits),
                "Flatten on the host, after a convolution over the whole map",
                exact=False,
                algebra=_WHY,
            )
        reason = say(
            "{layers_after}; write it with other ops in the code, or "
            "choose another target",
            layers_after=self._layers_after(node),
        )
        return self._left(reason=reason)

    def _left(self, algebra: str = "", reason: str = "") -> Fix:
        """Name what is left as the network's kind does; scores are no predictions."""
        if self._is_classifier:
            return Fix(
                EndAtPredictions(),
                "Leave the classifier's head to the host",
                exact=False,
                algebra=algebra,
                reason=reason,
            )
        return Fix(
            EndAtPredictions(),
            "Leave the decoding to the host",
            exact=False,
            algebra=algebra,
            reason=reason,
        )

    @cached_property
    def _is_classifier(self) -> bool:
        outputs = self._graph.output_node().all_input_nodes
        return all(len(shape_of(each)) <= _OF_SCORES for each in outputs)

    @cached_property
    def _decoding(self) -> frozenset[fx.Node]:
        return frozenset(decoding(self._graph))

    @cached_property
    def _last_layers(self) -> frozenset[fx.Node]:
        return frozenset(predictions(self._graph))

    def _last_linear(self, node: fx.Node) -> fx.Node | None:
        """Find the linear op behind a flattened map that ends the network, if any."""
        rule = find_rule(_FLATTENED)
        for each in (node, *node.users):
            if each in self._last_layers and each.target in rule.targets:
                with suppress(NoMatch):
                    site = Expander().match(rule, each)
                    if node is each or site.arguments["input"] in node.all_input_nodes:
                        return each
        return None

    def _layers_after(self, node: fx.Node) -> str:
        found: set[fx.Node] = set()
        pending = list(node.users)
        while pending:
            each = pending.pop()
            if each not in found:
                found.add(each)
                pending += each.users
        count = sum(op_name(each) in MATRIX_OPS for each in found)
        if count == 1:
            return "1 layer with weights comes after it"
        return (
            say("{count} layers with weights come after it", count=count)
            if count
            else _ALONE
        )
