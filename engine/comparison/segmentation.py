"""Class maps, confusion matrices and intersection over union."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from engine.comparison.measures import is_picture
from engine.comparison.results import ClassMap, Score
from engine.errors import ComparisonError
from engine.images import IGNORED
from engine.sentence import say


def class_map(output: Tensor, size: tuple[int, int], align_corners: bool) -> ClassMap:
    """Turn a network's first output into a class per pixel at `size` (height, width).

    Scores of shape (1, classes, h, w) grow bilinearly before the maximum is taken;
    a map of class numbers (1, h, w) or (1, 1, h, w), from a network that ends in
    argmax, grows to the nearest pixel.

    Raises:
        ComparisonError: the output has another shape.
    """
    if not is_picture(output):
        shape = "×".join(map(str, output.shape))
        raise ComparisonError(
            say(
                "The network's first output is {shape} and no picture of "
                "classes; labels and side-by-side pictures need class scores "
                "of shape 1×classes×height×width or class numbers of shape "
                "1×height×width.",
                shape=shape,
            )
        )
    if output.dim() == 3 or output.shape[1] == 1:
        numbers = output.float().reshape(1, 1, *output.shape[-2:])
        classes = functional.interpolate(numbers, size, mode="nearest")[0, 0]
    else:
        scores = functional.interpolate(
            output.float(), size, mode="bilinear", align_corners=align_corners
        )
        classes = scores[0].argmax(0)
    return classes.to(torch.uint8).numpy()


def confusion(label: ClassMap, result: ClassMap, classes: int) -> NDArray[np.int64]:
    """Count pixels by (label, result), shape (classes, classes); 255 is not counted.

    Raises:
        ComparisonError: the label has another size or classes the network lacks.
    """
    if label.shape != result.shape:
        raise ComparisonError(
            say(
                "The label is {shape}×{other_shape} pixels, the result "
                "{third_shape}×{columns}; labels must be of the image's "
                "size.",
                shape=label.shape[0],
                other_shape=label.shape[1],
                third_shape=result.shape[0],
                columns=result.shape[1],
            )
        )
    counted = label != IGNORED
    wanted = label[counted].astype(np.int64)
    if wanted.size and wanted.max() >= classes:
        raise ComparisonError(
            say(
                "The label holds class {max}, the network has {classes} "
                "classes; labels must be train ids, with 255 for ignored "
                "pixels.",
                max=wanted.max(),
                classes=classes,
            )
        )
    pairs = wanted * classes + result[counted].astype(np.int64)
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)


def score(matrix: NDArray[np.int64]) -> Score:
    """Judge a confusion matrix: IoU = hit / (label + result - hit) per class."""
    hits = np.diag(matrix).astype(np.float64)
    union = matrix.sum(0) + matrix.sum(1) - np.diag(matrix)
    iou = np.full(len(hits), np.nan)
    np.divide(hits, union, out=iou, where=union > 0)
    total = matrix.sum()
    return Score(
        miou=float(np.nanmean(iou)) if np.isfinite(iou).any() else float("nan"),
        pixel_accuracy=float(hits.sum() / total) if total else float("nan"),
        iou=tuple(iou.tolist()),
    )


def agreement(one: ClassMap, other: ClassMap) -> float:
    """Tell the fraction of pixels with the same class in both maps."""
    return float(np.mean(one == other))
