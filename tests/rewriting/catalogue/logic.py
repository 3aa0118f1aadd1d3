"""Truth values: what joins them, and whether any or all along axes hold."""

import torch

from tests.rewriting.catalogue.networks import plain


def joined(function):
    return plain(lambda x: function(x > 0, x < 1))


def asked(function):
    return plain(lambda x: function(x > 0.5))


TABLE = {
    "bits_as_logic": (
        [
            (joined(lambda x, y: x & y), "and_1", "gt lt logical_and"),
            (joined(torch.bitwise_and), "bitwise_and", "gt lt logical_and"),
            (joined(lambda x, y: x | y), "or_1", "gt lt logical_or"),
            (joined(torch.bitwise_or), "bitwise_or", "gt lt logical_or"),
            (joined(lambda x, y: x ^ y), "xor", "gt lt ne"),
            (joined(torch.bitwise_xor), "bitwise_xor", "gt lt ne"),
            (asked(lambda x: ~x), "bitwise_not", "gt logical_not"),
        ],
        [
            (
                plain(lambda x: x.to(torch.int32) & x.tanh().to(torch.int32)),
                "and_1",
                "it works on the bits of whole numbers",
            ),
        ],
        0,
    ),
    "logic_as_arithmetic": (
        [
            (joined(torch.logical_and), "logical_and", "gt lt to mul"),
            (joined(torch.logical_or), "logical_or", "gt lt to add"),
            (joined(torch.logical_xor), "logical_xor", "gt lt to ne"),
            (asked(torch.logical_not), "logical_not", "gt to lt"),
            (
                plain(lambda x: torch.logical_and(x, x.round())),
                "logical_and",
                "round ne to mul gt",
            ),
        ],
        "what is not 0 is true",
        0,
    ),
    "any_as_maximum": (
        [
            (asked(torch.any), "any_1", "gt to amax"),
            (asked(lambda x: x.any(1)), "any_1", "gt to amax"),
            (asked(lambda x: x.any((2, 3), keepdim=True)), "any_1", "gt to amax"),
            (asked(torch.all), "all_1", "gt to amin"),
            (asked(lambda x: x.all(-1, keepdim=True)), "all_1", "gt to amin"),
            (plain(lambda x: x.round().all(1)), "all_1", "round ne to amin gt"),
        ],
        [
            (
                asked(lambda x: x[:, :0].any(1)),
                "any_1",
                "it asks of no values at all",
            ),
        ],
        0,
    ),
    "mixed_comparison_in_one_type": (
        [
            (
                plain(lambda x: x > x.argmax(1, keepdim=True)),
                "gt",
                "argmax to gt",
            ),
            (
                plain(lambda x: x.argsort(1) == (2 * x).to(torch.int32)),
                "eq",
                "argsort mul to eq",
            ),
        ],
        [(plain(lambda x: x > x.tanh()), "gt", "it compares values of one type alr")],
        0,
    ),
}
