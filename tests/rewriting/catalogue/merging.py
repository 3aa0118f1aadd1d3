"""Values of more than 4 dimensions between others, with axes that stay together."""

import torch

from tests.rewriting.catalogue.networks import EVEN, plain

SMALL, ALONE = (2, 4, 4, 6), (1, 4, 2, 6)


def in_groups(x):
    batch, channels, height, width = x.shape
    return x.reshape(batch, 2, channels // 2, height, width)


def windows(x):
    """Cut an image into windows, as attention over windows does."""
    batch, channels, height, width = x.shape
    cut = (batch, height // 2, 2, width // 2, 2, channels)
    moved = x.permute(0, 2, 3, 1).reshape(cut).permute(0, 1, 3, 2, 4, 5)
    return moved.relu().reshape(-1, 4, channels)


def attended(x):
    """Weigh groups of channels by what their sum leads to, as split attention does."""
    groups = in_groups(x)
    weights = torch.sigmoid(groups.sum(1)).mean((2, 3), keepdim=True).relu()
    return (groups * torch.stack([weights, 1 + weights], 1).softmax(1)).sum(1)


def compared(x):
    """Join, cut and multiply groups of rows."""
    groups = in_groups(x)
    joined = torch.cat([groups, groups * 2], 2)[:, :, 1:]
    return (joined @ joined.transpose(-1, -2)).select(1, -1)


def centred(x):
    groups = in_groups(x)
    less = groups - groups.mean((2, 3, 4), keepdim=True)
    return (less * torch.arange(1.0, 3).reshape(2, 1, 1, 1)).flatten(1, 2)


def repeated(x):
    batch, channels, height, width = x.shape
    wide = x.unsqueeze(2).expand(batch, channels, 3, height, width)
    return torch.where(wide > 0, wide, wide * 0.5).amax((1, 2))


def on_the_host(x):
    return torch.ops.npu.dequant(in_groups(x).sigmoid())


def shuffled(x):
    batch, _, height, width = x.shape
    apart = x.reshape(batch, 1, 2, 2, height, width).permute(0, 1, 4, 2, 5, 3)
    return apart.sigmoid().reshape(batch, 1, height * 2, width * 2)


def weighed_late(x):
    groups = in_groups(x).relu()
    return (groups * groups.sum(1).sigmoid().unsqueeze(1)).sum(1)


def left_early(x):
    groups = in_groups(x)
    left = torch.ops.npu.dequant(groups)
    return left, (groups * x[:, :2].sigmoid().unsqueeze(1)).sum(1)


FIRST = "reshape sum sigmoid mean relu add reshape stack softmax mul sum"
LAST = "reshape sum sigmoid mean relu add reshape reshape cat softmax mul sum"
COMPARED = "reshape mul cat slice permute matmul slice reshape"

TABLE = {
    "merged_axes_as_images": (
        [
            (plain(windows).on(EVEN, SMALL), "relu", "permute reshape relu reshape"),
            (plain(attended), "reshape", FIRST),
            (plain(attended), "sum_2", LAST),
            (plain(compared).on(EVEN, ALONE), "mul", COMPARED),
            (plain(centred), "mean", "reshape mean sub arange reshape mul reshape"),
            (plain(repeated), "unsqueeze", "reshape expand gt mul where amax reshape"),
            (plain(on_the_host), "sigmoid", "reshape sigmoid dequant reshape"),
        ],
        [
            (
                plain(lambda x: x.relu()),
                "relu",
                "no value of more than 4 dimensions goes in or out",
            ),
            (
                plain(shuffled),
                "permute",
                "reshape tells 5 groups of axes apart; an image has 4",
            ),
            (
                plain(lambda x: in_groups(x).cumsum(1).sum(1)),
                "reshape",
                "cumsum needs more than 4 dimensions",
            ),
            (
                plain(lambda x: in_groups(x).sum((1, 2), dtype=torch.float64)),
                "sum_1",
                "it converts to another type",
            ),
            (
                plain(lambda x: (in_groups(x) + in_groups(x)[None]).sum(0).sum(1)),
                "add",
                "reshape is repeated along a new axis",
            ),
            (plain(weighed_late), "mul", "relu is needed before and after"),
            (plain(left_early), "mul", "dequant is needed before and after"),
        ],
        1e-5,
    ),
}
