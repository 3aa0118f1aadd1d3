"""Which ops a limit can be set for. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _ops(names: str, sizes: str = "") -> frozenset[str]:
    return frozenset(
        f"aten.{name}{size}" for name in names.split() for size in sizes.split() or [""]
    )


_CONVOLUTIONS = _ops("conv conv_transpose", "1d 2d 3d")
_TRANSPOSED = _ops("conv_transpose", "1d 2d 3d")
_AVERAGES = _ops("avg_pool", "1d 2d 3d")
_POOLS = _AVERAGES | _ops("max_pool", "1d 2d 3d")
_WINDOWS = _CONVOLUTIONS | _POOLS
_ADAPTIVE = _ops("adaptive_avg_pool adaptive_max_pool", "1d 2d 3d")
_NEAREST = _ops("upsample_nearest _upsample_nearest_exact", "1d 2d 3d")
_BLENDING = _ops(
    "upsample_linear1d upsample_bilinear2d upsample_trilinear3d upsample_bicubic2d "
    "_upsample_bilinear2d_aa _upsample_bicubic2d_aa"
)
_RESIZES = _NEAREST | _BLENDING
_OF_TWO = _ops(
    "add sub rsub mul div floor_divide remainder fmod maximum minimum pow atan2 where "
    "eq ne gt ge lt le logical_and logical_or logical_xor"
)
_NORMS = _ops("layer_norm group_norm instance_norm rms_norm")
_DROPPING = _ops(
    "sum mean prod amax amin max min argmax argmin any all norm linalg_vector_norm "
    "logsumexp var std median"
)
_REDUCTIONS = (
    _DROPPING | _NORMS | _ops("softmax log_softmax cumsum cumprod topk sort argsort")
)
_CHOOSING = _ops("max min argmax argmin topk sort argsort median")
_INDEXED = _ops(
    "gather index index_select index_put embedding take scatter scatter_add "
    "scatter_reduce index_add index_copy"
)
_LISTED = _ops("cat stack")

FITS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "align_corners": _BLENDING | _ops("grid_sampler affine_grid_generator"),
        "axes": _REDUCTIONS,
        "broadcast_batch": _OF_TWO,
        "broadcast_sides": _OF_TWO,
        "ceil_mode": _POOLS,
        "centre_sampling": _RESIZES,
        "constant_mask": _ops("index index_put masked_scatter"),
        "constant_operand": _OF_TWO | _LISTED | _ops("matmul bmm mm"),
        "count_include_pad": _AVERAGES,
        "dilated_stride": _WINDOWS,
        "divisible": _ADAPTIVE,
        "divisor_override": _AVERAGES,
        "exact_gelu": _ops("gelu"),
        "explicit_size": _RESIZES,
        "include_self": _ops("scatter_reduce"),
        "index_dtypes": _INDEXED,
        "indices": _ops("max min topk sort median")
        | _ops("adaptive_max_pool", "1d 2d 3d"),
        "interpolation_modes": _ops("grid_sampler"),
        "keepdim": _DROPPING,
        "kernel_reaches_stride": _WINDOWS,
        "largest_first": _ops("topk"),
        "max_axes": _REDUCTIONS,
        "max_dilation": _WINDOWS,
        "max_filter": _CONVOLUTIONS,
        "max_inputs": _LISTED,
        "max_kernel": _WINDOWS,
        "max_leaving_channels": _CONVOLUTIONS,
        "max_out_channels": _CONVOLUTIONS,
        "max_output_padding": _TRANSPOSED,
        "max_padding": _WINDOWS,
        "max_ratio": _RESIZES,
        "max_reduced": _REDUCTIONS,
        "max_stride": _WINDOWS,
        "min_inputs": _LISTED,
        "min_kernel": _WINDOWS,
        "min_stride": _WINDOWS,
        "norm_orders": _ops("norm linalg_vector_norm"),
        "number_bounds": _ops("clamp clamp_min clamp_max"),
        "number_exponent": _ops("pow"),
        "output_only": _CHOOSING,
        "pad_modes": _ops("pad"),
        "padding_below_half_kernel": _WINDOWS,
        "padding_modes": _ops("grid_sampler"),
        "padding_within_stride": _WINDOWS,
        "permutes_batch": _ops("permute transpose"),
        "results_leave": _CHOOSING,
        "rounding_mode": _ops("div"),
        "running_statistics": _ops("batch_norm instance_norm"),
        "same_padding": _CONVOLUTIONS,
        "same_types": _ops("eq ne gt ge lt le"),
        "tensor_first": _ops("sub rsub"),
    }
)
"""The ops each limit can be set for; one that is not here fits every op."""
