"""A function run once: its ops are those that torch traces, or it is left to torch."""

import pytest
import torch
import torch.nn.functional as F
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.fx.experimental.proxy_tensor import make_fx

from engine.rewriting.recording import record


def normed(x, y):
    unused = torch.cat([x, y], 1)
    first, second = x.split(2, 1)
    scale = torch.rsqrt(y.mean((2, 3), keepdim=True) + 1e-5)
    assert unused.shape[1] == 8
    return F.silu(first) * scale[:, :2], second.clamp(-1, 1)


def of_own_tensor(x, y):
    return x * torch.tensor(3.0) + y


def written_into(x, y):
    return x.clone().add_(y)


def told_of(nodes):
    return [
        (node.op, node.name, node.target, str(node.args), str(node.kwargs))
        for node in nodes
    ]


@pytest.mark.parametrize(
    ("function", "is_recorded"),
    [
        (normed, True),
        (lambda x, y: x, True),
        (of_own_tensor, False),
        (written_into, False),
    ],
)
def test_what_is_recorded_is_what_torch_traces(function, is_recorded):
    with FakeTensorMode(), torch.no_grad():
        inputs = [torch.empty(1, 4, 8, 8) for _ in range(2)]
        recorded = record(function, inputs)
        traced = make_fx(lambda *given: function(*given), pre_dispatch=True)(*inputs)
    traced.graph.eliminate_dead_code()
    assert (recorded.calls is not None) is is_recorded
    if is_recorded:
        assert told_of(recorded.graph().nodes) == told_of(traced.graph.nodes)
