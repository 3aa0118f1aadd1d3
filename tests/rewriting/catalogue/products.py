"""Matrix products."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import CONV, ODD, built, plain

RESHAPES = ["aten.reshape.default", CONV, "aten.reshape.default"]
WIDE = nn.Linear(252, 3)

TABLE = {
    "product_of_vectors_as_matrices": (
        [
            (
                plain(lambda x: torch.mm(x[0, 0], x[0, 1].mT)),
                "mm",
                "select permute matmul",
            ),
            (
                plain(lambda x: torch.mv(x[0, 0], x[0, 1, 0])),
                "mv",
                "select reshape matmul",
            ),
            (
                plain(
                    lambda x: torch.addmv(
                        x[0, 0, :, 0], x[0, 1], x[0, 2, 0], beta=2, alpha=0.5
                    )
                ),
                "addmv",
                "select reshape matmul mul add",
            ),
            (
                plain(lambda x: torch.addmv(x[0, 0, :, 0], x[0, 1], x[0, 2, 0])),
                "addmv",
                "select reshape matmul add",
            ),
            (
                plain(lambda x: torch.dot(x[0, 0, 0], x[0, 1, 0])),
                "dot",
                "select reshape matmul",
            ),
            (
                plain(lambda x: torch.outer(x[0, 0, 0], x[0, 1, :, 0])),
                "outer",
                "select reshape matmul",
            ),
            (
                plain(lambda x: torch.ger(x[0, 0, 0], x[0, 1, :, 0])),
                "ger",
                "select reshape matmul",
            ),
        ],
        "all its options enter the formula",
        1e-5,
    ),
    "einsum_by_pairs": (
        [
            (plain(lambda x: torch.einsum("bchw->bhwc", x)), "einsum", "permute"),
            (plain(lambda x: torch.einsum("bchw->wb", x)), "einsum", "sum permute"),
            (
                plain(lambda x: torch.einsum("iij->j", x[0, :, :4])),
                "einsum",
                "select slice diagonal sum",
            ),
            (
                plain(lambda x: torch.einsum("bchw,bdk->bdch", x, x[:, 0])),
                "einsum",
                "select sum einsum",
            ),
            (
                plain(
                    lambda x: torch.einsum("bchw,bcw,bch->bc", x, x.sum(2), x.sum(3))
                ),
                "einsum",
                "sum einsum",
            ),
        ],
        [
            (
                plain(lambda x: torch.einsum("bchw,bchw->bc", x, x)),
                "einsum",
                "it is a product of two tensors already",
            ),
            (
                plain(lambda x: torch.einsum("bchw,bchw->b", x, x[:, :1])),
                "einsum",
                "it spreads an axis of one tensor over the other",
            ),
        ],
        1e-4,
    ),
    "linear_as_convolution": (
        [
            (
                built(lambda self, x: self.linear(x), linear=nn.Linear(9, 3)).on(ODD),
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
    "flattened_linear_as_convolution": (
        [
            (
                built(lambda self, x: self.linear(x.flatten(1)), linear=WIDE).on(ODD),
                "linear",
                [CONV, "aten.reshape.default"],
            ),
            (
                built(
                    lambda self, x: self.linear(x.mean((2, 3), True).flatten(1)),
                    linear=nn.Linear(4, 3, bias=False),
                ),
                "linear",
                "mean conv2d reshape",
            ),
        ],
        [
            (
                built(lambda self, x: self.linear(x), linear=nn.Linear(9, 3)),
                "linear",
                "no image is flattened before it",
            ),
            (
                built(
                    lambda self, x: self.linear(x.flatten(2)), linear=nn.Linear(63, 3)
                ),
                "linear",
                "no image is flattened before it",
            ),
            (
                built(
                    lambda self, x: F.linear(
                        x.flatten(1), self.linear.weight * x.mean()
                    ),
                    linear=WIDE,
                ),
                "linear",
                "the weights of linear are computed",
            ),
        ],
        1e-5,
    ),
    "einsum_as_product": (
        [
            (
                plain(lambda x: torch.einsum("bchw,bcHw->bchH", x, x * 2)),
                "einsum",
                "mul permute matmul",
            ),
            (
                plain(lambda x: torch.einsum("bchw,c->bchw", x, x.mean((0, 2, 3)))),
                "einsum",
                "mean permute reshape mul",
            ),
            (
                plain(lambda x: torch.einsum("bchw, bdhw", x, x.relu())),
                "einsum",
                "relu permute reshape matmul",
            ),
            (
                plain(lambda x: torch.einsum("nchw,ncvw->nhv", x, x)),
                "einsum",
                "permute reshape matmul",
            ),
            (
                plain(lambda x: torch.einsum("...qd,...kd->...qk", x, x.relu())),
                "einsum",
                "relu permute matmul",
            ),
            (
                plain(lambda x: torch.einsum("bh...d,bh...d->bh...", x, x * 2)),
                "einsum",
                "mul reshape matmul",
            ),
            (
                plain(lambda x: torch.einsum("... qd, kd", x, x[0, 0])),
                "einsum",
                "select permute reshape matmul",
            ),
            (
                plain(lambda x: torch.einsum("b...d,...d->d...b", x, x.mean(0))),
                "einsum",
                "mean permute reshape mul",
            ),
        ],
        [
            (
                plain(lambda x: torch.einsum("bchw->bc", x)),
                "einsum",
                "it multiplies other than two tensors axis by axis",
            ),
            (
                plain(lambda x: torch.einsum("bchw,bchv->bcv", x, x)),
                "einsum",
                "it sums along an axis of one tensor alone",
            ),
            (
                plain(lambda x: torch.einsum("...qd,...kd->...qk", x, x[:, :1])),
                "einsum",
                "it spreads an axis of one tensor over the other",
            ),
        ],
        1e-5,
    ),
}
