"""Every op that can be written in ONNX gives ONNX Runtime's result."""

import numpy as np
import onnx
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.errors import ToolchainError
from engine.toolchains.onnx_float import float_model
from engine.toolchains.onnx_lowering import LOWERINGS
from engine.toolchains.runtime import open_session, run_session
from tests.quantization.networks import exported


class Call(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *inputs):
        return self.function(*inputs)


IMAGE, FLAT, TOKENS = (1, 8, 8, 12), (3, 10), (2, 5, 16)
FUNCTIONS = {
    "relu": (torch.relu, IMAGE),
    "sigmoid": (torch.sigmoid, IMAGE),
    "tanh": (torch.tanh, IMAGE),
    "exp": (torch.exp, IMAGE),
    "log": (lambda x: torch.log(x.abs() + 1), IMAGE),
    "sqrt": (lambda x: torch.sqrt(x.abs()), IMAGE),
    "rsqrt": (lambda x: torch.rsqrt(x.abs() + 1), IMAGE),
    "reciprocal": (lambda x: torch.reciprocal(x.abs() + 1), IMAGE),
    "neg": (torch.neg, IMAGE),
    "erf": (torch.erf, IMAGE),
    "sin_cos": (lambda x: torch.sin(x) + torch.cos(x), IMAGE),
    "floor_ceil": (lambda x: torch.floor(x) - torch.ceil(2 * x), IMAGE),
    "round_sign": (lambda x: torch.round(x) * torch.sign(x), IMAGE),
    "silu": (F.silu, IMAGE),
    "gelu": (F.gelu, IMAGE),
    "gelu_tanh": (lambda x: F.gelu(x, approximate="tanh"), IMAGE),
    "mish": (F.mish, IMAGE),
    "elu": (F.elu, IMAGE),
    "softplus": (lambda x: F.softplus(x, threshold=100), IMAGE),
    "hardswish": (F.hardswish, IMAGE),
    "hardsigmoid": (F.hardsigmoid, IMAGE),
    "hardtanh": (lambda x: F.hardtanh(x, -0.3, 0.7), IMAGE),
    "relu6": (lambda x: F.relu6(4 * x), IMAGE),
    "leaky_relu": (lambda x: F.leaky_relu(x, 0.1), IMAGE),
    "clamp": (lambda x: x.clamp(-0.5, 0.5), IMAGE),
    "clamp_min": (lambda x: x.clamp_min(0.2), IMAGE),
    "pow": (lambda x: x.abs() ** 1.5, IMAGE),
    "add": (lambda x, y: torch.add(x, y, alpha=2), IMAGE, (1, 8, 1, 1)),
    "sub": (lambda x, y: x - y, IMAGE, IMAGE),
    "rsub": (lambda x: 1 - x, IMAGE),
    "mul": (lambda x, y: x * y * 3, IMAGE, (12,)),
    "div": (lambda x, y: x / (y.abs() + 1), IMAGE, IMAGE),
    "extremes": (lambda x, y: torch.maximum(x, y) - torch.minimum(x, -y), FLAT, FLAT),
    "where": (lambda x, y: torch.where(x > 0, x, y), FLAT, FLAT),
    "compare": (lambda x: (x >= 0.1).float() + (x < -0.1).float(), FLAT),
    "sum": (lambda x: x.sum(1, keepdim=True) + x.sum((2, 3), keepdim=True), IMAGE),
    "mean": (lambda x: x.mean((2, 3)), IMAGE),
    "amax": (lambda x: x.amax(1) - x.amin(1), IMAGE),
    "argmax": (lambda x: x.argmax(1), IMAGE),
    "softmax": (lambda x: x.softmax(1) + x.log_softmax(-1), IMAGE),
    "matmul": (lambda x, y: x @ y, TOKENS, (2, 16, 3)),
    "layer_norm": (lambda x: F.layer_norm(x, (16,)), TOKENS),
    "group_norm": (lambda x: F.group_norm(x, 4), IMAGE),
    "avg_pool": (lambda x: F.avg_pool2d(x, 3, 2, 1), IMAGE),
    "avg_pool_inside": (
        lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False),
        IMAGE,
    ),
    "max_pool": (lambda x: F.max_pool2d(x, 3, 2, 1), IMAGE),
    "max_pool_ceil": (lambda x: F.max_pool2d(x, 3, 2, ceil_mode=True), IMAGE),
    "global_pool": (lambda x: F.adaptive_avg_pool2d(x, 1), IMAGE),
    "even_pool": (lambda x: F.adaptive_avg_pool2d(x, (4, 6)), IMAGE),
    "uneven_pool": (lambda x: F.adaptive_avg_pool2d(x, (3, 5)), IMAGE),
    "bilinear": (
        lambda x: F.interpolate(x, (20, 31), mode="bilinear", align_corners=False),
        IMAGE,
    ),
    "bilinear_corners": (
        lambda x: F.interpolate(x, (20, 31), mode="bilinear", align_corners=True),
        IMAGE,
    ),
    "bilinear_factor": (
        lambda x: F.interpolate(x, scale_factor=2.0, mode="bilinear"),
        IMAGE,
    ),
    "bicubic": (lambda x: F.interpolate(x, (16, 24), mode="bicubic"), IMAGE),
    "nearest": (lambda x: F.interpolate(x, (20, 31), mode="nearest"), IMAGE),
    "nearest_exact": (
        lambda x: F.interpolate(x, (16, 24), mode="nearest-exact"),
        IMAGE,
    ),
    "reshape": (lambda x: x.reshape(1, 2, 4, -1).flatten(1), IMAGE),
    "permute": (lambda x: x.permute(0, 2, 3, 1).transpose(1, -1), IMAGE),
    "squeeze": (lambda x: x.unsqueeze(1).squeeze(0), IMAGE),
    "slice": (lambda x: x[:, 2:-1, ::2, 3:], IMAGE),
    "select": (lambda x: x[:, 1] + x[:, -1], IMAGE),
    "index": (lambda x: x.index_select(1, torch.tensor([3, 0])), IMAGE),
    "expand": (lambda x: x[:, :1].expand(-1, 4, -1, -1) * 2, IMAGE),
    "repeat": (lambda x: x.repeat(2, 1, 1, 2), IMAGE),
    "cat": (lambda x, y: torch.cat([x, y, x], 1), IMAGE, IMAGE),
    "stack": (lambda x, y: torch.stack([x, y], -1), FLAT, FLAT),
    "split": (lambda x: torch.cat(x.split([3, 5], 1)[::-1], 1), IMAGE),
    "chunk": (lambda x: x.chunk(2, 1)[0] * x.chunk(2, 1)[1], IMAGE),
    "unbind": (lambda x: x.unbind(2)[3], IMAGE),
    "pixel_shuffle": (lambda x: F.pixel_shuffle(x, 2), IMAGE),
    "pixel_unshuffle": (lambda x: F.pixel_unshuffle(x, 2), IMAGE),
    "channel_shuffle": (lambda x: F.channel_shuffle(x, 4), IMAGE),
    "flip": (lambda x: x.flip(1, 3), IMAGE),
    "pad": (lambda x: F.pad(x, (1, 2, 0, 1), value=0.5), IMAGE),
    "pad_edges": (lambda x: F.pad(x, (1, 2, 1, 1), mode="replicate"), IMAGE),
    "pad_mirror": (lambda x: F.pad(x, (1, 2, 1, 1), mode="reflect"), IMAGE),
}
LAYERS = {
    "conv": (nn.Conv2d(8, 6, 3, 2, 1, dilation=2), IMAGE),
    "conv_grouped": (nn.Conv2d(8, 8, 3, groups=4, bias=False), IMAGE),
    "conv_same": (nn.Conv2d(8, 4, (3, 5), padding="same"), IMAGE),
    "conv_1d": (nn.Conv1d(5, 4, 3, padding=1), TOKENS),
    "conv_transposed": (
        nn.ConvTranspose2d(8, 6, 3, 2, 1, output_padding=1, groups=2),
        IMAGE,
    ),
    "linear": (nn.Linear(10, 4), FLAT),
    "linear_tokens": (nn.Linear(16, 4), TOKENS),
    "linear_plain": (nn.Linear(16, 4, bias=False), TOKENS),
    "batch_norm": (nn.BatchNorm2d(8), IMAGE),
    "batch_norm_plain": (nn.BatchNorm2d(8, affine=False), IMAGE),
    "prelu": (nn.PReLU(8), IMAGE),
}


@pytest.mark.parametrize("case", [*FUNCTIONS, *LAYERS])
def test_onnx_runtime_gives_the_result_of_torch(case):
    torch.manual_seed(0)
    made, *shapes = (FUNCTIONS | LAYERS)[case]
    module = made if isinstance(made, nn.Module) else Call(made)
    model = exported(module, *shapes)
    inputs = [torch.randn(shape) for shape in shapes]
    written = float_model(model)
    onnx.checker.check_model(written, full_check=True)
    session = open_session(written.SerializeToString())
    given = run_session(session, inputs)[0]
    with torch.no_grad():
        expected = module(*inputs).numpy()
    np.testing.assert_allclose(given, expected, rtol=2e-5, atol=2e-5)


def test_well_over_forty_ops_can_be_written():
    assert len(LOWERINGS) >= 90


def test_the_network_keeps_its_names_and_results(pidnet, pictures):
    written = float_model(pidnet, "street")
    onnx.checker.check_model(written, full_check=True)
    calls = {n.name for n in pidnet.graph.nodes if n.op == "call_function"}
    assert calls <= {node.name for node in written.graph.node}
    given = run_session(open_session(written.SerializeToString()), pictures[0])[0]
    np.testing.assert_allclose(given, pidnet(*pictures[0])[0], rtol=1e-3, atol=1e-4)


def test_an_op_that_cannot_be_written_is_named():
    model = exported(Call(lambda x: torch.sort(x, 1)[0]), FLAT)
    with pytest.raises(ToolchainError, match=r"sort \(aten\.sort\.default\)"):
        float_model(model)


def test_an_output_returned_twice_has_two_names():
    model = exported(Call(lambda x: (x.relu(), x.relu())), FLAT)
    written = float_model(model)
    x = torch.randn(FLAT)
    for given in run_session(open_session(written.SerializeToString()), [x]):
        assert np.array_equal(given, x.relu().numpy())
