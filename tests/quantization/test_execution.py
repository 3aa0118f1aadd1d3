import gc
import weakref
from dataclasses import replace

import pytest
import torch
from torch import nn

from engine.errors import CalibrationError
from engine.opening.graph import copy_model, digest
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.execution import execute
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from tests.quantization.networks import exported


def sqnr(reference, given):
    noise = (reference - given).square().sum()
    return float(10 * torch.log10(reference.square().sum() / noise))


@pytest.fixture(params=["bayes", "ort"])
def ready(request, pidnet, calibration):
    profile = request.getfixturevalue(request.param)
    prepared = prepare(pidnet, profile)
    return prepared, solve(calibration, prepared, profile)


def test_the_float_mode_is_the_model_itself(pidnet, ready, pictures):
    prepared, _ = ready
    given = execute(prepared, None, "float", pictures[0])
    assert torch.equal(given[0], pidnet(*pictures[0])[0])


def test_nothing_of_a_model_stays_behind_when_it_is_let_go(ort):
    torch.manual_seed(0)
    model = exported(nn.Conv2d(3, 4, 3), (1, 3, 8, 8))
    batch = (torch.randn(1, 3, 8, 8),)
    prepared = prepare(model, ort)
    table = solve(run(calibrate(model, ort, [batch], 1)), prepared, ort)
    execute(prepared, table, "quantized", batch)
    left = [weakref.ref(each) for each in (prepared, table, prepared.model)]
    del prepared, table
    gc.collect()
    assert [each() for each in left] == [None] * 3


def test_no_more_executors_are_kept_than_a_comparison_needs(ready, pictures):
    prepared, table = ready
    for _ in range(3):
        again = replace(table)
        for mode in ("calibrated", "quantized"):
            execute(prepared, again, mode, pictures[0])
    made = dict(prepared.executors)
    execute(prepared, again, "quantized", pictures[0])
    assert len(made) == 4
    assert prepared.executors == made


def test_calibrated_and_quantized_are_close_to_float_and_closer_to_each_other(
    ready, pictures
):
    prepared, table = ready
    plain = execute(prepared, table, "float", pictures[0])[0]
    calibrated = execute(prepared, table, "calibrated", pictures[0])[0]
    quantized = execute(prepared, table, "quantized", pictures[0])[0]
    assert sqnr(plain, calibrated) > 7
    assert sqnr(plain, quantized) > 7
    assert sqnr(calibrated, quantized) > sqnr(plain, quantized) + 10


def test_every_quantized_value_lies_on_its_grid(ready, pictures):
    prepared, table = ready
    off: list[str] = []

    def look(name, value):
        entry = table.tensors.get(name)
        if entry is None or name in real:
            return
        steps = value.double() / entry.scale
        low, high = entry.limits
        inside = low - 1e-3 <= steps.min() and steps.max() <= high + 1e-3
        if not inside or (steps - steps.round()).abs().max() > 1e-3:
            off.append(name)

    real = {step.name for step in prepared.steps if not step.bits}
    for mode in ("calibrated", "quantized"):
        execute(prepared, table, mode, pictures[0], look)
    assert off == []


def test_each_value_is_shown_once_under_a_name_of_the_model(ready, pictures):
    prepared, table = ready
    names = {node.name for node in prepared.source.graph.nodes}
    for mode in ("float", "calibrated", "quantized"):
        shown: list[str] = []
        execute(prepared, table, mode, pictures[0], lambda n, _, s=shown: s.append(n))
        assert len(shown) == len(set(shown)) > 50
        assert set(shown) <= names


def test_a_value_shown_is_what_the_float_network_has_there_up_to_rounding(
    ready, pictures
):
    prepared, table = ready
    plain: dict[str, torch.Tensor] = {}
    execute(prepared, table, "float", pictures[0], plain.__setitem__)
    noise: dict[str, float] = {}
    execute(
        prepared,
        table,
        "quantized",
        pictures[0],
        lambda name, value: noise.__setitem__(name, sqnr(plain[name], value)),
    )
    assert noise["relu"] > 30
    assert noise["relu_1"] > 25
    assert min(noise.values()) > 5


def test_executing_changes_neither_model_nor_inputs(ready, pictures):
    prepared, table = ready
    before, picture = digest(prepared.source), pictures[0][0].clone()
    first = execute(prepared, table, "quantized", pictures[0])[0]
    assert torch.equal(execute(prepared, table, "quantized", pictures[0])[0], first)
    assert digest(prepared.source) == before
    assert torch.equal(pictures[0][0], picture)


def test_a_table_of_another_graph_is_refused(ready, bayes):
    other = prepare(exported(nn.Sigmoid(), (1, 3, 4, 4)), bayes)
    with pytest.raises(CalibrationError, match="stale"):
        execute(other, ready[1], "quantized", [torch.zeros(1, 3, 4, 4)])


class Tail(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, padding=1)

    def forward(self, x):
        return self.conv(torch.relu(x))


def with_precision(model, name, precision):
    changed = copy_model(model)
    next(n for n in changed.graph.nodes if n.name == name).meta["precision"] = precision
    return changed


def error_of(model, profile, picture):
    calibration = run(calibrate(model, profile, [(picture,)], 1))
    prepared = prepare(model, profile)
    table = solve(calibration, prepared, profile)
    given = execute(prepared, table, "quantized", (picture,))[0]
    return sqnr(model(picture)[0], given)


@pytest.mark.parametrize("name", ["bayes", "ort"])
def test_finer_outputs_are_nearer_to_float(name, request):
    profile = request.getfixturevalue(name)
    torch.manual_seed(0)
    model, picture = exported(Tail(), (1, 3, 16, 16)), torch.randn(1, 3, 16, 16)
    coarse = error_of(model, profile, picture)
    wide = error_of(with_precision(model, "conv2d", "int16"), profile, picture)
    exact = error_of(with_precision(model, "conv2d", "int32"), profile, picture)
    assert coarse + 1 < wide
    assert wide == pytest.approx(exact, abs=0.1)


def test_int16_inputs_leave_only_the_error_of_the_weights(bayes):
    torch.manual_seed(0)
    model, picture = exported(Tail(), (1, 3, 16, 16)), torch.randn(1, 3, 16, 16)
    wide = with_precision(model, "x", "int16")
    both = with_precision(wide, "conv2d", "int16")
    assert error_of(both, bayes, picture) > error_of(model, bayes, picture) + 3


@pytest.mark.parametrize("mode", ["calibrated", "quantized"])
def test_a_wider_range_set_by_hand_does_not_move_where_a_rectifier_cuts(mode, bayes):
    torch.manual_seed(0)
    stages = nn.Sequential(nn.Conv2d(3, 5, 3), nn.ReLU6())
    model = copy_model(exported(stages, (1, 3, 12, 20)))
    next(n for n in model.graph.nodes if n.name == "relu6").meta["range"] = (-1.0, 12.0)
    inputs = (30 * torch.randn(1, 3, 12, 20),)
    prepared = prepare(model, bayes)
    table = solve(run(calibrate(model, bayes, [inputs], 1)), prepared, bayes)
    (result,) = execute(prepared, table, mode, inputs)
    step = table.tensors["relu6"].scale
    assert result.min() == 0
    assert result.max() == step * round(6 / step)
