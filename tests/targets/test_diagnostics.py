"""What is found in graphs for a target: exactly the problems, nothing more."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.document import Document
from engine.recipe import (
    ApplyEverywhere,
    ApplyRule,
    EndAtPredictions,
    FixAll,
    InsertStubs,
    SetPrecision,
)
from engine.rewriting.edits import apply_edit, fixes
from engine.targets.diagnostics import diagnose, int32_candidates
from engine.targets.profile import load_profile, profiles
from tests.rewriting.exporting import image, opened, tiny_pidnet

BAYES = load_profile("horizon-bayes")
NASH = load_profile("horizon-nash-e")
RUNTIME = load_profile("onnxruntime-cpu")


@pytest.fixture(scope="module")
def pidnet():
    return tiny_pidnet()


def found(model, profile=BAYES):
    return [
        (each.severity, each.node, each.constraint) for each in diagnose(model, profile)
    ]


def with_stubs(function, *inputs, **modules):
    return apply_edit(opened(function, *inputs, **modules), InsertStubs())


def test_pidnet_on_bayes_has_exactly_its_seven_known_problems(pidnet):
    rows = [
        (each.severity, each.node, each.title, each.message)
        for each in diagnose(pidnet, BAYES)
    ]
    drops = (
        "sum takes keepdim=True, so that values keep their dimensions; "
        "this one has 3 of 4 dimensions left."
    )
    minus = "1 − x takes a tensor before the minus sign; this one has the number 1."
    bare = "1 input without a quant stub, 1 output without a dequant stub"
    last = pidnet.graph.output_node().all_input_nodes[0].name
    assert rows == [
        ("error", "sum_1", "sum drops a dimension", drops),
        ("error", "rsub", "1 − x in pag3", minus),
        ("error", "sum_2", "sum drops a dimension", drops),
        ("error", "rsub_1", "1 − x in pag4", minus),
        ("error", "rsub_2", "1 − x in dfm", minus),
        ("warning", "", "No quant/dequant stubs", bare),
        (
            "advice",
            last,
            "final_layer.conv2 can output int32",
            "Its value reaches only the output.",
        ),
    ]


def test_every_problem_of_pidnet_names_its_line_and_has_an_exact_fix(pidnet):
    for each in diagnose(pidnet, BAYES):
        assert each.fixes[0].is_applicable
        assert each.fixes[0].exact
        if each.severity == "error":
            assert each.source.file.endswith("pidnet_fusion.py")
            assert each.fixes[0].algebra


CAPABLE = [each for each in profiles() if each.name != "horizon-bernoulli2"]


@pytest.mark.parametrize("profile", CAPABLE, ids=lambda profile: profile.name)
def test_fixing_all_leaves_no_problem_in_pidnet_and_the_same_results(pidnet, profile):
    fixed = apply_edit(pidnet, FixAll(profile.name))
    assert {each.constraint for each in diagnose(fixed, profile)} <= {"unsupported"}
    assert all(each.severity == "advice" for each in diagnose(fixed, profile))
    x = torch.randn(1, 3, 64, 128)
    (before,), (after,) = pidnet(x), fixed(x)
    assert (before - after).abs().max() <= 1e-5 * before.abs().max()


def test_pidnet_on_onnxruntime_has_one_advice_per_kind_of_float_op(pidnet):
    rows = [
        (each.severity, each.title, each.message) for each in diagnose(pidnet, RUNTIME)
    ]
    lacks = "ONNX Runtime · CPU int8 has no int8 kernel for"
    assert rows == [
        ("advice", "1 − x stays in float", f"{lacks} rsub; 3 nodes run in float."),
        (
            "advice",
            "resize ×2 stays in float",
            f"{lacks} upsample_bilinear2d; 11 nodes run in float.",
        ),
    ]
    assert diagnose(pidnet, RUNTIME)[0].fixes[0].edit == ApplyEverywhere(
        "constant_minus_tensor"
    )


def test_on_the_oldest_chip_the_large_pools_of_pidnet_become_convolutions(pidnet):
    profile = load_profile("horizon-bernoulli2")
    large = [
        each.title
        for each in diagnose(pidnet, profile)
        if each.constraint == "max_kernel"
    ]
    assert large == [
        "average pool 9×9 s4 in spp.scale2.0",
        "average pool 17×17 s8 in spp.scale3.0",
    ]

    left = diagnose(apply_edit(pidnet, FixAll(profile.name)), profile)

    assert [each.title for each in left if each.severity == "error"] == []


def test_constants_are_computed_on_a_chip_whose_toolchain_does_not_fold_them():
    model = opened(lambda _, x: x + torch.arange(8.0))
    assert found(model, load_profile("cambricon-mlu270")) == [
        ("error", "arange", "unsupported")
    ]


def test_a_fix_that_leaves_another_finding_comes_after_one_that_leaves_none():
    model = opened(lambda _, x: F.hardswish(x))
    found = [one for one in diagnose(model, BAYES) if one.node == "hardswish"]
    left = {
        fix.edit.rule: [
            one.constraint
            for one in diagnose(apply_edit(model, fix.edit), BAYES)
            if one.node.startswith("hardswish")
        ]
        for fix in found[0].fixes
    }
    assert list(left.items()) == [
        ("hardswish_as_clamp", []),
        ("hardswish_as_relu6", []),
        ("hardswish_as_product", ["caveat"]),
    ]


def test_a_rule_whose_pattern_is_not_there_at_all_is_not_offered():
    def detect(_, x):
        grid = x.reshape(1, 2, 2, 8, 8).permute(0, 1, 3, 4, 2)
        return grid + 1, grid * 2

    found = diagnose(opened(detect), BAYES)
    assert [one.node for one in found if one.severity == "error"] == ["reshape"]
    (left,) = found[0].fixes
    assert isinstance(left.edit, EndAtPredictions)
    assert not left.is_applicable


def test_a_shuffle_that_is_read_on_its_way_says_so():
    def shuffle(_, x):
        swapped = x.reshape(1, 2, 2, 8, 8).transpose(1, 2)
        return swapped.reshape(1, 4, 8, 8), swapped * 2

    error = diagnose(opened(shuffle), BAYES)[0]
    reasons = {fix.edit.rule: fix.reason for fix in error.fixes}
    assert reasons["shuffle_as_one_op"] == "2 ops read transpose"


def test_random_numbers_are_no_constants_that_are_folded():
    model = opened(lambda _, x: x + 2 * torch.randn(1, 4, 1, 1))
    told = {each.message for each in diagnose(model, BAYES)}
    assert "Journey 5 has no randn." in told


def test_an_op_the_chip_lacks_is_an_error_that_offers_its_rewrites():
    model = opened(lambda _, x: F.hardswish(x))
    (error, *_) = diagnose(model, BAYES)
    assert (error.severity, error.constraint) == ("error", "unsupported")
    assert error.message == "Journey 5 has no hardswish."
    assert [fix.edit for fix in error.fixes] == [
        ApplyRule("hardswish_as_clamp", "hardswish"),
        ApplyRule("hardswish_as_relu6", "hardswish"),
        ApplyRule("hardswish_as_product", "hardswish"),
    ]
    assert fixes(model, "hardswish", BAYES) == error.fixes


def test_a_fix_that_does_not_apply_is_offered_with_its_reason():
    model = opened(lambda _, x: torch.softmax(x.sum(1), 1).unsqueeze(1))
    (error, *_) = diagnose(model, BAYES)
    assert error.node == "sum_1"
    by_rule = {fix.edit.rule: fix for fix in error.fixes}
    assert by_rule["drop_dimension_by_reshape"].is_applicable
    fix = by_rule["keep_reduced_dimension"]
    assert not fix.is_applicable
    assert fix.reason == "softmax uses the value with 3 dimensions"


def test_a_fix_whose_ops_the_chip_lacks_too_is_greyed():
    model = opened(lambda _, x: F.layer_norm(x, [8]))
    (advice,) = diagnose(model, RUNTIME)
    (fix,) = advice.fixes
    assert fix.edit == ApplyEverywhere("layer_norm_as_means")
    assert fix.reason == (
        "it needs sub, which x86-64 CPU lacks too and no rule writes there"
    )


def test_a_fix_whose_op_another_rule_writes_for_the_chip_is_offered():
    model = opened(lambda _, x: F.layer_norm(x, [8]))
    card = load_profile("cambricon-mlu270")
    (error,) = diagnose(model, card)
    (fix,) = error.fixes[:1]
    assert fix.edit.rule == "layer_norm_as_means"
    assert fix.is_applicable
    fixed = apply_edit(model, FixAll(card.name))
    assert diagnose(fixed, card) == ()


def test_a_lost_dimension_is_reported_where_it_is_lost_only():
    model = with_stubs(lambda _, x: torch.relu(torch.sigmoid(x.sum(1))).unsqueeze(1))
    assert found(model) == [("error", "sum_1", "keepdim")]


def test_a_value_of_another_rank_is_reported_where_it_arises_only():
    model = with_stubs(lambda _, x: torch.relu(torch.sigmoid(x.squeeze(0))))
    assert found(model) == [("error", "sigmoid", "rank")]


def test_what_the_documentation_leaves_open_is_a_warning():
    model = with_stubs(
        lambda _, x: F.interpolate(
            x, size=(16, 16), mode="bilinear", align_corners=True
        )
    )
    assert found(model) == [("warning", "upsample_bilinear2d", "align_corners")]
    assert found(model, NASH) == []


def test_ops_on_constants_alone_are_no_problem():
    model = with_stubs(lambda _, x: x + torch.arange(8.0).cumsum(0).round())
    assert found(model) == [("error", "add", "constant_stub")]
    assert found(model, NASH) == []


def test_ops_beside_the_chip_are_no_problem():
    quant, dequant = torch.ops.npu.quant.default, torch.ops.npu.dequant.default
    model = opened(
        lambda _, x: F.hardswish(dequant(torch.relu(quant(1 - x)))).round(),
    )
    assert found(model) == []


def test_stubs_are_missed_where_they_lack_only():
    quant = torch.ops.npu.quant.default
    model = opened(lambda _, x, y: (quant(x) + y, x.argmax(1, True)), image(), image())
    (warning,) = diagnose(model, BAYES)
    assert warning.title == "No quant/dequant stubs"
    assert warning.message.startswith("2 inputs without a quant stub, 1 output wi")
    assert warning.fixes[0].edit == InsertStubs()


def test_a_doubled_stub_is_an_error_that_can_be_dropped():
    quant, dequant = torch.ops.npu.quant.default, torch.ops.npu.dequant.default
    model = opened(lambda _, x: dequant(torch.relu(quant(quant(x)))))
    (error,) = diagnose(model, BAYES)
    assert (error.severity, error.node) == ("error", "quant_1")
    assert error.message == "quant does the same before it."
    assert found(apply_edit(model, error.fixes[0].edit)) == []


def two_convolutions(self, x):
    return self.second(torch.relu(self.first(x))).permute(0, 2, 3, 1)


def convolutions(**meta):
    first, second = nn.Conv2d(4, 4, 3), nn.Conv2d(4, 2, 1)
    return with_stubs(two_convolutions, first=first, second=second)


def test_a_convolution_that_only_leaves_can_output_int32():
    model = convolutions()
    assert int32_candidates(model) == ("conv2d_1",)
    assert found(model) == [("advice", "conv2d_1", "int32_output")]


def normed(read):
    modules = {"conv": nn.Conv2d(4, 4, 3), "norm": nn.BatchNorm2d(4)}
    return with_stubs(lambda self, x: read(self.conv(x), self.norm), **modules)


def test_a_convolution_can_output_int32_through_a_norm_that_folds_into_it():
    model = normed(lambda value, norm: norm(value).flatten(1))
    assert int32_candidates(model) == ("conv2d",)
    (told,) = diagnose(model, BAYES)
    assert (told.node, told.constraint) == ("conv2d", "int32_output")
    assert "only the output, through norm, which folds into it" in told.message
    (fold,) = told.fixes
    folded = apply_edit(model, fold.edit)
    (again,) = diagnose(folded, BAYES)
    assert again.title == told.title
    assert found(apply_edit(folded, again.fixes[0].edit)) == []
    asked = apply_edit(model, SetPrecision("batch_norm", "int16"))
    assert "int32_output" not in {each[2] for each in found(asked, NASH)}
    for inside in (lambda v, norm: norm(v).relu(), lambda v, norm: norm(v) + v):
        assert int32_candidates(normed(inside)) == ()


def test_int32_is_not_advised_where_a_precision_was_chosen():
    chosen = apply_edit(convolutions(), SetPrecision("conv2d_1", "int16"))
    assert found(chosen) == []
    assert int32_candidates(chosen) == ("conv2d_1",)


def test_a_value_that_is_read_inside_is_no_int32_candidate():
    def branching(self, x):
        value = self.conv(x)
        return value, torch.relu(value)

    model = with_stubs(branching, conv=nn.Conv2d(4, 4, 1))
    assert int32_candidates(model) == ()


@pytest.mark.parametrize(
    ("target", "is_told"), [("bernoulli2", True), ("bayes", False)]
)
def test_a_sum_of_channels_can_output_int32_where_its_chip_lists_that(target, is_told):
    profile = load_profile(f"horizon-{target}")
    model = with_stubs(lambda _, x: x.sum(1, keepdim=True))
    told = [("advice", "sum_1", "int32_output")] if is_told else []
    assert found(model, profile) == told
    asked = apply_edit(model, SetPrecision("sum_1", "int32"))
    assert bool(found(asked, profile)) != is_told
    inside = with_stubs(lambda _, x: x.sum(1, keepdim=True) * 2)
    assert found(inside, profile) == []
    refused = apply_edit(inside, SetPrecision("sum_1", "int32"))
    assert found(refused, profile) == [("error", "sum_1", "precision")]
    joined = with_stubs(
        lambda self, x: self.a(x) + self.b(x),
        a=nn.Conv2d(4, 4, 1),
        b=nn.Conv2d(4, 4, 1),
    )
    assert found(joined, profile) == []


def test_int32_inside_the_network_is_an_error_that_int8_clears():
    model = apply_edit(convolutions(), SetPrecision("conv2d", "int32"))
    error = diagnose(model, BAYES)[0]
    assert (error.severity, error.constraint) == ("error", "precision")
    assert error.title == "first in int32"
    assert error.message == "Only outputs may read int32; relu reads it."
    fixed = apply_edit(model, error.fixes[0].edit)
    assert found(fixed) == [("advice", "conv2d_1", "int32_output")]


def test_an_argmax_takes_no_int32():
    model = with_stubs(
        lambda self, x: self.op(x).argmax(1, True), op=nn.Conv2d(4, 4, 1)
    )
    assert found(model) == []
    wrong = apply_edit(model, SetPrecision("conv2d", "int32"))
    (error,) = diagnose(wrong, BAYES)
    assert error.message == "Only outputs may read int32; argmax reads it."
    assert found(apply_edit(wrong, error.fixes[0].edit)) == []


def test_int16_where_the_chip_has_none_is_an_error():
    model = with_stubs(lambda _, x: F.max_pool2d(x, 2))
    model = apply_edit(model, SetPrecision("max_pool2d", "int16"))
    assert diagnose(model, BAYES)[0].message.startswith("Journey 5 computes ")
    assert [each[0] for each in found(model, RUNTIME)] == ["advice"]


def test_a_fix_is_judged_anew_when_what_it_is_computed_from_changes_far_behind():
    ops = {name: each for name, each in BAYES.ops.items() if name != "aten.rsub"}
    profile = replace(BAYES, ops=ops)

    def far(self, x):
        constant = torch.ones(image().shape).reshape(image().shape)
        for _ in range(15):
            constant = constant.neg()
        return torch.rsub(x, constant)

    document = Document(opened(far), "far")
    before = document.diagnostics(profile)
    document.apply(ApplyRule("drop_identity", "reshape"))
    after = document.diagnostics(profile)
    assert after == diagnose(document.model, profile)
    minus = ApplyRule("constant_minus_tensor", "rsub")
    assert [
        [fix.is_applicable for fix in each.fixes if fix.edit == minus]
        for each in (before[0], after[0])
    ] == [[False], [True]]
