"""What reads no input is a constant; what has several results goes on from them."""

import pytest
import torch
from torch import nn

from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.constants import fold_constants
from engine.quantization.execution import execute
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from engine.targets.profile import load_profile
from tests.quantization.networks import exported

SHAPE = (2, 6, 8)


class CutWeight(nn.Module):
    """Three layers whose weights are slices of one, as in multi-head attention."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(24, 8))

    def forward(self, x):
        parts = self.weight.chunk(3)
        x = torch.relu(nn.functional.linear(x, parts[0]))
        return nn.functional.linear(x, parts[2]) + torch.arange(8) * 0.5


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(8, 4, batch_first=True)
        self.out = nn.Linear(4, 3)

    def forward(self, x):
        return self.out(self.gru(x)[0])


class Wide(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(8, 4)
        self.second = nn.Linear(4, 4).double()

    def forward(self, x):
        return self.second(self.first(x).double()).float()


class Returned(nn.Module):
    def forward(self, x):
        return x + 1, torch.arange(3.0)


class Random(nn.Module):
    def forward(self, x):
        return x + torch.rand(8)


def measured(module):
    torch.manual_seed(0)
    model = exported(module, SHAPE)
    batches = [(torch.randn(SHAPE),) for _ in range(3)]
    profile = load_profile("onnxruntime-cpu")
    prepared = prepare(model, profile)
    calibration = run(calibrate(model, profile, batches, 3))
    return prepared, solve(calibration, prepared, profile, "min_max"), batches[0]


def kinds(prepared):
    return {s.node.name: s.kind for s in prepared.steps if s.kind != "constant"}


def test_slices_of_a_weight_are_weights():
    prepared, table, inputs = measured(CutWeight())
    assert set(kinds(prepared).values()) <= {"quantize", "kernel"}
    assert set(table.weights) == {"linear", "linear_1"}
    wanted = execute(prepared, None, "float", inputs)[0]
    found = execute(prepared, table, "quantized", inputs)[0]
    assert (wanted - found).abs().max() < 0.05 * wanted.abs().max()


def test_folding_changes_no_result_and_not_the_model_handed_in():
    torch.manual_seed(0)
    module, x = CutWeight(), torch.randn(SHAPE)
    model = exported(module, SHAPE)
    before = str(model.graph)
    folded = fold_constants(model)
    assert str(model.graph) == before
    assert torch.equal(folded(x)[0], module(x))
    assert len(folded.graph.nodes) < len(model.graph.nodes)


@pytest.mark.parametrize("module", [Returned(), Random()])
def test_what_is_returned_or_random_stays(module):
    model = exported(module, SHAPE)
    assert len(fold_constants(model).graph.nodes) == len(model.graph.nodes)


@pytest.mark.filterwarnings("ignore:The tensor attributes:UserWarning")
def test_behind_a_recurrent_layer_integers_go_on():
    prepared, table, inputs = measured(Recurrent())
    assert kinds(prepared)["linear"] == "kernel"
    assert "gru" in dict(prepared.in_float)
    wanted = execute(prepared, None, "float", inputs)[0]
    for mode in ("calibrated", "quantized"):
        found = execute(prepared, table, mode, inputs)[0]
        assert (wanted - found).abs().max() < 0.05 * wanted.abs().max()


def test_ops_of_another_precision_stay_float_and_say_so():
    prepared, table, inputs = measured(Wide())
    assert kinds(prepared)["linear_1"] == "real"
    assert any("float64" in why for _, why in prepared.in_float)
    found = execute(prepared, table, "quantized", inputs)[0]
    assert found.isfinite().all()
