"""Small graphs where kernels, folding and lowerings have their corners."""

from dataclasses import dataclass, field
from functools import cache

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.exporting import opened

torch.manual_seed(0)  # the weights below are the same in every run
IMAGE = torch.zeros(2, 4, 7, 9)
PLACES = torch.arange(9)


@dataclass(frozen=True, eq=False)
class Graph:
    """A function, examples of its inputs, its modules; `jumps` if it has steps."""

    function: object
    inputs: tuple = (IMAGE,)
    modules: dict = field(default_factory=dict)
    jumps: bool = False


def draw(example, seed):
    """Values like an example's: normal, true and false, or small whole numbers."""
    generator = torch.Generator().manual_seed(seed)
    if example.dtype.is_floating_point:
        return torch.randn(example.shape, generator=generator)
    if example.dtype == torch.bool:
        return torch.rand(example.shape, generator=generator) > 0.5
    return torch.randint(0, 3, example.shape, generator=generator).to(example.dtype)


@cache
def network(name):
    """The normal form of a graph of the table."""
    graph = GRAPHS[name]
    return opened(graph.function, *graph.inputs, **graph.modules)


def layers(function, *shapes, jumps=False, **modules):
    inputs = tuple(torch.zeros(shape) for shape in shapes) or (IMAGE,)
    return Graph(function, inputs, modules, jumps)


def changed(layer, **values):
    with torch.no_grad():
        for name, value in values.items():
            getattr(layer, name)[...] = value
    return layer


def first(s, x):
    return s.a(x)


def normalized(s, x):
    return s.n(s.a(x))


def powers(x):
    return x.abs().amax((0, 2, 3)) * 5


def conv(*sizes, **options):
    return nn.Conv2d(*(sizes or (4, 6, 3)), **options)


def up(**options):
    return nn.ConvTranspose2d(4, 6, 3, 2, 1, 1, **options)


CHANNELS = torch.arange(6.0).reshape(6, 1, 1, 1)
WEIGHTED = {
    "conv": layers(first, a=conv()),
    "conv_of_groups": layers(first, a=conv(groups=2)),
    "conv_same_dilated": layers(first, a=conv(padding="same", dilation=2)),
    "conv_same_uneven": layers(first, a=conv(4, 6, (2, 3), padding="same")),
    "conv_1d": layers(first, (2, 4, 9), a=nn.Conv1d(4, 6, 3)),
    "conv_1d_same": layers(first, (2, 4, 9), a=nn.Conv1d(4, 6, 4, padding="same")),
    "conv_3d": layers(first, (2, 4, 5, 5, 5), a=nn.Conv3d(4, 6, 3)),
    "conv_wide": layers(first, (1, 700, 5, 5), a=conv(700, 3, 5)),
    "conv_unbatched": layers(first, (4, 7, 9), a=conv()),
    "conv_unbatched_square": layers(first, (4, 8, 9), a=conv()),
    "conv_unbatched_pointwise": layers(first, (4, 7, 9), a=conv(4, 6, 1)),
    "conv_unbatched_of_colours": layers(first, (3, 7, 9), a=conv(3, 6, 3)),
    "conv_unbatched_wide": layers(first, (700, 5, 5), a=conv(700, 3, 5)),
    "conv_1d_unbatched": layers(first, (4, 9), a=nn.Conv1d(4, 6, 3)),
    "transposed": layers(first, a=up()),
    "transposed_of_groups": layers(first, a=up(groups=2)),
    "transposed_dilated": layers(first, a=up(dilation=2)),
    "transposed_1d": layers(first, (1, 4, 9), a=nn.ConvTranspose1d(4, 6, 3, 2, 1, 1)),
    "transposed_unbatched": layers(first, (4, 7, 9), a=up()),
    "linear_of_a_vector": layers(first, (6,), a=nn.Linear(6, 3)),
    "linear_wide": layers(first, (2, 3, 9000), a=nn.Linear(9000, 3)),
    "linear_of_one_row": layers(
        lambda s, x: F.linear(x, s.a.weight[0]), (5, 6), a=nn.Linear(6, 3)
    ),
    "weight_computed": layers(
        lambda s, x: F.conv2d(x, s.a.weight * x.mean(), s.a.bias), a=conv()
    ),
    "bias_computed": layers(
        lambda s, x: F.conv2d(x, s.a.weight, powers(x)), a=conv(4, 4, 3)
    ),
    "weights_of_a_channel_zero": layers(
        first, a=changed(conv(), weight=CHANNELS, bias=CHANNELS.flatten())
    ),
    "bias_huge": layers(first, a=changed(conv(), bias=1e6)),
    "nothing_left": layers(
        lambda s, x: s.b(torch.relu(s.a(x) * 0)),
        a=conv(),
        b=changed(conv(6, 3, 1), weight=0, bias=0),
    ),
    "relu6_of_conv": layers(lambda s, x: F.relu6(s.a(x * 30)), a=conv()),
    "clamp_of_conv": layers(lambda s, x: s.a(x).clamp(0, 0.5), a=conv()),
    "clamp_of_conv_by_integers": layers(lambda s, x: s.a(x).clamp(0, 2), a=conv()),
    "relu_twice": layers(lambda s, x: s.a(x).relu().relu(), a=conv()),
    "relu_of_a_product": layers(
        lambda s, x: (s.a(x) * s.b(x)).relu(), a=conv(), b=conv()
    ),
    "relu_beside_its_source": layers(lambda s, x: (s.a(x), s.a(x).relu()), a=conv()),
    "residual": layers(lambda s, x: torch.relu(s.a(x) + s.b(x)), a=conv(), b=conv()),
    "residual_of_means": layers(
        lambda s, x: torch.relu(s.a(x) + x.mean((2, 3), keepdim=True)), a=conv(4, 4, 3)
    ),
    "prelu": layers(first, a=nn.PReLU(4)),
    "attention": layers(
        lambda s, x: s.a(x, x, x)[0],
        (2, 5, 8),
        a=nn.MultiheadAttention(8, 2, batch_first=True),
    ),
    "bias_huge_of_groups": layers(first, a=changed(conv(groups=2), bias=1e6)),
    "transposed_wide": layers(
        first,
        (1, 900, 3, 3),
        a=changed(nn.ConvTranspose2d(900, 3, 3), weight=0.3, bias=9.0),
    ),
}


def by(weight=None, bias=None, mean=None):
    """A batch normalization by its own numbers, or computed ones in their place."""

    def function(s, x):
        kept = (s.n.running_mean, s.n.running_var, s.n.weight, s.n.bias)
        return F.batch_norm(
            x,
            mean(x) if mean else kept[0],
            kept[1],
            weight(x) if weight else kept[2],
            bias(x) if bias else kept[3],
        )

    return layers(function, n=nn.BatchNorm2d(4))


def norm(channels, rank=2):
    return {1: nn.BatchNorm1d, 2: nn.BatchNorm2d}[rank](channels)


NORMALIZED = {
    "norm_of_conv": layers(normalized, a=conv(), n=norm(6)),
    "norm_of_groups_transposed": layers(normalized, a=up(groups=2), n=norm(6)),
    "norm_of_transposed": layers(normalized, a=up(), n=norm(6)),
    "norm_of_linear": layers(normalized, (8, 6), a=nn.Linear(6, 5), n=norm(5, 1)),
    "norm_of_tokens": layers(normalized, (2, 5, 6), a=nn.Linear(6, 4), n=norm(5, 1)),
    "norm_alone": layers(lambda s, x: s.n(x), (8, 6), n=norm(6, 1)),
    "norm_of_conv_unbatched": layers(
        normalized, (3, 6, 9), a=conv(3, 6, 1), n=norm(6, 1)
    ),
    "norm_of_conv_1d_unbatched": layers(
        normalized, (6, 6), a=nn.Conv1d(6, 6, 1), n=norm(6, 1)
    ),
    "norm_by_computed_weight": by(weight=powers),
    "norm_by_computed_bias": by(bias=powers),
    "norm_by_computed_mean": by(mean=powers),
    "norm_by_a_batch_of_its_own": layers(
        lambda s, x: F.batch_norm(x, x.mean((0, 2, 3)), x.var((0, 2, 3)))
    ),
    "norm_of_conv_with_computed_bias": layers(
        lambda s, x: s.n(F.conv2d(x, s.a.weight, powers(x))),
        a=conv(4, 4, 3),
        n=norm(4),
    ),
    "norm_of_channels": layers(lambda s, x: F.group_norm(x, 2)),
    "norm_of_rows": layers(first, a=nn.LayerNorm(9)),
    "norm_of_planes": layers(lambda s, x: F.layer_norm(x, (7, 9))),
}

SMOOTH = {
    "add_a_channel": lambda x: x + x[:, :1],
    "add_to_a_channel": lambda x: x[:, :1] + x,
    "add_to_a_number": lambda x: x.mean() + x,
    "multiply_a_channel": lambda x: x[:, :1] * x,
    "add_a_multiple": lambda x: torch.add(x, x.flip(1), alpha=3),
    "add_a_number_times": lambda x: torch.add(x, 2, alpha=3),
    "multiply_by_negative": lambda x: torch.relu(x) * -2 + x,
    "multiply_by_zero": lambda x: x * 0 + 1,
    "multiply_by_itself": lambda x: x * x,
    "multiply_by_a_scalar_tensor": lambda x: x * torch.tensor(3.0),
    "subtract_from_one": lambda x: 1 - x,
    "cat_far_apart": lambda x: torch.cat((x, x * 30), 1),
    "cat_from_the_end": lambda x: torch.cat((x, x * 3), -1),
    "add_whole_numbers": lambda x: x + PLACES,
    "multiply_by_whole_numbers": lambda x: x * PLACES,
    "multiply_by_a_stored_mask": lambda x: x * (PLACES > 3),
    "mean_of_all": lambda x: x.mean(),
    "mean_of_channels": lambda x: x.mean(1, keepdim=True),
    "sum_of_all": lambda x: x.sum(),
    "pool_inside": lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False),
    "pool_up": lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True),
    "pool_up_inside": lambda x: F.avg_pool2d(x, 3, 2, 1, True, False),
    "pool_up_past_the_end": lambda x: F.avg_pool2d(x, 2, 3, ceil_mode=True),
    "pool_up_of_relu": lambda x: F.avg_pool2d(x.relu(), 2, 2, ceil_mode=True).relu(),
    "pool_by_a_divisor": lambda x: F.avg_pool2d(x, 2, divisor_override=3),
    "pool_unbatched": lambda x: F.avg_pool2d(x[0], 2),
    "pool_to_even_size": lambda x: F.adaptive_avg_pool2d(x, (7, 3)),
    "pool_to_uneven_size": lambda x: F.adaptive_avg_pool2d(x, (3, 4)),
    "pool_to_one_unbatched": lambda x: F.adaptive_avg_pool2d(x[0], 1),
    "largest_dilated": lambda x: F.max_pool2d(x, 3, 2, 1, 2),
    "largest_up": lambda x: F.max_pool2d(x, 2, 3, ceil_mode=True),
    "largest_unbatched": lambda x: F.max_pool2d(x[0], 2),
    "pad_by_a_number": lambda x: F.pad(x, (1, 1), value=3.0),
    "pad_by_less": lambda x: F.pad(x, (-1, 2)),
    "linear_resize": lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"),
    "linear_resize_by_1.3": lambda x: F.interpolate(
        x, scale_factor=1.3, mode="bilinear"
    ),
    "cubic_resize": lambda x: F.interpolate(x, (3, 5), mode="bicubic"),
    "nearest_resize": lambda x: F.interpolate(x, size=(3, 20)),
    "inverse_root": lambda x: torch.rsqrt(x.abs() + 0.1),
    "elu": lambda x: F.elu(x, 2.0),
    "softplus_of_beta": lambda x: F.softplus(x * 20, 2, 5),
    "softmax": lambda x: x.softmax(1),
    "softmax_of_rows": lambda x: x.softmax(-1),
    "softmax_of_one": lambda x: x.sum().softmax(0),
    "log_softmax": lambda x: x.log_softmax(1),
    "split": lambda x: torch.cat(x.split([1, 3], 1)[::-1], 1),
    "chunk": lambda x: x.chunk(2, 1)[1] + x.chunk(2, 1)[0],
    "stack": lambda x: torch.stack((x, x * 2)),
    "repeat": lambda x: x.repeat(2, 1, 1, 1, 2),
    "roll_all": lambda x: x.roll(3),
    "cumulative": lambda x: x.cumsum(-1),
    "tokens": lambda x: x.permute(0, 2, 3, 1).reshape(2, -1, 4),
    "matrices": lambda x: x @ x.transpose(-1, -2),
    "matrix_by_vector": lambda x: x @ x[0, 0, 0],
    "einsum": lambda x: torch.einsum("bchw,bcij->bhwij", x[..., :2], x[..., :3]),
    "attend": lambda x: F.scaled_dot_product_attention(x, x, x),
    "attend_backwards": lambda x: F.scaled_dot_product_attention(
        x, x, x, is_causal=True
    ),
    "take_by_list": lambda x: x[:, [2, 1]],
    "take_by_two_lists": lambda x: x[:, torch.tensor([[0], [1]]), torch.tensor([2, 3])],
    "in_double": lambda x: x.double() * 2,
    "gelu_in_double": lambda x: F.gelu(x.double()),
    "through_half": lambda x: (x.half() * 2).float(),
    "half_beside": lambda x: x * x.half(),
    "return_a_constant": lambda x: (x, torch.ones(3)),
    "return_the_input": lambda x: (x, x + 1),
    "return_twice": lambda x: (x.relu(),) * 2,
    "read_nothing": lambda x: torch.zeros(2) + 1,
    "expand": lambda x: x.mean((2, 3), keepdim=True).expand(2, 4, 7, 9) + x,
    "power_of_two": lambda x: 2**x,
}
HIDDEN = PLACES > 5
"""The last places of a row, as masks of attention hide them."""
MASKED = {
    "fill_by_infinity": lambda x: x.masked_fill(HIDDEN, -torch.inf).softmax(-1),
    "fill_by_a_billion": lambda x: x.masked_fill(HIDDEN, -1e9).softmax(-1),
    "fill_and_turn": lambda x: x.masked_fill(HIDDEN, -1e9).transpose(1, 3).softmax(1),
    "add_infinity": lambda x: (x + torch.where(HIDDEN, -torch.inf, 0.0)).softmax(-1),
    "add_a_billion": lambda x: (x + torch.where(HIDDEN, -1e9, 0.0)).softmax(-1),
    "add_slopes_and_a_billion": lambda x: (
        x + torch.where(HIDDEN, -1e9, -0.5 * PLACES)
    ).softmax(-1),
    "fill_and_multiply": lambda x: (x.masked_fill(HIDDEN, -torch.inf) * 0.35).softmax(
        -1
    ),
    "fill_and_divide": lambda x: (
        (x.masked_fill(HIDDEN, -1e9).transpose(1, 3) / 2.8).transpose(1, 3).softmax(-1)
    ),
    "add_and_divide": lambda x: (
        (x + torch.where(HIDDEN, -1e9, 0.0)) / 2.8 * 2
    ).softmax(-1),
    "put_ten_thousand": lambda x: torch.where(HIDDEN, -1e4, x).softmax(-1),
    "fill_rows_far_apart": lambda x: (
        (x + 3 * torch.arange(7.0)[:, None]).masked_fill(HIDDEN, -1e9).softmax(-1)
    ),
    "fill_whole_rows": lambda x: x.masked_fill(HIDDEN[:7, None], -1e9).softmax(-1),
    "attend_to_the_past": lambda x: F.scaled_dot_product_attention(
        x, x, x, torch.ones(7, 7).tril() > 0
    ),
}
STEPPED = {
    "cat_whole_numbers": lambda x: torch.cat((x, (x > 0).int()), 1),
    "multiply_by_a_mask": lambda x: x * (x > 0),
    "add_a_mask": lambda x: x + (x > 0),
    "add_places": lambda x: x + x.argmax(1, keepdim=True),
    "choose": lambda x: torch.where(x > 0, x, x * 2),
    "count": lambda x: (x > 0).sum(1),
    "count_all": lambda x: (x > 0).sum(),
    "sum_of_whole_numbers": lambda x: (x * 5).int().sum(1),
    "places": lambda x: x.argmax(1),
    "largest_and_place": lambda x: x.max(1),
    "best_two": lambda x: x.topk(2, 1),
    "sorted": lambda x: x.sort(1)[0],
    "gather": lambda x: x.gather(1, (x > 0).long()),
    "to_whole_numbers": lambda x: x.long() + 1,
    "whole_numbers_squashed": lambda x: (x * 3).int().sigmoid(),
    "relu_far_below_zero": lambda x: torch.relu(x - 1e6),
}
MASK = IMAGE[:1, :1].long()
INPUTS = {
    "mask_given": Graph(lambda s, x, m: x * m, (IMAGE, IMAGE[:1, :1] > 0)),
    "whole_numbers_given": Graph(lambda s, x, m: x + m, (IMAGE, IMAGE[:1].long())),
    "input_unread": Graph(lambda s, x, m: x + 1, (IMAGE, IMAGE)),
    "scores_and_mask": Graph(
        lambda s, x, m: (x + (1.0 - m) * torch.finfo().min).softmax(-1),
        (IMAGE, MASK),
    ),
    "scores_and_infinity": Graph(
        lambda s, x, m: (x + torch.zeros(7, 9).masked_fill(m == 0, -torch.inf)).softmax(
            -1
        ),
        (IMAGE, MASK),
    ),
    "words": Graph(lambda s, i: s.e(i) + 1, (PLACES[None],), {"e": nn.Embedding(9, 4)}),
}
GRAPHS = WEIGHTED | NORMALIZED | INPUTS
GRAPHS |= {name: Graph(lambda s, x, f=f: f(x)) for name, f in (SMOOTH | MASKED).items()}
GRAPHS |= {
    name: Graph(lambda s, x, f=f: f(x), jumps=True) for name, f in STEPPED.items()
}
