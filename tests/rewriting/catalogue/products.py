"""Matrix products."""

from torch import nn

from tests.rewriting.catalogue.networks import CONV, built

RESHAPES = ["aten.reshape.default", CONV, "aten.reshape.default"]

TABLE = {
    "linear_as_convolution": (
        [
            (
                built(lambda self, x: self.linear(x), linear=nn.Linear(8, 3)),
                "linear",
                RESHAPES,
            ),
            (
                built(
                    lambda self, x: self.linear(x.flatten(2).transpose(1, 2)),
                    linear=nn.Linear(4, 3, bias=False),
                ),
                "linear",
                "reshape transpose conv2d",
            ),
        ],
        "vectors of every rank become pixels",
        1e-5,
    ),
}
