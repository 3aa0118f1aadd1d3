"""Small networks and their inputs, in the normal form."""

from __future__ import annotations

import torch
from torch import nn

from engine.networks.pidnet import PIDNet
from engine.opening.graph import normalize


def exported(module, *shapes):
    inputs = tuple(torch.randn(shape) for shape in shapes)
    return normalize(torch.export.export(module.eval(), inputs))


def narrow_pidnet(seed=0):
    """A PIDNet of 8 planes at 64x128 whose normalization fits its random weights."""
    torch.manual_seed(seed)
    net = PIDNet(2, 2, 5, 8, 16, 16, augment=False, large=False)
    net.train()
    with torch.no_grad():
        for _ in range(30):
            net(torch.cat([picture for (picture,) in scenes(4)]))
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.weight.data.uniform_(0.8, 1.2)
            module.bias.data.normal_(0, 0.1)
    return exported(net, (1, 3, 64, 128))


def scenes(count):
    """Smooth random pictures, one tensor per batch."""
    generator = torch.Generator().manual_seed(7)
    small = torch.randn(count, 3, 8, 16, generator=generator)
    large = nn.functional.interpolate(small, size=(64, 128), mode="bilinear")
    return [(picture[None],) for picture in large]
