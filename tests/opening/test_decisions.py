"""Every line at which a network decides by values is found in one run of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from engine.document import Document
from engine.opening.decisions import decisions_of
from engine.opening.graph import normalize
from engine.targets.profile import load_profile

INPUT = (torch.linspace(0, 1, 12).reshape(1, 3, 2, 2),)


class Decides(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        if x.mean() > 0.1:  # value
            x = x + 1
        scale = x.max().item()  # value
        kept = x[x > 1.5]  # size
        if kept.numel() == 0:  # read
            return x
        rows = kept.reshape(-1, 1)
        for _ in range(len(rows)):  # read
            x = x * scale
        return x[: rows.shape[0]]  # read


class Measures(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        if x.numel() > 3 and x.shape[0] == 1:
            x = x[:, [2, 1, 0]].reshape(x.size(0), -1)
        return x[..., torch.tensor([0, 1])]


def marked():
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    parts = [(text.partition("  # ")[2], n) for n, text in enumerate(lines, 1)]
    return [(kind, n) for kind, n in parts if kind in ("value", "size", "read")]


def test_each_deciding_line_is_told_once_in_the_order_of_the_run():
    found = decisions_of(Decides(), INPUT)
    places = [place.partition(" (")[0] for _, place in found]
    kinds = [kind for kind, _ in found]
    lines = [int(place.rpartition(":")[2]) for place in places]
    assert list(zip(kinds, lines, strict=True)) == marked()
    assert len(marked()) == 6
    assert {place.rpartition(":")[0] for place in places} == {__file__}


def test_sizes_that_no_value_decides_are_no_decisions():
    assert decisions_of(Measures(), INPUT) == []


@pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning")
def test_what_one_input_decided_is_a_problem_at_its_line():
    model = normalize(torch.export.export(nn.ReLU(), INPUT))
    model.meta["decisions"] = tuple(decisions_of(Decides(), INPUT))
    found = Document(model, "net").diagnostics(load_profile("horizon-bayes"))
    told = [each for each in found if each.constraint == "decided"]
    assert [each.severity for each in told] == ["warning"] * 6
    assert [(each.source.file, each.source.line) for each in told] == [
        (__file__, line) for _, line in marked()
    ]
    assert told[2].title == "A size depends on values"
    assert told[3].title == "A branch is decided by values"
