"""A program is read as saved, or refused in one sentence; odd weights are told."""

import pytest
import torch
from torch import Tensor, nn

from engine.errors import SourceError
from engine.opening.graph import (
    digest,
    load_program,
    normalize,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning")


def export(module):
    return torch.export.export(module.eval(), (torch.rand(1, 3, 8, 12),), strict=False)


def test_a_saved_program_loads_equal(tmp_path: object) -> None:
    program = export(nn.Conv2d(3, 4, 3))
    file = f"{tmp_path}/residual.pt2"
    torch.export.save(program, file)
    assert digest(load_program(file)) == digest(normalize(program))


def test_dynamic_shapes_are_refused_with_the_inputs_name() -> None:
    batch = torch.export.Dim("batch", min=2, max=8)
    program = torch.export.export(
        nn.Conv2d(3, 4, 3).eval(),
        (torch.randn(2, 3, 8, 12),),
        dynamic_shapes=({0: batch},),
        strict=False,
    )
    with pytest.raises(SourceError, match="Input input has the dynamic shape"):
        normalize(program)


class Choosing(nn.Module):
    """Keeps as many values as are chosen by some form of indexing."""

    def __init__(self, choose) -> None:
        super().__init__()
        self.choose = choose

    def forward(self, x: Tensor) -> Tensor:
        return self.choose(x)


@pytest.mark.parametrize(
    "choose",
    [
        lambda x: x[x > 0],
        lambda x: torch.masked_select(x, x > 0).relu() * 2,
        lambda x: x.unique(return_inverse=True)[1],
        lambda x: x[:, :, torch.where(x[0, 0] > 0)[0]].sigmoid(),
    ],
)
def test_sizes_that_depend_on_values_are_refused_with_the_line(choose) -> None:
    with pytest.raises(SourceError, match=r"depends on values, at .*test_programs.py"):
        normalize(export(Choosing(choose)))


def test_a_truncated_program_is_one_sentence(tmp_path: object) -> None:
    file = f"{tmp_path}/residual.pt2"
    torch.export.save(export(nn.Conv2d(3, 4, 3)), file)
    with open(file, "rb+") as stream:
        stream.truncate(2000)
    with pytest.raises(SourceError, match="is damaged or no exported program"):
        load_program(file)


class Masked(nn.Module):
    """Carries a mask of infinities, as transformers do, and one weight."""

    def __init__(self, weight: float) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.tensor([1.0, weight]))
        self.register_buffer("mask", torch.tensor([0.0, -torch.inf]))

    def forward(self, x: Tensor) -> Tensor:
        return torch.softmax(x * self.scale + self.mask, -1)


@pytest.mark.parametrize(
    ("weight", "is_warned"), [(1.0, False), (torch.nan, True), (torch.inf, True)]
)
def test_weights_that_are_not_finite_are_named(weight, is_warned):
    program = torch.export.export(Masked(weight), (torch.rand(1, 2),))
    warned = normalize(program).meta["warnings"]
    assert ["scale" in each for each in warned] == [True] * is_warned


@pytest.mark.parametrize(("dtype", "is_warned"), [("float32", 0), ("float64", 1)])
def test_weights_that_cannot_be_quantized_are_told(dtype, is_warned):
    kind = getattr(torch, dtype)
    program = torch.export.export(
        nn.Linear(2, 2).to(kind), (torch.rand(1, 2, dtype=kind),)
    )
    assert len(normalize(program).meta["warnings"]) == is_warned
