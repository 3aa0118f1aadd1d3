"""Diagonals of matrices."""

import torch

from tests.rewriting.catalogue.networks import assigned, plain

EMBED, WRITE = torch.diag_embed, torch.diagonal_scatter


def fill(y, _):
    y.diagonal(-2, 3, 1).fill_(3)


def matrix_filled(wrap=False, column=False):
    def run(x):
        y = x[0, 0].mT * 2 if column else x[0, 0] * 2
        return y.fill_diagonal_(3, wrap=wrap)

    return plain(run)


def strided(x, first=0, step=1, count=None):
    y = x[0, 0] * 1
    rows, columns = y.shape
    return torch.as_strided_scatter(
        y,
        x[0, 1, 0, : count or min(rows, columns)],
        [count or min(rows, columns)],
        [columns + step],
        first,
    )


TABLE = {
    "diagonal_as_slice": (
        [
            (plain(lambda x: x.diagonal(0, 2, 3)), "diagonal", "reshape slice"),
            (plain(lambda x: x.diagonal(2, -2, -1)), "diagonal", "reshape slice"),
            (plain(lambda x: x.diagonal(-5, 2, 3)), "diagonal", "reshape slice"),
            (plain(lambda x: x.diagonal(1, 3, 1)), "diagonal", "permute reshape slice"),
            (plain(lambda x: x[0, 0].diag(-2)), "diag", "select reshape slice"),
        ],
        [
            (
                plain(lambda x: x[0, 0, 0].diag()),
                "diag",
                "it makes a matrix of a diagonal",
            ),
            (
                plain(lambda x: x.diagonal(20, 2, 3)),
                "diagonal",
                "it lies outside of the matrix",
            ),
        ],
        0,
    ),
    "trace_as_sum": (
        [
            (plain(lambda x: x[0, 0].trace()), "trace", "select reshape slice sum"),
            (
                plain(lambda x: x[0, 0].mT.trace()),
                "trace",
                "select permute reshape slice sum",
            ),
        ],
        "every matrix has a diagonal",
        1e-5,
    ),
    "matrix_of_diagonal_as_product": (
        [
            (plain(lambda x: EMBED(x[:, :, 0])), "diag_embed", "select unsqueeze mul"),
            (
                plain(lambda x: EMBED(x[:, :, 0], 2, 0, -1)),
                "diag_embed",
                "select pad permute unsqueeze mul",
            ),
            (
                plain(lambda x: EMBED(x[:, 0], -1, 3, 1)),
                "diag_embed",
                "select pad permute unsqueeze mul",
            ),
            (plain(lambda x: x[0, 0, 0].diag(1)), "diag", "select pad unsqueeze mul"),
        ],
        [
            (
                plain(lambda x: x[0, 0].diag()),
                "diag",
                "it takes the diagonal of a matrix",
            ),
        ],
        0,
    ),
    "diagonal_assignment_as_choice": (
        [
            (
                plain(lambda x: WRITE(x, x.diagonal(1, 2, 3) * 2, 1, 2, 3)),
                "diagonal_scatter",
                "diagonal mul unsqueeze where",
            ),
            (
                plain(lambda x: WRITE(x, x.diagonal(-1, 1, 3) * 2, -1, 1, 3)),
                "diagonal_scatter",
                "diagonal mul pad unsqueeze where",
            ),
            (assigned(fill), "diagonal_scatter", "mul where"),
            (matrix_filled(), "as_strided_scatter", "select mul where"),
            (
                plain(lambda x: strided(x, 2, count=x.shape[2])),
                "as_strided_scatter",
                "select mul slice unsqueeze where",
            ),
        ],
        [
            (matrix_filled(column=True), "as_strided_scatter", "rows lie in order"),
            (
                plain(lambda x: strided(x, step=2, count=3)),
                "as_strided_scatter",
                "other values than those of a diagonal",
            ),
        ],
        0,
    ),
}
