"""Smooth activations in terms of exp and log, in a form that does not overflow."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import GELU_TANH, flat, plain

SOFTPLUS = "relu abs mul exp add log"


def share(x):
    """Values between 0 and 1, both included."""
    return (x * 0.2 + 0.5).clamp(0, 1)


TABLE = {
    "log1p_as_logarithm": (
        [
            (plain(torch.log1p), "log1p", "add log"),
            (plain(lambda x: torch.log1p(x.abs())), "log1p", "abs add log"),
        ],
        "it has no options",
        1e-6,
    ),
    "expm1_as_exponential": (
        [
            (plain(torch.expm1), "expm1", "exp sub"),
            (plain(lambda x: torch.expm1(-x.abs())), "expm1", "abs neg exp sub"),
        ],
        "it has no options",
        1e-6,
    ),
    "exp2_as_exponential": (
        [
            (plain(torch.exp2), "exp2", "mul exp"),
            (plain(lambda x: torch.exp2(-x.abs())), "exp2", "abs neg mul exp"),
        ],
        "it has no options",
        2e-5,
    ),
    "logit_as_logarithm": (
        [
            (
                plain(lambda x: torch.logit(share(x))),
                "logit",
                "mul add clamp div log",
            ),
            (
                plain(lambda x: torch.logit(x, 0.05)),
                "logit",
                "clamp mul add div log",
            ),
            (
                plain(lambda x: torch.logit(torch.sigmoid(x))),
                "logit",
                "sigmoid mul add div log",
            ),
        ],
        "all its options enter the formula",
        1e-5,
    ),
    "softplus_as_logarithm": (
        [
            (plain(F.softplus), "softplus", SOFTPLUS),
            (
                plain(lambda x: F.softplus(x * 9)),
                "softplus",
                SOFTPLUS,
            ),
            (plain(lambda x: F.softplus(x, 2)), "softplus", SOFTPLUS),
        ],
        [
            (plain(lambda x: F.softplus(x, -1)), "softplus", "is -1, not positive"),
            (
                plain(lambda x: F.softplus(x, threshold=1)),
                "softplus",
                "threshold is 1",
            ),
        ],
        1e-6,
    ),
    "log_sigmoid_as_logarithm": (
        [
            (plain(F.logsigmoid), "log_sigmoid", "clamp abs mul exp add log sub"),
            (
                plain(lambda x: F.logsigmoid(x * 30)),
                "log_sigmoid",
                "clamp abs mul exp add log sub",
            ),
        ],
        "it has no option",
        1e-6,
    ),
    "log_softmax_as_logarithm": (
        [
            (plain(lambda x: x.log_softmax(1)), "log_softmax", "amax sub exp sum log"),
            (plain(lambda x: x.log_softmax(-1)), "log_softmax", "amax sub exp sum log"),
        ],
        [
            (
                plain(lambda x: x.log_softmax(1, dtype=torch.float64)),
                "log_softmax",
                "dtype is torch.float64",
            ),
        ],
        1e-6,
    ),
    "gelu_as_tanh": (
        [
            (GELU_TANH, "gelu", "mul add tanh"),
            (
                flat(lambda x: F.gelu(x, approximate="tanh")),
                "gelu",
                "reshape mul add tanh",
            ),
        ],
        [
            (plain(F.gelu), "gelu", "it is the exact GELU, not the tanh form"),
        ],
        1e-6,
    ),
}
