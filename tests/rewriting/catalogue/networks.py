"""Tiny networks that several families of rules are tried on."""

import torch.nn.functional as F
from torch import nn

from tests.rewriting.exporting import opened


def plain(function):
    return lambda: opened(lambda _, x: function(x))


def resized(**arguments):
    return plain(lambda x: F.interpolate(x, **arguments))


GELU_TANH = plain(lambda x: F.gelu(x, approximate="tanh"))
CONV = "aten.conv2d.default"


def built(run, **modules):
    return lambda: opened(run, **modules)


def conv(kernel=3, padding=1, **options):
    return nn.Conv2d(4, options.pop("out", 4), kernel, padding=padding, **options)


def assigned(change):
    def run(_, x):
        y = x * 2
        change(y, x)
        return y

    return lambda: opened(run)


class Held(nn.Module):
    """A constant that is a buffer of the network."""

    def __init__(self, value):
        super().__init__()
        self.register_buffer("value", value)


def held(run, value):
    return built(lambda self, x: run(self.held.value, x), held=Held(value))


def normed(norm):
    return built(lambda self, x: self.norm(x), norm=norm)


def write_number(y, _):
    y[:, 1:3] = 0


def flat(function):
    return plain(lambda x: function(x.flatten(2)))
