"""Values of another rank than 4, computed as images."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import EVEN, flat, plain

MIXED = "mean amax reshape mul"

TABLE = {
    "compute_with_four_dimensions": (
        [
            (flat(torch.relu), "relu", "reshape relu"),
            (plain(lambda x: x.mean((2, 3)) * x.amax((2, 3))), "mul", MIXED),
            (
                plain(lambda x: x.sum(1) + x.mean((1, 2))).on(EVEN),
                "add",
                "sum mean reshape add",
            ),
            (
                plain(lambda x: torch.sigmoid(x[None])),
                "sigmoid",
                "unsqueeze reshape sigmoid",
            ),
            (plain(lambda x: x[None] * 3), "mul", "unsqueeze reshape mul"),
            (
                flat(lambda x: torch.where(x > 0, x, 0.0)),
                "where",
                "reshape gt where",
            ),
            (
                flat(lambda x: x.masked_fill(x[:, :1] > 0, 2.0)),
                "masked_fill",
                "reshape slice gt masked_fill",
            ),
            (flat(lambda x: torch.where(x > 0, 1, x)), "where", "reshape gt where"),
            (flat(torch.floor), "floor", "reshape floor"),
            (flat(lambda x: F.gelu(x, approximate="tanh")), "gelu", "reshape gelu"),
            (
                flat(lambda x: x @ x.transpose(1, 2)),
                "matmul",
                "reshape transpose matmul",
            ),
            (
                plain(lambda x: x.mean((2, 3)) @ x.amax((0, 3))),
                "matmul",
                "mean amax reshape matmul",
            ),
            (
                plain(lambda x: x[None] @ x[None].mT),
                "matmul",
                "unsqueeze permute reshape matmul",
            ),
            (flat(lambda x: torch.cat([x, -x], 1)), "cat", "reshape neg cat"),
            (flat(lambda x: torch.cat([x, -x], -1)), "cat", "reshape neg cat"),
            (flat(lambda x: torch.cat([x, -x])), "cat", "reshape neg cat"),
            (flat(lambda x: x > 0.5), "gt", "reshape gt"),
            (flat(lambda x: x.softmax(-1)), "softmax", "reshape softmax"),
            (flat(lambda x: x.log_softmax(1)), "log_softmax", "reshape log_softmax"),
            (flat(lambda x: x.mean(-1, keepdim=True)), "mean", "reshape mean"),
            (flat(lambda x: x.sum((0, 2))), "sum_1", "reshape sum"),
            (flat(lambda x: x.amax(1)), "amax", "reshape amax"),
            (plain(lambda x: x * x[0, 0]), "mul", "select reshape mul"),
            *(
                (
                    plain(lambda x, dim=dim: torch.cat([x[None], -x[None]], dim)),
                    "cat",
                    "unsqueeze neg reshape cat",
                )
                for dim in range(-5, 5)
            ),
        ],
        [
            (plain(torch.relu), "relu", "it has 4 dimensions already"),
            (
                plain(lambda x: x[None] + x[:, None]),
                "add",
                "it spreads values over more than 4 dimensions",
            ),
            (
                plain(lambda x: torch.cat([x, x])),
                "cat",
                "it has 4 dimensions already",
            ),
            (
                plain(lambda x: torch.cat([torch.zeros(0), x.flatten(2)])),
                "cat",
                "its inputs differ in their number of dimensions",
            ),
            (
                plain(lambda x: x[None].softmax(2)),
                "softmax",
                "it works along axes of more than 4 dimensions, or along all",
            ),
            (
                plain(lambda x: x.flatten(2) @ x[0, 0].flatten()),
                "matmul",
                "it multiplies a vector, which is no matrix",
            ),
            (
                plain(lambda x: x[None] @ x.mT),
                "matmul",
                "it spreads values over more than 4 dimensions",
            ),
            (
                flat(lambda x: x.sum(1, dtype=torch.float64)),
                "sum_1",
                "it converts to another type",
            ),
        ],
        1e-6,
    ),
}
