"""What a range set by hand does to the grid, in words."""

import numpy as np
import pytest

from engine.info import NodeInfo
from engine.quantization.grids import fixed_grid
from engine.quantization.qtable import TensorQuantization
from engine.targets.profile import load_profile
from gui.widgets.grid_words import fixed, grid_lines
from gui.widgets.tensor_range import TensorRange

SIGNED = load_profile("horizon-bayes").quantization
UNSIGNED = load_profile("onnxruntime-cpu").quantization
SEEN = TensorRange(
    "a",
    -2.0,
    8.0,
    0.0625,
    histogram=np.array([10.0, 80.0, 10.0]),
    edges=np.array([-2.0, 0.0, 4.5, 8.0]),
)


def node(**values):
    return NodeInfo("a", "op", "aten.relu.default", "ReLU", "activation", **values)


def test_scale_reach_and_clipped_share_stand_before_and_after():
    assert grid_lines(node(), (-4.0, 4.0), SEEN, SIGNED) == (
        ("−", "int8: steps of 0.0625 from −8 to 7.938, 0 % clipped"),
        (
            "+",
            "int8: steps of 0.03137 from −4.016 to 3.984, 10 % clipped",
        ),
    )


def test_what_was_not_measured_is_not_told():
    assert grid_lines(node(range=(0.0, 1.0)), (0.0, 2.0), None, UNSIGNED) == (
        ("−", "int8: steps of 0.003922 from 0 to 1"),
        ("+", "int8: steps of 0.007843 from 0 to 2"),
    )


def test_a_range_given_back_is_calibration_s_again():
    by_hand = node(range=(-1.0, 1.0))
    (_, before), (_, after) = grid_lines(by_hand, None, SEEN, SIGNED)
    assert before.endswith("10 % clipped")
    assert after.startswith("int8: steps of 0.0625 ")
    assert grid_lines(by_hand, None, None, SIGNED)[1] == ("+", "as calibration decides")


@pytest.mark.parametrize("precision", ["", "int16"])
@pytest.mark.parametrize("scheme", [SIGNED, UNSIGNED])
@pytest.mark.parametrize("ends", [(-3.0, 2.0), (0.0, 6.0), (-6.0, -1.0)])
def test_the_grid_is_the_one_that_is_quantized_with(ends, scheme, precision):
    found = fixed(node(precision=precision), ends, SEEN, scheme)
    grid, scale, zero_point = fixed_grid(ends, scheme, 16 if precision else 8)
    written = TensorQuantization(grid, scale, zero_point, *ends, "by hand")
    assert (found.scale, found.bits) == (scale, written.bits)
    assert found.clip == tuple(limit * scale for limit in written.limits)
