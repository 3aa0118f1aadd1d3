"""Activations with a kink at zero in terms of relu, clamp and exp."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import EVEN, flat, normed, plain

TABLE = {
    "leaky_relu_as_relus": (
        [
            (plain(lambda x: F.leaky_relu(x, 1.5)), "leaky_relu", "relu mul add"),
            (plain(lambda x: F.leaky_relu(x, -0.5)), "leaky_relu", "relu mul add"),
        ],
        "it holds for every slope",
        1e-6,
    ),
    "prelu_as_relus": (
        [
            (normed(nn.PReLU(4)), "prelu", "relu mul add"),
            (normed(nn.PReLU()), "prelu", "relu mul add"),
        ],
        "it holds for one slope and for one per channel",
        1e-6,
    ),
    "elu_as_exponential": (
        [
            (plain(F.elu), "elu", "relu clamp exp mul add"),
            (plain(lambda x: F.elu(x, 0.3)), "elu", "relu clamp exp mul add"),
        ],
        "its three factors enter the formula",
        1e-5,
    ),
    "celu_as_exponential": (
        [
            (plain(F.celu), "celu", "relu clamp exp mul add"),
            (plain(lambda x: F.celu(x, 2)), "celu", "relu clamp exp mul add"),
        ],
        "its factor enters the formula",
        1e-5,
    ),
    "selu_as_exponential": (
        [
            (plain(F.selu), "selu", "relu clamp exp mul add"),
            (flat(F.selu), "selu", "reshape relu clamp exp mul add"),
        ],
        "it has no option",
        1e-5,
    ),
    "hardtanh_as_clamp": (
        [
            (plain(F.hardtanh), "hardtanh", "clamp"),
            (normed(nn.Hardtanh(-2, 3)), "hardtanh", "clamp"),
        ],
        [
            (
                plain(lambda x: F.hardtanh(x.long())),
                "hardtanh",
                "it would yield 2×4×7×9 float32 instead of 2×4×7×9 int64",
            ),
        ],
        0,
    ),
    "clamp_as_relu6": (
        [
            (plain(lambda x: torch.clip(x, 0, 6)), "clamp", "relu6"),
            (plain(lambda x: (x * 9).clamp(0, 6)), "clamp", "mul relu6"),
        ],
        [
            (plain(lambda x: x.clamp(0, 5)), "clamp", "it clamps to [0, 5], not to"),
            (plain(F.hardtanh), "hardtanh", "it clamps to [-1.0, 1.0], not to [0, 6]"),
            (plain(lambda x: (x > 0).clamp(0, 6)), "clamp", "it clamps truth values"),
        ],
        0,
    ),
    "clamp_as_relu": (
        [
            (plain(lambda x: x.clamp(min=0)), "clamp", "relu"),
            (plain(lambda x: x.clamp_min(0)), "clamp_min", "relu"),
        ],
        [
            (plain(lambda x: x.clamp(0, 6)), "clamp", "it clamps to [0, 6], not to"),
        ],
        0,
    ),
    "clamp_as_scaled_relu6": (
        [
            (plain(lambda x: x.clamp(-6, 6)), "clamp", "add mul relu6"),
            (plain(lambda x: torch.clip(x, 0, 1)), "clamp", "mul relu6"),
            (plain(lambda x: x.clamp(min=-1.5, max=4.5)), "clamp", "add relu6"),
            (plain(lambda x: x.clamp(-1e-3, 1e3)), "clamp", "add mul relu6"),
            (normed(nn.Hardtanh(-2, 3, inplace=True)), "hardtanh", "add mul relu6"),
            (flat(lambda x: x.clamp_(0.1, 0.9)), "clamp", "reshape add mul relu6"),
        ],
        [
            (
                plain(lambda x: x.clamp(max=6)),
                "clamp",
                "it clamps to [None, 6], not to an interval",
            ),
            (
                plain(lambda x: x.clamp(1, 1)),
                "clamp",
                "it clamps to [1, 1], not to an interval",
            ),
            (plain(lambda x: x.long().clamp(0, 3)), "clamp", "it clamps whole numbers"),
            (plain(lambda x: x.clamp(-1e3, 1e-3)), "clamp", "its bounds are so far"),
        ],
        2e-6,
    ),
    "clamp_as_relus": (
        [
            (plain(lambda x: x.clamp(-6, 6)), "clamp", "add mul relu"),
            (plain(lambda x: x.clamp(0, 1)), "clamp", "relu mul add"),
            (plain(lambda x: x.clamp(max=6)), "clamp", "mul add relu"),
            (plain(lambda x: x.clamp(-torch.inf, 6)), "clamp", "mul add relu"),
            (plain(lambda x: x.clamp(-2, torch.inf)), "clamp", "add relu"),
            (plain(lambda x: x.clamp_max(0)), "clamp_max", "mul relu"),
            (plain(lambda x: x.clamp_min(-2)), "clamp_min", "add relu"),
            (plain(lambda x: x.clamp(2, 2)), "clamp", "add mul relu"),
            (plain(lambda x: x.clamp(500, 600)), "clamp", "add mul relu"),
            (plain(F.hardtanh), "hardtanh", "add mul relu"),
        ],
        [
            (plain(lambda x: x.clamp(3, 1)), "clamp", "its bounds 3 and 1 cross"),
            (plain(lambda x: x.clamp(-1e-3, 1e3)), "clamp", "its bounds are so far"),
            (plain(lambda x: x.clamp(-1e3)), "clamp", "its bounds are so far"),
            (
                plain(lambda x: x.long().clamp(min=3)),
                "clamp",
                "it clamps whole numbers",
            ),
        ],
        2e-6,
    ),
    "clamp_less_excess": (
        [
            (plain(lambda x: x.clamp(-1000, 1000)), "clamp", "add mul relu sub"),
            (plain(lambda x: x.clamp(max=6)), "clamp", "add relu sub"),
            (plain(lambda x: x.clamp_max(9)), "clamp_max", "add relu sub"),
            (plain(lambda x: x.clamp_min(-2)), "clamp_min", "mul add relu"),
            (plain(F.hardtanh), "hardtanh", "add mul relu sub"),
        ],
        [
            (plain(lambda x: x.clamp(3, 1)), "clamp", "its bounds 3 and 1 cross"),
            (
                plain(lambda x: x.long().clamp(min=3)),
                "clamp",
                "it clamps whole numbers",
            ),
        ],
        2e-6,
    ),
    "glu_as_product": (
        [
            (plain(lambda x: F.glu(x, 1)), "glu", "slice sigmoid mul"),
            (plain(F.glu).on(EVEN), "glu", "slice sigmoid mul"),
        ],
        "its axis is halved, or torch refuses it itself",
        1e-6,
    ),
    "tanh_as_sigmoid": (
        [
            (plain(torch.tanh), "tanh", "mul sigmoid add"),
            (flat(torch.tanh), "tanh", "reshape mul sigmoid add"),
        ],
        [(plain(lambda x: x.byte().tanh()), "tanh", "it is computed of integers")],
        1e-6,
    ),
}
