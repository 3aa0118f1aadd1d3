"""PIDNet is checkpoint-compatible, costs what is published, and traces as written."""

import operator
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, fx, nn
from torch.utils.flop_counter import FlopCounterMode

from engine.networks.pidnet import PIDNet, pidnet_l, pidnet_m, pidnet_s
from tests.networks.fingerprint import fingerprint

Factory = Callable[..., PIDNet]

FORMS = [
    (pidnet_s, False, 453, 7_625_715, "5a0306ffc32ef643"),
    (pidnet_m, False, 453, 28_538_515, "42e4741acd700943"),
    (pidnet_l, False, 519, 36_939_571, "8f2ebe634441088b"),
    (pidnet_s, True, 479, 7_720_935, "49a00bd40ebb8b15"),
    (pidnet_m, True, 479, 28_763_111, "0a852bf75a96db82"),
    (pidnet_l, True, 545, 37_314_311, "a42b4397d285f9b2"),
]
COSTS = [
    (pidnet_s, False, 47.194),
    (pidnet_m, False, 177.329),
    (pidnet_l, False, 274.933),
    (pidnet_s, True, 50.295),
    (pidnet_m, True, 184.658),
    (pidnet_l, True, 287.175),
]


def _on_meta(factory: Factory, augment: bool) -> PIDNet:
    with torch.device("meta"):
        return factory(augment=augment).eval()


@pytest.mark.parametrize(("factory", "augment", "keys", "parameters", "print_"), FORMS)
def test_keys_and_shapes_are_those_of_the_published_checkpoints(
    factory, augment, keys, parameters, print_
):
    network = _on_meta(factory, augment)

    assert len(network.state_dict()) == keys
    assert sum(value.numel() for value in network.parameters()) == parameters
    assert fingerprint(network) == print_


@pytest.mark.parametrize(("factory", "augment", "giga_macs"), COSTS)
def test_a_full_cityscapes_frame_costs_the_published_multiplications(
    factory, augment, giga_macs
):
    network = _on_meta(factory, augment)

    with FlopCounterMode(display=False) as counter:
        network(torch.empty(1, 3, 1024, 2048, device="meta"))

    assert counter.get_total_flops() / 2e9 == pytest.approx(giga_macs, abs=6e-4)


@pytest.mark.parametrize("factory", [pidnet_s, pidnet_m, pidnet_l])
def test_every_output_lies_on_an_eighth_of_the_input_grid(factory):
    picture = torch.empty(2, 3, 192, 320, device="meta")

    logits = _on_meta(factory, augment=False)(picture)
    heads = _on_meta(factory, augment=True)(picture)

    assert logits.shape == (2, 19, 24, 40)
    assert [head.shape[1] for head in heads] == [19, 19, 1]
    assert {tuple(head.shape[2:]) for head in heads} == {(24, 40)}


@pytest.fixture
def scattered_network() -> PIDNet:
    """A narrow training form whose batch norms are not the identity."""
    torch.manual_seed(3)
    network = pidnet_s(augment=True, planes=8, ppm_planes=8, head_planes=16).eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.bias, 0, 0.5)
            nn.init.normal_(module.running_mean, 0, 0.5)
    return network


def _heads(network: PIDNet) -> list[Tensor]:
    picture = torch.randn(1, 3, 64, 128, generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        return network(picture)


def test_the_auxiliary_heads_see_their_branches_after_the_in_place_relu(
    scattered_network,
):
    in_place = _heads(scattered_network)

    scattered_network.relu.inplace = False
    out_of_place = _heads(scattered_network)

    for index in (0, 2):
        assert (in_place[index] - out_of_place[index]).abs().max() > 0.1
    assert torch.equal(in_place[1], out_of_place[1])


def test_the_auxiliary_heads_get_no_negative_input_in_the_published_form(
    scattered_network,
):
    lowest = []
    for name in ("seghead_p", "seghead_d"):
        scattered_network.get_submodule(name).register_forward_pre_hook(
            lambda module, inputs: lowest.append(inputs[0].min().item())
        )

    _heads(scattered_network)

    assert lowest == [0, 0]


def test_the_prediction_form_gives_the_main_output_of_the_training_form(
    scattered_network,
):
    alone = pidnet_s(planes=8, ppm_planes=8, head_planes=16).eval()
    state = scattered_network.state_dict()
    alone.load_state_dict({key: state[key] for key in alone.state_dict()})

    assert torch.equal(_heads(alone), _heads(scattered_network)[1])


@pytest.mark.parametrize("factory", [pidnet_s, pidnet_l])
def test_all_three_attentions_are_written_as_one_minus_a_tensor(factory):
    graph = fx.symbolic_trace(_on_meta(factory, augment=False)).graph

    from_one = [
        node
        for node in graph.nodes
        if node.target is operator.sub and node.args[0] == 1
    ]

    assert len(from_one) == 3


def test_the_trunk_calls_its_one_relu_eight_times():
    graph = fx.symbolic_trace(_on_meta(pidnet_s, augment=False)).graph

    calls = [node for node in graph.nodes if node.target == "relu"]

    assert len(calls) == 8


def test_channel_widths_follow_the_arguments():
    network = pidnet_s(classes=5, planes=16, ppm_planes=48, head_planes=64)

    assert network.conv1[0].out_channels == 16
    assert network.spp.scale0[2].out_channels == 48
    assert network.final_layer.conv1.out_channels == 64
    assert network.final_layer.conv2.out_channels == 5
