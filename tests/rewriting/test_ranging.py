"""A range set by hand is kept, honoured, given back, or refused with a reason."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.document import Document
from engine.errors import EditError
from engine.opening.graph import digest
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from engine.recipe import (
    ApplyRule,
    Bypass,
    InsertStubs,
    SetPrecision,
    SetRange,
    describe,
)
from engine.rewriting.edits import apply_edit
from engine.targets.profile import load_profile
from tests.rewriting.test_edits import opened

INFINITE = float("inf")


def network():
    torch.manual_seed(0)
    return opened(
        lambda self, x: (
            self.norm(self.one(x)).relu(),
            self.two(x).relu().flatten(1) * 2,
            self.two(x).sigmoid(),
            x.argmax(1),
        ),
        one=nn.Conv2d(4, 6, 3),
        two=nn.Conv2d(4, 6, 3),
        norm=nn.BatchNorm2d(6),
    )


def table(model, target):
    profile = load_profile(target)
    images = [(torch.randn(1, 4, 8, 8),)]
    seen = run(calibrate(model, profile, images, 1))
    return solve(seen, prepare(model, profile), profile)


@pytest.mark.parametrize("target", ["horizon-bayes", "horizon-nash-e", "low-power-cpu"])
def test_a_range_set_by_hand_decides_the_scale_whatever_was_seen(target):
    model = network()
    plain = table(model, target).tensors["sigmoid"]
    fixed = table(apply_edit(model, SetRange("sigmoid", -4, 2)), target)
    entry = fixed.tensors["sigmoid"]
    assert (entry.minimum, entry.maximum, entry.how) == (-4, 2, "by hand")
    reach = entry.scale * max(map(abs, entry.limits))
    assert reach == pytest.approx(4, rel=0.02)
    assert plain.how != "by hand"
    assert plain.scale < entry.scale


def test_what_passes_the_scale_on_has_the_range_set_where_it_comes_from():
    model = apply_edit(network(), SetRange("relu_1", 0, 30))
    tensors = table(model, "horizon-bayes").tensors
    assert tensors["mul"].maximum == 60


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (SetRange("sigmoid", 4, -4), "The range from 4 to -4 holds nothing"),
        (SetRange("sigmoid", 1, 1), "holds nothing"),
        (SetRange("sigmoid"), "holds nothing"),
        (SetRange("sigmoid", 0, INFINITE), "numbers that float32 can hold"),
        (SetRange("sigmoid", float("nan"), 1), "numbers that float32 can hold"),
        (SetRange("sigmoid", 0, 1e300), "numbers that float32 can hold"),
        (SetRange("argmax", 0, 1), "argmax is no float value"),
        (SetRange("conv2d", 0, 1), "but that of batch_norm; set it there"),
        (SetRange("batch_norm", 0, 1), "but that of relu; set it there"),
        (SetRange("conv2d_1", 0, 1), "but that of relu_1; set it there"),
        (SetRange("mul", 0, 1), "; set it there"),
        (SetRange("sigmoid", automatic=True), "is left to calibration already"),
        (SetRange("gone", 0, 1), "This network has no node gone"),
    ],
)
def test_a_range_that_cannot_be_set_says_why(edit, sentence):
    with pytest.raises(EditError) as caught:
        apply_edit(network(), edit)
    assert sentence in str(caught.value)


def test_an_input_behind_a_stub_and_what_runs_in_float_have_no_range():
    stubbed = apply_edit(network(), InsertStubs())
    with pytest.raises(EditError, match="that of inputs_0_quant; set it there"):
        apply_edit(stubbed, SetRange("inputs_0", 0, 1))
    apply_edit(stubbed, SetRange("inputs_0_quant", 0, 1))
    real = apply_edit(network(), SetPrecision("sigmoid", "float"))
    with pytest.raises(EditError, match="sigmoid is set to float, which has no range"):
        apply_edit(real, SetRange("sigmoid", 0, 1))


def test_a_range_given_back_leaves_no_trace():
    model = network()
    fixed = apply_edit(model, SetRange("sigmoid", 0, 1))
    assert digest(fixed) != digest(model)
    with pytest.raises(EditError, match="has this range already"):
        apply_edit(fixed, SetRange("sigmoid", 0, 1))
    back = apply_edit(fixed, SetRange("sigmoid", automatic=True))
    assert digest(back) == digest(model)


def test_a_range_follows_a_rewrite_a_replay_and_an_undo():
    model = opened(lambda _, x: nn.functional.silu(x))
    document = Document(model, "net", (SetRange("silu", -1, 8),))
    assert document.info().by_name["silu"].range == (-1, 8)
    document.apply(ApplyRule("silu_as_product", "silu"))
    ranges = {node.name: node.range for node in document.info().nodes if node.range}
    assert ranges == {"silu_mul": (-1, 8)}
    document.undo()
    document.undo()
    assert not any(node.range for node in document.info().nodes)


def test_a_range_is_described_in_a_few_words():
    assert describe(SetRange("a", -1, 2)) == "a from -1 to 2"
    assert describe(SetRange("a", automatic=True)) == "a in the range calibration sees"
    assert describe(Bypass("a")) == "bypass a"
