"""How one ATen op is written in ONNX; the families register themselves.

A lowering gets the node and a `Writer` that knows the value names of its inputs, and
appends ONNX nodes whose last output is the node's value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import Tensor, fx

from engine.errors import ToolchainError
from engine.toolchains.onnx_builder import GraphBuilder

Lowering: TypeAlias = Callable[["Writer", fx.Node], str | Sequence[str]]
LOWERINGS: dict[Any, Lowering] = {}


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
        function = LOWERINGS.get(node.target)
        if function is None:
            raise ToolchainError(
                f"{node.name} ({node.target}) cannot be written in ONNX; rewrite it or "
                "cut the graph before it."
            )
        self.label = label
        return function(self, node)

    def value(self, argument: object, like: fx.Node | None = None) -> str:
        """The value name of an argument: a node's, or that of a stored number."""
        if isinstance(argument, fx.Node):
            return self._of_node(argument)
        dtype = _numpy_dtype(like) if like is not None else np.dtype(np.float32)
        return self.builder.constant(np.asarray(argument, dtype=dtype), "number")

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

    def _of_node(self, node: fx.Node) -> str:
        if node.op == "get_attr" and node not in self.values:
            array = self.constants(node).detach().numpy()
            self.values[node] = self.builder.constant(array, str(node.target))
        value = self.values[node]
        if not isinstance(value, str):
            raise ToolchainError(
                f"{node.name} ({node.target}) has several outputs and is read as one; "
                "rewrite it."
            )
        return value


def refuse(node: fx.Node, why: str) -> ToolchainError:
    """The error for a call whose arguments ONNX has no equivalent of."""
    return ToolchainError(
        f"{node.name} ({node.target}) cannot be written in ONNX: {why}; rewrite it or "
        "cut the graph before it."
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


def _numpy_dtype(node: fx.Node) -> np.dtype[Any]:
    name = str(node.meta["val"].dtype).removeprefix("torch.")
    return np.dtype(name)
