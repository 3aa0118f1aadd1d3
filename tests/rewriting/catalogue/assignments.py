"""Writing into part of a tensor, as torch's functional ops spell it."""

import torch

from tests.rewriting.catalogue.networks import EVEN, ODD, assigned, write_number


def write_rows(y, x):
    y[..., 2:5] = x[..., :3]


def write_every_other(y, x):
    y[..., ::2] = x[..., : y[..., ::2].shape[-1]]


def write_odd_channels(y, x):
    y[:, 1::2, ::2] = x[:, :2, : y[:, :, ::2].shape[2]]


def write_every_third(y, _):
    y[:, :, 1:6:3] = 7


def write_images(y, x):
    y[::2] = x[:1]


def write_far_apart(y, x):
    y[..., 3::20] = x[..., 1:2]


def write_nothing(y, x):
    y[:, 4::2] = x[:, :0]


def write_all(y, x):
    y[:, 1:3] = x[:, :2]


def write_row(y, x):
    y[:, -1] = x[:, 0]


def write_broadcast(y, x):
    y[..., 2:6] = x[..., :1]


def write_row_number(y, _):
    y[:, :, -2] = 1.5


def write_masked(y, _):
    y[y < 0] = 0


def write_where_large(y, x):
    y[x > 1] = 2


def write_listed(y, x):
    y[:, [2, 0]] = x[:, :2]


def write_listed_columns(y, x):
    y[:, :, :, [1, 2, -1]] = x[..., :3]


def write_listed_twice(y, x):
    y[:, [1, 1]] = x[:, :2]


def fill_listed(y, _):
    y.index_fill_(-1, torch.tensor([1, 2, 4]), 7)


def fill_listed_mean(y, x):
    y.index_fill_(1, torch.tensor([3, 0]), x.mean())


def copy_listed(y, x):
    y.index_copy_(-3, torch.tensor([2, 0]), x[:, :2])


SPREAD = "mul slice reshape expand cat"
INTERLEAVED = "mul slice reshape cat"


def add_where_negative(y, _):
    y.index_put_((y < 0,), torch.ones(1), accumulate=True)


TABLE = {
    "slice_assignment_as_concat": (
        [
            (
                assigned(write_rows),
                "slice_scatter",
                ["aten.mul.Tensor"] + ["aten.slice.Tensor"] * 3 + ["aten.cat.default"],
            ),
            (
                assigned(write_all),
                "slice_scatter",
                ["aten.mul.Tensor"] + ["aten.slice.Tensor"] * 3 + ["aten.cat.default"],
            ),
            (assigned(write_number), "slice_scatter", "mul fill slice cat"),
            (
                assigned(write_broadcast),
                "slice_scatter",
                SPREAD,
            ),
        ],
        [
            (
                assigned(write_every_other),
                "slice_scatter",
                "it writes with steps of 2",
            ),
        ],
        0,
    ),
    "strided_assignment_as_concat": (
        [
            (assigned(write_every_other), "slice_scatter", INTERLEAVED),
            (
                assigned(write_odd_channels),
                "slice_scatter",
                INTERLEAVED + " slice_scatter",
            ),
            (
                assigned(write_odd_channels),
                "slice_scatter_1",
                INTERLEAVED + " slice_scatter",
            ),
            (assigned(write_every_third), "slice_scatter", INTERLEAVED + " fill"),
            (assigned(write_images).on(ODD), "slice_scatter", INTERLEAVED),
            (assigned(write_images).on((5, 4, 3, 2)), "slice_scatter", SPREAD),
            (assigned(write_far_apart), "slice_scatter", "mul slice cat"),
        ],
        [
            (
                assigned(write_rows),
                "slice_scatter",
                "it writes no values with steps between them",
            ),
            (
                assigned(write_nothing),
                "slice_scatter",
                "it writes no values with steps between them",
            ),
        ],
        0,
    ),
    "select_assignment_as_concat": (
        [
            (
                assigned(write_row),
                "select_scatter",
                [
                    "aten.mul.Tensor",
                    "aten.select.int",
                    "aten.unsqueeze.default",
                    "aten.slice.Tensor",
                    "aten.cat.default",
                ],
            ),
            (
                assigned(write_row_number),
                "select_scatter",
                "mul select fill unsqueeze slice cat",
            ),
        ],
        "one row, broadcast if need be, always fits between two slices",
        0,
    ),
    "masked_assignment_as_choice": (
        [
            (assigned(write_masked), "index_put", "mul lt where"),
            (assigned(write_where_large), "index_put", "mul gt where"),
        ],
        [
            (assigned(write_listed), "index_put", "its index is no mask of the whole"),
            (
                assigned(add_where_negative),
                "index_put",
                "it writes several values, or adds them",
            ),
        ],
        0,
    ),
    "row_assignment_as_concat": (
        [
            (assigned(write_listed).on(EVEN), "index_put", SPREAD),
            (assigned(write_listed).on(ODD), "index_put", "mul slice cat"),
            (
                assigned(write_listed_columns).on(EVEN),
                "index_put",
                SPREAD,
            ),
            (assigned(write_listed_columns).on(ODD), "index_put", "mul slice cat"),
            (assigned(fill_listed), "index_fill", "mul slice cat"),
            (assigned(fill_listed_mean), "index_fill", "mul mean expand slice cat"),
            (assigned(copy_listed), "index_copy", "mul slice cat"),
        ],
        [
            (assigned(write_masked), "index_put", "its index is no constant list"),
            (assigned(write_listed_twice), "index_put", "it writes a row twice"),
        ],
        0,
    ),
}
