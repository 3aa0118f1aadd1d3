"""An exported program as a graph without side effects.

Writes in place become values: `relu_` becomes `relu`, and what is written to a view
becomes a scatter into its tensor, of which other views are taken anew where they are
read. Where a kind of view is not known, torch's own functionalization takes over, which
traces the network again and breaks a few ops apart.
"""

from __future__ import annotations

import operator
from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import fx
from torch.export import ExportedProgram
from torch.export.graph_signature import InputKind, OutputKind, TensorArgument
from torch.utils import _pytree as pytree

from engine.errors import SourceError
from engine.opening.oddities import DROPOUTS
from engine.opening.provenance import source_of
from engine.opening.tracing import has_open_size, is_read_as_number
from engine.opening.views import (
    can_be_taken_anew,
    is_same_tensor,
    is_view,
    viewed_by,
    written_back,
)
from engine.sentence import say

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
        SourceError: the program has inputs, operators or sizes a network cannot have.
    """
    try:
        return _Lowering(program).result()
    except _SeenElsewhere:
        program = program.run_decompositions({})
    try:
        return _Lowering(program).result()
    except _SeenElsewhere as error:
        raise SourceError(
            say(
                "The network uses {error}, which has no place in a fixed "
                "graph; rewrite that part or export it without.",
                error=error,
            )
        ) from error


class _Lowering:
    """One walk over a program; `self.now` is each tensor's value at that point.

    `identity` names a tensor by the node that first gave it. `parent` leads from a
    view to what it was taken of, and `at` counts the writes it has seen of all those
    in `writes` to the tensor at the root.
    """

    def __init__(self, program: ExportedProgram) -> None:
        self.program = program
        self.graph = fx.Graph()
        self.state: dict[str, torch.Tensor] = {}
        self.now: dict[fx.Node, fx.Node] = {}
        self.identity: dict[fx.Node, fx.Node] = {}
        self.parent: dict[fx.Node, fx.Node] = {}
        self.known_views: dict[tuple[object, str], fx.Node] = {}
        self.at: dict[fx.Node, int] = {}
        self.writes: Counter[fx.Node] = Counter()
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
                    say(
                        "The network keeps {replace} {op}, which no NPU takes; "
                        "export it without.",
                        replace=spec.kind.name.lower().replace("_", " "),
                        op=spec.target,
                    )
                )

    def _input(self, node: fx.Node) -> None:
        value = node.meta.get("val")
        if not isinstance(value, torch.Tensor):
            return
        if not all(isinstance(size, int) for size in value.shape):
            raise SourceError(
                say(
                    "Input {name} has the dynamic shape {shape}; export the "
                    "program with fixed shapes.",
                    name=node.name,
                    shape=tuple(value.shape),
                )
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
        """The value of a tensor now; a view is taken anew after a write."""
        tensor = self.identity[node]
        root = self._root(tensor)
        if self.at.get(tensor, 0) < self.writes[root] and tensor is not root:
            if not can_be_taken_anew(tensor):
                raise _SeenElsewhere(tensor.target)
            self.now[tensor] = self._emitted(tensor, tensor.target)
            self.at[tensor] = self.writes[root]
        return self.now[tensor]

    def _root(self, tensor: fx.Node) -> fx.Node:
        while tensor in self.parent:
            tensor = self.parent[tensor]
        return tensor

    def _call(self, node: fx.Node) -> None:
        if any(map(has_open_size, pytree.tree_leaves(node.meta.get("val")))):
            raise SourceError(_of_open_size(node))
        target = node.target
        if target in _SAME_TENSOR or is_same_tensor(node):
            self.identity[node] = self.identity[node.all_input_nodes[0]]
        elif target is aten.item.default:
            self._number(node)
        elif target is not operator.getitem and not isinstance(
            target, torch._ops.OpOverload
        ):
            raise _SeenElsewhere(node.target)
        elif _writes(target):
            self._write(node, cast(torch._ops.OpOverload, target))
        elif is_view(node):
            self._view(node)
        else:
            self._copy(node)

    def _number(self, node: fx.Node) -> None:
        """Let a tensor of one value stand for the number that is taken out of it."""
        if is_read_as_number(node):
            raise SourceError(
                say(
                    "The network computes with a number taken out of a tensor by "
                    "item(); keep it in a tensor there and export it again."
                )
            )
        source = node.all_input_nodes[0]
        value, like = self._value(source), source.meta["val"]
        if like.dim():
            value = self._made(
                node, aten.reshape.default, (value, []), like.reshape(())
            )
        self.identity[node], self.now[node] = node, value

    def _emitted(self, node: fx.Node, target: object) -> fx.Node:
        """Add a call with a node's own arguments, as they are now."""
        new = self.graph.create_node(
            "call_function",
            target,  # type: ignore[arg-type]
            fx.map_arg(node.args, self._value),
            fx.map_arg(node.kwargs, self._value),
        )
        new.meta = dict(node.meta)
        return new

    def _copy(self, node: fx.Node) -> None:
        self._emit(node, self._emitted(node, node.target))

    def _view(self, node: fx.Node) -> None:
        """Take a view; one that was taken before is the same tensor."""
        source = self.identity[node.all_input_nodes[0]]
        arguments = fx.map_arg((node.args, node.kwargs), self.identity.__getitem__)
        view = self.known_views.setdefault((node.target, str(arguments)), node)
        if view is not node:
            self.identity[node] = view
            return
        self._copy(node)
        self.parent[node] = source
        self.at[node] = self.writes[self._root(source)]

    def _write(self, node: fx.Node, target: torch._ops.OpOverload) -> None:
        written = self.identity[node.all_input_nodes[0]]
        self.identity[node] = written
        if target is aten.copy_.default and self._is_itself(node.args[1], written):
            return
        root = self._root(written)
        self._put(written, self._new_value(node, target, written), node)
        spec = self.specs.get(root)
        if spec is not None and spec.kind in _STATE:
            self.written.append(cast(str, spec.target))

    def _is_itself(self, source: object, written: fx.Node) -> bool:
        """Whether a tensor is assigned to itself, as after `x[0] += 1`."""
        return isinstance(source, fx.Node) and self.identity[source] is written

    def _new_value(
        self, node: fx.Node, target: torch._ops.OpOverload, written: fx.Node
    ) -> fx.Node:
        if target is aten.copy_.default:
            return self._assigned(node, written)
        return self._emitted(node, _functional(node, target))

    def _assigned(self, node: fx.Node, written: fx.Node) -> fx.Node:
        """The assigned value, in the dtype and shape of what it is assigned to."""
        source = node.args[1]
        if not isinstance(source, fx.Node):
            raise _SeenElsewhere(node.target)
        value, before = self._value(source), written.meta["val"]
        given = source.meta["val"]
        if given.dtype != before.dtype:
            given = given.to(before.dtype)
            value = self._made(node, aten.to.dtype, (value, before.dtype), given)
        if given.shape != before.shape:
            sizes = list(before.shape)
            value = self._made(node, aten.expand.default, (value, sizes), before)
        return value

    def _made(
        self, node: fx.Node, target: object, arguments: Any, like: torch.Tensor
    ) -> fx.Node:
        """Add a call that a node of the program stands for, with a value like this."""
        made = self.graph.create_node("call_function", target, arguments)  # type: ignore[arg-type]
        made.meta = {**node.meta, "val": like}
        return made

    def _put(self, tensor: fx.Node, value: fx.Node, writer: fx.Node) -> None:
        """Let a tensor have a value, and every tensor that it is a view of."""
        root = self._root(tensor)
        changed = {tensor: value}
        while tensor is not root:
            tensor, value = self._written_back(tensor, value, writer)
            changed[tensor] = value
        self.writes[root] += 1
        for each, new in changed.items():
            self.now[each], self.at[each] = new, self.writes[root]

    def _written_back(
        self, view: fx.Node, value: fx.Node, writer: fx.Node
    ) -> tuple[fx.Node, fx.Node]:
        """Give the tensor that a view is of, and its value with the view's in it."""
        source = viewed_by(view)
        if source is None:
            raise _SeenElsewhere(writer.target)
        owner = self.identity[source]

        def emit(target: Any, given: tuple[Any, ...]) -> fx.Node:
            return self._made(writer, target, given, owner.meta["val"])

        back = written_back(view, self._value(owner), value, emit)
        if back is None:
            raise _SeenElsewhere(writer.target)
        return owner, back

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
            raise SourceError(
                say("The network returns no tensor, so there is no graph.")
            )
        self.graph.output(tuple(kept))


def _of_open_size(node: fx.Node) -> str:
    line = source_of(node.meta)
    place = f"{line.file}:{line.line} ({line.text})" if line else node.name
    return say(
        "The size of a tensor depends on values, at {place}; every size must be fixed "
        "for an NPU: mend the code there and export it again.",
        place=place,
    )


def _live_nodes(graph: fx.Graph) -> set[fx.Node]:
    """Find what the outputs depend on, writes in place included."""
    live: set[fx.Node] = set()
    for node in reversed(graph.nodes):
        if node.op == "output" or node in live or _writes(node.target):
            live |= {node, *node.all_input_nodes}
    return live


def _writes(target: object) -> bool:
    return isinstance(target, torch._ops.OpOverload) and target._schema.is_mutable


def _functional(node: fx.Node, target: torch._ops.OpOverload) -> torch._ops.OpOverload:
    """Find the pure spelling of an in-place op, if it computes in the same dtype.

    It may have another overload name: `pow_.Scalar` is `pow.Tensor_Scalar`.
    """
    name = target._schema.name.removeprefix("aten::").removesuffix("_")
    packet = getattr(aten, name, None)
    names = packet.overloads() if packet is not None else ()
    overloads = [getattr(packet, each) for each in names]
    pure = [each for each in overloads if not each._schema.is_mutable]
    alike = [each for each in pure if _takes(each) == _takes(target)]
    dtypes = {arg.meta["val"].dtype for arg in node.all_input_nodes}
    if not alike or len(dtypes) > 1 or torch.Tag.inplace_view in target.tags:
        raise _SeenElsewhere(target)
    return cast(torch._ops.OpOverload, alike[0])


def _takes(target: torch._ops.OpOverload) -> list[str]:
    return [str(each.type) for each in target._schema.arguments]
