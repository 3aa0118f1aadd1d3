import numpy as np
import pytest

from gui.widgets.histogram import columns, visible_span
from gui.widgets.tensor_range import TensorRange
from gui.widgets.tensor_table import TensorModel


def tensor(values, scale, **more) -> TensorRange:
    counts, edges = np.histogram(values, 2048)
    return TensorRange(
        "t",
        float(np.min(values)),
        float(np.max(values)),
        scale,
        histogram=counts.astype(float),
        edges=edges,
        **more,
    )


def test_the_clip_is_what_the_grid_can_hold():
    signed = TensorRange("a", -1, 1, 0.5)
    unsigned = TensorRange("a", 0, 1, 0.5, zero_point=2, is_signed=False)
    wide = TensorRange("a", -1, 1, 0.5, bits=16)
    assert signed.clip == (-64.0, 63.5)
    assert unsigned.clip == (-1.0, 126.5)
    assert wide.clip == (-16384.0, 16383.5)


def test_clipped_values_are_those_outside_the_grid():
    values = np.concatenate([np.linspace(-1, 1, 900), np.full(100, 10.0)])
    assert tensor(values, 1 / 127).clipped == pytest.approx(0.1)
    assert tensor(values, 10 / 127).clipped == 0


def test_an_even_spread_uses_the_grid():
    even = tensor(np.linspace(-1, 1, 10_000), 1 / 127)
    assert even.levels_used == pytest.approx(255, abs=1.5)
    assert not even.is_wasteful


def test_one_huge_value_wastes_the_grid():
    values = np.concatenate([np.linspace(-1, 1, 10_000), [200.0]])
    assert tensor(values, 200 / 127).is_wasteful


def test_int16_takes_a_huge_value_without_waste():
    values = np.concatenate([np.linspace(-1, 1, 10_000), [200.0]])
    assert not tensor(values, 200 / 32_767, bits=16).is_wasteful


def test_without_a_histogram_nothing_is_claimed():
    bare = TensorRange("a", -1, 1, 0.1)
    assert bare.levels_used is None
    assert bare.clipped == 0
    assert not bare.is_wasteful


def test_columns_keep_every_count():
    wide = tensor(np.random.default_rng(0).normal(size=5000), 0.03)
    span = visible_span(wide)
    assert columns(wide, span, 100).sum() == 5000
    assert span[0] < wide.edges[0]
    assert span[1] > wide.edges[-1]


def test_the_table_says_which_range_was_set_by_hand(qapp):
    model = TensorModel()
    model.show([TensorRange("a", -1, 1, 0.5), TensorRange("b", -1, 1, 0.5)])
    assert model.index(1, 0).data() == "b"
    model.show([TensorRange("b", -1, 1, 0.5, is_by_hand=True)])
    assert model.index(0, 0).data() == "b · range set by hand"
    assert model.index(0, 3).data() == "0.5"
