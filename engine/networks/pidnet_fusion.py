"""How PIDNet's branches are merged: pixel attention and boundary attention."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def _projection(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
    )


class Pag(nn.Module):
    """Pixel-attention-guided fusion: s = σ(Σ_c f_x(x)·f_y(y)), (1 - s)·x + s·y."""

    def __init__(self, inputs: int, middle: int) -> None:
        super().__init__()
        self.f_x = _projection(inputs, middle)
        self.f_y = _projection(inputs, middle)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """Fuse x [N, C, H, W] with the coarser y [N, C, h, w] on the grid of x."""
        size = [x.shape[2], x.shape[3]]
        y_q = self.f_y(y)
        y_q = F.interpolate(y_q, size=size, mode="bilinear", align_corners=False)
        x_k = self.f_x(x)
        sim_map = torch.sigmoid(torch.sum(x_k * y_q, dim=1).unsqueeze(1))
        y = F.interpolate(y, size=size, mode="bilinear", align_corners=False)
        return (1 - sim_map) * x + sim_map * y


class LightBag(nn.Module):
    """Boundary-attention fusion of S and M: f((1 - a)·i + p) + g(i + a·p), a = σ(d)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv_p = _projection(channels, channels)
        self.conv_i = _projection(channels, channels)

    def forward(self, p: Tensor, i: Tensor, d: Tensor) -> Tensor:
        """Fuse detail p, context i and boundary d, each [N, C, H, W]."""
        edge_att = torch.sigmoid(d)
        p_add: Tensor = self.conv_p((1 - edge_att) * i + p)
        i_add: Tensor = self.conv_i(i + edge_att * p)
        return p_add + i_add


class Bag(nn.Module):
    """Boundary-attention fusion of L: conv3x3(a·p + (1 - a)·i), a = σ(d)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = nn.Sequential(
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
        )

    def forward(self, p: Tensor, i: Tensor, d: Tensor) -> Tensor:
        """Fuse detail p, context i and boundary d, each [N, C, H, W]."""
        edge_att = torch.sigmoid(d)
        fused: Tensor = self.conv(edge_att * p + (1 - edge_att) * i)
        return fused
