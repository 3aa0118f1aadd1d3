"""Which roundings move the outputs, told without quantizing one at a time."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from engine.errors import CalibrationError
from engine.progress import run
from engine.quantization import sensitivity
from engine.quantization.calibration import calibrate
from engine.quantization.execution import execute
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from engine.quantization.sensitivity import Sensitivity, decibels, measure_sensitivity
from tests.quantization.networks import exported


class Heads(nn.Module):
    """Two convolutions and an output each; the second has a wide range."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 4, 3), nn.Conv2d(4, 4, 1)

    def forward(self, x):
        y = torch.relu(self.first(x))
        return y, self.second(y) * 50


class Classes(Heads):
    def forward(self, x):
        return super().forward(x)[1].argmax(1)


def pictures(count=2):
    generator = torch.Generator().manual_seed(3)
    return [(torch.randn(1, 3, 8, 8, generator=generator),) for _ in range(count)]


def measured(model, profile, batches, method="mse"):
    found = run(calibrate(model, profile, batches, len(batches)))
    prepared = prepare(model, profile)
    return prepared, solve(found, prepared, profile, method)


def judged(prepared, table, batches, probes=8):
    return run(measure_sensitivity(prepared, table, batches, len(batches), probes))


def real_share(prepared, table, batches):
    """The outputs' error with everything rounded, over their energy, measured."""
    total = 0.0
    for inputs in batches:
        float_ = execute(prepared, None, "float", inputs)
        rounded = execute(prepared, table, "calibrated", inputs)
        pairs = zip(rounded, float_, strict=True)
        total += sum(float((a - b).square().sum() / b.square().sum()) for a, b in pairs)
    return total / len(batches)


@pytest.fixture
def heads():
    torch.manual_seed(0)
    return exported(Heads(), (1, 3, 8, 8))


def test_the_expected_error_is_about_the_one_measured(heads, bayes):
    batches = pictures(4)
    prepared, table = measured(heads, bayes, batches)
    found = judged(prepared, table, batches, probes=64)
    share = real_share(prepared, table, batches)
    assert decibels(found.total) == pytest.approx(decibels(share), abs=1.0)


def test_every_grid_and_every_weight_is_ranked(pidnet, bayes, pictures, calibration):
    prepared = prepare(pidnet, bayes)
    table = solve(calibration, prepared, bayes, "mse")
    found = judged(prepared, table, pictures[:1], probes=1)
    assert found.weights.keys() == table.weights.keys()
    own = {s.name for s in prepared.steps if s.bits and s.kind != "inherit"}
    assert own & table.tensors.keys() <= found.tensors.keys()
    nodes = found.by_node()
    assert sum(nodes.values()) == pytest.approx(found.total)


def test_in_decibels_what_causes_nothing_is_left_out():
    found = Sensitivity({"relu": 0.01, "silent": 0.0}, {"conv": 0.1}, "d")
    assert found.decibels_by_node() == pytest.approx({"relu": -20.0, "conv": -10.0})


def test_few_probes_rank_as_many_do(pidnet, bayes, pictures, calibration):
    prepared = prepare(pidnet, bayes)
    table = solve(calibration, prepared, bayes, "mse")
    few = judged(prepared, table, pictures[:2]).by_node()
    many = judged(prepared, table, pictures[:2], probes=48).by_node()
    ranks = [
        np.argsort(np.argsort([found[name] for name in many])) for found in (few, many)
    ]
    assert np.corrcoef(*ranks)[0, 1] > 0.95


def test_a_finer_grid_is_less_sensitive_and_the_others_as_before(heads, bayes):
    batches = pictures()
    prepared, table = measured(heads, bayes, batches)
    name = "relu"
    entry = table.tensors[name]
    fine = replace(entry, scale=entry.scale / 16, grid="s16")
    finer = replace(table, tensors={**table.tensors, name: fine})
    before, after = judged(prepared, table, batches), judged(prepared, finer, batches)
    assert after.tensors[name] < before.tensors[name] / 100
    assert after.weights["conv2d"] == pytest.approx(before.weights["conv2d"])


def test_an_output_counts_by_its_own_size(heads, bayes):
    batches = pictures()
    prepared, table = measured(heads, bayes, batches)
    shares = judged(prepared, table, batches, probes=32).tensors
    last = prepared.names[prepared.outputs[1]]
    assert shares["relu"] > shares[last] / 20


def test_classes_are_judged_by_their_scores(bayes):
    torch.manual_seed(0)
    model, batches = exported(Classes(), (1, 3, 8, 8)), pictures()
    prepared, table = measured(model, bayes, batches)
    found = judged(prepared, table, batches)
    assert found.weights["conv2d"] > 0
    assert found.weights["conv2d_1"] > 0


def test_the_same_network_is_ranked_the_same_again(heads, bayes):
    batches = pictures()
    prepared, table = measured(heads, bayes, batches)
    first, second = (judged(prepared, table, batches) for _ in range(2))
    assert first == second


def test_a_table_of_another_network_is_refused(heads, bayes):
    batches = pictures()
    prepared, table = measured(heads, bayes, batches)
    with pytest.raises(CalibrationError, match="calibrate again"):
        judged(prepared, replace(table, model="other"), batches)


def test_too_little_memory_is_told_before_it_runs_out(heads, bayes, monkeypatch):
    batches = pictures()
    prepared, table = measured(heads, bayes, batches)
    monkeypatch.setattr(sensitivity, "available_memory", lambda: 1000)
    with pytest.raises(CalibrationError, match="smaller input"):
        judged(prepared, table, batches)
