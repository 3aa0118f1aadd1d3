"""No graph leads to a crash or to a silently wrong number."""

import pytest
import torch

from engine.errors import EngineError
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.execution import execute
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from tests.quantization.odd_graphs import GRAPHS, IMAGE, draw, network
from tests.rewriting.exporting import opened

PROFILES = ("bayes", "ort")
ROUNDING = 3 / 127
"""What the two modes may differ by: three steps of an 8-bit grid."""
QUANTIZING = 0.1
"""What grids of 8 bits may cost, of the largest result."""


@pytest.fixture(params=PROFILES)
def profile(request):
    return request.getfixturevalue(request.param)


def results(name, profile):
    """What the graph gives in float, calibrated and quantized."""
    model = network(name)
    inputs = GRAPHS[name].inputs
    batches = [tuple(draw(each, seed) for each in inputs) for seed in range(3)]
    prepared = prepare(model, profile)
    calibration = run(calibrate(model, profile, batches, len(batches)))
    table = solve(calibration, prepared, profile, "min_max")
    modes = ("float", "calibrated", "quantized")
    return [execute(prepared, table, mode, batches[0]) for mode in modes]


def distance(one, other):
    """The largest difference, relative to the largest value."""
    largest = one.double().abs().max().clamp(min=1e-6)
    return float((one.double() - other.double()).abs().max() / largest)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
@pytest.mark.parametrize("name", GRAPHS)
def test_grids_keep_the_result_and_integers_give_what_grids_promise(name, profile):
    floating, calibrated, quantized = results(name, profile)
    for exact, promised, given in zip(floating, calibrated, quantized, strict=True):
        assert exact.shape == promised.shape == given.shape
        assert exact.dtype == promised.dtype == given.dtype
        assert distance(promised, given) <= ROUNDING
        assert GRAPHS[name].jumps or distance(exact, promised) <= QUANTIZING


@pytest.mark.parametrize("function", [torch.log, torch.sqrt])
def test_a_value_without_a_number_is_refused_by_name(function, profile):
    model = opened(lambda s, x: function(x), IMAGE)
    with pytest.raises(EngineError, match="is not finite on this image"):
        run(calibrate(model, profile, [(draw(IMAGE, 0),)], 1))
