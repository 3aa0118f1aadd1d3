# ruff: noqa: D415  (a docstring here is the algebra)
"""Matrix products."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, rule
from engine.sentence import say

aten = torch.ops.aten


@rule(aten.linear.default, title="Write linear as a 1×1 convolution")
def linear_as_convolution(input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """w·x + b = w ∗ x + b, each vector as an image of one pixel"""
    outputs, inputs = weight.shape
    pixels = input.reshape(-1, inputs, 1, 1)
    result = F.conv2d(pixels, weight.reshape(outputs, inputs, 1, 1), bias)
    return result.reshape(*input.shape[:-1], outputs)


def flattened_map(node: fx.Node) -> Site:
    """A linear op on an image of which a reshape has made one vector."""
    given: dict[str, Any] = dict(arguments_of(node))
    flat = given["input"]
    if not isinstance(flat, fx.Node) or flat.target is not aten.reshape.default:
        raise NoPattern(say("no image is flattened before it"))
    image = flat.all_input_nodes[0]
    before, after = shape_of(image), shape_of(flat)
    if len(before) != 4 or len(after) != 2 or before[0] != after[0]:
        raise NoPattern(say("no image is flattened before it"))
    if given["weight"].op != "get_attr":
        raise NoMatch(say("the weights of {name} are computed", name=node.name))
    arguments = {key: given[key] for key in ("weight", "bias")}
    return Site(arguments | {"input": image}, (node,), node)


@rule(
    aten.linear.default,
    title="Write flatten and linear as a convolution over the whole map",
    clears=(),
    site=flattened_map,
)
def flattened_linear_as_convolution(
    input: Tensor, weight: Tensor, bias: Tensor | None
) -> Tensor:
    """w·flatten(x) + b = flatten(w ∗ x + b), the kernel as large as the map"""
    kernel = weight.reshape(-1, *input.shape[1:])
    return F.conv2d(input, kernel, bias).reshape(input.shape[0], -1)
