"""Sums of many values into cells that constants number."""

import torch

from tests.rewriting.catalogue.networks import plain

CELLS = torch.tensor([3, 0, 3, 2])
LARGE = torch.tensor([5, 5, 5, 7])
TABLED = "cat index_select reshape sum add"


def scattered(index):
    return plain(lambda x: (x * 2).scatter_add(1, index(x), x))


def put(accumulate):
    return plain(lambda x: (x[0] * 2).index_put((CELLS,), x[0], accumulate))


TABLE = {
    "cell_additions_as_sums": (
        [
            (
                plain(lambda x: x.new_zeros(6, 4).index_add(0, CELLS, x[0, :, :4, 0])),
                "index_add",
                f"new_zeros slice select {TABLED}",
            ),
            (
                plain(lambda x: x.index_add(1, CELLS, x.tanh(), alpha=3)),
                "index_add",
                f"tanh mul {TABLED}",
            ),
            (
                scattered(lambda x: CELLS[None, :, None, None].expand(x.shape)),
                "scatter_add",
                f"mul {TABLED}",
            ),
            (put(True), "index_put", f"select mul {TABLED}"),
        ],
        [
            (put(False), "index_put", "it replaces values, or lists several axes"),
            (
                plain(lambda x: x.index_add(1, x[0, :, 0, 0].argsort(), x)),
                "index_add",
                "its index is no constant list of rows",
            ),
            (
                scattered(lambda x: (torch.arange(x.shape[3]) % 4).expand(x.shape)),
                "scatter_add",
                "it does not add whole rows, each to one other",
            ),
            (
                plain(lambda x: x.new_zeros(2**21).index_add(0, LARGE, x[0, :, 0, 0])),
                "index_add",
                "its fullest cell sums 3 values",
            ),
        ],
        1e-6,
    ),
}
