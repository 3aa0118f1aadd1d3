"""Softmax and layer normalization: the file gives the executor's integers exactly."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.execution import execute
from engine.quantization.normalizing import NORMALIZING
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from engine.targets.profile import load_profile
from engine.toolchains.onnx_inspection import inspect_integers
from engine.toolchains.onnx_int8 import quantized_model
from engine.toolchains.onnx_runtime import FORMS
from engine.toolchains.selfcheck import self_check
from tests.quantization.networks import exported


class Attention(nn.Module):
    """Normalizes, attends and normalizes again, as a transformer's block does."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(16)
        self.mixed = nn.Linear(16, 48)
        with torch.no_grad():
            self.norm.weight.uniform_(-2, 2)
            self.norm.bias.uniform_(-1, 1)

    def forward(self, x):
        q, k, v = self.mixed(self.norm(x)).split(16, -1)
        x = x + (q @ k.transpose(1, 2)).softmax(-1) @ v
        return F.layer_norm(x, (16,))


class Softmax(nn.Module):
    def __init__(self, axis):
        super().__init__()
        self.axis = axis

    def forward(self, x):
        return (4 * x).softmax(self.axis)


class Norm(nn.Module):
    def __init__(self, shape, has_bias=True):
        super().__init__()
        self.norm = nn.LayerNorm(shape, bias=has_bias)
        nn.init.normal_(self.norm.weight)

    def forward(self, x):
        return self.norm(x)


CASES = {
    "softmax_of_channels": (Softmax(1), (1, 19, 8, 8)),
    "softmax_of_columns": (Softmax(-1), (2, 5, 300)),
    "layer_norm": (Norm(16), (2, 5, 16)),
    "layer_norm_of_pictures": (Norm((6, 8, 8)), (1, 6, 8, 8)),
    "layer_norm_without_bias": (Norm(300, has_bias=False), (1, 7, 300)),
    "attention": (Attention(), (2, 9, 16)),
}


@pytest.fixture(params=CASES)
def quantized(request):
    torch.manual_seed(0)
    module, shape = CASES[request.param]
    model = exported(module, shape)
    batches = [(torch.randn(shape),) for _ in range(4)]
    profile = load_profile("onnxruntime-cpu")
    prepared = prepare(model, profile)
    calibration = run(calibrate(model, profile, batches, 4))
    return prepared, solve(calibration, prepared, profile, "min_max"), batches


def test_the_file_gives_the_integers_of_the_executor(quantized):
    prepared, table, batches = quantized
    file = quantized_model(prepared, table, FORMS)
    check = run(self_check(prepared, table, file, batches))
    assert check.values > 0
    assert (check.mismatches, check.first_difference) == (0, "")


def test_integers_stay_close_to_the_float_network(quantized):
    prepared, table, batches = quantized
    for inputs in batches:
        wanted = execute(prepared, None, "float", inputs)[0]
        for mode in ("calibrated", "quantized"):
            found = execute(prepared, table, mode, inputs)[0]
            error = (wanted - found).square().mean() / wanted.square().mean()
            assert error < 0.01


def test_what_runs_in_float64_is_listed(quantized):
    prepared, table, _ = quantized
    file = quantized_model(prepared, table, FORMS)
    listed = {name for name, _ in inspect_integers(file, prepared).not_integer}
    wanted = {s.node.name for s in prepared.steps if s.node.target in NORMALIZING}
    assert wanted
    assert wanted <= listed


def test_a_constant_input_gives_finite_results(quantized):
    prepared, table, batches = quantized
    inputs = tuple(torch.full_like(tensor, 0.5) for tensor in batches[0])
    found = execute(prepared, table, "quantized", inputs)[0]
    assert found.isfinite().all()
