"""Blocks that random networks are built of: an image of 1×4×8×8 in, one out.

Together they hold every op that any target supports. Values stay small, and what
jumps (rounding, comparing, sorting) is kept away from its jumps, or from the values
that are compared with those of the rewritten network.
"""

import torch
import torch.nn.functional as F
from torch import nn

SHAPE = (1, 4, 8, 8)


def between(x):
    """Values from 0.25 to 0.75, far from what rounding would tell apart."""
    return x.abs().clamp(max=0.5) + 0.25


def small(x):
    return torch.tanh(x) * 0.9


def large(x):
    return x.abs() + 1.5


def assigned(_, x):
    y = x * 2
    y[:, 1:3] = F.hardtanh(x[:, :2])
    y[:, 0] = x[:, 3]
    y[:, :, [2, 0]] = x[:, :, :2]
    return y


def masked(_, x):
    y = x * 2
    y[y < -1] = 0
    y = y.masked_fill(x > 1, 0.5)
    return y.masked_scatter(x > 2, torch.ones(*SHAPE))


def scored(_, x):
    scores = x[:, :1].sigmoid() * x[:, 1:].sigmoid()
    return torch.where(torch.cat([scores > 0.3, x[:, :1] > 0], 1), x, -x)


def compared(_, x):
    either = torch.logical_or(x > 0.3, torch.logical_not(x <= -0.4))
    both = torch.logical_and(either, torch.logical_and(x < 1.5, x != 0.1))
    known = torch.logical_or(both.all(1, True), both.any(1, True))
    return torch.where(torch.logical_and(known, x >= -2), x, x * 0.5 + (x == 7).float())


def rounded(_, x):
    near = between(x)
    whole = near.floor() + near.ceil() + near.add(0.1).round() + near.sign()
    rest = torch.remainder(near, 2) + torch.fmod(near, 3)
    return x + whole + rest + torch.floor_divide(near, 4)


def trigonometric(_, x):
    y = small(x)
    circles = y.sin() + y.cos() + y.tan() + y.asin() + y.acos() + y.atan()
    return circles + y.sinh() + y.cosh() + y.asinh() + y.atanh() + large(x).acosh()


def sorted_values(_, x):
    values, _ = x.sort(-1)
    best, _ = x.topk(8, -1)
    places = torch.argsort(torch.arange(8.0) * -1)
    return values + best.index_select(-1, places)


def gathered(_, x):
    columns = torch.arange(7, -1, -1).expand(SHAPE)
    taken = x.gather(-1, columns) + x[:, [3, 2, 1, 0]]
    put = torch.zeros(SHAPE).scatter(-1, columns, x)
    added = torch.zeros(SHAPE).scatter_add(-1, columns, taken)
    return put + torch.scatter_reduce(added, -1, columns, x, "sum")


def moved(_, x):
    turned = x.flip(-1).roll(1, -2).triu() + x.tril()
    parts = torch.stack([each.squeeze(1) for each in x.split([1, 1, 2], 1)[:2]], 1)
    repeated = torch.cat([parts.repeat(1, 1, 1, 1), parts.tile(1, 1)], 1)
    return turned + repeated + x[:, :1].expand_as(x) + x[:, 1:2].broadcast_to(SHAPE)


def unbound(_, x):
    first, *_, last = x.unbind(1)
    return x + torch.stack([first, last, x.select(1, 1), x[:, 2]], 1)


def multiplied(self, x):
    flat = x.reshape(4, 64)
    planes = x.reshape(4, 8, 8)
    products = torch.bmm(planes, planes.transpose(1, 2)) / 8
    added = torch.baddbmm(products, planes, planes, alpha=0.1)
    plain = torch.addmm(flat, flat.mm(flat.t()) / 64, flat, alpha=0.1)
    return (added + torch.einsum("cij,jk->cik", planes, self.square)).reshape(
        SHAPE
    ) + torch.matmul(plain.reshape(SHAPE), self.square)


def recurrent(self, x):
    rows = x.reshape(4, 8, 8)
    long, _ = self.lstm(rows)
    gated, _ = self.gru(rows)
    first = rows[:, 0]
    state, _ = self.lstm_cell(first)
    return (long + gated).reshape(SHAPE) + (state + self.gru_cell(first)).reshape(
        1, 4, 1, 8
    )


def sampled(_, x):
    angle = torch.tensor([[[0.9, 0.1, 0.0], [-0.1, 0.9, 0.0]]])
    places = F.affine_grid(angle, list(SHAPE), align_corners=False)
    return x + F.grid_sample(x, places, align_corners=False)


def normalized(self, x):
    y = F.layer_norm(x, [8]) + F.group_norm(x, 2) + F.instance_norm(x)
    return (
        y + F.rms_norm(x, [8]) + x / (1 + torch.linalg.vector_norm(x, dim=1)[:, None])
    )


def convolved(self, x):
    flat = self.conv1d(x.flatten(2)).reshape(SHAPE)
    return flat + self.conv3d(x[:, :, None]).squeeze(2) + self.up(x)[..., ::2, ::2]


def reduced(_, x):
    y = x.prod(1, True) + x.min(1)[0].unsqueeze(1) + x.max(1, keepdim=True)[0]
    counted = x.argmax(1, True) * 0 + x.argmin(1, True) * 0
    return x.cumsum(-1) / 8 + y + x.amin(1, True) + counted.to(torch.float32)


def created(_, x):
    y = x + x.new_zeros(8) + x.new_ones(8) + x.new_full((8,), 0.5) + torch.zeros(8)
    y = y + torch.zeros_like(x) + torch.linspace(0, 1, 8) + torch.full((8,), 0.1)
    return y + torch.ones(8) * 0.5


def padded(_, x):
    y = F.pad(x, (1, 1, 1, 1)) + F.pad(x, (1, 1, 1, 1), "replicate")
    return (y + F.pad(x, (1, 1, 1, 1), "reflect"))[..., 1:-1, 1:-1]


def shrunk(_, x):
    y = F.adaptive_max_pool2d(x, 4) + F.avg_pool2d(x, 2) + F.max_pool2d(x, 2)
    return F.interpolate(y, size=(8, 8)) + F.interpolate(
        y, size=(8, 8), mode="nearest-exact"
    )


def activated(self, x):
    y = F.celu(x) + F.selu(x) + F.mish(x) + F.relu6(x) + F.hardsigmoid(x)
    return y + F.glu(torch.cat([x, x], 1), 1) + self.prelu(x) + F.softplus(x)


def computed(_, x):
    y = small(x).exp() + large(x).log() + large(x).sqrt() + large(x).rsqrt()
    y = y + large(x).reciprocal() + small(x).erf() + x**2
    return y + torch.maximum(x, -x) + torch.minimum(x, y) + x.clamp_max(2).clamp_min(-2)


def looked_up(self, x):
    return x + self.embedding(torch.arange(8)) + x.log_softmax(1) * 0.1


BLOCKS = [
    lambda _, x: 1 - x,
    lambda _, x: F.silu(x),
    lambda _, x: F.hardswish(x),
    lambda _, x: F.leaky_relu(x, 0.1),
    lambda _, x: torch.sigmoid(x.sum(1).unsqueeze(1)) * x,
    lambda _, x: F.max_pool2d(F.interpolate(x, scale_factor=2, mode="bilinear"), 2),
    lambda _, x: torch.cat([x[:, :2], F.gelu(x[:, 2:])], 1),
    lambda _, x: torch.relu(x + torch.arange(x.shape[-1]).float() / 8),
    lambda _, x: torch.cat(x.chunk(2, 1)[::-1], 1),
    lambda _, x: x * F.adaptive_avg_pool2d(x, 1).softmax(1),
    lambda _, x: x * torch.sigmoid(x.mean((2, 3)) / 3).reshape(1, 4, 1, 1),
    lambda _, x: F.pixel_shuffle(F.pixel_unshuffle(x, 2), 2),
    lambda _, x: x.reshape(1, 2, 2, 8, 8).transpose(1, 2).reshape(1, 4, 8, 8),
    lambda _, x: (
        x.permute(0, 2, 3, 1).transpose(1, 3).transpose(2, 3) - x.amax(1, True)
    ),
    lambda _, x: x + torch.ones_like(x) * x.max(1)[0].unsqueeze(1),
    lambda _, x: F.elu(x) + F.softplus(-x),
    lambda _, x: F.channel_shuffle(x, 2),
    lambda self, x: self.linear(x),
    lambda self, x: self.last(self.norms[2](x)),
    lambda self, x: torch.relu(
        self.norms[0](self.dense(x)) + self.norms[1](self.point(x)) + self.norms[2](x)
    ),
    lambda self, x: F.avg_pool2d(x, 5, 1, 2),
    activated,
    assigned,
    compared,
    computed,
    convolved,
    created,
    gathered,
    looked_up,
    masked,
    moved,
    multiplied,
    normalized,
    padded,
    recurrent,
    reduced,
    rounded,
    sampled,
    scored,
    shrunk,
    sorted_values,
    trigonometric,
    unbound,
]


class Blocks(nn.Module):
    """A chain of chosen blocks, which share what has weights."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices
        self.dense = nn.Conv2d(4, 4, 3, 1, 1, bias=False)
        self.point = nn.Conv2d(4, 4, 1, bias=False)
        self.last = nn.Conv2d(4, 4, 3, padding="same")
        self.conv1d, self.conv3d = nn.Conv1d(4, 4, 1), nn.Conv3d(4, 4, 1)
        self.up = nn.ConvTranspose2d(4, 4, 2, 2)
        self.norms = nn.ModuleList(nn.BatchNorm2d(4) for _ in range(3))
        self.linear, self.embedding = nn.Linear(8, 8), nn.Embedding(8, 8)
        self.square = nn.Parameter(torch.randn(8, 8) / 8)
        self.lstm, self.gru = nn.LSTM(8, 8, batch_first=True), nn.GRU(8, 8)
        self.lstm_cell, self.gru_cell = nn.LSTMCell(8, 8), nn.GRUCell(8, 8)
        self.prelu = nn.PReLU(4)

    def forward(self, x):
        for choice in self.choices:
            x = BLOCKS[choice](self, x)
        return x
