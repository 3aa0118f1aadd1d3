"""What is written in ONNX means the same; what cannot be is refused in a sentence."""

import numpy as np
import pytest

from engine.errors import ToolchainError
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.execution import execute
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from engine.toolchains.onnx_float import float_model
from engine.toolchains.onnx_int8 import quantized_model
from engine.toolchains.onnx_runtime import FORMS
from engine.toolchains.runtime import open_session, run_session
from engine.toolchains.selfcheck import differing, tolerances
from tests.quantization.odd_graphs import GRAPHS, draw, network

REFUSED = {
    "pool_by_a_divisor": "it has a divisor of its own",
    "power_of_two": "rewrite it or cut the graph",
    "through_half": "computes in float16",
    "sorted": "rewrite it or cut the graph",
    "softmax_of_one": "Input rank must be >= 1",
    "gelu_in_double": "Could not find an implementation for Erf",
}
UNDECIDED = {"best_two", "linear_resize_by_1.3"}
"""Equal values come in any order, and half a step is rounded up or down."""
WRITTEN = sorted(GRAPHS.keys() - REFUSED.keys())


def inputs_of(name):
    return tuple(draw(each, 0) for each in GRAPHS[name].inputs)


def served(file, inputs):
    return run_session(open_session(file.SerializeToString()), inputs)


def quantized(name, profile):
    """The file in ONNX Runtime, the executor, and what each output may be off by."""
    model, inputs = network(name), inputs_of(name)
    prepared = prepare(model, profile)
    table = solve(run(calibrate(model, profile, [inputs], 1)), prepared, profile)
    expected = execute(prepared, table, "quantized", inputs)
    given = served(quantized_model(prepared, table, FORMS), inputs)
    return given, expected, tolerances(prepared, expected)


pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")


@pytest.mark.parametrize("name", WRITTEN)
def test_a_float_file_gives_the_result_of_torch(name):
    model, inputs = network(name), inputs_of(name)
    expected = [each.detach().numpy() for each in model(*inputs)]
    for given, exact in zip(served(float_model(model), inputs), expected, strict=True):
        assert given.dtype == exact.dtype
        np.testing.assert_allclose(given, exact, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", [n for n in WRITTEN if n not in UNDECIDED])
def test_a_quantized_file_gives_the_bits_of_the_executor(name, ort):
    for given, exact, allowed in zip(*quantized(name, ort), strict=True):
        assert given.dtype == exact.numpy().dtype
        assert differing(given, exact.numpy(), allowed) == 0


@pytest.mark.parametrize("name", REFUSED)
def test_what_onnx_cannot_say_is_refused_in_a_sentence(name):
    with pytest.raises(ToolchainError, match=REFUSED[name]):
        served(float_model(network(name)), inputs_of(name))
