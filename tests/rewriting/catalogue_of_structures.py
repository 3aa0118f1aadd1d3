"""Rows for the rules that see more than one op: folding, merging, moving, assigning."""

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue import plain
from tests.rewriting.exporting import opened

CONV = "aten.conv2d.default"


def built(run, **modules):
    return lambda: opened(run, **modules)


def conv(kernel=3, padding=1, **options):
    return nn.Conv2d(4, options.pop("out", 4), kernel, padding=padding, **options)


def normed_twice(**modules):
    """A RepVGG block: 3×3, 1×1 and the input itself, each with its batch norm."""

    def run(self, x):
        dense = self.dense_norm(self.dense(x))
        return torch.relu(dense + self.point_norm(self.point(x)) + self.norm(x))

    return built(run, **modules)


def block(groups=1):
    return {
        "dense": conv(bias=False, groups=groups),
        "point": conv(1, 0, bias=False, groups=groups),
        "dense_norm": nn.BatchNorm2d(4),
        "point_norm": nn.BatchNorm2d(4),
        "norm": nn.BatchNorm2d(4),
    }


def summed(**modules):
    def run(self, x):
        return sum((each(x) for each in modules.values()), 0)

    return built(run, **modules)


def assigned(change):
    def run(_, x):
        y = x * 2
        change(y, x)
        return y

    return lambda: opened(run)


def write_rows(y, x):
    y[..., 2:5] = x[..., :3]


def write_every_other(y, x):
    y[..., ::2] = x[..., :4]


def write_all(y, x):
    y[:, 1:3] = x[:, :2]


def write_row(y, x):
    y[:, -1] = x[:, 0]


def grid(x):
    rows, columns = torch.meshgrid(torch.arange(8), torch.arange(8), indexing="ij")
    return x + torch.stack((rows, columns), 0).float().sum(0)


def focus(x):
    parts = [x[..., ::2, ::2], x[..., 1::2, ::2], x[..., ::2, 1::2], x[..., 1::2, 1::2]]
    return torch.cat(parts, 1)


def shuffled(x):
    return x.reshape(1, 2, 2, 8, 8).transpose(1, 2).reshape(1, 4, 8, 8)


def resized(**arguments):
    return plain(lambda x: F.interpolate(x, **arguments))


def linear_last(self, x):
    return self.norm(self.linear(x.flatten(1)))


RESHAPES = ["aten.reshape.default", CONV, "aten.reshape.default"]
MEANS = ["aten.mean.dim", "aten.sub.Tensor", "aten.mul.Tensor", "aten.mean.dim"]

TABLE = {
    "fold_batch_norm_forward": (
        [
            (
                built(
                    lambda self, x: self.conv(self.norm(x)),
                    norm=nn.BatchNorm2d(4),
                    conv=conv(3, 0, groups=2, stride=2),
                ),
                "batch_norm",
                [CONV],
            ),
            (
                built(
                    lambda self, x: self.linear(self.norm(x.flatten(1))),
                    norm=nn.BatchNorm1d(256),
                    linear=nn.Linear(256, 3, bias=False),
                ),
                "batch_norm",
                ["aten.reshape.default", "aten.linear.default"],
            ),
        ],
        (
            built(
                lambda self, x: self.conv(self.norm(x)),
                norm=nn.BatchNorm2d(4),
                conv=conv(),
            ),
            "batch_norm",
            "conv2d pads with zeros, which were not normalized",
        ),
        1e-5,
    ),
    "batch_norm_as_depthwise": (
        [
            (
                built(lambda self, x: self.norm(x), norm=nn.BatchNorm2d(4)),
                "batch_norm",
                [CONV],
            )
        ],
        (
            built(
                lambda self, x: self.norm(x.flatten(1)),
                norm=nn.BatchNorm1d(256),
            ),
            "batch_norm",
            "its input has 2 dimensions, not 4",
        ),
        1e-5,
    ),
    "layer_norm_as_means": (
        [
            (
                built(lambda self, x: self.norm(x), norm=nn.LayerNorm([8, 8])),
                "layer_norm",
                [*MEANS, "aten.add.Tensor", "aten.rsqrt.default"]
                + ["aten.mul.Tensor"] * 2
                + ["aten.add.Tensor"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        1e-5,
    ),
    "merge_parallel_branches": (
        [
            (normed_twice(**block()), "add_1", [CONV, "aten.relu.default"]),
            (normed_twice(**block(2)), "add_1", [CONV, "aten.relu.default"]),
            (
                summed(
                    rows=conv((3, 1), (1, 0)), columns=conv((1, 3), (0, 1)), all=conv()
                ),
                "add_2",
                [CONV],
            ),
            (
                summed(
                    a=conv(5, 2, stride=2, out=6, bias=False),
                    b=conv(1, 0, stride=2, out=6, bias=False),
                ),
                "add_1",
                [CONV],
            ),
            (built(lambda self, x: self.a(x) + x, a=conv()), "add", [CONV]),
        ],
        (summed(a=conv(), b=conv(3, 2, dilation=2)), "add_1", "conv2d_1 is dilated"),
        1e-5,
    ),
    "merge_pointwise_convolutions": (
        [
            (
                built(
                    lambda self, x: self.b(self.a(x)),
                    a=conv(1, 0, out=8),
                    b=nn.Conv2d(8, 4, 3, 2),
                ),
                "conv2d_1",
                [CONV],
            ),
            (
                built(
                    lambda self, x: self.b(self.a(x)),
                    a=conv(1, 0, out=8, bias=False),
                    b=nn.Conv2d(8, 4, 3, padding=1),
                ),
                "conv2d_1",
                [CONV],
            ),
        ],
        (
            built(
                lambda self, x: self.b(self.a(x)),
                a=conv(1, 0, out=1),
                b=nn.Conv2d(1, 4, 1),
            ),
            "conv2d_1",
            "merged they take 1024 multiply-accumulates, now 512",
        ),
        1e-5,
    ),
    "slice_assignment_as_concat": (
        [
            (
                assigned(write_rows),
                "slice_scatter",
                ["aten.mul.Tensor"] + ["aten.slice.Tensor"] * 3 + ["aten.cat.default"],
            ),
            (
                assigned(write_all),
                "slice_scatter",
                ["aten.mul.Tensor"] + ["aten.slice.Tensor"] * 3 + ["aten.cat.default"],
            ),
        ],
        (
            assigned(write_every_other),
            "slice_scatter",
            "it writes with steps of 2",
        ),
        0,
    ),
    "select_assignment_as_concat": (
        [
            (
                assigned(write_row),
                "select_scatter",
                [
                    "aten.mul.Tensor",
                    "aten.select.int",
                    "aten.unsqueeze.default",
                    "aten.slice.Tensor",
                    "aten.cat.default",
                ],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        0,
    ),
    "fold_constants": (
        [
            (plain(lambda x: x + torch.arange(8.0)), "arange", ["aten.add.Tensor"]),
            (
                plain(lambda x: x * torch.full((1, 8, 1), 3.0) + torch.zeros(8)),
                "full",
                ["aten.mul.Tensor", "aten.zeros.default", "aten.add.Tensor"],
            ),
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        0,
    ),
    "focus_as_convolution": (
        [(plain(focus), "cat", [CONV])],
        (
            plain(lambda x: torch.cat([x, x], 1)),
            "cat",
            "it does not join strided slices of one value",
        ),
        0,
    ),
    "split_as_slices": (
        [
            (
                plain(lambda x: torch.mul(*x.chunk(2, 1))),
                "split",
                ["aten.slice.Tensor"] * 2 + ["aten.mul.Tensor"],
            ),
            (
                plain(lambda x: x.split([1, 2, 1], 1)[1]),
                "split_with_sizes",
                ["aten.slice.Tensor"],
            ),
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        0,
    ),
    "stack_as_concat": (
        [
            (
                plain(lambda x: torch.stack([x, x * 2], 1)),
                "stack",
                ["aten.mul.Tensor"]
                + ["aten.unsqueeze.default"] * 2
                + ["aten.cat.default"],
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        0,
    ),
    "shuffle_as_one_op": (
        [(plain(shuffled), "reshape", ["aten.channel_shuffle.default"])],
        (
            plain(lambda x: torch.sin(torch.sin(x.reshape(1, 2, 2, 8, 8)))),
            "reshape",
            "it does not shuffle channels between groups",
        ),
        0,
    ),
    "shuffle_as_convolution": (
        [(plain(shuffled), "reshape", [CONV])],
        (
            plain(lambda x: x.reshape(1, 4, 64).transpose(1, 2).reshape(1, 4, 8, 8)),
            "reshape",
            "it does not shuffle channels between groups",
        ),
        0,
    ),
    "merge_moves": (
        [
            (
                plain(lambda x: x.reshape(1, 4, 64).reshape(2, 2, 64)),
                "reshape_1",
                ["aten.reshape.default"],
            ),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).permute(0, 3, 2, 1)),
                "permute_1",
                ["aten.permute.default"],
            ),
        ],
        (
            plain(lambda x: x.permute(0, 2, 3, 1)),
            "permute",
            "no op of its kind comes before it",
        ),
        0,
    ),
    "drop_identity": (
        [
            (plain(lambda x: torch.relu(x) + 0), "add", ["aten.relu.default"]),
            (
                plain(lambda x: torch.relu(x).permute(0, 1, -2, 3)),
                "permute",
                ["aten.relu.default"],
            ),
            (
                plain(lambda x: F.avg_pool2d(torch.relu(x), 1)),
                "avg_pool2d",
                ["aten.relu.default"],
            ),
            (resized(size=(8, 8)), "upsample_nearest2d", []),
        ],
        (plain(lambda x: x * 2), "mul", "it changes its input"),
        0,
    ),
    "merge_repetition": (
        [
            (
                plain(lambda x: torch.sigmoid(x) * torch.sigmoid(x)),
                "sigmoid_1",
                ["aten.sigmoid.default", "aten.mul.Tensor"],
            )
        ],
        (
            plain(lambda x: torch.sigmoid(x) * 2),
            "sigmoid",
            "no op before it computes the same",
        ),
        0,
    ),
    "adaptive_pool_as_pool": (
        [
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, (2, 4))),
                "adaptive_avg_pool2d",
                ["aten.avg_pool2d.default"],
            )
        ],
        (
            plain(lambda x: F.adaptive_avg_pool2d(x, 3)),
            "adaptive_avg_pool2d",
            "(3, 3) does not divide (8, 8)",
        ),
        1e-6,
    ),
    "pool_as_mean": (
        [
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, 1)),
                "adaptive_avg_pool2d",
                ["aten.mean.dim"],
            )
        ],
        (
            plain(lambda x: F.adaptive_avg_pool2d(x, 2)),
            "adaptive_avg_pool2d",
            "it pools to (2, 2), not to one value",
        ),
        1e-6,
    ),
    "mean_as_pool": (
        [
            (
                plain(lambda x: x.mean((2, 3), keepdim=True)),
                "mean",
                ["aten.adaptive_avg_pool2d.default"],
            ),
            (
                plain(lambda x: x.mean((-1, -2))),
                "mean",
                ["aten.adaptive_avg_pool2d.default", "aten.reshape.default"],
            ),
        ],
        (
            plain(lambda x: x.mean(1)),
            "mean",
            "it is no mean over rows and columns of 4 dimensions",
        ),
        1e-6,
    ),
    "linear_as_convolution": (
        [
            (
                built(lambda self, x: self.linear(x), linear=nn.Linear(8, 3)),
                "linear",
                RESHAPES,
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        1e-5,
    ),
    "reduce_axis_by_axis": (
        [
            (
                plain(lambda x: x.sum((2, 3), keepdim=True)),
                "sum_1",
                ["aten.sum.dim_IntList"] * 2,
            ),
            (
                plain(lambda x: x.mean((2, 3))),
                "mean",
                ["aten.mean.dim"] * 2 + ["aten.reshape.default"],
            ),
            (
                plain(lambda x: x.amax((1, 2))),
                "amax",
                ["aten.amax.default"] * 2 + ["aten.reshape.default"],
            ),
        ],
        (
            plain(lambda x: x.sum(1)),
            "sum_1",
            "it reduces one axis, or into another type",
        ),
        1e-5,
    ),
    "resize_by_factor": (
        [
            (
                resized(size=(16, 4), mode="bilinear"),
                "upsample_bilinear2d",
                ["aten.upsample_bilinear2d.vec"],
            )
        ],
        (
            resized(size=(12, 12)),
            "upsample_nearest2d",
            "the ratio of (8, 8) to (12, 12) is not whole",
        ),
        0,
    ),
    "resize_without_aligned_corners": (
        [
            (
                resized(size=(16, 16), mode="bilinear", align_corners=True),
                "upsample_bilinear2d",
                ["aten.upsample_bilinear2d.vec"],
            )
        ],
        (
            resized(size=(16, 16), mode="bilinear"),
            "upsample_bilinear2d",
            "its corners are not aligned",
        ),
        2,
    ),
    "resize_of_one_pixel": (
        [
            (
                plain(
                    lambda x: F.interpolate(
                        x.mean((2, 3), keepdim=True), size=(4, 6), mode="bilinear"
                    )
                ),
                "upsample_bilinear2d",
                ["aten.mean.dim", "aten.expand.default"],
            )
        ],
        (
            resized(size=(16, 16)),
            "upsample_nearest2d",
            "its input has (8, 8) pixels",
        ),
        1e-6,
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
            )
        ],
        (plain(torch.relu), "relu", "it does not rewrite aten.relu.default"),
        1e-6,
    ),
    "threshold_before_sigmoid": (
        [
            (plain(lambda x: torch.sigmoid(x) > 0.3), "gt", ["aten.gt.Scalar"]),
            (plain(lambda x: torch.sigmoid(x) <= 0.9), "le", ["aten.le.Scalar"]),
        ],
        (
            plain(lambda x: torch.sigmoid(x) > 1),
            "gt",
            "the threshold 1 lies outside (0, 1)",
        ),
        0,
    ),
}
