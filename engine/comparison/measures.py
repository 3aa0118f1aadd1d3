"""What agreement means for an output, by its shape."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from engine.comparison.results import Measure
from engine.images import IGNORED
from engine.project import Reading


def measures_of(
    outputs: Sequence[Tensor], reading: Reading = "by_form"
) -> tuple[Measure, ...]:
    """Tell which measure fits each output of a float network.

    Of real values that are read as such, only the noise tells how close they are.
    """
    if reading == "values":
        return tuple(
            "none" if each.is_floating_point() else "equal_values" for each in outputs
        )
    are_classes = say_classes(outputs, reading)
    return tuple(_measure_of(each, are_classes) for each in outputs)


def say_classes(outputs: Sequence[Tensor], reading: Reading) -> bool:
    """Whether maps hold scores of classes, as they are read."""
    return reading == "classes" or (reading == "by_form" and _may_be_classes(outputs))


def _measure_of(output: Tensor, maps_say_classes: bool) -> Measure:
    if not output.is_floating_point():
        return "equal_values"
    if _is_map(output) and output.shape[1] <= IGNORED:
        return "pixel_class" if maps_say_classes else "none"
    if output.dim() == 2 and output.shape[0] == 1 and output.shape[1] > 1:
        return "top_class"
    return "none"


def _may_be_classes(outputs: Sequence[Tensor]) -> bool:
    """Whether the maps that a network returns may be scores of classes at each place.

    Heads that help to train say the same classes in the same size. A detector's layers
    are maps of several sizes, or of boxes beside scores: of those, the channel with the
    highest value says nothing.
    """
    return len({each.shape for each in outputs if _is_map(each)}) <= 1


def _is_map(output: Tensor) -> bool:
    """Whether an output has several real values at each place of one picture."""
    is_real = output.is_floating_point()
    return is_real and output.dim() == 4 and output.shape[0] == 1 < output.shape[1]


def share_of_agreement(wanted: Tensor, found: Tensor, measure: Measure) -> float:
    """Give the fraction of places where two results of one output agree.

    It is nan where `measure` is none.
    """
    if measure == "none":
        return float("nan")
    if measure != "equal_values":
        wanted, found = wanted.argmax(1), found.argmax(1)
    return float(torch.eq(wanted, found).double().mean())


def is_picture(output: Tensor) -> bool:
    """Whether an output says a class for every place of the image.

    Class scores do (1×classes×h×w), and class numbers (1×h×w or 1×1×h×w).
    """
    if output.dim() == 3 and output.shape[0] == 1:
        return not output.is_floating_point()
    if output.dim() != 4 or output.shape[0] != 1 or output.shape[1] > IGNORED:
        return False
    return output.shape[1] > 1 or _holds_class_numbers(output)


def _holds_class_numbers(output: Tensor) -> bool:
    if not output.is_floating_point():
        return True
    whole = bool((output == output.round()).all())
    return whole and float(output.min()) >= 0 and float(output.max()) <= IGNORED
