"""Rows taken in a given order."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import plain

SHUFFLED = [0, 2, 1, 3]


def selected(rows, axis=1):
    return plain(lambda x: torch.index_select(x, axis, torch.tensor(rows)))


def computed():
    return plain(lambda x: x.index_select(1, x[0, :, 0, 0].argsort()))


def nothing_selected():
    return plain(lambda x: x.index_select(1, torch.tensor([], dtype=torch.int64)))


LISTED = (
    (nothing_selected(), "index_select", "it takes no rows"),
    (computed(), "index_select", "its index is no constant list of rows"),
    (
        plain(lambda x: x[:, [0, 1], [2, 3]]),
        "index",
        "it does not take rows along one axis",
    ),
)

TABLE = {
    "listed_rows_as_slices": (
        [
            (plain(lambda x: x[:, SHUFFLED]), "index", "slice cat"),
            (plain(lambda x: x[:, :, [1, 3, 5, -2]]), "index", "slice cat"),
            (plain(lambda x: x[:, [0, 2]]), "index", "slice"),
            (selected([3, 2, 1, 0]), "index_select", "slice cat"),
            (selected([0, 0, 1], 3), "index_select", "slice cat"),
        ],
        [
            *LISTED,
            (
                selected([*range(7, -1, -1)] * 10, 2),
                "index_select",
                "its rows make",
            ),
        ],
        0,
    ),
    "listed_channels_as_convolution": (
        [
            (plain(lambda x: x[:, SHUFFLED]), "index", "conv2d"),
            (selected([3, 3, 1]), "index_select", "conv2d"),
        ],
        [
            (
                plain(lambda x: x[:, :, SHUFFLED]),
                "index",
                "it takes no channels of an image",
            ),
            *LISTED,
        ],
        0,
    ),
    "roll_as_slices": (
        [
            (plain(lambda x: torch.roll(x, 1, 2)), "roll", "slice cat"),
            (plain(lambda x: torch.roll(x, (-2, 3), (2, -1))), "roll", "slice cat"),
            (plain(lambda x: torch.roll(x, x.shape[2], 2) * 2), "roll", "mul"),
        ],
        [(plain(lambda x: torch.roll(x, 3)), "roll", "it rolls all axes as one")],
        0,
    ),
    "repetition_as_concat": (
        [
            (plain(lambda x: x[:, :1].repeat(1, 4, 1, 1)), "repeat", "slice cat"),
            (plain(lambda x: torch.tile(x, (2, 3))), "tile", "cat"),
            (plain(lambda x: x.repeat(2, 1, 1, 1, 1)), "repeat", "reshape cat"),
        ],
        "all its options enter the formula",
        0,
    ),
    "padding_as_concat": (
        [
            (
                plain(lambda x: F.pad(x, (1, 1, 1, 1), mode="reflect")),
                "pad",
                "slice cat",
            ),
            (
                plain(lambda x: F.pad(x, (3, 0, 0, 2), mode="reflect")),
                "pad",
                "slice cat",
            ),
            (
                plain(lambda x: F.pad(x, (1, 2, 0, 3), mode="circular")),
                "pad",
                "slice cat",
            ),
            (
                plain(lambda x: F.pad(x, (1, 2, 0, 3), mode="replicate")),
                "pad",
                "slice cat",
            ),
        ],
        [
            (
                plain(lambda x: F.pad(x, (1, 1), value=2.0)),
                "pad",
                "it pads by numbers, or takes values off",
            ),
        ],
        0,
    ),
    "padding_by_number": (
        [
            (plain(lambda x: F.pad(x, (1, 0, 0, 2))), "pad", "constant_pad_nd"),
            (plain(lambda x: F.pad(x, (1, 1), value=2.0)), "pad", "constant_pad_nd"),
        ],
        [
            (
                plain(lambda x: F.pad(x, (1, 1, 1, 1), mode="replicate")),
                "pad",
                "it pads by values of the image",
            ),
        ],
        0,
    ),
    "selected_rows_by_index": (
        [
            (selected(SHUFFLED), "index_select", "index"),
            (computed(), "index_select", "select argsort index"),
            (selected([0, 0, 1], -1), "index_select", "index"),
        ],
        "it is another name of the same",
        0,
    ),
}
