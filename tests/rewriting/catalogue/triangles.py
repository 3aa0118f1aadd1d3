"""Triangular and unit matrices of ones: running sums, masks and classes."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import plain

TABLE = {
    "running_sum_as_product": (
        [
            (plain(lambda x: x.cumsum(-1)), "cumsum", "matmul"),
            (plain(lambda x: x.cumsum(2)), "cumsum", "matmul"),
            (plain(lambda x: x.cumsum(1)), "cumsum", "transpose matmul"),
            (plain(lambda x: x.flatten(1).cumsum(0)), "cumsum", "reshape matmul"),
        ],
        [
            (
                plain(lambda x: x.to(torch.int32).cumsum(1)),
                "cumsum",
                "it adds up whole numbers, or a single line",
            ),
            (
                plain(lambda x: x.cumsum(1, dtype=torch.float64)),
                "cumsum",
                "dtype is torch.float64",
            ),
        ],
        1e-5,
    ),
    "lower_triangle_as_product": (
        [
            (plain(torch.tril), "tril", "mul"),
            (plain(lambda x: x.tril(-1)), "tril", "mul"),
        ],
        "its ones are as many as the values",
        0,
    ),
    "upper_triangle_as_product": (
        [
            (plain(torch.triu), "triu", "mul"),
            (plain(lambda x: x.triu(2)), "triu", "mul"),
        ],
        "its ones are as many as the values",
        0,
    ),
    "classes_as_comparisons": (
        [
            (
                plain(lambda x: F.one_hot(x.argmax(1), 4)),
                "one_hot",
                "argmax unsqueeze eq to",
            ),
            (
                plain(lambda x: F.one_hot(x.argmax(1), 7).float()),
                "one_hot",
                "argmax unsqueeze eq to",
            ),
        ],
        "torch exports it of a known number of classes alone",
        0,
    ),
}
