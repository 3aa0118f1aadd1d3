"""What lies beside a picture becomes the other inputs, or is refused by name."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.errors import ImageError
from engine.feed import Feed
from engine.images import Preprocessing
from engine.info import NodeInfo


def taken(name, *shape, dtype="float32"):
    return NodeInfo(name, "input", "input", name, "other", shape=shape, dtype=dtype)


PICTURE, STATE = taken("image", 1, 3, 4, 6), taken("state", 1, 2, 5)
STEP = taken("step", 1, dtype="int64")


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "a.png"
    cv2.imwrite(str(path), np.zeros((4, 6, 3), np.uint8))
    return path


def test_every_input_gets_its_array_in_the_order_of_the_network(picture):
    state = np.arange(10, dtype=np.float64).reshape(1, 2, 5)
    np.savez(picture.with_suffix(".npz"), state=state)
    np.save(picture.with_suffix(".step.npy"), np.array([7], np.int32))
    feed = Feed((STEP, PICTURE, STATE), Preprocessing())
    _, (step, image, found) = feed.read(picture)
    assert step.tolist() == [7]
    assert image.shape == (1, 3, 4, 6)
    assert np.array_equal(found, state)
    names = [file.name for file in feed.files(picture)]
    assert names == ["a.png", "a.npz", "a.step.npy"]


@pytest.mark.parametrize("ending", [".npy", ".state.npy", ".npz"])
def test_a_single_array_needs_no_name_and_no_batch(picture, ending):
    save = np.savez if ending == ".npz" else np.save
    save(picture.with_suffix(ending), np.ones((2, 5), np.float32))
    _, (_, state) = Feed((PICTURE, STATE), Preprocessing()).read(picture)
    assert state.shape == (1, 2, 5)


@pytest.mark.parametrize(
    ("inputs", "array", "words"),
    [
        ((PICTURE, STATE), None, r"a\.png has no values for the input state \(1×2×5\)"),
        (
            (PICTURE, STATE),
            np.ones((1, 2, 4)),
            r"holds 1×2×4 \(float64\), but .* state",
        ),
        ((PICTURE, STEP), np.array([0.5]), r"\(float64\), but .* takes 1 \(int64\)"),
        ((PICTURE, STATE), np.array({}), "holds no numbers that can be read"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(picture, inputs, array, words):
    if array is not None:
        np.save(picture.with_suffix(".npy"), array)
    with pytest.raises(ImageError, match=words):
        Feed(inputs, Preprocessing()).read(picture)


def test_a_network_without_a_picture_is_refused():
    with pytest.raises(ImageError, match=r"takes 1×2×5; images need an input"):
        Feed((STATE,), Preprocessing())
