"""Sums, differences, quotients and powers."""

import torch

from tests.rewriting.catalogue.networks import EVEN, held, plain

MINUS = ["aten.add.Tensor", "aten.mul.Tensor"]

TABLE = {
    "constant_minus_tensor": (
        [
            (plain(lambda x: 1 - x), "rsub", MINUS),
            (plain(lambda x: 0.3 - x), "rsub", MINUS),
            (plain(lambda x: torch.tensor(2.5) - x), "sub", MINUS),
            (held(lambda c, x: c - x, torch.ones(1, 4, 1, 1)), "sub", "add mul"),
            (
                held(lambda c, x: c - x, torch.ones(2, 1, 8, 1)).on(EVEN),
                "sub",
                "add mul",
            ),
            (plain(lambda x: torch.rsub(x, 3, alpha=2)), "rsub", "add mul"),
            (plain(lambda x: 1 - x.argmax(1)), "rsub", "argmax add mul"),
            (
                held(lambda c, x: c.reshape(1, 4, 1, 1) - x, torch.ones(4)),
                "sub",
                "add mul",
            ),
            (plain(lambda x: torch.ones_like(x) - x), "sub", "ones_like mul add"),
        ],
        [
            (plain(lambda x: x - 1), "sub", "it subtracts from a tensor, not from a"),
            (plain(lambda x: x - x[:, :1]), "sub", "it subtracts from a tensor"),
            (plain(lambda x: torch.rsub(x, 3, alpha=0)), "rsub", "alpha is 0"),
            (
                held(lambda c, x: x + (c - 1), torch.ones(9)),
                "sub",
                "it subtracts a number from a constant",
            ),
        ],
        0,
    ),
    "negation_as_product": (
        [
            (plain(torch.neg), "neg", "mul"),
            (plain(lambda x: -x.argmax(1)), "neg", "argmax mul"),
        ],
        "a negation is a product in every type that has one",
        0,
    ),
    "subtraction_as_addition": (
        [
            (plain(lambda x: x - 3), "sub", "add"),
            (plain(lambda x: x - x[:, :1]), "sub", "slice mul add"),
            (
                plain(lambda x: torch.sub(x, x.mean(1, True), alpha=2)),
                "sub",
                "mean mul add",
            ),
        ],
        [
            (
                plain(lambda x: torch.sub(x, x.char(), alpha=2)),
                "sub",
                "it subtracts integers from another type",
            ),
        ],
        1e-6,
    ),
    "division_as_product": (
        [
            (plain(lambda x: x / 6), "div", "mul"),
            (plain(lambda x: x / -0.3), "div", "mul"),
        ],
        [
            (plain(lambda x: x / x[:, :1]), "div", "it divides by a tensor"),
            (plain(lambda x: x.argmax(1) / 2), "div", "it divides integers"),
        ],
        1e-6,
    ),
    "power_as_products": (
        [
            (plain(lambda x: x**2), "pow_1", "mul"),
            (plain(torch.square), "square", "mul"),
            (plain(lambda x: x**3.0), "pow_1", "mul"),
            (plain(lambda x: x**4), "pow_1", "mul"),
        ],
        [
            (plain(lambda x: x**0.5), "pow_1", "0.5 is no power from 2 to 4"),
        ],
        1e-6,
    ),
    "rsqrt_as_quotient": (
        [
            (
                plain(lambda x: torch.rsqrt(x.abs() + 1)),
                "rsqrt",
                "abs add sqrt reciprocal",
            ),
            (
                plain(lambda x: (x * x + 0.5).rsqrt()),
                "rsqrt",
                "mul add sqrt reciprocal",
            ),
        ],
        "it has no options",
        1e-6,
    ),
}
