"""Cases of limits of sliding windows; `constraint_cases` holds the others."""

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
WINDOWS = {
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
}


def _sampled():
    return image(), torch.rand(1, 8, 8, 2)


def _sample_with(padding):
    return lambda x, grid: F.grid_sample(
        x, grid, padding_mode=padding, align_corners=False
    )
