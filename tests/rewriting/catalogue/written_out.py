"""Activation functions that were written out with exp or erf."""

import math

import torch

from tests.rewriting.catalogue.networks import flat, plain


def gaussian(x):
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))


def of_bert(x):
    return x * 0.5 * (1.0 + torch.erf(x / torch.sqrt(torch.tensor(2.0))))


def halved(x):
    return (torch.erf(x * 0.70710678) + 1) * x / 2


TABLE = {
    "product_as_gelu": (
        [
            (plain(gaussian), "erf", "gelu"),
            (plain(of_bert), "erf", "gelu"),
            (plain(halved), "erf", "gelu"),
            (flat(gaussian), "erf", "reshape gelu"),
            (plain(lambda x: x * (0.5 + 0.5 * torch.erf(x * 0.5**0.5))), "erf", "gelu"),
            (plain(lambda x: x * (1 + torch.erf(x * 0.5**0.5))), "erf", "gelu mul"),
        ],
        [
            (plain(torch.erf), "erf", "no product with 1 + erf(x/√2) follows it"),
            (
                plain(lambda x: x * (1 + torch.erf(x / 1.5))),
                "erf",
                "it is no product of x with 1 + erf(x/√2)",
            ),
            (
                plain(lambda x: x.relu() * (1 + torch.erf(x * 0.5**0.5))),
                "erf",
                "it is no product of x with 1 + erf(x/√2)",
            ),
        ],
        1e-5,
    ),
    "exponential_quotient_as_sigmoid": (
        [
            (plain(lambda x: x.exp() / (1 + x.exp())), "div", "sigmoid"),
            (plain(lambda x: torch.exp(x) / (torch.exp(x) + 1)), "div", "sigmoid"),
        ],
        [
            (
                plain(lambda x: x.exp() / (1 + (-x).exp())),
                "div",
                "it does not divide exp(x) by 1 + exp(x)",
            ),
        ],
        1e-5,
    ),
}
