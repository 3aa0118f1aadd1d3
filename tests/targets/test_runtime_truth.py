"""What the runtime's profile says of an op is what the written file does with it."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.networks.pidnet import pidnet_s
from engine.opening.graph import normalize
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.targets.calls import op_name
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from engine.toolchains.catalogue import find_toolchain
from engine.toolchains.toolchain import CompileRequest
from tests.rewriting.exporting import image, opened


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    network = pidnet_s(planes=8, ppm_planes=16, head_planes=16).eval()
    picture = torch.zeros(1, 3, 64, 128)
    return normalize(torch.export.export(network, (picture,), strict=False))


SMALL = {
    "attention": lambda: opened(
        lambda self, x: self.a(x).flatten(2).softmax(-1) @ x.flatten(2).mT,
        a=nn.Conv2d(4, 8, 1),
    ),
    "functions": lambda: opened(
        lambda _, x: F.silu(x) + F.gelu(x.abs().sqrt()) * torch.sin(-x).pow(2).exp()
    ),
    "logits": lambda: opened(lambda _, x: F.softplus(F.elu(x)) + F.mish(x).cumsum(1)),
    "normalized": lambda: opened(lambda self, x: self.n(x) * 2, n=nn.LayerNorm(8)),
    "transposed": lambda: opened(
        lambda self, x: torch.relu(self.u(x)), u=nn.ConvTranspose2d(4, 4, 2, 2)
    ),
    "gated": lambda: opened(
        lambda self, x: F.hardswish(self.a(x)) * torch.tanh(x), a=nn.Conv2d(4, 4, 1)
    ),
    "pooled": lambda: opened(
        lambda self, x: self.l(F.adaptive_avg_pool2d(x, 1).flatten(1)),
        l=nn.Linear(4, 3),
    ),
    "reduced": lambda: opened(lambda self, x: (x * x).sum(1, True) / x.amax(1, True)),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_networks_stay_in_float_where_they_are_said_to(name, tmp_path):
    _compare(SMALL[name](), tuple(image().shape), tmp_path)


def test_ops_said_to_stay_in_float_are_the_ones_that_do(model, tmp_path):
    _compare(model, (1, 3, 64, 128), tmp_path)


def _compare(model, shape, folder):
    profile = load_profile("onnxruntime-cpu")
    images = [(torch.randn(shape),) for _ in range(3)]
    request = CompileRequest(
        model=model,
        calibration=run(calibrate(model, profile, images, 3)),
        profile=profile,
        method="min_max",
        inputs=images,
        directory=folder,
        name="net",
    )
    result = run(find_toolchain("onnx").compile(request))
    nodes = {node.name: node for node in model.graph.nodes}
    found = {op_name(nodes[name]) for name, _ in result.not_integer}
    said = {
        op_name(nodes[each.node])
        for each in diagnose(model, profile)
        if "in float" in each.message
    }
    assert said == found
