"""A file that differs is compared value by value: what may, and what is named."""

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.progress import run
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from engine.toolchains.onnx_int8 import quantized_model
from engine.toolchains.onnx_runtime import FORMS
from engine.toolchains.selfcheck import self_check
from tests.rewriting.exporting import opened
from tests.toolchains.test_onnx_int8 import ask, different, written

IMAGE = torch.zeros(1, 8, 32, 32)


def with_wrong_scale(prepared, table, name):
    """The file of a table that stretches one value by a hundredth."""
    entry = table.tensors[name]
    wrong = replace(entry, scale=float(np.float32(entry.scale * 1.01)))
    other = replace(table, tensors={**table.tensors, name: wrong})
    return quantized_model(prepared, other, FORMS)


def test_the_first_node_that_differs_is_named(pidnet, ort, calibration, pictures):
    prepared = prepare(pidnet, ort)
    table = solve(calibration, prepared, ort)
    victim = [s for s in prepared.steps if s.kind == "kernel" and s.merged][12]
    broken = with_wrong_scale(prepared, table, victim.name)
    result = run(self_check(prepared, table, broken, pictures[:1]))
    assert result.mismatches > 0
    assert result.first_difference == f"{victim.name} ({victim.node.target})"


def test_a_node_is_named_though_a_later_one_hides_its_difference(ort):
    torch.manual_seed(0)
    model = opened(lambda s, x: (y := s.a(x)) * 0 + y, IMAGE, a=nn.Conv2d(8, 8, 1))
    prepared, table, _ = written(model, ort, inputs := (torch.randn(IMAGE.shape),))
    broken = with_wrong_scale(prepared, table, "conv2d")
    result = run(self_check(prepared, table, broken, [inputs]))
    assert result.first_difference == "conv2d (aten.conv2d.default)"


FLOAT_OPS = {
    "logarithm": lambda s, x: F.log_softmax(x, 1) + x,
    "norm": lambda s, x: s.a(F.group_norm(x, 2)),
    "sample": lambda s, x: F.grid_sample(x, x[:, :2].permute(0, 2, 3, 1)) * x,
    "running_total": lambda s, x: s.a(x.cumsum(2)).relu(),
}
"""What one runtime adds in another order than the next, and integers behind it."""


@pytest.mark.filterwarnings("ignore:Default grid_sample")
@pytest.mark.parametrize("name", FLOAT_OPS)
def test_a_float_op_may_round_to_the_next_integer_and_nothing_else_may(name, ort):
    torch.manual_seed(2)
    model = opened(FLOAT_OPS[name], IMAGE, a=nn.Conv2d(8, 8, 1))
    asked = ask(model, None)
    inputs = [(torch.rand(IMAGE.shape) * 2 - 1,) for _ in range(3)]
    prepared, table, file = written(asked, ort, inputs[0])
    assert sum(sum(different(prepared, table, file, each)) for each in inputs) > 0
    check = run(self_check(prepared, table, file, inputs))
    assert (check.mismatches, check.first_difference) == (0, "")
    assert 0 < check.rounded < check.values / 100
    real = next(step for step in prepared.steps if step.kind == "real")
    broken = with_wrong_scale(prepared, table, real.name)
    check = run(self_check(prepared, table, broken, inputs[:1]))
    assert check.mismatches > 0
    assert check.first_difference == f"{real.name} ({real.node.target})"
