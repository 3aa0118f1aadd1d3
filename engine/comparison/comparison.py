"""Float, calibrated and quantized results of the same images, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.comparison.results import VIEWS, Comparison, ImageResult, Panes, View
from engine.comparison.segmentation import agreement, class_map, confusion, score
from engine.comparison.similarity import Power, power
from engine.errors import ImageError
from engine.images import (
    Preprocessing,
    find_label,
    list_images,
    read_image,
    read_label,
    to_input,
)
from engine.progress import Progress, Steps
from engine.project import ComparisonSettings
from engine.quantization.execution import execute
from engine.quantization.prepare import Prepared
from engine.quantization.qtable import QTable

Matrices = dict[View, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Item:
    """An image to judge, with its label where there is one."""

    image: Path
    label: Path | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The network being judged: three ways to run it, and how pictures enter it.

    `size` is the network's input (height, width); `digest` names graph and table.
    """

    prepared: Prepared
    table: QTable
    size: tuple[int, int]
    preprocessing: Preprocessing
    digest: str


def find_items(settings: ComparisonSettings) -> tuple[Item, ...]:
    """List the images and labels the settings name.

    Raises:
        ImageError: a folder or a label is missing.
    """
    if not settings.images:
        raise ImageError("No images are chosen; choose a folder of images to compare.")
    images = list_images(settings.images, settings.limit)
    if not settings.labels:
        return tuple(Item(image) for image in images)
    return tuple(Item(image, find_label(image, settings.labels)) for image in images)


def compare(
    subject: Subject, items: Sequence[Item], settings: ComparisonSettings
) -> Steps[Comparison]:
    """Run every image three ways and sum up, yielding after each image."""
    judged = []
    for done, item in enumerate(items):
        yield Progress("Comparing", done, len(items), item.image.name)
        panes, powers, classes = _examine(subject, item, settings)
        judged.append((panes.result, powers, _matrices(panes, classes)))
    yield Progress("Comparing", len(items), len(items))
    results = tuple(result for result, _, _ in judged if result is not None)
    total = {
        view: reduce(Power.__add__, (powers[view] for _, powers, _ in judged), Power())
        for view in VIEWS
    }
    return Comparison(
        digest=subject.digest,
        images=results,
        agreement={
            view: float(np.mean([result.agreement[view] for result in results]))
            for view in VIEWS
        },
        sqnr_db={view: total[view].sqnr_db for view in VIEWS},
        scores={
            view: score(np.sum([m[view] for _, _, m in judged], axis=0))
            for view in VIEWS
            if all(view in m for _, _, m in judged)
        },
        classes=settings.classes,
        palette=settings.palette,
    )


def examine(subject: Subject, item: Item, settings: ComparisonSettings) -> Panes:
    """Run one image three ways for the window.

    Raises:
        ImageError: the image or label cannot be read.
        ComparisonError: the network's output is no picture of classes.
    """
    return _examine(subject, item, settings)[0]


def _examine(
    subject: Subject, item: Item, settings: ComparisonSettings
) -> tuple[Panes, dict[View, Power], int]:
    image = read_image(item.image)
    tensor = torch.from_numpy(to_input(image, subject.preprocessing, subject.size))
    outputs: dict[View, Tensor] = {
        view: execute(subject.prepared, subject.table, view, (tensor,))[0]
        for view in VIEWS
    }
    maps = {
        view: class_map(output, image.shape[:2], settings.align_corners)
        for view, output in outputs.items()
    }
    powers = {view: power(outputs["float"], outputs[view]) for view in VIEWS}
    panes = Panes(
        path=str(item.image),
        image=image,
        maps=maps,
        label=read_label(item.label) if item.label is not None else None,
    )
    result = ImageResult(
        path=panes.path,
        agreement={view: agreement(maps["float"], maps[view]) for view in VIEWS},
        sqnr_db={view: powers[view].sqnr_db for view in VIEWS},
    )
    channels = int(outputs["float"].shape[1])
    classes = channels if channels > 1 else max(len(settings.classes), 2)
    return replace(panes, result=result), powers, classes


def _matrices(panes: Panes, classes: int) -> Matrices:
    if panes.label is None:
        return {}
    return {view: confusion(panes.label, panes.maps[view], classes) for view in VIEWS}
