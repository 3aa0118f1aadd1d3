"""What a comparison found, as plain values. No torch here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

ClassMap = NDArray[np.uint8]
View = Literal["float", "calibrated", "quantized"]
VIEWS: tuple[View, ...] = ("float", "calibrated", "quantized")


@dataclass(frozen=True, slots=True)
class Score:
    """How well class maps match labels.

    `miou` is the mean over the classes that occur in labels or results; a class that
    occurs in neither has an `iou` of nan. All are fractions.
    """

    miou: float
    pixel_accuracy: float
    iou: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ImageResult:
    """One image: the fraction of pixels whose class equals the float network's, and
    the signal-to-quantization-noise ratio of the logits in dB.
    """

    path: str
    agreement: dict[View, float]
    sqnr_db: dict[View, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All images together; `scores` is empty without labels.

    `digest` is that of the graph and the range table the comparison was made with.
    """

    digest: str
    images: tuple[ImageResult, ...]
    agreement: dict[View, float]
    sqnr_db: dict[View, float]
    scores: dict[View, Score] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    palette: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Panes:
    """One image with its class maps, all of one (height, width).

    `image` is RGB; `label` is None where there is none.
    """

    path: str
    image: NDArray[np.uint8]
    maps: dict[View, ClassMap]
    label: ClassMap | None = None
    result: ImageResult | None = None
