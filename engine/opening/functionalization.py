"""An exported program as a graph without side effects.

Most networks write in place only to tensors nobody else looks at (`ReLU(inplace)`);
those spellings are replaced here. Where a write is seen through a view, torch's own
functionalization takes over, which is slower and breaks a few ops apart.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import cast

import torch
from torch import fx
from torch.export import ExportedProgram
from torch.export.graph_signature import InputKind, OutputKind, TensorArgument

from engine.errors import SourceError
from engine.opening.oddities import DROPOUTS

aten = torch.ops.aten

_STATE = (InputKind.PARAMETER, InputKind.BUFFER, InputKind.CONSTANT_TENSOR)
_SAME_TENSOR = {
    aten.alias.default,
    aten.detach.default,
    aten.detach_.default,
    aten.lift_fresh.default,
    *DROPOUTS,
}
_THROUGH = ".cell_contents.__self__."
"""What strict exporting writes before the names of constants it found in a closure."""


@dataclass(frozen=True, slots=True)
class FunctionalGraph:
    """Pure ops, the tensors they read, and which of those the program wrote to."""

    graph: fx.Graph
    state: dict[str, torch.Tensor]
    written: tuple[str, ...]


class _SeenElsewhere(Exception):
    """A write in place that substitution alone cannot express."""


def functional_graph(program: ExportedProgram) -> FunctionalGraph:
    """Lower `program` to pure ops; state it would update is read, never written.

    Raises:
        SourceError: the program has inputs or operators a network cannot have.
    """
    try:
        return _Lowering(program).result()
    except _SeenElsewhere:
        program = program.run_decompositions({})
    try:
        return _Lowering(program).result()
    except _SeenElsewhere as error:
        raise SourceError(
            f"The network uses {error}, which has no place in a fixed graph; rewrite "
            "that part or export it without."
        ) from error


class _Lowering:
    """One walk over a program; `self.now` is each tensor's value at that point."""

    def __init__(self, program: ExportedProgram) -> None:
        self.program = program
        self.graph = fx.Graph()
        self.state: dict[str, torch.Tensor] = {}
        self.now: dict[fx.Node, fx.Node] = {}
        self.identity: dict[fx.Node, fx.Node] = {}
        self.viewed: dict[fx.Node, fx.Node] = {}
        self.written: list[str] = []

    def result(self) -> FunctionalGraph:
        self._inputs()
        self._state()
        live = _live_nodes(self.program.graph)
        for node in self.program.graph.nodes:
            if node in live and node.op not in ("placeholder", "output"):
                self._call(node)
        self._outputs()
        return FunctionalGraph(self.graph, self.state, tuple(self.written))

    def _inputs(self) -> None:
        nodes = self.program.graph.find_nodes(op="placeholder")
        specs = self.program.graph_signature.input_specs
        self.specs = dict(zip(nodes, specs, strict=True))
        for node, spec in self.specs.items():
            if spec.kind == InputKind.USER_INPUT:
                self._input(node)
            elif spec.kind not in _STATE:
                raise SourceError(
                    f"The network keeps {spec.kind.name.lower().replace('_', ' ')} "
                    f"{spec.target}, which no NPU takes; export it without."
                )

    def _input(self, node: fx.Node) -> None:
        value = node.meta.get("val")
        if not isinstance(value, torch.Tensor):
            return
        if not all(isinstance(size, int) for size in value.shape):
            raise SourceError(
                f"Input {node.name} has the dynamic shape {tuple(value.shape)}; "
                "export the program with fixed shapes."
            )
        self._emit(node, self.graph.placeholder(node.name))

    def _state(self) -> None:
        for node, spec in self.specs.items():
            if spec.kind in _STATE and node.users:
                target = cast(str, spec.target)
                name = target.rpartition(_THROUGH)[2]
                self.state[name] = self._tensor(target)
                self._emit(node, self.graph.create_node("get_attr", name))

    def _tensor(self, target: str) -> torch.Tensor:
        state = {**self.program.constants, **self.program.state_dict}
        held: torch.Tensor = state[target]
        if isinstance(held, torch.nn.Parameter):
            return torch.nn.Parameter(held.detach(), requires_grad=False)
        return held.detach()

    def _emit(self, node: fx.Node, value: fx.Node) -> None:
        value.meta = dict(node.meta)
        self.identity[node] = node
        self.now[node] = value

    def _value(self, node: fx.Node) -> fx.Node:
        return self.now[self.identity[node]]

    def _call(self, node: fx.Node) -> None:
        target = node.target
        if target in _SAME_TENSOR:
            self.identity[node] = self.identity[node.all_input_nodes[0]]
        elif target is operator.getitem:
            self._view(node)
        elif not isinstance(target, torch._ops.OpOverload):
            raise _SeenElsewhere(node.target)
        elif target._schema.is_mutable:
            self._write(node, target)
        elif _is_view(target):
            self._view(node)
        else:
            self._copy(node, target)

    def _copy(self, node: fx.Node, target: object) -> None:
        new = self.graph.create_node(
            "call_function",
            target,  # type: ignore[arg-type]
            fx.map_arg(node.args, self._value),
            fx.map_arg(node.kwargs, self._value),
        )
        self._emit(node, new)

    def _view(self, node: fx.Node) -> None:
        self._copy(node, node.target)
        source = self.identity[node.all_input_nodes[0]]
        self.viewed[node] = self.viewed.get(source, source)

    def _write(self, node: fx.Node, target: torch._ops.OpOverload) -> None:
        written = self.identity[node.all_input_nodes[0]]
        if written in self.viewed or self._is_viewed_after(written, node):
            raise _SeenElsewhere(target)
        self._copy(node, _functional(node, target))
        self.now[written] = self.now[node]
        self.identity[node] = written
        spec = self.specs.get(written)
        if spec is not None and spec.kind in _STATE:
            self.written.append(cast(str, spec.target))

    def _is_viewed_after(self, written: fx.Node, node: fx.Node) -> bool:
        views = {view for view, source in self.viewed.items() if source is written}
        return any(user > node for view in views for user in view.users)

    def _outputs(self) -> None:
        nodes = self.program.graph.output_node().args[0]
        specs = self.program.graph_signature.output_specs
        self.written += [
            cast(str, spec.target)
            for spec in specs
            if spec.kind == OutputKind.BUFFER_MUTATION
        ]
        kept = [
            self._value(node)
            for node, spec in zip(cast(tuple[fx.Node], nodes), specs, strict=True)
            if spec.kind == OutputKind.USER_OUTPUT
            and isinstance(spec.arg, TensorArgument)
        ]
        if not kept:
            raise SourceError("The network returns no tensor, so there is no graph.")
        self.graph.output(tuple(kept))


def _live_nodes(graph: fx.Graph) -> set[fx.Node]:
    """Find what the outputs depend on, writes in place included."""
    live: set[fx.Node] = set()
    for node in reversed(graph.nodes):
        if node.op == "output" or node in live or _writes(node.target):
            live |= {node, *node.all_input_nodes}
    return live


def _writes(target: object) -> bool:
    return isinstance(target, torch._ops.OpOverload) and target._schema.is_mutable


def _is_view(target: torch._ops.OpOverload) -> bool:
    return any(argument.alias_info for argument in target._schema.arguments)


def _functional(node: fx.Node, target: torch._ops.OpOverload) -> torch._ops.OpOverload:
    """Find the pure spelling of an in-place op, if it computes in the same dtype."""
    name = target._schema.name.removeprefix("aten::").removesuffix("_")
    packet = getattr(aten, name, None)
    overload = getattr(packet, target._overloadname, None)
    dtypes = {arg.meta["val"].dtype for arg in node.all_input_nodes}
    if name == "copy" or overload is None or len(dtypes) > 1:
        raise _SeenElsewhere(target)
    if overload._schema.is_mutable:
        raise _SeenElsewhere(target)
    return cast(torch._ops.OpOverload, overload)
