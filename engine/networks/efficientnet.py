"""EfficientNet (Tan and Le, ICML 2019) as a backbone: ReLU, no squeeze-excitation."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from torch import Tensor, nn


class Blocks(NamedTuple):
    """A run of blocks of one width; the first has the stride, `expand` widens all."""

    kernel: int
    repeats: int
    inputs: int
    outputs: int
    expand: int
    stride: int


PLANS: Mapping[str, tuple[Blocks, ...]] = MappingProxyType(
    {
        "m0": (
            Blocks(3, 1, 32, 16, 1, 1),
            Blocks(3, 2, 16, 24, 6, 2),
            Blocks(5, 2, 24, 40, 6, 2),
            Blocks(3, 3, 40, 80, 6, 2),
            Blocks(5, 3, 80, 112, 6, 1),
            Blocks(5, 4, 112, 192, 6, 2),
            Blocks(3, 1, 192, 320, 6, 1),
        ),
        "m1": (
            Blocks(3, 1, 32, 32, 1, 1),
            Blocks(3, 2, 32, 48, 6, 2),
            Blocks(5, 8, 48, 64, 6, 2),
            Blocks(3, 3, 64, 80, 6, 2),
            Blocks(5, 3, 80, 112, 4, 1),
            Blocks(5, 4, 112, 192, 4, 2),
            Blocks(3, 1, 192, 320, 4, 1),
        ),
    }
)


def conv_norm(
    inputs: int,
    outputs: int,
    kernel: int = 1,
    stride: int = 1,
    groups: int = 1,
    dilation: int = 1,
    bias: bool = False,
    relu: bool = True,
) -> nn.Sequential:
    """Build a convolution padded to keep the grid, its batch norm, perhaps a ReLU."""
    padding = dilation * (kernel // 2)
    conv = nn.Conv2d(
        inputs, outputs, kernel, stride, padding, dilation, groups, bias=bias
    )
    layers: list[nn.Module] = [conv, nn.BatchNorm2d(outputs)]
    if relu:
        layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


class InvertedResidual(nn.Module):
    """Widen, convolve depthwise, narrow; around a skip where the shape stays."""

    def __init__(self, plan: Blocks, inputs: int, stride: int) -> None:
        super().__init__()
        middle = inputs * plan.expand
        self._expand_conv = conv_norm(inputs, middle) if plan.expand > 1 else None
        self._depthwise_conv = conv_norm(
            middle, middle, plan.kernel, stride, groups=middle
        )
        self._project_conv = conv_norm(middle, plan.outputs, relu=False)
        self._skips = stride == 1 and inputs == plan.outputs

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        wide = x if self._expand_conv is None else self._expand_conv(x)
        out: Tensor = self._project_conv(self._depthwise_conv(wide))
        return out + x if self._skips else out


class EfficientNet(nn.Module):
    """The backbone of a plan; `widths` are the channels of its five features."""

    def __init__(self, plan: Sequence[Blocks]) -> None:
        super().__init__()
        self.mod1 = nn.Sequential(conv_norm(3, plan[0].inputs, 3, stride=2))
        blocks: list[InvertedResidual] = []
        ends: list[int] = []
        for run in plan:
            if run.stride == 2:
                ends.append(len(blocks) - 1)
            for index in range(run.repeats):
                inputs = run.inputs if index == 0 else run.outputs
                stride = run.stride if index == 0 else 1
                blocks.append(InvertedResidual(run, inputs, stride))
        self._ends = (*ends, len(blocks) - 1)
        self.widths = _widths(plan)
        self._blocks_conv = nn.ModuleList(blocks)
        self.mod2 = self._blocks_conv

    def forward(self, x: Tensor) -> list[Tensor]:
        """Map an image to its features at /2, /4, /8, /16 and /32."""
        x = self.mod1(x)
        features = []
        for index, block in enumerate(self._blocks_conv):
            x = block(x)
            if index in self._ends:
                features.append(x)
        return features


def _widths(plan: Sequence[Blocks]) -> tuple[int, ...]:
    before_halving = [run.inputs for run in plan if run.stride == 2]
    return (*before_halving, plan[-1].outputs)
