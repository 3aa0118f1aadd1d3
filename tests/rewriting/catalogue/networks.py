"""Tiny networks that the families of rules are tried on, and the images they are given.

Every rule is tried on a batch and on a single image, neither of them square, one of odd
size: what confuses two axes, or counts on one image, cannot agree on both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import torch
import torch.nn.functional as F
from torch import nn

from tests.rewriting.exporting import opened

ODD, EVEN = (2, 4, 7, 9), (1, 4, 8, 12)


@dataclass(frozen=True, eq=False, slots=True)
class Tried:
    """A network in the normal form, opened with one of the images it is tried on."""

    run: Callable
    modules: Mapping[str, nn.Module] = field(default_factory=dict)
    shapes: tuple[tuple[int, ...], ...] = (ODD, EVEN)

    def __call__(self, shape=None):
        return opened(self.run, torch.randn(shape or self.shapes[0]), **self.modules)

    def on(self, *shapes):
        """The same, tried on images of other shapes, where it computes of no other."""
        return replace(self, shapes=shapes)


def built(run, **modules):
    return Tried(run, modules)


def plain(function):
    return Tried(lambda _, x: function(x))


def resized(**arguments):
    return plain(lambda x: F.interpolate(x, **arguments))


GELU_TANH = plain(lambda x: F.gelu(x, approximate="tanh"))
CONV = "aten.conv2d.default"


def conv(kernel=3, padding=1, **options):
    return nn.Conv2d(4, options.pop("out", 4), kernel, padding=padding, **options)


def assigned(change):
    def run(_, x):
        y = x * 2
        change(y, x)
        return y

    return Tried(run)


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
