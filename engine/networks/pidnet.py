"""PIDNet (Xu, Xiong, Bhattacharyya, CVPR 2023): segmentation with three branches.

The P branch keeps detail at an eighth of the input, the I branch gathers context
down to a sixty-fourth, and the D branch finds boundaries that decide between them.
Keys and shapes of `state_dict()` equal those of the published checkpoints.
"""

import torch.nn.functional as F
from torch import Tensor, nn

from engine.networks.pidnet_fusion import Bag, LightBag, Pag
from engine.networks.pidnet_pyramid import SequentialPyramid, SharedPyramid


def _conv3x3(
    inputs: int, outputs: int, stride: int = 1, bias: bool = False
) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, stride, 1, bias=bias)


def _conv1x1(inputs: int, outputs: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 1, stride, bias=False)


def _downsample(inputs: int, outputs: int, stride: int) -> nn.Sequential | None:
    if stride == 1 and inputs == outputs:
        return None
    return nn.Sequential(_conv1x1(inputs, outputs, stride), nn.BatchNorm2d(outputs))


def _conv_norm(conv: nn.Conv2d) -> nn.Sequential:
    return nn.Sequential(conv, nn.BatchNorm2d(conv.out_channels))


class Basic(nn.Module):
    """Two 3x3 convolutions around a skip; `closing_relu` rectifies the sum."""

    def __init__(
        self, inputs: int, planes: int, stride: int = 1, closing_relu: bool = False
    ) -> None:
        super().__init__()
        self.conv1 = _conv3x3(inputs, planes, stride)
        self.bn1 = nn.BatchNorm2d(planes)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = _conv3x3(planes, planes)
        self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = _downsample(inputs, planes, stride)
        self.closing_relu = closing_relu

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, planes, H/stride, W/stride]."""
        skip = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        total: Tensor = self.bn2(self.conv2(out)) + skip
        if self.closing_relu:
            total = self.relu(total)
        return total


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 convolutions to twice `planes` around a skip; the sum is linear."""

    def __init__(self, inputs: int, planes: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = _conv1x1(inputs, planes)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = _conv3x3(planes, planes, stride)
        self.bn2 = nn.BatchNorm2d(planes)
        self.conv3 = _conv1x1(planes, 2 * planes)
        self.bn3 = nn.BatchNorm2d(2 * planes)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = _downsample(inputs, 2 * planes, stride)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, 2 * planes, H/stride, W/stride]."""
        skip = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        total: Tensor = self.bn3(self.conv3(out)) + skip
        return total


class Head(nn.Module):
    """Class logits on the grid of its input, from `middle` hidden channels."""

    def __init__(self, inputs: int, middle: int, classes: int) -> None:
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = _conv3x3(inputs, middle)
        self.bn2 = nn.BatchNorm2d(middle)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(middle, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to logits [N, classes, H, W]."""
        x = self.conv1(self.relu(self.bn1(x)))
        logits: Tensor = self.conv2(self.relu(self.bn2(x)))
        return logits


def _stage(inputs: int, planes: int, blocks: int, stride: int = 1) -> nn.Sequential:
    layers = [Basic(inputs, planes, stride, closing_relu=True)]
    layers += [
        Basic(planes, planes, closing_relu=index < blocks - 1)
        for index in range(1, blocks)
    ]
    return nn.Sequential(*layers)


class PIDNet(nn.Module):
    """The network; `depth` and `deep_depth` are blocks per stage above and from /16 on.

    `large` chooses the context, fusion and D-branch widths of PIDNet-L. `augment`
    is the training form, which adds the two auxiliary heads.
    """

    def __init__(
        self,
        depth: int,
        deep_depth: int,
        classes: int,
        planes: int,
        ppm_planes: int,
        head_planes: int,
        augment: bool,
        large: bool,
    ) -> None:
        super().__init__()
        self.augment = augment
        self.relu = nn.ReLU(inplace=True)
        self._add_context_branch(depth, deep_depth, planes)
        self._add_detail_branch(depth, planes)
        self._add_boundary_branch(planes, large)
        pyramid = SequentialPyramid if large else SharedPyramid
        self.spp = pyramid(16 * planes, ppm_planes, 4 * planes)
        self.dfm = Bag(4 * planes) if large else LightBag(4 * planes)
        if augment:
            self.seghead_p = Head(2 * planes, head_planes, classes)
            self.seghead_d = Head(2 * planes, planes, 1)
        self.final_layer = Head(4 * planes, head_planes, classes)
        self._initialize()

    def _add_context_branch(self, depth: int, deep_depth: int, planes: int) -> None:
        self.conv1 = nn.Sequential(
            _conv3x3(3, planes, 2, bias=True),
            nn.BatchNorm2d(planes),
            nn.ReLU(inplace=True),
            _conv3x3(planes, planes, 2, bias=True),
            nn.BatchNorm2d(planes),
            nn.ReLU(inplace=True),
        )
        self.layer1 = _stage(planes, planes, depth)
        self.layer2 = _stage(planes, 2 * planes, depth, stride=2)
        self.layer3 = _stage(2 * planes, 4 * planes, deep_depth, stride=2)
        self.layer4 = _stage(4 * planes, 8 * planes, deep_depth, stride=2)
        self.layer5 = nn.Sequential(
            Bottleneck(8 * planes, 8 * planes, stride=2),
            Bottleneck(16 * planes, 8 * planes),
        )

    def _add_detail_branch(self, depth: int, planes: int) -> None:
        width = 2 * planes
        self.compression3 = _conv_norm(_conv1x1(4 * planes, width))
        self.compression4 = _conv_norm(_conv1x1(8 * planes, width))
        self.pag3 = Pag(width, planes)
        self.pag4 = Pag(width, planes)
        self.layer3_ = _stage(width, width, depth)
        self.layer4_ = _stage(width, width, depth)
        self.layer5_ = nn.Sequential(Bottleneck(width, width))

    def _add_boundary_branch(self, planes: int, large: bool) -> None:
        width = 2 * planes
        first = width if large else planes
        self.layer3_d = Basic(width, first)
        self.layer4_d: nn.Module = (
            Basic(width, width) if large else nn.Sequential(Bottleneck(planes, planes))
        )
        self.diff3 = _conv_norm(_conv3x3(4 * planes, first))
        self.diff4 = _conv_norm(_conv3x3(8 * planes, width))
        self.layer5_d = nn.Sequential(Bottleneck(width, width))

    def _initialize(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(
                    module.weight, mode="fan_out", nonlinearity="relu"
                )

    def forward(self, x: Tensor) -> Tensor | list[Tensor]:
        """Segment normalized RGB [N, 3, H, W] into logits [N, classes, H/8, W/8].

        The training form returns [P-branch logits, logits, boundary logit].
        """
        size = [x.shape[-2] // 8, x.shape[-1] // 8]

        x = self.layer1(self.conv1(x))
        x = self.relu(self.layer2(self.relu(x)))
        detail = self.layer3_(x)
        boundary = self.layer3_d(x)

        x = self.relu(self.layer3(x))
        detail = self.pag3(detail, self.compression3(x))
        boundary = boundary + _resize(self.diff3(x), size)

        x = self.relu(self.layer4(x))
        kept_detail = detail
        detail = self.layer4_(self.relu(detail))
        boundary = self.layer4_d(self.relu(boundary))
        detail = self.pag4(detail, self.compression4(x))
        boundary = boundary + _resize(self.diff4(x), size)

        kept_boundary = boundary
        detail = self.layer5_(self.relu(detail))
        boundary = self.layer5_d(self.relu(boundary))
        x = _resize(self.spp(self.layer5(x)), size)
        logits: Tensor = self.final_layer(self.dfm(detail, x, boundary))
        if not self.augment:
            return logits
        # The in-place ReLU has meanwhile rectified both kept tensors, and the
        # published auxiliary heads were trained on exactly that.
        return [self.seghead_p(kept_detail), logits, self.seghead_d(kept_boundary)]


def _resize(x: Tensor, size: list[int]) -> Tensor:
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


def pidnet_s(
    classes: int = 19,
    augment: bool = False,
    planes: int = 32,
    ppm_planes: int = 96,
    head_planes: int = 128,
) -> PIDNet:
    """Build PIDNet-S: 7.6 M parameters at its published width."""
    return PIDNet(2, 3, classes, planes, ppm_planes, head_planes, augment, large=False)


def pidnet_m(
    classes: int = 19,
    augment: bool = False,
    planes: int = 64,
    ppm_planes: int = 96,
    head_planes: int = 128,
) -> PIDNet:
    """Build PIDNet-M: 28.5 M parameters at its published width."""
    return PIDNet(2, 3, classes, planes, ppm_planes, head_planes, augment, large=False)


def pidnet_l(
    classes: int = 19,
    augment: bool = False,
    planes: int = 64,
    ppm_planes: int = 112,
    head_planes: int = 256,
) -> PIDNet:
    """Build PIDNet-L: 36.9 M parameters at its published width."""
    return PIDNet(3, 4, classes, planes, ppm_planes, head_planes, augment, large=True)
