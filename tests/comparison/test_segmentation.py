"""Class maps and scores equal what counting by hand gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.comparison.segmentation import agreement, class_map, confusion, score
from engine.comparison.similarity import Power, power
from engine.errors import ComparisonError

maps = arrays(np.uint8, (5, 7), elements=st.integers(0, 3))


def test_scores_grow_before_the_maximum():
    scores = torch.tensor([[[[1.0, 0.0]], [[0.0, 1.0]]]])
    assert class_map(scores, (1, 4), False).tolist() == [[0, 0, 1, 1]]


def test_align_corners_moves_the_border():
    scores = torch.tensor([[[[3.0, 0.0]], [[0.0, 1.0]]]])
    assert class_map(scores, (1, 8), True).sum() == 2
    assert class_map(scores, (1, 8), False).sum() == 3


def test_a_map_of_class_numbers_is_taken_as_it_is():
    classes = torch.tensor([[[[3, 18]]]])
    assert class_map(classes, (2, 4), False).tolist() == [[3, 3, 18, 18]] * 2


@pytest.mark.parametrize("shape", [(1, 1000), (2, 19, 4, 4), (1, 300, 4, 4)])
def test_outputs_that_are_no_picture_are_refused(shape):
    with pytest.raises(ComparisonError, match="×".join(map(str, shape))):
        class_map(torch.zeros(shape), (8, 8), False)


@given(maps, maps)
def test_iou_equals_counting(label, result):
    found = score(confusion(label, result, 4))
    for number, value in enumerate(found.iou):
        one, other = label == number, result == number
        union = np.logical_or(one, other).sum()
        if union:
            assert value == np.logical_and(one, other).sum() / union
        else:
            assert math.isnan(value)
    assert found.pixel_accuracy == np.mean(label == result)


@given(maps)
def test_a_perfect_result_scores_one(label):
    found = score(confusion(label, label, 4))
    assert found.miou == 1.0
    assert agreement(label, label) == 1.0


def test_ignored_pixels_do_not_count():
    label = np.array([[0, 255]], np.uint8)
    result = np.array([[0, 1]], np.uint8)
    assert score(confusion(label, result, 2)).pixel_accuracy == 1.0


def test_a_label_of_another_size_is_refused():
    with pytest.raises(ComparisonError, match="2×2"):
        confusion(np.zeros((2, 2), np.uint8), np.zeros((4, 4), np.uint8), 2)


def test_a_label_of_unknown_classes_is_refused():
    with pytest.raises(ComparisonError, match="class 40"):
        confusion(np.full((1, 1), 40, np.uint8), np.zeros((1, 1), np.uint8), 19)


def test_noise_at_a_tenth_of_the_signal_is_twenty_decibels():
    signal = torch.full((100,), 10.0)
    assert power(signal, signal + 1.0).sqnr_db == pytest.approx(20.0)


def test_powers_of_images_add():
    total = Power(8.0, 1.0) + Power(2.0, 0.0)
    assert total == Power(10.0, 1.0)
    assert Power(1.0, 0.0).sqnr_db == math.inf
