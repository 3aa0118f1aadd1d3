"""Scores that only a softmax reads: what lies far below the largest counts as nothing.

Attention masks add -∞ or -10⁹ to scores. A grid that reached so far would leave no
step to tell the other scores apart, so calibration sees them raised to where a softmax
already makes nothing of them, and the integers saturate there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, fx

from engine.quantization.folding import argument
from engine.quantization.normalizing import HIDDEN, SOFTMAX
from engine.quantization.operators import enlarges
from engine.quantization.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Scores:
    """The input of a softmax: how many times the values behind it, by their names."""

    softmax: fx.Node
    multiples: Mapping[str, float]


def softmax_scores(prepared: Prepared) -> Mapping[fx.Node, Scores]:
    """The inputs of softmax ops, with the values that have a grid of their own.

    Those are left out that anything but a softmax reads, at once or multiplied by a
    number, or the user of the network.
    """
    found: dict[fx.Node, fx.Node] = {}
    before: dict[str, tuple[str, float]] = {}
    others = {_root(prepared, node)[0] for node in prepared.outputs}
    for step in reversed(prepared.steps):
        own, _ = _root(prepared, step.last)
        for node in step.node.all_input_nodes:
            root, multiple = _root(prepared, node)
            factor = 0.0 if step.merged else enlarges(step.node)
            if step.node.target in SOFTMAX:
                found[node] = step.node
            elif own == root and (step.kind == "inherit" or factor):
                continue
            elif factor and own not in others:
                before[own] = root, factor * multiple
            else:
                others.add(root)
    scores = {
        node: Scores(softmax, _multiples(prepared, node, before, others))
        for node, softmax in found.items()
    }
    return {node: each for node, each in scores.items() if each.multiples}


def _multiples(
    prepared: Prepared,
    node: fx.Node,
    before: Mapping[str, tuple[str, float]],
    others: set[str],
) -> dict[str, float]:
    root, multiple = _root(prepared, node)
    found: dict[str, float] = {}
    while root and root not in others:
        found[root] = multiple
        root, factor = before.get(root, ("", 1.0))
        multiple *= factor
    return {name: found[name] for name in found if name in prepared.roots}


def _root(prepared: Prepared, node: fx.Node) -> tuple[str, float]:
    """The value whose grid a node's value has, often itself, and the multiple."""
    name = prepared.names[node]
    return prepared.roots.get(name, (name, 1.0))


def raised(scores: Tensor, softmax: fx.Node) -> Tensor:
    """Raise what is far below the largest score of its row.

    All n scores of a row that are raised add up to less than half a step of the
    result: n·exp(-distance) = 2^-(bits + 1). A row that is hidden as a whole has no
    say in the range.
    """
    if not scores.numel():
        return scores
    axis = int(argument(softmax, 1))
    count = scores.shape[axis] if scores.dim() else 1
    bits = 16 if softmax.meta.get("precision") == "int16" else 8
    distance = math.log(2 ** (bits + 1) * count)
    largest = scores.amax(axis, keepdim=True)
    top = largest.amax()
    return torch.where(
        largest < top - HIDDEN, top, torch.maximum(scores, largest - distance)
    )
