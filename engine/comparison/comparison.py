"""Float, calibrated and quantized results of the same images, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.comparison.measures import is_picture, say_classes
from engine.comparison.outputs import Deviation, deviations, sum_up
from engine.comparison.results import (
    VIEWS,
    ClassMap,
    Comparison,
    ImageResult,
    OutputResult,
    Panes,
    Score,
    View,
)
from engine.comparison.segmentation import agreement, class_map, confusion, score
from engine.errors import ComparisonError, ImageError
from engine.feed import Feed
from engine.images import (
    IGNORED,
    Image,
    find_label,
    list_images,
    read_label,
)
from engine.progress import Progress, Steps
from engine.project import ComparisonSettings
from engine.quantization.execution import execute
from engine.quantization.prepare import Prepared
from engine.quantization.qtable import QTable
from engine.sentence import say

Outputs = Mapping[View, tuple[Tensor, ...]]


@dataclass(frozen=True, slots=True)
class Item:
    """An image to judge, with its label where there is one."""

    image: Path
    label: Path | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The network being judged: three ways to run it, and how pictures enter it.

    `digest` names graph and table.
    """

    prepared: Prepared
    table: QTable
    feed: Feed
    digest: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What is kept of one image."""

    result: ImageResult
    deviations: tuple[Deviation, ...]
    matrices: dict[View, NDArray[np.int64]] = field(default_factory=dict)


def find_items(settings: ComparisonSettings) -> tuple[Item, ...]:
    """List the images and labels the settings name.

    Raises:
        ImageError: a folder or a label is missing.
        ComparisonError: there are labels for outputs that are read as values.
    """
    if not settings.images:
        raise ImageError(
            say("No images are chosen; choose a folder of images to compare.")
        )
    images = list_images(settings.images, settings.limit)
    if not settings.labels:
        return tuple(Item(image) for image in images)
    if settings.reading == "values":
        raise ComparisonError(
            say(
                "Labels hold classes, and the outputs are to be read as values; read "
                "them as classes, or leave the folder of labels empty."
            )
        )
    return tuple(Item(image, find_label(image, settings.labels)) for image in images)


def compare(
    subject: Subject, items: Sequence[Item], settings: ComparisonSettings
) -> Steps[Comparison]:
    """Run every image three ways and sum up, yielding after each image.

    Raises:
        ImageError: an image or a label cannot be read.
        ComparisonError: there are labels, but the network says no class per pixel, or
            they do not fit it.
    """
    judged = []
    for done, item in enumerate(items):
        yield Progress(say("Comparing"), done, len(items), item.image.name)
        judged.append(_judge(subject, item, settings))
    yield Progress(say("Comparing"), len(items), len(items))
    outputs = sum_up(subject.prepared, [each.deviations for each in judged])
    return Comparison(
        digest=subject.digest,
        images=tuple(each.result for each in judged),
        agreement=_mean_agreement(judged),
        sqnr_db=outputs[0].sqnr_db,
        scores=_scores(judged, len(settings.classes)),
        classes=settings.classes,
        palette=settings.palette,
        outputs=_with_agreement(outputs, _mean_agreement(judged)),
    )


def examine(subject: Subject, item: Item, settings: ComparisonSettings) -> Panes:
    """Run one image three ways for the window.

    Raises:
        ImageError: the image or label cannot be read.
        ComparisonError: the network's output is no picture of classes.
    """
    image, outputs = _run(subject, item)
    if not say_classes(outputs["float"], settings.reading):
        raise ComparisonError(_no_classes(settings))
    maps = _maps(outputs, image, settings)
    label = read_label(item.label) if item.label is not None else None
    result = _result(item, maps, deviations(outputs, settings.reading))
    return Panes(str(item.image), image, maps, label, result)


def _no_classes(settings: ComparisonSettings) -> str:
    if settings.reading == "values":
        return say("The outputs are read as values, of which there is no picture.")
    return say(
        "The network returns maps of several sizes or kinds, as a detector does; read "
        "the outputs as classes if the first says a class for every place."
    )


def _judge(subject: Subject, item: Item, settings: ComparisonSettings) -> Judged:
    image, outputs = _run(subject, item)
    first, reading = outputs["float"][0], settings.reading
    found = deviations(outputs, reading)
    are_classes = say_classes(outputs["float"], reading)
    if item.label is None and not (are_classes and is_picture(first)):
        return Judged(_result(item, {}, found), found)
    maps = _maps(outputs, image, settings)
    result = _result(item, maps, found)
    if item.label is None:
        return Judged(result, found)
    label = read_label(item.label)
    has_scores = first.dim() == 4 and first.shape[1] > 1
    classes = first.shape[1] if has_scores else IGNORED
    return Judged(
        result,
        found,
        {view: confusion(label, maps[view], classes) for view in VIEWS},
    )


def read_tensors(feed: Feed, path: Path) -> tuple[Image, tuple[Tensor, ...]]:
    """Read a picture, and a tensor for every input of the network.

    Raises:
        ImageError: the picture or an array beside it cannot be used.
    """
    image, values = feed.read(path)
    return image, tuple(
        torch.from_numpy(value).to(getattr(torch, node.dtype))
        for value, node in zip(values, feed.inputs, strict=True)
    )


def _run(subject: Subject, item: Item) -> tuple[Image, Outputs]:
    image, inputs = read_tensors(subject.feed, item.image)
    return image, {
        view: execute(subject.prepared, subject.table, view, inputs) for view in VIEWS
    }


def _maps(
    outputs: Outputs, image: Image, settings: ComparisonSettings
) -> dict[View, ClassMap]:
    size = (image.shape[0], image.shape[1])
    return {
        view: class_map(outputs[view][0], size, settings.align_corners)
        for view in VIEWS
    }


def _result(
    item: Item, maps: Mapping[View, ClassMap], found: Sequence[Deviation]
) -> ImageResult:
    """Judge one image by its pictures where it has them, else by its first output."""
    first = found[0]
    if maps:
        share = {view: agreement(maps["float"], maps[view]) for view in VIEWS}
    else:
        share = first.agreement
    return ImageResult(str(item.image), share, first.sqnr_db)


def _mean_agreement(judged: Iterable[Judged]) -> dict[View, float]:
    shares = [each.result.agreement for each in judged]
    return {
        view: float(np.mean([share[view] for share in shares]))
        for view in VIEWS
        if all(view in share for share in shares)
    }


def _with_agreement(
    outputs: tuple[OutputResult, ...], first: dict[View, float]
) -> tuple[OutputResult, ...]:
    """Give the first output the agreement that was counted at the image's size."""
    return (replace(outputs[0], agreement=first), *outputs[1:])


def _scores(judged: Sequence[Judged], named: int) -> dict[View, Score]:
    if not all(each.matrices for each in judged):
        return {}
    totals = {
        view: np.asarray(np.sum([each.matrices[view] for each in judged], axis=0))
        for view in VIEWS
    }
    if len(next(iter(totals.values()))) < IGNORED:
        return {view: score(total) for view, total in totals.items()}
    used = max(_highest_class(total) for total in totals.values())
    count = max(used + 1, named)
    return {view: score(total[:count, :count]) for view, total in totals.items()}


def _highest_class(matrix: NDArray[np.int64]) -> int:
    occurs = np.flatnonzero(matrix.sum(0) + matrix.sum(1))
    return int(occurs[-1]) if len(occurs) else 0
