"""From what calibration saw to scales: no image is looked at again."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray

from engine.errors import CalibrationError
from engine.opening.graph import get_tensor
from engine.quantization.calibration import Calibration
from engine.quantization.clipping import METHODS
from engine.quantization.folding import WEIGHT_AXIS, argument, constant_of
from engine.quantization.grids import fixed_grid, grid_over, step_of
from engine.quantization.observers import observe
from engine.quantization.prepare import Prepared, Step
from engine.quantization.qtable import (
    BY_HAND,
    QTable,
    TensorQuantization,
    WeightQuantization,
)
from engine.quantization.statistics import TensorStatistics
from engine.sentence import say
from engine.targets.profile import QuantizationScheme, TargetProfile

_BIAS_LIMIT = 2.0**30
"""Biases stay below this many steps of the accumulator, so that sums fit 32 bits."""


def solve(
    calibration: Calibration,
    prepared: Prepared,
    profile: TargetProfile,
    method: str = "mse",
) -> QTable:
    """Choose every grid and scale by `min_max`, `percentile`, `mse` or `kl`.

    The values that become outputs always keep their whole range, as do constants.

    Raises:
        CalibrationError: the calibration is of another graph, saw no image, or the
            method is unknown.
    """
    _check(calibration, prepared, method)
    scheme = profile.quantization
    steps = {step.name: step for step in prepared.steps}
    tensors: dict[str, TensorQuantization] = {}
    for name, (root, factor) in prepared.roots.items():
        if root not in tensors:
            how = "min_max" if root in prepared.logits else method
            tensors[root] = _entry(calibration, prepared, steps[root], scheme, how)
        if name != root:
            tensors[name] = _shared(tensors[root], root, factor)
    weights = {
        step.node.name: _weight(prepared, step, tensors, scheme)
        for step in prepared.steps
        if step.kind == "kernel" and step.node.target in WEIGHT_AXIS
    }
    ordered = {name: tensors[name] for name in steps if name in tensors}
    return QTable(prepared.digest, profile.name, method, ordered, weights)


def quantize_weight(
    weight: torch.Tensor, scale: NDArray[np.float32], axis: int
) -> torch.Tensor:
    """The int8 weights in -127..127, rounded half to even, held as float32."""
    shape = [-1 if index == axis else 1 for index in range(weight.dim())]
    steps = weight.detach() / torch.from_numpy(scale).reshape(shape)
    return steps.round_().clamp_(-127, 127)


def _check(calibration: Calibration, prepared: Prepared, method: str) -> None:
    if method not in METHODS:
        known = ", ".join(METHODS)
        raise CalibrationError(
            say(
                "There is no range method {method}; choose {known}.",
                method=repr(method),
                known=known,
            )
        )
    if calibration.digest != prepared.digest:
        raise CalibrationError(
            say(
                "The calibration is stale: the network was changed since; "
                "calibrate again."
            )
        )
    if not calibration.images:
        raise CalibrationError(
            say("The calibration saw no image; calibrate with some.")
        )


def _entry(
    calibration: Calibration,
    prepared: Prepared,
    step: Step,
    scheme: QuantizationScheme,
    method: str,
) -> TensorQuantization:
    if step.kind == "constant":
        statistics = observe(get_tensor(prepared.model, step.node).detach())
        return tensor_quantization(statistics, scheme, "min_max", step.bits, "constant")
    if fixed := step.last.meta.get("range"):
        return fixed_quantization(fixed, scheme, step.bits)
    seen = calibration.statistics.get(step.name)
    if seen is None:
        raise CalibrationError(
            say(
                "The calibration knows nothing of {name}; calibrate again.",
                name=step.name,
            )
        )
    return tensor_quantization(seen, scheme, method, step.bits, method)


def tensor_quantization(
    statistics: TensorStatistics,
    scheme: QuantizationScheme,
    method: str,
    bits: int,
    how: str,
) -> TensorQuantization:
    """Choose the grid and scale of one tensor from its statistics."""
    low, high = statistics.minimum, statistics.maximum
    grid, zero_point, divisor, levels = grid_over(low, high, scheme, bits)
    scale = step_of(METHODS[method](statistics, levels), divisor)
    return TensorQuantization(grid, scale, zero_point, low, high, how)


def fixed_quantization(
    fixed: tuple[float, float], scheme: QuantizationScheme, bits: int
) -> TensorQuantization:
    """The grid and scale that reach from one number to the other, set by hand."""
    grid, scale, zero_point = fixed_grid(fixed, scheme, bits)
    return TensorQuantization(grid, scale, zero_point, *fixed, BY_HAND)


def _shared(root: TensorQuantization, name: str, factor: float) -> TensorQuantization:
    scale = np.float32(root.scale) * np.float32(abs(factor))
    ends = sorted((root.minimum * factor, root.maximum * factor))
    zero_point = root.zero_point
    if factor < 0 and root.grid == "u8":
        zero_point = {0: 255, 255: 0}.get(zero_point, zero_point)
    return TensorQuantization(
        root.grid,
        float(scale),
        zero_point,
        ends[0],
        ends[1],
        f"as {name}",
    )


def _weight(
    prepared: Prepared,
    step: Step,
    tensors: Mapping[str, TensorQuantization],
    scheme: QuantizationScheme,
) -> WeightQuantization:
    node = step.node
    weight = constant_of(prepared.model, node.args[1])
    bias = constant_of(prepared.model, argument(node, 2))
    assert weight is not None
    flat = weight.detach().transpose(0, WEIGHT_AXIS[node.target]).flatten(1)
    peak = flat.abs().amax(dim=1).double().numpy()
    divisor = 127.0 if flat.shape[1] == 1 else scheme.weight_divisor
    scale = np.maximum(peak / divisor, np.finfo(np.float32).tiny)
    source = np.float32(tensors[prepared.names[node.all_input_nodes[0]]].scale)
    if bias is None:
        return WeightQuantization(scale.astype(np.float32), None)
    values = bias.detach().double().numpy()
    fits = np.abs(values) / (_BIAS_LIMIT * float(source))
    scale = np.maximum(scale, fits).astype(np.float32)
    steps = np.rint(values / (source * scale).astype(np.float64))
    return WeightQuantization(scale, steps.astype(np.int32))
