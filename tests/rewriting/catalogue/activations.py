"""Activation functions in terms of simpler ones."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import GELU_TANH, flat, plain


def levels(x):
    """As YOLOX puts its levels together: scores beside boxes."""
    parts = [torch.cat([y[:, :2], y[:, 2:].sigmoid()], 1) for y in (x, x * 2)]
    return torch.cat([part.flatten(2) for part in parts], 2).permute(0, 2, 1)


def decoded(x):
    """As YOLOv5 writes boxes over the first of its scores."""
    y = x.sigmoid().transpose(1, 3)
    y[..., :2] = y[..., :2] * 4
    return y


LIMITS = torch.tensor([0.1, 0.5, 0.7, 0.999]).reshape(4, 1, 1)
EDGES = torch.tensor([0.5, 1.0]).reshape(2, 1, 1)
LEVELS = "slice reshape mul slice reshape cat permute select gt"
DECODED = "permute slice select gt"

TABLE = {
    "silu_as_product": (
        [
            (plain(F.silu), "silu", ["aten.sigmoid.default", "aten.mul.Tensor"]),
            (flat(F.silu), "silu", "reshape sigmoid mul"),
        ],
        "the definition of SiLU",
        1e-5,
    ),
    "hardswish_as_product": (
        [
            (
                plain(F.hardswish),
                "hardswish",
                ["aten.hardsigmoid.default", "aten.mul.Tensor"],
            ),
            (flat(F.hardswish), "hardswish", "reshape hardsigmoid mul"),
        ],
        "the definition of hard-swish",
        1e-5,
    ),
    "hardswish_as_clamp": (
        [
            (
                plain(F.hardswish),
                "hardswish",
                ["aten.add.Tensor", "aten.clamp.default"] + ["aten.mul.Tensor"] * 2,
            ),
            (flat(F.hardswish), "hardswish", "reshape add clamp mul"),
        ],
        "the definition of hard-swish, whose hard-sigmoid is a clamp",
        1e-5,
    ),
    "hardswish_as_relu6": (
        [
            (plain(F.hardswish), "hardswish", "add relu6 mul"),
            (flat(F.hardswish), "hardswish", "reshape add relu6 mul"),
        ],
        "the definition of hard-swish",
        1e-5,
    ),
    "hardsigmoid_as_relu6": (
        [
            (plain(F.hardsigmoid), "hardsigmoid", "add relu6 mul"),
            (flat(F.hardsigmoid), "hardsigmoid", "reshape add relu6 mul"),
        ],
        "the definition of hard-sigmoid",
        1e-5,
    ),
    "hardsigmoid_as_clamp": (
        [
            (
                plain(F.hardsigmoid),
                "hardsigmoid",
                ["aten.mul.Tensor", "aten.add.Tensor", "aten.clamp.default"],
            ),
            (flat(F.hardsigmoid), "hardsigmoid", "reshape add clamp mul"),
        ],
        "the definition of hard-sigmoid",
        1e-5,
    ),
    "leaky_relu_as_maximum": (
        [
            (
                plain(lambda x: F.leaky_relu(x, 0.2)),
                "leaky_relu",
                ["aten.mul.Tensor", "aten.maximum.default"],
            ),
            (
                plain(F.leaky_relu),
                "leaky_relu",
                ["aten.mul.Tensor", "aten.maximum.default"],
            ),
        ],
        [
            (
                plain(lambda x: F.leaky_relu(x, 1.5)),
                "leaky_relu",
                "slope 1.5 lies outside [0, 1]",
            ),
        ],
        1e-5,
    ),
    "relu6_as_clamp": (
        [
            (
                plain(lambda x: F.relu6(x * 9)),
                "relu6",
                ["aten.mul.Tensor", "aten.clamp.default"],
            ),
            (flat(F.relu6), "relu6", "reshape clamp"),
        ],
        "the definition of ReLU6",
        0,
    ),
    "mish_as_product": (
        [
            (
                plain(F.mish),
                "mish",
                ["aten.softplus.default", "aten.tanh.default", "aten.mul.Tensor"],
            ),
            (flat(F.mish), "mish", "reshape softplus tanh mul"),
        ],
        "the definition of Mish",
        1e-5,
    ),
    "gelu_as_erf": (
        [
            (
                plain(F.gelu),
                "gelu",
                ["aten.mul.Tensor"] * 2
                + ["aten.erf.default", "aten.add.Tensor", "aten.mul.Tensor"],
            ),
            (flat(F.gelu), "gelu", "reshape mul erf add"),
        ],
        [
            (GELU_TANH, "gelu", "it is the tanh approximation"),
        ],
        1e-5,
    ),
    "gelu_as_sigmoid": (
        [
            (
                plain(F.gelu),
                "gelu",
                ["aten.mul.Tensor", "aten.sigmoid.default", "aten.mul.Tensor"],
            ),
            (flat(F.gelu), "gelu", "reshape mul sigmoid"),
        ],
        "the bound holds for the exact GELU and for its tanh form",
        0.021,
    ),
    "gelu_without_approximation": (
        [
            (GELU_TANH, "gelu", ["aten.gelu.default"]),
            (flat(lambda x: F.gelu(x, approximate="tanh")), "gelu", "reshape gelu"),
        ],
        [
            (plain(F.gelu), "gelu", "it is no approximation"),
        ],
        5e-4,
    ),
    "softmax_as_exponentials": (
        [
            (
                plain(lambda x: x.softmax(1)),
                "softmax",
                [
                    "aten.amax.default",
                    "aten.sub.Tensor",
                    "aten.exp.default",
                    "aten.sum.dim_IntList",
                    "aten.div.Tensor",
                ],
            ),
            (plain(lambda x: x.softmax(-1)), "softmax", "amax sub exp sum div"),
            (plain(lambda x: F.softmin(x, -3)), "softmax", "neg amax sub exp sum div"),
        ],
        [
            (
                plain(lambda x: x.softmax(1, dtype=torch.float64)),
                "softmax",
                "dtype is torch.float64",
            ),
        ],
        1e-6,
    ),
    "quotient_as_sigmoid": (
        [
            (plain(lambda x: x / (1 + torch.exp(-x))), "div", "sigmoid mul"),
            (
                plain(lambda x: (torch.exp(-x) + 1).reciprocal()),
                "reciprocal",
                "sigmoid",
            ),
            (plain(lambda x: x / (1 + torch.exp(x))), "div", "mul sigmoid"),
            (
                plain(lambda x: x[:, :1] / (1 + (x * -1).exp())),
                "div",
                "slice sigmoid mul",
            ),
        ],
        [
            (plain(lambda x: x / (2 + torch.exp(-x))), "div", "not divide by 1 + exp"),
            (plain(lambda x: x / 3), "div", "not divide by 1 + exp"),
        ],
        1e-6,
    ),
    "threshold_before_sigmoid": (
        [
            (plain(lambda x: torch.sigmoid(x) > 0.3), "gt", ["aten.gt.Scalar"]),
            (plain(lambda x: torch.sigmoid(x) <= 0.9), "le", ["aten.le.Scalar"]),
            (plain(lambda x: torch.sigmoid(x) >= 0.5), "ge", "ge"),
            (plain(lambda x: torch.sigmoid(x[:, :1]) < 0.01), "lt", "slice lt"),
            (plain(lambda x: x.sigmoid()[:, :1] > 0.3), "gt", "slice gt"),
            (plain(lambda x: x.sigmoid()[..., ::2] > 0.3), "gt", "slice gt"),
            (plain(lambda x: x.sigmoid().unbind(1)[1] > 0.3), "gt", "slice select gt"),
            (plain(lambda x: x.sigmoid().chunk(2, 1)[1] > 0.3), "gt", "slice gt"),
            (
                plain(lambda x: x.sigmoid()[:, torch.tensor([1, 0])] > 0.3),
                "gt",
                "index gt",
            ),
            (plain(lambda x: 1 / (1 + torch.exp(-x)) > 0.3), "gt", "gt"),
            (
                plain(lambda x: x.sigmoid() > torch.tensor(0.3)),
                "gt",
                ["aten.gt.Tensor"],
            ),
            (
                plain(lambda x: x.sigmoid() <= LIMITS),
                "le",
                ["aten.le.Tensor"],
            ),
            (
                plain(lambda x: torch.lt(torch.tensor(0.3), x.sigmoid())),
                "lt",
                ["aten.gt.Tensor"],
            ),
            (
                plain(lambda x: torch.ge(LIMITS, x.sigmoid())),
                "ge",
                ["aten.le.Tensor"],
            ),
            (plain(lambda x: levels(x)[..., 2] > 0.3), "gt", LEVELS),
            (plain(lambda x: decoded(x)[..., 2] > 0.3), "gt", DECODED),
        ],
        [
            (
                plain(lambda x: torch.sigmoid(x) > 1),
                "gt",
                "the threshold 1 lies outside (0, 1)",
            ),
            (plain(lambda x: x > 0.3), "gt", "it compares no sigmoid"),
            (plain(lambda x: levels(x)[..., 1:3] > 0.3), "gt", "compares no sigmoid"),
            (plain(lambda x: decoded(x)[..., 1] > 0.3), "gt", "compares no sigmoid"),
            (plain(lambda x: x.sigmoid() > 0), "gt", "the threshold 0 lies outside"),
            (
                plain(lambda x: torch.le(torch.tensor(1.0), x.sigmoid())),
                "le",
                "the threshold 1 lies outside",
            ),
            (
                plain(lambda x: x.sigmoid() > LIMITS * 2 - 0.5),
                "gt",
                "sub is no constant",
            ),
            (
                plain(lambda x: x[:1, :2].sigmoid() > EDGES),
                "gt",
                "the threshold 0.5, 1 lies outside (0, 1)",
            ),
        ],
        0,
    ),
}
