"""A node's range or precision set by hand: whether it has one, and what it becomes."""

from __future__ import annotations

from typing import get_args

import torch
from torch import fx

from engine.errors import EditError
from engine.quantization.folding import WEIGHT_AXIS
from engine.quantization.operators import (
    is_rectifier,
    merges_rectifier,
    moves_integers,
    scalar_of,
)
from engine.recipe import Precision, SetRange
from engine.sentence import say
from engine.targets.calls import SUMS, is_float, op_name

aten = torch.ops.aten
npu = torch.ops.npu


def set_range(node: fx.Node, edit: SetRange) -> None:
    """Fix a node's range, or give it back to calibration.

    Raises:
        EditError: it has no range of its own, or the numbers are none.
    """
    check_range(node, edit)
    if edit.automatic:
        del node.meta["range"]
    else:
        node.meta["range"] = (float(edit.minimum), float(edit.maximum))


def check_range(node: fx.Node, edit: SetRange) -> None:
    """See whether a node can be given a range.

    Raises:
        EditError: it has no range of its own, the numbers are none, or it is set so.
    """
    fixed = node.meta.get("range")
    if edit.automatic and fixed is None:
        raise EditError(
            say("The range of {name} is left to calibration already.", name=node.name)
        )
    if edit.automatic:
        return
    if why := why_no_range(node) or edit.problem:
        raise EditError(why)
    if fixed == (edit.minimum, edit.maximum):
        raise EditError(say("{name} has this range already.", name=node.name))


def set_precision(node: fx.Node, precision: Precision) -> None:
    """Ask for a precision, or leave it to the target again.

    Raises:
        EditError: the node has none, or has this one already.
    """
    check_precision(node, precision)
    node.meta.pop("before_tail", None)
    if precision == "auto":
        del node.meta["precision"]
    else:
        node.meta["precision"] = precision


def check_precision(node: fx.Node, precision: Precision) -> None:
    """See whether a node can be asked for a precision.

    Raises:
        EditError: it cannot, or has it already.
    """
    if precision not in get_args(Precision):
        raise EditError(
            say(
                "There is no precision {precision}; choose {known}.",
                precision=repr(precision),
                known=", ".join(get_args(Precision)),
            )
        )
    if why := why_not_quantized(node):
        raise EditError(why)
    if precision == "int32" and op_name(node) not in SUMS:
        raise EditError(
            say(
                "{name} has no int32 accumulator; choose a convolution, linear, "
                "matrix product or sum.",
                name=node.name,
            )
        )
    if node.meta.get("precision", "auto") == precision:
        raise EditError(
            say(
                "{name} is set to {precision} already.",
                name=node.name,
                precision=precision,
            )
        )


def why_not_quantized(node: fx.Node) -> str:
    """Why a node yields no float value that is quantized, empty if it does."""
    if node.op == "output":
        return say(
            "{name} only returns what others compute; choose one of those.",
            name=node.name,
        )
    if node.op == "get_attr":
        return say(
            "{name} is a constant, quantized as each op that reads it needs; choose "
            "such an op.",
            name=node.name,
        )
    if not is_float(node):
        return say(
            "{name} is no float value; only those are quantized.", name=node.name
        )
    return ""


def why_no_range(node: fx.Node) -> str:
    """Why a node has no range of its own to set, empty if it has one."""
    if why := why_not_quantized(node):
        return why
    precision = node.meta.get("precision", "")
    if precision in ("float", "int32"):
        return say(
            "{name} is set to {precision}, which has no range; choose int8 or int16 "
            "first.",
            name=node.name,
            precision=precision,
        )
    other = _holder(node)
    if other is None:
        return ""
    return say(
        "{name} has no range of its own but that of {other}; set it there.",
        name=node.name,
        other=other.name,
    )


def _holder(node: fx.Node) -> fx.Node | None:
    """The node whose range a value has, None for its own."""
    if node.op == "placeholder":
        stubs = [user for user in node.users if user.target is npu.quant.default]
        return stubs[0] if stubs and len(stubs) == len(node.users) else None
    source = next(iter(node.all_input_nodes), None)
    if source is not None and _is_computed_with(source, node):
        return _reader(node)
    if node.target is npu.dequant.default or moves_integers(node):
        return source
    return _reader(node) or (source if _is_multiple(node) else None)


def _reader(node: fx.Node) -> fx.Node | None:
    """The one op that is computed with the node, if there is such."""
    user = next(iter(node.users)) if len(node.users) == 1 else None
    return user if user is not None and _is_computed_with(node, user) else None


def _is_multiple(node: fx.Node) -> bool:
    return node.target is aten.mul.Tensor and bool(scalar_of(node))


def _is_computed_with(node: fx.Node, user: fx.Node) -> bool:
    """Whether a chip rounds only what a batch norm or a ReLU makes of the node."""
    if len(node.users) != 1:
        return False
    if node.target in WEIGHT_AXIS and user.target is aten.batch_norm.default:
        return not node.meta.get("precision")
    asked = user.meta.get("precision", "")
    is_merging = merges_rectifier(node) or node.target is aten.batch_norm.default
    return is_merging and is_rectifier(user) and asked not in ("float", "int32")
