"""RepVGG, trained with branches and run with one convolution per block."""

import random

import pytest
import torch
from torch import nn

from engine.opening.graph import normalize
from engine.opening.summary import summarize
from engine.recipe import ApplyEverywhere, ApplyRule, Reparameterize
from engine.rewriting.edits import apply_edit
from tests.rewriting.exporting import ops, settle

MERGE = ApplyEverywhere("merge_parallel_branches")
FOLD = ApplyEverywhere("fold_batch_norm")


def branch(inputs, outputs, kernel, stride, groups):
    convolution = nn.Conv2d(
        inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False
    )
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride, groups=1):
        super().__init__()
        self.dense = branch(inputs, outputs, 3, stride, groups)
        self.point = branch(inputs, outputs, 1, stride, groups)
        same = inputs == outputs and stride == 1
        self.identity = nn.BatchNorm2d(outputs) if same else None

    def forward(self, x):
        itself = 0 if self.identity is None else self.identity(x)
        return torch.relu(self.dense(x) + self.point(x) + itself)


class RepVgg(nn.Module):
    def __init__(self, depths, a, b):
        super().__init__()
        widths = [int(64 * a), int(128 * a), int(256 * a), int(512 * b)]
        channels = min(64, int(64 * a))
        blocks = [Block(3, channels, 2)]
        for depth, width in zip(depths, widths, strict=True):
            for index in range(depth):
                blocks.append(Block(channels, width, 1 if index else 2))
                channels = width
        self.blocks = nn.Sequential(*blocks)
        self.linear = nn.Linear(channels, 1000)

    def forward(self, x):
        return self.linear(self.blocks(x).mean((2, 3)))


# depths, a, b, blocks, parameters and multiply-accumulates before and after, at 224×224
NETWORKS = {
    "A0": ((2, 4, 14, 1), 0.75, 2.5, 22, 9_108_968, 1.513, 8_309_384, 1.361),
    "B0": ((4, 6, 16, 1), 1, 2.5, 28, 15_817_960, 3.397, 14_339_048, 3.058),
}


def counted(model):
    info = summarize(model, "network")
    return sum(node.parameters for node in info.nodes), info.macs / 1e9


@pytest.fixture(scope="module", params=NETWORKS)
def network(request):
    torch.manual_seed(0)
    depths, a, b, *figures = NETWORKS[request.param]
    module = RepVgg(depths, a, b).eval()
    settle(module)
    x = torch.randn(1, 3, 224, 224)
    return normalize(torch.export.export(module, (x,), strict=False)), x, figures


def test_the_training_form_costs_what_is_published(network):
    model, _, (_, parameters, macs, *_) = network
    assert counted(model)[0] == parameters
    assert counted(model)[1] == pytest.approx(macs, abs=5e-4)


@pytest.mark.parametrize("seed", range(6))
def test_the_clicks_that_lead_to_one_convolution_may_come_in_any_order(seed):
    torch.manual_seed(seed)
    block = Block(8, 8, 1).eval()
    settle(block)
    x = torch.randn(1, 8, 12, 12)
    model = normalize(torch.export.export(block, (x,), strict=False))
    clicks = [
        ApplyRule("batch_norm_as_depthwise", "batch_norm"),
        ApplyRule("fold_batch_norm", "batch_norm_1"),
        ApplyRule("fold_batch_norm", "batch_norm_2"),
    ]
    random.Random(seed).shuffle(clicks)
    edited = model
    for click in clicks[: seed % 4]:
        edited = apply_edit(edited, click)
    edited = apply_edit(edited, Reparameterize() if seed % 2 else MERGE)
    assert ops(edited) == ["aten.conv2d.default", "aten.relu.default"]
    with torch.no_grad():
        (before,), (after,) = model(x), edited(x)
    assert (before - after).abs().max() <= 1e-5 * before.abs().max()


@pytest.mark.parametrize(
    "order", [(MERGE,), (FOLD, MERGE)], ids=["merge", "fold, merge"]
)
def test_the_deployed_form_is_the_published_one_in_either_order(network, order):
    model, x, (blocks, _, _, parameters, macs) = network
    edited = model
    for edit in order:
        edited = apply_edit(edited, edit)
    found = ops(edited)
    assert found.count("aten.conv2d.default") == blocks
    assert "aten.batch_norm.default" not in found
    assert "aten.add.Tensor" not in found
    assert counted(edited)[0] == parameters
    assert counted(edited)[1] == pytest.approx(macs, abs=5e-4)
    with torch.no_grad():
        (before,), (after,) = model(x), edited(x)
    assert (before - after).abs().max() <= 1e-4 * before.abs().max()
