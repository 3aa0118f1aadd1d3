"""Edits as data: what they make, what they refuse, and that nothing is mutated."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.errors import EditError, TargetError
from engine.opening.graph import copy_model, digest, get_tensor
from engine.opening.titles import op_name
from engine.recipe import (
    AppendTail,
    ApplyEverywhere,
    ApplyRule,
    FixAll,
    Insert,
    InsertStubs,
    Rename,
    SetOutputs,
    SetPrecision,
    Several,
)
from engine.rewriting.edits import apply_edit
from engine.rewriting.fixes import rewrites
from engine.rewriting.stubs import dequant
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, names, opened, ops, tiny_pidnet


@pytest.fixture(scope="module")
def pidnet():
    return tiny_pidnet()


def silus(_, x):
    return F.silu(F.silu(x) + 1)


def test_new_nodes_are_named_after_the_one_they_replace():
    edited = apply_edit(opened(silus), ApplyRule("silu_as_product", "silu_1"))
    assert names(edited)[1:] == [
        "silu",
        "add",
        "silu_1_sigmoid",
        "silu_1_mul",
        "output",
    ]


def test_names_do_not_depend_on_the_order_of_edits():
    model = opened(silus)
    edits = [ApplyRule("silu_as_product", node) for node in ("silu", "silu_1")]
    one = apply_edit(apply_edit(model, edits[0]), edits[1])
    other = apply_edit(apply_edit(model, edits[1]), edits[0])
    everywhere = apply_edit(model, ApplyEverywhere("silu_as_product"))
    assert names(one) == names(other) == names(everywhere)
    assert digest(one) == digest(other) == digest(everywhere)


def test_new_nodes_keep_the_letters_of_a_name_that_is_not_english():
    model = opened(silus)
    edits = [
        Several((Rename("silu", "门控"), Rename("silu_1", "汇合"))),
        ApplyRule("silu_as_product", "汇合"),
        Insert("npu.quant.default", "门控"),
        Insert("npu.quant.default", "门控"),
    ]
    for edit in edits:
        model = apply_edit(model, edit)
    assert set(names(model)) >= {"汇合_sigmoid", "汇合_mul", "门控_quant"}
    assert {name for name in names(model) if name.startswith("_")} == set()
    assert "门控_quant_1" in names(model)
    assert digest(copy_model(model)) == digest(model)


def test_the_origin_of_a_rewrite_of_a_rewrite_is_the_opened_node():
    model = opened(lambda _, x: F.hardswish(x))
    edited = apply_edit(model, ApplyRule("hardswish_as_product", "hardswish"))
    edited = apply_edit(
        edited, ApplyRule("hardsigmoid_as_clamp", "hardswish_hardsigmoid")
    )
    new = [node for node in edited.graph.nodes if node.op == "call_function"]
    assert {node.meta["origin"] for node in new} == {"hardswish"}


def test_a_rewrite_keeps_the_module_and_line_of_what_it_replaces(pidnet):
    edited = apply_edit(pidnet, ApplyRule("constant_minus_tensor", "rsub"))
    old = next(node for node in pidnet.graph.nodes if node.name == "rsub")
    new = [node for node in edited.graph.nodes if node.name.startswith("rsub_")]
    ours = [node for node in new if node.meta.get("origin") == "rsub"]
    assert [node.name for node in ours] == ["rsub_add", "rsub_mul"]
    for node in ours:
        assert node.meta["module"] == old.meta["module"] == "pag3"
        assert node.meta["source"] == old.meta["source"]


@pytest.mark.parametrize(
    "edit",
    [
        ApplyRule("keep_reduced_dimension", "sum_1"),
        ApplyEverywhere("fold_batch_norm"),
        FixAll("horizon-bayes"),
        InsertStubs(),
        SetPrecision("conv2d", "int16"),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_no_edit_changes_its_input(pidnet, edit):
    before, listing = digest(pidnet), names(pidnet)
    weights = {key: value.clone() for key, value in pidnet.state_dict().items()}
    metas = [dict(node.meta) for node in pidnet.graph.nodes]
    edited = apply_edit(pidnet, edit)
    assert digest(edited) != before
    assert (digest(pidnet), names(pidnet)) == (before, listing)
    assert [dict(node.meta) for node in pidnet.graph.nodes] == metas
    for key, value in pidnet.state_dict().items():
        assert torch.equal(value, weights[key])


def test_weights_are_shared_and_folded_ones_get_a_new_name():
    model = opened(
        lambda self, x: self.norm(self.conv(x)),
        conv=nn.Conv2d(4, 6, 3),
        norm=nn.BatchNorm2d(6),
    )
    shared = apply_edit(model, InsertStubs())
    tensors = {node.name: node for node in model.graph.find_nodes(op="get_attr")}
    for node in shared.graph.find_nodes(op="get_attr"):
        assert get_tensor(shared, node) is get_tensor(model, tensors[node.name])
    folded = apply_edit(model, ApplyRule("fold_batch_norm", "batch_norm"))
    assert not set(tensors) & {n.name for n in folded.graph.find_nodes(op="get_attr")}
    assert set(ops(folded)) == {"aten.conv2d.default"}


def test_what_enters_and_leaves_the_chip_belongs_to_no_module_of_the_network(pidnet):
    edited = apply_edit(apply_edit(pidnet, InsertStubs()), AppendTail(8, argmax=False))
    added = [node for node in edited.graph.nodes if node.name not in names(pidnet)]
    (leaving,) = edited.graph.find_nodes(op="call_function", target=dequant)
    assert [op_name(each) for each in added] == [
        "quant",
        "upsample_bilinear2d",
        "dequant",
    ]
    assert {each.meta["module"] for each in added} == {""}
    (scores,) = leaving.all_input_nodes[0].all_input_nodes[:1]
    assert scores.meta["module"].endswith("final_layer.conv2")


def test_folding_every_batch_norm_of_pidnet_leaves_the_nine_without_convolution(pidnet):
    folded = apply_edit(pidnet, ApplyEverywhere("fold_batch_norm"))
    assert ops(pidnet).count("aten.batch_norm.default") == 75
    assert ops(folded).count("aten.batch_norm.default") == 9
    x = torch.randn(1, 3, 64, 128)
    (before,), (after,) = pidnet(x), folded(x)
    assert (before - after).abs().max() <= 1e-4 * before.abs().max()


def double(model):
    """The same network in float64."""
    wide = copy_model(model)
    for node in wide.graph.find_nodes(op="get_attr"):
        owner, _, name = str(node.target).rpartition(".")
        tensor = get_tensor(model, node)
        if tensor.is_floating_point():
            holder = wide.get_submodule(owner)
            delattr(holder, name)
            holder.register_buffer(name, tensor.detach().double())
    return wide


def test_folding_every_batch_norm_takes_a_network_no_further_from_the_truth(pidnet):
    """What outputs move is the rounding of float32, which the network has unfolded."""
    folded = apply_edit(pidnet, FixAll("low-power-cpu"))
    assert len(folded.meta["rewrites"]) > 50
    x = image(3, 64, 128)
    truth = double(pidnet)(x.double())
    for output, before, after in zip(truth, pidnet(x), folded(x), strict=True):
        own = (before.double() - output).abs().max()
        assert (after.double() - output).abs().max() <= 3 * own


def test_stubs_stand_behind_float_inputs_and_before_float_outputs_once():
    model = opened(
        lambda _, x, i: (x + 1, x[:, i], x.argmax(1)), image(), torch.tensor([1])
    )
    edited = apply_edit(model, InsertStubs())
    assert names(edited)[:2] == ["inputs_0", "inputs_0_quant"]
    outputs = edited.graph.output_node().all_input_nodes
    assert [node.name for node in outputs] == ["add_dequant", "index_dequant", "argmax"]
    with pytest.raises(EditError, match="has its stub already"):
        apply_edit(edited, InsertStubs())


def test_a_precision_follows_a_node_through_a_rewrite():
    model = apply_edit(opened(silus), SetPrecision("silu", "int16"))
    edited = apply_edit(model, ApplyRule("silu_as_product", "silu"))
    asked = {
        n.name: n.meta["precision"] for n in edited.graph.nodes if "precision" in n.meta
    }
    assert asked == {"silu_mul": "int16"}


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (ApplyRule("silu_as_product", "gone"), "This network has no node gone"),
        (ApplyRule("no_rule", "silu"), "There is no rule no_rule"),
        (ApplyEverywhere("no_rule"), "There is no rule no_rule"),
        (
            ApplyRule("silu_as_product", "add"),
            "Write SiLU as a product does not apply at add: it does not rewrite",
        ),
        (
            ApplyEverywhere("fold_batch_norm"),
            "applies nowhere (no node has such an op)",
        ),
        (SetPrecision("silu", "int32"), "silu has no int32 accumulator"),
        (SetPrecision("argmax", "int8"), "argmax is no float value"),
        (SetPrecision("silu", "int4"), "There is no precision 'int4'; choose auto"),
        (SetOutputs(("inputs_0",)), "returns only inputs or constants has no op"),
        (SetOutputs(("silu", "silu")), "silu can be returned once only"),
        (SetPrecision("gone", "int8"), "This network has no node gone"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(edit, sentence):
    model = opened(lambda _, x: (silus(_, x), x.argmax(1)))
    with pytest.raises(EditError) as caught:
        apply_edit(model, edit)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("precision", ["int8", "int16", "float"])
def test_a_precision_left_to_the_target_again_leaves_no_trace(precision):
    model = opened(silus)
    chosen = apply_edit(model, SetPrecision("silu", precision))
    assert digest(chosen) != digest(model)
    again = apply_edit(chosen, SetPrecision("silu", "auto"))
    assert digest(again) == digest(model)
    with pytest.raises(EditError, match="silu is set to auto already"):
        apply_edit(again, SetPrecision("silu", "auto"))


def test_a_precision_cannot_be_set_twice():
    model = apply_edit(opened(silus), SetPrecision("silu", "int16"))
    with pytest.raises(EditError, match="silu is set to int16 already"):
        apply_edit(model, SetPrecision("silu", "int16"))


def test_fixing_all_for_an_unknown_target_is_refused():
    with pytest.raises(TargetError, match="no target 'abacus'"):
        apply_edit(opened(silus), FixAll("abacus"))


def test_fixing_all_where_nothing_is_broken_changes_nothing():
    model = apply_edit(opened(silus), FixAll("horizon-bayes"))
    assert digest(apply_edit(model, FixAll("horizon-bayes"))) == digest(model)


def test_fixing_all_makes_no_approximation():
    target = "horizon-bayes"
    model = opened(lambda _, x: torch.topk(x, 2, dim=1, sorted=False)[0])
    edited = apply_edit(model, FixAll(target))
    (left,) = (
        each
        for each in diagnose(edited, load_profile(target))
        if each.severity == "error"
    )
    assert left.constraint == "largest_first"
    assert [fix.exact for fix in left.fixes if fix.is_applicable] == [False]
    assert torch.equal(edited(x := image())[0], model(x)[0])


def test_fixing_all_follows_a_fix_that_uncovers_another_problem():
    model = opened(lambda _, x: torch.relu(F.hardswish(1 - x)).sum(1).unsqueeze(1))
    edited = apply_edit(model, FixAll("horizon-bayes"))
    (before,), (after,) = model(x := image()), edited(x)
    assert (before - after).abs().max() <= 1e-5
    assert "aten.hardswish.default" not in ops(edited)


def test_values_that_one_traced_rule_gave_are_told_apart_by_the_next():
    """Equal rewrites share what they know of their results, down to its identity."""

    def network(_, x):
        rows = x.flatten(2)
        return torch.cat([rows[..., :8] * 2, rows[..., 8:16] * 2], 1)

    model = opened(network)
    fixed = apply_edit(model, FixAll("horizon-bayes"))
    (joined,) = [node for node in fixed.graph.nodes if "_cat" in node.name]
    assert len({*joined.all_input_nodes}) == 2
    x = image()
    assert torch.equal(model(x)[0], fixed(x)[0])


def test_a_detection_decode_is_fixed_for_a_card_without_assignment_and_arange():
    def decode(_, x):
        rows, columns = torch.meshgrid(torch.arange(8), torch.arange(8), indexing="ij")
        grid = torch.stack((columns, rows)).reshape(1, 2, 8, 8).float()
        y = F.silu(x) * 1
        y[:, :2] = (y[:, :2] + grid) * torch.full((1, 1, 8, 8), 8.0)
        return y

    model = opened(decode)
    profile = load_profile("cambricon-mlu270")
    assert {"aten.arange.default", "aten.slice_scatter.default"} <= {
        each.op for each in diagnose(model, profile)
    }
    fixed = apply_edit(model, FixAll(profile.name))
    assert diagnose(fixed, profile) == ()
    (before,), (after,) = model(x := image()), fixed(x)
    assert (before - after).abs().max() <= 1e-6 * before.abs().max()


def test_every_rule_for_an_op_is_offered_with_the_reason_why_not():
    model = opened(lambda self, x: self.norm(x), norm=nn.BatchNorm2d(4))
    offered = rewrites(model, "batch_norm")
    by_rule = {fix.edit.rule: fix.reason for fix in offered}
    assert by_rule["batch_norm_as_affine"] == ""
    assert by_rule["fold_batch_norm"] == "no convolution comes before it"
    assert [bool(fix.reason) for fix in offered] == sorted(map(bool, by_rule.values()))


def bytes_image():
    return torch.zeros(1, 3, 8, 8, dtype=torch.uint8)


def from_bytes(self, x):
    return self.op(x.float() / 255)


def from_words(self, x):
    return self.op(self.table(x + 1))


WHOLE = {
    "bytes": (from_bytes, bytes_image(), {"op": nn.Conv2d(3, 4, 1)}, "to.dtype"),
    "words": (
        from_words,
        torch.zeros(1, 5, dtype=torch.long),
        {"op": nn.Linear(4, 4), "table": nn.Embedding(9, 4)},
        "embedding",
    ),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_the_quant_stub_of_whole_numbers_stands_where_they_become_floats(kind):
    function, sample, modules, first = WHOLE[kind]
    model = opened(function, sample, **modules)
    (missing,) = [
        one
        for one in diagnose(model, load_profile("horizon-bayes"))
        if one.constraint == "stubs"
    ]
    assert (
        missing.message
        == "1 input without a quant stub, 1 output without a dequant stub"
    )
    edited = apply_edit(model, missing.fixes[0].edit)
    (stub,) = edited.graph.find_nodes(
        op="call_function", target=torch.ops.npu.quant.default
    )
    (read,) = stub.all_input_nodes
    assert first in str(read.target)
    assert "stubs" not in {
        one.constraint for one in diagnose(edited, load_profile("horizon-bayes"))
    }
    assert torch.equal(edited(sample)[0], model(sample)[0])
    with pytest.raises(EditError, match="already"):
        apply_edit(edited, InsertStubs())


def test_an_input_that_is_returned_as_it_is_needs_no_stub():
    model = opened(lambda self, x, y: (torch.relu(x), y), image(), image())
    edited = apply_edit(model, InsertStubs())
    assert ops(edited).count("npu.quant.default") == 1
    assert "npu.dequant.default" in ops(edited)
    assert edited.graph.output_node().args[0][1].name == "inputs_1"
