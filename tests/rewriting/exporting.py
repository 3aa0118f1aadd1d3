"""Tiny networks in the normal form, from plain functions."""

import operator
from functools import cache

import torch
from torch import nn

from engine.networks.pidnet import pidnet_s
from engine.opening.graph import normalize


class Network(nn.Module):
    def __init__(self, function, **modules):
        super().__init__()
        self.function = function
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, *inputs):
        return self.function(self, *inputs)


def image(channels=4, height=8, width=8, batch=1):
    return torch.randn(batch, channels, height, width)


def opened(function, *inputs, **modules):
    """The normal form of `function(module, *inputs)`; one image if none is given."""
    torch.manual_seed(0)
    network = Network(function, **modules).eval()
    settle(network)
    return normalize(torch.export.export(network, inputs or (image(),), strict=False))


def settle(network):
    """Give every batch norm statistics and weights that matter."""
    for module in network.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            if module.track_running_stats:
                module.running_mean.normal_()
                module.running_var.uniform_(0.5, 2)
            if module.affine:
                nn.init.uniform_(module.weight, 0.5, 1.5)
                nn.init.normal_(module.bias)


def tiny_pidnet():
    """One for all the tests of a process: they read it, or edit copies.

    The random numbers that follow are those that follow when it is made.
    """
    model, following = _made_pidnet()
    torch.set_rng_state(following)
    return model


@cache
def _made_pidnet():
    torch.manual_seed(0)
    network = pidnet_s(planes=4, ppm_planes=4, head_planes=8).eval()
    settle(network)
    inputs = (image(3, 64, 128),)
    model = normalize(torch.export.export(network, inputs, strict=False))
    return model, torch.get_rng_state()


def ops(model):
    return [
        "getitem" if node.target is operator.getitem else str(node.target)
        for node in model.graph.nodes
        if node.op == "call_function"
    ]


def names(model):
    return [node.name for node in model.graph.nodes]
