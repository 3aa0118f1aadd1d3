"""Hints are few, carry numbers, and stay away where there is nothing to gain."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.errors import TargetError
from engine.networks.pidnet import pidnet_s
from engine.opening.graph import normalize
from engine.recipe import ApplyEverywhere, FixAll, InsertStubs, SetOutputs
from engine.rewriting.edits import apply_edit
from engine.targets.advice import advise, padded_channels
from engine.targets.diagnostics import diagnose
from engine.targets.placement import Placement
from engine.targets.profile import load_profile, profiles
from tests.rewriting.exporting import image, opened, ops, tiny_pidnet

BAYES = load_profile("horizon-bayes")
NASH = load_profile("horizon-nash-e")
CPU = load_profile("low-power-cpu")


def hints(model, profile):
    return [
        (each.node, each.constraint) for each in advise(Placement(model.graph), profile)
    ]


def test_pidnet_gets_no_hints_but_on_a_small_cpu():
    model = tiny_pidnet()
    for profile in profiles():
        expected = [("batch_norm", "advised")] if profile is CPU else []
        assert hints(model, profile) == expected


def test_pidnet_at_its_own_width_wastes_too_little_to_mention():
    network = pidnet_s().eval()
    inputs = (image(3, 512, 1024),)
    model = normalize(torch.export.export(network, inputs, strict=False))
    assert [
        padded_channels(Placement(model.graph), each) for each in (BAYES, NASH)
    ] == [[], []]


def test_folding_is_advised_once_with_what_can_and_cannot_be_folded():
    model = tiny_pidnet()
    hint = advise(Placement(model.graph), CPU)[0]
    assert hint.title == "Fold batch norm into the convolution"
    assert hint.message == (
        "It applies to 66 of 75 batch_norm ops and leaves fewer passes over memory."
    )
    assert hint.fixes[0].edit == ApplyEverywhere("fold_batch_norm")
    assert hint.fixes[0].exact


def test_comparing_logits_is_advised_where_nothing_else_reads_the_scores():
    def kept(self, x):
        return x.sigmoid()[:, :1] > 0.3

    def beside(self, x):
        y = x.sigmoid()
        return y, y[:, :1] > 0.3

    (hint,) = advise(Placement(opened(kept).graph), CPU)
    assert hint.fixes[0].edit == ApplyEverywhere("threshold_before_sigmoid")
    assert advise(Placement(opened(beside).graph), CPU) == []


def test_advising_a_rule_that_does_not_exist_names_the_target():
    profile = replace(CPU, advised_rules=("fold_everything",))
    with pytest.raises(TargetError, match="low-power-cpu advises fold_everything, "):
        advise(Placement(tiny_pidnet().graph), profile)


def test_what_is_advised_is_done_when_all_is_fixed():
    def block(self, x):
        return torch.relu(self.norm(x) + self.own(self.conv(x)))

    modules = {"norm": nn.BatchNorm2d(4), "own": nn.BatchNorm2d(4)}
    model = opened(block, conv=nn.Conv2d(4, 4, 3, padding=1), **modules)
    assert ("add", "advised") in hints(model, CPU)
    fixed = apply_edit(model, FixAll(CPU.name))
    assert ops(fixed) == ["aten.conv2d.default", "aten.relu.default"]
    assert hints(fixed, CPU) == []


def test_a_convolution_that_is_called_twice_is_named_once():
    model = opened(lambda self, x: self.op(self.op(x)), op=nn.Conv2d(4, 4, 1))
    (hint,) = advise(Placement(model.graph), BAYES)
    assert hint.title == "op is called 2 times"
    assert hint.message.startswith("conv2d, conv2d_1 share their weights, so none")
    assert hints(model, load_profile("onnxruntime-cpu")) == []


@pytest.mark.parametrize(("channels", "found"), [(40, 1), (32, 0)])
def test_padding_is_mentioned_where_it_costs_time(channels, found):
    conv = nn.Conv2d(channels, channels, 3, padding=1)
    x = torch.randn(1, channels, 64, 64)
    model = opened(lambda self, x: self.op(x.relu()), x, op=conv)
    rows = advise(Placement(model.graph), NASH)
    assert len(rows) == found
    for row in rows:
        assert row.title == "op has odd channels"
        assert row.message == (
            "Channels are padded to multiples of 16, so that 69% of the work is useful "
            "and about 0.6 µs are lost (estimate); most here, 40 to 48 and 40 to 48."
        )


def test_groups_narrower_than_the_chip_are_mentioned_however_fast_it_is():
    convs = [nn.Conv2d(96, 96, 3, padding=1, groups=24) for _ in range(6)]
    model = opened(
        lambda self, x: self.op(x.relu()), image(96, 56, 56), op=nn.Sequential(*convs)
    )
    (hint,) = advise(Placement(model.graph), BAYES)
    assert hint.constraint == "alignment"
    assert "25% of the work is useful" in hint.message
    assert "4 to 8 and 4 to 8" in hint.message


def test_the_channels_of_the_input_and_toys_are_no_advice():
    conv = nn.Conv2d(3, 96, 3, padding=1)
    assert (
        hints(opened(lambda self, x: self.op(x), image(3, 256, 256), op=conv), BAYES)
        == []
    )
    small = nn.Conv2d(3, 3, 3, padding=1)
    assert (
        hints(
            opened(lambda self, x: self.op(x.relu()), image(3, 8, 8), op=small), BAYES
        )
        == []
    )


def test_a_tail_behind_the_stub_is_left_to_the_cpu():
    dequant = torch.ops.npu.dequant.default

    def late(self, x):
        scores = dequant(self.op(x))
        return F.interpolate(scores, size=(16, 16), mode="bilinear").argmax(1, True)

    model = opened(late, op=nn.Conv2d(4, 4, 1))
    rows = advise(Placement(model.graph), BAYES)
    assert [row.title for row in rows] == [
        "resize ×2 is left to the CPU",
        "argmax is left to the CPU",
    ]
    early = opened(
        lambda self, x: F.interpolate(self.op(x), size=(16, 16), mode="bilinear"),
        op=nn.Conv2d(4, 4, 1),
    )
    assert hints(apply_edit(early, InsertStubs()), BAYES) == []


def test_an_output_shaped_like_the_main_one_may_be_an_auxiliary_head():
    def heads(self, x):
        features = self.stem(x)
        return self.aux(features), self.main(torch.relu(self.more(features)))

    modules = {
        "stem": nn.Conv2d(4, 8, 3, padding=1),
        "aux": nn.Conv2d(8, 2, 1),
        "more": nn.Conv2d(8, 8, 3, padding=1),
        "main": nn.Conv2d(8, 2, 1),
    }
    model = opened(heads, **modules)
    (hint,) = [each for each in advise(Placement(model.graph), BAYES)]
    assert hint.title == "aux may be an auxiliary head"
    assert "shaped like main; if it serves training only, 1.0 kMAC (2%)" in (
        hint.message
    )
    (fix,) = hint.fixes
    assert fix.edit == SetOutputs(("conv2d_3",))
    assert not fix.exact
    cut = apply_edit(model, fix.edit)
    assert ops(cut).count("aten.conv2d.default") == 3
    assert hints(cut, BAYES) == []


def test_heads_of_other_shapes_are_no_auxiliary_ones():
    def levels(self, x):
        return self.one(x), self.two(x)

    one, two = nn.Conv2d(4, 2, 1), nn.Conv2d(4, 2, 1, 2)
    assert hints(opened(levels, one=one, two=two), BAYES) == []


def test_hints_are_advice_behind_errors_and_warnings():
    found = diagnose(
        opened(lambda self, x: self.op(self.op(1 - x)), op=nn.Conv2d(4, 4, 1)), BAYES
    )
    assert [each.severity for each in found][:2] == ["error", "warning"]
    assert "shared" in {each.constraint for each in found if each.severity == "advice"}


def test_what_no_rewrite_brings_to_the_chip_is_told_once_with_where_to_end():
    def attended(self, x):
        tokens = self.a(x).flatten(2)
        return self.b((tokens @ (tokens.mT @ tokens).softmax(-1)).reshape(x.shape))

    layers = {name: nn.Conv2d(4, 4, 3, padding=1) for name in "ab"}
    model, x3 = opened(attended, **layers), load_profile("horizon-bernoulli2")
    (found,) = [each for each in diagnose(model, x3) if each.constraint == "unfit"]
    assert found.node == "reshape"
    assert found.message == (
        "No rewrite brings 4 ops to Sunrise X3, which has no reshape, permute. What "
        "runs before makes 18% of the multiply-accumulates: end the network at conv2d "
        "and let the host run the rest, or choose another target."
    )
    ended = apply_edit(model, found.fixes[0].edit)
    assert ops(ended) == ["aten.conv2d.default"]
    assert [each for each in diagnose(ended, x3) if each.severity == "error"] == []
    assert [each for each in diagnose(model, BAYES) if each.constraint == "unfit"] == []
