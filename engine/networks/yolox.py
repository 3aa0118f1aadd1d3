"""YOLOX (Ge, Liu, Wang, Li, Sun, 2021): detection without anchors, nano, tiny and s.

A CSP backbone, a path-aggregation neck and decoupled heads on /8, /16 and /32.
Keys and shapes of `state_dict()` equal those of the published checkpoints.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from engine.networks.detection_blocks import (
    ConvUnit,
    cell_corners,
    growing_pools,
    pooled_views,
)
from engine.networks.initialization import calm, normalize_with, scatter

Conv = Callable[[int, int, int, int], nn.Module]
"""Builds a convolution unit from inputs, outputs, kernel and stride."""

STRIDES = (8, 16, 32)


class DepthwiseUnit(nn.Module):
    """A depthwise convolution unit, then a 1x1 one."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1) -> None:
        super().__init__()
        self.dconv = ConvUnit(inputs, inputs, kernel, stride, groups=inputs)
        self.pconv = ConvUnit(inputs, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        out: Tensor = self.pconv(self.dconv(x))
        return out


class Bottleneck(nn.Module):
    """1x1, then 3x3, both of one width, around a skip if `shortcut`."""

    def __init__(self, channels: int, shortcut: bool, conv: Conv) -> None:
        super().__init__()
        self.conv1 = ConvUnit(channels, channels)
        self.conv2 = conv(channels, channels, 3, 1)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, channels, H, W] to the same."""
        out: Tensor = self.conv2(self.conv1(x))
        return out + x if self.shortcut else out


class CrossStage(nn.Module):
    """CSP: half of the width through `depth` bottlenecks, half past them."""

    def __init__(
        self, inputs: int, outputs: int, depth: int, shortcut: bool, conv: Conv
    ) -> None:
        super().__init__()
        half = outputs // 2
        self.conv1 = ConvUnit(inputs, half)
        self.conv2 = ConvUnit(inputs, half)
        self.conv3 = ConvUnit(2 * half, outputs)
        self.m = nn.Sequential(
            *(Bottleneck(half, shortcut, conv) for _ in range(depth))
        )

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H, W]."""
        views = torch.cat((self.m(self.conv1(x)), self.conv2(x)), dim=1)
        out: Tensor = self.conv3(views)
        return out


class Pyramid(nn.Module):
    """SPP: half of the width, seen through growing max pools."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = ConvUnit(channels, channels // 2)
        self.m = growing_pools()
        self.conv2 = ConvUnit(2 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, channels, H, W] to the same."""
        out: Tensor = self.conv2(pooled_views(self.conv1(x), self.m))
        return out


class Focus(nn.Module):
    """Moves the four pixels of every 2x2 square into channels, then convolves."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.conv = ConvUnit(12, outputs, 3)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, 3, H, W] to [N, outputs, H/2, W/2]."""
        pixels = (
            x[..., ::2, ::2],
            x[..., 1::2, ::2],
            x[..., ::2, 1::2],
            x[..., 1::2, 1::2],
        )
        out: Tensor = self.conv(torch.cat(pixels, dim=1))
        return out


class Darknet(nn.Module):
    """The backbone: four stages that halve the grid and double `width`."""

    def __init__(self, width: int, conv: Conv) -> None:
        super().__init__()
        self.stem = Focus(width)
        self.dark2 = _stage(width, 1, conv)
        self.dark3 = _stage(2 * width, 3, conv)
        self.dark4 = _stage(4 * width, 3, conv)
        deep = 16 * width
        self.dark5 = nn.Sequential(
            conv(deep // 2, deep, 3, 2),
            Pyramid(deep),
            CrossStage(deep, deep, 1, shortcut=False, conv=conv),
        )

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Map an image to features on /8, /16 and /32."""
        fine = self.dark3(self.dark2(self.stem(x)))
        middle = self.dark4(fine)
        return fine, middle, self.dark5(middle)


def _stage(inputs: int, depth: int, conv: Conv) -> nn.Sequential:
    outputs = 2 * inputs
    return nn.Sequential(
        conv(inputs, outputs, 3, 2),
        CrossStage(outputs, outputs, depth, shortcut=True, conv=conv),
    )


class Neck(nn.Module):
    """The backbone, then a path from coarse to fine and one back."""

    def __init__(self, width: int, conv: Conv) -> None:
        super().__init__()
        fine, middle, coarse = 4 * width, 8 * width, 16 * width
        self.backbone = Darknet(width, conv)
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        self.lateral_conv0 = ConvUnit(coarse, middle)
        self.C3_p4 = CrossStage(2 * middle, middle, 1, shortcut=False, conv=conv)
        self.reduce_conv1 = ConvUnit(middle, fine)
        self.C3_p3 = CrossStage(2 * fine, fine, 1, shortcut=False, conv=conv)
        self.bu_conv2 = conv(fine, fine, 3, 2)
        self.C3_n3 = CrossStage(2 * fine, middle, 1, shortcut=False, conv=conv)
        self.bu_conv1 = conv(middle, middle, 3, 2)
        self.C3_n4 = CrossStage(2 * middle, coarse, 1, shortcut=False, conv=conv)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Map an image to mixed features on /8, /16 and /32."""
        fine, middle, coarse = self.backbone(x)
        lateral = self.lateral_conv0(coarse)
        mixed = self.C3_p4(torch.cat([self.upsample(lateral), middle], 1))
        reduced = self.reduce_conv1(mixed)
        out8 = self.C3_p3(torch.cat([self.upsample(reduced), fine], 1))
        out16 = self.C3_n3(torch.cat([self.bu_conv2(out8), reduced], 1))
        out32 = self.C3_n4(torch.cat([self.bu_conv1(out16), lateral], 1))
        return out8, out16, out32


class Head(nn.Module):
    """Decoupled predictions on three grids, decoded to pixels inside the network.

    `assigning` chooses the spelling of the decode: writing into slices of the output,
    as up to release 0.3.0, or concatenating. Both compute the same.
    """

    def __init__(
        self,
        classes: int,
        width: int,
        levels: Sequence[int],
        conv: Conv,
        assigning: bool,
    ) -> None:
        super().__init__()
        self.assigning = assigning
        self.stems = nn.ModuleList(ConvUnit(inputs, width) for inputs in levels)
        self.cls_convs = nn.ModuleList(_tower(width, conv) for _ in levels)
        self.reg_convs = nn.ModuleList(_tower(width, conv) for _ in levels)
        self.cls_preds = nn.ModuleList(nn.Conv2d(width, classes, 1) for _ in levels)
        self.reg_preds = nn.ModuleList(nn.Conv2d(width, 4, 1) for _ in levels)
        self.obj_preds = nn.ModuleList(nn.Conv2d(width, 1, 1) for _ in levels)

    def forward(self, features: Sequence[Tensor]) -> Tensor:
        """Map three feature maps to [N, cells, 4 box + 1 objectness + classes].

        A box is its centre, width and height in pixels of the input.
        """
        maps = [self._predict(level, x) for level, x in enumerate(features)]
        rows = torch.cat([each.flatten(start_dim=2) for each in maps], dim=2)
        sizes = [(each.shape[-2], each.shape[-1]) for each in maps]
        return self._decode(rows.permute(0, 2, 1), sizes)

    def calm(self) -> None:
        """Draw the predictions near zero."""
        for predictions in (self.cls_preds, self.reg_preds, self.obj_preds):
            calm(predictions)

    def _predict(self, level: int, x: Tensor) -> Tensor:
        x = self.stems[level](x)
        class_features = self.cls_convs[level](x)
        box_features = self.reg_convs[level](x)
        box = self.reg_preds[level](box_features)
        objectness = self.obj_preds[level](box_features).sigmoid()
        scores = self.cls_preds[level](class_features).sigmoid()
        return torch.cat([box, objectness, scores], 1)

    def _decode(self, rows: Tensor, sizes: Sequence[tuple[int, int]]) -> Tensor:
        corners, strides = [], []
        for (height, width), stride in zip(sizes, STRIDES, strict=True):
            corner = cell_corners(height, width, rows).view(1, -1, 2)
            corners.append(corner)
            shape = (1, height * width, 1)
            strides.append(torch.full(shape, stride, device=rows.device))
        grid = torch.cat(corners, dim=1).to(rows.dtype)
        scale = torch.cat(strides, dim=1).to(rows.dtype)
        if self.assigning:
            rows[..., :2] = (rows[..., :2] + grid) * scale
            rows[..., 2:4] = torch.exp(rows[..., 2:4]) * scale
            return rows
        centre = (rows[..., 0:2] + grid) * scale
        extent = torch.exp(rows[..., 2:4]) * scale
        return torch.cat([centre, extent, rows[..., 4:]], dim=-1)


def _tower(width: int, conv: Conv) -> nn.Sequential:
    return nn.Sequential(conv(width, width, 3, 1), conv(width, width, 3, 1))


class YOLOX(nn.Module):
    """The network at a third of the full depth; `width` is the stem's channels."""

    def __init__(
        self, width: int, classes: int, assigning: bool, depthwise: bool
    ) -> None:
        super().__init__()
        conv: Conv = DepthwiseUnit if depthwise else ConvUnit
        levels = (4 * width, 8 * width, 16 * width)
        self.backbone = Neck(width, conv)
        self.head = Head(classes, 4 * width, levels, conv, assigning)
        normalize_with(self, eps=1e-3, momentum=0.03)
        scatter(self)
        self.head.calm()

    def forward(self, x: Tensor) -> Tensor:
        """Detect in BGR 0..255 [N, 3, H, W]; sides are multiples of 32."""
        detections: Tensor = self.head(self.backbone(x))
        return detections


def yolox_nano(classes: int = 80, assigning: bool = True, width: int = 16) -> YOLOX:
    """Build YOLOX-nano: depthwise, 0.9 M parameters at its published width."""
    return YOLOX(width, classes, assigning, depthwise=True)


def yolox_tiny(classes: int = 80, assigning: bool = True, width: int = 24) -> YOLOX:
    """Build YOLOX-tiny: 5.1 M parameters at its published width."""
    return YOLOX(width, classes, assigning, depthwise=False)


def yolox_s(classes: int = 80, assigning: bool = True, width: int = 32) -> YOLOX:
    """Build YOLOX-s: 9.0 M parameters at its published width."""
    return YOLOX(width, classes, assigning, depthwise=False)
