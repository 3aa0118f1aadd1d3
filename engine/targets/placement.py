"""Which ops of a graph the chip computes at all."""

from __future__ import annotations

from torch import fx

from engine.rewriting.stubs import host_nodes
from engine.targets.calls import OURS, op_name, ops_of, tensor_inputs
from engine.targets.profile import TargetProfile


def ops_on_chip(graph: fx.Graph, profile: TargetProfile) -> list[fx.Node]:
    """The ops left for the chip, in order; stubs and picking results are not ops.

    What runs beside it is left out, and so is what depends on constants alone where
    the toolchain folds that.
    """
    host, constant = host_nodes(graph), constant_ops(graph)
    return [
        node
        for node in ops_of(graph)
        if node not in host
        and op_name(node) not in OURS
        and not (profile.folds_constants and node in constant)
    ]


def constant_ops(graph: fx.Graph) -> frozenset[fx.Node]:
    """The ops whose values no input of the network changes."""
    found: set[fx.Node] = set()
    for node in ops_of(graph):
        if found.issuperset(tensor_inputs(node)):
            found.add(node)
    return frozenset(found)
