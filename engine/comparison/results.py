"""What a comparison found, as plain values. No torch here."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

ClassMap = NDArray[np.uint8]
View = Literal["float", "calibrated", "quantized"]
Measure = Literal["pixel_class", "top_class", "equal_values", "none"]
"""How two results of one output agree.

`pixel_class`: the class of highest score at each place of a 1×classes×h×w output;
`top_class`: the class of highest score of a 1×classes output; `equal_values`: the
values of an integer output, such as that of argmax; `none`: real values, such as
boxes or features, whose closeness only the noise tells.
"""
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
    """One image: the fraction of places whose class equals the float network's, and
    the signal-to-quantization-noise ratio of the first output in dB.

    `agreement` is empty for an output that says no classes, `sqnr_db` for one of whole
    numbers.
    """

    path: str
    agreement: dict[View, float]
    sqnr_db: dict[View, float]

    @property
    def closeness(self) -> tuple[float, float]:
        """What orders images from the worst: agreement, then how little noise."""
        noise = self.sqnr_db.get("quantized", math.inf)
        return self.agreement.get("quantized", 1.0), noise


@dataclass(frozen=True, slots=True)
class OutputResult:
    """One of the network's outputs over all images, against the float network.

    `measure` says what `agreement` counts; as in an image, what has no meaning for the
    output is absent. `max_abs_difference` is in the output's own unit.
    """

    name: str
    shape: tuple[int, ...]
    measure: Measure
    agreement: dict[View, float]
    sqnr_db: dict[View, float]
    max_abs_difference: dict[View, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All images together; `scores` is empty without labels.

    `agreement` and `sqnr_db` are those of the first output; `outputs` has all of them.
    `digest` is that of the graph and the range table the comparison was made with.
    """

    digest: str
    images: tuple[ImageResult, ...]
    agreement: dict[View, float]
    sqnr_db: dict[View, float]
    scores: dict[View, Score] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    palette: tuple[tuple[int, int, int], ...] = ()
    outputs: tuple[OutputResult, ...] = ()


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
