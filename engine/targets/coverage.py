"""How much of one network each target can run: the table to choose a chip by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from torch import fx

from engine.rewriting.fixes import FixFinder
from engine.rewriting.stubs import host_nodes
from engine.targets.calls import OURS, op_name, ops_of
from engine.targets.cost import node_macs
from engine.targets.diagnostics import broken_ops
from engine.targets.latency import estimate_latency
from engine.targets.profile import TargetProfile


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one target makes of a network's ops, stubs not counted.

    `supported` ops run as they are, `rewritable` ones after an exact rewrite, `refused`
    ones not at all, or in float where the target falls back. `mac_share` is the part
    of the multiply-accumulates in supported ops, `refused_ops` names the others' kinds.
    """

    target: str
    title: str
    supported: int
    rewritable: int
    refused: int
    mac_share: float
    refused_ops: tuple[str, ...]
    latency_ms: float

    @property
    def ops(self) -> int:
        """All ops of the network."""
        return self.supported + self.rewritable + self.refused


def compare_targets(
    model: fx.GraphModule, profiles: Iterable[TargetProfile]
) -> tuple[Coverage, ...]:
    """Judge one network for every target, in the given order."""
    return tuple(_cover(model, profile) for profile in profiles)


def _cover(model: fx.GraphModule, profile: TargetProfile) -> Coverage:
    finder, host = FixFinder(profile), host_nodes(model.graph)
    ops = [node for node in ops_of(model.graph) if op_name(node) not in OURS]
    broken = {
        node: constraint
        for node, severity, constraint, _ in broken_ops(model.graph, profile)
        if severity == "error"
    }
    refused = [
        node
        for node, constraint in broken.items()
        if not any(
            fix.is_applicable and fix.exact for fix in finder.find(node, constraint)
        )
    ]
    whole = sum(node_macs(node) for node in ops)
    lost = sum(node_macs(node) for node in {*broken, *host})
    return Coverage(
        profile.name,
        profile.title,
        len(ops) - len(broken),
        len(broken) - len(refused),
        len(refused),
        1 - lost / whole if whole else 1.0,
        tuple(sorted({op_name(node) for node in refused})),
        estimate_latency(model, profile).latency_ms,
    )
