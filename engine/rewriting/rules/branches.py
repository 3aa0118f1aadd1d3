# ruff: noqa: D415  (a docstring here is the algebra)
"""Linear branches that add up or follow each other: one convolution does their work.

Re-parameterization of RepVGG (Ding et al. 2021), ACNet and the like is found by what
the graph computes, not by the names of modules, before or after batch norms are folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd
from typing import Any, TypeAlias

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, pair, shape_of
from engine.rewriting.rule import NoMatch, NoPattern, Site, held_value, rule
from engine.rewriting.rules.normalization import affine
from engine.sentence import say

aten = torch.ops.aten

Pair: TypeAlias = tuple[int, int]
_MOST_SUMMANDS = 32
"""Blocks add a handful of branches; a longer sum is no block."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A summand that is a convolution, or the input itself, perhaps normalized.

    `eps` is None where no batch norm follows.
    """

    is_convolution: bool
    kernel: Pair = (1, 1)
    padding: Pair = (0, 0)
    stride: Pair = (1, 1)
    groups: int = 0
    eps: float | None = None


def parallel_branches(node: fx.Node) -> Site:
    """A sum of convolutions of one value, of that value itself, and of numbers."""
    summands = _summands(node)
    if len(shape_of(node)) != 4:
        raise NoMatch(
            say("its value has {count} dimensions, not 4", count=len(shape_of(node)))
        )
    nodes = [each for each in summands if isinstance(each, fx.Node)]
    if any(shape_of(each) != shape_of(node) for each in nodes):
        raise NoMatch(say("it adds values of different shapes"))
    found = [_branch(each) for each in nodes]
    sources = {source for branch, source, _ in found if branch.is_convolution}
    if not sources:
        raise NoMatch(say("it does not add convolutions of one value"))
    (source, *others) = sorted(sources)
    stray = [each for each in others] + [
        one for _, one, _ in found if one is not source
    ]
    if stray:
        raise NoMatch(
            say(
                "one branch reads {name}, another {other_name}",
                name=source.name,
                other_name=stray[0].name,
            )
        )
    branches = tuple(branch for branch, _, _ in found)
    stride, padding, groups = _geometry(branches, shape_of(source)[1])
    tensors = {
        f"{name}_{index}": value
        for index, (_, _, given) in enumerate(found)
        for name, value in given.items()
        if value is not None
    }
    arguments = {
        "input": source,
        "branches": branches,
        "constant": sum(each for each in summands if not isinstance(each, fx.Node)),
        "geometry": [list(stride), list(padding), 1, groups],
    }
    return Site(arguments | tensors, (node,), node)


@rule(
    aten.add.Tensor,
    aten.sum.dim_IntList,
    title="Merge parallel branches into one convolution",
    clears=(),
    site=parallel_branches,
)
def merge_parallel_branches(
    input: Tensor,
    branches: tuple[Branch, ...],
    constant: float,
    geometry: list[Any],
    **tensors: Tensor,
) -> Tensor:
    """Σ (wᵢ ∗ x + bᵢ) + x + c = (Σ pad(wᵢ) + δ) ∗ x + (Σ bᵢ + c), bᵢ, wᵢ after bn"""
    size = [max(one.kernel[axis] for one in branches) for axis in (0, 1)]
    kernels, biases = [], []
    for index, branch in enumerate(branches):
        own = {
            name.rpartition("_")[0]: value
            for name, value in tensors.items()
            if name.rpartition("_")[2] == str(index)
        }
        kernel, bias = _linear_map(branch, own, input, geometry[-1])
        rows, columns = [(size[axis] - branch.kernel[axis]) // 2 for axis in (0, 1)]
        kernels.append(F.pad(kernel, (columns, columns, rows, rows)))
        biases += [] if bias is None else [bias]
    kernel = torch.stack(kernels).sum(0)
    if not biases and not constant:
        return F.conv2d(input, kernel, None, *geometry)
    bias = torch.stack(biases).sum(0) if biases else kernel.new_zeros(kernel.shape[0])
    return F.conv2d(input, kernel, bias + constant if constant else bias, *geometry)


def consecutive_convolutions(node: fx.Node) -> Site:
    """A convolution behind a 1×1 one that nothing else reads."""
    later = arguments_of(node)
    if len(shape_of(node)) != 4:
        raise NoMatch(
            say("its value has {count} dimensions, not 4", count=len(shape_of(node)))
        )
    first = later["input"]
    if not isinstance(first, fx.Node) or first.target is not aten.conv2d.default:
        raise NoMatch(say("no 1×1 convolution comes before it"))
    earlier = arguments_of(first)
    geometry = (pair(earlier["stride"]), pair(earlier["padding"]), earlier["groups"])
    pointwise = shape_of(weight_of(first))[2:] == (1, 1)
    if not pointwise or geometry != ((1, 1), (0, 0), 1) or later["groups"] != 1:
        raise NoMatch(
            say(
                "{name} is no plain 1×1 convolution before a plain one", name=first.name
            )
        )
    refuse_other_reader(first, node)
    if any(pair(later["padding"])) and _adds(earlier["bias"]):
        raise NoMatch(say("it pads with zeros, to which the first bias was not added"))
    refuse_more_work(first, node)
    arguments = of_two(earlier, later) | {"geometry": list(later.values())[3:]}
    return Site(arguments, (node,), node)


@rule(
    aten.conv2d.default,
    title="Merge with the 1×1 convolution before it",
    clears=(),
    site=consecutive_convolutions,
)
def merge_pointwise_convolutions(
    input: Tensor,
    inner: Tensor,
    inner_bias: Tensor | None,
    outer: Tensor,
    outer_bias: Tensor | None,
    geometry: list[Any],
) -> Tensor:
    """w₂ ∗ (w₁·x + b₁) + b₂ = (w₂·w₁) ∗ x + (b₂ + Σ w₂·b₁)"""
    kernel = torch.einsum("omhw,mi->oihw", outer, inner.flatten(1))
    bias = bias_of_two(outer, inner_bias, outer_bias)
    return F.conv2d(input, kernel, bias, *geometry)


def of_two(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """What a convolution that is to be two takes of their arguments."""
    return {
        "input": earlier["input"],
        "inner": earlier["weight"],
        "inner_bias": earlier["bias"],
        "outer": later["weight"],
        "outer_bias": later["bias"],
    }


def bias_of_two(
    outer: Tensor, inner_bias: Tensor | None, outer_bias: Tensor | None
) -> Tensor | None:
    """b₂ + Σ w₂·b₁, one value for each output channel of the weights w₂ (O, M, h, w)"""
    if inner_bias is None:
        return outer_bias
    added = torch.einsum("omhw,m->o", outer, inner_bias)
    return added if outer_bias is None else outer_bias + added


def refuse_other_reader(first: fx.Node, node: fx.Node) -> None:
    """Refuse a convolution that something beside the next one reads.

    Raises:
        NoMatch: what reads it too.
    """
    if len(first.users) > 1:
        other = next(user.name for user in first.users if user is not node)
        raise NoMatch(say("{other} reads {name} too", other=other, name=first.name))


def _adds(bias: object) -> bool:
    """Whether a bias changes anything, as far as it is known."""
    if not isinstance(bias, fx.Node):
        return False
    value = held_value(bias)
    return value is None or bool(value.any())


def _summands(node: fx.Node) -> list[fx.Node | float]:
    """Collect what a chain or tree of additions adds up, from left to right."""
    if not _added(node):
        raise NoPattern(say("it adds up no stack of values"))
    found: list[fx.Node | float] = []
    pending: list[Any] = [node]
    while pending:
        each = pending.pop()
        if not isinstance(each, fx.Node):
            found.append(each)
        elif (parts := _added(each)) and (each is node or len(each.users) == 1):
            pending += reversed(parts)
        elif each.op == "get_attr":
            raise NoMatch(say("it adds the constant {name}", name=each.name))
        else:
            found.append(each)
        if len(found) + len(pending) > _MOST_SUMMANDS:
            raise NoMatch(say("it adds more than {most} values", most=_MOST_SUMMANDS))
    return found


def _added(node: fx.Node) -> list[Any]:
    """What an op adds up: two values, or a stack along its new axis; else nothing."""
    given: dict[str, Any] = dict(arguments_of(node))
    if node.target is aten.add.Tensor:
        if given["alpha"] != 1:
            raise NoMatch(say("alpha is {given}", given=given["alpha"]))
        return [given["self"], given["other"]]
    stack = given["self"] if node.target is aten.sum.dim_IntList else None
    if stack is None or stack.target is not aten.stack.default or len(stack.users) > 1:
        return []
    parts: dict[str, Any] = dict(arguments_of(stack))
    rank = len(shape_of(stack))
    axes = [axis % rank for axis in given["dim"] or ()]
    is_whole = axes == [parts["dim"] % rank] and not given["keepdim"]
    return list(parts["tensors"]) if is_whole and given["dtype"] is None else []


def _branch(node: fx.Node) -> tuple[Branch, fx.Node, dict[str, Any]]:
    """Read a summand: what it is, of which node, with which tensors."""
    given: dict[str, Any] = {}
    eps = None
    inner = node
    if node.target is aten.batch_norm.default and len(node.users) == 1:
        norm: dict[str, Any] = dict(arguments_of(node))
        if norm["training"]:
            raise NoMatch(
                say("{name} takes the statistics of each batch itself", name=node.name)
            )
        names = ("weight", "bias", "running_mean", "running_var")
        given = {f"norm_{name}": norm[name] for name in names}
        inner, eps = norm["input"], norm["eps"]
    convolutions = (aten.conv2d.default, aten.conv2d.padding)
    if inner.target not in convolutions or len(inner.users) > 1:
        return Branch(False, eps=eps), inner, given
    found: dict[str, Any] = dict(arguments_of(inner))
    if pair(found["dilation"]) != (1, 1) or found["weight"].op != "get_attr":
        raise NoMatch(
            say("{name} is dilated, or its weights are computed", name=inner.name)
        )
    size = pair(shape_of(found["weight"])[2:])
    branch = Branch(
        True,
        size,
        _padding(found["padding"], size),
        pair(found["stride"]),
        found["groups"],
        eps,
    )
    given |= {"kernel": found["weight"], "kernel_bias": found["bias"]}
    return branch, found["input"], given


def _padding(padding: Any, size: Pair) -> Pair:
    """The zeros on each side, which a word may stand for."""
    if padding == "same":
        if any(each % 2 == 0 for each in size):
            raise NoMatch(say("its kernel {shape} is padded unevenly", shape=size))
        return size[0] // 2, size[1] // 2
    return (0, 0) if padding == "valid" else pair(padding)


def _geometry(branches: tuple[Branch, ...], width: int) -> tuple[Pair, Pair, int]:
    """Find the one stride, padding and grouping that fit every branch."""
    size = tuple(max(one.kernel[axis] for one in branches) for axis in (0, 1))
    strides = {branch.stride for branch in branches}
    groups = gcd(*(branch.groups for branch in branches if branch.is_convolution))
    if len(strides) > 1:
        raise NoMatch(say("its branches differ in stride"))
    paddings = set()
    for branch in branches:
        spare = [size[axis] - branch.kernel[axis] for axis in (0, 1)]
        if any(each % 2 for each in spare):
            raise NoMatch(say("its kernels cannot be padded evenly to one size"))
        paddings.add(tuple(branch.padding[axis] + spare[axis] // 2 for axis in (0, 1)))
    if len(paddings) > 1:
        raise NoMatch(
            say("its branches are padded differently, so they look elsewhere")
        )
    _refuse_more_taps(branches, size, groups, width)
    return strides.pop(), pair(paddings.pop()), groups


def _refuse_more_taps(
    branches: tuple[Branch, ...], size: tuple[int, ...], groups: int, width: int
) -> None:
    """Decline where one kernel for all has more weights than all of them apart."""
    merged = size[0] * size[1] * width // groups
    apart = sum(
        one.kernel[0] * one.kernel[1] * width // one.groups
        for one in branches
        if one.is_convolution
    )
    if merged > apart:
        raise NoMatch(
            say(
                "merged they take {merged} weights per output, now {apart}",
                merged=merged,
                apart=apart,
            )
        )


def _linear_map(
    branch: Branch, given: dict[str, Tensor], input: Tensor, groups: int
) -> tuple[Tensor, Tensor | None]:
    """Give a branch's kernel (before padding) and bias, its batch norm folded."""
    bias = given.get("kernel_bias")
    if branch.is_convolution:
        kernel = _regrouped(given["kernel"], branch.groups, groups)
    else:
        width = input.shape[1] // groups
        unit = torch.eye(width, dtype=input.dtype).repeat(groups, 1)
        kernel = unit.reshape(-1, width, 1, 1)
    if branch.eps is None:
        return kernel, bias
    scale, shift = affine(
        given.get("norm_weight"),
        given.get("norm_bias"),
        given["norm_running_mean"],
        given["norm_running_var"],
        False,
        branch.eps,
    )
    moved = shift if bias is None else bias * scale + shift
    return kernel * scale.reshape(-1, 1, 1, 1), moved


def _regrouped(kernel: Tensor, before: int, after: int) -> Tensor:
    """Write a kernel for fewer groups: zeros where it did not look."""
    if before == after:
        return kernel
    outputs, inputs, *size = kernel.shape
    parts = kernel.reshape(after, before // after, -1, 1, inputs, *size)
    unit = torch.eye(before // after, dtype=kernel.dtype)
    apart = unit.reshape(1, before // after, 1, -1, 1, *[1] * len(size))
    return (parts * apart).reshape(outputs, -1, *size)


def refuse_more_work(first: fx.Node, node: fx.Node) -> None:
    """Decline to merge a bottleneck: the merged kernel would be the larger one."""
    outer, inner = shape_of(weight_of(node)), shape_of(weight_of(first))
    area, out = outer[2] * outer[3], outer[0]
    before, after = shape_of(first), shape_of(node)
    within = inner[2] * inner[3]
    apart = before[2] * before[3] * inner[0] * inner[1] * within
    apart += after[2] * after[3] * out * outer[1] * area
    merged = after[2] * after[3] * out * inner[1] * area * within
    if merged > apart:
        raise NoMatch(
            say(
                "merged they take {merged} multiply-accumulates, now {apart}",
                merged=merged,
                apart=apart,
            )
        )


def weight_of(node: fx.Node) -> fx.Node:
    """The weights of a convolution, which must be constant."""
    weight = arguments_of(node)["weight"]
    if not isinstance(weight, fx.Node) or weight.op != "get_attr":
        raise NoMatch(say("the weights of {name} are computed", name=node.name))
    return weight
