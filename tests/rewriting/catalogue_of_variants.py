"""More sites of every rule: other spellings, types, axes, and why it declines there."""

import warnings

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.catalogue import GELU_TANH, plain, resized
from tests.rewriting.catalogue_of_structures import built, conv, summed

quant, dequant = torch.ops.npu.quant.default, torch.ops.npu.dequant.default


class Held(nn.Module):
    """A constant that is a buffer of the network."""

    def __init__(self, value):
        super().__init__()
        self.register_buffer("value", value)


def held(run, value):
    return built(lambda self, x: run(self.held.value, x), held=Held(value))


def normed(norm):
    return built(lambda self, x: self.norm(x), norm=norm)


def assigned(change):
    def run(_, x):
        y = x * 2
        change(y, x)
        return y

    return built(run)


def write_number(y, _):
    y[:, 1:3] = 0


def write_broadcast(y, x):
    y[..., 2:6] = x[..., :1]


def write_row_number(y, _):
    y[:, :, -2] = 1.5


def write_masked(y, _):
    y[y < 0] = 0


def write_where_large(y, x):
    y[x > 1] = 2


def write_listed(y, x):
    y[:, [2, 0]] = x[:, :2]


def write_listed_columns(y, x):
    y[:, :, :, [1, 2, -1]] = x[..., :3]


def write_listed_twice(y, x):
    y[:, [1, 1]] = x[:, :2]


def shuffled_by_permutation(x):
    return x.reshape(1, 2, 2, 8, 8).permute(0, 2, 1, 3, 4).reshape(1, 4, 8, 8)


def paired(x):
    halves = x.reshape(2, 2, 64).permute(1, 0, 2).reshape(2, -1, 2, 8, 8)
    return halves[0] - halves[1]


def second_pair(x):
    return x.reshape(2, 2, 64).permute(1, 0, 2).reshape(2, 1, 2, 8, 8)[-1]


def regrouped(*order):
    def run(x):
        apart = x.reshape(1, 4, 4, 2, 4, 2).permute(0, *order, 2, 4)
        return apart.reshape(1, 16, 4, 4)

    return plain(run)


def yolo_focus(x):
    rows = [x[..., ::2, ::2], x[..., ::2, 1::2], x[..., 1::2, ::2], x[..., 1::2, 1::2]]
    return torch.cat(rows, 1)


def patches(kernel=3, padding=1, stride=1, bias=False):
    later = nn.Conv2d(6, 4, kernel, stride, padding)
    return built(
        lambda self, x: self.b(self.a(x)), a=nn.Conv2d(4, 6, 2, 2, bias=bias), b=later
    )


def product_of_scores(threshold, compare=torch.gt):
    return plain(lambda x: compare(x[:, :1].sigmoid() * x[:, 1:].sigmoid(), threshold))


def both(function):
    return plain(lambda x: sum(part.float() for part in function(x)))


def averaged(*sides, **options):
    return plain(lambda x: F.avg_pool2d(x, *sides, **options))


def flat(function):
    return plain(lambda x: function(x.flatten(2)))


def normed_flat():
    return built(lambda self, x: self.norm(x.flatten(2)), norm=nn.BatchNorm1d(4))


def padded(sides, mode="constant", value=None, **options):
    layer = nn.Conv2d(4, 2, 3, **options)
    return built(lambda self, x: self.conv(F.pad(x, sides, mode, value)), conv=layer)


def unevenly_padded():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return normed(nn.Conv2d(4, 2, 4, padding="same"))()


SPREAD = "mul slice reshape expand cat"
SOFTPLUS = "relu abs mul exp add log"
ATTEND = F.scaled_dot_product_attention
ATTENTION = "scaled_dot_product_attention"
OTHER_OP = (plain(torch.cos), "cos", "it does not rewrite aten.cos.default")

NORMAL = "mean sub mul add rsqrt"
RESIZE = "upsample_bilinear2d"
TWICE = ["aten.avg_pool2d.default"] * 2
MIXED = "mean amax reshape mul"

# rule: (more sites as (model, node, names of the ops after), more that decline,
#        tolerance or None where another table tells it)
TABLE = {
    "constant_minus_tensor": (
        [
            (held(lambda c, x: c - x, torch.ones(1, 4, 1, 1)), "sub", "add mul"),
            (held(lambda c, x: c - x, torch.ones(2, 1, 8, 1)), "sub", "add mul"),
            (plain(lambda x: torch.rsub(x, 3, alpha=2)), "rsub", "add mul"),
            (plain(lambda x: 1 - x.argmax(1)), "rsub", "argmax add mul"),
        ],
        [
            (plain(lambda x: x - x[:, :1]), "sub", "it subtracts from a tensor"),
            (plain(lambda x: torch.rsub(x, 3, alpha=0)), "rsub", "alpha is 0"),
        ],
        None,
    ),
    "negation_as_product": (
        [
            (plain(torch.neg), "neg", "mul"),
            (plain(lambda x: -x.argmax(1)), "neg", "argmax mul"),
        ],
        [OTHER_OP],
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
        [OTHER_OP],
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
        [(plain(lambda x: x**0.5), "pow_1", "0.5 is no power from 2 to 4")],
        1e-6,
    ),
    "leaky_relu_as_relus": (
        [
            (plain(lambda x: F.leaky_relu(x, 1.5)), "leaky_relu", "relu mul add"),
            (plain(lambda x: F.leaky_relu(x, -0.5)), "leaky_relu", "relu mul add"),
        ],
        [OTHER_OP],
        1e-6,
    ),
    "prelu_as_relus": (
        [
            (normed(nn.PReLU(4)), "prelu", "relu mul add"),
            (normed(nn.PReLU()), "prelu", "relu mul add"),
        ],
        [OTHER_OP],
        1e-6,
    ),
    "elu_as_exponential": (
        [
            (plain(F.elu), "elu", "relu clamp exp mul add"),
            (plain(lambda x: F.elu(x, 0.3)), "elu", "relu clamp exp mul add"),
        ],
        [OTHER_OP],
        1e-5,
    ),
    "celu_as_exponential": (
        [
            (plain(F.celu), "celu", "relu clamp exp mul add"),
            (plain(lambda x: F.celu(x, 2)), "celu", "relu clamp exp mul add"),
        ],
        [OTHER_OP],
        1e-5,
    ),
    "selu_as_exponential": (
        [
            (plain(F.selu), "selu", "relu clamp exp mul add"),
            (flat(F.selu), "selu", "reshape relu clamp exp mul add"),
        ],
        [OTHER_OP],
        1e-5,
    ),
    "hardtanh_as_clamp": (
        [
            (plain(F.hardtanh), "hardtanh", "clamp"),
            (normed(nn.ReLU6()), "hardtanh", "clamp"),
        ],
        [OTHER_OP],
        0,
    ),
    "clamp_as_relu6": (
        [
            (normed(nn.ReLU6()), "hardtanh", "relu6"),
            (plain(lambda x: (x * 9).clamp(0, 6)), "clamp", "mul relu6"),
        ],
        [
            (plain(lambda x: x.clamp(0, 5)), "clamp", "it clamps to [0, 5], not to"),
            (plain(F.hardtanh), "hardtanh", "it clamps to [-1.0, 1.0], not to [0, 6]"),
        ],
        0,
    ),
    "clamp_as_relu": (
        [
            (plain(lambda x: x.clamp(min=0)), "clamp", "relu"),
            (plain(lambda x: x.clamp_min(0)), "clamp_min", "relu"),
        ],
        [(plain(lambda x: x.clamp(0, 6)), "clamp", "it clamps to [0, 6], not to")],
        0,
    ),
    "glu_as_product": (
        [
            (plain(lambda x: F.glu(x, 1)), "glu", "slice sigmoid mul"),
            (plain(F.glu), "glu", "slice sigmoid mul"),
        ],
        [OTHER_OP],
        1e-6,
    ),
    "tanh_as_sigmoid": (
        [
            (plain(torch.tanh), "tanh", "mul sigmoid add"),
            (flat(torch.tanh), "tanh", "reshape mul sigmoid add"),
        ],
        [OTHER_OP],
        1e-6,
    ),
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
            (
                plain(lambda x: F.softplus(x, threshold=1)),
                "softplus",
                "threshold is 1",
            )
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
        [OTHER_OP],
        1e-6,
    ),
    "log_softmax_as_logarithm": (
        [
            (plain(lambda x: x.log_softmax(1)), "log_softmax", "amax sub exp sum log"),
            (plain(lambda x: x.log_softmax(-1)), "log_softmax", "amax sub exp sum log"),
        ],
        [OTHER_OP],
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
        [(plain(F.gelu), "gelu", "it is the exact GELU, not the tanh form")],
        1e-6,
    ),
    "silu_as_product": (
        [(flat(F.silu), "silu", "reshape sigmoid mul")],
        [],
        None,
    ),
    "hardswish_as_product": (
        [(flat(F.hardswish), "hardswish", "reshape hardsigmoid mul")],
        [],
        None,
    ),
    "hardswish_as_clamp": (
        [(flat(F.hardswish), "hardswish", "reshape add clamp mul")],
        [],
        None,
    ),
    "hardsigmoid_as_clamp": (
        [(flat(F.hardsigmoid), "hardsigmoid", "reshape add clamp mul")],
        [],
        None,
    ),
    "relu6_as_clamp": ([(flat(F.relu6), "relu6", "reshape clamp")], [], None),
    "mish_as_product": (
        [(flat(F.mish), "mish", "reshape softplus tanh mul")],
        [],
        None,
    ),
    "gelu_as_erf": ([(flat(F.gelu), "gelu", "reshape mul erf add")], [], None),
    "gelu_as_sigmoid": ([(flat(F.gelu), "gelu", "reshape mul sigmoid")], [], None),
    "gelu_without_approximation": (
        [(flat(lambda x: F.gelu(x, approximate="tanh")), "gelu", "reshape gelu")],
        [],
        None,
    ),
    "softmax_as_exponentials": (
        [
            (plain(lambda x: x.softmax(-1)), "softmax", "amax sub exp sum div"),
            (plain(lambda x: F.softmin(x, -3)), "softmax", "neg amax sub exp sum div"),
        ],
        [],
        None,
    ),
    "threshold_before_sigmoid": (
        [
            (plain(lambda x: torch.sigmoid(x) >= 0.5), "ge", "ge"),
            (plain(lambda x: torch.sigmoid(x[:, :1]) < 0.01), "lt", "slice lt"),
        ],
        [
            (plain(lambda x: x > 0.3), "gt", "it compares no sigmoid"),
            (plain(lambda x: x.sigmoid() > 0), "gt", "the threshold 0 lies outside"),
        ],
        None,
    ),
    "argmax_before_activation": (
        [
            (plain(lambda x: x.sigmoid().argmax(1)), "argmax", "argmax"),
            (plain(lambda x: x.softmax(1).argmax(-3, True)), "argmax", "argmax"),
            (plain(lambda x: x.log_softmax(-1).argmin(3)), "argmin", "argmin"),
            (plain(lambda x: x.sigmoid().argmax()), "argmax", "argmax"),
        ],
        [
            (plain(lambda x: x.softmax(2).argmax(1)), "argmax", "another axis"),
            (plain(lambda x: x.softmax(1).argmax()), "argmax", "another axis"),
            (plain(lambda x: x.argmax(1)), "argmax", "neither sigmoid nor softmax"),
        ],
        0,
    ),
    "maximum_before_sigmoid": (
        [
            (plain(lambda x: x.sigmoid().amax(1)), "amax", "amax sigmoid"),
            (plain(lambda x: x.sigmoid().amin((2, 3), True)), "amin", "amin sigmoid"),
            (both(lambda x: x.sigmoid().max(1)), "max_1", "max getitem sigmoid to add"),
            (plain(lambda x: x.sigmoid().max(-1)[1]), "max_1", "max getitem"),
        ],
        [(plain(lambda x: x.amax(1)), "amax", "it reads no sigmoid")],
        0,
    ),
    "maximum_as_two_ops": (
        [
            (both(lambda x: x.max(1)), "max_1", "amax argmax to add"),
            (plain(lambda x: x.min(-1, True)[0]), "min_1", "amin"),
        ],
        [OTHER_OP],
        0,
    ),
    "threshold_of_product_before_sigmoid": (
        [
            (product_of_scores(0.3), "gt", "slice sigmoid add log mul gt"),
            (product_of_scores(0.01, torch.ge), "ge", "slice sigmoid add log mul ge"),
        ],
        [
            (plain(lambda x: x > 0.3), "gt", "it compares no product"),
            (plain(lambda x: x * x.sigmoid() > 0.3), "gt", "not both sigmoids"),
            (product_of_scores(1), "gt", "the threshold 1 lies outside (0, 1)"),
        ],
        0,
    ),
    "threshold_of_product_as_prefilter": (
        [
            (product_of_scores(0.3), "gt", "slice gt logical_and"),
            (product_of_scores(0.2, torch.ge), "ge", "slice ge logical_and"),
        ],
        [(plain(lambda x: x * 2 > 0.3), "gt", "its factors are not both sigmoids")],
        1,
    ),
    "batch_norm_as_affine": (
        [(normed_flat(), "batch_norm", "reshape mul add")],
        [],
        None,
    ),
    "batch_norm_as_depthwise": (
        [(normed(nn.BatchNorm2d(4, affine=False)), "batch_norm", "conv2d")],
        [],
        None,
    ),
    "layer_norm_as_means": (
        [
            (
                normed(nn.LayerNorm(8, elementwise_affine=False)),
                "layer_norm",
                "mean sub mul add rsqrt",
            )
        ],
        [],
        None,
    ),
    "group_norm_as_means": (
        [
            (normed(nn.GroupNorm(2, 4)), "group_norm", "reshape " + NORMAL),
            (
                normed(nn.GroupNorm(4, 4, affine=False)),
                "group_norm",
                "reshape " + NORMAL,
            ),
        ],
        [OTHER_OP],
        1e-5,
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
            )
        ],
        1e-5,
    ),
    "rms_norm_as_mean": (
        [
            (normed(nn.RMSNorm(8)), "rms_norm", "mul mean add rsqrt"),
            (normed(nn.RMSNorm([8, 8], 1e-3)), "rms_norm", "mul mean add rsqrt"),
        ],
        [OTHER_OP],
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
            )
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
                plain(lambda x: ATTEND(x, x, x, x, scale=0.5)),
                ATTENTION,
                "add transpose matmul mul softmax",
            ),
        ],
        [
            (
                plain(lambda x: ATTEND(x, x, x, is_causal=True)),
                ATTENTION,
                "it is causal",
            )
        ],
        1e-5,
    ),
    "resize_by_factor": (
        [(resized(size=(4, 2)), "upsample_nearest2d", "upsample_nearest2d")],
        [],
        None,
    ),
    "resize_of_one_pixel": (
        [
            (
                plain(lambda x: F.interpolate(F.adaptive_avg_pool2d(x, 1), (4, 4))),
                "upsample_nearest2d",
                "adaptive_avg_pool2d expand",
            )
        ],
        [],
        None,
    ),
    "resize_with_aligned_corners": (
        [
            (resized(size=(16, 16), mode="bilinear"), RESIZE, RESIZE),
            (resized(scale_factor=2, mode="bilinear"), RESIZE, RESIZE),
        ],
        [
            (
                resized(size=(16, 16), mode="bilinear", align_corners=True),
                RESIZE,
                "its corners are aligned already",
            )
        ],
        2,
    ),
    "resize_without_aligned_corners": (
        [
            (
                resized(scale_factor=3, mode="bilinear", align_corners=True),
                RESIZE,
                RESIZE,
            )
        ],
        [],
        None,
    ),
    "bicubic_as_bilinear": (
        [
            (resized(size=(16, 16), mode="bicubic"), "upsample_bicubic2d", RESIZE),
            (resized(scale_factor=2, mode="bicubic"), "upsample_bicubic2d", RESIZE),
        ],
        [OTHER_OP],
        2,
    ),
    "nearest_at_centres": (
        [(resized(size=(16, 24)), "upsample_nearest2d", "_upsample_nearest_exact2d")],
        [],
        None,
    ),
    "merge_stubs": (
        [
            (plain(lambda x: dequant(dequant(quant(x)))), "dequant_1", "quant dequant"),
        ],
        [],
        None,
    ),
    "fold_batch_norm_forward": (
        [
            (
                built(
                    lambda self, x: self.conv(self.norm(x)),
                    norm=nn.BatchNorm2d(4),
                    conv=conv(1, 0),
                ),
                "batch_norm",
                "conv2d",
            )
        ],
        [],
        None,
    ),
    "merge_parallel_branches": (
        [
            (summed(a=conv(), b=conv(1, 0, groups=4)), "add_1", "conv2d"),
            (summed(a=conv(groups=2), b=conv(1, 0, groups=4)), "add_1", "conv2d"),
        ],
        [
            (
                summed(a=conv((3, 1), (1, 0)), b=conv((1, 3), (0, 1))),
                "add_1",
                "merged they take 36 weights per output, now 24",
            ),
            (
                summed(a=conv(groups=4), b=conv(1, 0)),
                "add_1",
                "merged they take 36 weights per output, now 13",
            ),
        ],
        None,
    ),
    "string_padding_as_numbers": (
        [
            (
                normed(nn.Conv2d(4, 2, 3, padding="same", dilation=2)),
                "conv2d",
                "conv2d",
            ),
            (normed(nn.Conv2d(4, 2, 3, 2, padding="valid")), "conv2d", "conv2d"),
        ],
        [
            (
                unevenly_padded,
                "conv2d",
                "its kernel (4, 4) is padded unevenly",
            )
        ],
        0,
    ),
    "merge_padding_into_convolution": (
        [
            (padded((1, 1, 2, 2)), "conv2d", "conv2d"),
            (padded((1, 1), padding=1), "conv2d", "conv2d"),
        ],
        [
            (padded((0, 1, 0, 1)), "conv2d", "pad pads unevenly: [0, 1, 0, 1]"),
            (padded((1, 1), value=2.0), "conv2d", "pad pads with other values"),
            (padded((1, 1, 1, 1), "reflect"), "conv2d", "pad pads with other values"),
            (normed(conv()), "conv2d", "no padding comes before it"),
        ],
        0,
    ),
    "merge_patch_convolutions": (
        [
            (patches(), "conv2d_1", "conv2d"),
            (patches(padding=0, stride=2, bias=True), "conv2d_1", "conv2d"),
            (patches(1, 0), "conv2d_1", "conv2d"),
        ],
        [
            (patches(bias=True), "conv2d_1", "the first bias was not added"),
            (patches(), "conv2d", "no convolution comes before it"),
        ],
        1e-5,
    ),
    "slice_assignment_as_concat": (
        [
            (assigned(write_number), "slice_scatter", "mul fill slice cat"),
            (
                assigned(write_broadcast),
                "slice_scatter",
                SPREAD,
            ),
        ],
        [],
        None,
    ),
    "select_assignment_as_concat": (
        [
            (
                assigned(write_row_number),
                "select_scatter",
                "mul select fill unsqueeze slice cat",
            ),
        ],
        [],
        None,
    ),
    "masked_assignment_as_choice": (
        [
            (assigned(write_masked), "index_put", "mul lt where"),
            (assigned(write_where_large), "index_put", "mul gt where"),
        ],
        [(assigned(write_listed), "index_put", "its index is no mask of the whole")],
        0,
    ),
    "row_assignment_as_concat": (
        [
            (assigned(write_listed), "index_put", SPREAD),
            (
                assigned(write_listed_columns),
                "index_put",
                SPREAD,
            ),
        ],
        [
            (assigned(write_masked), "index_put", "its index is no constant list"),
            (assigned(write_listed_twice), "index_put", "it writes a row twice"),
        ],
        0,
    ),
    "fold_constants": (
        [
            (plain(lambda x: torch.ones_like(x) - x), "ones_like", "sub"),
            (plain(lambda x: x + x.new_full((8,), 2.0)), "new_full", "add"),
            (assigned(write_number), "fill", "mul slice_scatter"),
        ],
        [
            (
                plain(lambda x: x[:, :1].fill_(x.sum())),
                "fill",
                "it depends on an input",
            )
        ],
        None,
    ),
    "fold_weights": (
        [
            (held(lambda c, x: x * c.exp(), torch.ones(8)), "exp", "mul"),
            (
                held(lambda c, x: x + (c * 2).reshape(1, 1, 8), torch.ones(8)),
                "mul",
                "add",
            ),
        ],
        [(plain(lambda x: x * 2), "mul", "it depends on an input, or on another op")],
        1e-6,
    ),
    "focus_as_convolution": (
        [(plain(yolo_focus), "cat", "conv2d")],
        [(plain(lambda x: torch.cat([x, x], 2)), "cat", "it does not join channels")],
        None,
    ),
    "unshuffle_as_convolution": (
        [
            (plain(lambda x: F.pixel_unshuffle(x, 2)), "pixel_unshuffle", "conv2d"),
            (plain(lambda x: F.pixel_unshuffle(x, 4)), "pixel_unshuffle", "conv2d"),
        ],
        [OTHER_OP],
        0,
    ),
    "shuffle_of_pixels_as_convolution": (
        [
            (
                plain(lambda x: F.pixel_shuffle(x, 2)),
                "pixel_shuffle",
                "conv_transpose2d",
            ),
            (
                plain(lambda x: F.pixel_shuffle(torch.cat([x, x], 1), 2)),
                "pixel_shuffle",
                "cat conv_transpose2d",
            ),
        ],
        [OTHER_OP],
        0,
    ),
    "space_to_depth_as_convolution": (
        [
            (regrouped(3, 5, 1), "reshape", "conv2d"),
            (regrouped(1, 3, 5), "reshape", "conv2d"),
            (regrouped(5, 1, 3), "reshape", "conv2d"),
        ],
        [
            (
                plain(lambda x: x.reshape(1, 4, 64).relu()),
                "reshape",
                "it does not take pixels apart",
            ),
            (
                plain(
                    lambda x: (
                        x.reshape(1, 4, 4, 2, 4, 2)
                        .permute(0, 1, 2, 4, 3, 5)
                        .reshape(1, 16, 4, 4)
                    )
                ),
                "reshape",
                "it does not turn pixels into channels",
            ),
        ],
        0,
    ),
    "split_as_slices": (
        [
            (
                plain(lambda x: x.tensor_split(3, -3)[0]),
                "tensor_split",
                "slice",
            ),
            (plain(lambda x: x.chunk(3, -1)[2]), "split", "slice"),
        ],
        [],
        None,
    ),
    "unbind_as_selects": (
        [
            (plain(lambda x: torch.add(*x.unbind(1)[:2])), "unbind", "select add"),
            (plain(lambda x: x.unbind(-1)[3]), "unbind", "select"),
        ],
        [OTHER_OP],
        0,
    ),
    "stack_as_concat": (
        [(plain(lambda x: torch.stack([x, x], -1)), "stack", "unsqueeze cat")],
        [],
        None,
    ),
    "shuffle_as_one_op": (
        [(plain(shuffled_by_permutation), "reshape", "channel_shuffle")],
        [],
        None,
    ),
    "shuffle_as_convolution": (
        [(plain(shuffled_by_permutation), "reshape", "conv2d")],
        [],
        None,
    ),
    "shuffle_op_as_convolution": (
        [
            (normed(nn.ChannelShuffle(2)), "channel_shuffle", "conv2d"),
            (normed(nn.ChannelShuffle(4)), "channel_shuffle", "conv2d"),
        ],
        [OTHER_OP],
        0,
    ),
    "paired_channels_as_slices": (
        [
            (plain(paired), "reshape", "slice sub"),
            (plain(second_pair), "reshape", "slice"),
        ],
        [
            (
                plain(lambda x: x.reshape(1, 4, 64).transpose(1, 2).reshape(2, 128)),
                "reshape",
                "it does not pair channels",
            )
        ],
        0,
    ),
    "merge_moves": (
        [
            (
                plain(lambda x: x.transpose(1, 2).transpose(2, 1) + 1),
                "transpose_1",
                "add",
            ),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).transpose(1, 3) + 1),
                "transpose",
                "permute add",
            ),
            (plain(lambda x: x.unsqueeze(1).squeeze(1) + 1), "squeeze", "add"),
            (plain(lambda x: x.flatten(2).view(1, 4, 8, 8) + 1), "reshape_1", "add"),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).permute(0, 3, 1, 2) + 1),
                "permute_1",
                "add",
            ),
        ],
        [(plain(lambda x: x.unsqueeze(0)), "unsqueeze", "no op of its kind")],
        None,
    ),
    "merge_repetition": (
        [
            (
                plain(lambda x: x.amax(1) + x.amax(1) * 2 + x.amin(1)),
                "amax_1",
                "amax mul add amin",
            )
        ],
        [],
        None,
    ),
    "adaptive_pool_as_pool": (
        [
            (
                plain(lambda x: F.interpolate(x, size=(4, 4), mode="area")),
                "adaptive_avg_pool2d",
                "avg_pool2d",
            )
        ],
        [],
        None,
    ),
    "adaptive_maximum_as_pool": (
        [
            (
                plain(lambda x: F.adaptive_max_pool2d(x, (2, 4))),
                "adaptive_max_pool2d",
                "max_pool2d",
            ),
            (
                plain(lambda x: F.adaptive_max_pool2d(x, 1)),
                "adaptive_max_pool2d",
                "max_pool2d",
            ),
        ],
        [
            (
                plain(lambda x: F.adaptive_max_pool2d(x, 3)),
                "adaptive_max_pool2d",
                "(3, 3) does not divide (8, 8)",
            ),
            (
                plain(lambda x: F.adaptive_max_pool2d(x, 2, return_indices=True)),
                "adaptive_max_pool2d",
                "its indices are read",
            ),
        ],
        0,
    ),
    "whole_pool_as_mean": (
        [
            (plain(lambda x: F.avg_pool2d(x, 8)), "avg_pool2d", "mean"),
            (plain(lambda x: F.avg_pool2d(x, (8, 8), 1)), "avg_pool2d", "mean"),
        ],
        [
            (
                plain(lambda x: F.avg_pool2d(x, 4)),
                "avg_pool2d",
                "its kernel (4, 4) does not cover the whole map",
            )
        ],
        1e-6,
    ),
    "pool_in_two_steps": (
        [
            (averaged(4), "avg_pool2d", TWICE),
            (averaged(8), "avg_pool2d", TWICE),
            (averaged(4, 2), "avg_pool2d", TWICE),
            (averaged(4, 6), "avg_pool2d", TWICE),
            (averaged(6, 7), "avg_pool2d", TWICE),
            (averaged((1, 8)), "avg_pool2d", TWICE),
            (averaged(4, 4, count_include_pad=False), "avg_pool2d", TWICE),
            (averaged(4, 4, ceil_mode=True), "avg_pool2d", TWICE),
        ],
        [
            (averaged(7), "avg_pool2d", "windows of 7×7 every 7×7 values are not made"),
            (averaged(4, 3), "avg_pool2d", "windows of 4×4 every 3×3 values are not"),
            (averaged(4, 2, 2), "avg_pool2d", "it pads by 2×2"),
            (averaged(4, divisor_override=3), "avg_pool2d", "it divides by 3"),
            (averaged(6, 6, ceil_mode=True), "avg_pool2d", "reach over the edge"),
        ],
        1e-6,
    ),
    "pool_as_mean": (
        [
            (
                plain(lambda x: F.adaptive_avg_pool2d(x, (1, 1)).flatten(1)),
                "adaptive_avg_pool2d",
                "mean reshape",
            )
        ],
        [],
        None,
    ),
    "linear_as_convolution": (
        [
            (
                built(
                    lambda self, x: self.linear(x.flatten(2).transpose(1, 2)),
                    linear=nn.Linear(4, 3, bias=False),
                ),
                "linear",
                "reshape transpose conv2d",
            )
        ],
        [],
        None,
    ),
    "drop_dimension_by_reshape": (
        [
            (
                built(
                    lambda self, x: self.linear(x.mean([2, 3])), linear=nn.Linear(4, 3)
                ),
                "mean",
                "mean reshape linear",
            ),
            (plain(lambda x: x.sum(-3)), "sum_1", "sum reshape"),
            (plain(lambda x: x.argmax(1)), "argmax", "argmax reshape"),
        ],
        [
            (
                plain(lambda x: x.sum(1, True)),
                "sum_1",
                "it keeps its dimensions already",
            ),
        ],
        0,
    ),
    "compute_with_four_dimensions": (
        [
            (flat(torch.relu), "relu", "reshape relu"),
            (plain(lambda x: x.mean((2, 3)) * x.amax((2, 3))), "mul", MIXED),
            (plain(lambda x: x.sum(1) + x.mean((1, 2))), "add", "sum mean reshape add"),
            (
                plain(lambda x: torch.sigmoid(x[None])),
                "sigmoid",
                "unsqueeze reshape sigmoid",
            ),
            (plain(lambda x: x[None] * 3), "mul", "unsqueeze reshape mul"),
            (flat(lambda x: F.gelu(x, approximate="tanh")), "gelu", "reshape gelu"),
            (flat(lambda x: torch.cat([x, -x], 1)), "cat", "reshape neg cat"),
            (flat(lambda x: torch.cat([x, -x], -1)), "cat", "reshape neg cat"),
            (flat(lambda x: torch.cat([x, -x])), "cat", "reshape neg cat"),
            *(
                (
                    plain(lambda x, dim=dim: torch.cat([x[None], -x[None]], dim)),
                    "cat",
                    "unsqueeze neg reshape cat",
                )
                for dim in range(-5, 5)
            ),
        ],
        [
            (plain(torch.relu), "relu", "it has 4 dimensions already"),
            (
                plain(lambda x: x[None] + x[:, :, None]),
                "add",
                "it spreads values over more than 4 dimensions",
            ),
            (
                plain(lambda x: torch.cat([x, x])),
                "cat",
                "it has 4 dimensions already",
            ),
        ],
        0,
    ),
}
