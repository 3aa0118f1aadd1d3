"""Moves between images, piece by piece."""

import torch.nn.functional as F

from tests.rewriting.catalogue.networks import EVEN, ODD, plain

TABLE = {
    "moves_as_slices": (
        [
            (
                plain(lambda x: x[..., :1].permute(0, 1, 3, 2)),
                "permute",
                "slice cat",
            ),
            (
                plain(lambda x: (x * 2).reshape(x.shape[0], 4, 1, -1)).on(ODD, EVEN),
                "reshape",
                "mul slice cat",
            ),
            (
                plain(lambda x: (x * 2).reshape(x.shape[0], 2, 2, -1)).on(EVEN),
                "reshape",
                "mul slice cat",
            ),
            (
                plain(lambda x: x.mean((2, 3), True).transpose(1, 3).squeeze(2)[None]),
                "transpose",
                "mean slice cat",
            ),
        ],
        [
            (
                plain(lambda x: x.flatten(2).softmax(1)),
                "reshape",
                "its row of 1 moves is not between images",
            ),
            (
                plain(lambda x: F.interpolate(x, size=(70, 3)).transpose(2, 3)),
                "transpose",
                "more than 64 pieces would be moved",
            ),
            (
                plain(lambda x: x.unflatten(1, (2, 2)).transpose(1, 2).flatten(1, 2)),
                "transpose",
                "one convolution, or depth to space, moves it all",
            ),
        ],
        0,
    ),
}
