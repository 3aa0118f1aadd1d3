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


CHANNELS = torch.tensor([2, 0])
ROWS, COLUMNS = torch.tensor([1, -2, 1]), torch.tensor([3, 2, 3])
ALONG = torch.tensor([2, 0]).reshape(1, 2, 1, 1)


put = torch.ops.aten.index_put_


def spread(index, x):
    """The same index in all places of a row."""
    return index.expand(x.shape[0], -1, *x.shape[2:])


def scatter_channels(y, x):
    y.scatter_(1, spread(ALONG, x), x)


def scatter_number(y, x):
    y.scatter_(-3, spread(ALONG, x), 7.0)


def scatter_part(y, x):
    y.scatter_(1, ALONG.expand(1, 2, 3, 5), x)


def scatter_unevenly(y, x):
    index = spread(ALONG, x)
    y.scatter_(1, torch.cat([index[..., :1], 1 + index[..., 1:]], 3), x)


def scatter_computed(y, x):
    y.scatter_(1, x.argmax(1, True), 7.0)


def write_places(y, x):
    y[:, CHANNELS, CHANNELS] = x[:, :2, 0]


def write_places_number(y, _):
    y[:, CHANNELS, CHANNELS] = 7


def write_grid(y, x):
    y[..., torch.tensor([[0], [2]]), COLUMNS[:2]] = x[..., :2, :2]


def write_far_places(y, x):
    y[:, CHANNELS, :, CHANNELS] = 7


def write_far_constants(y, x):
    y[:, CHANNELS, :, torch.tensor([3, 2])] = torch.tensor([[[1.5]], [[-2]]])


def write_number_twice(y, x):
    y[:, CHANNELS, torch.tensor([[1], [-2], [1]])] = 7


def write_constants_twice(y, x):
    y[..., ROWS, COLUMNS] = torch.tensor([1.0, 2, 3])


def write_corner(y, _):
    y[
        :,
        :,
        torch.tensor([[True] * y.shape[3]] + [[False] * y.shape[3]] * (y.shape[2] - 1)),
    ] = 7


def write_in_turn(y, x):
    y[..., torch.arange(140) % 2] = x[..., :1]


def add_channels(y, x):
    y.index_add_(1, CHANNELS, x[:, :2], alpha=-3)


def add_to_all(y, x):
    y.index_add_(1, torch.arange(4), x)


def add_twice(y, x):
    y.index_add_(-3, torch.tensor([1, 3, 1, 1]), x)


def add_places(y, x):
    put(y, (None, None, ROWS, COLUMNS), x[..., :3, 0], True)


def add_one_number(y, x):
    put(y, (None, CHANNELS), torch.tensor(2.5), True)


def scatter_add_channels(y, x):
    y.scatter_add_(1, spread(ALONG, x), x)


def scatter_add_number(y, x):
    y.scatter_(1, spread(ALONG, x), 2.0, reduce="add")


def scatter_add_reduced(y, x):
    y.scatter_(1, spread(ALONG, x), x, reduce="add")


def scatter_sum(y, x):
    y.scatter_reduce_(1, spread(ALONG, x), x, "sum")


def scatter_sum_anew(y, x):
    y.scatter_reduce_(1, spread(ALONG, x), x, "sum", include_self=False)


def scatter_largest(y, x):
    y.scatter_reduce_(1, spread(ALONG, x), x, "amax")


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
            (assigned(scatter_channels), "scatter", "mul slice cat"),
            (assigned(scatter_number), "scatter", "mul slice cat"),
            (
                assigned(write_places).on(ODD),
                "index_put",
                "mul slice select reshape cat",
            ),
            (assigned(write_grid).on(ODD), "index_put", INTERLEAVED),
            (assigned(write_grid).on(EVEN), "index_put", SPREAD),
            (assigned(write_corner), "index_put", "mul slice reshape cat"),
            (
                assigned(write_far_places),
                "index_put",
                "mul permute slice reshape cat",
            ),
        ],
        [
            (assigned(write_masked), "index_put", "its index is no constant list"),
            (assigned(write_listed_twice), "index_put", "it writes a row twice"),
            (assigned(write_in_turn), "index_put", "its rows make 70 slices"),
            (assigned(scatter_computed), "scatter", "its index is no constant list"),
            (assigned(scatter_part), "scatter", "leaves parts of the rows out"),
            (assigned(scatter_unevenly), "scatter", "not the same in all places"),
        ],
        0,
    ),
    "listed_constants_as_choice": (
        [
            (assigned(write_places_number), "index_put", "mul where"),
            (assigned(write_far_places), "index_put", "mul where"),
            (assigned(write_far_constants), "index_put", "mul where"),
            (assigned(write_number_twice), "index_put", "mul where"),
            (assigned(write_corner), "index_put", "mul where"),
        ],
        [
            (assigned(write_masked), "index_put", "its indices are no constant lists"),
            (assigned(add_one_number), "index_put", "it adds to what is there"),
            (assigned(write_places), "index_put", "what it writes is computed"),
            (assigned(write_constants_twice), "index_put", "it writes a value twice"),
        ],
        0,
    ),
    "row_addition_as_concat": (
        [
            (assigned(add_channels), "index_add", "mul slice add cat"),
            (assigned(add_to_all), "index_add", "mul add"),
            (assigned(add_twice), "index_add", "mul slice add cat"),
            (assigned(add_places), "index_put", "mul slice select reshape add cat"),
            (assigned(add_one_number), "index_put", "mul slice add cat"),
            (assigned(scatter_add_channels), "scatter_add", "mul slice add cat"),
            (assigned(scatter_add_number), "scatter", "mul slice add cat"),
            (assigned(scatter_add_reduced), "scatter", "mul slice add cat"),
            (assigned(scatter_sum), "scatter_reduce", "mul slice add cat"),
        ],
        [
            (assigned(write_listed), "index_put", "it replaces rows"),
            (assigned(scatter_sum_anew), "scatter_reduce", "other than the sum"),
            (assigned(scatter_largest), "scatter_reduce", "other than the sum"),
        ],
        1e-6,
    ),
}
