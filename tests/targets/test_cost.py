"""Costs agree with torch's own counter of floating-point operations."""

import itertools
from collections.abc import Callable
from copy import deepcopy
from pkgutil import resolve_name

import pytest
import torch
from hypothesis import given as over
from hypothesis import settings, strategies
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from engine.networks.zoo import ZOO
from engine.opening.graph import normalize
from engine.opening.summary import summarize
from engine.targets.calls import ops_of
from engine.targets.cost import node_macs
from engine.targets.latency import channel_utilization
from tests.rewriting.exporting import Network, opened

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning"),
    pytest.mark.filterwarnings("ignore:.*assigned during export:UserWarning"),
]


class Attention(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return functional.scaled_dot_product_attention(x, x * 2, x[..., :5])


class Products(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        square = torch.matmul(x, x)
        batched = torch.bmm(x[0], x[0])
        added = torch.addmm(x[0, 0], x[0, 1], x[0, 2])
        summed = torch.einsum("bij,bjk->bik", x[0], batched)
        return square + added + summed


class Tied(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 1)
        self.gain = nn.Parameter(torch.ones(1, 4, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(self.conv(x)) * self.gain


NETWORKS = {
    "conv": (nn.Conv2d(4, 6, 3, stride=2, padding=1), (2, 4, 9, 11)),
    "dilated": (nn.Conv2d(4, 6, 3, dilation=2), (1, 4, 9, 11)),
    "grouped": (nn.Conv2d(4, 8, (3, 1), groups=2), (1, 4, 9, 11)),
    "depthwise": (nn.Conv2d(4, 4, 5, groups=4), (1, 4, 9, 11)),
    "same": (nn.Conv2d(4, 4, 3, padding="same"), (1, 4, 9, 11)),
    "conv1d": (nn.Conv1d(4, 6, 3), (1, 4, 9)),
    "conv3d": (nn.Conv3d(2, 3, 3), (1, 2, 5, 6, 7)),
    "transposed": (nn.ConvTranspose2d(4, 6, 4, stride=2), (1, 4, 5, 7)),
    "grouped transposed": (
        nn.ConvTranspose2d(4, 6, 3, stride=2, groups=2),
        (1, 4, 5, 7),
    ),
    "linear": (nn.Linear(7, 3), (2, 5, 7)),
    "products": (Products(), (2, 3, 6, 6)),
    "attention": (Attention(), (2, 3, 4, 6)),
    "no product": (nn.Sequential(nn.BatchNorm2d(4), nn.ReLU()), (1, 4, 5, 7)),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_macs_are_half_of_torchs_operations(name: str) -> None:
    module, shape = NETWORKS[name]
    x = torch.randn(shape)
    model = normalize(torch.export.export(module.eval(), (x,), strict=False))
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        module(x)
    macs = sum(node_macs(node) for node in model.graph.nodes)
    assert 2 * macs == counter.get_total_flops()


FAMILIES = (
    "pidnet-s",
    "deeplabv3plus-m0",
    "mixvargenet",
    "yolov5-lite-c",
    "yolox-nano",
    "repvgg-b1g4",
)
"""Together they hold every kind of layer of all bundled networks.

`python -m tests.benchmarks.reference_networks` counts the others too.
"""


@pytest.mark.parametrize("name", FAMILIES)
def test_macs_of_a_bundled_network_are_half_of_torchs_operations(name: str) -> None:
    entry = ZOO[name]
    factory: Callable[..., nn.Module] = resolve_name(entry.factory)
    module = factory(**entry.arguments).eval()
    batch, channels, height, width = entry.input_shape
    x = torch.randn(batch, channels, min(height, 256), min(width, 256))
    model = normalize(torch.export.export(module, (x,), strict=False))
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        module(x)
    macs = sum(node_macs(node) for node in model.graph.nodes)
    assert 2 * macs == counter.get_total_flops() > 0


def test_parameters_belong_to_the_op_that_uses_them() -> None:
    program = torch.export.export(Tied().eval(), (torch.randn(1, 4, 2, 2),))
    model = normalize(program)
    counts = {n.name: n.parameters for n in summarize(model, "tied").nodes}
    assert (counts["conv2d"], counts["conv2d_1"]) == (20, 20)
    assert (counts["mul"], counts["gain"]) == (0, 4)


def test_running_statistics_are_not_parameters() -> None:
    norm = nn.BatchNorm2d(4).eval()
    program = torch.export.export(norm, (torch.randn(1, 4, 2, 2),), strict=False)
    model = normalize(program)
    counts = {n.name: n.parameters for n in summarize(model, "tied").nodes}
    assert counts["batch_norm"] == 8


@pytest.mark.parametrize(
    ("equation", "shapes"),
    [
        ("...ij,...jk->...ik", [(2, 3, 4, 5), (2, 3, 5, 6)]),
        ("...ij,jk->...ik", [(2, 3, 4, 5), (5, 6)]),
        ("bi...,ij->bj...", [(2, 3, 4, 5), (3, 6)]),
        ("bij,bjk", [(2, 3, 4), (2, 4, 5)]),
        ("bhqd,bhkd->bhqk", [(1, 2, 3, 4), (1, 2, 5, 4)]),
        ("ij,jk,kl->il", [(2, 3), (3, 4), (4, 5)]),
        ("bi,oij,bj->bo", [(2, 3), (6, 3, 4), (2, 4)]),
        ("bn,nm,m,mk->bk", [(2, 3), (3, 4), (4,), (4, 5)]),
        ("...i,...ij,j->...", [(2, 3), (2, 3, 4), (4,)]),
        ("ab,bc,cd,de", [(2, 9), (9, 2), (2, 7), (7, 3)]),
        ("bi,bj->bij", [(2, 3), (2, 4)]),
        ("bik,bj->bj", [(2, 3, 7), (2, 3)]),
        ("bik,bk->b", [(2, 3, 7), (2, 7)]),
        ("bi,ij->bj", [(2, 1), (3, 4)]),
        ("bii->b", [(2, 3, 3)]),
        ("bii,bij->bj", [(2, 3, 3), (2, 3, 4)]),
    ],
)
def test_every_spelling_of_einsum_counts_as_torch_does(equation, shapes):
    given = [torch.zeros(shape) for shape in shapes]
    model = opened(lambda self, *x: torch.einsum(equation, *x), *given)
    with FlopCounterMode(display=False) as counter:
        model(*given)
    (node,) = (each for each in ops_of(model.graph) if "einsum" in each.name)
    assert 2 * node_macs(node) == counter.get_total_flops()


def recurrent(kind, *widths, **options):
    """A recurrent network of two steps more than samples, time first."""
    module = kind(*widths, **options)
    return lambda self, x: self.op(x)[0], (torch.rand(5, 3, widths[0]),), module


def cell(kind):
    return lambda self, x: self.op(x), (torch.rand(3, 4),), kind(4, 5)


def product(function, *shapes):
    given = tuple(torch.rand(shape) for shape in shapes)
    return lambda self, *x: function(*x), given, nn.Identity()


COUNTED_BY_TORCH = {
    "lstm": recurrent(nn.LSTM, 4, 6),
    "lstm, two layers": recurrent(nn.LSTM, 4, 6, num_layers=2, bias=False),
    "lstm, projected": recurrent(nn.LSTM, 4, 6, num_layers=2, proj_size=3),
    "lstm, batch first": recurrent(nn.LSTM, 4, 6, batch_first=True),
    "lstm, both ways": recurrent(nn.LSTM, 4, 6, bidirectional=True),
    "gru": recurrent(nn.GRU, 4, 6, num_layers=2, bidirectional=True),
    "rnn": recurrent(nn.RNN, 4, 6),
    "rnn of relu": recurrent(nn.RNN, 4, 6, nonlinearity="relu"),
    "lstm cell": cell(nn.LSTMCell),
    "gru cell": cell(nn.GRUCell),
    "rnn cell": cell(nn.RNNCell),
    "tensordot": product(
        lambda a, b: torch.tensordot(a, b, ([1, 0], [0, 2])), (2, 3, 4), (3, 5, 2)
    ),
    "tensordot of none": product(lambda a, b: torch.tensordot(a, b, 0), (2, 3), (4,)),
    "tensordot of one": product(
        lambda a, b: torch.tensordot(a, b, ([1], [0])), (2, 1), (3, 4)
    ),
    "inner": product(torch.inner, (2, 3), (4, 3)),
    "inner of a scalar": product(torch.inner, (2, 3), ()),
    "chain": product(
        lambda *m: torch.linalg.multi_dot(m), (2, 9), (9, 3), (3, 8), (8, 4)
    ),
    "chain, old": product(
        lambda *m: torch.ops.aten.chain_matmul.default(m), (9, 2), (2, 7), (7, 3)
    ),
    "power": product(lambda a: torch.linalg.matrix_power(a, 13), (2, 4, 4)),
    "first power": product(lambda a: torch.linalg.matrix_power(a, 1), (2, 4, 4)),
    "matmul of linalg": product(torch.linalg.matmul, (2, 3, 4), (4, 5)),
    "added": product(torch.addmm, (3, 4), (3, 5), (5, 4)),
    "added in batches": product(torch.baddbmm, (2, 3, 4), (2, 3, 5), (2, 5, 4)),
    "outer": product(torch.outer, (3,), (4,)),
    "kron": product(torch.kron, (2, 3), (4, 5)),
}


@pytest.mark.parametrize("name", COUNTED_BY_TORCH)
def test_macs_of_composed_ops_are_half_of_torchs_operations(name):
    """And every op that counts has channels to pad."""
    function, given, module = COUNTED_BY_TORCH[name]
    model = opened(function, *given, op=module)
    # fused kernels of one device are not counted; the ops they are composed of are
    network = Network(function, op=deepcopy(module)).to("meta")
    with FlopCounterMode(display=False) as counter:
        network(*(each.to("meta") for each in given))
    macs = sum(node_macs(node) for node in model.graph.nodes)
    assert 2 * macs == counter.get_total_flops()
    for node in ops_of(model.graph):
        assert not node_macs(node) or 0 < channel_utilization(node, 8) <= 1


BY_DEFINITION = {
    "mv": (product(torch.mv, (3, 4), (4,)), 3 * 4),
    "dot": (product(torch.dot, (4,), (4,)), 4),
    "vdot": (product(torch.vdot, (4,), (4,)), 4),
    "vecdot": (product(torch.linalg.vecdot, (2, 1, 4), (3, 4)), 2 * 3 * 4),
    "addmv": (product(torch.addmv, (3,), (3, 4), (4,)), 3 * 4),
    "addbmm": (
        product(torch.addbmm, (3, 4), (2, 3, 5), (2, 5, 4)),
        2 * 3 * 5 * 4,
    ),
    "matmul by a vector": (product(torch.matmul, (2, 3, 4), (4,)), 2 * 3 * 4),
    "chain of vectors": (
        product(lambda *m: torch.linalg.multi_dot(m), (3,), (3, 4), (4,)),
        3 * 4 + 3,
    ),
    "convolution in time": (
        product(torch.conv_tbc, (6, 2, 3), (4, 3, 5), (5,)),
        (6 - 4 + 1) * 2 * 5 * 4 * 3,
    ),
    "bilinear": (
        product(torch.bilinear, (7, 3), (7, 4), (5, 3, 4)),
        7 * 5 * 4 * (3 + 1),
    ),
    "distances": (product(torch.cdist, (2, 3, 4), (2, 5, 4)), 2 * 3 * 5 * 4),
    "distances of one set": (product(functional.pdist, (5, 3)), 10 * 3),
    "distances without squares": (
        product(lambda a, b: torch.cdist(a, b, 1.0), (3, 4), (5, 4)),
        0,
    ),
    "grouped queries": (
        product(
            lambda q, k, v: functional.scaled_dot_product_attention(
                q, k, v, enable_gqa=True
            ),
            (2, 4, 5, 6),
            (2, 2, 7, 6),
            (2, 2, 7, 3),
        ),
        2 * 4 * 5 * 7 * (6 + 3),
    ),
}


@pytest.mark.parametrize("name", BY_DEFINITION)
def test_macs_torch_does_not_count_follow_from_the_definition(name):
    (function, given, module), expected = BY_DEFINITION[name]
    model = opened(function, *given, op=module)
    assert sum(node_macs(node) for node in model.graph.nodes) == expected


def naive_macs(equation, shapes):
    """Visit every place of a sum of two factors, one by one."""
    terms, result = equation.split("->")
    extents = {}
    for term, shape in zip(terms.split(","), shapes, strict=True):
        extents |= dict(zip(term, shape, strict=True))
    places = itertools.product(*(range(size) for size in extents.values()))
    is_summed = any(index not in result for index in extents)
    return sum(1 for _ in places) if is_summed else 0


@over(strategies.data())
@settings(max_examples=40, deadline=None)
def test_einsum_of_two_costs_one_step_for_each_place_it_sums(data):
    sizes = {index: data.draw(strategies.integers(2, 4)) for index in "bijk"}
    shared = data.draw(strategies.lists(strategies.sampled_from("bk"), unique=True))
    first = [*data.draw(strategies.permutations([*shared, "i"]))]
    second = [*data.draw(strategies.permutations([*shared, "j"]))]
    kept = [*(["b"] if "b" in shared else []), "i", "j"]
    equation = f"{''.join(first)},{''.join(second)}->{''.join(kept)}"
    shapes = [[sizes[index] for index in term] for term in (first, second)]
    given = [torch.rand(shape) for shape in shapes]
    model = opened(lambda self, x, y: torch.einsum(equation, x, y), *given)
    macs = sum(node_macs(node) for node in model.graph.nodes)
    assert macs == naive_macs(equation, shapes)
