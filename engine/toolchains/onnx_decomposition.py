"""An op without a lowering of its own, in terms of ops that have one.

PyTorch defines most of its ops by a core of about 190 simpler ones, the Core ATen
operator set. An op is traced into that core and written piece by piece.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor, fx
from torch._decomp import core_aten_decompositions
from torch.func import functionalize
from torch.fx.experimental.proxy_tensor import make_fx

from engine.opening.simplification import simplify
from engine.rewriting.propagation import TORCH_REFUSES


def decompose(node: fx.Node) -> fx.GraphModule | None:
    """Trace one call into core ops; its placeholders are the node's inputs in order.

    None where the op is of the core itself, or cannot be traced for fixed shapes.
    """
    sources = node.all_input_nodes

    def call(*tensors: Tensor) -> Any:
        given = dict(zip(sources, tensors, strict=True))
        args, kwargs = fx.node.map_arg((node.args, node.kwargs), given.__getitem__)
        assert callable(node.target)
        return node.target(*args, **kwargs)

    inputs = [source.meta["val"] for source in sources]
    try:
        traced = make_fx(call, decomposition_table=_table())(*inputs)
        traced = make_fx(functionalize(traced))(*inputs)
    except TORCH_REFUSES:
        return None
    simplify(traced.graph)
    if traced.graph.find_nodes(op="call_function", target=node.target):
        return None
    return traced


def constant_value(node: fx.Node) -> Tensor | None:
    """Compute a call that reads no tensor, such as arange; None if it is random."""
    overload = node.target
    if node.all_input_nodes or not isinstance(overload, torch._ops.OpOverload):
        return None
    if torch.Tag.nondeterministic_seeded in overload.tags or "empty" in str(overload):
        return None
    found = overload(*node.args, **node.kwargs)
    return found if isinstance(found, Tensor) else None


@lru_cache(maxsize=1)
def _table() -> dict[Any, Any]:
    return dict(core_aten_decompositions())
