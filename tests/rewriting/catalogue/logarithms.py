"""Smooth activations in terms of exp and log, in a form that does not overflow."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import GELU_TANH, flat, plain

SOFTPLUS = "relu abs mul exp add log"

TABLE = {
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
