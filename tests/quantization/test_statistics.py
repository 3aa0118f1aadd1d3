import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.quantization.observers import observe
from engine.quantization.statistics import BINS, exponent_for

magnitudes = st.floats(-1e4, 1e4, width=32, allow_subnormal=False)
tensors = st.lists(magnitudes, min_size=1, max_size=40)


def seen(values):
    return observe(torch.tensor(values, dtype=torch.float32).reshape(1, 1, -1))


def same(a, b):
    return (
        (a.minimum, a.maximum, a.count, a.exponent)
        == (b.minimum, b.maximum, b.count, b.exponent)
        and np.array_equal(a.histogram, b.histogram)
        and np.array_equal(a.channel_minimum, b.channel_minimum)
        and np.array_equal(a.channel_maximum, b.channel_maximum)
        and np.allclose(a.total, b.total, rtol=1e-4, atol=1e-2)
    )


@settings(max_examples=60, deadline=None)
@given(tensors, tensors)
def test_merging_does_not_depend_on_the_order(first, second):
    assert same(seen(first).merged(seen(second)), seen(second).merged(seen(first)))


@settings(max_examples=60, deadline=None)
@given(tensors, tensors, tensors)
def test_merging_does_not_depend_on_the_grouping(first, second, third):
    a, b, c = seen(first), seen(second), seen(third)
    assert same(a.merged(b).merged(c), a.merged(b.merged(c)))


@settings(max_examples=60, deadline=None)
@given(tensors, tensors)
def test_merging_equals_seeing_everything_at_once(first, second):
    assert same(seen(first).merged(seen(second)), seen(first + second))


@settings(max_examples=60, deadline=None)
@given(tensors)
def test_the_histogram_counts_each_value_in_its_bin(values):
    statistics = seen(values)
    expected = np.zeros(BINS, dtype=np.int64)
    for value in values:
        expected[int(np.floor(value / statistics.width)) + BINS // 2] += 1
    assert np.array_equal(statistics.histogram, expected)


def test_the_range_is_the_smallest_power_of_two_that_holds_the_values():
    assert [exponent_for(v) for v in (0.9, 1.0, 1.5, 2.0, 1000.0)] == [0, 1, 1, 2, 10]


def test_channels_are_told_apart_over_the_batch():
    tensor = torch.tensor([[[1.0, 2.0], [-3.0, 0.0]], [[5.0, 6.0], [9.0, 1.0]]])
    statistics = observe(tensor)
    assert statistics.channel_minimum.tolist() == [1.0, -3.0]
    assert statistics.channel_maximum.tolist() == [6.0, 9.0]
    assert statistics.channel_mean.tolist() == [3.5, 1.75]


def test_a_large_tensor_is_sampled_evenly_and_its_range_is_exact():
    torch.manual_seed(0)
    tensor = torch.randn(1, 16, 256, 256)
    tensor[0, 3, 100, 17] = 40.0
    statistics = observe(tensor)
    assert statistics.maximum == 40.0
    assert statistics.count == tensor.numel()
    share = statistics.histogram.sum() / tensor.numel()
    assert share == pytest.approx(1 / 16, rel=0.02)
    below = statistics.histogram[: BINS // 2].sum() / statistics.histogram.sum()
    assert below == pytest.approx(0.5, abs=0.01)
