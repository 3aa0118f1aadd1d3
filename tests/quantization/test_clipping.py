from functools import reduce

import numpy as np
import pytest
import torch

from engine.quantization.clipping import METHODS, kl, min_max, mse, percentile
from engine.quantization.observers import observe
from engine.quantization.statistics import TensorStatistics


@pytest.fixture
def values():
    generator = np.random.default_rng(3)
    heavy = generator.standard_normal(16000).astype(np.float32)
    heavy[:3] = (25.0, -18.0, 21.0)
    return heavy


@pytest.fixture
def statistics(values):
    """Every value counted: pieces this small are not sampled."""
    pieces = torch.from_numpy(values).split(4000)
    seen = [observe(piece.reshape(1, 1, -1)) for piece in pieces]
    return reduce(TensorStatistics.merged, seen)


def error(values, magnitude, levels=127):
    step = magnitude / levels
    rounded = np.clip(np.rint(values / step), -levels, levels) * step
    return float(np.mean((values - rounded) ** 2))


def test_min_max_lets_nothing_saturate(values, statistics):
    assert min_max(statistics, 127) == np.abs(values).max()


@pytest.mark.parametrize("percent", [99.0, 99.9, 99.99])
def test_percentile_agrees_with_sorting_to_one_bin(values, statistics, percent):
    exact = np.quantile(np.abs(values), percent / 100, method="inverted_cdf")
    found = percentile(statistics, 127, percent)
    assert abs(found - exact) <= statistics.width


def test_mse_is_as_good_as_trying_every_clip_on_the_values(values, statistics):
    clips = np.abs(values).max() * np.linspace(0.02, 1.0, 400)
    best = min(error(values, clip) for clip in clips)
    assert error(values, mse(statistics, 127)) <= 1.05 * best
    assert mse(statistics, 127) < 25.0


def test_mse_keeps_the_whole_range_of_even_values():
    even = torch.linspace(-1, 1, 50001).reshape(1, 1, -1)
    assert mse(observe(even), 127) == pytest.approx(1.0, rel=0.03)


def test_kl_clips_outliers_but_not_the_bulk(values, statistics):
    found = kl(statistics, 127)
    assert np.quantile(np.abs(values), 0.99) < found < 15


def test_kl_is_not_blinded_by_the_zeros_behind_a_relu():
    generator = torch.Generator().manual_seed(0)
    rectified = torch.randn(1, 8, 80, 80, generator=generator).relu()
    assert kl(observe(rectified), 127) > 2.5


@pytest.mark.parametrize("method", METHODS)
def test_no_method_answers_more_than_was_seen(method, statistics):
    assert 0 < METHODS[method](statistics, 127) <= min_max(statistics, 127)


@pytest.mark.parametrize("method", METHODS)
def test_a_tensor_of_zeros_has_the_range_zero(method):
    assert METHODS[method](observe(torch.zeros(1, 2, 8)), 127) == 0
