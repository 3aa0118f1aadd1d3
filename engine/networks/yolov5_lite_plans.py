"""YOLOv5-Lite's four networks as lists of layers; each takes from earlier ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from torch import nn

from engine.networks.detection_blocks import ConvUnit
from engine.networks.yolov5_lite_blocks import (
    Add,
    BranchedUnit,
    Concat,
    CrossStageUnit,
    DenseUnit,
    HardSwishUnit,
    LightUnit,
    PixelStem,
    PooledStem,
    PoolingPyramid,
    SeparableUnit,
    ShuffleUnit,
)

Build = Callable[[int, int], nn.Module]
"""Builds a layer from its input and output channels."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One entry: how to build it, its width, and a second source beside the last.

    `width` 0 keeps the input's, with the second source's if it is `joined` to it.
    `other` is the index of the second source, -1 none.
    """

    build: Build
    width: int = 0
    other: int = -1
    joined: bool = False
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A network's layers, and which of them the detector reads, fine to coarse."""

    layers: tuple[Layer, ...]
    outputs: tuple[int, int, int]


def _light(width: int, kernel: int, stride: int = 1, gated: bool = False) -> Layer:
    return Layer(partial(LightUnit, stride=stride, kernel=kernel, gated=gated), width)


def _conv(width: int, kernel: int = 1, stride: int = 1) -> Layer:
    return Layer(partial(ConvUnit, kernel=kernel, stride=stride), width)


def _cross(width: int, depth: int = 1, shortcut: bool = False) -> Layer:
    return Layer(partial(CrossStageUnit, depth=depth, shortcut=shortcut), width)


def _separable(stride: int = 1) -> Layer:
    return Layer(partial(SeparableUnit, stride=stride), 96)


def _upsample(inputs: int, outputs: int) -> nn.Module:
    return nn.Upsample(scale_factor=2, mode="nearest")


def _concat(inputs: int, outputs: int) -> nn.Module:
    return Concat()


def _add(inputs: int, outputs: int) -> nn.Module:
    return Add()


_UP = Layer(_upsample)


def _with(other: int) -> Layer:
    return Layer(_concat, other=other, joined=True)


def _plus(other: int) -> Layer:
    return Layer(_add, other=other)


def _shuffled_backbone(last: int) -> Iterator[Layer]:
    yield Layer(PooledStem, 32)
    for width, repeats in ((120, 3), (232, 7), (464, last)):
        yield Layer(partial(ShuffleUnit, stride=2), width)
        yield Layer(ShuffleUnit, width, repeats=repeats)


_E = Plan(
    (
        *_shuffled_backbone(last=1),
        *(_conv(96), _UP, _with(4), _separable()),
        *(_conv(96), _UP, _with(2), _separable()),
        *(_separable(stride=2), _plus(11), _separable()),
        *(_separable(stride=2), _plus(7), _separable()),
    ),
    (14, 17, 20),
)
_S = Plan(
    (
        *_shuffled_backbone(last=3),
        *(_conv(128), _UP, _with(4), _cross(128)),
        *(_conv(64), _UP, _with(2), _cross(64)),
        *(_conv(64, 3, 2), _with(11), _cross(128)),
        *(_conv(128, 3, 2), _with(7), _cross(256)),
    ),
    (14, 17, 20),
)
_C = Plan(
    (
        Layer(partial(HardSwishUnit, kernel=3, stride=2), 32),
        *(_light(64, 3, 2), _light(64, 3)),
        *(_light(128, 3, 2), *[_light(128, 3)] * 3),
        *(_light(256, 3, 2), *[_light(256, 5)] * 5),
        *(_light(512, 5, 2, gated=True), *[_light(512, 5, gated=True)] * 3),
        Layer(DenseUnit, 512),
        *(_conv(256), _UP, _with(12), _cross(256)),
        *(_conv(128), _UP, _with(6), _cross(128)),
        *(_light(128, 5, 2, gated=True), _with(22), _cross(256)),
        *(_light(256, 5, 2, gated=True), _with(18), _cross(512)),
    ),
    (25, 28, 31),
)
_G = Plan(
    (
        Layer(PixelStem, 32),
        *(Layer(BranchedUnit, 64), _cross(64, 1, shortcut=True)),
        *(Layer(BranchedUnit, 128), _cross(128, 3, shortcut=True)),
        *(Layer(BranchedUnit, 256), _cross(256, 3, shortcut=True)),
        *(Layer(BranchedUnit, 512), Layer(PoolingPyramid, 512), _cross(512)),
        *(_conv(128), _UP, _with(6), _cross(128, 3)),
        *(_conv(128), _UP, _with(4), _cross(128, 3)),
        *(_conv(128, 3, 2), _with(14), _cross(128, 3)),
        *(_conv(128, 3, 2), _with(10), _cross(128, 3)),
    ),
    (17, 20, 23),
)
PLANS = {"e": _E, "s": _S, "c": _C, "g": _G}
