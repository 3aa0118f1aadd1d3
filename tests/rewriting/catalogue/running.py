"""Products along an axis, of all its values and of those so far."""

import torch

from tests.rewriting.catalogue.networks import plain

WHOLE = "it multiplies whole numbers, or none"
ALL = "select exp slice mul reshape"

TABLE = {
    "product_by_halves": (
        [
            (plain(lambda x: x.prod(1, True)), "prod", "slice mul"),
            (plain(lambda x: x.prod(-2)), "prod", "slice mul reshape"),
            (plain(lambda x: x.prod(3)), "prod", "slice mul reshape"),
        ],
        [
            (plain(lambda x: x.int().prod(1)), "prod", WHOLE),
            (
                plain(lambda x: x.prod(1, dtype=torch.float64)),
                "prod",
                "dtype is torch.float64",
            ),
        ],
        1e-5,
    ),
    "product_of_all_by_halves": (
        [
            (plain(lambda x: x.prod()), "prod", "slice mul reshape"),
            (plain(lambda x: x[0, 0].exp().prod()), "prod", ALL),
        ],
        [
            (plain(lambda x: x.int().prod()), "prod", WHOLE),
            (plain(lambda x: x[:, :0].prod()), "prod", WHOLE),
            (
                plain(lambda x: x.prod(dtype=torch.float64)),
                "prod",
                "dtype is torch.float64",
            ),
        ],
        1e-5,
    ),
    "running_product_by_doubling": (
        [
            (plain(lambda x: x.cumprod(1)), "cumprod", "slice mul cat"),
            (plain(lambda x: x.cumprod(-1)), "cumprod", "slice mul cat"),
        ],
        [
            (plain(lambda x: x.int().cumprod(1)), "cumprod", WHOLE),
            (
                plain(lambda x: x.cumprod(1, dtype=torch.float64)),
                "cumprod",
                "dtype is torch.float64",
            ),
        ],
        1e-5,
    ),
}
