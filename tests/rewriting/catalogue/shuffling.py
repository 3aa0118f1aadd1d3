"""Channels in another order."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import CONV, EVEN, normed, plain


def grouped(x):
    """The channels in two groups of two."""
    return x.reshape(x.shape[0], 2, 2, *x.shape[2:])


def shuffled(x):
    return grouped(x).transpose(1, 2).reshape(x.shape)


def shuffled_in_rows(x):
    return x.reshape(x.shape[0], 2, 2, -1).transpose(1, 2).reshape(x.shape)


def shuffled_by_permutation(x):
    return grouped(x).permute(0, 2, 1, 3, 4).reshape(x.shape)


def pairs(x):
    """The channels two by two, each as one row of values."""
    return x.reshape(-1, 2, x[0, 0].numel())


def apart(x):
    """The even channels and the odd ones."""
    return pairs(x).permute(1, 0, 2).reshape(2, -1, 2, *x.shape[2:])


def paired(x):
    halves = apart(x)
    return halves[0] - halves[1]


def second_pair(x):
    return apart(x)[-1]


def read_apart(x):
    groups = grouped(x)
    return groups.transpose(1, 2).reshape(x.shape) + groups.sum(1).sum(1, True)


READ_TWICE = (plain(read_apart), "reshape", "2 ops read reshape")
NOT_SHUFFLED = (
    plain(lambda x: grouped(x).transpose(1, 2).reshape(2, 4, 63)),
    "reshape",
    "it does not shuffle channels between groups",
)


TABLE = {
    "shuffle_as_one_op": (
        [
            (plain(shuffled), "reshape", ["aten.channel_shuffle.default"]),
            (plain(shuffled_by_permutation), "reshape", "channel_shuffle"),
            (plain(shuffled_in_rows), "reshape", "channel_shuffle"),
        ],
        [
            (
                plain(lambda x: torch.sin(torch.sin(grouped(x)))),
                "reshape",
                "it does not shuffle channels between groups",
            ),
            NOT_SHUFFLED,
            READ_TWICE,
        ],
        0,
    ),
    "shuffle_as_convolution": (
        [
            (plain(shuffled), "reshape", [CONV]),
            (plain(shuffled_by_permutation), "reshape", "conv2d"),
        ],
        [
            (
                plain(lambda x: x.flatten(2).transpose(1, 2).reshape(x.shape)),
                "reshape",
                "it does not shuffle channels between groups",
            ),
            NOT_SHUFFLED,
            READ_TWICE,
        ],
        0,
    ),
    "shuffle_op_as_convolution": (
        [
            (normed(nn.ChannelShuffle(2)), "channel_shuffle", "conv2d"),
            (normed(nn.ChannelShuffle(4)), "channel_shuffle", "conv2d"),
        ],
        [
            (
                plain(lambda x: F.channel_shuffle(x[0], 2)).on(EVEN),
                "channel_shuffle",
                "its input has 3 dimensions, not 4",
            ),
        ],
        0,
    ),
    "paired_channels_as_slices": (
        [
            (plain(paired), "reshape", "slice sub"),
            (plain(second_pair), "reshape", "slice"),
        ],
        [
            (
                plain(lambda x: x.flatten(2).transpose(1, 2).reshape(4, 126)),
                "reshape",
                "it does not pair channels",
            ),
            (
                plain(lambda x: x.reshape(2, 4, 63).relu()),
                "reshape",
                "it does not pair channels",
            ),
            (
                plain(lambda x: x.flatten(2).reshape(2, 2, 2, 63)),
                "reshape_1",
                "it does not pair channels",
            ),
            (
                plain(lambda x: pairs(x).transpose(0, 1).reshape(8, 63)),
                "reshape",
                "it does not pair channels",
            ),
            (
                plain(lambda x: apart(x)[:, 0]),
                "reshape",
                "it does not select halves",
            ),
            (
                plain(lambda x: pairs(x) + pairs(x).relu()),
                "reshape",
                "2 ops read reshape",
            ),
        ],
        0,
    ),
}
