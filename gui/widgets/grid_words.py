"""What a range set by hand makes of a tensor's grid, as lines before and after."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from engine.info import NodeInfo
from engine.quantization.grids import fixed_grid
from engine.targets.profile import QuantizationScheme
from gui.widgets.quantities import number_text, percent_text
from gui.widgets.tensor_range import TensorRange

Lines = tuple[tuple[str, str], ...]


def grid_lines(
    node: NodeInfo,
    ends: tuple[float, float] | None,
    seen: TensorRange | None,
    scheme: QuantizationScheme,
) -> Lines:
    """The grid of a node before and with another range.

    `ends` is None where calibration is to decide. `seen` is what calibration measured.
    """
    found = None if seen is None or seen.is_by_hand else seen
    before = fixed(node, node.range, seen, scheme) if node.range else found
    after = fixed(node, ends, seen, scheme) if ends else found
    return ("−", _text_of(before)), ("+", _text_of(after))


def fixed(
    node: NodeInfo,
    ends: tuple[float, float],
    seen: TensorRange | None,
    scheme: QuantizationScheme,
) -> TensorRange:
    """A node's tensor on the grid that spans a range; its values as they were seen."""
    bits = 16 if node.precision == "int16" else 8
    grid, scale, zero_point = fixed_grid(ends, scheme, bits)
    tensor = seen or TensorRange(node.name, *ends, scale)
    return replace(
        tensor,
        scale=scale,
        bits=bits,
        zero_point=zero_point,
        is_signed=grid != "u8",
        is_by_hand=True,
    )


def grid_text(tensor: TensorRange) -> str:
    """Write precision, scale, what the integers span, and what lies outside of it."""
    low, high = tensor.clip
    text = _tr("int{bits}: steps of {scale} from {low} to {high}").format(
        bits=tensor.bits,
        scale=number_text(tensor.scale),
        low=number_text(low),
        high=number_text(high),
    )
    if not tensor.histogram.size:
        return text
    share = percent_text(tensor.clipped)
    return _tr("{grid}, {share} % clipped").format(grid=text, share=share)


def _text_of(tensor: TensorRange | None) -> str:
    return grid_text(tensor) if tensor else _tr("as calibration decides")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Grid", text)
