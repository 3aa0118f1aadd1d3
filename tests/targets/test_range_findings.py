"""What calibration reveals of ranges: the sentence with its numbers, or silence."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.opening.summary import summarize
from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.quantization.observers import observe
from engine.quantization.prepare import prepare
from engine.quantization.qtable import QTable, TensorQuantization
from engine.quantization.ranges import solve
from engine.quantization.value_ranges import value_ranges
from engine.recipe import SetPrecision
from engine.rewriting.edits import apply_edit
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from engine.targets.range_findings import MOST_LOST, range_findings
from engine.targets.sharing import shared_calls
from tests.rewriting.exporting import image, opened

BAYES = load_profile("horizon-bayes")


def measured(model, batches, method="min_max", profile=BAYES):
    calibration = run(calibrate(model, profile, batches, len(batches)))
    table = solve(calibration, prepare(model, profile), profile, method)
    return value_ranges(calibration.statistics, table)


def findings(model, batches, method="min_max", profile=BAYES):
    shared = {
        path: [node.name for node in nodes]
        for path, nodes in shared_calls(model.graph, profile).items()
    }
    ranges = measured(model, batches, method, profile)
    return range_findings(summarize(model, "net"), ranges, profile, shared)


def with_outlier(size):
    x = image(4, 32, 32)
    x[0, 0, 0, 0] = size
    return [(x,)]


def test_an_outlier_that_costs_a_tenth_of_the_values_is_told_with_its_numbers():
    model = opened(lambda _, x: torch.maximum(x, x * 0.5), image(4, 32, 32))
    found = findings(model, with_outlier(90.0))
    assert {each.node for each in found} == {"inputs_0", "maximum"}
    first = next(each for each in found if each.node == "inputs_0")
    assert (first.severity, first.constraint) == ("warning", "range")
    assert first.title == "inputs_0 has a huge value range"
    assert first.message.startswith("Its values reach 90 and are 1.")
    assert "int8 steps of 0.706 lose" in first.message


def with_channel(index, size, others):
    """A network of one convolution whose channels are as large as told."""
    conv = nn.Conv2d(4, 8, 1)
    conv.weight.data.mul_(others)
    conv.weight.data[index] = size
    conv.bias.data.zero_()
    return opened(lambda self, x: self.c(x), image(4, 32, 32), c=conv)


def test_a_channel_that_leaves_the_others_few_steps_is_told_with_its_number():
    (found,) = findings(with_channel(3, 5000.0, 1.0), [(image(4, 32, 32),)])
    assert (found.severity, found.title) == ("warning", "Most channels of c are lost")
    assert found.message.startswith("7 of 8 channels span fewer than 4 int8 steps of ")
    assert "because channel 3 reaches" in found.message
    assert found.fixes[0].edit == SetPrecision("conv2d", "int16")


@pytest.mark.parametrize("target", ["bernoulli2", "bayes", "nash-e", "nash-m"])
@pytest.mark.parametrize("is_read", [True, False])
def test_int16_is_offered_where_no_reader_takes_int8_only(target, is_read):
    profile = load_profile(f"horizon-{target}")

    def joined(self, x):
        y = x + x.flip(1)
        return self.c(F.max_pool2d(y, 1)) if is_read else y

    model = opened(joined, image(4, 32, 32), c=nn.Conv2d(4, 4, 1))
    found = findings(model, with_outlier(400.0), profile=profile)
    fix = next(each.fixes[0] for each in found if each.node == "add")
    assert fix.edit == SetPrecision("add", "int16")
    is_refused = target == "bernoulli2" and is_read
    told = "conv2d reads it, and Sunrise X3 computes that from int8 only"
    assert fix.reason == (told if is_refused else "")
    asked = apply_edit(model, fix.edit)
    refused = [e.node for e in diagnose(asked, profile) if e.constraint == "precision"]
    assert refused == (["conv2d"] if is_refused else [])


@pytest.mark.parametrize(("size", "others"), [(5.0, 1.0), (5000.0, 0.0)])
def test_a_channel_beside_which_others_keep_steps_or_are_empty_is_none(size, others):
    model = with_channel(3, size, others)
    assert findings(model, [(image(4, 32, 32),)]) == ()


@pytest.mark.parametrize("method", ["min_max", "mse", "percentile", "kl"])
def test_ordinary_values_are_no_finding(method):
    model = opened(
        lambda self, x: self.b(torch.relu(self.a(x))),
        image(4, 32, 32),
        a=nn.Conv2d(4, 8, 3),
        b=nn.Conv2d(8, 4, 1),
    )
    assert findings(model, [(image(4, 32, 32),) for _ in range(3)], method) == ()


def test_the_stated_loss_is_the_loss_of_rounding():
    model = opened(lambda _, x: x * 1.0 + x, image(4, 32, 32))
    batches = with_outlier(60.0)
    found = measured(model, batches)["inputs_0"]
    (x,) = batches[0]
    lost = (x / found.step).round().mul(found.step) - x
    assert found.loss == pytest.approx(lost.square().mean().sqrt().item(), rel=0.1)
    assert found.typical == pytest.approx(x.square().mean().sqrt().item(), rel=0.1)
    assert found.lost_share == pytest.approx(found.loss / found.typical)


def test_clipping_counts_as_loss():
    (x,) = with_outlier(1000.0)[0]
    entry = TensorQuantization("s8", 0.1, 0, x.min().item(), 1000.0, "mse")
    table = QTable("", BAYES.name, "mse", {"x": entry}, {})
    found = value_ranges({"x": observe(x)}, table)["x"]
    lost = (x / 0.1).round().clamp(-128, 127).mul(0.1) - x
    assert found.loss == pytest.approx(lost.square().mean().sqrt().item(), rel=0.01)
    assert found.lost_share > MOST_LOST


def test_int16_is_offered_where_the_value_is_made():
    op = nn.Conv2d(4, 4, 1)
    nn.init.dirac_(op.weight)
    model = opened(lambda self, x: torch.relu(self.op(x)), image(4, 32, 32), op=op)
    found = {each.node: each for each in findings(model, with_outlier(500.0))}
    (fix,) = found["relu"].fixes
    assert fix.edit == SetPrecision("conv2d", "int16")
    assert fix.is_applicable
    better = apply_edit(model, fix.edit)
    assert "relu" not in {each.node for each in findings(better, with_outlier(500.0))}


def test_int16_is_greyed_where_the_chip_has_none():
    model = opened(lambda _, x: F.avg_pool2d(x, 1), image(4, 32, 32))
    found = {each.node: each for each in findings(model, with_outlier(500.0))}
    (fix,) = found["avg_pool2d"].fixes
    assert fix.reason == "Journey 5 computes average pool 1×1 in int8 only"


def test_an_operand_that_drowns_in_a_concatenation_is_named():
    model = opened(lambda _, x, y: torch.cat([x, y], 1), image(), image())
    batches = [(image() * 0.01, image() * 50)]
    (found,) = findings(model, batches)
    assert found.title == "inputs_0 is lost in cat"
    assert found.message.startswith("inputs_0 reaches 0.0")
    assert "steps of" in found.message
    assert findings(model, [(image(), image() * 3)]) == ()


def test_calls_of_one_module_with_far_apart_ranges_are_named():
    model = opened(lambda self, x: self.op(self.op(x) * 40), op=nn.SiLU())
    (found,) = findings(model, [(image(),)])
    assert found.title == "The calls of op have ranges far apart"
    assert "one module has one scale, so give each call its own." in found.message
    near = opened(lambda self, x: self.op(self.op(x) * 2), op=nn.SiLU())
    assert findings(near, [(image(),)]) == ()


def test_finding_ranges_imports_no_torch():
    code = "import sys, engine.targets.range_findings; sys.exit('torch' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0
