"""Which ops of a graph the chip computes at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Set
from functools import cached_property
from itertools import chain

from torch import fx

from engine.rewriting.stubs import dequant, host_nodes
from engine.targets.calls import (
    MATRIX_OPS,
    OURS,
    SHAPE_OPS,
    is_drawn,
    is_float,
    op_name,
    ops_of,
)
from engine.targets.profile import TargetProfile

_NORM = "aten.batch_norm"


class Placement:
    """Where each op of a graph runs, found once for all who ask while it stays so."""

    def __init__(self, graph: fx.Graph) -> None:
        self.graph = graph
        self._on_chip: dict[bool, list[fx.Node]] = {}

    @cached_property
    def ops(self) -> list[fx.Node]:
        """The nodes that compute something, in order."""
        return ops_of(self.graph)

    @cached_property
    def _by_name(self) -> dict[str, list[fx.Node]]:
        found: dict[str, list[fx.Node]] = defaultdict(list)
        for node in self.ops:
            found[op_name(node)].append(node)
        return found

    def named(self, names: Collection[str]) -> list[fx.Node]:
        """The ops of these names, in order."""
        kinds = [nodes for name, nodes in self._by_name.items() if name in names]
        return kinds[0] if len(kinds) == 1 else sorted(chain(*kinds))

    @cached_property
    def host(self) -> frozenset[fx.Node]:
        """The ops that run in float beside the chip."""
        return host_nodes(self.graph)

    @cached_property
    def constant(self) -> frozenset[fx.Node]:
        """The ops whose values no input of the network changes, nor chance."""
        found: set[fx.Node] = set()
        for node in self.ops:
            for each in node.all_input_nodes:
                if each.op != "get_attr" and each not in found:
                    break
            else:
                if not is_drawn(node):
                    found.add(node)
        return frozenset(found)

    @cached_property
    def leaving(self) -> frozenset[fx.Node]:
        """The ops of the chip whose values only leave it.

        They reach outputs and dequant stubs alone, perhaps in another shape.
        """
        found: set[fx.Node] = set()
        stubs = self.graph.find_nodes(op="call_function", target=dequant)
        ends = (self.graph.output_node(), *stubs)
        pending = [node for end in ends for node in end.all_input_nodes]
        while pending:
            node = pending.pop()
            is_new = node.op == "call_function" and node not in found
            if is_new and _only_leaves(node, found):
                found.add(node)
                pending += node.all_input_nodes if op_name(node) in SHAPE_OPS else ()
        return frozenset(found - self.host)

    @property
    def last_products(self) -> list[fx.Node]:
        """The convolutions and matrix products of the chip whose values only leave."""
        return self.last_of(MATRIX_OPS)

    def last_of(self, names: Collection[str]) -> list[fx.Node]:
        """The ops of these names whose values, all floats, only leave the chip."""
        return [
            node
            for node in self.named(names)
            if node in self.leaving and is_float(node)
        ]

    def last_before_norm(self, names: Collection[str]) -> list[tuple[fx.Node, fx.Node]]:
        """The ops of these names that only a batch norm reads, which only leaves."""
        return [
            (source, norm)
            for norm in self.last_of([_NORM])
            if op_name(source := norm.all_input_nodes[0]) in names
            and len(source.users) == 1
        ]

    def on_chip(self, profile: TargetProfile) -> list[fx.Node]:
        """The ops left for the chip, in order; stubs and picking results are not ops.

        What runs beside it is left out, and so is what depends on constants alone where
        the toolchain folds that.
        """
        folds = profile.folds_constants
        if folds not in self._on_chip:
            off = self.host | self.constant if folds else self.host
            self._on_chip[folds] = [
                node
                for node in self.ops
                if op_name(node) not in OURS and node not in off
            ]
        return self._on_chip[folds]

    def on_chip_named(
        self, names: Collection[str], profile: TargetProfile
    ) -> list[fx.Node]:
        """The ops of these names that are left for the chip, in order."""
        off = self.host | self.constant if profile.folds_constants else self.host
        return [node for node in self.named(names) if node not in off]


def _only_leaves(node: fx.Node, leaving: Set[fx.Node]) -> bool:
    """Whether a value is read by nothing but ends and moves that only leave."""
    return bool(node.users) and all(
        user.op == "output"
        or user.target is dequant
        or (user in leaving and op_name(user) in SHAPE_OPS)
        for user in node.users
    )
