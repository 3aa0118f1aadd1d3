"""What is called more than once, and which batch norms stay ops of their own."""

import torch
import torch.nn.functional as F
from torch import nn

from engine.document import Document
from engine.opening.graph import normalize
from engine.recipe import ApplyRule, FixAll
from engine.targets.advice import hints
from engine.targets.diagnostics import diagnose
from engine.targets.placement import Placement
from engine.targets.profile import load_profile
from engine.targets.sharing import (
    lone_norms,
    shared_calls,
    shared_modules,
    shared_weights,
    unfolded_norms,
    written_out_norms,
)
from tests.rewriting.exporting import image, opened, tiny_pidnet

BAYES = load_profile("horizon-bayes")
RUNTIME = load_profile("onnxruntime-cpu")


def twice(module, between=torch.relu):
    return opened(lambda self, x: self.op(between(self.op(x))), op=module)


def test_a_module_that_is_called_twice_would_share_one_scale():
    (advice,) = shared_modules(twice(nn.SiLU()).graph, BAYES)
    assert advice.title == "op is called 2 times"
    assert advice.message == (
        "silu, silu_1 would share one scale, that of the widest range; give each call "
        "a module of its own."
    )
    assert shared_modules(twice(nn.SiLU()).graph, RUNTIME) == []


def test_a_click_gives_each_call_a_module_of_its_own():
    class Gate(nn.Module):
        def forward(self, x):
            return torch.sigmoid(x) * x

    for module in (nn.SiLU(), nn.GELU(), Gate()):
        document = Document(twice(module), "twice")
        (advice,) = shared_modules(document.model.graph, BAYES)
        (fix,) = advice.fixes
        x = image()
        before = document.model(x)[0]
        document.apply(fix.edit)
        assert shared_modules(document.model.graph, BAYES) == []
        assert torch.equal(document.model(x)[0], before)
        modules = {node.module for node in document.info().nodes}
        assert {"op", "op_1"} <= modules


def test_a_module_of_its_own_takes_no_name_that_there_is():
    model = opened(
        lambda self, x: self.op(self.op_1(self.op(x))), op=nn.SiLU(), op_1=nn.GELU()
    )
    document = Document(model, "named")
    (advice,) = shared_modules(model.graph, BAYES)
    document.apply(advice.fixes[0].edit)
    assert "op_1_" in {node.module for node in document.info().nodes}


def test_modules_without_a_scale_of_their_own_may_be_shared():
    for module in (nn.ReLU(), nn.Sigmoid(), nn.MaxPool2d(1), nn.Softmax(1)):
        assert shared_modules(twice(module).graph, BAYES) == []


def test_ops_that_one_call_repeats_are_not_calls():
    class Twofold(nn.Module):
        def forward(self, x):
            return F.silu(F.silu(x)) + x + x

    model = opened(lambda self, x: self.op(x), op=Twofold())
    assert shared_calls(model.graph, BAYES) == {}
    assert list(shared_calls(twice(Twofold()).graph, BAYES)) == ["op"]


def test_strict_export_tells_calls_apart_too():
    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.act = nn.GELU()

        def forward(self, x):
            return self.act(self.act(x) - 1)

    program = torch.export.export(Twice().eval(), (image(),), strict=True)
    found = shared_calls(normalize(program).graph, BAYES)
    assert {path: len(nodes) for path, nodes in found.items()} == {"act": 2}


def test_a_shared_batch_norm_is_not_fused():
    def forward(self, x):
        return self.norm(self.b(self.norm(self.a(x))))

    modules = {"a": nn.Conv2d(4, 4, 1), "b": nn.Conv2d(4, 4, 1)}
    model = opened(forward, norm=nn.BatchNorm2d(4), **modules)
    (advice,) = shared_weights(model.graph, BAYES)
    assert advice.message == (
        "batch_norm, batch_norm_1 share their weights, so none is fused with its "
        "neighbours; weights of their own take 16 parameters more."
    )


def test_a_shared_head_is_told_once_with_all_it_holds():
    head = nn.Sequential(nn.Conv2d(4, 4, 1), nn.BatchNorm2d(4), nn.Conv2d(4, 4, 1))
    (advice,) = shared_weights(twice(head).graph, BAYES)
    assert advice.title == "op is called 2 times"
    assert advice.message == (
        "conv2d, conv2d_2 share their weights, as do 2 more ops of it, so none is "
        "fused with its neighbours; weights of their own take 56 parameters more."
    )


class FrozenNorm(nn.Module):
    def __init__(self, shift=True):
        super().__init__()
        self.register_buffer("scale", torch.rand(4))
        self.register_buffer("variance", torch.rand(4))
        self.shift = shift

    def forward(self, x):
        scale = (self.scale * (self.variance + 1e-5).rsqrt()).reshape(1, -1, 1, 1)
        return x * scale + (scale * 2 if self.shift else x)


def test_a_batch_norm_written_out_is_recognized():
    conv = nn.Conv2d(4, 4, 1)
    model = opened(lambda self, x: self.n(self.c(x)), c=conv, n=FrozenNorm())
    (advice,) = written_out_norms(Placement(model.graph))
    assert advice.title == "n is a batch norm written out"
    assert advice.message == (
        "It scales and shifts the channels of conv2d by constants and is not folded; "
        "use BatchNorm2d in its place."
    )
    gated = opened(lambda self, x: self.n(self.c(x)), c=conv, n=FrozenNorm(False))
    other = opened(lambda self, x: self.n(x), n=FrozenNorm())
    assert (
        written_out_norms(Placement(gated.graph))
        == written_out_norms(Placement(other.graph))
        == []
    )


def test_a_batch_norm_that_cannot_be_folded_says_why():
    def forward(self, x):
        value = self.conv(x)
        return self.norm(value), value

    modules = {"conv": nn.Conv2d(4, 4, 1), "norm": nn.BatchNorm2d(4)}
    model = opened(forward, **modules)
    (advice,) = unfolded_norms(model.graph)
    assert advice.title == "norm is not folded"
    assert advice.message == (
        "It stays an op of its own behind conv2d: output reads the convolution too."
    )
    (fix,) = advice.fixes
    assert fix.edit == ApplyRule("fold_batch_norm", "batch_norm")
    assert fix.reason == "output reads the convolution too"
    assert advice in diagnose(model, BAYES)


def test_a_batch_norm_that_folds_is_no_problem():
    modules = {"conv": nn.Conv2d(4, 4, 1), "norm": nn.BatchNorm2d(4)}
    model = opened(lambda self, x: self.norm(self.conv(x)), **modules)
    assert unfolded_norms(model.graph) == lone_norms(model.graph) == []


def test_batch_norms_behind_other_ops_are_a_hint_with_their_number():
    model = tiny_pidnet()
    assert unfolded_norms(model.graph) == []
    (hint,) = lone_norms(model.graph)
    assert hint.message == (
        "9 of 75 batch norms follow other ops than convolutions (add, average pool "
        "17×17 s8, average pool 5×5 s2, others) and cost a pass over their values each."
    )
    assert "unfolded" in {each.constraint for each in hints(model, BAYES)}


def test_what_the_vendors_toolchain_rewrites_is_a_hint_not_an_error():
    model = opened(lambda _, x: torch.where(x > 0, x / (1 + x * x), x))
    replaced = [each for each in hints(model, BAYES) if each.constraint == "replaced"]
    assert [each.message for each in replaced] == [
        "The toolchain of Journey 5 writes it as a reciprocal by look-up table and a "
        "product; nothing is to be done.",
        "The toolchain of Journey 5 writes it as the plugin's own module Where; "
        "nothing is to be done.",
    ]
    assert "error" not in {each.severity for each in diagnose(model, BAYES)}


def test_weights_of_their_own_clear_the_advice_and_are_counted():
    model = twice(nn.Conv2d(4, 4, 3, padding=1))
    document = Document(model, "twice")
    (advice,) = [d for d in document.diagnostics(BAYES) if d.constraint == "shared"]
    (fix,) = advice.fixes
    assert "take 148 parameters more" in advice.message
    before = document.info().parameters
    preview = document.preview(fix.edit)
    assert preview.max_abs_difference == 0
    document.apply(fix.edit)
    assert document.info().parameters == before + 148
    assert not [d for d in document.diagnostics(BAYES) if d.constraint == "shared"]


def test_fix_all_gives_shared_modules_weights_of_their_own():
    document = Document(twice(nn.Conv2d(4, 4, 3, padding=1)), "twice")
    document.apply(FixAll(BAYES.name))
    assert not [d for d in document.diagnostics(BAYES) if d.constraint == "shared"]


def test_the_first_call_is_the_first_in_the_graph_whoever_came_to_its_weights_last():
    model = twice(nn.Conv2d(4, 4, 1))
    expected = diagnose(model, BAYES)
    for weight in model.graph.find_nodes(op="get_attr"):
        weight.users = dict(reversed(weight.users.items()))
    assert diagnose(model, BAYES) == expected
