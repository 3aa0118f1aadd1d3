"""One network each constraint accepts and one it rejects, with the exact words."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.exporting import image, opened


def conv(*args, **kwargs):
    return nn.Conv2d(4, 4, *args, **kwargs)


def applied(module):
    return opened(lambda self, x: self.op(x), op=module)


def called(function, *inputs):
    return opened(lambda _, *given: function(*given), *inputs)


# name: (limit, accepted model, rejected model, what the message says after "takes")
TABLE = {
    "keepdim": (
        True,
        lambda: called(lambda x: x.sum(1, keepdim=True)),
        lambda: called(lambda x: x.sum((1, 2))),
        "keepdim=True, so that values keep their dimensions; this one has 2 of 4.",
    ),
    "rank": (
        (4,),
        lambda: called(torch.relu),
        lambda: called(torch.relu, torch.randn(2, 3)),
        "values with 4 dimensions; this one has 2.",
    ),
    "axes": (
        (1, 2, 3),
        lambda: called(lambda x: x.mean((-2, -1))),
        lambda: called(lambda x: x.mean(0)),
        "axes 1, 2 or 3 to be reduced; this one has 0.",
    ),
    "max_axes": (
        1,
        lambda: called(lambda x: x.sum(2)),
        lambda: called(lambda x: x.sum((2, 3))),
        "at most 1 axis to be reduced; this one has 2.",
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
    "max_kernel": (
        5,
        lambda: applied(conv(5)),
        lambda: applied(nn.AvgPool2d((2, 7))),
        "a kernel of at most 5; this one has 2×7.",
    ),
    "max_stride": (
        2,
        lambda: applied(conv(3, 2)),
        lambda: applied(nn.MaxPool2d(4)),
        "a stride of at most 2; this one has 4×4.",
    ),
    "max_padding": (
        1,
        lambda: applied(conv(3, padding=1)),
        lambda: applied(conv(3, padding=2)),
        "a padding of at most 1; this one has 2×2.",
    ),
    "max_output_padding": (
        0,
        lambda: applied(nn.ConvTranspose2d(4, 4, 2, 2)),
        lambda: applied(nn.ConvTranspose2d(4, 4, 2, 2, output_padding=1)),
        "an output padding of at most 0; this one has 1×1.",
    ),
    "max_dilation": (
        2,
        lambda: applied(conv(3, dilation=2)),
        lambda: applied(conv(3, dilation=3)),
        "a dilation of at most 2; this one has 3×3.",
    ),
    "dilated_stride": (
        1,
        lambda: applied(conv(3, stride=2)),
        lambda: applied(conv(3, stride=2, dilation=2)),
        "a stride of 1 where it is dilated; this one has 2×2.",
    ),
    "kernel_reaches_stride": (
        True,
        lambda: applied(nn.ConvTranspose2d(4, 4, 2, 2)),
        lambda: applied(nn.ConvTranspose2d(4, 4, 2, 3)),
        "a kernel at least as large as its stride; "
        "this one has kernel 2×2 and stride 3×3.",
    ),
    "max_channels": (
        8,
        lambda: applied(nn.Linear(8, 8)),
        lambda: applied(nn.Conv2d(4, 9, 1)),
        "at most 8 channels; this one has 9.",
    ),
    "count_include_pad": (
        True,
        lambda: applied(nn.AvgPool2d(3, count_include_pad=False)),
        lambda: applied(nn.AvgPool2d(3, padding=1, count_include_pad=False)),
        "count_include_pad=True where it pads; this one has False.",
    ),
    "divisor_override": (
        False,
        lambda: applied(nn.AvgPool2d(3)),
        lambda: applied(nn.AvgPool2d(3, divisor_override=5)),
        "no divisor_override; this one has 5.",
    ),
    "min_kernel": (
        2,
        lambda: applied(nn.ConvTranspose2d(4, 4, 2, 2)),
        lambda: applied(nn.ConvTranspose2d(4, 4, 1, 1)),
        "a kernel of at least 2; this one has 1×1.",
    ),
    "min_stride": (
        2,
        lambda: applied(nn.ConvTranspose2d(4, 4, 2, 2)),
        lambda: applied(nn.ConvTranspose2d(4, 4, 3, (2, 1))),
        "a stride of at least 2; this one has 2×1.",
    ),
    "max_filter": (
        36,
        lambda: applied(nn.Conv2d(4, 99, 3)),
        lambda: applied(nn.Conv2d(4, 4, (3, 5))),
        "at most 36 weights for one output channel; this one has 60.",
    ),
    "ceil_mode": (
        False,
        lambda: applied(nn.MaxPool2d(3)),
        lambda: applied(nn.MaxPool2d(3, ceil_mode=True)),
        "ceil_mode=False; this one has True.",
    ),
    "max_ratio": (
        4,
        lambda: called(lambda x: F.interpolate(x, size=(32, 4))),
        lambda: called(lambda x: F.interpolate(x, size=(2, 40))),
        "a ratio of at most 4, and above 1/4; this one has the ratio 0.25×5.",
    ),
    "constant_operand": (
        False,
        lambda: called(lambda x: x * 2),
        lambda: called(
            lambda x: x + torch.tensor([[[1.0]], [[2.0]], [[3.0]], [[4.0]]])
        ),
        "no constant tensor; this one has one of 4×1×1.",
    ),
    "divisible": (
        True,
        lambda: applied(nn.AdaptiveAvgPool2d(4)),
        lambda: applied(nn.AdaptiveAvgPool2d((4, 3))),
        "an input that its output size divides; this one has 8×8 for 4×3.",
    ),
    "align_corners": (
        False,
        lambda: called(lambda x: F.interpolate(x, size=(16, 16), mode="bilinear")),
        lambda: called(
            lambda x: F.interpolate(
                x, size=(16, 16), mode="bilinear", align_corners=True
            )
        ),
        "align_corners=False; this one has True.",
    ),
    "explicit_size": (
        True,
        lambda: called(lambda x: F.interpolate(x, size=(16, 16))),
        lambda: called(lambda x: F.interpolate(x, scale_factor=(2, 1.5))),
        "a size, or recompute_scale_factor=True; this one has scale factors 2×1.5.",
    ),
    "centre_sampling": (
        True,
        lambda: called(lambda x: F.interpolate(x, size=(16, 24))),
        lambda: called(lambda x: F.interpolate(x, size=(12, 12))),
        "pixels at their centres, as nearest-exact does; "
        "this one has corners, from 8×8 to 12×12.",
    ),
    "interpolation_modes": (
        (0, 1),
        lambda: called(lambda x, g: F.grid_sample(x, g, "nearest"), *_sampled()),
        lambda: called(lambda x, g: F.grid_sample(x, g, "bicubic"), *_sampled()),
        "interpolation modes 0 or 1 (0 bilinear, 1 nearest, 2 bicubic); "
        "this one has 2.",
    ),
    "padding_modes": (
        (0, 1),
        lambda: called(_sample_with("border"), *_sampled()),
        lambda: called(_sample_with("reflection"), *_sampled()),
        "padding modes 0 or 1 (0 zeros, 1 border, 2 reflection); this one has 2.",
    ),
    "pad_modes": (
        ("constant", "replicate"),
        lambda: called(lambda x: F.pad(x, (1, 1, 1, 1), mode="replicate")),
        lambda: called(lambda x: F.pad(x, (1, 1, 1, 1), mode="reflect")),
        "the pad mode constant or replicate; this one has reflect.",
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
    "padding_below_half_kernel": (
        True,
        lambda: applied(nn.ConvTranspose2d(4, 4, 3, 2, padding=1)),
        lambda: applied(nn.ConvTranspose2d(4, 4, 4, 2, padding=2)),
        "a padding below half its kernel; this one has kernel 4×4 and padding 2×2.",
    ),
    "padding_within_stride": (
        True,
        lambda: applied(nn.ConvTranspose2d(4, 4, 4, 2, padding=2)),
        lambda: applied(nn.ConvTranspose2d(4, 4, 3, 2, padding=2)),
        "a padding of at most its kernel divided by its stride; this one has "
        "kernel 3×3, stride 2×2 and padding 2×2.",
    ),
    "same_padding": (
        False,
        lambda: applied(conv(3, padding=1)),
        lambda: applied(conv(3, padding="same")),
        "a padding in numbers; this one has 'same'.",
    ),
    "max_out_channels": (
        4,
        lambda: applied(nn.Conv2d(4, 5, 1)),
        lambda: opened(lambda self, x: self.op(x).relu(), op=nn.Conv2d(4, 5, 1)),
        "at most 4 output channels inside the network; this one has 5.",
    ),
    "max_leaving_channels": (
        4,
        lambda: opened(lambda self, x: self.op(x)[:, :4], op=nn.Conv2d(4, 5, 1)),
        lambda: applied(nn.Conv2d(4, 5, 1)),
        "at most 4 output channels where its value leaves the network; this one has 5.",
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


def _sampled():
    return image(), torch.rand(1, 8, 8, 2)


def _sample_with(padding):
    return lambda x, grid: F.grid_sample(
        x, grid, padding_mode=padding, align_corners=False
    )


def _selected(x, index):
    return torch.index_select(x, 1, index)


def _scattered():
    return image(), torch.zeros(1, 4, 8, 8, dtype=torch.int64), image()


def _reduced_into(include_self):
    return lambda x, index, source: x.scatter_reduce(
        1, index, source, "sum", include_self=include_self
    )
