"""Every output of a network, float against calibrated and quantized."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import cast

import numpy as np
from torch import Tensor

from engine.comparison.measures import measures_of, share_of_agreement
from engine.comparison.results import VIEWS, Measure, OutputResult, View
from engine.comparison.similarity import Power, power
from engine.project import Reading
from engine.quantization.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far one output of one image lies from the float network's.

    Where the measure is none, `agreement` is empty; whole numbers have no `powers`.
    """

    shape: tuple[int, ...]
    measure: Measure
    agreement: dict[View, float]
    powers: dict[View, Power]
    max_abs_difference: dict[View, float]

    @property
    def sqnr_db(self) -> dict[View, float]:
        """The signal-to-quantization-noise ratio in dB."""
        return {view: each.sqnr_db for view, each in self.powers.items()}


def deviations(
    outputs: Mapping[View, Sequence[Tensor]], reading: Reading = "by_form"
) -> tuple[Deviation, ...]:
    """Compare every output of one image, read as classes or values."""
    measures = measures_of(outputs["float"], reading)
    return tuple(
        _deviation(dict(zip(outputs, values, strict=True)), measure)
        for measure, *values in zip(measures, *outputs.values(), strict=True)
    )


def sum_up(
    prepared: Prepared, images: Sequence[Sequence[Deviation]]
) -> tuple[OutputResult, ...]:
    """Join the deviations of all images, output by output."""
    (nodes,) = prepared.source.graph.output_node().args
    names = [str(node) for node in cast("Sequence[object]", nodes)]
    return tuple(
        _joined(name, found)
        for name, found in zip(names, zip(*images, strict=True), strict=True)
    )


def _deviation(values: Mapping[View, Tensor], measure: Measure) -> Deviation:
    wanted = values["float"]
    differences = {
        view: (wanted.double() - found.double()).abs() for view, found in values.items()
    }
    return Deviation(
        shape=tuple(wanted.shape),
        measure=measure,
        agreement={
            view: share_of_agreement(wanted, found, measure)
            for view, found in values.items()
            if measure != "none"
        },
        powers={
            view: power(wanted, found)
            for view, found in values.items()
            if wanted.is_floating_point()
        },
        max_abs_difference={
            view: float(each.max()) if each.numel() else 0.0
            for view, each in differences.items()
        },
    )


def _joined(name: str, found: Sequence[Deviation]) -> OutputResult:
    first = found[0]
    powers = {
        view: reduce(Power.__add__, (each.powers[view] for each in found), Power())
        for view in first.powers
    }
    return OutputResult(
        name=name,
        shape=first.shape,
        measure=first.measure,
        agreement={
            view: float(np.mean([each.agreement[view] for each in found]))
            for view in first.agreement
        },
        sqnr_db={view: each.sqnr_db for view, each in powers.items()},
        max_abs_difference={
            view: max(each.max_abs_difference[view] for each in found) for view in VIEWS
        },
    )
