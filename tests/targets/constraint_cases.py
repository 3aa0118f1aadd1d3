"""One network each constraint accepts and one it rejects, with the exact words."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.exporting import image
from tests.targets.window_cases import WINDOWS, applied, called

# name: (limit, accepted model, rejected model, what the message says after "takes")
TABLE = WINDOWS | {
    "keepdim": (
        True,
        lambda: called(lambda x: x.sum(1, keepdim=True)),
        lambda: called(lambda x: x.sum((1, 2))),
        "keepdim=True, so that values keep their dimensions; "
        "this one has 2 of 4 dimensions left.",
    ),
    "rank": (
        (4,),
        lambda: called(torch.relu),
        lambda: called(torch.relu, torch.randn(2, 3)),
        "values with 4 dimensions; this one has 2.",
    ),
    "input_rank": (
        (4,),
        lambda: called(lambda x: x.argmax(1)),
        lambda: called(lambda x: x.argmax(1), torch.randn(2, 3, 5)),
        "an input with 4 dimensions; this one has 3.",
    ),
    "axes": (
        (1, 2, 3),
        lambda: called(lambda x: x.mean((-2, -1))),
        lambda: called(lambda x: x.mean(0)),
        "axis 1, 2 or 3 to be reduced; this one has 0.",
    ),
    "max_axes": (
        1,
        lambda: called(lambda x: x.sum(2)),
        lambda: called(lambda x: x.sum((2, 3))),
        "at most 1 of its axes to be reduced; this one has 2.",
    ),
    "max_reduced": (
        64,
        lambda: called(lambda x: x.sum((2, 3))),
        lambda: called(lambda x: F.layer_norm(x, [4, 8, 8])),
        "at most 64 values to be reduced into one; this one has 256.",
    ),
    "output_only": (
        True,
        lambda: called(lambda x: x.max(1, keepdim=True)),
        lambda: called(lambda x: x.max(1, keepdim=True)[1] + 1),
        "indices that only leave the network; this one has indices that feed add.",
    ),
    "results_leave": (
        True,
        lambda: called(lambda x: torch.ops.npu.dequant(x.max(1, keepdim=True)[0])),
        lambda: called(lambda x: x.max(1, keepdim=True)[0] + 1),
        "results that only leave the network; this one has one that feeds add.",
    ),
    "dtypes": (
        ("int32", "int64"),
        lambda: called(torch.neg, torch.ones(2, dtype=torch.int32)),
        lambda: called(torch.neg),
        "values of type int32 or int64; this one has float32.",
    ),
    "max_batch": (
        2,
        lambda: called(torch.relu, image(batch=2)),
        lambda: called(torch.relu, image(batch=3)),
        "a batch of at most 2; this one has 3.",
    ),
    "max_extent": (
        16,
        lambda: called(torch.relu, image(width=16, batch=20)),
        lambda: called(torch.relu, image(width=17)),
        "axes of at most 16; this one has 17.",
    ),
    "max_side": (
        8,
        lambda: called(torch.relu, image(channels=9, batch=9)),
        lambda: called(lambda x: x[:, :, :8], image(height=9)),
        "a height and a width of at most 8; this one has 9.",
    ),
    "max_plane": (
        64,
        lambda: called(torch.relu),
        lambda: called(torch.relu, image(height=9)),
        "planes of at most 64 values; this one has 72.",
    ),
    "max_values": (
        256,
        lambda: called(torch.relu),
        lambda: called(torch.relu, image(height=9)),
        "tensors of at most 256 values; this one has 288.",
    ),
    "constant_operand": (
        False,
        lambda: called(lambda x: x * 2),
        lambda: called(
            lambda x: x + torch.tensor([[[1.0]], [[2.0]], [[3.0]], [[4.0]]])
        ),
        "no constant tensor; this one has one of 4×1×1.",
    ),
    "tensor_first": (
        True,
        lambda: called(lambda x: x - 1),
        lambda: called(lambda x: 2.5 - x),
        "a tensor before the minus sign; this one has the number 2.5.",
    ),
    "number_bounds": (
        True,
        lambda: called(lambda x: x.clamp(0, 1)),
        lambda: called(lambda x, y: torch.clamp(x, min=y), image(), image()),
        "numbers as bounds; this one has a tensor.",
    ),
    "norm_orders": (
        (2,),
        lambda: called(lambda x: torch.linalg.vector_norm(x, dim=1, keepdim=True)),
        lambda: called(lambda x: torch.linalg.vector_norm(x, 1, 1, keepdim=True)),
        "norms of order 2; this one has order 1.",
    ),
    "include_self": (
        True,
        lambda: called(_reduced_into(True), *_scattered()),
        lambda: called(_reduced_into(False), *_scattered()),
        "include_self=True; this one has False.",
    ),
    "largest_first": (
        True,
        lambda: called(lambda x: torch.topk(x, 2)),
        lambda: called(lambda x: torch.topk(x, 2, sorted=False)),
        "sorted=True; this one has False.",
    ),
    "running_statistics": (
        True,
        lambda: applied(nn.BatchNorm2d(4)),
        lambda: called(lambda x: F.batch_norm(x, None, None, training=True)),
        "track_running_stats=True; this one has False.",
    ),
    "index_dtypes": (
        ("int32",),
        lambda: called(_selected, image(), torch.ones(2, dtype=torch.int32)),
        lambda: called(_selected, image(), torch.ones(2, dtype=torch.int64)),
        "indices of type int32; this one has int64.",
    ),
    "constant_mask": (
        True,
        lambda: called(lambda x: x.masked_scatter(torch.arange(8) > 3, x)),
        lambda: called(torch.masked_scatter, image(), image() > 0, image()),
        "masks of true and false that are constants; this one has one that is "
        "computed.",
    ),
    "same_types": (
        True,
        lambda: called(lambda x: (x > 0) == (x > x.flip(1))),
        lambda: called(torch.gt, image(), torch.ones(8, dtype=torch.int64)),
        "two tensors of one type, or a number; this one has float32 and int64.",
    ),
    "indices": (
        False,
        lambda: called(lambda x: F.adaptive_max_pool2d(x, 4)),
        lambda: called(
            lambda x: F.adaptive_max_pool2d(x, 4, return_indices=True)[1].float()
        ),
        "no indices to be read; this one has some that are.",
    ),
    "min_input_rank": (
        2,
        lambda: called(torch.matmul, image(), image()),
        lambda: called(torch.matmul, image(), torch.randn(8)),
        "operands of at least 2 dimensions; this one has 1.",
    ),
    "number_exponent": (
        True,
        lambda: called(lambda x: x**3),
        lambda: called(lambda x: x**x),
        "a number as exponent; this one has a tensor.",
    ),
    "rounding_mode": (
        False,
        lambda: called(lambda x: torch.div(x, 2)),
        lambda: called(lambda x: torch.div(x, 2, rounding_mode="floor")),
        "no rounding_mode; this one has floor.",
    ),
    "exact_gelu": (
        True,
        lambda: called(F.gelu),
        lambda: called(lambda x: F.gelu(x, approximate="tanh")),
        "approximate='none'; this one has 'tanh'.",
    ),
    "broadcast_batch": (
        False,
        lambda: called(torch.add, image(batch=2), image(1, batch=2)),
        lambda: called(torch.add, image(batch=2), image()),
        "operands of one batch size; this one has 1 and 2.",
    ),
    "broadcast_sides": (
        1,
        lambda: called(torch.mul, image(), image(1)),
        lambda: called(torch.mul, image(width=1), image(1)),
        "at most 1 operand to be broadcast; this one has 2.",
    ),
    "min_inputs": (
        2,
        lambda: called(lambda x: torch.cat([x, x])),
        lambda: called(lambda x: torch.cat([x])),
        "at least 2 inputs; this one has 1.",
    ),
    "max_inputs": (
        2,
        lambda: called(lambda x: torch.stack([x, x])),
        lambda: called(lambda x: torch.cat([x, x, x])),
        "at most 2 inputs; this one has 3.",
    ),
    "permutes_batch": (
        False,
        lambda: called(lambda x: x.permute(0, 2, 3, 1)),
        lambda: called(lambda x: x.transpose(0, -1)),
        "axes other than the batch to be moved; this one has the order [3, 1, 2, 0].",
    ),
}


def _selected(x, index):
    return torch.index_select(x, 1, index)


def _scattered():
    return image(), torch.zeros(1, 4, 8, 8, dtype=torch.int64), image()


def _reduced_into(include_self):
    return lambda x, index, source: x.scatter_reduce(
        1, index, source, "sum", include_self=include_self
    )
