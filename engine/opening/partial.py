"""A network that cannot be exported, traced as far as it goes.

A module that fails is closed into one opaque op where the network itself gets past it
and so tells what the module gives; elsewhere the trace ends in an opaque op behind the
last values it reached. Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import torch
from torch.fx.experimental import proxy_tensor
from torch.overrides import TorchFunctionMode
from torch.utils import _pytree as pytree

from . import operators  # noqa: F401  (registers the opaque op)
from .calls import Calls
from .decisions import DECIDING
from .exporter import attempt
from .failure import locate
from .frames import with_own_lines
from .patience import limited
from .tracing import has_open_size, reason_of
from .value_tracing import copy_provenance, named_alike

if TYPE_CHECKING:
    Inputs = tuple[torch.Tensor, ...]
_OPTIONS = {
    "pre_dispatch": True,
    "record_stack_traces": True,
    "_allow_non_fake_inputs": True,
}
_REST = "the rest of the network"
_SLOW = "it does not end within {:g} s; look for an endless loop"


def export_reached(model: torch.nn.Module, inputs: Inputs, seconds: float) -> Any:
    """Export what can be traced of `model` in this time; None if that is nothing.

    `forward` of the model and its modules is replaced for good.
    """
    parts = _Parts(model)
    with torch.no_grad():
        _in_time(lambda: parts.watch(inputs), seconds)
        traced, error = attempt(lambda: _trace(model, inputs, parts, seconds))
        if error is None and parts.is_stopped and _computes(traced):
            program, error = attempt(lambda: _export(traced, inputs))
            return None if error is not None else program
    return None


class _Parts:
    """The modules of a network, what each call of one gave, and where one failed."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.model = model
        self.calls = Calls(model)
        self.is_stopped = False
        self.failure: BaseException | None = None
        self._given: dict[tuple[str, int], Any] = {}

    def watch(self, inputs: Inputs) -> None:
        """Run the network once, as far as it runs, and note what its modules give.

        Where it fails it is this `failure` that is told, whatever ends the trace.
        """
        undo = ExitStack()
        counts: dict[str, int] = {}
        for path, module in self.model.named_modules():
            hook = self._noting(path, counts)
            undo.callback(module.register_forward_hook(hook).remove)
        with undo:
            _, self.failure = attempt(lambda: self.model(*inputs))

    def guard(self) -> None:
        """Let every inner module fail by itself from now on."""
        for path, module in self.model.named_modules():
            if path:
                module.forward = self._guarded(path, module.forward)

    def stop(self, values: list[torch.Tensor], error: BaseException) -> torch.Tensor:
        """End the trace behind these values."""
        return self._opaque(values, _REST, self.failure or error, values[-1])

    def _noting(self, path: str, counts: dict[str, int]) -> Callable[..., None]:
        def note(_module: Any, _taken: Any, given: Any) -> None:
            count = counts[path] = counts.get(path, -1) + 1
            self._given[path, count] = pytree.tree_map(_description, given)

        return note

    def _guarded(self, path: str, forward: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **keywords: Any) -> Any:
            with self.calls.entered(path) as count:
                result, error = attempt(lambda: forward(*arguments, **keywords))
                if error is not None:
                    result = self._closed(path, count, (arguments, keywords), error)
                return result

        return run

    def _closed(self, path: str, count: int, taken: Any, error: BaseException) -> Any:
        """What the module gives in truth, out of an opaque op; else its error."""
        given = self._given.get((path, count))
        values = [v for v in pytree.tree_leaves(taken) if isinstance(v, torch.Tensor)]
        if given is None or not values or not isinstance(error, Exception):
            raise error
        title = self.calls.kinds[path].rpartition(".")[2]

        def made(leaf: Any) -> Any:
            if not isinstance(leaf, torch.Tensor):
                return leaf
            return self._opaque(values, title, error, leaf)

        return pytree.tree_map(made, given)

    def _opaque(
        self,
        values: list[torch.Tensor],
        title: str,
        error: BaseException,
        like: torch.Tensor,
    ) -> torch.Tensor:
        self.is_stopped = True
        reason, place = reason_of(error), locate(error)
        shape, dtype = list(like.shape), like.dtype
        made: torch.Tensor = torch.ops.npu.opaque(
            values, title, str.__str__(reason), place, shape, dtype
        )
        return made


class _Frontier(TorchFunctionMode):
    """Keeps the tensors that nothing has read yet, in the order they were made."""

    def __init__(self, inputs: Inputs) -> None:
        super().__init__()
        self.unread = {id(each): each for each in inputs}
        self.kept = list(inputs)
        self.failing: list[torch.Tensor] = []

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        taken = _tensors((args, kwargs or {}))
        self.failing = taken
        if getattr(func, "__name__", "") in DECIDING:
            raise ValueError("a data-dependent decision")
        result = func(*args, **(kwargs or {}))
        made = _tensors(result)
        if any(has_open_size(each) for each in made):
            raise ValueError("a data-dependent size")
        self.failing = []
        for each in taken if made else ():
            self.unread.pop(id(each), None)
        for each in made:
            self.unread[id(each)] = each
        self.kept += made
        return result


def _in_time(action: Callable[[], Any], seconds: float) -> Any:
    """Run foreign code no longer than this: its result, or what it raised."""

    def limit() -> Any:
        slow = _SLOW.format(seconds)
        with limited(seconds, slow, again=False, computing=True):
            return action()

    return attempt(limit)


def _trace(
    model: torch.nn.Module, inputs: Inputs, parts: _Parts, seconds: float
) -> Any:
    parts.guard()
    own = {id(each) for each in (*model.parameters(), *model.buffers())}

    def reached(*values: torch.Tensor) -> list[torch.Tensor]:
        frontier = _Frontier(values)
        with frontier:
            result, error = _in_time(lambda: model(*values), seconds)
        if error is None:
            return list(result)
        unread = [each for key, each in frontier.unread.items() if key not in own]
        taken = [each for each in frontier.failing if id(each) not in own]
        stop = parts.stop(taken or unread[-1:] or list(values), error)
        read = {id(each) for each in taken or unread[-1:]}
        return [*(each for each in unread if id(each) not in read), stop]

    reached.__signature__ = inspect.signature(model.forward)  # type: ignore[attr-defined]
    known = inspect.signature(proxy_tensor.make_fx).parameters
    options: dict[str, Any] = {k: v for k, v in _OPTIONS.items() if k in known}
    trace = proxy_tensor.make_fx(reached, tracing_mode="fake", **options)
    traced = with_own_lines(lambda: trace(*inputs))
    return named_alike(traced, model)


def _export(traced: Any, inputs: Inputs) -> Any:
    known = inspect.signature(torch.export.export).parameters
    options: dict[str, Any] = {"strict": False} if "strict" in known else {}
    program = torch.export.export(traced, inputs, **options)
    copy_provenance(traced, program)
    return program


def _computes(traced: Any) -> bool:
    ops = [node for node in traced.graph.nodes if node.op == "call_function"]
    return any("opaque" not in str(node.target) for node in ops)


def _description(value: Any) -> Any:
    """A tensor without memory, of the same shape and dtype."""
    return value.to("meta") if isinstance(value, torch.Tensor) else value


def _tensors(value: Any) -> list[torch.Tensor]:
    leaves = pytree.tree_leaves(value)
    return [each for each in leaves if isinstance(each, torch.Tensor)]
