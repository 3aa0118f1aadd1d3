"""Floats in the middle of a network, and integers wider than their readers take."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.recipe import FixAll, Insert, InsertStubs, SetPrecision
from engine.rewriting.edits import apply_edit
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.exporting import opened

BAYES = load_profile("horizon-bayes")
RUNTIME = load_profile("onnxruntime-cpu")
STUB = "constant_stub"
QUANT, DEQUANT = torch.ops.npu.quant.default, torch.ops.npu.dequant.default


def layers(*edits):
    """Two convolutions with a relu between them, between stubs and edited."""
    model = opened(
        lambda self, x: self.e(self.c(x).relu()),
        c=nn.Conv2d(4, 4, 1),
        e=nn.Conv2d(4, 4, 1),
    )
    for edit in (InsertStubs(), *edits):
        model = apply_edit(model, edit)
    return model


def found(model, profile=BAYES, constraint="crossing"):
    return [each for each in diagnose(model, profile) if each.constraint == constraint]


def cleared(model, diagnostic):
    return apply_edit(model, diagnostic.fixes[0].edit)


def test_stubs_at_the_ends_are_no_crossing():
    assert found(layers()) == []
    assert found(apply_edit(layers(), FixAll(BAYES.name))) == []


def test_a_layer_behind_a_stub_in_the_middle_is_left_to_the_cpu():
    model = layers(Insert("npu.dequant.default", "relu"))
    (each,) = found(model)
    assert (each.severity, each.node) == ("warning", "conv2d_1")
    assert each.title == "e is left to the CPU"
    assert "behind relu_dequant, so the CPU runs it in float" in each.message
    assert found(cleared(model, each)) == []


@pytest.mark.parametrize(
    ("floats", "words"),
    [
        ((), "at once"),
        (("aten.sigmoid.default",), "after 1 op on the CPU"),
        (("aten.sigmoid.default", "aten.sigmoid.default"), "after 2 ops on the CPU"),
    ],
)
def test_values_that_leave_and_come_back_are_told_with_what_runs_between(floats, words):
    ops = ("npu.dequant.default", *floats, "npu.quant.default")
    model, after = layers(), "relu"
    for op in ops:
        before = {node.name for node in model.graph.nodes}
        model = apply_edit(model, Insert(op, after))
        (after,) = {node.name for node in model.graph.nodes} - before
    (each,) = found(model)
    assert each.title == "Values leave the chip at relu_dequant"
    assert each.message.endswith(f"{words}.")
    assert found(cleared(model, each)) == []


def test_floats_and_integers_together_are_an_error():
    model = opened(
        lambda self, x: (lambda y: y + self.e(y))(self.c(x)),
        c=nn.Conv2d(4, 4, 1),
        e=nn.Conv2d(4, 4, 1),
    )
    model = apply_edit(model, InsertStubs())
    model = apply_edit(model, Insert("npu.dequant.default", "conv2d_1"))
    (each,) = found(model)
    assert (each.severity, each.node) == ("error", "add")
    assert each.title == "add mixes floats and integers"
    assert found(cleared(model, each)) == []


def test_float_asked_for_on_a_chip_of_integers_is_an_error():
    model = layers(SetPrecision("relu", "float"))
    (each,) = found(model, constraint="precision")
    assert each.severity == "error"
    assert "computes integers only; ReLU would run on the CPU" in each.message
    assert found(cleared(model, each), constraint="precision") == []


@pytest.mark.parametrize("precision", ["int16", "int32"])
def test_wider_integers_on_a_runtime_without_them_are_advice(precision):
    model = layers(SetPrecision("conv2d_1", precision))
    (each,) = found(model, RUNTIME, "precision")
    assert each.severity == "advice"
    assert f"has no {precision} kernel for" in each.message


READERS = [
    ("horizon-bayes", lambda self, x: self.c(x).relu().softmax(1), "softmax"),
    ("horizon-bayes", lambda self, x: F.adaptive_avg_pool2d(self.c(x), 1), None),
    ("horizon-bayes", lambda self, x: F.max_pool2d(self.c(x), 2).sigmoid(), ""),
    ("horizon-bernoulli2", lambda self, x: self.c(x + x), "conv2d"),
    ("horizon-nash-e", lambda self, x: self.c(x).softmax(1), ""),
]


@pytest.mark.parametrize(("target", "network", "reader"), READERS)
def test_int16_that_an_op_cannot_read_is_an_error_where_it_is_read(
    target, network, reader
):
    model = opened(network, c=nn.Conv2d(4, 4, 1))
    source = "add" if target == "horizon-bernoulli2" else "conv2d"
    profile = load_profile(target)
    assert found(model, profile, "precision") == []
    wide = apply_edit(model, SetPrecision(source, "int16"))
    errors = found(wide, profile, "precision")
    if reader == "":
        assert errors == []
        return
    (each,) = errors
    assert each.severity == "error"
    assert reader is None or each.node == reader
    assert f"from int8 only; {source} hands out int16" in each.message
    assert found(cleared(wide, each), profile, "precision") == []


BESIDE = {
    "layers": lambda c, e: c > e,
    "moved": lambda c, e: (
        c.split(2, 1)[0].relu() < e.split(2, 1)[1].flatten(2).view(1, 2, 8, 8)
    ),
    "summed": lambda c, e: c == e + e,
    "number": lambda c, e: c * 0.5 > 0.3,
    "constant": lambda c, e: c > torch.tensor([0.5, 1.0]).reshape(1, 2, 1, 1)[:, :1],
    "arithmetic": lambda c, e: c * e,
}


@pytest.mark.parametrize(
    ("beside", "narrow"),
    [("layers", "conv2d_1"), ("moved", "conv2d_1"), ("summed", "add")]
    + [(name, "") for name in ("number", "constant", "arithmetic")],
)
@pytest.mark.parametrize("target", ["horizon-bayes", "horizon-nash-m"])
def test_a_comparison_of_int8_with_int16_is_an_error_that_either_clears(
    target, beside, narrow
):
    model = opened(
        lambda self, x: BESIDE[beside](self.c(x), self.e(x)),
        c=nn.Conv2d(4, 4, 1),
        e=nn.Conv2d(4, 4, 1),
    )
    profile = load_profile(target)
    assert found(model, profile, "precision") == []
    mixed = apply_edit(model, SetPrecision("conv2d", "int16"))
    errors = found(mixed, profile, "precision")
    assert len(errors) == bool(narrow)
    for each in errors:
        assert each.severity == "error"
        assert f"{narrow} hands out int8, conv2d int16" in each.message
        assert [fix.edit for fix in each.fixes] == [
            SetPrecision(narrow, "int16"),
            SetPrecision("conv2d", "int8"),
        ]
        for fix in each.fixes:
            assert found(apply_edit(mixed, fix.edit), profile, "precision") == []


class Constants(nn.Module):
    """Constants beside values: weights, numbers, and those in need of a stub."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 1)
        self.slopes = nn.PReLU(4)
        self.gamma = nn.Parameter(torch.rand(1, 4, 1, 1))
        self.register_buffer("place", torch.rand(1, 4, 8, 8))
        self.register_buffer("number", torch.tensor(0.5))

    def forward(self, x):
        y = self.slopes(self.conv(x)) * self.number + 1
        y = self.place + self.gamma * y - self.place
        y = torch.maximum(y, torch.arange(8.0) / 8)
        return torch.cat([y, torch.full((1, 1, 8, 8), 0.5)], 1)[:, :4]


def test_constants_beside_quantized_values_get_a_stub_each():
    model = opened(lambda self, x: self.inner(x), inner=Constants())
    sites = [(each.severity, each.node) for each in found(model, BAYES, STUB)]
    assert sites == [("error", n) for n in ("mul_1", "add_1", "maximum", "cat")]
    for profile in (RUNTIME, load_profile("horizon-nash-e")):
        assert found(model, profile, STUB) == []
    fixed = apply_edit(model, FixAll(BAYES.name))
    assert [each for each in diagnose(fixed, BAYES) if each.severity == "error"] == []
    stubs = fixed.graph.find_nodes(
        op="call_function", target=torch.ops.npu.quant.default
    )
    inputs = {stub.args[0].name for stub in stubs}
    assert inputs == {"inputs_0", "inner_gamma", "inner_place", "div", "full"}
    x = torch.rand(1, 4, 8, 8)
    assert torch.equal(fixed(x)[0], model(x)[0])


def test_a_mask_of_infinity_gets_no_stub_for_no_scale_reaches_it():
    def masked(self, x):
        mask = torch.full((8, 8), -torch.inf).triu(1)
        return (self.c(x) + mask).softmax(-1)

    (each,) = found(opened(masked, c=nn.Conv2d(4, 4, 1)), BAYES, STUB)
    assert "not finite" in each.fixes[0].reason


def test_a_constant_that_is_read_as_a_weight_too_gets_no_stub():
    def both(self, x):
        return F.conv2d(x, self.c.weight) * self.c.weight[:1]

    def direct(self, x):
        return F.conv2d(x, self.c.weight) + self.c.weight

    layer = nn.Conv2d(4, 4, 1, bias=False)
    (each,) = found(opened(both, c=layer), BAYES, STUB)
    assert each.fixes[0].edit.after == "slice_1"
    (each,) = found(opened(direct, torch.rand(1, 4, 1, 1), c=layer), BAYES, STUB)
    assert each.fixes[0].reason == "conv2d reads it too, and takes no quantized one"


def test_indices_made_floats_need_a_stub_of_their_own():
    model = opened(lambda _, x: DEQUANT(QUANT(QUANT(x).argmax(1, True).float()).relu()))
    assert found(model, constraint="doubled_stub") == []


@pytest.mark.parametrize(
    ("network", "node", "message"),
    [
        (
            lambda _, x: DEQUANT(QUANT(QUANT(x).relu()).abs()),
            "quant_1",
            "relu is quantized already, behind a quant stub.",
        ),
        (
            lambda _, x: DEQUANT(DEQUANT(QUANT(x).relu()).abs()),
            "dequant_1",
            "abs_1 is in float already, so nothing is left to do.",
        ),
        (
            lambda _, x: (DEQUANT(QUANT(x).relu()), DEQUANT(x)),
            "dequant_1",
            "inputs_0 is in float already, so nothing is left to do.",
        ),
    ],
)
def test_a_stub_whose_values_need_none_is_doubled_and_fix_all_takes_it_away(
    network, node, message
):
    model = opened(network)
    (error,) = found(model, constraint="doubled_stub")
    assert error.node == node
    assert (error.severity, error.message) == ("error", message)
    fixed = apply_edit(model, FixAll("horizon-bayes"))
    assert node not in {each.name for each in fixed.graph.nodes}
    assert found(fixed, constraint="doubled_stub") == []
