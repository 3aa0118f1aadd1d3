"""What the executor computes is what ONNX Runtime computes, bit for bit."""

import random

import numpy as np
import onnx
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.opening.graph import copy_model
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.execution import execute
from engine.quantization.folding import WEIGHT_AXIS
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from engine.rewriting.ranging import why_no_range, why_not_quantized
from engine.toolchains.onnx_inspection import inspect_integers
from engine.toolchains.onnx_int8 import quantized_model
from engine.toolchains.onnx_runtime import FORMS
from engine.toolchains.runtime import open_session, run_session
from engine.toolchains.selfcheck import self_check
from tests.quantization.networks import exported
from tests.toolchains.test_onnx_float import Call

IMAGE = (1, 8, 12, 20)


def written(model, profile, inputs):
    calibration = run(calibrate(model, profile, [inputs], 1))
    prepared = prepare(model, profile)
    table = solve(calibration, prepared, profile)
    return prepared, table, quantized_model(prepared, table, FORMS)


def different(prepared, table, file, inputs):
    onnx.checker.check_model(file)
    given = run_session(open_session(file.SerializeToString()), inputs)
    expected = execute(prepared, table, "quantized", inputs)
    return [int((a != b.numpy()).sum()) for a, b in zip(given, expected, strict=True)]


def mismatches(model, profile, inputs):
    prepared, table, file = written(model, profile, inputs)
    wrong = different(prepared, table, file, inputs)
    return wrong, inspect_integers(file, prepared)


def conv(*sizes, **options):
    return nn.Conv2d(*sizes, **options)


EXACT = {
    "conv": (conv(8, 16, kernel_size=3, padding=1), IMAGE),
    "conv_stride": (conv(8, 16, kernel_size=3, stride=2, padding=1), IMAGE),
    "conv_dilation": (conv(8, 5, kernel_size=3, dilation=3, padding=3), IMAGE),
    "conv_groups": (conv(8, 16, kernel_size=3, groups=4, padding=1), IMAGE),
    "conv_depthwise": (conv(8, 8, kernel_size=5, groups=8, padding=2), IMAGE),
    "conv_without_bias": (conv(8, 7, kernel_size=1, bias=False), IMAGE),
    "conv_relu": (nn.Sequential(conv(8, 8, kernel_size=3), nn.ReLU()), IMAGE),
    "conv_relu6": (nn.Sequential(conv(8, 8, kernel_size=3), nn.ReLU6()), IMAGE),
    "conv_1d": (nn.Conv1d(8, 6, 3, padding=1), (1, 8, 50)),
    "linear": (nn.Linear(40, 12), (5, 40)),
    "linear_plain": (nn.Linear(40, 12, bias=False), (2, 5, 40)),
    "add": (lambda x, y: x + y, IMAGE, IMAGE),
    "add_itself": (lambda x: x + x, IMAGE),
    "add_channels": (lambda x, y: x + y, IMAGE, (1, 8, 1, 1)),
    "add_relu": (lambda x, y: torch.relu(x + y), IMAGE, IMAGE),
    "add_number": (lambda x: x + 0.37, IMAGE),
    "add_negative": (lambda x: x + -1.5, IMAGE),
    "mul": (lambda x, y: x * y, IMAGE, IMAGE),
    "mul_plane": (lambda x, y: x * y, IMAGE, (1, 1, 12, 20)),
    "mul_number": (lambda x: x * 0.3, IMAGE),
    "mul_negative": (lambda x: torch.sigmoid(x) * -1 + 1, IMAGE),
    "avg_pool": (lambda x: F.avg_pool2d(x, 5, 2, 2), IMAGE),
    "avg_pool_inside": (
        lambda x: F.avg_pool2d(x, 3, 1, 1, count_include_pad=False),
        IMAGE,
    ),
    "avg_pool_even": (lambda x: F.adaptive_avg_pool2d(x, (4, 5)), IMAGE),
    "global_pool": (lambda x: F.adaptive_avg_pool2d(x, 1), IMAGE),
    "mean": (lambda x: x.mean((2, 3), keepdim=True), IMAGE),
    "sum": (lambda x: x.sum(1, keepdim=True), IMAGE),
    "sum_squeezed": (lambda x: x.sum(1), IMAGE),
    "matmul": (lambda x, y: x @ y, (2, 6, 30), (2, 30, 9)),
    "cat": (lambda x, y: torch.cat([x, 3 * y, x.relu()], 1), IMAGE, IMAGE),
    "sigmoid": (torch.sigmoid, IMAGE),
    "leaky_relu": (lambda x: F.leaky_relu(x, 0.1), IMAGE),
    "silu": (F.silu, IMAGE),
    "gelu": (F.gelu, IMAGE),
    "hardswish": (F.hardswish, IMAGE),
    "tanh": (torch.tanh, IMAGE),
    "relu": (lambda x: torch.relu(x) + x, IMAGE),
    "max_pool": (lambda x: F.max_pool2d(x, 3, 2, 1), IMAGE),
    "nearest": (lambda x: F.interpolate(x, (24, 50)), IMAGE),
    "moves": (lambda x: x[:, 2:7].permute(0, 2, 3, 1).reshape(1, -1, 10), IMAGE),
    "pad": (lambda x: F.pad(x, (1, 2, 0, 3)), IMAGE),
    "split": (lambda x: torch.cat(x.split([3, 5], 1)[::-1], 1), IMAGE),
    "shuffle": (lambda x: F.pixel_shuffle(x, 2), IMAGE),
}
IN_FLOAT = {
    "bilinear": (
        lambda x: F.interpolate(x, (24, 40), mode="bilinear", align_corners=False),
        IMAGE,
    ),
    "bilinear_corners": (
        lambda x: F.interpolate(x, (23, 39), mode="bilinear", align_corners=True),
        IMAGE,
    ),
    "conv_transposed": (nn.ConvTranspose2d(8, 6, 3, 2, 1), IMAGE),
    "sum_of_rows": (lambda x: x.sum(2), IMAGE),
    "mean_of_channels": (lambda x: x.mean(1, keepdim=True), IMAGE),
    "sub": (lambda x, y: x - y, IMAGE, IMAGE),
    "rsub": (lambda x: 1 - x, IMAGE),
    "div": (lambda x, y: x / (y.abs() + 1), IMAGE, IMAGE),
    "extremes": (lambda x, y: torch.maximum(x, y), IMAGE, IMAGE),
}


RANGES = [(-1.0, 4.0), (-3.0, 0.5), (0.0, 2.0), (0.5, 3.0), (-3.0, -0.5), (0.0, 1e-6)]


def ask(model, draw):
    """Every value in 16 bits and convolutions in int32, or what `draw` chooses."""
    asked = copy_model(model)
    for node in asked.graph.nodes:
        is_last = node.target in WEIGHT_AXIS and not draw
        wide = "int32" if is_last else "int16"
        precision = wide if draw is None else draw.choice(["int8", "int16", "int16"])
        if not why_not_quantized(node):
            node.meta["precision"] = precision
        if draw and draw.random() < 0.5 and not why_no_range(node):
            node.meta["range"] = draw.choice(RANGES)
    return asked


def check(cases, name, ort):
    """Count what differs: as calibrated, all wide, and with what is drawn."""
    torch.manual_seed(0)
    made, *shapes = cases[name]
    module = made if isinstance(made, nn.Module) else Call(made)
    inputs = tuple(torch.randn(shape) for shape in shapes)
    model = exported(module, *shapes)
    prepared, table, file = written(model, ort, inputs)
    wrong = different(prepared, table, file, inputs)
    for draw in (None, random.Random(name)):
        wrong += different(*written(ask(model, draw), ort, inputs), inputs)
    return wrong, inspect_integers(file, prepared)


@pytest.mark.parametrize("case", EXACT)
def test_an_integer_kernel_is_equal_bit_for_bit(case, ort):
    wrong, inspection = check(EXACT, case, ort)
    assert wrong == [0, 0, 0]
    assert inspection.not_integer == ()


@pytest.mark.parametrize("case", IN_FLOAT)
def test_an_op_in_float_is_equal_too_and_is_listed(case, ort):
    wrong, inspection = check(IN_FLOAT, case, ort)
    assert wrong == [0, 0, 0]
    assert len(inspection.not_integer) >= 1


@pytest.mark.parametrize("seed", range(4))
def test_ties_round_as_in_onnx_runtime(ort, seed):
    torch.manual_seed(seed)
    halves = torch.randint(-254, 255, IMAGE) / 2.0
    inputs = (halves, halves.flip(3) / 3)
    wrong, _ = mismatches(exported(Call(lambda x, y: x + y), *2 * [IMAGE]), ort, inputs)
    assert wrong == [0]


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.last = nn.Conv2d(8, 5, 1)

    def forward(self, x):
        return self.last(torch.sigmoid(self.first(x)))


@pytest.mark.parametrize(
    "asked",
    [
        {"conv2d_1": "int32"},
        {"conv2d_1": "int16"},
        {"sigmoid": "float"},
        {"conv2d": "int32"},
        {"conv2d": "int16"},
    ],
    ids=str,
)
def test_asked_for_precisions_are_equal_bit_for_bit(asked, ort):
    torch.manual_seed(0)
    model = copy_model(exported(Block(), (1, 3, 12, 20)))
    for node in model.graph.nodes:
        if node.name in asked:
            node.meta["precision"] = asked[node.name]
    wrong, _ = mismatches(model, ort, (torch.randn(1, 3, 12, 20),))
    assert wrong == [0]


@pytest.mark.parametrize("axes", [[1], [0, 2], [-1]], ids=str)
def test_an_int32_sum_leaves_unrounded_and_equal_bit_for_bit(axes, ort):
    torch.manual_seed(0)
    model = copy_model(exported(Call(lambda x: (x * 3).sum(axes)), IMAGE))
    (total,) = (n for n in model.graph.nodes if n.name.startswith("sum"))
    total.meta["precision"] = "int32"
    inputs = (torch.randn(IMAGE),)
    prepared, table, file = written(model, ort, inputs)
    assert different(prepared, table, file, inputs) == [0]
    (given,) = execute(prepared, table, "quantized", inputs)
    steps = given.double() / table.tensors["mul"].scale
    assert total.name not in table.tensors
    assert torch.allclose(steps, steps.round(), rtol=0, atol=1e-3)


def test_a_network_is_equal_bit_for_bit_and_every_convolution_integer(
    pidnet, ort, calibration, pictures
):
    prepared = prepare(pidnet, ort)
    for method in ("mse", "min_max"):
        table = solve(calibration, prepared, ort, method)
        file = quantized_model(prepared, table, FORMS)
        session = open_session(file.SerializeToString())
        for picture in pictures:
            given = run_session(session, picture)[0]
            expected = execute(prepared, table, "quantized", picture)[0].numpy()
            assert np.array_equal(given, expected)
    inspection = inspect_integers(file, prepared)
    convolutions = prepared.model.graph.find_nodes(
        op="call_function", target=torch.ops.aten.conv2d.default
    )
    assert inspection.kernels["QLinearConv"] >= len(convolutions) > 60
    assert "Conv" not in inspection.kernels
    assert "FusedConv" not in inspection.kernels
    kinds = {node.rpartition("_")[0] or node for node, _ in inspection.not_integer}
    assert kinds <= {"upsample_bilinear2d", "upsample", "rsub"}


def test_the_portable_file_uses_int8_around_zero_only(
    pidnet, bayes, calibration, pictures
):
    prepared = prepare(pidnet, bayes)
    table = solve(calibration, prepared, bayes)
    file = quantized_model(prepared, table)
    onnx.checker.check_model(file, full_check=True)
    zeros = {
        name
        for node in file.graph.node
        if node.op_type in ("QuantizeLinear", "DequantizeLinear")
        for name in node.input[2:]
    }
    arrays = {i.name: onnx.numpy_helper.to_array(i) for i in file.graph.initializer}
    assert {str(arrays[name].dtype) for name in zeros} == {"int8", "int32"}
    assert all(not arrays[name].any() for name in zeros)
    weights = [a for a in arrays.values() if a.dtype == np.int8 and a.ndim == 4]
    assert len(weights) >= 60
    assert min(a.min() for a in weights) >= -127


def test_the_portable_file_means_what_the_executor_computes(
    pidnet, bayes, calibration, pictures
):
    prepared = prepare(pidnet, bayes)
    table = solve(calibration, prepared, bayes)
    session = open_session(quantized_model(prepared, table).SerializeToString())
    given = torch.from_numpy(run_session(session, pictures[0])[0])
    expected = execute(prepared, table, "quantized", pictures[0])[0]
    noise = (given - expected).square().sum() / expected.square().sum()
    assert float(10 * torch.log10(1 / noise)) > 20


def test_a_float_output_is_equal_up_to_rounding(ort):
    torch.manual_seed(0)
    model = copy_model(exported(Block(), (1, 3, 12, 20)))
    next(n for n in model.graph.nodes if n.name == "conv2d_1").meta["precision"] = (
        "float"
    )
    inputs = (torch.randn(1, 3, 12, 20),)
    prepared, table, file = written(model, ort, inputs)
    result = run(self_check(prepared, table, file, [inputs]))
    assert result.mismatches == 0
    assert result.values == 5 * 12 * 20
    reasons = dict(inspect_integers(file, prepared).not_integer)
    assert reasons["conv2d_1"] == "asked for in float"
