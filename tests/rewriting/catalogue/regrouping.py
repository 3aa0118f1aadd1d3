"""Rows of reshapes, permutations and repetitions that move the pixels of images."""

import torch

from tests.rewriting.catalogue.networks import CONV, EVEN, built, conv, plain

WIDE = (2, 4, 6, 10)
"""A batch whose rows and columns are even, so that every step of two ends with them."""
DEEP = (2, 8, 3, 5)
NO_PIXELS = "it does not turn pixels into channels"
NO_CHANNELS = "it does not turn channels into pixels"


def cells(x):
    """Squares of two by two pixels, and where each stands."""
    count, channels, rows, columns = x.shape
    return x.reshape(count, channels, rows // 2, 2, columns // 2, 2)


def regrouped(*order):
    def run(x):
        apart = cells(x).permute(0, *order, 2, 4)
        return apart.reshape(-1, 16, *apart.shape[-2:])

    return plain(run).on(WIDE, EVEN)


def reorganized(x):
    """The reorg of YOLOv2, one swap after the other, as its ports write it."""
    count, channels, rows, columns = x.shape
    rows, columns = rows // 2, columns // 2
    x = x.view(count, channels, rows, 2, columns, 2).transpose(3, 4).contiguous()
    x = x.view(count, channels, rows * columns, 4).transpose(2, 3).contiguous()
    x = x.view(count, channels, 4, rows, columns).transpose(1, 2).contiguous()
    return x.view(count, 4 * channels, rows, columns)


def halved_rows(x):
    count, channels, rows, columns = x.shape
    apart = x.view(count, channels, rows // 2, 2, columns).transpose(2, 3)
    return apart.reshape(count, 2 * channels, rows // 2, columns)


def reorganized_by_rows(x):
    """The reorg of Darknet itself, which moves pixels between rows."""
    count, channels, rows, columns = x.shape
    apart = x.view(count, channels // 4, rows, 2, columns, 2)
    moved = apart.permute(0, 3, 5, 1, 2, 4).contiguous()
    return moved.view(count, 4 * channels, rows // 2, columns // 2)


def deepened(x, *order):
    """Channels as two by two pixels each, or as pixels of each channel."""
    count, channels, rows, columns = x.shape
    apart = x.reshape(count, *_parts(order, channels), rows, columns)
    return apart.permute(0, *order).reshape(count, channels // 4, 2 * rows, 2 * columns)


def _parts(order, channels):
    return [channels // 4 if axis == order[0] else 2 for axis in (1, 2, 3)]


TORCH, TENSORFLOW = (1, 4, 2, 5, 3), (3, 4, 1, 5, 2)


def channels_last(x):
    """Depth to space as it is written of channels behind the pixels."""
    count, channels, rows, columns = x.shape
    apart = x.permute(0, 2, 3, 1).reshape(count, rows, columns, 2, 2, channels // 4)
    whole = apart.permute(0, 1, 3, 2, 4, 5)
    whole = whole.reshape(count, 2 * rows, 2 * columns, channels // 4)
    return whole.permute(0, 3, 1, 2)


def behind_convolution(*order, **modules):
    return built(
        lambda self, x: deepened(self.before(x), *order),
        before=modules.get("before", conv(out=8)),
    )


def enlarged(x):
    rows, columns = x.shape[2:]
    spread = x[:, :, :, None, :, None].expand(-1, -1, -1, 3, -1, 2)
    return spread.reshape(*x.shape[:2], 3 * rows, 2 * columns)


def repeated(x):
    rows, columns = x.shape[2:]
    apart = x.unsqueeze(3).unsqueeze(5).repeat(1, 1, 1, 2, 1, 2)
    return apart.view(*x.shape[:2], 2 * rows, 2 * columns)


def doubled(x):
    """Columns twice, as a stack of a value with itself."""
    return torch.stack([x, x], -1).flatten(3)


NEAREST, SHUFFLE = "upsample_nearest2d", "aten.pixel_shuffle.default"

TABLE = {
    "space_to_depth_as_convolution": (
        [
            (regrouped(3, 5, 1), "reshape", "conv2d"),
            (regrouped(1, 3, 5), "reshape", "conv2d"),
            (regrouped(5, 1, 3), "permute", "conv2d"),
            (plain(reorganized).on(WIDE, EVEN), "reshape", "conv2d"),
            (plain(reorganized).on(WIDE), "transpose_1", "conv2d"),
            (plain(halved_rows).on(WIDE, EVEN), "transpose", "conv2d"),
        ],
        [
            (
                plain(lambda x: x.reshape(2, 4, 63).relu()),
                "reshape",
                "nothing is permuted in this row of reshapes",
            ),
            (plain(lambda x: deepened(x, *TORCH)), "reshape", NO_PIXELS),
            (plain(reorganized_by_rows).on(EVEN), "permute", NO_PIXELS),
            (
                plain(lambda x: x.transpose(0, 1)),
                "transpose",
                "it moves no pixels of images",
            ),
        ],
        0,
    ),
    "depth_to_space_as_one_op": (
        [
            (
                plain(lambda x: deepened(x, *TORCH)),
                "reshape",
                "pixel_shuffle",
            ),
            (
                plain(lambda x: deepened(torch.cat([x, x * 2], 1), *TORCH)),
                "reshape",
                "mul cat pixel_shuffle",
            ),
            (plain(lambda x: deepened(x, *TENSORFLOW)), "permute", "pixel_shuffle"),
        ],
        [
            (
                plain(lambda x: x.flatten(2)),
                "reshape",
                "nothing is permuted in this row of reshapes",
            ),
            (
                plain(lambda x: deepened(x, *TENSORFLOW)).on(DEEP),
                "reshape",
                "it takes the channels in another order",
            ),
            (plain(lambda x: deepened(x, 1, 4, 3, 2, 5)), "reshape", NO_CHANNELS),
            (
                plain(lambda x: x.reshape(2, 2, 2, 7, 9).permute(0, 1, 3, 2, 4) + 1),
                "permute",
                "it moves no pixels of images",
            ),
        ],
        0,
    ),
    "depth_to_space_of_reordered_channels": (
        [
            (
                plain(lambda x: deepened(x, *TENSORFLOW)).on(DEEP, (1, 16, 2, 4)),
                "reshape",
                "conv2d pixel_shuffle",
            ),
            (plain(channels_last).on(DEEP), "permute", "conv2d pixel_shuffle"),
            (
                plain(lambda x: deepened(x, 1, 4, 3, 5, 2)),
                "reshape",
                "conv2d pixel_shuffle",
            ),
            (
                behind_convolution(*TENSORFLOW),
                "permute",
                [CONV, SHUFFLE],
            ),
            (
                behind_convolution(*TENSORFLOW, before=conv(2, 1, out=8, bias=False)),
                "reshape_1",
                [CONV, SHUFFLE],
            ),
            (
                behind_convolution(*TENSORFLOW, before=conv(out=8, groups=2)),
                "reshape",
                [*[CONV] * 2, SHUFFLE],
            ),
        ],
        [
            (plain(lambda x: x.flatten(2)), "reshape", "nothing is permuted in this"),
            (
                plain(lambda x: deepened(x, *TORCH)),
                "reshape",
                "the channels are in that order already",
            ),
            (plain(lambda x: deepened(x, 1, 4, 3, 2, 5)), "permute", NO_CHANNELS),
        ],
        1e-6,
    ),
    "repeated_pixels_as_resize": (
        [
            (plain(lambda x: x.repeat_interleave(2, 2)), "repeat_interleave", NEAREST),
            (plain(lambda x: x.repeat_interleave(3, -1)), "repeat_interleave", NEAREST),
            (
                plain(lambda x: x.repeat_interleave(3, 2).repeat_interleave(2, 3)),
                "repeat_interleave",
                [f"aten.{NEAREST}.vec"],
            ),
            (plain(enlarged), "unsqueeze", NEAREST),
            (plain(enlarged), "expand", NEAREST),
            (plain(repeated), "repeat", NEAREST),
            (plain(doubled), "stack", NEAREST),
            (
                plain(lambda x: x.flatten(2).repeat_interleave(2).view(2, 4, 7, 18)).on(
                    (2, 4, 7, 9)
                ),
                "repeat_interleave",
                NEAREST,
            ),
        ],
        [
            (
                plain(lambda x: x.repeat_interleave(2, 1)),
                "repeat_interleave",
                "it repeats no rows or columns of an image",
            ),
            (
                plain(lambda x: x.repeat(1, 1, 2, 1)),
                "repeat",
                "it repeats no rows or columns of an image",
            ),
            (
                plain(lambda x: x.flatten(2)),
                "reshape",
                "nothing is repeated in this row of reshapes",
            ),
            (
                plain(lambda x: torch.stack([x, x * 2], 1).flatten(1, 2)),
                "stack",
                "nothing is repeated in this row",
            ),
        ],
        0,
    ),
}
