"""What is computed as images only because of the reshapes around it."""

import torch
from torch import nn

from tests.rewriting.catalogue.networks import EVEN, ODD, built, held, plain

CHAIN = plain(lambda x: (x.flatten(2)[:, None].sigmoid() * 3).squeeze(1))


def lines(x):
    """An image as four channels of pixels, as an image of one row."""
    return x.flatten(2).unsqueeze(2)


def vector(x):
    return x.mean((2, 3))[:, :, None, None]


def parts(x):
    """An image whose channels and columns were apart, and whose rows were not."""
    rows, columns = x.shape[2:]
    return x.reshape(-1, 2, rows, 3, columns // 3).reshape(-1, 4, rows, columns)


def built_line(*layers):
    return built(
        lambda self, x: self.net(lines(x)).squeeze(2), net=nn.Sequential(*layers)
    )


def grouped(function, shape=(2, 2, 2, 4, 12)):
    return plain(lambda x: function(x.reshape(shape).reshape(1, 8, 4, 12))).on(EVEN)


TABLE = {
    "compute_with_own_dimensions": (
        [
            (CHAIN, "sigmoid", "reshape sigmoid mul"),
            (CHAIN, "mul", "reshape sigmoid mul"),
            (
                plain(lambda x: x.flatten(1)[None, None].softmax(-1).flatten(0, 2)),
                "softmax",
                "reshape softmax",
            ),
            (
                plain(lambda x: lines(x).log_softmax(1).squeeze(2)),
                "log_softmax",
                "reshape log_softmax",
            ),
            (
                plain(lambda x: lines(x).mean(3, keepdim=True).squeeze(2)),
                "mean",
                "reshape mean",
            ),
            (
                plain(lambda x: lines(x).amax((0, -1), keepdim=True).reshape(1, 4)),
                "amax",
                "reshape amax",
            ),
            (
                plain(
                    lambda x: (
                        x.flatten(2)[None] @ x.flatten(2).transpose(1, 2)[None]
                    ).squeeze(0)
                ),
                "matmul",
                "reshape transpose matmul",
            ),
            (
                plain(
                    lambda x: torch.cat([lines(x), lines(x) * 2], 1).squeeze(2).sin()
                ),
                "cat",
                "reshape mul cat sin",
            ),
            (
                plain(lambda x: (lines(x) - lines(x).relu()).flatten(1)),
                "sub",
                "reshape relu sub",
            ),
            (
                built_line(nn.Conv2d(4, 6, (1, 3), padding=(0, 1)), nn.BatchNorm2d(6)),
                "conv2d",
                "reshape conv1d batch_norm",
            ),
            (
                built_line(nn.Conv2d(4, 4, 3, (1, 2), 1, groups=2), nn.ReLU()),
                "relu",
                "reshape conv1d relu",
            ),
            (
                built_line(nn.MaxPool2d((1, 3), (1, 2)), nn.AvgPool2d((1, 2))),
                "avg_pool2d",
                "reshape max_pool1d avg_pool1d",
            ),
            (
                built_line(nn.AvgPool2d(1), nn.Tanh()),
                "tanh",
                "reshape avg_pool1d tanh",
            ),
            (
                built(
                    lambda self, x: self.two(self.one(vector(x)).relu()).flatten(1),
                    one=nn.Conv2d(4, 2, 1),
                    two=nn.Conv2d(2, 4, 3, padding=1),
                ),
                "conv2d",
                "mean linear relu",
            ),
            (
                held(
                    lambda y, x: (lines(x) * y + 1).squeeze(2), torch.randn(4, 1, 63)
                ).on(ODD),
                "add",
                "reshape mul add",
            ),
            (
                grouped(lambda x: x.sigmoid().view(2, 2, 2, 4, 12)),
                "sigmoid",
                "reshape sigmoid",
            ),
            (
                grouped(lambda x: (x * 2 + x.tanh()).reshape(1, 384)),
                "tanh",
                "reshape mul tanh add",
            ),
            (
                plain(
                    lambda x: (x.sum(1)[:, None] + x.mean((1, 2))[None, None]).view(
                        8, 12
                    )
                ).on(EVEN),
                "add",
                "sum mean add reshape",
            ),
            (
                plain(
                    lambda x: torch.cat([parts(x), parts(x[:, :, 2:])], 2).flatten(0)
                ),
                "cat",
                "slice reshape cat",
            ),
        ],
        [
            (plain(lambda x: x.flatten(2).relu()), "relu", "it computes no image"),
            (plain(torch.relu), "relu", "no reshape to 4 dimensions comes before it"),
            (
                plain(lambda x: lines(x).relu()),
                "relu",
                "output reads the value with 4 dimensions",
            ),
            (
                plain(lambda x: (vector(x) * x).flatten(2)),
                "mul",
                "inputs_0 has dimensions of its own",
            ),
            (
                plain(lambda x: lines(x).softmax(2).squeeze(2)),
                "softmax",
                "an op works along an axis that a reshape before it made",
            ),
            (
                built_line(nn.Conv2d(4, 4, (3, 1), padding=(3, 0))),
                "conv2d",
                "an op works along an axis that a reshape before it made",
            ),
            (
                plain(
                    lambda x: (
                        x.reshape(2, 2, 2, 4, 12).reshape(1, 8, 4, 12)
                        + x.reshape(4, 2, 1, 4, 12).reshape(1, 8, 4, 12)
                    ).flatten(1)
                ).on(EVEN),
                "add",
                "the values it reads had different shapes before",
            ),
        ],
        1e-6,
    ),
}
