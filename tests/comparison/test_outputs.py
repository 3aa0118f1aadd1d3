"""Every kind of output is judged by the measure that fits it, counted by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from engine.comparison.comparison import Item, Subject, compare, examine, find_items
from engine.comparison.measures import is_picture, measures_of, share_of_agreement
from engine.comparison.outputs import deviations
from engine.errors import ComparisonError
from engine.feed import Feed
from engine.images import Preprocessing
from engine.info import NodeInfo
from engine.opening.graph import normalize
from engine.progress import run
from engine.project import ComparisonSettings
from engine.quantization.calibration import calibrate
from engine.quantization.execution import execute
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from engine.targets.profile import load_profile


class Network(nn.Module):
    """Says a map of classes, scores of the image, boxes, or all of them."""

    def __init__(self, kinds):
        super().__init__()
        torch.manual_seed(0)
        self.conv = nn.Conv2d(3, 6, 3, padding=1)
        self.scores = nn.Linear(6, 10)
        self.kinds = kinds

    def forward(self, x):
        x = self.conv(x)
        results = {
            "argmax": lambda: x.argmax(1),
            "classes": lambda: self.scores(x.mean((2, 3))),
            "boxes": lambda: x.flatten(2).permute(0, 2, 1),
            "pixels": lambda: x,
            "coarse": lambda: x[:, :, ::2, ::2],
        }
        return tuple(results[kind]() for kind in self.kinds)


@pytest.fixture
def items(tmp_path):
    noise = np.random.default_rng(0)
    found = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.png"
        cv2.imwrite(str(path), noise.integers(0, 256, (16, 16, 3), dtype=np.uint8))
        found.append(Item(path))
    return tuple(found)


def subject_of(*kinds):
    torch.manual_seed(1)
    inputs = (torch.randn(1, 3, 16, 16),)
    model = normalize(torch.export.export(Network(kinds).eval(), inputs))
    profile = load_profile("onnxruntime-cpu")
    calibration = run(calibrate(model, profile, [inputs], 1))
    prepared = prepare(model, profile)
    table = solve(calibration, prepared, profile, "mse")
    x = NodeInfo("x", "input", "input", "x", "other", shape=(1, 3, 16, 16))
    feed = Feed((x,), Preprocessing())
    return Subject(prepared, table, feed, "digest")


def judge(items, *kinds, settings=ComparisonSettings()):  # noqa: B008 (frozen)
    return run(compare(subject_of(*kinds), items, settings))


def test_a_network_that_ends_in_argmax_is_judged_by_equal_classes(items):
    found = judge(items, "argmax")
    assert [each.measure for each in found.outputs] == ["equal_values"]
    assert 0.8 < found.agreement["quantized"] < 1
    assert found.agreement["float"] == 1
    assert found.sqnr_db == {}


def test_a_classifier_is_judged_by_its_highest_score(items):
    found = judge(items, "classes")
    assert found.outputs[0].measure == "top_class"
    assert found.agreement["quantized"] in (0, 0.5, 1)
    assert 15 < found.sqnr_db["quantized"] < 80
    assert found.outputs[0].shape == (1, 10)


def test_boxes_have_noise_but_no_agreement(items):
    found = judge(items, "boxes")
    assert found.agreement == {}
    assert found.images[0].agreement == {}
    assert 15 < found.sqnr_db["quantized"] < 80


def test_every_output_is_judged(items):
    found = judge(items, "pixels", "boxes", "classes")
    measures = [each.measure for each in found.outputs]
    assert measures == ["pixel_class", "none", "top_class"]
    assert found.outputs[0].agreement == found.agreement
    assert len({each.name for each in found.outputs}) == 3


def test_maps_of_several_sizes_are_values_unless_classes_are_named(items):
    settings = ComparisonSettings(classes=("road", "sky"))
    found = judge(items, "pixels", "coarse")
    assert [each.measure for each in found.outputs] == ["none", "none"]
    assert found.agreement == found.images[0].agreement == {}
    with pytest.raises(ComparisonError, match="as a detector does"):
        examine(subject_of("pixels", "coarse"), items[0], ComparisonSettings())
    named = judge(items, "pixels", "coarse", settings=settings)
    assert [each.measure for each in named.outputs] == ["pixel_class", "pixel_class"]
    told = judge(items, "pixels", "coarse", settings=reads("classes"))
    assert told.outputs == named.outputs
    aux = judge(items, "pixels", "pixels")
    assert {each.measure for each in aux.outputs} == {"pixel_class"}


def reads(outputs, **others):
    return ComparisonSettings(outputs=outputs, **others)


def test_one_map_of_boxes_is_judged_by_its_noise_where_it_is_said_to_hold_values(items):
    settings = reads("values", classes=("road", "sky"))
    found = judge(items, "pixels", "classes", "argmax", settings=settings)
    measures = [each.measure for each in found.outputs]
    assert measures == ["none", "none", "equal_values"]
    assert found.agreement == found.images[0].agreement == {}
    assert 15 < found.images[0].sqnr_db["quantized"] < 80
    with pytest.raises(ComparisonError, match="are read as values"):
        examine(subject_of("pixels"), items[0], settings)


def test_values_have_no_labels(items):
    folder = str(items[0].image.parent)
    settings = reads("values", images=folder, labels=folder)
    with pytest.raises(ComparisonError, match="read them as classes, or leave"):
        find_items(settings)
    assert find_items(replace(settings, labels="")) == items


def test_the_largest_difference_is_that_of_the_outputs(items):
    subject = subject_of("pixels")
    found = run(compare(subject, items[:1], ComparisonSettings()))
    panes = examine(subject, items[0], ComparisonSettings())
    assert panes.result == found.images[0]
    image = torch.from_numpy(panes.image.transpose(2, 0, 1)[None] / np.float32(255))
    mean, std = (
        torch.tensor(values).reshape(1, 3, 1, 1)
        for values in (subject.feed.preprocessing.mean, subject.feed.preprocessing.std)
    )
    wanted, got = (
        execute(subject.prepared, subject.table, mode, ((image - mean) / std,))[0]
        for mode in ("float", "quantized")
    )
    difference = float((wanted - got).abs().max())
    assert found.outputs[0].max_abs_difference["quantized"] == pytest.approx(
        difference, rel=1e-3
    )


def test_labels_need_a_class_per_pixel(items, tmp_path):
    label = tmp_path / "label.png"
    cv2.imwrite(str(label), np.zeros((16, 16), dtype=np.uint8))
    with pytest.raises(ComparisonError, match="1×10"):
        run(
            compare(
                subject_of("classes"),
                [Item(items[0].image, label)],
                ComparisonSettings(),
            )
        )


def test_class_numbers_are_scored_without_naming_the_classes(items, tmp_path):
    label = tmp_path / "label.png"
    numbers = np.full((16, 16), 255, dtype=np.uint8)
    numbers[:4] = 5
    cv2.imwrite(str(label), numbers)
    found = run(
        compare(
            subject_of("argmax"), [Item(items[0].image, label)], ComparisonSettings()
        )
    )
    panes = examine(
        subject_of("argmax"), Item(items[0].image, label), ComparisonSettings()
    )
    hits = (panes.maps["float"][:4] == 5).mean()
    assert found.scores["float"].pixel_accuracy == pytest.approx(hits)
    assert len(found.scores["float"].iou) == 6


@pytest.mark.parametrize(
    ("output", "measure", "picture"),
    [
        (torch.zeros(1, 19, 4, 4), "pixel_class", True),
        (torch.zeros(1, 4, 4, dtype=torch.int64), "equal_values", True),
        (torch.zeros(1, 1, 4, 4, dtype=torch.int64), "equal_values", True),
        (torch.full((1, 1, 4, 4), 3.0), "none", True),
        (torch.full((1, 1, 4, 4), 0.5), "none", False),
        (torch.zeros(1, 1000), "top_class", False),
        (torch.zeros(1, 300, 4, 4), "none", False),
        (torch.zeros(2, 19, 4, 4), "none", False),
        (torch.zeros(1, 8400, 85), "none", False),
    ],
)
def test_the_shape_says_what_can_be_judged(output, measure, picture):
    assert measures_of((output,)) == (measure,)
    assert is_picture(output) is picture


def test_agreement_counts_places_of_the_same_class():
    one = torch.tensor([[[[1.0, 0.0]], [[0.0, 1.0]]]])
    other = torch.tensor([[[[1.0, 1.0]], [[0.0, 0.0]]]])
    assert share_of_agreement(one, other, "pixel_class") == 0.5
    assert math.isnan(share_of_agreement(one, other, "none"))


def test_equal_results_have_infinite_ratio_and_no_difference():
    values = (torch.ones(1, 3),)
    (found,) = deviations({"float": values, "calibrated": values, "quantized": values})
    assert found.sqnr_db["quantized"] == math.inf
    assert found.max_abs_difference["quantized"] == 0
