"""Kernels against arithmetic with Python's and numpy's own integers."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.quantization.kernels import (
    EXACT,
    Accumulator,
    Quantized,
    Rounding,
    add,
    function_table,
    multiply,
    rectified_limits,
    requantize,
    scalar,
    split_channels,
    sum_bound,
)
from engine.quantization.qtable import TensorQuantization

EVEN, UP = Rounding("half_even"), Rounding("half_up")
f32 = np.float32


def grid(scale, zero_point=0, kind="u8"):
    return TensorQuantization(kind, float(f32(scale)), zero_point, -1, 1, "mse")


def every(quantization):
    low, high = quantization.limits
    return Quantized(torch.arange(low, high + 1, dtype=torch.float32), quantization)


def naive_convolution(x, w, bias, stride, padding, dilation, groups):
    batch, _, height, width = x.shape
    outputs, per_group, kh, kw = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    rows = (height + 2 * padding - dilation * (kh - 1) - 1) // stride + 1
    columns = (width + 2 * padding - dilation * (kw - 1) - 1) // stride + 1
    y = np.zeros((batch, outputs, rows, columns), dtype=np.int64)
    for o in range(outputs):
        first = o // (outputs // groups) * per_group
        for i in range(rows):
            for j in range(columns):
                patch = padded[
                    :,
                    first : first + per_group,
                    i * stride : i * stride + dilation * (kh - 1) + 1 : dilation,
                    j * stride : j * stride + dilation * (kw - 1) + 1 : dilation,
                ]
                y[:, o, i, j] = (patch * w[o]).sum(axis=(1, 2, 3)) + bias[o]
    return y


@pytest.mark.parametrize(
    ("stride", "padding", "dilation", "groups"),
    [(1, 1, 1, 1), (2, 1, 1, 1), (1, 2, 2, 1), (1, 1, 1, 4), (2, 0, 1, 8)],
)
def test_sums_equal_integer_arithmetic(stride, padding, dilation, groups):
    generator = np.random.default_rng(0)
    x = generator.integers(-128, 256, (1, 8, 9, 11))
    w = generator.integers(-127, 128, (16, 8 // groups, 3, 3))
    bias = generator.integers(-(2**20), 2**20, 16)
    weight = torch.from_numpy(w).float()
    accumulator = Accumulator(
        lambda data, part: torch.nn.functional.conv2d(
            data, part, None, stride, padding, dilation, groups
        ),
        ((0, 8, weight),),
        torch.from_numpy(bias).float().reshape(-1, 1, 1),
        sum_bound(weight, 0, 255) + 2**20,
        1,
    )
    expected = naive_convolution(x, w, bias, stride, padding, dilation, groups)
    assert np.array_equal(accumulator(torch.from_numpy(x).float()).numpy(), expected)


def test_sums_beyond_24_bits_are_split_and_stay_exact():
    generator = np.random.default_rng(0)
    x = np.full((1, 1024, 3, 3), 255)
    w = generator.integers(100, 128, (4, 1024, 3, 3))
    weight = torch.from_numpy(w).float()
    assert sum_bound(weight, 0, 255) > 8 * EXACT
    parts = split_channels(weight[:, :900], 255, 1, True)
    assert parts is None
    x, w, weight = x[:, :300], w[:, :300], weight[:, :300]
    parts = split_channels(weight, 255, 1, True)
    assert len(parts) == 8
    accumulator = Accumulator(
        torch.nn.functional.conv2d, parts, None, sum_bound(weight, 0, 255), 1
    )
    given = accumulator(torch.from_numpy(x).float()).numpy()
    exact = (x[0] * w).sum(axis=(1, 2, 3))
    assert np.array_equal(given[0, :, 0, 0], exact.astype(f32))


def test_rounding_rules_differ_on_ties_only():
    halves = torch.tensor([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.4, -0.6])
    assert EVEN(halves.clone()).tolist() == [-2, -2, 0, 0, 2, 2, 0, -1]
    assert UP(halves.clone()).tolist() == [-2, -1, 0, 1, 2, 3, 0, -1]


def is_no_tie(exact):
    """What float32 does not take for a half, which either neighbour is right for."""
    return (exact - exact.floor() - 0.5).abs() > 1e-4


scales = st.floats(2.0**-10, 2.0, width=32)
zeros = st.sampled_from([0, 128, 255])


@settings(max_examples=60, deadline=None)
@given(scales, zeros, scales, zeros, scales, zeros)
def test_a_sum_is_the_real_sum_within_one_step(sa, za, sb, zb, sc, zc):
    a, b = every(grid(sa, za)), every(grid(sb, zb))
    pairs = Quantized(a.data.repeat_interleave(256), a.grid)
    others = Quantized(b.data.repeat(256), b.grid)
    given = add(pairs, others, grid(sc, zc), EVEN, grid(sc, zc).limits)
    exact = pairs.data.double() * sa + others.data.double() * sb
    low, high = given.grid.limits
    ideal = torch.round(exact / sc).clamp(low, high)
    assert (given.data - ideal).abs().max() <= 1
    assert (given.data != ideal)[is_no_tie(exact / sc)].double().sum() < 0.01 * len(
        exact
    )


@settings(max_examples=60, deadline=None)
@given(scales, zeros, scales, zeros, scales, zeros)
def test_a_product_is_the_real_product_within_one_step(sa, za, sb, zb, sc, zc):
    a, b = every(grid(sa, za)), every(grid(sb, zb))
    pairs = Quantized(a.data.repeat_interleave(256), a.grid)
    others = Quantized(b.data.repeat(256), b.grid)
    given = multiply(pairs, others, grid(sc, zc), EVEN, grid(sc, zc).limits)
    exact = (pairs.data.double() * sa) * (others.data.double() * sb)
    low, high = given.grid.limits
    ideal = torch.round(exact / sc).clamp(low, high)
    assert (given.data - ideal).abs().max() <= 1


def test_a_rectified_result_lies_between_zero_and_the_highest_value():
    a, coarse = every(grid(0.1, 128)), grid(0.2, 128)
    limits = rectified_limits(coarse, 6.0, EVEN)
    assert limits == (0, 30)
    for combined in (add, multiply):
        data = combined(a, a, coarse, EVEN, limits).data
        assert (data.min(), data.max()) == limits
    assert rectified_limits(coarse, np.inf, EVEN) == (0, 127)
    assert rectified_limits(coarse, -3.0, EVEN) == (-15, -15)
    assert rectified_limits(grid(0.2, 255), 6.0, EVEN) == (0, 0)


def test_a_table_has_one_entry_per_integer():
    source, target = grid(0.05, 128), grid(1 / 250)
    table = function_table(torch.sigmoid, source, target, EVEN)
    real = 1 / (1 + np.exp(-np.arange(-128, 128) * np.float64(source.scale)))
    assert np.array_equal(table.numpy(), np.rint(real * 250))


def test_an_undefined_value_becomes_zero_in_a_table():
    table = function_table(torch.sqrt, grid(0.1, 128), grid(0.1), EVEN)
    assert table[:128].tolist() == [0.0] * 128
    assert table[129] == 3


def test_equal_grids_need_no_rounding():
    a = every(grid(0.1, 128))
    assert requantize(a, grid(0.1, 128), EVEN) is a


@pytest.mark.parametrize("number", [3.25, -1.0, 0.0])
@pytest.mark.parametrize("kind", ["u8", "s8", "s16"])
def test_a_number_is_one_integer_with_its_magnitude_as_scale(number, kind):
    constant = scalar(number, grid(0.1, 0, kind))
    assert float(constant.dequantize()) == number
    low, high = constant.grid.limits
    assert low <= float(constant.data) <= high
