"""Channels in another order."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import CONV, normed, plain


def shuffled(x):
    return x.reshape(1, 2, 2, 8, 8).transpose(1, 2).reshape(1, 4, 8, 8)


def shuffled_by_permutation(x):
    return x.reshape(1, 2, 2, 8, 8).permute(0, 2, 1, 3, 4).reshape(1, 4, 8, 8)


def paired(x):
    halves = x.reshape(2, 2, 64).permute(1, 0, 2).reshape(2, -1, 2, 8, 8)
    return halves[0] - halves[1]


def second_pair(x):
    return x.reshape(2, 2, 64).permute(1, 0, 2).reshape(2, 1, 2, 8, 8)[-1]


def read_apart(x):
    apart = x.reshape(1, 2, 2, 8, 8)
    return apart.transpose(1, 2).reshape(1, 4, 8, 8) + apart.sum(1).sum(1, True)


READ_TWICE = (plain(read_apart), "reshape", "2 ops read reshape")
NOT_SHUFFLED = (
    plain(lambda x: x.reshape(1, 2, 2, 8, 8).transpose(1, 2).reshape(1, 4, 64)),
    "reshape",
    "it does not shuffle channels between groups",
)


TABLE = {
    "shuffle_as_one_op": (
        [
            (plain(shuffled), "reshape", ["aten.channel_shuffle.default"]),
            (plain(shuffled_by_permutation), "reshape", "channel_shuffle"),
        ],
        [
            (
                plain(lambda x: torch.sin(torch.sin(x.reshape(1, 2, 2, 8, 8)))),
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
                plain(
                    lambda x: x.reshape(1, 4, 64).transpose(1, 2).reshape(1, 4, 8, 8)
                ),
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
                plain(lambda x: F.channel_shuffle(x[0], 2)),
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
                plain(lambda x: x.reshape(1, 4, 64).transpose(1, 2).reshape(2, 128)),
                "reshape",
                "it does not pair channels",
            ),
            (
                plain(lambda x: x.reshape(1, 4, 64).relu()),
                "reshape",
                "it does not pair channels",
            ),
            (
                plain(lambda x: x.flatten(2).reshape(1, 2, 2, 64)),
                "reshape_1",
                "it does not pair channels",
            ),
            (
                plain(lambda x: x.reshape(2, 2, 64).transpose(0, 1).reshape(4, 64)),
                "reshape",
                "it does not pair channels",
            ),
            (
                plain(
                    lambda x: (
                        x.reshape(2, 2, 64)
                        .permute(1, 0, 2)
                        .reshape(2, 1, 2, 8, 8)[:, 0]
                    )
                ),
                "reshape",
                "it does not select halves",
            ),
            (
                plain(lambda x: x.reshape(2, 2, 64) + x.reshape(2, 2, 64).relu()),
                "reshape",
                "2 ops read reshape",
            ),
        ],
        0,
    ),
}
