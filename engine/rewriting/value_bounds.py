"""Between which numbers the values of a node lie, as far as its ops tell."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from math import ceil, floor, prod
from typing import Any, TypeAlias

import torch
from torch import fx

from engine.opening.graph import arguments_of, shape_of
from engine.rewriting.rule import held_value
from engine.targets.calls import SHAPE_OPS, dtype_of, op_name

Bounds: TypeAlias = tuple[float, float]
_DEEP = 24
"""How many ops behind a value are looked at."""
_NARROW = (torch.bool, torch.uint8, torch.int8, torch.int16)
"""Types whose values are few enough to be bounds."""
_KEEPING = SHAPE_OPS | frozenset(
    f"aten.{name}"
    for name in (
        *("gather", "index", "index_select", "flip", "roll", "repeat", "tile", "t"),
        *("amax", "amin", "max_pool2d", "as_strided", "broadcast_to"),
    )
)
"""Ops whose results are among the values of their first input."""
_PLACES = frozenset({"aten.argmax", "aten.argmin", "aten.argsort"})
"""Ops that yield places along an axis, or among all values."""
_CHOOSING = frozenset({"aten.max", "aten.min", "aten.topk", "aten.sort"})
"""Ops of which the second result is places along an axis."""
_ROUNDED = frozenset({"aten.floor", "aten.ceil", "aten.round", "aten.trunc", "aten.to"})
_JOINING = frozenset({"aten.cat", "aten.stack"})


def known_bounds(node: object, depth: int = _DEEP) -> Bounds | None:
    """Tell the least and the largest number that a node may hold, if that is known."""
    if isinstance(node, (int, float)):
        return node, node
    if not isinstance(node, fx.Node) or depth == 0:
        return None
    value = held_value(node)
    if value is not None and value.numel() and not value.is_complex():
        return float(value.min()), float(value.max())
    of_type = _of_type(dtype_of(node))
    return of_type if of_type is not None else _computed(node, depth - 1)


def _of_type(dtype: torch.dtype | None) -> Bounds | None:
    if dtype is torch.bool:
        return 0, 1
    if dtype not in _NARROW:
        return None
    info = torch.iinfo(dtype)
    return info.min, info.max


def _computed(node: fx.Node, depth: int) -> Bounds | None:
    if node.target is operator.getitem:
        return _result(node, depth)
    name = op_name(node)
    if name in _PLACES:
        return _places(node)
    if name in _JOINING:
        return _joined([known_bounds(each, depth) for each in node.all_input_nodes])
    if name in _KEEPING:
        return known_bounds(node.all_input_nodes[0], depth)
    given: dict[str, Any] = dict(arguments_of(node))
    if name in _ROUNDED:
        return _rounded(known_bounds(given["self"], depth))
    if name == "aten.clamp":
        return _clamped(given, known_bounds(given["self"], depth))
    combine = _COMBINED.get(name)
    if combine is None or given.get("alpha", 1) != 1:
        return None
    one, other = (known_bounds(given[key], depth) for key in ("self", "other"))
    found = None if one is None or other is None else combine(one, other)
    return found if given.get("rounding_mode") is None else _rounded(found)


def _clamped(given: Mapping[str, Any], before: Bounds | None) -> Bounds | None:
    low, high = given["min"], given["max"]
    if before is not None:
        low = before[0] if low is None else max(low, before[0])
        high = before[1] if high is None else min(high, before[1])
    return None if low is None or high is None else (low, high)


def _rounded(before: Bounds | None) -> Bounds | None:
    return None if before is None else (floor(before[0]), ceil(before[1]))


def _result(node: fx.Node, depth: int) -> Bounds | None:
    source, index = node.args
    if not isinstance(source, fx.Node):
        return None
    if op_name(source) in _CHOOSING and index == 1:
        return _places(source)
    if op_name(source) not in SHAPE_OPS | _CHOOSING:
        return None
    return known_bounds(source.all_input_nodes[0], depth)


def _places(node: fx.Node) -> Bounds:
    shape = shape_of(node.all_input_nodes[0])
    axis = arguments_of(node).get("dim")
    count = prod(shape) if not isinstance(axis, int) or not shape else shape[axis]
    return 0, max(0, count - 1)


def _joined(parts: list[Bounds | None]) -> Bounds | None:
    known = [each for each in parts if each is not None]
    if len(known) < len(parts):
        return None
    return min(low for low, _ in known), max(high for _, high in known)


def _corners(a: Bounds, b: Bounds, combine: Callable[[float, float], float]) -> Bounds:
    found = [combine(one, other) for one in a for other in b]
    return min(found), max(found)


def _rest(a: Bounds, b: Bounds) -> Bounds | None:
    low, high = b
    if low <= 0 <= high:
        return None
    return (0, high) if low > 0 else (low, 0)


def _quotient(a: Bounds, b: Bounds) -> Bounds | None:
    return None if b[0] <= 0 <= b[1] else _corners(a, b, operator.truediv)


_COMBINED: Mapping[str, Callable[[Bounds, Bounds], Bounds | None]] = {
    "aten.add": lambda a, b: _corners(a, b, operator.add),
    "aten.sub": lambda a, b: _corners(a, b, operator.sub),
    "aten.mul": lambda a, b: _corners(a, b, operator.mul),
    "aten.maximum": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
    "aten.minimum": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "aten.remainder": _rest,
    "aten.floor_divide": lambda a, b: _rounded(_quotient(a, b)),
    "aten.div": _quotient,
}
