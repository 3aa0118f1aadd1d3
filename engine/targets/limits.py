"""The limits an op table may set, and the type of each one's value. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeAlias

from engine.targets.reading import AtLeast

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
Mode = Literal[0, 1, 2]
PadMode = Literal["constant", "reflect", "replicate", "circular"]
Count: TypeAlias = Annotated[int, AtLeast(1)]
Size: TypeAlias = Annotated[int, AtLeast(0)]
Limit: TypeAlias = bool | int | tuple[int, ...] | tuple[str, ...]

LIMITS: Mapping[str, Any] = MappingProxyType(
    {
        "align_corners": bool,
        "axes": tuple[Size, ...],
        "broadcast_batch": bool,
        "broadcast_sides": Size,
        "ceil_mode": bool,
        "centre_sampling": bool,
        "constant_mask": bool,
        "constant_operand": bool,
        "count_include_pad": bool,
        "dilated_stride": Count,
        "divisible": bool,
        "divisor_override": bool,
        "dtypes": tuple[Dtype, ...],
        "exact_gelu": bool,
        "explicit_size": bool,
        "include_self": bool,
        "index_dtypes": tuple[Dtype, ...],
        "indices": bool,
        "input_rank": tuple[Size, ...],
        "interpolation_modes": tuple[Mode, ...],
        "keepdim": bool,
        "kernel_reaches_stride": bool,
        "largest_first": bool,
        "max_axes": Count,
        "max_batch": Count,
        "max_channels": Count,
        "max_dilation": Count,
        "max_extent": Count,
        "max_filter": Count,
        "max_inputs": Count,
        "max_kernel": Count,
        "max_leaving_channels": Count,
        "max_out_channels": Count,
        "max_output_padding": Size,
        "max_padding": Size,
        "max_plane": Count,
        "max_ratio": Annotated[int, AtLeast(2)],
        "max_reduced": Count,
        "max_side": Count,
        "max_stride": Count,
        "max_values": Count,
        "min_input_rank": Count,
        "min_inputs": Count,
        "min_kernel": Count,
        "min_stride": Count,
        "norm_orders": tuple[int, ...],
        "number_bounds": bool,
        "number_exponent": bool,
        "output_only": bool,
        "pad_modes": tuple[PadMode, ...],
        "padding_below_half_kernel": bool,
        "padding_modes": tuple[Mode, ...],
        "padding_within_stride": bool,
        "permutes_batch": bool,
        "rank": tuple[Size, ...],
        "results_leave": bool,
        "rounding_mode": bool,
        "running_statistics": bool,
        "same_padding": bool,
        "same_types": bool,
        "tensor_first": bool,
    }
)
"""The constraints an op table may name, and the type of each one's limit."""

_DEMANDS = (
    "centre_sampling",
    "constant_mask",
    "divisible",
    "exact_gelu",
    "explicit_size",
    "keepdim",
    "kernel_reaches_stride",
    "largest_first",
    "number_bounds",
    "number_exponent",
    "output_only",
    "padding_below_half_kernel",
    "padding_within_stride",
    "results_leave",
    "same_types",
    "tensor_first",
)
_PERMISSIONS = (
    "broadcast_batch",
    "constant_operand",
    "divisor_override",
    "indices",
    "permutes_batch",
    "rounding_mode",
    "same_padding",
)
LIFTED = "any"
"""What any limit may be set to where it limits nothing."""
OFF: Mapping[str, bool] = MappingProxyType(
    {**dict.fromkeys(_DEMANDS, False), **dict.fromkeys(_PERMISSIONS, True)}
)
"""The value at which a limit limits nothing, for those that have one."""
