"""Calling a node's op with values in the place of its arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import fx


def call(node: fx.Node, fetch: Callable[[fx.Node], Any]) -> Any:
    """Call a node's op on the values its arguments have."""
    args = fx.map_arg(node.args, fetch)
    kwargs = fx.map_arg(node.kwargs, fetch) if node.kwargs else {}
    target: Callable[..., Any] = node.target  # type: ignore[assignment]
    return target(*args, **kwargs)
