"""How one ATen op is written in ONNX; the families register themselves.

A lowering gets the node and a `Writer` that knows the value names of its inputs, and
appends ONNX nodes whose last output is the node's value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import Tensor, fx

from engine.errors import ToolchainError
from engine.opening.graph import get_tensor
from engine.sentence import say
from engine.toolchains.onnx_builder import GraphBuilder, element_type
from engine.toolchains.onnx_decomposition import constant_value, decompose

Lowering: TypeAlias = Callable[["Writer", fx.Node], str | Sequence[str]]
LOWERINGS: dict[Any, Lowering] = {}
_CASTS = {torch.ops.aten.to.dtype, torch.ops.aten._to_copy.default}


def lowering(*targets: Any) -> Callable[[Lowering], Lowering]:
    """Register how these ops are written."""

    def register(function: Lowering) -> Lowering:
        for target in targets:
            LOWERINGS[target] = function
        return function

    return register


class Writer:
    """Writes nodes of one graph; `values` maps nodes to ONNX value names.

    `values` holds a list for a node with several outputs. A node is written under the
    name `label`, which also names its value.
    """

    def __init__(
        self,
        builder: GraphBuilder,
        constants: Callable[[fx.Node], Tensor],
    ) -> None:
        self.builder = builder
        self.values: dict[fx.Node, str | Sequence[str]] = {}
        self.constants = constants
        self.label = ""

    def write(self, node: fx.Node, label: str) -> str | Sequence[str]:
        """Write one node under the name `label`.

        Raises:
            ToolchainError: the op cannot be written in ONNX.
        """
        _check_precision(node)
        function = LOWERINGS.get(node.target)
        self.label = label
        if function is not None:
            return function(self, node)
        constant = constant_value(node)
        if constant is not None:
            return self.builder.constant(constant.numpy(), label)
        return self._write_parts(node)

    def value(
        self, argument: object, like: fx.Node | torch.dtype = torch.float32
    ) -> str:
        """The value name of an argument: a node's, or that of a stored number.

        A number gets the dtype of `like`, and so does a node where `like` is given.
        """
        dtype = like.meta["val"].dtype if isinstance(like, fx.Node) else like
        if not isinstance(argument, fx.Node):
            name = str(dtype).removeprefix("torch.")
            return self.builder.constant(np.asarray(argument, dtype=name), "number")
        return self._of_node(argument)

    def cast(self, argument: object, like: fx.Node | torch.dtype) -> str:
        """Like `value`, converted where a node's own dtype differs."""
        value = self.value(argument, like)
        dtype = like.meta["val"].dtype if isinstance(like, fx.Node) else like
        if not isinstance(argument, fx.Node) or argument.meta["val"].dtype == dtype:
            return value
        return self.part("Cast", [value], "cast", to=element_type(dtype))

    def optional(self, argument: object) -> str:
        """The value name of an argument that may be None, empty for None."""
        return "" if argument is None else self.value(argument)

    def add(self, op: str, inputs: Sequence[str], **attributes: Any) -> str:
        """Append the node that yields the value written now."""
        return self.builder.add(op, inputs, self.label, **attributes)

    def part(self, op: str, inputs: Sequence[str], suffix: str, **more: Any) -> str:
        """Append a node on the way to the value written now."""
        return self.builder.add(op, inputs, f"{self.label}_{suffix}", **more)

    def integers(self, values: Sequence[int] | int, suffix: str) -> str:
        """Store shapes, axes or indices."""
        return self.builder.integers(values, f"{self.label}_{suffix}")

    def _write_parts(self, node: fx.Node) -> str | Sequence[str]:
        """Write the core ops the node's op is defined by."""
        parts = decompose(node)
        if parts is None:
            raise _unwritable(node)
        label, inner = self.label, Writer(self.builder, partial(get_tensor, parts))
        inputs = parts.graph.find_nodes(op="placeholder")
        for source, given in zip(inputs, node.all_input_nodes, strict=True):
            inner.values[source] = self._of_node(given)
        try:
            for part in parts.graph.nodes:
                if part.op == "call_function":
                    inner.values[part] = inner.write(part, f"{label}_{part.name}")
        except ToolchainError as error:
            raise _unwritable(node) from error
        (found,) = parts.graph.output_node().args
        if isinstance(found, (tuple, list)):
            return [inner.value(each) for each in found]
        return inner.value(found)

    def _of_node(self, node: fx.Node) -> str:
        if node.op == "get_attr" and node not in self.values:
            tensor = self.constants(node).detach()
            element_type(tensor.dtype)  # refuses bfloat16, which numpy does not know
            array = tensor.numpy()
            self.values[node] = self.builder.constant(array, str(node.target))
        value = self.values[node]
        if not isinstance(value, str):
            raise ToolchainError(
                say(
                    "{name} ({op}) has several outputs and is read as one; rewrite it.",
                    name=node.name,
                    op=node.target,
                )
            )
        return value


def _check_precision(node: fx.Node) -> None:
    """Refuse half precision: ONNX Runtime computes in float32 and never rounds."""
    value = node.meta.get("val")
    is_half = isinstance(value, Tensor) and value.dtype == torch.float16
    if is_half and node.target not in _CASTS:
        raise ToolchainError(
            say(
                "{name} ({op}) computes in float16, which ONNX Runtime does not round "
                "to; convert the network with .float().",
                name=node.name,
                op=node.target,
            )
        )


def _unwritable(node: fx.Node) -> ToolchainError:
    return ToolchainError(
        say(
            "{name} ({op}) cannot be written in ONNX; rewrite it or cut the "
            "graph before it.",
            name=node.name,
            op=node.target,
        )
    )


def refuse(node: fx.Node, why: str) -> ToolchainError:
    """The error for a call whose arguments ONNX has no equivalent of."""
    return ToolchainError(
        say(
            "{name} ({op}) cannot be written in ONNX: {why}; rewrite it or cut "
            "the graph before it.",
            name=node.name,
            op=node.target,
            why=why,
        )
    )


def arguments(node: fx.Node) -> Mapping[str, Any]:
    """All arguments by their schema names, defaults filled in."""
    given = dict(node.kwargs)
    assert isinstance(node.target, torch._ops.OpOverload)
    for index, argument in enumerate(node.target._schema.arguments):
        if index < len(node.args):
            given[argument.name] = node.args[index]
        elif argument.name not in given:
            given[argument.name] = argument.default_value
    return given


def shape(node: object) -> tuple[int, ...]:
    """The shape of a node's value."""
    assert isinstance(node, fx.Node)
    return tuple(int(size) for size in node.meta["val"].shape)


def pair(value: object, length: int = 2) -> list[int]:
    """A size per axis, from one number or one per axis."""
    numbers: list[Any] = list(value) if isinstance(value, (list, tuple)) else [value]
    return numbers * length if len(numbers) == 1 else numbers


def positive(axis: int, node: object) -> int:
    """An axis counted from the front."""
    return axis % max(len(shape(node)), 1)
