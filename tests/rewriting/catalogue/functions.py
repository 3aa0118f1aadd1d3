"""Functions of each value for itself in terms of plain ones."""

import torch

from tests.rewriting.catalogue.networks import plain


def of_two(function):
    return plain(lambda x: function(x, x.tanh()))


def whole(function):
    return plain(lambda x: function((x * 3).to(torch.int32)))


def rounded(divide, *options, **named):
    return plain(lambda x: divide(x, *options, **named))


def placed(function):
    """Of places along an axis, the largest of which is its last."""
    return plain(lambda x: function(x.argsort(1) - 1))


WHOLE = "relu floor mul sub"
ROUNDED = "floor sub mul gt eq to add"

TABLE = {
    "function_as_plain_ones": (
        [
            (plain(lambda x: torch.log2(x.abs() + 1)), "log2", "abs add log mul"),
            (plain(lambda x: torch.log10(x.abs() + 1)), "log10", "abs add log mul"),
            (plain(torch.rad2deg), "rad2deg", "mul"),
            (plain(torch.deg2rad), "deg2rad", "mul"),
            (plain(torch.trunc), "trunc", WHOLE),
            (plain(torch.fix), "fix", WHOLE),
            (plain(torch.frac), "frac", WHOLE),
            (plain(torch.sgn), "sgn", "sign"),
            (plain(torch.erfc), "erfc", "erf mul add"),
            (of_two(torch.fmax), "fmax", "tanh maximum"),
            (of_two(torch.fmin), "fmin", "tanh minimum"),
            (of_two(torch.hypot), "hypot", "tanh mul add sqrt"),
            (
                of_two(torch.logaddexp),
                "logaddexp",
                "tanh sub abs mul exp maximum add log",
            ),
            (
                plain(lambda x: torch.addcdiv(x, x, x.abs() + 1)),
                "addcdiv",
                "abs add div",
            ),
            (
                plain(lambda x: torch.addcdiv(x, x, x.abs() + 1, value=0.5)),
                "addcdiv",
                "abs add div mul",
            ),
            (
                plain(lambda x: torch.lerp(x, x.relu(), x.sigmoid())),
                "lerp",
                "relu sigmoid sub mul add",
            ),
        ],
        [(whole(torch.trunc), "trunc", "it computes whole numbers")],
        1e-6,
    ),
    "power_of_number_as_exponential": (
        [
            (plain(lambda x: 2.0**x), "pow_1", "mul exp"),
            (plain(lambda x: torch.pow(0.3, x.tanh())), "pow_1", "tanh mul exp"),
        ],
        [
            (plain(lambda x: (-2.0) ** x), "pow_1", "it takes powers of -2.0"),
            (whole(lambda x: 2**x), "pow_1", "it takes powers of 2, or whole ones"),
        ],
        1e-5,
    ),
    "power_as_root": (
        [
            (plain(lambda x: x.abs() ** 0.5), "pow_1", "abs sqrt"),
            (plain(lambda x: (x.abs() + 1) ** -1), "pow_1", "abs add reciprocal"),
            (plain(lambda x: (x.abs() + 1) ** -2), "pow_1", "abs add reciprocal mul"),
            (
                plain(lambda x: (x.abs() + 1) ** -0.5),
                "pow_1",
                "abs add sqrt reciprocal",
            ),
            (plain(lambda x: x.abs() ** 1.5), "pow_1", "abs sqrt mul"),
            (plain(lambda x: x.abs() ** 0.7), "pow_1", "abs log mul exp"),
            (plain(lambda x: x.tanh() ** 2.2), "pow_1", "tanh log mul exp"),
        ],
        [
            (plain(lambda x: x**3), "pow_1", "its exponent 3.0 is no root or inverse"),
            (whole(lambda x: x**2), "pow_1", "its exponent 2.0 is no root or inverse"),
        ],
        1e-5,
    ),
    "rounded_division_with_floor": (
        [
            (rounded(torch.floor_divide, 2), "floor_divide", "mul floor"),
            (rounded(torch.floor_divide, -0.25), "floor_divide", "mul floor"),
            (rounded(torch.div, 8, rounding_mode="floor"), "div", "mul floor"),
            (
                rounded(torch.div, 2, rounding_mode="trunc"),
                "div",
                "mul relu floor sub",
            ),
            (rounded(torch.remainder, 2), "remainder", "mul floor sub"),
            (rounded(torch.fmod, 0.5), "fmod", "mul relu floor sub"),
        ],
        [
            (
                plain(lambda x: x // (x.abs() + 1)),
                "floor_divide",
                "it divides by a tensor, or does not round",
            ),
            (rounded(torch.remainder, 3), "remainder", "3 is no power of two"),
            (whole(lambda x: x // 2), "floor_divide", "or it divides integers"),
        ],
        0,
    ),
    "whole_division_with_floor": (
        [
            (placed(lambda i: i // 3), "floor_divide", "argsort sub to add mul floor"),
            (placed(lambda i: i // -3), "floor_divide", "argsort sub to mul add floor"),
            (placed(lambda i: i % 3), "remainder", "argsort sub to add mul floor"),
            (
                placed(lambda i: torch.div(i * 5, -3, rounding_mode="trunc")),
                "div",
                "argsort sub mul to abs add floor sign",
            ),
            (
                plain(lambda x: x.flatten(1).topk(3)[1].add(2**21).remainder(7919)),
                "remainder",
                "reshape topk getitem add to mul floor sub",
            ),
        ],
        [
            (
                plain(lambda x: x // 2),
                "floor_divide",
                "it does not divide whole numbers",
            ),
            (
                whole(lambda x: x // 2),
                "floor_divide",
                "how large its whole numbers get is not known",
            ),
            (
                placed(lambda i: i * 2**22 // 3),
                "floor_divide",
                "its whole numbers may reach 8388608",
            ),
        ],
        0,
    ),
    "sign_as_comparisons": (
        [
            (plain(torch.sign), "sign", "gt lt to sub"),
            (plain(lambda x: x.relu().sign()), "sign", "relu gt lt to sub"),
        ],
        "of any value it is one of three",
        0,
    ),
    "magnitude_as_relus": (
        [
            (plain(torch.abs), "abs_1", "relu mul add"),
            (plain(lambda x: x.tanh().abs()), "abs_1", "tanh relu mul add"),
        ],
        "of any value one of both is 0",
        0,
    ),
    "round_as_floor": (
        [
            (plain(torch.round), "round_1", ROUNDED),
            (plain(lambda x: (4 * x).round() * 0.25), "round_1", ROUNDED),
            (plain(lambda x: (x * 8).floor().mul(0.5).round()), "round_1", ROUNDED),
        ],
        [(whole(torch.round), "round_1", "it computes whole numbers")],
        0,
    ),
}
