"""What the runtime's profile says of an op is what the written file does with it."""

from __future__ import annotations

import pytest
import torch

from engine.networks.pidnet import pidnet_s
from engine.opening.graph import normalize
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.targets.calls import op_name
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from engine.toolchains.catalogue import find_toolchain
from engine.toolchains.toolchain import CompileRequest


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    network = pidnet_s(planes=8, ppm_planes=16, head_planes=16).eval()
    picture = torch.zeros(1, 3, 64, 128)
    return normalize(torch.export.export(network, (picture,), strict=False))


def test_ops_said_to_stay_in_float_are_the_ones_that_do(model, tmp_path):
    profile = load_profile("onnxruntime-cpu")
    images = [(torch.randn(1, 3, 64, 128),) for _ in range(3)]
    request = CompileRequest(
        model=model,
        calibration=run(calibrate(model, profile, images, 3)),
        profile=profile,
        method="min_max",
        inputs=images,
        directory=tmp_path,
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
