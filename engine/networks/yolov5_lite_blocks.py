"""The blocks YOLOv5-Lite is made of, from ShuffleNet, PP-LCNet and YOLOv5 designs."""

import torch
from torch import Tensor, nn

from engine.networks.detection_blocks import ConvUnit, growing_pools, pooled_views
from engine.networks.repvgg import NormalizedConv


def _depthwise(channels: int, kernel: int, stride: int) -> nn.Conv2d:
    return nn.Conv2d(
        channels, channels, kernel, stride, kernel // 2, groups=channels, bias=False
    )


def _pointwise(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 1, bias=False)


class PooledStem(nn.Module):
    """A strided convolution and a strided max pool: to a fourth of the image."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/4, W/4]."""
        out: Tensor = self.maxpool(self.conv(x))
        return out


class ShuffleUnit(nn.Module):
    """ShuffleNet V2 (Ma et al., 2018): half convolved, half passed, then shuffled."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        half = outputs // 2
        self.halves = stride == 1
        if not self.halves:
            self.branch1 = nn.Sequential(
                _depthwise(inputs, 3, stride),
                nn.BatchNorm2d(inputs),
                _pointwise(inputs, half),
                nn.BatchNorm2d(half),
                nn.ReLU(inplace=True),
            )
        self.branch2 = nn.Sequential(
            _pointwise(half if self.halves else inputs, half),
            nn.BatchNorm2d(half),
            nn.ReLU(inplace=True),
            _depthwise(half, 3, stride),
            nn.BatchNorm2d(half),
            _pointwise(half, half),
            nn.BatchNorm2d(half),
            nn.ReLU(inplace=True),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        if self.halves:
            passed, convolved = x.chunk(2, dim=1)
            pair = (passed, self.branch2(convolved))
        else:
            pair = (self.branch1(x), self.branch2(x))
        return _shuffle(torch.cat(pair, dim=1))


def _shuffle(x: Tensor) -> Tensor:
    """Interleave the two halves of the channels."""
    batch, channels, height, width = x.shape
    x = x.view(batch, 2, channels // 2, height, width)
    return torch.transpose(x, 1, 2).contiguous().view(batch, -1, height, width)


class SeparableUnit(nn.Module):
    """A depthwise 3x3, then a 1x1, each with batch norm and ReLU."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = _depthwise(inputs, 3, stride)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv2 = _pointwise(inputs, outputs)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        x = self.relu(self.bn1(self.conv1(x)))
        out: Tensor = self.relu(self.bn2(self.conv2(x)))
        return out


class HardSwishUnit(nn.Module):
    """Convolution without bias, batch norm, hard-swish."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int = 1,
        stride: int = 1,
        groups: int = 1,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False
        )
        self.bn = nn.BatchNorm2d(outputs)
        self.act = nn.Hardswish(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        out: Tensor = self.act(self.bn(self.conv(x)))
        return out


class ChannelGate(nn.Module):
    """Scales every channel by a SiLU of what the means of all channels say."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.conv1 = nn.Conv2d(channels, channels // 4, 1)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(channels // 4, channels, 1)
        self.gate = nn.SiLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, channels, H, W] to the same."""
        scale = self.conv2(self.relu(self.conv1(self.avg_pool(x))))
        out: Tensor = x * self.gate(scale)
        return out


class LightUnit(nn.Module):
    """PP-LCNet (Cui et al., 2021): depthwise, a channel gate if `gated`, 1x1."""

    def __init__(
        self, inputs: int, outputs: int, stride: int, kernel: int, gated: bool = False
    ) -> None:
        super().__init__()
        self.dw_conv = HardSwishUnit(inputs, inputs, kernel, stride, groups=inputs)
        self.se = ChannelGate(inputs) if gated else None
        self.pw_conv = HardSwishUnit(inputs, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        x = self.dw_conv(x)
        if self.se is not None:
            x = self.se(x)
        out: Tensor = self.pw_conv(x)
        return out


class DenseUnit(nn.Module):
    """A 1x1 convolution without batch norm, hard-swish, dropout."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.dense_conv = _pointwise(inputs, outputs)
        self.act = nn.Hardswish(inplace=True)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H, W]."""
        out: Tensor = self.dropout(self.act(self.dense_conv(x)))
        return out


class Residual(nn.Module):
    """1x1, then 3x3, both of one width, around a skip if `shortcut`."""

    def __init__(self, channels: int, shortcut: bool) -> None:
        super().__init__()
        self.cv1 = ConvUnit(channels, channels)
        self.cv2 = ConvUnit(channels, channels, 3)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, channels, H, W] to the same."""
        out: Tensor = self.cv2(self.cv1(x))
        return x + out if self.shortcut else out


class CrossStageUnit(nn.Module):
    """C3: half of the width through `depth` residuals, half past them."""

    def __init__(
        self, inputs: int, outputs: int, depth: int = 1, shortcut: bool = True
    ) -> None:
        super().__init__()
        half = outputs // 2
        self.cv1 = ConvUnit(inputs, half)
        self.cv2 = ConvUnit(inputs, half)
        self.cv3 = ConvUnit(2 * half, outputs)
        self.m = nn.Sequential(*(Residual(half, shortcut) for _ in range(depth)))

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H, W]."""
        out: Tensor = self.cv3(torch.cat((self.m(self.cv1(x)), self.cv2(x)), dim=1))
        return out


class PixelStem(nn.Module):
    """Moves the four pixels of every 2x2 square into channels, then convolves."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv = ConvUnit(4 * inputs, outputs, 3)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/2, W/2]."""
        even, odd = x[..., ::2, :], x[..., 1::2, :]
        pixels = [even[..., ::2], odd[..., ::2], even[..., 1::2], odd[..., 1::2]]
        out: Tensor = self.conv(torch.cat(pixels, dim=1))
        return out


class PoolingPyramid(nn.Module):
    """SPP: half of the width, seen through growing max pools."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.cv1 = ConvUnit(inputs, inputs // 2)
        self.cv2 = ConvUnit(2 * inputs, outputs)
        self.m = growing_pools()

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H, W]."""
        out: Tensor = self.cv2(pooled_views(self.cv1(x), self.m))
        return out


class BranchedUnit(nn.Module):
    """A strided RepVGG block of two branches, closed by SiLU."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.rbr_dense = NormalizedConv(inputs, outputs, 3, stride=2, groups=1)
        self.rbr_1x1 = NormalizedConv(inputs, outputs, 1, stride=2, groups=1)
        self.nonlinearity = nn.SiLU()

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/2, W/2]."""
        # No identity branch fits a halved grid; the design adds a literal zero.
        out: Tensor = self.nonlinearity(self.rbr_dense(x) + self.rbr_1x1(x) + 0)
        return out


class Concat(nn.Module):
    """Joins maps along their channels."""

    def forward(self, x: Tensor, other: Tensor) -> Tensor:
        """Map [N, A, H, W] and [N, B, H, W] to [N, A + B, H, W]."""
        return torch.cat((x, other), dim=1)


class Add(nn.Module):
    """Adds two maps of one shape."""

    def forward(self, x: Tensor, other: Tensor) -> Tensor:
        """Return the sum, of the shape of both."""
        return torch.add(x, other, alpha=1)
