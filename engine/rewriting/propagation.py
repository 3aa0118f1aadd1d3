"""Shapes and order worked out again behind what an edit changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from heapq import heapify, heappop, heappush
from typing import Any, cast

import torch
from torch import fx
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils import _pytree as pytree

from engine.errors import EditError
from engine.opening.tracing import has_open_size
from engine.rewriting.draft import Draft
from engine.rewriting.torch_words import in_own_words
from engine.sentence import Sentence, listed, say

Value = Any
"""A FakeTensor, or a tuple of them."""

_TRIED: set[tuple[object, ...]] = set()
"""Ops with the types, or with all arguments, that they have computed."""
TORCH_REFUSES = (
    RuntimeError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
    AssertionError,
)
"""What ops raise where they cannot compute from what they are given."""
_TOO_FEW = ("list index out of range", "tuple index out of range")
"""What Python says where a part is taken that is not there."""
_OF_SHAPES = (
    "broadcast",
    "must match",
    "batch2 tensor",
    "stack expects",
    "size mismatch",
)
"""What torch says where only the shapes of all that it reads tell why."""
_MOST_SHAPES = 4
_ATEN = torch.ops.aten
_UNCHECKED = frozenset(
    {
        _ATEN.addmm.default,
        _ATEN.as_strided.default,
        _ATEN.as_strided_scatter.default,
        _ATEN.batch_norm.default,
        _ATEN.diagonal_scatter.default,
        _ATEN.index_add.default,
        _ATEN.index_put.default,
        _ATEN.index_select.default,
        _ATEN.linear.default,
        _ATEN.scaled_dot_product_attention.default,
        _ATEN.select_scatter.default,
        _ATEN.slice_scatter.default,
        _ATEN.softmax.int,
        _ATEN.sort.default,
    }
)
"""Ops that refuse to compute what their shape can be worked out for."""


def propagate(draft: Draft, changed: Iterable[fx.Node]) -> None:
    """Give the changed nodes, and all behind them whose inputs differ, new values.

    Raises:
        EditError: an op cannot take what it would now read; it is named.
    """
    first = set(changed)
    pending = [*first.union(*(node.users for node in first))]
    heapify(pending)
    done: set[fx.Node] = set()
    while pending:
        node = heappop(pending)
        if node in done or node.op != "call_function":
            continue
        done.add(node)
        old = node.meta["val"]
        value = compute_value(node.name, node.target, node.args, node.kwargs, old)
        node.meta["val"] = value
        if not is_alike(value, old):
            for user in node.users:
                heappush(pending, user)


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
    known, named = _values(args), _values(kwargs)
    op = cast(Callable[..., Value], target)
    with refusing(name, (known, named)):
        if op is _ATEN.lstm.input:
            _check_states(known[0], known[1], known[2], known[8])
        with _quiet(), _passing(first.fake_mode), torch.no_grad(), _plainly(op):
            value = op(*known, **named)
        if any(map(has_open_size, pytree.tree_leaves(value))):
            raise ValueError(say("its size would depend on values"))
        _try(op, known, named)
        return value


def _check_states(
    read: torch.Tensor,
    states: Sequence[torch.Tensor],
    weights: Sequence[torch.Tensor],
    is_batch_first: bool,
) -> None:
    """Refuse states of other sizes than an LSTM's: (layers x ways, batch, hidden).

    Torch looks at the first axis of one alone, and reads memory that is not theirs. The
    hidden size of the first is that of what is projected, if there is a projection.
    """
    if read.ndim != 3 or len(states) != 2 or len(weights) < 2:
        return
    size = len(states[0]), read.shape[0 if is_batch_first else 1]
    rows, columns = weights[1].shape
    expected = [(*size, columns), (*size, rows // 4)]
    if [tuple(state.shape) for state in states] != expected:
        raise ValueError(
            say(
                "its states are {sizes} and should be {expected}",
                sizes=listed(map(_size, (state.shape for state in states))),
                expected=listed(map(_size, expected)),
            )
        )


def _size(shape: Iterable[int]) -> str:
    return "×".join(map(str, shape))


@contextmanager
def _passing(mode: FakeTensorMode) -> Iterator[None]:
    """Compute shapes; a size that depends on values leaves nothing behind.

    All nodes of a document share the mode: a symbol that a refused op has left would
    fail the next edit.
    """
    sizes = mode.shape_env
    nothing_stays = (
        sizes.ignore_fresh_unbacked_symbols() if sizes is not None else nullcontext()
    )
    with mode, nothing_stays:
        yield


@contextmanager
def _plainly(op: Callable[..., Value]) -> Iterator[None]:
    """Have the sizes of an LSTM checked: oneDNN's kernel ends the program instead."""
    was_fast = torch._C._get_mkldnn_enabled()
    if op is not _ATEN.lstm.input or not was_fast:
        yield
        return
    torch._C._set_mkldnn_enabled(False)
    try:
        yield
    finally:
        torch._C._set_mkldnn_enabled(True)


def try_call(
    name: str, target: object, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """Really compute a call, on zeros or ones of the sizes that it would read.

    Its kernel looks at more than its shape depends on.

    Raises:
        EditError: the kernel does not take these arguments.
    """
    known, named = _values(args), _values(kwargs)
    with refusing(name, (known, named)):
        _compute_once(cast(Callable[..., Value], target), known, named, _shape_or_value)


@contextmanager
def refusing(name: str, given: object) -> Iterator[None]:
    """Say in one sentence that a call cannot be computed from what is given.

    Raises:
        EditError: torch refused.
    """
    try:
        yield
    except TORCH_REFUSES as error:
        raise EditError(
            say(
                "{name} cannot be computed from what it would read: {reason}.",
                name=name,
                reason=_reason(error, pytree.tree_leaves(given)),
            )
        ) from error


def _values(arguments: Any) -> Any:
    return fx.map_arg(arguments, lambda node: node.meta["val"])


def _try(op: Callable[..., Value], args: Any, kwargs: Any) -> None:
    """Compute a call the first time an op meets such types.

    Working out shapes asks no kernel whether it takes booleans, or fractions as index.
    A few ops, and those that read an empty tensor, are tried with all they are given.

    Raises:
        RuntimeError: the op has no kernel for these types; or another of the errors
            that torch refuses with.
    """
    given = pytree.tree_leaves((args, kwargs))
    is_empty = any(
        isinstance(each, torch.Tensor) and not each.numel() for each in given
    )
    in_full = is_empty or op in _UNCHECKED
    _compute_once(op, args, kwargs, _shape_or_value if in_full else _kind)


def _compute_once(
    op: Callable[..., Value], args: Any, kwargs: Any, tell: Callable[[object], object]
) -> None:
    """Compute a call unless one that tells the same was computed before.

    Zeros take no memory, but some kernels need the real layout, and some positive
    values: what refuses zeros may still take ones. Where both are refused because a
    matrix has no inverse or root, the values are at fault; the kernel is there.
    """
    seen = (op, *map(tell, pytree.tree_leaves((args, kwargs))))
    if seen in _TRIED:
        return
    try:
        with torch.no_grad(), _plainly(op):
            op(*zeros(args), **zeros(kwargs))
    except TORCH_REFUSES:
        with torch.no_grad(), _plainly(op), suppress(torch.linalg.LinAlgError):  # type: ignore[attr-defined]
            op(*_ones(args), **_ones(kwargs))
    _TRIED.add(seen)


def _shape_or_value(leaf: object) -> object:
    if isinstance(leaf, torch.Tensor):
        return leaf.dtype, leaf.shape
    return type(leaf), leaf


def _kind(leaf: object) -> object:
    return leaf.dtype if isinstance(leaf, torch.Tensor) else type(leaf)


def zeros(values: Any) -> Any:
    """The same arguments with real zeros for tensors, which take no memory."""
    return pytree.tree_map_only(
        torch.Tensor,
        lambda each: torch.zeros((), dtype=each.dtype).expand(each.shape),
        values,
    )


def _ones(values: Any) -> Any:
    """The same arguments with ones for tensors, laid out in memory as they would be."""
    return pytree.tree_map_only(
        torch.Tensor,
        lambda each: torch.empty_strided(
            each.shape, each.stride(), dtype=each.dtype
        ).fill_(1),
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
    """Say why torch refuses; shapes that do not go together say more than it does."""
    if isinstance(own := str(error), Sentence):
        return own
    reason = own.strip().splitlines()[0].rstrip(".")
    if reason in _TOO_FEW:
        return say("it takes one of several values, of which there are fewer now")
    shapes = [_size(each.shape) for each in given if isinstance(each, torch.Tensor)]
    is_told = len(shapes) > 1 and any(each in reason for each in _OF_SHAPES)
    if not is_told:
        return in_own_words(reason)
    if len(shapes) > _MOST_SHAPES:
        return say(
            "{shapes} and {count} more do not go together",
            shapes=listed(shapes[: _MOST_SHAPES - 1], ", "),
            count=len(shapes) - _MOST_SHAPES + 1,
        )
    return say("{shapes} do not go together", shapes=listed(shapes, " and "))


def is_alike(value: Value, other: Value) -> bool:
    """Whether two values have one shape and type, so that readers cannot tell them."""
    if isinstance(value, torch.Tensor) and isinstance(other, torch.Tensor):
        return value.shape == other.shape and value.dtype == other.dtype
    if isinstance(value, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(value) == len(other) and all(map(is_alike, value, other))
    return False
