"""Costs agree with torch's own counter of floating-point operations."""

from collections.abc import Callable
from pkgutil import resolve_name

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from engine.networks.zoo import ZOO
from engine.opening.graph import normalize
from engine.targets.calls import ops_of
from engine.targets.cost import node_macs, node_parameters
from tests.rewriting.exporting import opened

pytestmark = pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning")


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


@pytest.mark.parametrize("name", ZOO)
def test_macs_of_every_bundled_network_are_half_of_torchs_operations(name: str) -> None:
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
    counts = {n.name: node_parameters(model, n) for n in model.graph.nodes}
    assert (counts["conv2d"], counts["conv2d_1"]) == (20, 20)
    assert (counts["mul"], counts["gain"]) == (0, 4)


def test_running_statistics_are_not_parameters() -> None:
    norm = nn.BatchNorm2d(4).eval()
    program = torch.export.export(norm, (torch.randn(1, 4, 2, 2),), strict=False)
    model = normalize(program)
    counts = {n.name: node_parameters(model, n) for n in model.graph.nodes}
    assert counts["batch_norm"] == 8


@pytest.mark.parametrize(
    ("equation", "shapes"),
    [
        ("...ij,...jk->...ik", [(2, 3, 4, 5), (2, 3, 5, 6)]),
        ("...ij,jk->...ik", [(2, 3, 4, 5), (5, 6)]),
        ("bi...,ij->bj...", [(2, 3, 4, 5), (3, 6)]),
        ("bij,bjk", [(2, 3, 4), (2, 4, 5)]),
        ("bhqd,bhkd->bhqk", [(1, 2, 3, 4), (1, 2, 5, 4)]),
    ],
)
def test_every_spelling_of_einsum_counts_as_torch_does(equation, shapes):
    given = [torch.zeros(shape) for shape in shapes]
    model = opened(lambda self, x, y: torch.einsum(equation, x, y), *given)
    with FlopCounterMode(display=False) as counter:
        model(*given)
    (node,) = (each for each in ops_of(model.graph) if "einsum" in each.name)
    assert 2 * node_macs(node) == counter.get_total_flops()
