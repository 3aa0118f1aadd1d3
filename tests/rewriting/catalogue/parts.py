"""Adaptive pools of which the windows differ, each run of like ones by itself."""

import torch.nn.functional as F

from tests.rewriting.catalogue.networks import EVEN, ODD, plain


def averaged(size):
    return plain(lambda x: F.adaptive_avg_pool2d(x, size))


def largest(size):
    return plain(lambda x: F.adaptive_max_pool2d(x, size))


TABLE = {
    "uneven_pool_by_parts": (
        [
            (averaged(5), "adaptive_avg_pool2d", "slice avg_pool2d cat"),
            (averaged((4, 9)).on(ODD), "adaptive_avg_pool2d", "slice avg_pool2d cat"),
            (
                averaged((12, 4)).on(EVEN),
                "adaptive_avg_pool2d",
                "slice avg_pool2d cat",
            ),
            (largest(5), "adaptive_max_pool2d", "slice max_pool2d cat"),
            (
                plain(lambda x: F.adaptive_max_pool2d(x[0], (None, 5))),
                "adaptive_max_pool2d",
                "select slice max_pool2d cat",
            ),
        ],
        [
            (
                plain(lambda x: F.adaptive_max_pool2d(x, 5, return_indices=True)),
                "adaptive_max_pool2d",
                "its indices are read",
            ),
            (
                plain(lambda x: F.adaptive_avg_pool2d(x[:, :0], 5)),
                "adaptive_avg_pool2d",
                "its input has no values",
            ),
            (
                averaged((1, 3)),
                "adaptive_avg_pool2d",
                "its parts are even; plain pooling is less work",
            ),
            (averaged(32), "adaptive_avg_pool2d", "its windows make 64 parts"),
        ],
        1e-6,
    ),
}
