"""Ops with no direct spelling in ONNX are written by parts, with torch's results."""

import numpy as np
import onnx
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.errors import ToolchainError
from engine.toolchains.onnx_float import float_model
from engine.toolchains.runtime import open_session, run_session
from tests.quantization.networks import exported
from tests.toolchains.test_onnx_float import FLAT, IMAGE, TOKENS, Call


def decoded(x):
    """The grid of a detector: coordinates from arange, written into slices."""
    rows, columns = torch.meshgrid(torch.arange(8), torch.arange(12), indexing="ij")
    grid = torch.stack((columns, rows), 2).view(1, -1, 2)
    x = x.flatten(2).permute(0, 2, 1).clone()
    x[..., :2] = (x[..., :2] + grid) * 8
    x[..., 2:4] = torch.exp(x[..., 2:4]) * 8
    x[:, 1::3] = x[:, 1::3] + 1
    return x


def zeroed(x):
    x = x.clone()
    x[:, 1] = 0
    x[..., 3] = x[..., 2] * 2
    return x


CASES = {
    "decoded": (decoded, IMAGE),
    "zeroed": (zeroed, IMAGE),
    "instance_norm": (F.instance_norm, IMAGE),
    "max_dim": (lambda x: x.max(1)[0] + x.min(1, keepdim=True)[1], IMAGE),
    "einsum": (lambda x: torch.einsum("bchw,bdhw->bcd", x, x), IMAGE),
    "attention": (F.scaled_dot_product_attention, TOKENS, TOKENS, TOKENS),
    "masked_fill": (lambda x: x.masked_fill(x > 0, -1.5), IMAGE),
    "roll": (lambda x: x.roll((1, -2), (1, 3)), IMAGE),
    "expand_as": (lambda x: x.mean(1, True).expand_as(x) * 2, IMAGE),
    "normalize": (lambda x: F.normalize(x, dim=1), IMAGE),
    "var_std": (lambda x: x.var(1) + x.std(1, correction=0), IMAGE),
    "glu": (lambda x: F.glu(x, 1), IMAGE),
    "log_sigmoid": (F.logsigmoid, IMAGE),
    "celu_selu": (lambda x: F.celu(x, 2.0) + F.selu(x), IMAGE),
    "elu_scaled": (lambda x: torch.ops.aten.elu(x, 0.7, 1.3, 0.6), IMAGE),
    "shrinks": (lambda x: F.hardshrink(x) + F.softshrink(x) + F.tanhshrink(x), IMAGE),
    "cumsum": (lambda x: x.cumsum(1), IMAGE),
    "topk": (lambda x: x.topk(3, 1)[0], IMAGE),
    "gather": (lambda x: x.gather(1, x[:, :3].argmax(1, keepdim=True)), IMAGE),
    "index": (lambda x: x[:, :, [0, -1, 3]], IMAGE),
    "index_two": (lambda x: x[:, :, [[0], [-2]], [1, 2, 5]], IMAGE),
    "embedding": (lambda x: F.embedding(x.argmax(1), torch.eye(10, 4)), FLAT),
    "max_pool_1d": (lambda x: F.max_pool1d(x, 2), TOKENS),
    "average_pool_1d": (lambda x: F.adaptive_avg_pool1d(x, 1), TOKENS),
    "unfold": (lambda x: F.unfold(x, 3, padding=1), IMAGE),
    "grid_sample": (
        lambda x, y: F.grid_sample(x, y.tanh(), align_corners=False),
        IMAGE,
        (1, 4, 5, 2),
    ),
    "norms": (lambda x: x.norm(1, 1) + x.norm(2, (1, 2, 3)), IMAGE),
    "of_all": (lambda x: x.mean() + x.max() - x.min() + x.sum(), IMAGE),
    "unequal": (lambda x: (x.round() != 0).float(), IMAGE),
    "logic": (lambda x: ((x > 0) & (x < 1) | ~(x > -1)).float(), IMAGE),
    "any": (lambda x: (x > 1).any(1).float() + (x > -1).all(1), IMAGE),
    "clamp_between": (lambda x, y: x.clamp(-y.abs(), y.abs()), IMAGE, IMAGE),
    "remainder": (lambda x: x % 0.7 + torch.fmod(x, 0.7), IMAGE),
    "floor_divide": (lambda x: ((x.argmax(1) - 5) // 2) % 3 + x // 0.3, IMAGE),
    "truncate": (lambda x: torch.div(x, 0.3, rounding_mode="trunc"), IMAGE),
    "mixed_types": (lambda x: x.argmax(1) * 0.5 + x.argmin(1) / 3, IMAGE),
    "number_of_another_type": (lambda x: x.argmax(1) > 2.5, IMAGE),
    "log_sum_exp": (lambda x: x.logsumexp(1), IMAGE),
    "filled": (lambda x: torch.full_like(x, 2) * x + x.new_ones(12), IMAGE),
    "lerp": (lambda x, y: torch.lerp(x, y, 0.3), IMAGE, IMAGE),
    "tril": (lambda x: x.tril(), IMAGE),
    "one_hot": (lambda x: F.one_hot(x.argmax(1), 8).float(), IMAGE),
    "threshold": (lambda x: F.threshold(x, 0.1, -2), IMAGE),
    "linear_1d": (lambda x: F.interpolate(x, scale_factor=2, mode="linear"), TOKENS),
    "conv_transposed_1d": (nn.ConvTranspose1d(5, 4, 3, 2, 1, 1), TOKENS),
    "rms_norm": (lambda x: F.rms_norm(x, (16,)), TOKENS),
    "multi_head": (nn.TransformerEncoderLayer(16, 4, 32, batch_first=True), TOKENS),
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("case", CASES)
def test_onnx_runtime_gives_the_result_of_torch(case):
    torch.manual_seed(0)
    made, *shapes = CASES[case]
    module = made if isinstance(made, nn.Module) else Call(made)
    model = exported(module.eval(), *shapes)
    inputs = [torch.randn(shape) for shape in shapes]
    written = float_model(model)
    onnx.checker.check_model(written, full_check=True)
    given = run_session(open_session(written.SerializeToString()), inputs)[0]
    with torch.no_grad():
        expected = module(*inputs).numpy()
    assert given.dtype == expected.dtype
    np.testing.assert_allclose(given, expected, rtol=5e-5, atol=5e-5)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: torch.rand(3, 10) * x,
        lambda x: torch.linalg.inv(x[:, :3]),
        lambda x: x.argsort(1).float(),
    ],
)
def test_what_has_no_parts_is_refused_by_its_own_name(function):
    model = exported(Call(function), FLAT)
    calls = [node.name for node in model.graph.nodes if node.op == "call_function"]
    named = "|".join(calls)
    with pytest.raises(ToolchainError, match=rf"^({named}) .*be written in ONNX"):
        float_model(model)
