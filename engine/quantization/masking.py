"""Scores that only a softmax reads: what lies far below the largest counts as nothing.

Attention masks add -∞ or -10⁹ to scores. A grid that reached so far would leave no
step to tell the other scores apart, so calibration sees them raised to where a softmax
already makes nothing of them, and the integers saturate there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor, fx

from engine.quantization.folding import argument
from engine.quantization.normalizing import HIDDEN, SOFTMAX
from engine.quantization.prepare import Prepared


def softmax_scores(prepared: Prepared) -> Mapping[fx.Node, tuple[str, fx.Node]]:
    """The inputs of softmax ops with the value whose grid they have, and the op.

    Values are left out that anything but a softmax reads, or the user of the network.
    """
    found: dict[fx.Node, tuple[str, fx.Node]] = {}
    others = {_root(prepared, node) for node in prepared.outputs} | {""}
    for step in prepared.steps:
        for node in step.node.all_input_nodes:
            root = _root(prepared, node)
            if step.node.target in SOFTMAX:
                found[node] = root, step.node
            elif step.kind != "inherit" or _root(prepared, step.node) != root:
                others.add(root)
    return {node: scores for node, scores in found.items() if scores[0] not in others}


def _root(prepared: Prepared, node: fx.Node) -> str:
    """The value whose grid a node's value has, empty without one."""
    return prepared.roots.get(prepared.names[node], ("", 1.0))[0]


def raised(scores: Tensor, softmax: fx.Node) -> Tensor:
    """Raise what is far below the largest score of its row.

    All n scores of a row that are raised add up to less than half a step of the
    result: n·exp(-distance) = 2^-(bits + 1). A row that is hidden as a whole has no
    say in the range.
    """
    axis = int(argument(softmax, 1))
    bits = 16 if softmax.meta.get("precision") == "int16" else 8
    distance = math.log(2 ** (bits + 1) * max(scores.shape[axis], 1))
    largest = scores.amax(axis, keepdim=True)
    top = largest.amax()
    return torch.where(
        largest < top - HIDDEN, top, torch.maximum(scores, largest - distance)
    )
