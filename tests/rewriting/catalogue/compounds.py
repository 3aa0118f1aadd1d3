"""Ops that do several steps of arithmetic or a choice at once."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import plain

CHOSEN = "gt to mul rsub add"


def whole(function):
    return plain(lambda x: function((x * 3).to(torch.int32)))


def added(**scales):
    return plain(lambda x: torch.addmm(x[0, 0, :, :1], x[0, 1], x[0, 2].mT, **scales))


TABLE = {
    "added_product_as_two_ops": (
        [
            (plain(lambda x: torch.addcmul(x, x, x)), "addcmul", "mul add"),
            (plain(lambda x: torch.addcmul(x, x, x, value=0.5)), "addcmul", "mul add"),
        ],
        "all its options enter the formula",
        1e-6,
    ),
    "blend_as_sum": (
        [
            (plain(lambda x: torch.lerp(x, x.relu(), 0.3)), "lerp", "relu mul add"),
            (plain(lambda x: torch.lerp(x, x.abs(), 2.0)), "lerp", "abs mul add"),
        ],
        "all its options enter the formula",
        1e-6,
    ),
    "added_matrix_product_as_two_ops": (
        [
            (added(), "addmm", "select slice permute matmul add"),
            (added(alpha=0.5, beta=2), "addmm", "select slice permute matmul mul add"),
            (
                plain(lambda x: torch.baddbmm(x[0, :, :1, :1], x[0], x[0].mT)),
                "baddbmm",
                "select slice permute matmul add",
            ),
        ],
        "all its options enter the formula",
        1e-5,
    ),
    "log_sum_exp_as_logarithm": (
        [
            (
                plain(lambda x: torch.logsumexp(x, 1, keepdim=True)),
                "logsumexp",
                "amax sub exp sum log add",
            ),
            (
                plain(lambda x: torch.logsumexp(x, (1, 2))),
                "logsumexp",
                "amax sub exp sum log add",
            ),
        ],
        "all its options enter the formula",
        1e-6,
    ),
    "larger_as_relu": (
        [
            (
                plain(lambda x: torch.maximum(x, x.tanh())),
                "maximum",
                "tanh sub relu add",
            ),
            (plain(lambda x: torch.max(x, 0.1 * x)), "maximum", "mul sub relu add"),
            (plain(lambda x: torch.minimum(x, x.tanh())), "minimum", "tanh sub relu"),
        ],
        [
            (
                whole(lambda x: torch.maximum(x, x + 1)),
                "maximum",
                "it compares whole numbers",
            )
        ],
        1e-6,
    ),
    "soft_shrinkage_as_clamp": (
        [
            (plain(F.softshrink), "softshrink", "clamp sub"),
            (plain(lambda x: F.softshrink(x, 0.1)), "softshrink", "clamp sub"),
        ],
        "all its options enter the formula",
        1e-6,
    ),
    "hard_shrinkage_as_choice": (
        [
            (plain(F.hardshrink), "hardshrink", "abs gt where"),
            (plain(lambda x: F.hardshrink(x, 0.1)), "hardshrink", "abs gt where"),
        ],
        "all its options enter the formula",
        0,
    ),
    "threshold_as_choice": (
        [
            (plain(lambda x: F.threshold(x, 0.1, 0.0)), "threshold", "gt where"),
            (plain(lambda x: F.threshold(x, -1, 20.0)), "threshold", "gt where"),
        ],
        "all its options enter the formula",
        0,
    ),
    "rrelu_as_leaky_relu": (
        [
            (plain(F.rrelu), "rrelu", "leaky_relu"),
            (plain(lambda x: F.rrelu(x, 0.1, 0.5)), "rrelu", "leaky_relu"),
        ],
        [(plain(lambda x: F.rrelu(x, training=True)), "rrelu", "training is True")],
        1e-6,
    ),
    "bound_as_clamp": (
        [
            (plain(lambda x: torch.clamp_min(x, 0.1)), "clamp_min", "clamp"),
            (plain(lambda x: torch.clamp_max(x, 0.5)), "clamp_max", "clamp"),
        ],
        "all its options enter the formula",
        0,
    ),
    "choice_as_products": (
        [
            (
                plain(lambda x: torch.where(x > 0.5, x, -x)),
                "where",
                "neg gt to mul rsub add",
            ),
            (plain(lambda x: torch.where(x > 0.5, x, 0.0)), "where", "gt to mul"),
            (plain(lambda x: torch.where(x > 0.5, 1.0, 0.0)), "where", "gt to mul"),
            (
                plain(lambda x: torch.where(x > 0.5, -2.0, 0.5)),
                "where",
                "gt to mul add",
            ),
            (
                plain(lambda x: x.masked_fill(x > 1, 0.0)),
                "masked_fill",
                "gt to rsub mul",
            ),
            (plain(lambda x: x.masked_fill(x > 1, 2.0)), "masked_fill", CHOSEN),
        ],
        [
            (
                plain(lambda x: x.masked_fill(x > 1, -torch.inf)),
                "masked_fill",
                "it writes infinity, which no product of 0 takes back",
            ),
            (
                whole(lambda x: x.masked_fill(x > 1, 0)),
                "masked_fill",
                "it chooses between numbers that are no fractions",
            ),
        ],
        1e-6,
    ),
}
