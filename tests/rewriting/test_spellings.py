"""Other spellings of what the catalogue rewrites, as users have them."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.errors import EditError
from engine.recipe import ApplyRule
from engine.rewriting.edits import apply_edit
from tests.rewriting.exporting import image, opened
from tests.rewriting.test_code import equal, ran_whole
from tests.rewriting.test_rules import check_ops, check_traces

LINE, VOLUME = torch.randn(2, 4, 9), torch.randn(1, 4, 4, 6, 6)


def assigned(*index, value=0.0):
    def run(_, x):
        y = x * 2
        y[index] = value
        return y

    return run


def around(move):
    """Channels in two groups, their order changed, and put together again."""
    return lambda _, x: move(x.reshape(1, 2, 2, 8, 8)).reshape(1, 4, 8, 8)


def cells(move):
    """Pixels of 2×2 cells brought together as channels."""
    return lambda _, x: move(x.reshape(1, 4, 4, 2, 4, 2)).reshape(1, 16, 4, 4)


def halves(move):
    def run(_, x):
        apart = move(x.reshape(2, 2, 64)).reshape(2, 1, 2, 8, 8)
        return apart[0] - apart[1]

    return run


def cut_focus(_, x):
    x = x[..., 1:7, :6]
    return torch.cat([x[..., ::2, ::2], x[..., 1::2, ::2]], 1)


def spread(_, x):
    return x.reshape(1, 1, 2, 2, 8, 8).permute(0, 1, -2, 2, -1, 3).reshape(1, 1, 16, 16)


def normed_after(*layers):
    return lambda m, x: m.norm(m.product(x))


def normed_before(m, x):
    return m.product(m.norm(x))


def parts_of_weights(m, x):
    first, second = m.product.weight.chunk(2)
    return F.linear(x, first) * F.linear(x, second)


def rows_of_weights(m, x):
    return sum(x * row for row in m.product.weight.unbind(1))


def both(product, norm):
    return {"product": product, "norm": norm}


APPLIED = [
    (
        "fold_batch_norm",
        lambda m, x: m.norm(m.product(x)),
        "batch_norm",
        "conv2d",
        image(),
        both(nn.Conv2d(4, 6, (3, 5), padding="same", bias=False), nn.BatchNorm2d(6)),
    ),
    (
        "fold_batch_norm",
        lambda m, x: m.norm(m.product(x)),
        "batch_norm",
        "conv1d",
        LINE,
        both(nn.Conv1d(4, 6, 3, padding="same", groups=2), nn.BatchNorm1d(6)),
    ),
    (
        "fold_batch_norm_forward",
        normed_before,
        "batch_norm",
        "conv2d",
        image(),
        both(nn.Conv2d(4, 6, 3, padding="valid", groups=2), nn.BatchNorm2d(4)),
    ),
    (
        "fold_batch_norm_forward",
        normed_before,
        "batch_norm",
        "conv2d",
        image(),
        both(nn.Conv2d(4, 6, 1, padding="same"), nn.BatchNorm2d(4)),
    ),
    (
        "fold_batch_norm_forward",
        normed_before,
        "batch_norm",
        "conv1d",
        LINE,
        both(nn.Conv1d(4, 6, 3, bias=False), nn.BatchNorm1d(4)),
    ),
    (
        "fold_batch_norm_forward",
        normed_before,
        "batch_norm",
        "conv3d",
        VOLUME,
        both(nn.Conv3d(4, 6, 3, stride=2), nn.BatchNorm3d(4)),
    ),
    ("slice_assignment_as_concat", assigned(..., slice(3, 1)), "slice_scatter", "mul"),
    (
        "shuffle_as_one_op",
        around(lambda x: x.transpose(-4, -3)),
        "reshape",
        "channel_shuffle",
    ),
    (
        "shuffle_as_convolution",
        around(lambda x: x.permute(0, 2, 1, -2, -1)),
        "reshape",
        "conv2d",
    ),
    (
        "paired_channels_as_slices",
        halves(lambda x: x.transpose(1, 0)),
        "reshape",
        "slice sub",
    ),
    (
        "space_to_depth_as_convolution",
        cells(lambda x: x.permute(0, -3, -1, 1, 2, -2)),
        "reshape",
        "conv2d",
    ),
    ("depth_to_space_as_one_op", spread, "reshape", "pixel_shuffle"),
    ("focus_as_convolution", cut_focus, "cat", "slice conv2d"),
    ("clamp_as_relu", lambda _, x: x.clamp(0, torch.inf), "clamp", "relu"),
    (
        "choice_as_products",
        lambda _, x: torch.where(x > 0, x.round().long(), x),
        "where",
        "gt round to mul rsub add",
    ),
    (
        "split_as_slices",
        parts_of_weights,
        "split",
        "linear mul",
        LINE,
        {"product": nn.Linear(9, 6)},
    ),
    (
        "unbind_as_selects",
        rows_of_weights,
        "unbind",
        "mul add",
        LINE,
        {"product": nn.Linear(3, 9)},
    ),
]


@pytest.mark.parametrize(
    ("rule", "function", "node", "expected", "given"),
    [(*row[:4], row[4:]) for row in APPLIED],
)
def test_another_spelling_is_rewritten(rule, function, node, expected, given):
    x, modules = given or (image(), {})
    model = opened(function, x, **modules)
    edited = apply_edit(model, ApplyRule(rule, node))
    check_ops(edited, expected)
    check_traces(model, edited)
    torch.testing.assert_close(edited(x), model(x), rtol=1e-5, atol=1e-5)
    assert equal(ran_whole(edited, x), edited(x))


@pytest.mark.parametrize(
    ("rule", "function", "node", "reason"),
    [
        (
            "argmax_before_activation",
            lambda x: x.softmax(1).argmax(),
            "argmax",
            "it chooses among all axes, the softmax runs along one",
        ),
        (
            "einsum_as_product",
            lambda x: torch.einsum("ij,kl->", x[0, 0], x[0, 1]),
            "einsum",
            "it sums along an axis of one tensor alone",
        ),
        ("listed_rows_as_slices", lambda x: x[:, []], "index", "it takes no rows"),
        (
            "clamp_as_relus",
            lambda x: x.to(torch.uint8).clamp(0.0, 6.0),
            "clamp",
            "it clamps whole numbers",
        ),
    ],
)
def test_a_refusal_tells_what_is_there(rule, function, node, reason):
    model = opened(lambda _, x: function(x))
    with pytest.raises(EditError, match=reason):
        apply_edit(model, ApplyRule(rule, node))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize(
    ("rule", "function", "node"),
    [
        ("silu_as_product", F.silu, "silu"),
        ("gelu_as_erf", F.gelu, "gelu"),
        ("gelu_as_sigmoid", F.gelu, "gelu"),
        ("mish_as_product", F.mish, "mish"),
        ("tanh_as_sigmoid", torch.tanh, "tanh"),
        ("reduce_axis_by_axis", lambda x: x.mean((2, 3)), "mean"),
        ("layer_norm_as_means", lambda x: F.layer_norm(x, (8,)), "layer_norm"),
    ],
)
def test_half_precision_rounds_within_what_a_rule_may_lose(rule, function, node, dtype):
    x = image().to(dtype)
    model = opened(lambda _, x: function(x), x)
    edited = apply_edit(model, ApplyRule(rule, node))
    (before,), (after,) = model(x), edited(x)
    assert after.dtype is dtype
    torch.testing.assert_close(after, before, rtol=0.05, atol=0.05)
