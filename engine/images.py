"""Images on disk, and how they become the network's input. No torch here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.causes import cause_of
from engine.errors import ImageError
from engine.sentence import say

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
"""A broken image is told in our own sentence, not in a line of OpenCV's besides."""

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"})
IGNORED = 255
"""The label value that no metric counts (Cityscapes' train-id convention)."""

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How an 8-bit image becomes a float tensor: `(pixel / divisor - mean) / std`.

    `channels` is the order the network was trained with; `mean` and `std` follow it.
    """

    channels: Literal["RGB", "BGR"] = "RGB"
    divisor: float = 255.0
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)

    def __post_init__(self) -> None:
        if self.divisor == 0 or 0 in self.std:
            raise ImageError(
                say(
                    "Preprocessing divides by zero; give a divisor and std "
                    "other than 0."
                )
            )


def list_images(folder: str | Path, limit: int | None = None) -> tuple[Path, ...]:
    """Find the images of a folder, sorted by name.

    Raises:
        ImageError: the folder does not exist or holds no image.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ImageError(
            say(
                "There is no folder {folder}; choose a folder of images.", folder=folder
            )
        )
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)
    if not found:
        kinds = ", ".join(sorted(SUFFIXES))
        raise ImageError(
            say(
                "{folder} holds no images ({kinds}); choose another folder.",
                folder=folder,
                kinds=kinds,
            )
        )
    return tuple(found[:limit])


def read_image(path: str | Path) -> Image:
    """Read one image as RGB, shape (height, width, 3).

    Raises:
        ImageError: the file is missing, damaged or not an image.
    """
    image = _decode(Path(path), cv2.IMREAD_COLOR)
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def read_label(path: str | Path) -> Image:
    """Read a label image of train ids, shape (height, width).

    Raises:
        ImageError: the file is missing, damaged, or has more than one channel.
    """
    label = _decode(Path(path), cv2.IMREAD_UNCHANGED)
    if label.ndim != 2 or label.dtype != np.uint8:
        raise ImageError(
            say(
                "{path} is not a label image; it must be a single-channel "
                "8-bit PNG of train ids, without colours.",
                path=path,
            )
        )
    return np.asarray(label, dtype=np.uint8)


def find_label(image: Path, folder: str | Path) -> Path:
    """Find the label of `image`: the PNG of the same stem in `folder`.

    Raises:
        ImageError: there is no such file.
    """
    label = Path(folder) / f"{image.stem}.png"
    if not label.is_file():
        raise ImageError(
            say(
                "{name} has no label {label}; labels are PNGs of the same name.",
                name=image.name,
                label=label,
            )
        )
    return label


def to_input(
    image: Image, preprocessing: Preprocessing, size: tuple[int, int]
) -> NDArray[np.float32]:
    """Turn an RGB image into a network input of shape (1, 3, height, width).

    `size` is (height, width); another size is resized bilinearly, as areas when
    it shrinks.
    """
    height, width = size
    if image.shape[:2] != size:
        shrinks = image.shape[0] > height or image.shape[1] > width
        method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        image = np.asarray(
            cv2.resize(image, (width, height), interpolation=method), dtype=np.uint8
        )
    if preprocessing.channels == "BGR":
        image = image[:, :, ::-1]
    mean = np.asarray(preprocessing.mean, dtype=np.float32)
    std = np.asarray(preprocessing.std, dtype=np.float32)
    values = (image.astype(np.float32) / np.float32(preprocessing.divisor) - mean) / std
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None], dtype=np.float32)


def _decode(path: Path, flags: int) -> NDArray[Any]:
    try:
        data = np.fromfile(path, dtype=np.uint8)
    except OSError as error:
        raise ImageError(
            say("{path} cannot be read: {reason}.", path=path, reason=cause_of(error))
        ) from error
    image = cv2.imdecode(data, flags) if data.size else None
    if image is None:
        raise ImageError(
            say("{path} is not a readable image; remove or replace it.", path=path)
        )
    return image
