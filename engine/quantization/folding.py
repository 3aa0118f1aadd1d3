"""Batch normalization becomes part of a convolution, or a 1x1 convolution itself.

In inference, y = g·x + b per channel, with g = γ / √(σ² + ε) and b = β - g·μ. Behind a
convolution or linear layer that nobody else reads, g and b go into its weight and
bias. Elsewhere the affine map stays, as a depthwise 1x1 convolution where the input
has spatial axes, and as a product and a sum where it has none. A normalization by
numbers the network itself computes is left as it is.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, fx

from engine.opening.graph import ASKED, copy_model, get_tensor

aten = torch.ops.aten

CONVOLUTIONS = {
    3: aten.conv1d.default,
    4: aten.conv2d.default,
    5: aten.conv3d.default,
}
WEIGHT_AXIS: dict[Any, int] = {
    aten.conv1d.default: 0,
    aten.conv2d.default: 0,
    aten.conv3d.default: 0,
    aten.conv1d.padding: 0,
    aten.conv2d.padding: 0,
    aten.conv3d.padding: 0,
    aten.linear.default: 0,
    aten.conv_transpose2d.input: 1,
}
"""Ops with trained weights, and the axis of the weight that counts output channels."""

_CLOSE = torch.float64
_NORMALIZED_AXIS = 1


def fold_batch_norm(model: fx.GraphModule) -> fx.GraphModule:
    """Copy the model without inference batch normalization; weights are shared.

    What normalizes by computed numbers stays. A folded op's meta holds the name of
    the normalization as `produces`, since that is the value it now computes.
    """
    folded = copy_model(model)
    for node in list(
        folded.graph.find_nodes(op="call_function", target=aten.batch_norm.default)
    ):
        if not node.args[5] and has_stored_affine(folded, node):
            _remove(folded, node)
    folded.graph.eliminate_dead_code()
    folded.recompile()
    return folded


def constant_of(model: fx.GraphModule, argument: object) -> Tensor | None:
    """The tensor a get_attr argument names, None for anything else."""
    if isinstance(argument, fx.Node) and argument.op == "get_attr":
        return get_tensor(model, argument)
    return None


def is_computed(model: fx.GraphModule, argument: object) -> bool:
    """Whether an argument is a tensor that depends on the input, not a stored one."""
    return argument is not None and constant_of(model, argument) is None


def has_stored_affine(model: fx.GraphModule, norm: fx.Node) -> bool:
    """Whether all a batch normalization multiplies and adds is known beforehand."""
    statistics = norm.args[3:5]
    known = not any(is_computed(model, value) for value in norm.args[1:5])
    return known and all(value is not None for value in statistics)


def channel_axis(node: fx.Node) -> int:
    """The axis, from the end, that counts the channels of an op with weights.

    Its input may have no batch axis, so that it is not always the second one.
    """
    if node.target is aten.linear.default:
        return -1
    weight = node.args[1]
    assert isinstance(weight, fx.Node)
    return 1 - int(weight.meta["val"].dim())


def argument(node: fx.Node, index: int, default: Any = None) -> Any:
    """A positional argument, or `default` where the call leaves it out."""
    return node.args[index] if index < len(node.args) else default


def _remove(model: fx.GraphModule, norm: fx.Node) -> None:
    gain, shift = _affine(model, norm)
    source = norm.args[0]
    assert isinstance(source, fx.Node)
    if _takes_gain(model, source):
        _fold(model, source, norm, gain, shift)
    elif norm.meta["val"].dim() in CONVOLUTIONS:
        _replace_by_convolution(model, norm, source, gain, shift)
    else:
        _replace_by_product(model, norm, source, gain, shift)


def _affine(model: fx.GraphModule, norm: fx.Node) -> tuple[Tensor, Tensor]:
    weight, bias, mean, variance = (
        constant_of(model, value) for value in norm.args[1:5]
    )
    assert mean is not None
    assert variance is not None
    eps = float(norm.args[7])  # type: ignore[arg-type]
    gain = (variance.detach().to(_CLOSE) + eps).rsqrt()
    if weight is not None:
        gain = gain * weight.detach().to(_CLOSE)
    shift = -gain * mean.detach().to(_CLOSE)
    if bias is not None:
        shift = shift + bias.detach().to(_CLOSE)
    return gain, shift


def _takes_gain(model: fx.GraphModule, source: fx.Node) -> bool:
    if source.target not in WEIGHT_AXIS or len(source.users) != 1:
        return False
    if source.meta.get("precision") or is_computed(model, argument(source, 2)):
        return False
    if channel_axis(source) + source.meta["val"].dim() != _NORMALIZED_AXIS:
        return False
    grouped = (
        source.target is aten.conv_transpose2d.input and argument(source, 6, 1) > 1
    )
    return constant_of(model, source.args[1]) is not None and not grouped


def _fold(
    model: fx.GraphModule, op: fx.Node, norm: fx.Node, gain: Tensor, shift: Tensor
) -> None:
    weight = constant_of(model, op.args[1])
    assert weight is not None
    bias = constant_of(model, argument(op, 2))
    axis = WEIGHT_AXIS[op.target]
    shape = [-1 if axis == index else 1 for index in range(weight.dim())]
    scaled = weight.detach().to(_CLOSE) * gain.reshape(shape)
    if bias is not None:
        shift = shift + gain * bias.detach().to(_CLOSE)
    new_weight = _constant(model, op, f"{op.name}_weight_folded", scaled)
    new_bias = _constant(model, op, f"{op.name}_bias_folded", shift)
    op.args = (op.args[0], new_weight, new_bias, *op.args[3:])
    op.meta["produces"] = norm.name
    op.meta.pop("range", None)
    op.meta.update({key: norm.meta[key] for key in ASKED if key in norm.meta})
    norm.replace_all_uses_with(op)
    model.graph.erase_node(norm)


def _replace_by_convolution(
    model: fx.GraphModule, norm: fx.Node, source: fx.Node, gain: Tensor, shift: Tensor
) -> None:
    spatial = norm.meta["val"].dim() - 2
    channels = gain.numel()
    kernel = gain.reshape([channels, 1] + [1] * spatial)
    weight = _constant(model, norm, f"{norm.name}_gain", kernel)
    bias = _constant(model, norm, f"{norm.name}_shift", shift)
    norm.target = CONVOLUTIONS[spatial + 2]
    ones, zeros = [1] * spatial, [0] * spatial
    norm.args = (source, weight, bias, ones, zeros, ones, channels)


def _replace_by_product(
    model: fx.GraphModule, norm: fx.Node, source: fx.Node, gain: Tensor, shift: Tensor
) -> None:
    weight = _constant(model, norm, f"{norm.name}_gain", gain)
    bias = _constant(model, norm, f"{norm.name}_shift", shift)
    with model.graph.inserting_before(norm):
        product = model.graph.create_node(
            "call_function", aten.mul.Tensor, (source, weight), {}, f"{norm.name}_mul"
        )
    product.meta = {k: v for k, v in norm.meta.items() if k not in ASKED}
    norm.target = aten.add.Tensor
    norm.args = (product, bias)


def _constant(
    model: fx.GraphModule, before: fx.Node, name: str, value: Tensor
) -> fx.Node:
    tensor = value.to(torch.float32).contiguous()
    model.register_buffer(name, tensor)
    with model.graph.inserting_before(before):
        node = model.graph.create_node("get_attr", name, (), {}, name)
    mode = before.meta["val"].fake_mode
    node.meta = {
        "val": mode.from_tensor(tensor, static_shapes=True),
        "module": "",
        "module_type": "",
        "source": None,
    }
    return node
