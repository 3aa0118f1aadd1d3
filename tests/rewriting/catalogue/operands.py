"""Constant tensors as operands: one number, or one value for every channel."""

import torch
from torch import nn

from tests.rewriting.catalogue.networks import EVEN, built, held, plain

PER_CHANNEL = torch.tensor([0.2, 0.5, 0.3, 1.5]).reshape(1, 4, 1, 1)
ONE = torch.tensor(1.5)

NORM = "reshape add rsqrt mul conv2d"


class Scaled(nn.Module):
    """A trained factor, as heads of detectors have it."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.full((1,), 1.25))

    def forward(self, x):
        return x * self.scale


def frozen_norm(saved, x):
    """A batch norm written out, its statistics reshaped before they are used."""
    weight, bias, mean, variance = (
        (saved * each).reshape(1, -1, 1, 1) for each in (1, 2, 3, 4)
    )
    scale = weight * (variance + 1e-5).rsqrt()
    return x * scale + (bias - mean * scale)


TABLE = {
    "constant_as_number": (
        [
            (built(lambda m, x: m.scale(x), scale=Scaled()), "mul", "mul"),
            (held(lambda c, x: c + x, ONE), "add", "add"),
            (held(lambda c, x: torch.sub(x, c, alpha=2), ONE), "sub", "sub"),
            (held(lambda c, x: x / c.sqrt(), ONE), "div", "div"),
            (plain(lambda x: x + torch.ones_like(x)), "add", "add"),
            (plain(lambda x: x * x.new_full((1, 4, 1, 1), 3)), "mul", "mul"),
            (plain(lambda x: x - torch.zeros(1).expand_as(x)), "sub", "sub"),
        ],
        [
            (plain(lambda x: x + 1), "add", "it has no constant tensor"),
            (
                held(lambda c, x: x * c, PER_CHANNEL),
                "mul",
                "held_value is no constant of one number",
            ),
            (
                held(lambda c, x: c / x, ONE),
                "div",
                "its constant tensor comes first",
            ),
        ],
        1e-6,
    ),
    "extreme_of_number_as_clamp": (
        [
            (held(lambda c, x: torch.maximum(x, c), ONE), "maximum", "clamp"),
            (held(lambda c, x: torch.minimum(c, x), ONE), "minimum", "clamp"),
            (
                plain(lambda x: torch.maximum(x, torch.zeros_like(x))),
                "maximum",
                "relu",
            ),
        ],
        [
            (
                plain(lambda x: torch.maximum(x, x * 2)),
                "maximum",
                "mul is no constant of one number",
            ),
        ],
        0,
    ),
    "constant_as_depthwise": (
        [
            (held(lambda c, x: x * c, PER_CHANNEL), "mul", "conv2d"),
            (held(lambda c, x: c[0] + x, PER_CHANNEL), "add", "conv2d"),
            (held(frozen_norm, PER_CHANNEL), "add_1", NORM),
            (held(lambda c, x: x / c, PER_CHANNEL), "div", "conv2d"),
            (held(lambda c, x: torch.sub(x, c, alpha=2), PER_CHANNEL), "sub", "conv2d"),
            (held(lambda c, x: x * c, ONE), "mul", "conv2d"),
            (held(lambda c, x: torch.sub(c, x, alpha=2), PER_CHANNEL), "sub", "conv2d"),
        ],
        [
            (plain(lambda x: x * x.relu()), "mul", "it has no constant tensor"),
            (
                held(lambda c, x: x.flatten(2) * c[0, :, 0], PER_CHANNEL),
                "mul",
                "it computes no image of floating-point values",
            ),
            (
                held(lambda c, x: x * c, torch.rand(8, 12)).on(EVEN),
                "mul",
                "held_value differs within a channel",
            ),
        ],
        1e-6,
    ),
    "clamp_of_tensors_as_extremes": (
        [
            (
                held(lambda c, x: x.clamp(torch.zeros(1), c), ONE),
                "clamp",
                "clamp",
            ),
            (held(lambda c, x: x.clamp(max=c), PER_CHANNEL), "clamp", "minimum"),
            (
                plain(lambda x: x.clamp(x.mean(1, True), torch.tensor(2.0))),
                "clamp",
                "mean maximum clamp",
            ),
            (
                held(lambda c, x: x.clamp(torch.zeros(1), c), PER_CHANNEL),
                "clamp",
                "clamp minimum",
            ),
        ],
        "the definition of a clamp",
        0,
    ),
}
