"""Pictures become inputs as the settings say, and bad files are named."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.errors import ImageError
from engine.images import (
    Preprocessing,
    find_label,
    list_images,
    read_image,
    read_label,
    to_input,
)


def save(path, image):
    cv2.imencode(path.suffix, image)[1].tofile(path)
    return path


def test_images_are_read_as_rgb(tmp_path):
    red = np.zeros((4, 6, 3), np.uint8)
    red[..., 2] = 255
    image = read_image(save(tmp_path / "red.png", red))
    assert image.shape == (4, 6, 3)
    assert image[0, 0].tolist() == [255, 0, 0]


def test_a_path_with_chinese_letters_is_read(tmp_path):
    folder = tmp_path / "标定图像"
    folder.mkdir()
    path = save(folder / "图.png", np.zeros((2, 2, 3), np.uint8))
    assert read_image(path).shape == (2, 2, 3)


def test_input_is_normalised_per_channel():
    image = np.full((2, 2, 3), (10, 20, 30), np.uint8)
    settings = Preprocessing("RGB", 10.0, (1, 1, 1), (1, 2, 4))
    values = to_input(image, settings, (2, 2))
    assert values.shape == (1, 3, 2, 2)
    assert values[0, :, 0, 0].tolist() == [0.0, 0.5, 0.5]


def test_bgr_reverses_the_channels():
    image = np.full((2, 2, 3), (10, 20, 30), np.uint8)
    settings = Preprocessing("BGR", 1.0, (0, 0, 0), (1, 1, 1))
    assert to_input(image, settings, (2, 2))[0, :, 0, 0].tolist() == [30, 20, 10]


def test_another_size_is_resized():
    image = np.zeros((8, 8, 3), np.uint8)
    assert to_input(image, Preprocessing(), (4, 6)).shape == (1, 3, 4, 6)


def test_a_zero_divisor_is_refused():
    with pytest.raises(ImageError, match="divides by zero"):
        Preprocessing(std=(1, 0, 1))


def test_images_are_listed_by_name_up_to_the_limit(tmp_path):
    for name in ("b.png", "a.jpg", "c.png"):
        save(tmp_path / name, np.zeros((2, 2, 3), np.uint8))
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert [each.name for each in list_images(tmp_path, 2)] == ["a.jpg", "b.png"]


def test_a_folder_without_images_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ImageError, match="holds no images"):
        list_images(tmp_path)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(ImageError, match="no folder"):
        list_images(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"not an image", b"\x89PNG\r\n\x1a\n\x00"])
def test_a_broken_image_is_named(tmp_path, content):
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    with pytest.raises(ImageError, match=r"broken\.png is not a readable image"):
        read_image(path)


def test_a_coloured_label_is_refused(tmp_path):
    path = save(tmp_path / "label.png", np.zeros((2, 2, 3), np.uint8))
    with pytest.raises(ImageError, match="single-channel"):
        read_label(path)


def test_a_missing_label_is_named(tmp_path):
    with pytest.raises(ImageError, match=r"a\.png"):
        find_label(tmp_path / "a.jpg", tmp_path)
