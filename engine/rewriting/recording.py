"""A function of fake tensors run once: what it yields, and the ATen ops that it calls.

`make_fx` of torch does the same with far more bookkeeping, several times as slowly. It
is left to those functions that need it: such as read tensors of their own, write into
one, or ask for numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import getitem
from typing import Any, NamedTuple, cast

import torch
from torch import Tensor, fx
from torch._dispatch.python import enable_python_dispatcher
from torch.fx.experimental.proxy_tensor import ProxyTorchDispatchMode, PythonKeyTracer
from torch.fx.node import map_aggregate

Results = Tensor | tuple[Tensor, ...]


class Call(NamedTuple):
    """An op called on tensors that were known, and what it yielded."""

    op: torch._ops.OpOverload
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Tensor | Sequence[Tensor]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a function yielded of its inputs, and by which calls; no node is made.

    The calls are None where they do not tell all that the function does; then it has
    to be `traced`.
    """

    inputs: tuple[Tensor, ...]
    results: Results
    calls: tuple[Call, ...] | None
    traced: fx.Graph | None = None

    @property
    def size(self) -> int:
        """How many ops are held, at least 1."""
        return max(1, len(self.traced.nodes if self.traced else self.calls or ()))

    def graph(self) -> fx.Graph:
        """Give what was traced, or a graph of the calls, with the names of `make_fx`.

        The placeholders stand for the inputs, in order, and every node has its value as
        `val` in its meta.
        """
        if self.traced is not None:
            return self.traced
        graph, nodes = fx.Graph(), dict[int, fx.Node]()

        def know(node: fx.Node, value: Tensor) -> None:
            node.meta["val"] = value
            nodes[id(value)] = node

        def node_of(value: Any) -> Any:
            return nodes[id(value)] if isinstance(value, Tensor) else value

        for number, each in enumerate(self.inputs):
            know(graph.placeholder(f"arg{number}_1"), each)
        for op, args, kwargs, value in self.calls or ():
            args, kwargs = map_aggregate((args, kwargs), node_of)
            name = graph._target_to_str(cast(str, op.overloadpacket.__name__))
            node = graph.create_node("call_function", op, args, kwargs, name)
            if isinstance(value, Tensor):
                know(node, value)
                continue
            node.meta["val"] = value
            for number, each in enumerate(value):
                know(graph.call_function(getitem, (node, number)), each)
        graph.output(map_aggregate(cast(Any, self.results), node_of))
        graph.eliminate_dead_code()
        return graph


def record(function: Callable[..., Results], inputs: Sequence[Tensor]) -> Recorded:
    """Run a function of fake tensors; no two of the inputs may be one object.

    What the function raises is raised.
    """
    recorder = _Recorder(inputs)
    with enable_python_dispatcher(), recorder:
        results = function(*inputs)
    is_told = recorder.is_plain and recorder.knows(results)
    calls = tuple(recorder.calls) if is_told else None
    return Recorded(tuple(inputs), results, calls)


class _Recorder(ProxyTorchDispatchMode):  # type: ignore[no-untyped-call]
    """Notes every op before torch breaks it apart; only such a mode is asked there.

    It `is_plain` while every op reads known tensors alone and only yields others.
    """

    def __init__(self, inputs: Sequence[Tensor]) -> None:
        super().__init__(PythonKeyTracer(), "fake", pre_dispatch=True)
        self.calls: list[Call] = []
        self.is_plain = True
        self._known = set(map(id, inputs))

    def knows(self, values: object) -> bool:
        """Whether all tensors among values are inputs, or what noted calls yielded."""
        if isinstance(values, Tensor):
            return id(values) in self._known
        if isinstance(values, (tuple, list)):
            return all(map(self.knows, values))
        return not isinstance(values, dict) or all(map(self.knows, values.values()))

    def __torch_dispatch__(
        self,
        func: torch._ops.OpOverload,
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """Compute an op as if nobody looked, and note the call."""
        call = Call(func, args, dict(kwargs or {}), func(*args, **(kwargs or {})))
        self.is_plain = self.is_plain and self._is_told(call)
        self.calls.append(call)
        yielded = call.value if isinstance(call.value, (tuple, list)) else (call.value,)
        self._known.update(map(id, yielded))
        return call.value

    def _is_told(self, call: Call) -> bool:
        value = call.value
        several = value if isinstance(value, (tuple, list)) else (value,)
        return (
            not call.op._schema.is_mutable
            and call.op is not torch.ops.aten.lift_fresh.default
            and all(isinstance(each, Tensor) for each in several)
            and self.knows(call.args)
            and self.knows(call.kwargs)
        )
