"""Writes in place become values: what is seen through views stays what torch sees."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from engine.opening.graph import normalize

SHAPE = (2, 4, 6)
VIEWS = {
    "select": lambda x: x.select(0, x.shape[0] - 1) if x.dim() > 1 else x[:1],
    "last": lambda x: x[..., -1:],
    "every second": lambda x: x[..., ::2],
    "narrow": lambda x: x.narrow(-1, 0, max(1, x.shape[-1] // 2)),
    "turned": lambda x: x.transpose(0, -1),
    "permuted": lambda x: x.permute(*range(1, x.dim()), 0),
    "flat": lambda x: x.reshape(-1),
    "viewed": lambda x: x.unsqueeze(0).squeeze(0),
    "split": lambda x: x.split(max(1, x.shape[0] // 2))[-1],
    "unbound": lambda x: x.unbind(0)[0] if x.dim() > 1 else x,
    "chunk": lambda x: x.chunk(2, -1)[0],
    "whole": lambda x: x[...],
    "same": lambda x: x.contiguous() if x.is_contiguous() else x.to(x.dtype),
    "value": lambda x: x * 2,
}
WRITES = {
    "add": lambda x: x.add_(1),
    "double": lambda x: x.mul_(2),
    "relu": lambda x: torch.relu_(x),
    "clamp": lambda x: x.clamp_(-1, 1),
    "square": lambda x: x.pow_(2),
    "number": lambda x: x.__setitem__(..., 0.5),
    "first": lambda x: x.__setitem__(0, x[-1] - 3),
    "own": lambda x: x.__setitem__(..., x + 1),
    "zero": lambda x: x.zero_(),
    "whole numbers": lambda x: x.copy_(torch.ones(x.shape, dtype=torch.int64)),
    "row": lambda x: x.copy_(torch.arange(float(x.shape[-1]))),
}
steps = st.tuples(
    st.sampled_from([*VIEWS, *WRITES]), st.integers(min_value=0, max_value=5)
)


class Program(nn.Module):
    """Takes views of tensors and writes to them, as told; gives all it ever had."""

    def __init__(self, todo: list[tuple[str, int]]) -> None:
        super().__init__()
        self.todo = todo

    def forward(self, x: Tensor) -> list[Tensor]:
        pool = [x + 0]
        for name, which in self.todo:
            chosen = pool[which % len(pool)]
            if name in VIEWS:
                pool.append(VIEWS[name](chosen))
            else:
                WRITES[name](chosen)
        return [each + 0 for each in pool]


def opened(module: nn.Module, *inputs: Tensor):
    with torch.no_grad():
        program = torch.export.export(module.eval(), inputs)
    return normalize(program)


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, min_size=1, max_size=10))
def test_every_view_shows_what_was_written(todo):
    x = torch.arange(48.0).reshape(SHAPE) - 24
    model = opened(Program(todo), x)
    expected = Program(todo)(x)
    for found, wanted in zip(model(x), expected, strict=True):
        assert torch.equal(found, wanted)


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("view", sorted(VIEWS.keys() - {"narrow"}))
def test_known_views_need_no_second_trace(view, write, monkeypatch):
    def refused(*_arguments):
        raise AssertionError("traced again")

    monkeypatch.setattr(torch.export.ExportedProgram, "run_decompositions", refused)
    x = torch.arange(48.0).reshape(SHAPE) - 24
    todo = [(view, 0), (write, 1), ("select", 0)]
    model = opened(Program(todo), x)
    for found, wanted in zip(model(x), Program(todo)(x), strict=True):
        assert torch.equal(found, wanted)
