"""Whether ONNX Runtime can run one op at all, found by writing and loading it alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import torch
from torch import fx

from engine.errors import ToolchainError
from engine.opening.graph import get_tensor
from engine.toolchains.onnx_builder import GraphBuilder
from engine.toolchains.onnx_float import value_info
from engine.toolchains.onnx_lowering import LOWERINGS, Writer
from engine.toolchains.runtime import open_session

_USUAL = {torch.float32, torch.int32, torch.int64, torch.bool, torch.uint8, torch.int8}


def can_run(model: fx.GraphModule, node: fx.Node) -> bool:
    """Whether an op can be written in ONNX and, for unusual types, loaded too.

    Float32 and integer ops are trusted to have kernels once they can be written.
    """
    inputs = [each for each in node.all_input_nodes if each.op != "get_attr"]
    unusual = _dtypes([*node.all_input_nodes, node]) - _USUAL
    if node.target in LOWERINGS and not unusual:
        return True
    builder = GraphBuilder()
    writer = Writer(builder, partial(get_tensor, model))
    writer.values |= {each: _names(each) for each in inputs}
    try:
        written = writer.write(node, node.name)
        if unusual and isinstance(written, str):
            given = [value_info(each, each.name) for each in inputs]
            file = builder.model(given, [value_info(node, written)], "probe")
            open_session(file.SerializeToString())
    except ToolchainError:
        return False
    return True


def _names(node: fx.Node) -> str | Sequence[str]:
    value = node.meta.get("val")
    if isinstance(value, (tuple, list)):
        return [f"{node.name}_{index}" for index in range(len(value))]
    return node.name


def _dtypes(nodes: Sequence[fx.Node]) -> set[torch.dtype]:
    values = [node.meta.get("val") for node in nodes]
    return {value.dtype for value in values if isinstance(value, torch.Tensor)}
