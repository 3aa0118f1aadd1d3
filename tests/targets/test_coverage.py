"""The table of targets: every op is counted once, where it really ends up."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.progress import run
from engine.recipe import FixAll, InsertStubs
from engine.rewriting.edits import apply_edit
from engine.targets.coverage import compare_targets
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile, profiles
from tests.rewriting.exporting import image, opened, tiny_pidnet

BAYES = load_profile("horizon-bayes")
RUNTIME = load_profile("onnxruntime-cpu")


def judged(model, known):
    return run(compare_targets(model, known))


def test_every_target_is_judged_by_the_same_ops():
    model = opened(
        lambda self, x: F.hardswish(self.conv(1 - x)).cumsum(1),
        conv=nn.Conv2d(4, 4, 3),
    )
    rows = {row.target: row for row in judged(model, profiles())}
    assert set(rows) == {profile.name for profile in profiles()}
    assert {row.ops for row in rows.values()} == {4}
    x3 = rows["horizon-bernoulli2"]
    assert (x3.supported, x3.rewritable, x3.refused) == (1, 3, 0)
    assert x3.refused_ops == ()
    bayes = rows["horizon-bayes"]
    assert (bayes.supported, bayes.rewritable, bayes.refused) == (1, 3, 0)
    assert (bayes.mac_share, bayes.rewritten_mac_share) == (1, 1)
    assert bayes.latency_ms > 0
    nash = rows["horizon-nash-e"]
    assert (nash.supported, nash.rewritable, nash.refused) == (2, 2, 0)
    runtime = rows["onnxruntime-cpu"]
    assert (runtime.supported, runtime.rewritable, runtime.in_float) == (2, 2, 0)


def test_what_a_fallback_runs_is_in_float_and_not_refused():
    resized = opened(
        lambda _, x: F.interpolate(x.relu(), scale_factor=2.0, mode="bilinear")
    )
    (runtime,) = judged(resized, [RUNTIME])
    assert (runtime.supported, runtime.in_float, runtime.refused) == (1, 1, 0)
    assert runtime.float_ops == ("aten.upsample_bilinear2d",)


def test_work_in_refused_ops_is_no_share_of_the_chip():
    model = opened(
        lambda self, x: self.b(self.a(x)),
        a=nn.Conv2d(4, 4, 1),
        b=nn.Conv2d(4, 4, 33, padding=16),
    )
    (row,) = judged(model, [BAYES])
    assert row.refused == 1
    assert row.mac_share == pytest.approx(1 / (1 + 33 * 33))
    assert row.rewritten_mac_share == row.mac_share


def test_work_that_a_rewrite_brings_to_the_chip_is_told_apart():
    x3 = load_profile("horizon-bernoulli2")
    model = opened(
        lambda self, x: self.b(self.a(x).relu()),
        torch.randn(1, 4),
        a=nn.Linear(4, 4),
        b=nn.Linear(4, 4),
    )
    (row,) = judged(model, [x3])
    assert row.mac_share == 0
    assert row.rewritten_mac_share == (0 if row.refused else 1)


def test_work_beside_the_chip_is_no_share_of_it():
    dequant = torch.ops.npu.dequant.default
    model = opened(
        lambda self, x: self.b(dequant(self.a(x))),
        a=nn.Conv2d(4, 4, 1),
        b=nn.Conv2d(4, 4, 1),
    )
    (row,) = judged(model, [BAYES])
    assert row.mac_share == row.rewritten_mac_share == pytest.approx(0.5)


def test_what_no_fallback_can_run_is_refused_on_the_cpu_too():
    model = opened(lambda _, x: torch.fft.rfft2(x).abs() + 1)
    (row,) = judged(model, [RUNTIME])
    assert set(row.refused_ops) == {"aten.abs", "aten.fft_rfft2"}
    assert row.ops == 3


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.name)
def test_the_table_foresees_what_fixing_all_leaves(profile):
    """Chains count too: a reduced sum and the unsqueeze behind it are one rewrite."""
    model = tiny_pidnet()
    (before,) = judged(model, [profile])
    fixed = apply_edit(model, FixAll(profile.name))
    (after,) = judged(fixed, [profile])
    assert (after.rewritable, after.refused) == (0, before.refused)
    errors = [each for each in diagnose(fixed, profile) if each.severity == "error"]
    assert len(errors) == before.refused


def test_stubs_are_not_counted():
    model = opened(lambda self, x: self.op(x), image(), op=nn.Conv2d(4, 4, 1))
    with_stubs = apply_edit(model, InsertStubs())
    assert [row.ops for row in judged(with_stubs, profiles())] == [1] * 7


def test_a_latency_without_a_published_bandwidth_says_so():
    rows = judged(tiny_pidnet(), profiles())
    for row, profile in zip(rows, profiles(), strict=True):
        assert row.counts_memory == (profile.hardware.bandwidth_gb_per_s > 0)
        assert 0 < row.utilization <= 1


def test_the_comparison_tells_which_target_it_is_at():
    seen = []
    known = (BAYES, RUNTIME)
    run(compare_targets(opened(lambda _, x: x + 1), known), seen.append)
    assert [(each.done, each.total, each.note) for each in seen] == [
        (0, 2, BAYES.title),
        (1, 2, RUNTIME.title),
        (2, 2, ""),
    ]
