"""MixVarGENet: a classifier of convolutions with variable groups, for ImageNet.

Most of its convolutions have groups of a fixed width, so that their number grows with
the channels. Keys and shapes of `state_dict()` equal those of the published
checkpoints, whose convolutions all have a bias beside their batch norm.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.networks.initialization import scatter


@dataclass(frozen=True, slots=True)
class Design:
    """A block: hidden widening, channels per group (0 is one group), second kernel."""

    factor: int
    group_width: int = 0
    kernel: int = 1


_WIDE2 = Design(factor=2)
_WIDE4 = Design(factor=4)
_GROUPED2 = Design(factor=2, group_width=16)


@dataclass(frozen=True, slots=True)
class Stage:
    """One halving of the grid: a head block, then `depth` blocks of the same width."""

    inputs: int
    outputs: int
    design: Design
    depth: int
    stride: int = 2


IMAGENET = (
    Stage(32, 32, _WIDE2, 0, stride=1),
    Stage(32, 32, _WIDE4, 2),
    Stage(32, 64, _WIDE4, 2),
    Stage(64, 96, _GROUPED2, 6),
    Stage(96, 160, _GROUPED2, 2),
)
FUSED_STRIDES: tuple[tuple[int, ...], ...] = ((), (2,), (2, 4), (4, 8), (8, 16))
"""Which finer strides every stage of the fusion form also takes from."""

_EXTRA_DOWNSAMPLINGS = (2, 2, 2, 2, 0)


def _conv_norm(
    inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1
) -> list[nn.Module]:
    padding = kernel // 2
    return [
        nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups),
        nn.BatchNorm2d(outputs),
    ]


class Block(nn.Module):
    """3x3 to the hidden width and back, around a skip, with finer stages added."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        design: Design,
        stride: int = 1,
        fused: Sequence[int] = (),
    ) -> None:
        super().__init__()
        middle = inputs * design.factor
        width = design.group_width
        groups = inputs // width if width else 1
        later = outputs // width if width and design.kernel > 1 else 1
        self.conv = nn.Sequential(
            nn.Sequential(
                *_conv_norm(inputs, middle, 3, stride, groups), nn.ReLU(inplace=True)
            ),
            nn.Sequential(*_conv_norm(middle, outputs, design.kernel, 1, later)),
        )
        changes = stride != 1 or inputs != outputs
        self.downsample = (
            nn.Sequential(*_conv_norm(inputs, outputs, 1, stride)) if changes else None
        )
        self.fusion_layers = nn.ModuleList(
            nn.Sequential(*_conv_norm(channels, outputs, 1)) for channels in fused
        )
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor, others: Sequence[Tensor] = ()) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride].

        `others` are the finer stages' features, brought to the grid of the output.
        """
        skip = x if self.downsample is None else self.downsample(x)
        total = torch.add(self.conv(x), skip)
        for fusion, other in zip(self.fusion_layers, others, strict=True):
            total = torch.add(total, fusion(other))
        out: Tensor = self.relu(total)
        return out


class StageBlocks(nn.Module):
    """The blocks of a stage, and its features halved further for the later ones."""

    def __init__(self, stage: Stage, fused: Sequence[int], halvings: int) -> None:
        super().__init__()
        width = stage.outputs
        self.head_layer = Block(stage.inputs, width, stage.design, stage.stride, fused)
        self.stack_layers = nn.Sequential(
            *(Block(width, width, stage.design) for _ in range(stage.depth))
        )
        self.downsample_fusion_layers = nn.ModuleList(
            nn.Sequential(*_conv_norm(width, width, 3, stride=2))
            for _ in range(halvings)
        )

    def forward(self, x: Tensor, others: Sequence[Tensor]) -> list[Tensor]:
        """Return the stage's features, then each halving of them."""
        found = [self.stack_layers(self.head_layer(x, others))]
        for halve in self.downsample_fusion_layers:
            found.append(halve(found[-1]))
        return found


class MixVarGENet(nn.Module):
    """The classifier; `fusion` feeds every stage from the two finer ones as well."""

    def __init__(self, classes: int, fusion: bool) -> None:
        super().__init__()
        self.mod1 = nn.Sequential(*_conv_norm(3, 32, 3, stride=2))
        self._sources = FUSED_STRIDES if fusion else ((),) * len(IMAGENET)
        halvings = _EXTRA_DOWNSAMPLINGS if fusion else (0,) * len(IMAGENET)
        widths = {2 << index: stage.outputs for index, stage in enumerate(IMAGENET)}
        for index, stage in enumerate(IMAGENET):
            fused = [widths[stride] for stride in self._sources[index]]
            blocks = StageBlocks(stage, fused, halvings[index])
            self.add_module(f"mod{index + 2}", nn.Sequential(blocks))
        self.output = nn.Sequential(
            nn.Sequential(*_conv_norm(160, 1024, 1), nn.ReLU(inplace=True)),
            nn.AvgPool2d(7),
            nn.Sequential(*_conv_norm(1024, classes, 1)),
        )
        scatter(self)

    def features(self, x: Tensor) -> list[Tensor]:
        """Map an image to the features of every stage, /2 to /32."""
        x = self.mod1(x)
        stages: dict[int, list[Tensor]] = {}
        for index in range(len(IMAGENET)):
            stride = 2 << index
            others = [
                stages[source][_halvings(source, stride)]
                for source in self._sources[index]
            ]
            blocks: StageBlocks = self.get_submodule(f"mod{index + 2}.0")  # type: ignore[assignment]
            stages[stride] = blocks(x, others)
            x = stages[stride][0]
        return [found[0] for found in stages.values()]

    def forward(self, x: Tensor) -> Tensor:
        """Classify [N, 3, 224, 224] into logits [N, classes]; the size is fixed."""
        out = self.output(self.features(x)[-1])
        logits: Tensor = out.view(-1, out.shape[1])
        return logits


def _halvings(source: int, stride: int) -> int:
    return (stride // source).bit_length() - 1


def mixvargenet(classes: int = 1000, fusion: bool = False) -> MixVarGENet:
    """Build MixVarGENet: 2.3 M parameters, 2.6 M with fusion."""
    return MixVarGENet(classes, fusion)
