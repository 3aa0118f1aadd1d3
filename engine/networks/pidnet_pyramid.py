"""PIDNet's context modules: pooling pyramids over the coarsest grid."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def _activated_conv(
    inputs: int, outputs: int, kernel: int = 1, groups: int = 1
) -> list[nn.Module]:
    return [
        nn.BatchNorm2d(inputs),
        nn.ReLU(inplace=True),
        nn.Conv2d(
            inputs, outputs, kernel, padding=kernel // 2, groups=groups, bias=False
        ),
    ]


def _pooled(pool: nn.Module, inputs: int, branch: int) -> nn.Sequential:
    return nn.Sequential(pool, *_activated_conv(inputs, branch))


def _resize_like(x: Tensor, reference: Tensor) -> Tensor:
    size = [reference.shape[-2], reference.shape[-1]]
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


class _Pyramid(nn.Module):
    """The five views of a map both pyramids share, and their way out."""

    def __init__(self, inputs: int, branch: int, outputs: int) -> None:
        super().__init__()
        self.scale0 = nn.Sequential(*_activated_conv(inputs, branch))
        self.scale1 = _pooled(nn.AvgPool2d(5, 2, 2), inputs, branch)
        self.scale2 = _pooled(nn.AvgPool2d(9, 4, 4), inputs, branch)
        self.scale3 = _pooled(nn.AvgPool2d(17, 8, 8), inputs, branch)
        self.scale4 = _pooled(nn.AdaptiveAvgPool2d(1), inputs, branch)
        self.compression = nn.Sequential(*_activated_conv(5 * branch, outputs))
        self.shortcut = nn.Sequential(*_activated_conv(inputs, outputs))


class SharedPyramid(_Pyramid):
    """PAPPM: the pooled views share one grouped convolution (PIDNet-S and M)."""

    def __init__(self, inputs: int, branch: int, outputs: int) -> None:
        super().__init__(inputs, branch, outputs)
        self.scale_process = nn.Sequential(
            *_activated_conv(4 * branch, 4 * branch, kernel=3, groups=4)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H, W]."""
        whole = self.scale0(x)
        pooled = [
            _resize_like(self.scale1(x), x) + whole,
            _resize_like(self.scale2(x), x) + whole,
            _resize_like(self.scale3(x), x) + whole,
            _resize_like(self.scale4(x), x) + whole,
        ]
        processed = self.scale_process(torch.cat(pooled, dim=1))
        views = torch.cat([whole, processed], dim=1)
        out: Tensor = self.compression(views) + self.shortcut(x)
        return out


class SequentialPyramid(_Pyramid):
    """DAPPM: every view is convolved with the finer one added (PIDNet-L)."""

    def __init__(self, inputs: int, branch: int, outputs: int) -> None:
        super().__init__(inputs, branch, outputs)
        self.process1 = nn.Sequential(*_activated_conv(branch, branch, kernel=3))
        self.process2 = nn.Sequential(*_activated_conv(branch, branch, kernel=3))
        self.process3 = nn.Sequential(*_activated_conv(branch, branch, kernel=3))
        self.process4 = nn.Sequential(*_activated_conv(branch, branch, kernel=3))

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H, W]."""
        view0 = self.scale0(x)
        view1 = self.process1(_resize_like(self.scale1(x), x) + view0)
        view2 = self.process2(_resize_like(self.scale2(x), x) + view1)
        view3 = self.process3(_resize_like(self.scale3(x), x) + view2)
        view4 = self.process4(_resize_like(self.scale4(x), x) + view3)
        views = torch.cat([view0, view1, view2, view3, view4], dim=1)
        out: Tensor = self.compression(views) + self.shortcut(x)
        return out
