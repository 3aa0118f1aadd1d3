"""The street sample: rendered scenes, and weights that can read them."""

import cv2
import dataset
import numpy as np
import pytest
from evaluate import WEIGHTS, class_iou, confusion_matrix, load_network, read_scenes
from render import render
from scene.palette import NAMES, PALETTE

from engine.resources import SAMPLES

STREET = SAMPLES / "street"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def validation() -> dataset.Scenes:
    return read_scenes(STREET / "validation")


@pytest.mark.parametrize("seed", [0, 7, 123_456])
def test_a_seed_always_gives_the_same_scene(seed):
    first_image, first_labels = render(seed)
    again_image, again_labels = render(seed)

    assert np.array_equal(first_image, again_image)
    assert np.array_equal(first_labels, again_labels)


def test_two_seeds_give_two_scenes():
    assert not np.array_equal(render(1)[1], render(2)[1])


def test_a_scene_is_an_rgb_picture_with_a_train_id_for_every_pixel():
    image, labels = render(11)

    assert (image.shape, image.dtype) == ((256, 512, 3), np.uint8)
    assert (labels.shape, labels.dtype) == ((256, 512), np.uint8)
    assert set(np.unique(labels)) <= {*range(len(NAMES)), 255}


def test_there_are_nineteen_classes_with_a_colour_each():
    assert len(NAMES) == len(PALETTE) == len(set(PALETTE)) == 19


def test_every_class_is_seen_clearly_in_several_validation_scenes(validation):
    for train_id, name in enumerate(NAMES):
        pixels = (validation.labels == train_id).sum(axis=(1, 2))
        assert (pixels > 100).sum() >= 5, name


def test_the_committed_labels_are_those_of_the_committed_pictures(validation):
    for index, seed in enumerate(dataset.VALIDATION_SEED + np.arange(16)):
        image, labels = render(int(seed))
        difference = np.abs(image.astype(int) - validation.images[index])

        assert np.array_equal(labels, validation.labels[index])
        assert difference.mean() < 6


def test_the_calibration_pictures_are_the_renderer_s():
    files = sorted((STREET / "calibration").glob("*.jpg"))
    assert len(files) == 16

    for index in (0, 15):
        picture = cv2.cvtColor(cv2.imread(str(files[index])), cv2.COLOR_BGR2RGB)
        image, _ = render(dataset.CALIBRATION_SEED + index)
        assert np.abs(image.astype(int) - picture).mean() < 6


def test_no_committed_or_held_out_scene_was_trained_on():
    training = range(
        dataset.TRAINING_SEED, dataset.TRAINING_SEED + dataset.TRAINING_COUNT
    )
    first_seeds = {
        dataset.HELD_OUT_SEED: dataset.HELD_OUT_COUNT,
        dataset.CALIBRATION_SEED: 16,
        dataset.VALIDATION_SEED: 16,
    }
    others = [
        seed
        for first, count in first_seeds.items()
        for seed in range(first, first + count)
    ]

    assert len(others) == len(set(others))
    assert not set(others) & set(training)


def test_the_weights_are_small_and_finite():
    network = load_network(WEIGHTS)

    assert WEIGHTS.stat().st_size < 6 * MEGABYTE
    assert all(value.isfinite().all() for value in network.state_dict().values())


def test_the_weights_read_the_committed_scenes(validation):
    iou = class_iou(confusion_matrix(load_network(WEIGHTS), validation))

    assert np.nanmean(iou) > 0.78


def test_a_perfect_and_a_wrong_prediction_score_one_and_zero():
    perfect = np.diag(np.arange(19))
    swapped = perfect[:, ::-1]

    assert np.nanmin(class_iou(perfect)) == 1
    assert np.isnan(class_iou(perfect)[0])
    assert class_iou(swapped)[1] == 0
