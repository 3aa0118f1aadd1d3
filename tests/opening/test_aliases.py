"""Ops with several names are spelled one way, with equal results."""

import pytest
import torch
import torch.nn.functional as F

from tests.rewriting.exporting import image, opened, ops

SPELLINGS = [
    (lambda x: x.movedim(1, -1), "permute"),
    (lambda x: x.movedim((1, 2), (3, 0)), "permute"),
    (lambda x: torch.moveaxis(x, 0, 2), "permute"),
    (lambda x: x.swapaxes(1, 2), "permute"),
    (lambda x: x.swapdims(-1, 1), "permute"),
    (lambda x: x.mT, "permute"),
    (lambda x: torch.max(x, x.tanh()), "maximum"),
    (lambda x: torch.min(x, x.tanh()), "minimum"),
    (lambda x: torch.cat(torch.hsplit(x, 2)[::-1], 1), "split"),
    (lambda x: torch.cat(torch.vsplit(x, 1), 0), "split"),
    (lambda x: torch.cat(torch.dsplit(x, 4)[::-1], 2), "split"),
    (lambda x: x.narrow(1, 2, 2), "slice"),
    (lambda x: x.narrow(1, -3, 2), "slice"),
    (lambda x: x.mean(1, keepdim=True).expand_as(x), "expand"),
    (lambda x: F.max_pool2d(x, 2, return_indices=True)[0], "max_pool2d"),
    (lambda x: F.hardtanh(x, 0, 6), "relu6"),
    (lambda x: torch.concat([x, x], 1), "cat"),
    (lambda x: torch.concatenate([x, x], -1), "cat"),
    (lambda x: torch.multiply(x, 2), "mul"),
    (lambda x: torch.subtract(x, x * 2, alpha=3), "sub"),
    (lambda x: torch.true_divide(x, 2), "div"),
    (lambda x: torch.divide(x, 2), "div"),
    (lambda x: torch.clip(x, 0, 5), "clamp"),
    (lambda x: torch.clip(x, max=0.5), "clamp"),
    (torch.absolute, "abs"),
    (torch.negative, "neg"),
    (lambda x: torch.greater(x, 0), "gt"),
    (lambda x: torch.less_equal(x, x * 2), "le"),
    (torch.special.expit, "sigmoid"),
    (lambda x: torch.special.softmax(x, 1), "softmax"),
    (lambda x: torch.unsafe_split(x, 2, 1)[1], "split"),
]


@pytest.mark.parametrize(("function", "spelled"), SPELLINGS)
def test_an_alias_is_spelled_as_the_rest_reads_it(function, spelled):
    model, x = opened(lambda _, x: function(x)), image()
    assert torch.equal(model(x)[0], function(x))
    assert any(f"aten.{spelled}." in each for each in ops(model))


def test_places_of_maxima_that_are_read_stay():
    model = opened(lambda _, x: F.max_pool2d(x, 2, return_indices=True))
    assert "aten.max_pool2d_with_indices.default" in ops(model)
