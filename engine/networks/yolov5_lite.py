"""YOLOv5-Lite e, s, c and g: anchor-based detectors for weak processors.

Written from the published layer tables. Keys and shapes of `state_dict()` equal those
of the published checkpoints.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.networks.detection_blocks import cell_corners
from engine.networks.initialization import calm, normalize_with, scatter
from engine.networks.yolov5_lite_plans import PLANS, Plan

STRIDES = (8, 16, 32)
ANCHORS = (
    ((10, 13), (16, 30), (33, 23)),
    ((30, 61), (62, 45), (59, 119)),
    ((116, 90), (156, 198), (373, 326)),
)
"""Width and height in pixels of the three anchors of every grid, fine to coarse."""

Detections = tuple[Tensor, list[Tensor]]


class Detect(nn.Module):
    """A 1x1 convolution per grid; `export` leaves the decode to the caller."""

    anchors: Tensor
    anchor_grid: Tensor

    def __init__(self, classes: int, widths: Sequence[int], export: bool) -> None:
        super().__init__()
        self.values = 5 + classes
        self.export = export
        pixels = torch.tensor(ANCHORS, dtype=torch.float32)
        cells = torch.tensor(STRIDES, dtype=torch.float32).view(-1, 1, 1)
        self.register_buffer("anchors", pixels / cells)
        self.register_buffer("anchor_grid", pixels.clone().view(3, 1, 3, 1, 1, 2))
        self.m = nn.ModuleList(nn.Conv2d(width, 3 * self.values, 1) for width in widths)

    def forward(self, features: Sequence[Tensor]) -> Detections | list[Tensor]:
        """Map three feature maps to raw maps [N, 3, h, w, 5 + classes].

        Unless exporting, they follow the boxes [N, cells * 3, 5 + classes]: centre,
        width and height in pixels of the input, objectness, class scores.
        """
        raw = [self._predict(level, x) for level, x in enumerate(features)]
        if self.export:
            return raw
        boxes = [self._decode(level, x) for level, x in enumerate(raw)]
        return torch.cat(boxes, 1), raw

    def _predict(self, level: int, x: Tensor) -> Tensor:
        x = self.m[level](x)
        batch, _, height, width = x.shape
        x = x.view(batch, 3, self.values, height, width)
        return x.permute(0, 1, 3, 4, 2).contiguous()

    def _decode(self, level: int, raw: Tensor) -> Tensor:
        batch, _, height, width, _ = raw.shape
        corners = cell_corners(height, width, raw).view(1, 1, height, width, 2).float()
        score = raw.sigmoid()
        centre = score[..., 0:2] * 2.0 - 0.5 + corners
        score[..., 0:2] = centre * STRIDES[level]
        score[..., 2:4] = (score[..., 2:4] * 2) ** 2 * self.anchor_grid[level]
        return score.view(batch, -1, self.values)


class YOLOv5Lite(nn.Module):
    """The network of a plan, its layers numbered as the plan lists them."""

    def __init__(self, plan: Plan, classes: int, export: bool) -> None:
        super().__init__()
        widths = _widths(plan)
        layers: list[nn.Module] = []
        for index, layer in enumerate(plan.layers):
            inputs = 3 if index == 0 else widths[index - 1]
            built = [
                layer.build(inputs if repeat == 0 else widths[index], widths[index])
                for repeat in range(layer.repeats)
            ]
            layers.append(built[0] if len(built) == 1 else nn.Sequential(*built))
        detect = Detect(classes, [widths[index] for index in plan.outputs], export)
        self.model = nn.Sequential(*layers, detect)
        self._plan = plan
        normalize_with(self, eps=1e-3, momentum=0.03)
        scatter(self)
        calm(detect.m)

    def forward(self, x: Tensor) -> Detections | list[Tensor]:
        """Detect in RGB 0..1 [N, 3, H, W]; sides are multiples of 32."""
        *layers, detect = self.model
        found: list[Tensor] = []
        for layer, plan in zip(layers, self._plan.layers, strict=True):
            x = layer(x) if plan.other < 0 else layer(x, found[plan.other])
            found.append(x)
        out: Detections | list[Tensor] = detect(
            [found[index] for index in self._plan.outputs]
        )
        return out


def _widths(plan: Plan) -> list[int]:
    """Tell every layer's output channels; a join adds or keeps its sources'."""
    widths: list[int] = []
    for layer in plan.layers:
        if layer.width:
            widths.append(layer.width)
        else:
            joined = widths[layer.other] if layer.joined else 0
            widths.append(widths[-1] + joined)
    return widths


def yolov5_lite_e(classes: int = 80, export: bool = False) -> YOLOv5Lite:
    """Build e, on ShuffleNet V2 with separable heads: 0.8 M parameters."""
    return YOLOv5Lite(PLANS["e"], classes, export)


def yolov5_lite_s(classes: int = 80, export: bool = False) -> YOLOv5Lite:
    """Build s, on ShuffleNet V2: 1.6 M parameters."""
    return YOLOv5Lite(PLANS["s"], classes, export)


def yolov5_lite_c(classes: int = 80, export: bool = False) -> YOLOv5Lite:
    """Build c, on PP-LCNet: 4.6 M parameters."""
    return YOLOv5Lite(PLANS["c"], classes, export)


def yolov5_lite_g(classes: int = 80, export: bool = False) -> YOLOv5Lite:
    """Build g, on RepVGG blocks: 5.6 M parameters."""
    return YOLOv5Lite(PLANS["g"], classes, export)
