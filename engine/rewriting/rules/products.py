# ruff: noqa: D415  (a docstring here is the algebra)
"""Matrix products."""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Mapping
from typing import Any, cast

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


def two_operands(node: fx.Node) -> Site:
    """An Einstein sum of two tensors that has no repeated or left-out axis."""
    words, out, tensors = _einsum_of(node)
    if len(words) != 2:
        raise NoMatch(say("it multiplies other than two tensors axis by axis"))
    first, second = tensors
    left, right = words
    sizes = dict(zip(left, shape_of(first), strict=True))
    if any(
        sizes.get(each, size) != size
        for each, size in zip(right, shape_of(second), strict=True)
    ):
        raise NoMatch(say("it spreads an axis of one tensor over the other"))
    if any(len({*each}) < len(each) for each in words) or any(
        (each in left) != (each in right) and each not in out for each in left + right
    ):
        raise NoMatch(say("it sums along an axis of one tensor alone"))
    arguments = {"first": first, "second": second, "left": left, "right": right}
    return Site(arguments | {"out": out}, (node,), node)


def _einsum_of(node: fx.Node) -> tuple[list[str], str, list[fx.Node]]:
    """Read an Einstein sum: the axes of each tensor, those that it yields, the tensors.

    Without an arrow it yields the axes that it names once, in the order of letters.
    """
    given, arrow, out = str(node.args[0]).replace(" ", "").partition("->")
    if not arrow:
        counts = sorted({*given} - {*",."})
        out = "..." + "".join(each for each in counts if given.count(each) == 1)
    tensors = cast(list[fx.Node], list(node.args[1]))  # type: ignore[arg-type]  # nodes
    *words, out = _spelled_out(given.split(","), out, list(map(shape_of, tensors)))
    return words, out, tensors


def _spelled_out(
    words: list[str], out: str, shapes: list[tuple[int, ...]]
) -> list[str]:
    """Name the axes that dots stand for, the last of each tensor alike."""
    used = {*"".join(words), *out}
    free = "".join(each for each in string.ascii_letters if each not in used)
    counts = [
        len(shape) - len(word.replace("...", ""))
        for word, shape in zip(words, shapes, strict=True)
    ]
    dots = free[: max(counts)]
    return [
        word.replace("...", dots[len(dots) - count :])
        for word, count in zip([*words, out], [*counts, len(dots)], strict=True)
    ]


@rule(
    aten.einsum.default,
    title="Write the Einstein sum as a matrix product",
    site=two_operands,
)
def einsum_as_product(
    first: Tensor, second: Tensor, left: str, right: str, out: str
) -> Tensor:
    """Σ x[b, i, k]·y[b, k, j] = x·y, with the axes permuted; without Σ a product"""
    sizes = dict(zip(left + right, (*first.shape, *second.shape), strict=True))
    both = [each for each in left if each in right and each in out]
    summed = [each for each in left if each in right and each not in out]
    rows = [each for each in left if each not in right]
    columns = [each for each in right if each not in left]

    def shaped(tensor: Tensor, word: str, axes: list[str], shape: list[int]) -> Tensor:
        order = [word.index(each) for each in axes]
        moved = tensor if order == sorted(order) else tensor.permute(order)
        return moved if list(moved.shape) == shape else moved.reshape(shape)

    batch = [sizes[each] for each in both]
    tall, wide = ([sizes[each] for each in axes] for axes in (rows, columns))
    if summed:
        inner = math.prod(sizes[each] for each in summed)
        lead = batch if len(batch) <= 2 else [math.prod(batch)]
        x = shaped(first, left, both + rows + summed, [*lead, math.prod(tall), inner])
        y = shaped(
            second, right, both + summed + columns, [*lead, inner, math.prod(wide)]
        )
        result = torch.matmul(x, y)
    else:
        x = shaped(first, left, both + rows, [*batch, *tall, *[1] * len(wide)])
        y = shaped(second, right, both + columns, [*batch, *[1] * len(tall), *wide])
        result = x * y
    made = "".join([*both, *rows, *columns])
    whole = (
        result
        if list(result.shape) == batch + tall + wide
        else result.reshape(batch + tall + wide)
    )
    return shaped(whole, made, [*out], [sizes[each] for each in out])


def stepwise_sum(node: fx.Node) -> Site:
    """An Einstein sum of one tensor or of several, or along an axis of one alone."""
    words, out, tensors = _einsum_of(node)
    sizes: dict[str, int] = {}
    for word, tensor in zip(words, tensors, strict=True):
        for each, size in zip(word, shape_of(tensor), strict=True):
            if sizes.setdefault(each, size) != size:
                raise NoMatch(say("it spreads an axis of one tensor over the other"))
    everything = "".join(words)
    alone = any(everything.count(each) == 1 and each not in out for each in everything)
    repeats = any(len({*word}) < len(word) for word in words)
    if len(words) == 2 and not alone and not repeats:
        raise NoMatch(say("it is a product of two tensors already"))
    named = {f"input_{index}": each for index, each in enumerate(tensors)}
    return Site({"words": words, "out": out} | named, (node,), node)


@rule(
    aten.einsum.default,
    title="Write the Einstein sum by sums and by pairs of tensors",
    site=stepwise_sum,
)
def einsum_by_pairs(words: list[str], out: str, **inputs: Tensor) -> Tensor:
    """Σ x[i, k]·y[j]·z[j] = Σ (Σ x[i, k])·(y[j]·z[j]), each sum as early as it can be

    An axis that a tensor has twice is its diagonal.
    """
    left = list(words)
    reduced: list[tuple[Tensor, str]] = []
    for tensor, word in zip(inputs.values(), words, strict=True):
        left.pop(0)
        needed = {*out, *"".join(left), *"".join(each for _, each in reduced)}
        reduced.append(_reduced(tensor, word, needed))
    (result, made), *others = reduced
    while others:
        (tensor, word), *others = others
        needed = {*out, *"".join(each for _, each in others)}
        both = dict.fromkeys(each for each in made + word if each in needed)
        kept = "".join(both) if others else out
        result = torch.einsum(f"{made},{word}->{kept}", result, tensor)
        made = kept
    order = [made.index(each) for each in out]
    return result if order == sorted(order) else result.permute(order)


def _reduced(tensor: Tensor, word: str, needed: set[str]) -> tuple[Tensor, str]:
    """Take diagonals of axes that are named twice, and sum those nothing else names."""
    while twice := next((each for each in word if word.count(each) > 1), ""):
        first, second = word.index(twice), word.rindex(twice)
        tensor = torch.diagonal(tensor, 0, first, second)
        word = word[:first] + word[first + 1 : second] + word[second + 1 :] + twice
    axes = [at for at, each in enumerate(word) if each not in needed]
    if axes:
        tensor = tensor.sum(axes)
    return tensor, "".join(each for each in word if each in needed)


def named_product(node: fx.Node) -> Site:
    """A product of two matrices or vectors, and what is added to it."""
    given: dict[str, Any] = dict(arguments_of(node))
    names = ("self", "vec2", "other", "mat", "mat2", "tensor", "vec")
    tensors = [given[name] for name in given if name in names]
    named = {f"input_{at}": each for at, each in enumerate(tensors)}
    options = {key: given[key] for key in ("beta", "alpha") if key in given}
    return Site({"product": node.target} | named | options, (node,), node)


def _applied(matrix: Tensor, vector: Tensor) -> Tensor:
    return torch.matmul(matrix, vector.reshape(-1, 1)).reshape(-1)


def _crossed(column: Tensor, row: Tensor) -> Tensor:
    return torch.matmul(column.reshape(-1, 1), row.reshape(1, -1))


def _dotted(first: Tensor, second: Tensor) -> Tensor:
    return torch.matmul(first.reshape(1, -1), second.reshape(-1, 1)).reshape([])


def _added_to(
    input: Tensor, matrix: Tensor, vector: Tensor, beta: float, alpha: float
) -> Tensor:
    product = _applied(matrix, vector)
    bias = input if beta == 1 else input * beta
    return bias + (product if alpha == 1 else product * alpha)


_PRODUCTS: Mapping[Any, Callable[..., Tensor]] = {
    aten.mm.default: torch.matmul,
    aten.mv.default: _applied,
    aten.addmv.default: _added_to,
    aten.dot.default: _dotted,
    aten.outer.default: _crossed,
    aten.ger.default: _crossed,
}


@rule(
    *_PRODUCTS,
    title="Write the product as one of matrices",
    site=named_product,
    nearby=True,
)
def product_of_vectors_as_matrices(product: object, **inputs: Tensor | float) -> Tensor:
    """mv(A, x) = A·x, outer(x, y) = x·yᵀ, dot(x, y) = xᵀ·y, x and y as columns"""
    options = {key: inputs.pop(key) for key in ("beta", "alpha") if key in inputs}
    return _PRODUCTS[product](*inputs.values(), **options)
