"""What a chip refuses, and Fix all writes with ops that it has, to the last error."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.recipe import FixAll
from engine.rewriting import edits
from engine.rewriting.edits import apply_edit
from engine.rewriting.outcomes import Outcomes
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.catalogue.regrouping import channels_last, enlarged, reorganized
from tests.rewriting.exporting import image, opened, ops

X3, J5, MLU = "horizon-bernoulli2", "horizon-bayes", "cambricon-mlu270"
J6 = "horizon-nash-e"
LINE, VOLUME = torch.randn(2, 4, 12), torch.randn(1, 2, 4, 6, 8)
PER_CHANNEL = torch.tensor([0.2, 0.5, 0.3, 1.5]).reshape(1, 4, 1, 1)
KERNEL, LARGE_KERNEL = torch.randn(4, 4, 3, 3), torch.randn(4, 2, 16, 16)
SAME = torch.tensor([2, 0]).reshape(1, 2, 1, 1)
MATRIX, PATCHES = torch.randn(3, 4), torch.randn(5, 36)


def every(function, *targets, x=None):
    return function, targets, image() if x is None else x


def written_apart(x):
    x[:, [0, 2], :, [1, 3]] = 7
    return x


CASES = [
    every(lambda x: x.clamp(-6, 6), X3),
    every(lambda x: x.clamp(max=2), X3),
    every(lambda x: F.relu6(x + 3) * x.clamp_min(-1), X3),
    every(F.elu, X3),
    every(lambda x: x.amax((2, 3)) - x.amin((2, 3)), MLU),
    every(lambda x: x.amax(1, True), X3),
    every(lambda x: x.sum(0, True), J5, x=image(batch=2)),
    every(lambda x: F.adaptive_avg_pool2d(x, (3, 5)), X3, J5),
    every(lambda x: F.adaptive_max_pool2d(x, (3, 5)), X3, J5, J6, MLU),
    every(lambda x: F.adaptive_max_pool1d(x, 5), J5, J6, MLU, x=LINE),
    every(lambda x: F.interpolate(x, scale_factor=2), J5, J6, MLU, x=LINE),
    every(lambda x: F.max_pool3d(x, 3, 2, 1), J6, MLU, x=VOLUME),
    every(lambda x: F.avg_pool3d(x, 3, 2, ceil_mode=True), J6, MLU, x=VOLUME),
    every(lambda x: F.adaptive_max_pool3d(x, (2, 3, 3)), J6, MLU, x=VOLUME),
    every(
        lambda x: F.interpolate(x, scale_factor=2, mode="trilinear"),
        *(J6, MLU),
        x=VOLUME,
    ),
    every(lambda x: F.conv2d(x, KERNEL, None, 2, 2, 2), X3, J5),
    every(lambda x: F.conv2d(x, KERNEL, None, 1, 36, 36), X3, J5),
    every(lambda x: F.max_pool2d(x, 3, 1, 1, 2), J6, MLU),
    every(lambda x: F.conv_transpose2d(x, KERNEL, padding=1), X3),
    every(lambda x: F.conv_transpose2d(x, KERNEL, dilation=2, padding=2), X3, J5),
    every(lambda x: F.conv_transpose2d(x, LARGE_KERNEL, None, 8, 4), X3, J5),
    every(lambda x: F.pad(x, (1, 2, 3, 0), "replicate"), MLU),
    every(lambda x: 2 ** torch.log2(x.relu() + 1), J5, J6, MLU),
    every(lambda x: torch.addcdiv(x, x, x.relu() + 1), J5, J6, MLU),
    every(lambda x: x.relu() ** 0.5 + x.trunc() // 32, J5, MLU),
    every(lambda x: torch.hstack([x, x.rot90(2, (2, 3))]), J5, J6),
    every(lambda x: x * ((x > 0) & (x < 1) ^ (x > 2)), J5, J6, MLU),
    every(lambda x: x * (x > 1).any(1, True), J5),
    every(lambda x: x / x.norm(1, (2, 3), True), J5, J6, MLU),
    every(lambda x: x - torch.aminmax(x, dim=1, keepdim=True)[0], J5, J6, MLU),
    every(lambda x: torch.sub(*torch.std_mean(x, 1, keepdim=True)), J5, J6, MLU),
    every(lambda x: torch.where(x > 0, 1.0, 0.5), MLU),
    every(lambda x: F.gelu(x, approximate="tanh"), J6),
    every(lambda x: x.mean(2, True) + x.mean(3, True), J5),
    every(lambda x: torch.outer(x, x), J5, J6, MLU, x=LINE[0, 0]),
    every(lambda x: x[:, :, None] * x[:, None], J5, x=LINE[0]),
    every(lambda x: torch.where(x > 0, x.floor(), 0.0), J5, x=LINE),
    every(lambda x: x * x.abs().amax((2, 3), True) - x.sum((2, 3), True), X3),
    every(lambda x: x.flip((2, 3)) + x.cumsum(-1).tril(), MLU),
    every(lambda x: x.repeat_interleave(2, 1).argmin(1, True), MLU),
    every(lambda x: x.index_fill(-1, torch.tensor([0, 2]), 7), X3, J5, J6, MLU),
    every(lambda x: x.index_copy(1, torch.tensor([2, 0]), x[:, :2]), J5, J6, MLU),
    every(lambda x: x.index_add(1, torch.tensor([2, 2]), x[:, :2]), X3, J5, J6, MLU),
    every(lambda x: x.scatter(1, SAME.expand(-1, -1, 8, 8), x), X3, J5, MLU),
    every(lambda x: (x[0, 0] * 2).fill_diagonal_(3) * x, J6, MLU),
    every(lambda x: torch.diag_embed(x[..., 0, :]) + x, J5, MLU),
    every(lambda x: written_apart(x.relu()), J5, MLU),
    every(lambda x: x * 0.5 * (1 + torch.erf(x / 2**0.5)), X3, MLU),
    every(lambda x: torch.maximum(x, torch.tensor(0.0)) * PER_CHANNEL, X3),
    every(lambda x: (x - PER_CHANNEL[0]) / (PER_CHANNEL + 1), X3),
    every(lambda x: x.clamp(torch.zeros(1, 4, 1, 1), PER_CHANNEL), X3),
    every(lambda x: x * x.mean((2, 3), True).expand_as(x), X3),
    every(lambda x: F.linear(x.mean((2, 3)), MATRIX), X3, J5),
    every(lambda x: x * x.mean((1, 2, 3), True) - x.mean(), X3),
    every(lambda x: x.relu().mean(), J5),
    every(lambda x: x * (1 - x.sum(1).sigmoid()).unsqueeze(1), X3),
    every(lambda x: F.prelu(x, PER_CHANNEL.flatten()), X3),
    every(lambda x: x.flatten(2).reshape(1, 2, 2, -1).view(x.shape) + 1, X3),
    every(lambda x: x.amax(1), X3),
    every(lambda x: x.max(1)[0], X3),
    every(lambda x: x.reshape(1, 2, 2, 8, 8), X3, J5),
    every(lambda x: x.diagonal(1, 2, 3).relu() * x.cumprod(1)[:, :, :7, 0], J5, MLU),
    every(lambda x: torch.einsum("bchw,bhk,bkc->cw", x, x[:, 0], x[:, 1, :, :4]), MLU),
    every(lambda x: torch.einsum("bcii->bci", x) + x.prod(2), J5),
    every(lambda x: x.exp() / (1 + x.exp()) / (1 + x.exp()), X3),
    every(lambda x: (4 * x).round(), J5, J6),
    every(lambda x: x.relu().prod(), J5, J6),
    every(lambda x: F.linear(F.unfold(x, 3).mT, PATCHES).mT.unflatten(2, (6, 6)), X3),
    every(lambda x: enlarged(x.relu()) + 1, X3, J5),
    every(lambda x: reorganized(x.relu()) + 1, X3, J5),
    every(lambda x: channels_last(torch.cat([x, -x], 1)) + 1, X3, J5),
    every(lambda x: torch.stack([x, -x], 2).flatten(1, 2) + 1, X3, J5),
]


def errors(model, profile):
    return [one.message for one in diagnose(model, profile) if one.severity == "error"]


@pytest.mark.parametrize(("function", "targets", "x"), CASES)
def test_fix_all_leaves_no_error(function, targets, x):
    model = opened(lambda _, x: function(x), x)
    (before,) = model(x)
    for profile in map(load_profile, targets):
        assert errors(model, profile)
        fixed = apply_edit(model, FixAll(profile.name))
        assert errors(fixed, profile) == [], profile.name
        (after,) = fixed(x)
        torch.testing.assert_close(after, before, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("function", "chosen", "dearer"),
    [
        (
            lambda x: F.interpolate(
                x, scale_factor=2, mode="bilinear", align_corners=True
            ),
            "resize_to_size",
            "bilinear_as_products",
        ),
        (
            lambda x: F.avg_pool2d(x, 2, divisor_override=3),
            "average_of_whole_windows",
            "pool_as_depthwise",
        ),
    ],
)
def test_of_exact_fixes_the_one_with_least_work_comes_first(function, chosen, dearer):
    usable = exact_fixes(function, J5)
    assert usable[0] == chosen
    assert dearer in usable


def exact_fixes(function, target):
    model = opened(lambda _, x: function(x))
    (found,) = [
        one for one in diagnose(model, load_profile(target)) if one.severity == "error"
    ]
    return [fix.edit.rule for fix in found.fixes if fix.is_applicable and fix.exact]


def test_a_gate_of_vectors_is_written_without_reshapes():
    def gated(self, x):
        narrow = self.narrow(self.pool(x).view(2, 4)).relu()
        return x * self.wide(narrow).sigmoid().view(2, 4, 1, 1)

    layers = {"narrow": nn.Linear(4, 2), "wide": nn.Linear(2, 4)}
    pool = nn.AdaptiveAvgPool2d(1)
    model = opened(gated, image(batch=2), pool=pool, **layers)
    fixed = apply_edit(model, FixAll(J5))
    assert errors(fixed, load_profile(J5)) == []
    assert "aten.reshape" not in ops(fixed)


SHIFTING = ("clamp_as_scaled_relu6", "clamp_as_relus")


@pytest.mark.parametrize(
    ("bounds", "order"),
    [
        ((-1000, 1000), ("clamp_less_excess",)),
        ((-100, 100), ("clamp_less_excess", *SHIFTING)),
        ((-6, 6), (*SHIFTING, "clamp_less_excess")),
        ((None, 100), ("clamp_less_excess", "clamp_as_relus")),
    ],
)
def test_a_fix_that_shifts_values_further_than_int8_resolves_comes_later(bounds, order):
    assert tuple(exact_fixes(lambda x: x.clamp(*bounds), X3)) == order


@pytest.mark.parametrize(
    "function", [lambda x: x.amax(1).relu(), lambda x: x.max(1)[0].relu()]
)
def test_what_another_rule_would_only_write_back_is_no_fix(function):
    """Sunrise X3 takes no maximum that drops its axis, and has no reshape for it."""
    model, profile = opened(lambda _, x: function(x)), load_profile(X3)
    fixed = apply_edit(model, FixAll(X3))
    assert fixed.meta["rewrites"] == ()
    (found, _) = [one for one in diagnose(fixed, profile) if one.severity == "error"]
    reasons = [fix.reason for fix in found.fixes]
    assert "it needs reshape, which Sunrise X3 lacks too and no rule writes there" in (
        reasons
    )


def test_fix_all_stops_where_a_rewrite_would_be_repeated_for_ever():
    """On Journey 5 nothing permutes a batch, and four moved groups leave no place."""
    model = opened(lambda _, x: x.permute(1, 0, 3, 2) + 1, image(batch=2))
    fixed = apply_edit(model, FixAll(J5))
    assert fixed.meta["rewrites"] == ()
    assert len(errors(fixed, load_profile(J5))) == 1


AS_MANY = [
    (
        X3,
        lambda x: torch.add(*x.unbind(1)),
        VOLUME,
        "it makes 2 ops that Sunrise X3 refuses too: select takes values with 4 "
        "dimensions; one would have 5",
    ),
    (
        J5,
        lambda x: F.interpolate(x.relu(), scale_factor=2, mode="trilinear") + 1,
        VOLUME,
        "it makes 2 ops that Journey 5 refuses too: reshape takes values with 1 to 4 "
        "dimensions; one would have 5",
    ),
]


@pytest.mark.parametrize(("target", "function", "x", "reason"), AS_MANY)
def test_a_fix_that_leaves_as_many_errors_is_no_fix(target, function, x, reason):
    model, profile = opened(lambda _, x: function(x), x), load_profile(target)
    offered = [fix for one in diagnose(model, profile) for fix in one.fixes]
    assert reason in [fix.reason for fix in offered]
    fixed = apply_edit(model, FixAll(target))
    assert fixed.meta["rewrites"] == ()
    assert errors(fixed, profile) == errors(model, profile)


@pytest.mark.parametrize(("target", "function", "x", "reason"), AS_MANY)
def test_fix_all_takes_back_what_only_adds_errors(
    target, function, x, reason, monkeypatch
):
    """As where a rule was judged too well, for what it makes is read elsewhere."""
    monkeypatch.setattr(Outcomes, "objection", lambda *_: "")
    model, profile = opened(lambda _, x: function(x), x), load_profile(target)
    before = errors(model, profile)
    assert len(errors(apply_edit(model, FixAll(target)), profile)) <= len(before)


@pytest.mark.parametrize(
    "function",
    [lambda x: x.roll(0, 1), lambda x: torch.zeros_like(x, dtype=torch.int64)],
)
def test_what_another_fix_has_made_needless_is_left_out(function):
    """Nothing is computed any more, so there is no place for a stub."""
    model, profile = opened(lambda _, x: function(x)), load_profile(X3)
    assert errors(model, profile)
    fixed = apply_edit(model, FixAll(X3))
    assert ops(fixed) == []


@pytest.mark.parametrize("fallback", ["none", "float"])
def test_fix_all_goes_in_no_circle(fallback, monkeypatch):
    """As where rules were judged too well: each writes what the next one takes away."""
    profile = load_profile(X3)
    ops = profile.ops.keys() - {
        f"aten.{op}" for op in ("mean", "adaptive_avg_pool2d", "avg_pool2d", "conv2d")
    }
    lacking = replace(
        profile, ops={op: profile.ops[op] for op in ops}, fallback=fallback
    )
    monkeypatch.setattr(edits, "load_profile", lambda _: lacking)
    monkeypatch.setattr(Outcomes, "objection", lambda *_: "")
    model = opened(lambda _, x: x.relu().mean((2, 3), True) + 1)
    assert apply_edit(model, FixAll(X3)).meta["rewrites"] == ()


def test_fix_all_follows_a_chain_in_which_each_fix_uncovers_the_next_problem():
    def chain(x):
        for _ in range(34):
            x = x.tanh()
        return x

    model, profile = opened(lambda _, x: chain(x.sum(1))), load_profile(J5)
    assert len(errors(model, profile)) < 3
    assert errors(apply_edit(model, FixAll(J5)), profile) == []


def test_what_stands_in_a_wrong_number_of_dimensions_already_is_still_written():
    """The reshape is told; two assignments behind it are no errors more than it is."""

    def assigned(x):
        boxes = x.reshape(1, 2, 2, 8, 8).sigmoid()
        boxes[..., :2] = boxes[..., :2] * 2
        return boxes.relu()

    model = opened(lambda _, x: assigned(x))
    fixed = apply_edit(model, FixAll(J5))
    assert "aten.slice_scatter.default" in map(str, ops(model))
    assert "aten.slice_scatter.default" not in map(str, ops(fixed))
