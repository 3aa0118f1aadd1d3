"""The roofline against work done by hand, and the table of targets."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from engine.recipe import SetPrecision
from engine.rewriting.edits import apply_edit
from engine.targets.latency import (
    activation_bytes,
    channel_utilization,
    estimate_latency,
)
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, opened, tiny_pidnet

X3 = load_profile("horizon-bernoulli2")
BAYES = load_profile("horizon-bayes")
RUNTIME = load_profile("onnxruntime-cpu")


def only(model, profile, name):
    nodes = estimate_latency(model, profile).nodes
    return next(node for node in nodes if node.name == name)


def called(module, *inputs):
    return opened(lambda self, *given: self.op(*given), *inputs, op=module)


def find(model, name):
    return next(node for node in model.graph.nodes if node.name == name)


def test_a_convolution_costs_its_padded_work_and_its_traffic():
    model = called(nn.Conv2d(3, 10, 3, padding=1), image(3))
    node = only(model, X3, "conv2d")
    assert node.macs == 64 * 10 * 3 * 9
    assert node.utilization == pytest.approx(3 / 4 * 10 / 12)
    assert node.compute_ms == pytest.approx(2 * 64 * 12 * 4 * 9 / 5e12 * 1e3)
    assert node.bytes == 3 * 64 + 10 * 64 + 10 * 3 * 9 + 4 * 10
    assert node.memory_ms == pytest.approx(node.bytes / 12.8e9 * 1e3)
    assert (node.bound, node.latency_ms) == ("memory", node.memory_ms)


def test_without_a_published_bandwidth_only_work_counts():
    node = only(called(nn.Conv2d(4, 8, 3)), BAYES, "conv2d")
    assert (node.memory_ms, node.bound) == (0, "compute")
    assert node.latency_ms == node.compute_ms > 0


@pytest.mark.parametrize(
    ("module", "shape", "alignment", "share"),
    [
        (nn.Conv2d(4, 8, 3), (1, 4, 8, 8), 4, 1),
        (nn.Conv2d(8, 8, 3, groups=2), (1, 8, 8, 8), 8, 1 / 4),
        (nn.Conv2d(12, 12, 3, groups=12), (1, 12, 8, 8), 8, 12 / 16),
        (nn.Linear(20, 3), (2, 20), 16, 20 / 32 * 3 / 16),
        (nn.ConvTranspose2d(6, 8, 2, 2), (1, 6, 8, 8), 8, 6 / 8),
    ],
)
def test_utilization_is_what_padding_channels_leaves(module, shape, alignment, share):
    model = called(module, torch.randn(shape))
    (node,) = [each for each in model.graph.nodes if each.op == "call_function"]
    assert channel_utilization(node, alignment) == pytest.approx(share)


def test_what_is_fused_or_only_reshaped_moves_nothing():
    model = opened(
        lambda self, x: torch.relu(self.norm(self.conv(x))).flatten(1),
        conv=nn.Conv2d(4, 4, 3),
        norm=nn.BatchNorm2d(4),
    )
    moved = {node.name: node.bytes for node in estimate_latency(model, X3).nodes}
    assert [name for name, count in moved.items() if count] == ["conv2d"]
    alone = opened(lambda _, x: torch.relu(x))
    assert only(alone, X3, "relu").bytes == 2 * 256


def test_a_value_takes_the_bytes_of_its_precision():
    model = opened(lambda _, x: (torch.atan(x), x.argmax(1)))
    assert activation_bytes(find(model, "atan"), BAYES) == 256
    assert activation_bytes(find(model, "atan"), RUNTIME) == 4 * 256
    assert activation_bytes(find(model, "argmax"), BAYES) == 4 * 64
    chosen = apply_edit(model, SetPrecision("atan", "int16"))
    assert activation_bytes(find(chosen, "atan"), BAYES) == 2 * 256


def test_ops_beside_the_chip_cost_it_nothing():
    quant, dequant = torch.ops.npu.quant.default, torch.ops.npu.dequant.default
    model = opened(
        lambda self, x: self.b(dequant(self.a(quant(x)))),
        a=nn.Conv2d(4, 4, 3),
        b=nn.Conv2d(4, 4, 3),
    )
    names = [node.name for node in estimate_latency(model, X3).nodes]
    assert names == ["quant", "conv2d", "dequant"]


def test_the_whole_is_the_sum_of_its_parts_and_shrinks_with_the_peak():
    model = tiny_pidnet()
    whole = estimate_latency(model, X3)
    assert whole.macs == sum(node.macs for node in whole.nodes)
    assert whole.latency_ms == pytest.approx(
        sum(max(node.compute_ms, node.memory_ms) for node in whole.nodes)
    )
    assert 0 < whole.utilization <= 1
    faster = replace(
        X3, hardware=replace(X3.hardware, peak_tops=10, bandwidth_gb_per_s=25.6)
    )
    assert estimate_latency(model, faster).latency_ms == pytest.approx(
        whole.latency_ms / 2
    )
