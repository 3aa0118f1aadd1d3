"""One row per rule of the catalogue: where it applies, and where it declines."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.exporting import opened

quant = torch.ops.npu.quant.default


def plain(function):
    return lambda: opened(lambda _, x: function(x))


def normed(convolution, norm):
    return lambda: opened(
        lambda self, x: self.norm(self.conv(x)), conv=convolution, norm=norm
    )


def read_twice():
    def network(self, x):
        value = self.conv(x)
        return self.norm(value) + value

    return opened(network, conv=nn.Conv2d(4, 6, 3), norm=nn.BatchNorm2d(6))


def resized(**arguments):
    return plain(lambda x: F.interpolate(x, **arguments))


MINUS = ["aten.add.Tensor", "aten.mul.Tensor"]
GELU_TANH = plain(lambda x: F.gelu(x, approximate="tanh"))

# rule: (sites as (model, node, ops after), (declining model, node, reason), tolerance)
TABLE = {
    "constant_minus_tensor": (
        [
            (plain(lambda x: 1 - x), "rsub", MINUS),
            (plain(lambda x: 0.3 - x), "rsub", MINUS),
            (plain(lambda x: torch.tensor(2.5) - x), "sub", MINUS),
        ],
        (plain(lambda x: x - 1), "sub", "it subtracts from a tensor, not from a"),
        0,
    ),
    "keep_reduced_dimension": (
        [
            (
                plain(lambda x: x.sum(1).unsqueeze(1)),
                "sum_1",
                ["aten.sum.dim_IntList"],
            ),
            (
                plain(lambda x: x.mean((2, 3)).reshape(1, 4, 1, 1)),
                "mean",
                ["aten.mean.dim"],
            ),
            (
                plain(lambda x: x.amax(-1).unsqueeze(-1) + x.amin(1).unsqueeze(1)),
                "amax",
                [
                    "aten.amax.default",
                    "aten.amin.default",
                    "aten.unsqueeze.default",
                    "aten.add.Tensor",
                ],
            ),
            (
                plain(lambda x: x.argmax(1).unsqueeze(1)),
                "argmax",
                ["aten.argmax.default"],
            ),
        ],
        (
            plain(lambda x: x.sum(1).relu()),
            "sum_1",
            "relu uses the value with 3 dimensions",
        ),
        0,
    ),
    "silu_as_product": (
        [(plain(F.silu), "silu", ["aten.sigmoid.default", "aten.mul.Tensor"])],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        1e-5,
    ),
    "hardswish_as_product": (
        [
            (
                plain(F.hardswish),
                "hardswish",
                ["aten.hardsigmoid.default", "aten.mul.Tensor"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        1e-5,
    ),
    "hardswish_as_clamp": (
        [
            (
                plain(F.hardswish),
                "hardswish",
                ["aten.add.Tensor", "aten.clamp.default"] + ["aten.mul.Tensor"] * 2,
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        1e-5,
    ),
    "hardsigmoid_as_clamp": (
        [
            (
                plain(F.hardsigmoid),
                "hardsigmoid",
                ["aten.mul.Tensor", "aten.add.Tensor", "aten.clamp.default"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
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
        (
            plain(lambda x: F.leaky_relu(x, 1.5)),
            "leaky_relu",
            "slope 1.5 lies outside [0, 1]",
        ),
        1e-5,
    ),
    "relu6_as_clamp": (
        [
            (
                plain(lambda x: F.relu6(x * 9)),
                "relu6",
                ["aten.mul.Tensor", "aten.clamp.default"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        0,
    ),
    "mish_as_product": (
        [
            (
                plain(F.mish),
                "mish",
                ["aten.softplus.default", "aten.tanh.default", "aten.mul.Tensor"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        1e-5,
    ),
    "gelu_as_erf": (
        [
            (
                plain(F.gelu),
                "gelu",
                ["aten.mul.Tensor"] * 2
                + ["aten.erf.default", "aten.add.Tensor", "aten.mul.Tensor"],
            )
        ],
        (GELU_TANH, "gelu", "it is the tanh approximation"),
        1e-5,
    ),
    "gelu_as_sigmoid": (
        [
            (
                plain(F.gelu),
                "gelu",
                ["aten.mul.Tensor", "aten.sigmoid.default", "aten.mul.Tensor"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        0.021,
    ),
    "gelu_without_approximation": (
        [(GELU_TANH, "gelu", ["aten.gelu.default"])],
        (plain(F.gelu), "gelu", "it is no approximation"),
        5e-4,
    ),
    "fold_batch_norm": (
        [
            (
                normed(nn.Conv2d(4, 6, 3, bias=False), nn.BatchNorm2d(6)),
                "batch_norm",
                ["aten.conv2d.default"],
            ),
            (
                normed(nn.Conv2d(4, 4, 3, groups=4), nn.BatchNorm2d(4)),
                "batch_norm",
                ["aten.conv2d.default"],
            ),
            (
                normed(
                    nn.ConvTranspose2d(4, 6, 3, 2, groups=2, bias=False),
                    nn.BatchNorm2d(6),
                ),
                "batch_norm",
                ["aten.conv_transpose2d.input"],
            ),
            (
                normed(
                    nn.Sequential(nn.Flatten(), nn.Linear(256, 3)), nn.BatchNorm1d(3)
                ),
                "batch_norm",
                ["aten.reshape.default", "aten.linear.default"],
            ),
            (
                normed(
                    nn.Conv2d(4, 8, 3, 2, 1, groups=2),
                    nn.BatchNorm2d(8, affine=False, eps=1e-3),
                ),
                "batch_norm",
                ["aten.conv2d.default"],
            ),
        ],
        (read_twice, "batch_norm", "add reads the convolution too"),
        1e-5,
    ),
    "batch_norm_as_affine": (
        [
            (
                lambda: opened(lambda self, x: self.norm(x), norm=nn.BatchNorm2d(4)),
                "batch_norm",
                ["aten.mul.Tensor", "aten.add.Tensor"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        1e-5,
    ),
    "resize_to_size": (
        [
            (
                resized(scale_factor=2, mode="bilinear"),
                "upsample_bilinear2d",
                ["aten.upsample_bilinear2d.vec"],
            ),
            (
                resized(scale_factor=1.5),
                "upsample_nearest2d",
                ["aten.upsample_nearest2d.vec"],
            ),
        ],
        (
            resized(scale_factor=1.3),
            "upsample_nearest2d",
            "factors [1.3, 1.3] lead to no whole size",
        ),
        0,
    ),
    "nearest_at_centres": (
        [
            (
                resized(scale_factor=2),
                "upsample_nearest2d",
                ["aten._upsample_nearest_exact2d.vec"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        0,
    ),
    "merge_stubs": (
        [(plain(lambda x: quant(quant(x))), "quant_1", ["npu.quant.default"])],
        (plain(lambda x: quant(x)), "quant", "no stub of its kind comes before it"),
        0,
    ),
}
