"""DeepLabV3+ (Chen, Zhu, Papandreou, Schroff, Adam, ECCV 2018) on EfficientNet.

The form for NPUs: ReLU, no squeeze-and-excitation, separable convolutions in the head,
logits at an eighth of the input. Keys and shapes of `state_dict()` equal those of the
published checkpoints, which hold every backbone block under two names.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.networks.efficientnet import PLANS, EfficientNet, conv_norm
from engine.networks.initialization import normalize_with, scatter

_DILATIONS = (2, 4, 4)
_REPEATS = (1, 1, 2)


def _conv(
    inputs: int, outputs: int, kernel: int = 1, relu: bool = True
) -> nn.Sequential:
    return conv_norm(inputs, outputs, kernel, bias=True, relu=relu)


def _separable(
    inputs: int, outputs: int, dilation: int = 1, relu: bool = True
) -> nn.Sequential:
    """Depthwise 3x3, then 1x1; `relu` closes the second, the first always has one."""
    depthwise = conv_norm(
        inputs, inputs, 3, groups=inputs, dilation=dilation, bias=True
    )
    return nn.Sequential(depthwise, _conv(inputs, outputs, relu=relu))


class Pyramid(nn.Module):
    """ASPP: the mean of the whole map, a 1x1 and three dilated views of it."""

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.img_pool = nn.Sequential(nn.AdaptiveAvgPool2d(1), _conv(inputs, width))
        dilated = [
            nn.Sequential(
                *(
                    _separable(inputs if index == 0 else width, width, dilation)
                    for index in range(repeats)
                )
            )
            for dilation, repeats in zip(_DILATIONS, _REPEATS, strict=True)
        ]
        self.aspp = nn.ModuleList([_conv(inputs, width), *dilated])

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, 5 * width, H, W]."""
        whole = _resize(self.img_pool(x), size=x.shape[2:])
        return torch.cat([whole, *(branch(x) for branch in self.aspp)], dim=1)


class Fusion(nn.Module):
    """The context, four times finer, added to the backbone's features there."""

    def __init__(self, context: int, fine: int, width: int) -> None:
        super().__init__()
        self.bottleneck = _separable(context, width, relu=False)
        self.c1_bottleneck = nn.Sequential(_separable(fine, width, relu=False))
        self.out_bottleneck = nn.Sequential(_separable(width, width))

    def forward(self, fine: Tensor, context: Tensor) -> Tensor:
        """Map features [N, fine, H, W] and context at a fourth to [N, width, H, W]."""
        context = _resize(self.bottleneck(context), scale=4.0)
        out: Tensor = self.out_bottleneck(context + self.c1_bottleneck(fine))
        return out


class Head(nn.Module):
    """Pyramid, fusion with the features at /8, and the logits there."""

    def __init__(self, inputs: int, fine: int, width: int, classes: int) -> None:
        super().__init__()
        self.aspp = Pyramid(inputs, width)
        self.seg_convs = Fusion(5 * width, fine, width)
        self.dropout = nn.Dropout2d(0.1)
        self.cls_seg = nn.Sequential(nn.Conv2d(width, classes, 1))

    def forward(self, fine: Tensor, x: Tensor) -> Tensor:
        """Map features at /8 and /32 to logits [N, classes, H/8, W/8]."""
        x = self.seg_convs(fine, self.aspp(x))
        logits: Tensor = self.cls_seg(self.dropout(x))
        return logits


class AuxiliaryHead(nn.Module):
    """Two 3x3 convolutions and logits, for the loss of the training form."""

    def __init__(self, inputs: int, classes: int, width: int = 128) -> None:
        super().__init__()
        self.convs = nn.Sequential(_conv(inputs, width, 3), _conv(width, width, 3))
        self.cls_seg = nn.Sequential(nn.Conv2d(width, classes, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to logits [N, classes, H, W]."""
        logits: Tensor = self.cls_seg(self.convs(x))
        return logits


class DeepLabV3Plus(nn.Module):
    """The network of a plan; `augment` adds the two auxiliary heads for training."""

    def __init__(self, plan: str, width: int, classes: int, augment: bool) -> None:
        super().__init__()
        self.backbone = EfficientNet(PLANS[plan])
        _, _, fine, middle, coarse = self.backbone.widths
        self.decode_head = Head(coarse, fine, width, classes)
        self.auxiliary_heads = (
            nn.ModuleList(AuxiliaryHead(each, classes) for each in (middle, fine))
            if augment
            else None
        )
        normalize_with(self, eps=2e-5, momentum=0.1)
        scatter(self)

    def forward(self, x: Tensor) -> Tensor | list[Tensor]:
        """Segment centred YUV444 [N, 3, H, W] into logits [N, classes, H/8, W/8].

        The training form returns [logits, logits at /16, logits at /8].
        """
        _, _, fine, middle, coarse = self.backbone(x)
        logits: Tensor = self.decode_head(fine, coarse)
        if self.auxiliary_heads is None:
            return logits
        first, second = self.auxiliary_heads
        return [logits, first(middle), second(fine)]


def _resize(
    x: Tensor, size: torch.Size | None = None, scale: float | None = None
) -> Tensor:
    return F.interpolate(
        x, size=size, scale_factor=scale, mode="bilinear", align_corners=False
    )


def deeplabv3plus_m0(classes: int = 19, augment: bool = False) -> DeepLabV3Plus:
    """Build the small plan, EfficientNet-B0's: 3.3 M parameters."""
    return DeepLabV3Plus("m0", 128, classes, augment)


def deeplabv3plus_m1(classes: int = 19, augment: bool = False) -> DeepLabV3Plus:
    """Build the plan that is wide at fine grids: 3.5 M parameters."""
    return DeepLabV3Plus("m1", 256, classes, augment)
