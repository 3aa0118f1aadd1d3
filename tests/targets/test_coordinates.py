"""Coordinates of boxes need more steps than int8 has."""

import pytest
import torch
from torch import nn

from engine.recipe import EndAtPredictions, InsertStubs, SetPrecision, Several
from engine.rewriting.edits import apply_edit
from engine.targets.advice import hints
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.exporting import opened

BAYES = load_profile("horizon-bayes")


def decoded(self, x):
    grid = torch.arange(float(self.op.out_channels)).view(1, -1, 1, 1) * 0.5
    return (self.op(x) + grid) * 8


def sized(self, x):
    maps = torch.cat([self.op(x), self.op(x * 2), self.op(x * 3)], 3)
    return (maps + self.grid[0]).exp() * 8


def detector(lines):
    return opened(decoded, op=nn.Conv2d(4, lines, 1))


def shifted(values):
    grid = nn.ParameterList([values.view(1, 40, 1, 1)])
    return opened(sized, op=nn.Conv2d(4, 40, 1), grid=grid)


def warned(model, target=BAYES):
    return [
        each for each in diagnose(model, target) if each.constraint == "coordinates"
    ]


def test_decoding_on_a_grid_is_warned_of_and_first_left_to_the_host():
    model = apply_edit(detector(40), InsertStubs())
    (found,) = warned(model)
    assert (found.severity, found.node) == ("warning", "add")
    assert found.message == (
        "Grid coordinates up to 19.5 are added: in int8, positions come in steps of "
        "0.31 cells. Leave the decoding to the host, in float, before you calibrate."
    )
    assert found.fixes[0].edit == EndAtPredictions()
    assert warned(apply_edit(model, EndAtPredictions())) == []
    assert warned(model, load_profile("onnxruntime-cpu")) == []


def test_sizes_are_warned_of_too_and_the_hint_is_not_said_twice():
    model = shifted(torch.arange(40.0))
    (found,) = warned(model)
    assert "and sizes in steps of 1/127 of the largest" in found.message
    assert [each.title for each in hints(model, BAYES)] == []
    finer = apply_edit(model, SetPrecision("add", "int16"))
    assert [each.title for each in hints(finer, BAYES)] == ["Detections are decoded"]


def test_coordinates_in_int16_are_fine_enough():
    model = detector(40)
    both = Several((SetPrecision("add", "int16"), SetPrecision("mul_1", "int16")))
    assert warned(apply_edit(model, both)) == []
    assert warned(apply_edit(model, both.edits[0]))


@pytest.mark.parametrize("constant", ["few cells", "no grid"])
def test_few_cells_and_constants_that_are_no_grid_are_not_warned_of(constant):
    model = detector(8) if constant == "few cells" else shifted(torch.randn(40))
    assert warned(model) == []
