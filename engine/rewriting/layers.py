"""Ops with weights as the layers of `torch.nn` a person would make for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import fx

from engine.opening.graph import arguments_of, get_tensor, shape_of
from engine.opening.titles import op_name

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """How a layer is made: `nn.Conv2d(3, 8, 3, padding=1)`.

    `path` is where the checkpoint has it, "" if its weights are not all there;
    `weights` are the nodes of them by their names in the layer.
    """

    path: str
    made: str
    weights: Mapping[str, fx.Node]


def layer_of(model: fx.GraphModule, node: fx.Node) -> Layer | None:
    """The layer that computes what an op does; None where none does."""
    made = _MADE.get(op_name(node))
    if made is None:
        return None
    given = arguments_of(node)
    slots = [slot for slot in _SLOTS if given.get(slot) is not None]
    weights = {slot: given[slot] for slot in slots}
    if not all(_is_weight(model, each) for each in weights.values()):
        return None
    spelled = made(node, {**given, **{s: shape_of(weights[s]) for s in slots}})  # type: ignore[arg-type]
    return Layer(_path(weights), spelled, weights) if spelled else None  # type: ignore[arg-type]


def _is_weight(model: fx.GraphModule, node: object) -> bool:
    return (
        isinstance(node, fx.Node)
        and node.op == "get_attr"
        and get_tensor(model, node).dtype == torch.float32
    )


def _path(weights: Mapping[str, Any]) -> str:
    """What the names of all the weights begin with, if they end as the layer's do."""
    found = {
        name.removesuffix(f".{slot}") if name.endswith(f".{slot}") else ""
        for slot, name in ((s, str(each.target)) for s, each in weights.items())
    }
    return found.pop() if len(found) == 1 else ""


def _convolution(node: fx.Node, given: Given) -> str:
    name, weight = op_name(node), given.get("weight")
    if not weight:
        return ""
    is_transposed = name.startswith("conv_transpose")
    first, second, *kernel = weight
    groups = given["groups"]
    channels = (first, second * groups) if is_transposed else (second * groups, first)
    dimensions = len(kernel)
    words = [*map(str, channels), _size(kernel, dimensions)]
    usual = {"stride": 1, "padding": 0, "output_padding": 0, "dilation": 1, "groups": 1}
    for key, default in usual.items():
        if key in given and _size(given[key], dimensions) != str(default):
            words.append(f"{key}={_size(given[key], dimensions)}")
    words += [] if given.get("bias") else ["bias=False"]
    kind = "ConvTranspose" if is_transposed else "Conv"
    return f"nn.{kind}{dimensions}d({', '.join(words)})"


def _size(value: Any, dimensions: int) -> str:
    """Write one number where all dimensions have the same."""
    if isinstance(value, str):
        return f'"{value}"'
    sizes = tuple(value) if isinstance(value, (list, tuple)) else (value,)
    sizes = sizes * dimensions if len(sizes) == 1 else sizes
    return str(sizes[0]) if len(set(sizes)) == 1 else str(sizes)


def _linear(_: fx.Node, given: Given) -> str:
    weight = given.get("weight")
    if not weight or len(weight) != 2:
        return ""
    bias = "" if given.get("bias") else ", bias=False"
    return f"nn.Linear({weight[1]}, {weight[0]}{bias})"


def _batch_norm(node: fx.Node, given: Given) -> str:
    if given["training"] or not all(given.get(slot) for slot in _SLOTS):
        return ""
    dimensions = max(len(shape_of(node)) - 2, 1)
    eps = "" if given["eps"] == 1e-5 else f", eps={given['eps']}"
    return f"nn.BatchNorm{dimensions}d({given['weight'][0]}{eps})"


def _layer_norm(_: fx.Node, given: Given) -> str:
    if not (given.get("weight") and given.get("bias")):
        return ""
    return f"nn.LayerNorm({list(given['normalized_shape'])}, eps={given['eps']})"


def _prelu(_: fx.Node, given: Given) -> str:
    return f"nn.PReLU({given['weight'][0]})" if given.get("weight") else ""


_SLOTS = ("weight", "bias", "running_mean", "running_var")
_CONVOLUTIONS = [f"conv{way}{d}d" for way in ("", "_transpose") for d in (1, 2, 3)]
_MADE: dict[str, Callable[[fx.Node, Given], str]] = {
    **dict.fromkeys(_CONVOLUTIONS, _convolution),
    "linear": _linear,
    "batch_norm": _batch_norm,
    "layer_norm": _layer_norm,
    "prelu": _prelu,
}
