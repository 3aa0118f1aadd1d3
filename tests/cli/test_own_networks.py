"""A user's own networks and weights go all the way, or are refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from engine.console import report_opening
from engine.networks.repvgg import repvgg_a0
from engine.opening.source import WeightReport
from engine.quantization.calibration import Calibration

ROOT = Path(__file__).resolve().parent.parent.parent

NETWORKS = """
import torch
from torch import nn

print("printed by user code")

class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, 2, 1)
        self.heads = nn.ModuleList(nn.Conv2d(8, 9, 1, stride) for stride in (1, 2))

    def forward(self, x):
        print("more of it")
        x = torch.relu(self.stem(x))
        return [head(x).flatten(2).permute(0, 2, 1) for head in self.heads]

class Batch(nn.Conv2d):
    def __init__(self):
        super().__init__(3, 4, 1)

class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, 2, 1)

    def forward(self, image, previous):
        return torch.relu(self.stem(image)) + previous
"""


@pytest.fixture
def networks(tmp_path):
    path = tmp_path / "networks.py"
    path.write_text(NETWORKS, encoding="utf-8")
    return path


def test_a_detector_goes_all_the_way_although_its_code_prints(
    call_json, networks, tmp_path
):
    project = tmp_path / "detector.json"
    words = (f"{networks}:Detector", "--input", "1x3x32x32", "--all", "-o", project)
    call_json("fix", *words, "--target", "onnxruntime-cpu")
    images = ROOT / "resources/samples/street/calibration"
    call_json("calibrate", project, "--images", images, "--limit", 2)
    found = call_json("run", project, "-o", tmp_path / "out")
    compared = found["compare"]
    assert compared["agreement"] == {}
    assert compared["folder"] == str(images)
    assert [each["shape"] for each in compared["outputs"]] == [[1, 256, 9], [1, 64, 9]]
    assert all(each["sqnr_db"]["quantized"] > 15 for each in compared["outputs"])
    assert found["compile"]["self_check"]["mismatches"] == 0


def test_a_comparison_without_agreement_is_a_table(call, networks, tmp_path):
    project = tmp_path / "detector.json"
    call("fix", f"{networks}:Detector", "--input", "1x3x32x32", "--all", "-o", project)
    images = ROOT / "resources/samples/street/calibration"
    call("calibrate", project, "--images", images, "--limit", 1)
    status, out, err = call("compare", project)
    assert status == 0, err
    assert "1×64×9" in out


def test_a_batch_of_pictures_is_refused_before_measuring(call, networks, tmp_path):
    project = tmp_path / "batch.json"
    call("fix", f"{networks}:Batch", "--input", "2x3x8x8", "--all", "-o", project)
    images = ROOT / "resources/samples/street/calibration"
    status, _, err = call("calibrate", project, "--images", images)
    assert status == 2
    assert "takes 2×3×8×8" in err


def test_weights_that_do_not_fit_are_named(call, networks, tmp_path):
    import torch

    file = tmp_path / "w.pt"
    state = {
        "weight": torch.zeros(4, 3, 1, 1),
        "bias": torch.zeros(5),
        "odd": torch.zeros(1),
    }
    torch.save(state, file)
    words = ("--input", "1x3x8x8", "--checkpoint", file)
    _, _, err = call("inspect", f"{networks}:Batch", *words)
    assert "1 wrongly shaped (bias" in err
    assert "1 unexpected (odd)" in err


@pytest.mark.parametrize(
    ("more", "rest"),
    [
        ((), "."),
        (("module.odd.w",), "; one more in the file, module.odd.w, is not used."),
        ("abcd", "; 4 more in the file, of odd, are not used."),
    ],
)
def test_a_file_with_every_weight_is_said_to_be_met(capsys, more, rest):
    unused = ("odd",) if more else ()
    report = WeightReport("w.pt", 9, "ema", unexpected=tuple(more), unused=unused)
    report_opening(report, ())
    said = f"w.pt, under 'ema': all 9 weights of the network are loaded{rest}\n"
    assert capsys.readouterr().err == said


def test_a_checkpoint_of_other_classes_loads_and_tells_what_does_not_fit(
    call_json, call, tmp_path
):
    with torch.random.fork_rng():
        state = repvgg_a0(classes=5, deploy=True).state_dict()
    file = tmp_path / "five.pth"
    torch.save({"state_dict": {f"module.{k}": v for k, v in state.items()}}, file)
    words = ("inspect", "zoo:repvgg-a0", "--input", "1x3x32x32", "--checkpoint", file)
    words += ("--arg", "deploy=True", "--target", "horizon-bayes")

    _, _, said = call(*words, "--arg", "classes=7")
    found = call_json(*words, "--arg", "classes=5")

    assert "44 weights matched under 'state_dict', 2 wrongly shaped" in said
    assert "linear.weight 5×1280 for 7×1280" in said
    assert found["weights"]["matched"] == 46
    assert found["weights"]["prefix"] == "module."
    assert found["weights"]["unexpected"] == []
    assert found["weights"]["missing"] == []


def test_a_second_input_is_read_from_beside_the_images(call_json, call, networks):
    folder = networks.parent
    shape = (1, 4, 8, 8)
    for name, scale in (("a", 1), ("b", 3)):
        cv2.imwrite(str(folder / f"{name}.png"), np.full((16, 16, 3), 90, np.uint8))
        np.savez(folder / f"{name}.npz", previous=np.full(shape, scale, np.float32))
    project = folder / "recurrent.json"
    words = (f"{networks}:Recurrent", "--target", "cambricon-mlu270")
    shapes = ("--input", "1x3x16x16", "--input", "1x4x8x8")
    call_json("fix", *words, *shapes, "--all", "-o", project)
    assert call_json("calibrate", project, "--images", folder)["images"] == 2
    ranges = Calibration.load(project.with_suffix(".calibration.json")).statistics
    assert (ranges["previous"].minimum, ranges["previous"].maximum) == (1, 3)
    assert call_json("compare", project, "--images", folder)["outputs"][0]["sqnr_db"]
    (folder / "b.npz").unlink()
    status, _, err = call("calibrate", project)
    assert status == 2
    assert "b.png has no values for the input previous (1×4×8×8)" in err
