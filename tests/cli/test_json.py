"""What scripts read: the keys and types of every JSON object, and no error unhelped."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Literal, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from engine.result_schema import FixResult, InspectResult

NETWORK = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.head = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 4, 1)

    def forward(self, x):
        y = 1 - nn.functional.silu(self.first(x)).permute(0, 1, 3, 2)
        return self.head(y).reshape(1, 2, 2, 96, 96).sigmoid()
"""


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    path = tmp_path_factory.mktemp("network") / "network.py"
    path.write_text(NETWORK, encoding="utf-8")
    return (f"{path}:Net", "--input", "1x3x96x96")


def check(value, kind, place):
    """Compare a JSON value with its type, down to the last key."""
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        assert set(value) == set(hints), place
        for key, each in hints.items():
            check(value[key], each, f"{place}.{key}")
    elif get_origin(kind) is list:
        assert isinstance(value, list), place
        for number, each in enumerate(value):
            check(each, *get_args(kind), f"{place}[{number}]")
    elif get_origin(kind) is Literal:
        assert value in get_args(kind), place
    elif get_origin(kind) is UnionType:
        if value is not None:
            others = [each for each in get_args(kind) if each is not NoneType]
            check(value, *others, place)
    else:
        assert type(value) in ((int, float) if kind is float else (kind,)), place


@pytest.mark.parametrize("target", ["horizon-bernoulli2", "onnxruntime-cpu"])
def test_inspect_and_fix_print_what_the_schema_says(
    call, call_json, network, target, tmp_path
):
    words = (*network, "--target", target)
    failing = int(target == "horizon-bernoulli2")
    found = call_json("inspect", *words, status=failing)
    check(found, InspectResult, "inspect")
    assert found["diagnostics"]

    fixed = call_json(
        "fix", *words, "--all", "-o", tmp_path / "fixed.json", status=failing
    )
    check(fixed, FixResult, "fix")
    assert fixed["applied"]
    assert fixed["edits"]


def test_every_error_that_remains_has_a_fix_or_a_reason(call_json, network, tmp_path):
    words = (*network, "--target", "horizon-bernoulli2", "--all")
    found = call_json("fix", *words, "-o", tmp_path / "fixed.json", status=1)
    errors = [each for each in found["remaining"] if each["severity"] == "error"]
    assert {"aten.permute.default", "aten.reshape.default"} <= {
        each["op"] for each in errors
    }
    assert all(each["fixes"] for each in errors)
    (reason,) = {
        fix["reason"]
        for each in errors
        for fix in each["fixes"]
        if each["op"] == "aten.permute.default"
    }
    assert "more than 64 pieces" in reason


def test_an_edit_whose_outputs_cannot_be_compared_tells_null(call, call_json, network):
    found = call_json("edit", *network, "SetOutputs nodes=conv2d")
    check(found, FixResult, "edit")
    assert found["edits"][0]["max_abs_difference"] is None
    assert found["max_abs_difference"] is None
    status, out, _ = call("edit", *network, "SetOutputs nodes=conv2d")
    assert status == 0
    assert "of another shape" in " ".join(out.split())
