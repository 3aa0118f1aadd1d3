"""Ops that compute nothing new: identities and repetitions."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import ODD, plain, resized

TABLE = {
    "drop_identity": (
        [
            (plain(lambda x: torch.relu(x) + 0), "add", ["aten.relu.default"]),
            (
                plain(lambda x: torch.relu(x).permute(0, 1, -2, 3)),
                "permute",
                ["aten.relu.default"],
            ),
            (
                plain(lambda x: F.avg_pool2d(torch.relu(x), 1)),
                "avg_pool2d",
                ["aten.relu.default"],
            ),
            (resized(size=(7, 9)).on(ODD), "upsample_nearest2d", []),
        ],
        [
            (plain(lambda x: x * 2), "mul", "it changes its input"),
            (
                plain(lambda x: F.avg_pool2d(x, 1, divisor_override=3)),
                "avg_pool2d",
                "it changes its input",
            ),
        ],
        0,
    ),
    "merge_repetition": (
        [
            (
                plain(lambda x: torch.sigmoid(x) * torch.sigmoid(x)),
                "sigmoid_1",
                ["aten.sigmoid.default", "aten.mul.Tensor"],
            ),
            (
                plain(lambda x: x.amax(1) + x.amax(1) * 2 + x.amin(1)),
                "amax_1",
                "amax mul add amin",
            ),
        ],
        [
            (
                plain(lambda x: torch.sigmoid(x) * 2),
                "sigmoid",
                "no op before it computes the same",
            ),
        ],
        0,
    ),
}
