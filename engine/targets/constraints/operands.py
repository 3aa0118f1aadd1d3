# ruff: noqa: D403, D415  (a docstring here completes a sentence)
"""Limits of operands: what an op may be given, and how often."""

from __future__ import annotations

import torch
from torch import fx

from engine.opening.graph import shape_of
from engine.sentence import listed, say
from engine.targets.calls import arguments, dtype_of, is_constant
from engine.targets.constraints.constraint import constraint


def minuend(node: fx.Node) -> fx.Node | float | None:
    """What is subtracted from: of `rsub` the second argument, of `sub` the first."""
    given = arguments(node)
    name = "other" if str(node.target).startswith("aten.rsub") else "self"
    found: fx.Node | float | None = given.get(name)
    return found


@constraint()
def tensor_first(node: fx.Node, limit: bool) -> str | None:
    """a tensor before the minus sign"""
    first = minuend(node)
    if not isinstance(first, fx.Node):
        return say("the number {first:g}", first=first)
    if is_constant(first) and shape_of(first) in {(), (1,)}:
        return say("a constant")
    return None


@constraint()
def number_exponent(node: fx.Node, limit: bool) -> str | None:
    """a number as exponent"""
    exponent = arguments(node).get("exponent")
    return say("a tensor") if isinstance(exponent, fx.Node) else None


@constraint()
def rounding_mode(node: fx.Node, limit: bool) -> str | None:
    """no rounding_mode"""
    found = arguments(node).get("rounding_mode")
    return str(found) if found is not None else None


@constraint()
def number_bounds(node: fx.Node, limit: bool) -> str | None:
    """numbers as bounds"""
    given = arguments(node)
    bounds = [given.get("min"), given.get("max")]
    is_any = any(isinstance(each, fx.Node) for each in bounds)
    return say("a tensor") if is_any else None


@constraint()
def norm_orders(node: fx.Node, limit: tuple[int, ...]) -> str | None:
    """norms of order {limit}"""
    given = arguments(node)
    found = given.get("ord", given.get("p"))
    found = 2 if found is None else found
    return say("order {found:g}", found=found) if found not in limit else None


@constraint()
def include_self(node: fx.Node, limit: bool) -> str | None:
    """include_self={limit}"""
    found = arguments(node).get("include_self")
    return str(found) if found is not limit else None


@constraint()
def largest_first(node: fx.Node, limit: bool) -> str | None:
    """sorted=True"""
    found = arguments(node).get("sorted")
    return str(found) if found is False else None


@constraint()
def running_statistics(node: fx.Node, limit: bool) -> str | None:
    """track_running_stats={limit}"""
    given = arguments(node)
    found = given.get("running_mean") is not None and not (
        given.get("training") or given.get("use_input_stats")
    )
    return str(found) if found is not limit else None


@constraint()
def index_dtypes(node: fx.Node, limit: tuple[str, ...]) -> str | None:
    """indices of type {limit}"""
    given = arguments(node)
    indices = given.get("indices", given.get("index"))
    several = indices if isinstance(indices, (list, tuple)) else [indices]
    found = {
        str(dtype_of(each)).removeprefix("torch.")
        for each in several
        if isinstance(each, fx.Node)
    }
    return ", ".join(sorted(found - set(limit))) if found - set(limit) else None


@constraint()
def constant_mask(node: fx.Node, limit: bool) -> str | None:
    """masks of true and false that are constants"""
    given = arguments(node)
    masks = given.get("mask", given.get("indices"))
    several = masks if isinstance(masks, (list, tuple)) else [masks]
    is_any = any(
        isinstance(each, fx.Node)
        and dtype_of(each) == torch.bool
        and not is_constant(each)
        for each in several
    )
    return say("one that is computed") if is_any else None


@constraint()
def same_types(node: fx.Node, limit: bool) -> str | None:
    """two tensors of one type, or a number"""
    kinds = [
        str(dtype_of(each)).removeprefix("torch.")
        for each in node.args
        if isinstance(each, fx.Node)
    ]
    return listed(kinds, " and ") if len(set(kinds)) > 1 else None


@constraint()
def min_input_rank(node: fx.Node, limit: int) -> str | None:
    """operands of at least {limit} dimensions"""
    smallest = min((len(shape) for shape in _operand_shapes(node)), default=limit)
    return str(smallest) if smallest < limit else None


@constraint()
def exact_gelu(node: fx.Node, limit: bool) -> str | None:
    """approximate='none'"""
    found = arguments(node).get("approximate")
    return repr(found) if found != "none" else None


@constraint()
def constant_operand(node: fx.Node, limit: bool) -> str | None:
    """no constant tensor"""
    found = [each for each in node.all_input_nodes if is_constant(each)]
    if not found:
        return None
    sizes = "×".join(map(str, shape_of(found[0])))
    return say("one of {sizes}", sizes=sizes) if sizes else say("one")


@constraint()
def broadcast_batch(node: fx.Node, limit: bool) -> str | None:
    """operands of one batch size"""
    batches = {shape[0] for shape in _operand_shapes(node) if len(shape) == 4}
    if len(batches) < 2:
        return None
    return listed((str(size) for size in sorted(batches)), " and ")


@constraint()
def broadcast_sides(node: fx.Node, limit: int) -> str | None:
    """at most {limit} operand to be broadcast"""
    result = shape_of(node)
    widened = [shape for shape in _operand_shapes(node) if shape and shape != result]
    return str(len(widened)) if len(widened) > limit else None


@constraint()
def min_inputs(node: fx.Node, limit: int) -> str | None:
    """at least {limit} inputs"""
    count = len(_listed(node))
    return str(count) if count < limit else None


@constraint()
def max_inputs(node: fx.Node, limit: int) -> str | None:
    """at most {limit} inputs"""
    count = len(_listed(node))
    return str(count) if count > limit else None


@constraint()
def permutes_batch(node: fx.Node, limit: bool) -> str | None:
    """axes other than the batch to be moved"""
    given = arguments(node)
    count = len(shape_of(node))
    order = list(range(count))
    if not order:
        return None
    if "dims" in given:
        order = [axis % count for axis in given["dims"]]
    else:
        one, other = given["dim0"] % count, given["dim1"] % count
        order[one], order[other] = order[other], order[one]
    return say("the order {order}", order=order) if order[0] != 0 else None


def _operand_shapes(node: fx.Node) -> list[tuple[int, ...]]:
    return [shape_of(each) for each in node.args if isinstance(each, fx.Node)]


def _listed(node: fx.Node) -> list[object]:
    found: list[object] = list(arguments(node).get("tensors") or ())
    return found
