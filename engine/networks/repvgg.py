"""RepVGG (Ding, Zhang, Ma, Han, Ding, Sun, CVPR 2021): plain after training.

While it trains, every block is a 3x3, a 1x1 and where shapes allow an identity
branch, each with a batch norm; deployed, it is one 3x3 convolution with bias.
Keys and shapes of `state_dict()` equal those of the published checkpoints.
"""

from collections.abc import Sequence

from torch import Tensor, nn

from engine.networks.initialization import scatter

_BLOCKS_A = (2, 4, 14, 1)
_BLOCKS_B = (4, 6, 16, 1)


class NormalizedConv(nn.Module):
    """A convolution without bias, and its batch norm; padded to keep the grid."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, stride: int, groups: int
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False
        )
        self.bn = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        out: Tensor = self.bn(self.conv(x))
        return out


class Block(nn.Module):
    """The branches while training, their one convolution if `deploy`."""

    def __init__(
        self, inputs: int, outputs: int, stride: int, groups: int, deploy: bool
    ) -> None:
        super().__init__()
        self.nonlinearity = nn.ReLU()
        self.deploy = deploy
        if deploy:
            self.rbr_reparam = nn.Conv2d(
                inputs, outputs, 3, stride, padding=1, groups=groups
            )
            return
        has_identity = inputs == outputs and stride == 1
        self.rbr_identity = nn.BatchNorm2d(inputs) if has_identity else None
        self.rbr_dense = NormalizedConv(inputs, outputs, 3, stride, groups)
        self.rbr_1x1 = NormalizedConv(inputs, outputs, 1, stride, groups)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        if self.deploy:
            out: Tensor = self.nonlinearity(self.rbr_reparam(x))
            return out
        identity = 0 if self.rbr_identity is None else self.rbr_identity(x)
        out = self.nonlinearity(self.rbr_dense(x) + self.rbr_1x1(x) + identity)
        return out


class RepVGG(nn.Module):
    """The classifier; `widths` are the channels of the stem and the four stages."""

    def __init__(
        self,
        blocks: Sequence[int],
        widths: Sequence[int],
        classes: int,
        deploy: bool,
        even_groups: int = 1,
    ) -> None:
        super().__init__()
        self.stage0 = Block(3, widths[0], 2, 1, deploy)
        self._made = 0
        stages = [
            self._stage(widths[index], widths[index + 1], depth, even_groups, deploy)
            for index, depth in enumerate(blocks)
        ]
        self.stage1, self.stage2, self.stage3, self.stage4 = stages
        self.gap = nn.AdaptiveAvgPool2d(1)
        self.linear = nn.Linear(widths[-1], classes)
        scatter(self)

    def _stage(
        self, inputs: int, outputs: int, depth: int, even_groups: int, deploy: bool
    ) -> nn.Sequential:
        layers = []
        for index in range(depth):
            self._made += 1
            groups = even_groups if self._made % 2 == 0 else 1
            stride = 2 if index == 0 else 1
            layers.append(
                Block(
                    inputs if index == 0 else outputs, outputs, stride, groups, deploy
                )
            )
        return nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        """Classify normalized RGB [N, 3, H, W] into logits [N, classes]."""
        x = self.stage2(self.stage1(self.stage0(x)))
        x = self.gap(self.stage4(self.stage3(x)))
        logits: Tensor = self.linear(x.view(x.size(0), -1))
        return logits


def repvgg_a0(classes: int = 1000, deploy: bool = False) -> RepVGG:
    """Build RepVGG-A0: 9.1 M parameters, 8.3 M deployed."""
    return RepVGG(_BLOCKS_A, (48, 48, 96, 192, 1280), classes, deploy)


def repvgg_a1(classes: int = 1000, deploy: bool = False) -> RepVGG:
    """Build RepVGG-A1: 14.1 M parameters, 12.8 M deployed."""
    return RepVGG(_BLOCKS_A, (64, 64, 128, 256, 1280), classes, deploy)


def repvgg_a2(classes: int = 1000, deploy: bool = False) -> RepVGG:
    """Build RepVGG-A2: 28.2 M parameters, 25.5 M deployed."""
    return RepVGG(_BLOCKS_A, (64, 96, 192, 384, 1408), classes, deploy)


def repvgg_b0(classes: int = 1000, deploy: bool = False) -> RepVGG:
    """Build RepVGG-B0: 15.8 M parameters, 14.3 M deployed."""
    return RepVGG(_BLOCKS_B, (64, 64, 128, 256, 1280), classes, deploy)


def repvgg_b1g4(classes: int = 1000, deploy: bool = False) -> RepVGG:
    """Build RepVGG-B1g4, grouped by 4 in every other block: 40.0 M parameters."""
    widths = (64, 128, 256, 512, 2048)
    return RepVGG(_BLOCKS_B, widths, classes, deploy, even_groups=4)
