"""The modules around what is being traced, kept as a stack of their calls.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch.fx.experimental import proxy_tensor


class Calls:
    """Tells every node that a call adds to a trace which modules it lies in."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.model = model
        self.kinds = {path: class_of(each) for path, each in model.named_modules()}
        self._counts: dict[str, int] = {}
        self._stack: list[tuple[str, int]] = []

    @contextmanager
    def entered(self, path: str) -> Iterator[int]:
        """Call the module at this path: the number of the call, counted from 0."""
        count = self._counts[path] = self._counts.get(path, -1) + 1
        before = next(_latest_nodes(), None)
        self._stack.append((path, count))
        try:
            yield count
        finally:
            self._own(before)
            self._stack.pop()

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Follow the calls of all inner modules; `forward` is theirs again after."""
        with ExitStack() as undo:
            for path, module in self.model.named_modules():
                if path:
                    undo.callback(_put_forward_back(module))
                    module.forward = self._following(path, module.forward)
            yield

    def _following(self, path: str, forward: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(forward, updated=())
        def follow(*arguments: Any, **keywords: Any) -> Any:
            with self.entered(path):
                return forward(*arguments, **keywords)

        return follow

    def _own(self, before: Any) -> None:
        """Note the modules around the nodes that a call has added after this one."""
        around = {"self.": ("", self.kinds[""])}
        for path, count in self._stack:
            number = f"@{count}" if count else ""
            around[f"self.{path}{number}"] = (path, self.kinds[path])
        for node in _latest_nodes():
            if node is before:
                return
            node.meta.setdefault("around", around)


def class_of(module: torch.nn.Module) -> str:
    """Give the full name of a module's class."""
    return f"{type(module).__module__}.{type(module).__qualname__}"


def _put_forward_back(module: torch.nn.Module) -> Callable[[], None]:
    own = vars(module)
    kept = {"forward": own["forward"]} if "forward" in own else {}

    def put_back() -> None:
        own.pop("forward", None)
        own.update(kept)

    return put_back


def _latest_nodes() -> Iterator[Any]:
    """The nodes of the graph being traced, from its end; none outside of tracing."""
    find = getattr(proxy_tensor, "get_proxy_mode", None)
    mode = find() if find is not None else None
    return reversed(mode.tracer.graph.nodes) if mode is not None else iter(())
