"""What the YOLO families share: the convolution unit, pooling pyramid and grid."""

import torch
from torch import Tensor, nn


class ConvUnit(nn.Module):
    """Convolution without bias, batch norm, SiLU; padded to keep the grid."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int = 1,
        stride: int = 1,
        groups: int = 1,
    ) -> None:
        super().__init__()
        padding = (kernel - 1) // 2
        self.conv = nn.Conv2d(
            inputs, outputs, kernel, stride, padding, groups=groups, bias=False
        )
        self.bn = nn.BatchNorm2d(outputs)
        self.act = nn.SiLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H/stride, W/stride]."""
        out: Tensor = self.act(self.bn(self.conv(x)))
        return out


def pooled_views(x: Tensor, pools: nn.ModuleList) -> Tensor:
    """Concatenate a map with what every pool, of stride 1, makes of it."""
    return torch.cat([x, *(pool(x) for pool in pools)], dim=1)


def growing_pools() -> nn.ModuleList:
    """Build the max pools of a spatial pyramid: kernels 5, 9 and 13, stride 1."""
    return nn.ModuleList(nn.MaxPool2d(k, 1, k // 2) for k in (5, 9, 13))


def cell_corners(height: int, width: int, like: Tensor) -> Tensor:
    """Tell every cell's (column, row) as an integer tensor [height, width, 2]."""
    rows = torch.arange(height, device=like.device)
    columns = torch.arange(width, device=like.device)
    row, column = torch.meshgrid(rows, columns, indexing="ij")
    return torch.stack((column, row), 2)
