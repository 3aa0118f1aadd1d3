"""Puts an ONNX file together node by node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from engine.errors import ToolchainError
from engine.sentence import say

OPSET = 19
OPSET_16_BITS = 21
"""The first opset whose QuantizeLinear knows int16."""
_IR_VERSION = 10
_PRODUCER = "npu-studio"


class GraphBuilder:
    """Collects nodes and constants; equal constants are stored once."""

    def __init__(self, opset: int = OPSET) -> None:
        self.opset = opset
        self.nodes: list[onnx.NodeProto] = []
        self._initializers: dict[str, onnx.TensorProto] = {}
        self._known: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._names: set[str] = set()

    def add(
        self,
        op: str,
        inputs: Sequence[str],
        output: str,
        name: str = "",
        **attributes: Any,
    ) -> str:
        """Append a node with one output and return that value's name."""
        return self.add_many(op, inputs, [output], name, **attributes)[0]

    def add_many(
        self,
        op: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        name: str = "",
        **attributes: Any,
    ) -> list[str]:
        """Append a node with several outputs and return their names."""
        label = self.unique(name or outputs[0])
        given = {key: value for key, value in attributes.items() if value is not None}
        node = helper.make_node(op, list(inputs), list(outputs), name=label, **given)
        self.nodes.append(node)
        return list(outputs)

    def unique(self, name: str) -> str:
        """A node name not used before, `name` itself if it is free."""
        candidate, count = name, 1
        while candidate in self._names:
            candidate, count = f"{name}_{count}", count + 1
        self._names.add(candidate)
        return candidate

    def constant(self, array: Any, name: str) -> str:
        """Store a constant, or find the equal one stored before."""
        value: NDArray[Any] = np.asarray(array)
        key = (str(value.dtype), value.shape, value.tobytes())
        if key not in self._known:
            self._known[key] = self._free(name)
            label = self._known[key]
            self._initializers[label] = numpy_helper.from_array(value, label)
        return self._known[key]

    def floats(self, value: float | Sequence[float], name: str) -> str:
        """Store float32 numbers."""
        return self.constant(np.asarray(value, dtype=np.float32), name)

    def integers(self, value: Sequence[int] | int, name: str) -> str:
        """Store int64 numbers, as shapes and axes need them."""
        return self.constant(np.asarray(value, dtype=np.int64), name)

    def model(
        self,
        inputs: Sequence[tuple[str, int, Sequence[int]]],
        outputs: Sequence[tuple[str, int, Sequence[int]]],
        name: str,
    ) -> onnx.ModelProto:
        """Close the graph; inputs and outputs are (name, element type, shape)."""
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info(*given) for given in inputs],
            [helper.make_tensor_value_info(*given) for given in outputs],
            list(self._initializers.values()),
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", self.opset)],
            producer_name=_PRODUCER,
        )
        model.ir_version = _IR_VERSION
        return model

    def _free(self, name: str) -> str:
        candidate, count = name, 1
        while candidate in self._initializers:
            candidate, count = f"{name}_{count}", count + 1
        return candidate


def element_type(dtype: object) -> int:
    """The ONNX element type of a torch dtype.

    Raises:
        ToolchainError: ONNX Runtime computes with no such values.
    """
    numpy_name = str(dtype).removeprefix("torch.")
    names = {
        "float32": "FLOAT",
        "float64": "DOUBLE",
        "float16": "FLOAT16",
        "int64": "INT64",
        "int32": "INT32",
        "int16": "INT16",
        "int8": "INT8",
        "uint8": "UINT8",
        "bool": "BOOL",
    }
    if numpy_name not in names:
        raise ToolchainError(
            say(
                "ONNX Runtime has no {numpy_name} values; convert the network "
                "with .float().",
                numpy_name=numpy_name,
            )
        )
    return int(TensorProto.DataType.Value(names[numpy_name]))
