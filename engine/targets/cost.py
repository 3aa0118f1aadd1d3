"""How many multiply-accumulates an op does: everything that multiplies and adds up.

Each count is half of what `torch.utils.flop_counter` gives for the op, or for the
matrix products torch makes of it. Where torch counts nothing (products with a vector,
distances, bilinear forms), it follows from the definition of the op in torch's
documentation. Products that are never added up (outer, Kronecker) count none, as in
torch, and neither do elementwise ops.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from math import prod
from typing import Any, cast

import torch
from torch import fx

from engine.opening.graph import arguments_of, shape_of

aten = torch.ops.aten


def node_macs(node: fx.Node) -> int:
    """Count the multiply-accumulates of one node in one forward pass."""
    count = _COUNT_OF.get(id(node.target))
    return count(node) if count is not None else 0


def multiplies(node: fx.Node) -> bool:
    """Whether multiply-accumulates are counted of such an op."""
    return id(node.target) in _COUNT_OF


def first_factor(node: fx.Node) -> fx.Node:
    """Find the input that a product contracts: its last axis is that of the sums."""
    name = _FACTORS.get(node.target)
    given = arguments_of(node).get(name) if name is not None else None
    return given if isinstance(given, fx.Node) else node.all_input_nodes[0]


def _product(node: fx.Node) -> int:
    """Outputs times the length of the contracted axis, the last of the first factor."""
    return prod(shape_of(node)) * prod(shape_of(first_factor(node))[-1:])


def _convolution(node: fx.Node) -> int:
    """Outputs times input channels per group times kernel area."""
    if arguments_of(node).get("transposed"):
        return _transposed_convolution(node)
    return prod(shape_of(node)) * prod(_shape(node, "weight")[1:])


def _transposed_convolution(node: fx.Node) -> int:
    """Inputs times output channels per group times kernel area."""
    return prod(_shape(node, "input")) * prod(_shape(node, "weight")[1:])


def _time_convolution(node: fx.Node) -> int:
    """Outputs times kernel length times input channels: the weight is (K, I, O)."""
    return prod(shape_of(node)) * prod(_shape(node, "weight")[:2])


def _batched_sum(node: fx.Node) -> int:
    """`addbmm` adds the products of a batch up: B·N·M·P for (B, N, M) by (B, M, P)."""
    return prod(_shape(node, "batch1")) * _shape(node, "batch2")[-1]


def _inner(node: fx.Node) -> int:
    """Outputs times the common last axis; a scalar only scales, and adds nothing up."""
    first, second = _shape(node, "self"), _shape(node, "other")
    return prod(shape_of(node)) * first[-1] if first and second else 0


def _vector_product(node: fx.Node) -> int:
    """Outputs times the extent of the axis that is summed."""
    axis = cast(int, arguments_of(node)["dim"])
    extent = max(_shape(node, "x")[axis], _shape(node, "y")[axis])
    return prod(shape_of(node)) * extent


def _tensordot(node: fx.Node) -> int:
    """Outputs times the extents that are contracted; one of 1 broadcasts before."""
    given: dict[str, Any] = arguments_of(node)
    first, second = _shape(node, "self"), _shape(node, "other")
    pairs = zip(given["dims_self"], given["dims_other"], strict=True)
    summed: list[int] = [min(first[one], second[other]) for one, other in pairs]
    return prod(shape_of(node)) * prod(summed)


def _chain(node: fx.Node) -> int:
    """The cheapest order of a chain of matrices, which torch chooses too.

    Cormen, Leiserson, Rivest and Stein: Introduction to Algorithms, matrix-chain
    multiplication. A vector at an end is a matrix of one row or column.
    """
    given: dict[str, Any] = arguments_of(node)
    shapes = [shape_of(each) for each in given.get("tensors") or given["matrices"]]
    first = shapes[0] if len(shapes[0]) == 2 else (1, *shapes[0])
    sizes = [*first, *((shape[1:] or (1,))[0] for shape in shapes[1:])]
    count = len(shapes)
    cost = {(i, i): 0 for i in range(count)}
    for length in range(1, count):
        for start in range(count - length):
            end = start + length
            cost[start, end] = min(
                cost[start, cut]
                + cost[cut + 1, end]
                + sizes[start] * sizes[cut + 1] * sizes[end + 1]
                for cut in range(start, end)
            )
    return cost[0, count - 1]


def _power(node: fx.Node) -> int:
    """Squarings and products of binary exponentiation, each N³ per matrix."""
    given = arguments_of(node)
    exponent = abs(cast(int, given["n"]))
    products = max(exponent.bit_length() + exponent.bit_count() - 2, 0)
    shape = _shape(node, "self")
    return products * prod(shape) * shape[-1]


def _bilinear(node: fx.Node) -> int:
    """`y_o = Σ_ij x_i W_oij z_j` as torch sums it: x by W, then by z; N·O·J·(I + 1)."""
    outputs, first, second = _shape(node, "weight")
    return prod(shape_of(node)[:-1]) * outputs * second * (first + 1)


def _distance(node: fx.Node) -> int:
    """Euclidean distances square and add every difference; other norms multiply none.

    N(N-1)/2·M for the pairs of one set (`pdist`), P·R·M for those of two (`cdist`).
    """
    given = arguments_of(node)
    name = "x1" if "x1" in given else "self"
    return prod(shape_of(node)) * _shape(node, name)[-1] if given["p"] == 2 else 0


def _attention(node: fx.Node) -> int:
    """Scores and their product with the values: N·H·L·S·(E + Ev)."""
    query, value = _shape(node, "query"), _shape(node, "value")
    return prod(shape_of(node)[:-1]) * value[-2] * (query[-1] + value[-1])


def _recurrent(node: fx.Node) -> int:
    """Every weight matrix of every layer and direction once per step and sample.

    So each gate of a layer multiplies its input and its state, as in the equations of
    `torch.nn.LSTM`, `GRU` and `RNN`; a packed sequence has its steps in one axis.
    """
    given: dict[str, Any] = arguments_of(node)
    sequence = shape_of(given["input" if "input" in given else "data"])
    matrices = [shape for shape in map(shape_of, given["params"]) if len(shape) == 2]
    return prod(sequence[:-1]) * sum(map(prod, matrices))


def _recurrent_cell(node: fx.Node) -> int:
    """Both weight matrices once per sample."""
    matrices = prod(_shape(node, "w_ih")) + prod(_shape(node, "w_hh"))
    return prod(_shape(node, "input")[:-1]) * matrices


def _einsum(node: fx.Node) -> int:
    """Pairs are contracted in the order of `path`, else from the left.

    A pair costs the extent of every index it has, if it sums over one of both; an
    index that only one of them has left is summed before, and without a sum the pair
    is multiplied elementwise.
    """
    given: dict[str, Any] = arguments_of(node)
    sizes = [shape_of(each) for each in given["tensors"]]
    operands, kept = _indices(str(given["equation"]), sizes)
    path, total = list(given.get("path") or ()), 0
    while len(operands) > 1:
        one, other = sorted((path.pop(0), path.pop(0))) if path else (0, 1)
        second, first = operands.pop(other), operands.pop(one)
        macs, product = _contracted(first, second, kept.union(*operands))
        total += macs
        operands.insert(len(operands) if given.get("path") else 0, product)
    return total


def _contracted(
    first: dict[str, int], second: dict[str, int], kept: Collection[str]
) -> tuple[int, dict[str, int]]:
    """The cost of contracting two operands, and the indices of their product."""
    both = {
        index: max(first.get(index, 1), second.get(index, 1))
        for index in {**first, **second}
        if index in kept or min(first.get(index, 1), second.get(index, 1)) > 1
    }
    product = {index: size for index, size in both.items() if index in kept}
    return (prod(both.values()) if len(product) < len(both) else 0), product


def _indices(
    equation: str, sizes: Sequence[tuple[int, ...]]
) -> tuple[list[dict[str, int]], set[str]]:
    """The extents of each operand's indices, and the indices of the result.

    Indices that an ellipsis stands for count from the right, and broadcast.
    """
    terms, arrow, result = equation.replace(" ", "").partition("->")
    if not arrow:
        letters = Counter(terms.replace(",", "").replace(".", ""))
        result = "".join(each for each, count in letters.items() if count == 1)
    operands = []
    for term, shape in zip(terms.split(","), sizes, strict=True):
        before, dots, after = term.partition("...")
        spare = range(len(shape) - len(before) - len(after), 0, -1) if dots else ()
        names = [*before, *(f".{place}" for place in spare), *after]
        operands.append(dict(zip(names, shape, strict=True)))
    every = {index for operand in operands for index in operand}
    dotted = {index for index in every if index.startswith(".")}
    spread = dotted if not arrow or "..." in result else set()
    return operands, spread | (set(result) - {"."})


def _shape(node: fx.Node, argument: str) -> tuple[int, ...]:
    return shape_of(cast(fx.Node, arguments_of(node)[argument]))


_FACTORS: dict[object, str] = {
    aten.linear.default: "input",
    aten.matmul.default: "self",
    aten.linalg_matmul.default: "self",
    aten.mm.default: "self",
    aten._int_mm.default: "self",
    aten.bmm.default: "self",
    aten.mv.default: "self",
    aten.dot.default: "self",
    aten.vdot.default: "self",
    aten.addmm.default: "mat1",
    aten.baddbmm.default: "batch1",
    aten.addmv.default: "mat",
}
"""Plain products, each with the name of its first factor."""

_COUNTS: dict[object, Callable[[fx.Node], int]] = {
    aten.conv1d.default: _convolution,
    aten.conv2d.default: _convolution,
    aten.conv3d.default: _convolution,
    aten.conv1d.padding: _convolution,
    aten.conv2d.padding: _convolution,
    aten.conv3d.padding: _convolution,
    aten.convolution.default: _convolution,
    aten._convolution.default: _convolution,
    aten.conv_transpose1d.default: _transposed_convolution,
    aten.conv_transpose2d.input: _transposed_convolution,
    aten.conv_transpose3d.input: _transposed_convolution,
    aten.conv_tbc.default: _time_convolution,
    aten.addbmm.default: _batched_sum,
    aten.inner.default: _inner,
    aten.linalg_vecdot.default: _vector_product,
    aten.tensordot.default: _tensordot,
    aten.linalg_multi_dot.default: _chain,
    aten.chain_matmul.default: _chain,
    aten.linalg_matrix_power.default: _power,
    aten.matrix_power.default: _power,
    aten.bilinear.default: _bilinear,
    aten.cdist.default: _distance,
    aten.pdist.default: _distance,
    aten.einsum.default: _einsum,
    aten.scaled_dot_product_attention.default: _attention,
    aten._scaled_dot_product_flash_attention_for_cpu.default: _attention,
    aten.lstm.input: _recurrent,
    aten.lstm.data: _recurrent,
    aten.gru.input: _recurrent,
    aten.gru.data: _recurrent,
    aten.rnn_tanh.input: _recurrent,
    aten.rnn_tanh.data: _recurrent,
    aten.rnn_relu.input: _recurrent,
    aten.rnn_relu.data: _recurrent,
    aten.lstm_cell.default: _recurrent_cell,
    aten.gru_cell.default: _recurrent_cell,
    aten.rnn_tanh_cell.default: _recurrent_cell,
    aten.rnn_relu_cell.default: _recurrent_cell,
}

_COUNT_OF: dict[int, Callable[[fx.Node], int]] = {
    **{id(target): count for target, count in _COUNTS.items()},
    **{id(target): _product for target in _FACTORS},
}
"""The same by the identity of ops, whose hash torch computes in Python."""
