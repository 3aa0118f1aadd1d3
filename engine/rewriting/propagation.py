"""Shapes and order worked out again behind what an edit changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import torch
from torch import fx
from torch.utils import _pytree as pytree

from engine.errors import EditError
from engine.rewriting.draft import Draft
from engine.sentence import listed, say

Value = Any
"""A FakeTensor, or a tuple of them."""

_ABOUT_TYPES = re.compile("type|bool|indices|not implemented", re.IGNORECASE)
"""What torch says where a kernel is missing, and not where zeros are unfit."""
_KNOWN_KINDS: set[tuple[object, ...]] = set()
"""Ops with the types they have computed."""


def propagate(draft: Draft, changed: Iterable[fx.Node]) -> None:
    """Give the changed nodes, and all behind them whose inputs differ, new values.

    Raises:
        EditError: an op cannot take what it would now read; it is named.
    """
    stale = set(changed)
    for node in draft.graph.nodes:
        if node.op != "call_function":
            continue
        if node in stale or stale.intersection(node.all_input_nodes):
            old = node.meta["val"]
            value = compute_value(node.name, node.target, node.args, node.kwargs, old)
            if not _is_same(value, old):
                stale.add(node)
            node.meta["val"] = value


def compute_value(
    name: str,
    target: object,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    like: Value,
) -> Value:
    """Work out shape and dtype of a call, without computing it.

    `like` is any value of the same graph.

    Raises:
        EditError: the op cannot take these arguments.
    """
    first = like[0] if isinstance(like, (tuple, list)) else like
    known = fx.map_arg(args, lambda node: node.meta["val"])
    named = fx.map_arg(kwargs, lambda node: node.meta["val"])
    op = cast(Callable[..., Value], target)
    try:
        with _quiet(), first.fake_mode, torch.no_grad():
            value = op(*known, **named)
        _try_types(op, known, named)
        return value
    except (RuntimeError, TypeError, ValueError, IndexError) as error:
        raise EditError(
            say(
                "{name} cannot be computed from what it would read: {reason}.",
                name=name,
                reason=_reason(error, (*known, *named.values())),
            )
        ) from error


def _try_types(op: Callable[..., Value], args: Any, kwargs: Any) -> None:
    """Compute a call on zeros, the first time an op meets such types.

    Working out shapes asks no kernel whether it takes booleans, or fractions as index.

    Raises:
        RuntimeError: the op has no kernel for these types.
    """
    kinds = (op, *map(_kind, pytree.tree_leaves((args, kwargs))))
    if kinds in _KNOWN_KINDS:
        return
    try:
        with torch.no_grad():
            op(*_zeros(args), **_zeros(kwargs))
    except (RuntimeError, IndexError) as error:
        if _ABOUT_TYPES.search(str(error)):
            raise
    _KNOWN_KINDS.add(kinds)


def _kind(leaf: object) -> object:
    return leaf.dtype if isinstance(leaf, torch.Tensor) else type(leaf)


def _zeros(values: Any) -> Any:
    """The same arguments with real zeros for tensors, which take no memory."""
    return pytree.tree_map_only(
        torch.Tensor,
        lambda each: torch.zeros((), dtype=each.dtype).expand(each.shape),
        values,
    )


def move_before(node: fx.Node, source: fx.Node) -> None:
    """Bring a node's new source, with what it needs, before the node.

    Raises:
        EditError: the source itself depends on the node.
    """
    if source is node or depends_on(source, node):
        raise EditError(
            say(
                "{name} depends on {other_name}; a network has no loops.",
                name=source.name,
                other_name=node.name,
            )
        )
    late: set[fx.Node] = set()
    pending = [source]
    while pending:
        each = pending.pop()
        if node < each and each not in late:
            late.add(each)
            pending += each.all_input_nodes
    for each in sorted(late):
        node.prepend(each)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep torch from logging a refusal that is about to be said in one sentence."""
    log = logging.getLogger("torch._subclasses.fake_tensor")
    disabled, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = disabled


def depends_on(node: fx.Node, source: fx.Node) -> bool:
    """Whether a node is computed from another one."""
    seen: set[fx.Node] = set()
    pending = [*node.all_input_nodes]
    while pending:
        each = pending.pop()
        if each is source:
            return True
        if each not in seen:
            seen.add(each)
            pending += each.all_input_nodes
    return False


def _reason(error: Exception, given: Iterable[object]) -> str:
    """Torch's own words, except where shapes that do not go together say more."""
    reason = str(error).strip().splitlines()[0].rstrip(".")
    if "broadcast" not in reason and "must match" not in reason:
        return reason
    shapes = [
        "×".join(map(str, each.shape))
        for each in given
        if isinstance(each, torch.Tensor)
    ]
    return say("{shapes} do not go together", shapes=listed(shapes, " and "))


def _is_same(value: Value, other: Value) -> bool:
    if isinstance(value, torch.Tensor) and isinstance(other, torch.Tensor):
        return value.shape == other.shape and value.dtype == other.dtype
    if isinstance(value, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(value) == len(other) and all(map(_is_same, value, other))
    return False
