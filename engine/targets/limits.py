"""The limits an op table may set, and the type of each one's value. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

Dtype = Literal[
    "bool",
    "uint8",
    "int8",
    "int16",
    "int32",
    "int64",
    "float16",
    "bfloat16",
    "float32",
    "float64",
]
PadMode = Literal["constant", "reflect", "replicate", "circular"]
Limit: TypeAlias = bool | int | tuple[int, ...] | tuple[str, ...]

LIMITS: Mapping[str, Any] = MappingProxyType(
    {
        "align_corners": bool,
        "axes": tuple[int, ...],
        "broadcast_batch": bool,
        "broadcast_sides": int,
        "ceil_mode": bool,
        "centre_sampling": bool,
        "constant_operand": bool,
        "count_include_pad": bool,
        "dilated_stride": int,
        "divisible": bool,
        "divisor_override": bool,
        "dtypes": tuple[Dtype, ...],
        "exact_gelu": bool,
        "explicit_size": bool,
        "include_self": bool,
        "index_dtypes": tuple[Dtype, ...],
        "indices": bool,
        "input_rank": tuple[int, ...],
        "interpolation_modes": tuple[int, ...],
        "keepdim": bool,
        "kernel_reaches_stride": bool,
        "largest_first": bool,
        "max_axes": int,
        "max_batch": int,
        "max_channels": int,
        "max_dilation": int,
        "max_extent": int,
        "max_filter": int,
        "max_inputs": int,
        "max_kernel": int,
        "max_leaving_channels": int,
        "max_out_channels": int,
        "max_output_padding": int,
        "max_padding": int,
        "max_plane": int,
        "max_ratio": int,
        "max_reduced": int,
        "max_side": int,
        "max_stride": int,
        "max_values": int,
        "min_input_rank": int,
        "min_inputs": int,
        "min_kernel": int,
        "min_stride": int,
        "norm_orders": tuple[int, ...],
        "number_bounds": bool,
        "number_exponent": bool,
        "output_only": bool,
        "pad_modes": tuple[PadMode, ...],
        "padding_below_half_kernel": bool,
        "padding_modes": tuple[int, ...],
        "padding_within_stride": bool,
        "permutes_batch": bool,
        "rank": tuple[int, ...],
        "rounding_mode": bool,
        "running_statistics": bool,
        "same_padding": bool,
        "tensor_first": bool,
    }
)
"""The constraints an op table may name, and the type of each one's limit."""
