"""Normalization by statistics of the value itself, and attention, step by step."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue.networks import EVEN, ODD, built, normed, plain

ATTEND = F.scaled_dot_product_attention
ATTENTION = "scaled_dot_product_attention"
NORMAL = "mean sub mul add rsqrt"
UNTRACKED = nn.BatchNorm2d(4, track_running_stats=False)
LINES = nn.BatchNorm1d(4, track_running_stats=False)
FLAT = 2e-5
"""Where all values are equal torch yields 1.5e-5, a rounding times 1/√ε, and not 0."""


def lower(x, diagonal):
    """Of each query, the keys that a mask lets it see."""
    size = x.shape[-2]
    return torch.ones(size, size, dtype=torch.bool).tril(diagonal)


TABLE = {
    "group_norm_as_means": (
        [
            (normed(nn.GroupNorm(2, 4)), "group_norm", "reshape " + NORMAL),
            (
                normed(nn.GroupNorm(4, 4, affine=False)),
                "group_norm",
                "reshape " + NORMAL,
            ),
        ],
        "all its options enter the formula",
        FLAT,
    ),
    "instance_norm_as_means": (
        [
            (normed(nn.InstanceNorm2d(4)), "instance_norm", NORMAL),
            (normed(nn.InstanceNorm2d(4, affine=True)), "instance_norm", NORMAL),
        ],
        [
            (
                normed(nn.InstanceNorm2d(4, track_running_stats=True)),
                "instance_norm",
                "it normalizes with saved statistics",
            ),
        ],
        FLAT,
    ),
    "batch_norm_as_means": (
        [
            (normed(UNTRACKED), "batch_norm", NORMAL),
            (
                normed(nn.BatchNorm2d(4, affine=False, track_running_stats=False)),
                "batch_norm",
                NORMAL,
            ),
            (
                built(lambda self, x: self.norm(x.flatten(2)), norm=LINES),
                "batch_norm",
                "reshape " + NORMAL,
            ),
        ],
        [
            (
                normed(nn.BatchNorm2d(4)),
                "batch_norm",
                "it normalizes with saved statistics",
            ),
        ],
        FLAT,
    ),
    "rms_norm_as_mean": (
        [
            (normed(nn.RMSNorm(9)).on(ODD), "rms_norm", "mul mean add rsqrt"),
            (
                normed(nn.RMSNorm([8, 12], 1e-3)).on(EVEN),
                "rms_norm",
                "mul mean add rsqrt",
            ),
        ],
        "all its options enter the formula",
        1e-5,
    ),
    "norm_as_square_root": (
        [
            (plain(lambda x: x.norm(dim=1)), "linalg_vector_norm", "mul sum sqrt"),
            (
                plain(lambda x: x / x.norm(dim=-1, keepdim=True)),
                "linalg_vector_norm",
                "mul sum sqrt div",
            ),
        ],
        [
            (
                plain(lambda x: x.norm(1, dim=1)),
                "linalg_vector_norm",
                "it is the norm of order 1, not 2",
            ),
            (
                plain(
                    lambda x: torch.linalg.vector_norm(x, dim=1, dtype=torch.float64)
                ),
                "linalg_vector_norm",
                "dtype is torch.float64",
            ),
        ],
        1e-6,
    ),
    "norm_of_magnitudes": (
        [
            (plain(lambda x: x.norm(1, dim=1)), "linalg_vector_norm", "abs sum"),
            (
                plain(lambda x: x.norm(torch.inf, dim=(2, 3), keepdim=True)),
                "linalg_vector_norm",
                "abs amax",
            ),
            (
                plain(lambda x: torch.linalg.vector_norm(x, -torch.inf)),
                "linalg_vector_norm",
                "abs amin",
            ),
        ],
        [
            (
                plain(lambda x: x.norm(3, dim=1)),
                "linalg_vector_norm",
                "it is the norm of order 3",
            ),
            (
                plain(lambda x: torch.linalg.vector_norm(x, 1, dtype=torch.float64)),
                "linalg_vector_norm",
                "dtype is torch.float64",
            ),
        ],
        1e-6,
    ),
    "attention_as_products": (
        [
            (
                plain(lambda x: ATTEND(x, x + 1, x)),
                ATTENTION,
                "add transpose matmul mul softmax",
            ),
            (
                plain(lambda x: ATTEND(x, x + 1, x, x @ x.mT, scale=0.5)),
                ATTENTION,
                "permute transpose matmul add mul softmax",
            ),
            (
                plain(lambda x: ATTEND(x, x, x, is_causal=True)),
                ATTENTION,
                "transpose matmul mul add softmax",
            ),
            (
                plain(lambda x: ATTEND(x, x, x, lower(x, 0))),
                ATTENTION,
                "ones tril transpose matmul mul where add softmax",
            ),
        ],
        [
            (
                plain(lambda x: ATTEND(x, x[:, :2], x[:, :2], enable_gqa=True)),
                ATTENTION,
                "its heads share keys",
            ),
            (
                plain(lambda x: ATTEND(x, x, x, lower(x, -1))),
                ATTENTION,
                "its mask hides every key from some queries",
            ),
            (
                plain(lambda x: ATTEND(x, x, x, x @ x.mT > 0)),
                ATTENTION,
                "its mask is computed while the network runs",
            ),
            (
                plain(lambda x: ATTEND(x, x, x, dropout_p=0.5)),
                ATTENTION,
                "dropout_p is 0.5",
            ),
        ],
        1e-5,
    ),
    "variance_as_means": (
        [
            (
                plain(lambda x: x.var(1, keepdim=True, unbiased=False)),
                "var",
                "mean sub mul",
            ),
            (plain(lambda x: x.var((2, 3))), "var", "mean sub mul"),
            (plain(lambda x: x.std(1, keepdim=True)), "std", "mean sub mul sqrt"),
            (
                plain(lambda x: torch.std(x, dim=-1, correction=0)),
                "std",
                "mean sub mul sqrt",
            ),
            (
                plain(lambda x: torch.var_mean(x, 1, correction=0, keepdim=True)),
                "var_mean",
                "mean sub mul",
            ),
            (plain(lambda x: torch.var_mean(x, 1)), "var_mean", "mean sub mul"),
            (
                plain(lambda x: torch.std_mean(x, (2, 3), keepdim=True)),
                "std_mean",
                "mean sub mul sqrt",
            ),
            (
                plain(lambda x: torch.std_mean(x, -1, correction=0)[0]),
                "std_mean",
                "mean sub mul sqrt",
            ),
        ],
        "all its options enter the formula",
        1e-5,
    ),
}
