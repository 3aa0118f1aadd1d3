import pytest
import torch

from engine.errors import CalibrationError
from engine.opening.graph import copy_model
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.execution import execute
from engine.quantization.masking import raised
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from tests.rewriting.exporting import opened

SCORES = torch.zeros(2, 4, 7, 9)
HIDDEN = torch.arange(9) > 5


def images():
    generator = torch.Generator().manual_seed(1)
    return [(torch.randn(SCORES.shape, generator=generator),) for _ in range(3)]


def solved(function, profile):
    model = opened(lambda s, x: function(x), SCORES)
    prepared = prepare(model, profile)
    calibration = run(calibrate(model, profile, images(), 3))
    return prepared, solve(calibration, prepared, profile, "min_max")


def filled(number):
    return lambda x: x.masked_fill(HIDDEN, number).softmax(-1)


@pytest.mark.parametrize("number", [-torch.inf, -1e9, -1e4])
def test_how_low_a_mask_reaches_plays_no_part(number, ort):
    _, table = solved(filled(number), ort)
    _, other = solved(filled(-300.0), ort)
    assert table.tensors["masked_fill"] == other.tensors["masked_fill"]
    assert -20 < table.tensors["masked_fill"].minimum < 0


@pytest.mark.parametrize("number", [-torch.inf, -1e9])
def test_a_hidden_score_gets_no_share(number, ort):
    prepared, table = solved(filled(number), ort)
    for mode in ("calibrated", "quantized"):
        (shares,) = execute(prepared, table, mode, images()[0])
        assert not shares[..., HIDDEN].any()


@pytest.mark.parametrize("spread", [0.1, 1, 10, 100])
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_raising_scores_moves_no_share_by_half_a_step(spread, axis):
    softmax = opened(lambda s, x: x.softmax(axis), SCORES).graph
    (node,) = softmax.find_nodes(op="call_function", target=torch.ops.aten.softmax.int)
    for (image,) in images():
        scores = image * spread
        higher = raised(scores, node)
        assert (higher >= scores).all()
        apart = higher.softmax(axis) - scores.softmax(axis)
        assert float(apart.abs().max()) < 2**-9


def test_values_that_stay_real_on_the_way_are_looked_through(ort):
    model = copy_model(
        opened(lambda s, x: (x.masked_fill(HIDDEN, -1e9) * 3 / 2).softmax(-1), SCORES)
    )
    for node in model.graph.nodes:
        if node.name == "mul":
            node.meta["precision"] = "int32"
    prepared = prepare(model, ort)
    calibration = run(calibrate(model, ort, images(), 3))
    table = solve(calibration, prepared, ort, "min_max")
    assert -20 < table.tensors["masked_fill"].minimum < 0


def test_scores_that_something_else_reads_keep_their_range(ort):
    def function(x):
        scores = x.masked_fill(HIDDEN, -50.0)
        return scores.softmax(-1), scores * 2

    _, table = solved(function, ort)
    assert table.tensors["masked_fill"].minimum == -50


def test_scores_multiplied_for_something_else_keep_their_range(ort):
    def function(x):
        scores = x.masked_fill(HIDDEN, -50.0)
        return (scores / 2).softmax(-1), scores * 2

    _, table = solved(function, ort)
    assert table.tensors["masked_fill"].minimum == -50
    assert table.tensors["div"].minimum > -20


def test_infinity_is_refused_where_more_than_a_softmax_reads_it(ort):
    with pytest.raises(CalibrationError, match="mask with a number such as -100"):
        solved(lambda x: x.masked_fill(HIDDEN, -torch.inf).sigmoid() * x, ort)
