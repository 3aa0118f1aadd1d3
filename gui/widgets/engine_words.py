"""What the engine says in English, in the language of the window.

The engine hands over severities, constraints and the titles of rules as fixed words.
Those of severities and constraints stand here; the titles of rules are collected from
the catalogue itself (`resources/translations/strings.py`).
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.choices import Offer
from engine.info import Diagnostic, Severity
from engine.recipe import Several
from gui.sentences import in_language


def severity_text(severity: Severity) -> str:
    """Name a severity."""
    return {
        "error": _tr("Error"),
        "warning": _tr("Warning"),
        "advice": _tr("Advice"),
        "hint": _tr("Hint"),
    }[severity]


def reference_text(diagnostic: Diagnostic) -> str:
    """Say where the limit is documented; empty where it is not of a document."""
    if not diagnostic.reference:
        return ""
    return _tr("Documented in: {}").format(in_language(diagnostic.reference))


def title_text(title: str) -> str:
    """The title of a rule or fix."""
    return look_up("Rule", title)


def offer_text(offer: Offer) -> str:
    """The title of a rule at several nodes, with their number; empty for no rule."""
    if not offer.title:
        return ""
    several = offer.edit.edits if isinstance(offer.edit, Several) else ()
    return f"{title_text(offer.title)} ({len(several)})"


def heading_text(constraint: str) -> str:
    """The heading over the problems of one constraint."""
    words = constraint.replace("_", " ")
    return headings().get(constraint, words[:1].upper() + words[1:])


def headings() -> dict[str, str]:
    """The headings of all constraints that diagnoses know."""
    return _kinds() | _shapes() | _windows() | _values()


def look_up(context: str, words: str) -> str:
    """Words that are collected elsewhere."""
    return QCoreApplication.translate(context, words)


def _kinds() -> dict[str, str]:
    return {
        "unsupported": _tr("Ops the chip lacks"),
        "no_kernel": _tr("Ops without any kernel"),
        "traced": _tr("Code that could not be traced"),
        "stubs": _tr("Stubs"),
        "doubled_stub": _tr("Doubled stubs"),
        "constant_stub": _tr("Constants without a stub"),
        "decided": _tr("Lines that one input decided"),
        "crossing": _tr("Floats in the middle"),
        "precision": _tr("Precisions the chip cannot give"),
        "caveat": _tr("Ops that risk accuracy"),
        "coordinates": _tr("Decoding that int8 is too coarse for"),
        "int32_output": _tr("Outputs that could stay int32"),
        "shared": _tr("Shared modules"),
        "unfolded": _tr("Batch norms that are not folded"),
        "unfit": _tr("Parts that do not fit the chip"),
        "advised": _tr("Rewrites that are advised"),
        "alignment": _tr("Channels that are padded"),
        "replaced": _tr("Ops the toolchain rewrites itself"),
        "tail": _tr("Tails left to the CPU"),
        "auxiliary": _tr("Outputs used only in training"),
        "float32": _tr("Values in float32"),
        "half_squares": _tr("Squares summed in float16"),
        "range": _tr("Value ranges that int8 holds badly"),
    }


def _shapes() -> dict[str, str]:
    return {
        "rank": _tr("Number of dimensions"),
        "input_rank": _tr("Number of dimensions of an input"),
        "min_input_rank": _tr("Fewest dimensions of an input"),
        "keepdim": _tr("Dropped dimensions"),
        "axes": _tr("Axes"),
        "max_axes": _tr("Number of axes"),
        "max_reduced": _tr("Size of what is reduced"),
        "max_batch": _tr("Batch size"),
        "max_extent": _tr("Largest side"),
        "max_side": _tr("Largest height or width"),
        "max_plane": _tr("Size of a plane"),
        "max_channels": _tr("Number of channels"),
        "max_out_channels": _tr("Number of output channels"),
        "max_leaving_channels": _tr("Number of channels that leave"),
        "divisible": _tr("Divisible sizes"),
        "permutes_batch": _tr("Moving the batch axis"),
        "broadcast_batch": _tr("Broadcasting along the batch"),
        "broadcast_sides": _tr("Broadcasting of both sides"),
        "min_inputs": _tr("Fewest inputs"),
        "max_inputs": _tr("Most inputs"),
    }


def _windows() -> dict[str, str]:
    return {
        "max_kernel": _tr("Largest kernel"),
        "min_kernel": _tr("Smallest kernel"),
        "max_filter": _tr("Size of a filter"),
        "min_stride": _tr("Smallest stride"),
        "max_stride": _tr("Largest stride"),
        "max_padding": _tr("Largest padding"),
        "padding_below_half_kernel": _tr("Padding against the kernel"),
        "padding_within_stride": _tr("Padding against the stride"),
        "same_padding": _tr("Same padding on all sides"),
        "max_output_padding": _tr("Largest output padding"),
        "max_dilation": _tr("Largest dilation"),
        "dilated_stride": _tr("Stride of dilated windows"),
        "kernel_reaches_stride": _tr("Kernel against the stride"),
        "count_include_pad": _tr("Averages that count padding"),
        "divisor_override": _tr("Averages with a divisor of their own"),
        "ceil_mode": _tr("Rounding sizes up"),
        "align_corners": _tr("Aligned corners"),
        "explicit_size": _tr("Sizes instead of factors"),
        "max_ratio": _tr("Largest resize factor"),
        "centre_sampling": _tr("Sampling at centres"),
        "interpolation_modes": _tr("Interpolation"),
        "padding_modes": _tr("Padding of samples"),
        "pad_modes": _tr("Modes of padding"),
    }


def _values() -> dict[str, str]:
    return {
        "max_values": _tr("Values that are too many"),
        "tensor_first": _tr("Tensor as the first operand"),
        "number_exponent": _tr("Number as the exponent"),
        "rounding_mode": _tr("Rounding of a division"),
        "number_bounds": _tr("Numbers as bounds"),
        "norm_orders": _tr("Order of a norm"),
        "include_self": _tr("Including what was there"),
        "largest_first": _tr("Largest first"),
        "running_statistics": _tr("Running statistics"),
        "index_dtypes": _tr("Types of indices"),
        "exact_gelu": _tr("Exact GELU"),
        "constant_operand": _tr("Constant operand"),
        "constant_mask": _tr("Masks that are computed"),
        "same_types": _tr("Types of two operands"),
        "output_only": _tr("Only at an output"),
        "results_leave": _tr("Results that only leave"),
        "indices": _tr("Indices"),
        "dtypes": _tr("Types of values"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Engine", text)
