"""Diagonals of matrices."""

from tests.rewriting.catalogue.networks import plain

TABLE = {
    "diagonal_as_slice": (
        [
            (plain(lambda x: x.diagonal(0, 2, 3)), "diagonal", "reshape slice"),
            (plain(lambda x: x.diagonal(2, -2, -1)), "diagonal", "reshape slice"),
            (plain(lambda x: x.diagonal(-5, 2, 3)), "diagonal", "reshape slice"),
            (plain(lambda x: x.diagonal(1, 3, 1)), "diagonal", "permute reshape slice"),
        ],
        [
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
}
