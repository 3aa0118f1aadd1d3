# ruff: noqa: D415  (a docstring here is the algebra)
"""Linear branches that add up or follow each other: one convolution does their work.

Re-parameterization of RepVGG (Ding et al. 2021), ACNet and the like is found by what
the graph computes, not by the names of modules, before or after batch norms are folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import gcd
from typing import Any, TypeAlias

import torch
import torch.nn.functional as F
from torch import Tensor, fx

from engine.opening.graph import arguments_of, pair, shape_of
from engine.rewriting.rule import NoMatch, Site, held_value, rule
from engine.rewriting.rules.kernels import regrouped, spread
from engine.rewriting.rules.normalization import affine
from engine.rewriting.rules.summands import Summand, summands_of
from engine.sentence import say

aten = torch.ops.aten

Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Branch:
    """A summand that is a convolution, or the input itself, perhaps normalized.

    `eps` is None where no batch norm follows. It is added `times` times.
    """

    is_convolution: bool
    kernel: Pair = (1, 1)
    padding: Pair = (0, 0)
    stride: Pair = (1, 1)
    dilation: Pair = (1, 1)
    groups: int = 0
    eps: float | None = None
    times: float = 1.0

    def reach(self, holes: Pair) -> Pair:
        """The size of its kernel where a merged one has taps, `holes` apart."""
        rows, columns = (
            (self.kernel[axis] - 1) * self.dilation[axis] // holes[axis] + 1
            for axis in (0, 1)
        )
        return rows, columns


def parallel_branches(node: fx.Node) -> Site:
    """A sum of convolutions of one value, of that value itself, and of numbers."""
    summands = summands_of(node)
    if len(shape_of(node)) != 4:
        raise NoMatch(
            say("its value has {count} dimensions, not 4", count=len(shape_of(node)))
        )
    values = [
        (each.value, each) for each in summands if isinstance(each.value, fx.Node)
    ]
    if any(shape_of(value) != shape_of(node) for value, _ in values):
        raise NoMatch(say("it adds values of different shapes"))
    found = [_branch(value, summand) for value, summand in values]
    sources = {source for branch, source, _ in found if branch.is_convolution}
    if not sources:
        raise NoMatch(say("it does not add convolutions of one value"))
    (source, *others) = sorted(sources)
    stray = others + [one for _, one, _ in found if one is not source]
    if stray:
        raise NoMatch(
            say(
                "one branch reads {name}, another {other_name}",
                name=source.name,
                other_name=stray[0].name,
            )
        )
    branches = tuple(branch for branch, _, _ in found)
    tensors = {
        f"{name}_{index}": value
        for index, (_, _, given) in enumerate(found)
        for name, value in given.items()
        if value is not None
    }
    arguments = {
        "input": source,
        "branches": branches,
        "constant": _constant(summands),
        "geometry": _geometry(branches, shape_of(source)[1]),
    }
    return Site(arguments | tensors, (node,), node)


@rule(
    aten.add.Tensor,
    aten.sub.Tensor,
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
    """Σ (wᵢ ∗ x + bᵢ) + x + c = (Σ pad(wᵢ) + δ) ∗ x + (Σ bᵢ + c), bᵢ, wᵢ after bn

    Branches may be subtracted, and multiplied by constants of their channels.
    """
    holes = pair(geometry[2])
    size = [max(one.reach(holes)[axis] for one in branches) for axis in (0, 1)]
    kernels, biases = [], []
    for index, branch in enumerate(branches):
        own = {
            name.rpartition("_")[0]: value
            for name, value in tensors.items()
            if name.rpartition("_")[2] == str(index)
        }
        kernel, bias = _linear_map(branch, own, input, geometry[-1])
        kernel = spread(kernel, branch.kernel, branch.reach(holes))
        reach = branch.reach(holes)
        rows, columns = [(size[axis] - reach[axis]) // 2 for axis in (0, 1)]
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


def _constant(summands: list[Summand]) -> float:
    """Add up the numbers of a sum."""
    numbers = [
        (each.value, each) for each in summands if not isinstance(each.value, fx.Node)
    ]
    if any(each.scales for _, each in numbers):
        raise NoMatch(say("a number in it is multiplied by a constant tensor"))
    return sum(each.times * number for number, each in numbers)


def _branch(node: fx.Node, summand: Summand) -> tuple[Branch, fx.Node, dict[str, Any]]:
    """Read a summand: what it is, of which node, with which tensors."""
    inner, eps = node, None
    given: dict[str, Any] = {f"scale{i}": one for i, one in enumerate(summand.scales)}
    if node.target is aten.batch_norm.default and len(node.users) == 1:
        norm: dict[str, Any] = dict(arguments_of(node))
        if norm["training"]:
            raise NoMatch(
                say("{name} takes the statistics of each batch itself", name=node.name)
            )
        names = ("weight", "bias", "running_mean", "running_var")
        given |= {f"norm_{name}": norm[name] for name in names}
        inner, eps = norm["input"], norm["eps"]
    branch = Branch(False, eps=eps, times=summand.times)
    convolutions = (aten.conv2d.default, aten.conv2d.padding)
    if inner.target not in convolutions or len(inner.users) > 1:
        return branch, inner, given
    found: dict[str, Any] = dict(arguments_of(inner))
    size, dilation = pair(shape_of(weight_of(inner))[2:]), pair(found["dilation"])
    branch = replace(
        branch,
        is_convolution=True,
        kernel=size,
        padding=_padding(found["padding"], size, dilation),
        stride=pair(found["stride"]),
        dilation=dilation,
        groups=found["groups"],
    )
    given |= {"kernel": found["weight"], "kernel_bias": found["bias"]}
    return branch, found["input"], given


def _padding(padding: Any, size: Pair, dilation: Pair) -> Pair:
    """The zeros on each side, which a word may stand for."""
    if padding == "same":
        rows, columns = ((size[axis] - 1) * dilation[axis] for axis in (0, 1))
        if rows % 2 or columns % 2:
            raise NoMatch(say("its kernel {shape} is padded unevenly", shape=size))
        return rows // 2, columns // 2
    return (0, 0) if padding == "valid" else pair(padding)


def _geometry(branches: tuple[Branch, ...], width: int) -> list[Any]:
    """Find the one stride, padding, dilation and grouping that fit every branch."""
    strides = {branch.stride for branch in branches}
    if len(strides) > 1:
        raise NoMatch(say("its branches differ in stride"))
    holes = _holes(branches)
    size = [max(one.reach(holes)[axis] for one in branches) for axis in (0, 1)]
    paddings = set()
    for branch in branches:
        spare = [size[axis] - branch.reach(holes)[axis] for axis in (0, 1)]
        if any(each % 2 for each in spare):
            raise NoMatch(say("its kernels cannot be padded evenly to one size"))
        paddings.add(
            tuple(
                branch.padding[axis] + spare[axis] // 2 * holes[axis] for axis in (0, 1)
            )
        )
    if len(paddings) > 1:
        raise NoMatch(
            say("its branches are padded differently, so they look elsewhere")
        )
    groups = gcd(*(branch.groups for branch in branches if branch.is_convolution))
    _refuse_more_taps(branches, size, groups, width)
    return [list(strides.pop()), list(paddings.pop()), list(holes), groups]


def _holes(branches: tuple[Branch, ...]) -> Pair:
    """How far apart the taps of a kernel lie that has those of every branch."""
    rows, columns = (
        gcd(*(one.dilation[axis] for one in branches if one.kernel[axis] > 1)) or 1
        for axis in (0, 1)
    )
    return rows, columns


def _refuse_more_taps(
    branches: tuple[Branch, ...], size: list[int], groups: int, width: int
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
        kernel = regrouped(given["kernel"], branch.groups, groups)
    else:
        width = input.shape[1] // groups
        unit = torch.eye(width, dtype=input.dtype).repeat(groups, 1)
        kernel = unit.reshape(-1, width, 1, 1)
    if branch.eps is not None:
        scale, shift = affine(
            given.get("norm_weight"),
            given.get("norm_bias"),
            given["norm_running_mean"],
            given["norm_running_var"],
            False,
            branch.eps,
        )
        kernel = kernel * scale.reshape(-1, 1, 1, 1)
        bias = shift if bias is None else bias * scale + shift
    for factor in (value for name, value in given.items() if name.startswith("scale")):
        kernel = kernel * factor.reshape(-1, 1, 1, 1)
        bias = None if bias is None else bias * factor.reshape(-1)
    if branch.times == 1:
        return kernel, bias
    return kernel * branch.times, None if bias is None else bias * branch.times


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
