"""Edits by hand: what they make, and every reason to refuse them."""

import operator
import re

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine import progress
from engine.errors import EditError
from engine.opening.graph import digest, shape_of
from engine.opening.source import ModelSource
from engine.project import Project, read_project, write_project
from engine.recipe import (
    AppendTail,
    Bypass,
    EndAtPredictions,
    FoldConstants,
    FuseBatchNorm,
    Insert,
    InsertStubs,
    RemoveStubs,
    RemoveTail,
    Rename,
    Reparameterize,
    Rewire,
    SetArgument,
    SetOutputs,
    SetPrecision,
    describe,
)
from engine.rewriting.edits import apply_edit
from engine.rewriting.previews import preview_edit
from tests.rewriting.exporting import image, names, opened, ops


def scores(self, x):
    return self.head(torch.relu(self.norm(self.stem(x))))


def network():
    return opened(
        scores,
        stem=nn.Conv2d(4, 6, 3, padding=1),
        norm=nn.BatchNorm2d(6),
        head=nn.Conv2d(6, 3, 1),
    )


def branching(_, x):
    one, other = torch.sigmoid(x), torch.tanh(x)
    return torch.cat([one, other], 1), one + x * 2, torch.arange(8.0) + x


def find(model, name):
    return next(node for node in model.graph.nodes if node.name == name)


def edited(model, *edits):
    before = digest(model)
    for edit in edits:
        assert describe(edit)
        model_before, model = model, apply_edit(model, edit)
        assert digest(model_before) != digest(model)
        model.graph.lint()
    assert before
    return model


def run(model, x=None):
    with torch.no_grad():
        return model(image() if x is None else x)


def test_a_set_argument_changes_the_result_and_the_shapes_behind_it():
    model = edited(network(), SetArgument("conv2d", "stride", "[2, 2]"))
    assert shape_of(find(model, "relu")) == (1, 6, 4, 4)
    assert shape_of(find(model, "conv2d_1")) == (1, 3, 4, 4)
    (result,) = run(model)
    assert result.shape == (1, 3, 4, 4)


def test_arguments_are_read_by_the_type_the_schema_names():
    model = opened(lambda _, x: F.gelu(F.avg_pool2d(x.clamp(0, 1) + 2, 2)))
    model = edited(
        model,
        SetArgument("gelu", "approximate", "tanh"),
        SetArgument("clamp", "max", "0.5"),
        SetArgument("avg_pool2d", "ceil_mode", "True"),
        SetArgument("avg_pool2d", "divisor_override", "3"),
        SetArgument("add", "other", "-1.5"),
    )
    x = image()
    expected = F.avg_pool2d(
        x.clamp(0, 0.5) - 1.5, 2, ceil_mode=True, divisor_override=3
    )
    assert torch.equal(run(model, x)[0], F.gelu(expected, approximate="tanh"))


def test_one_number_stands_for_all_of_a_list():
    model, of_two = network(), SetArgument("conv2d", "stride", "[2, 2]")
    for text in ("2", "[2]", "(2,)"):
        same = edited(model, SetArgument("conv2d", "stride", text))
        assert digest(same) == digest(edited(model, of_two))


def test_a_bypassed_op_is_gone_with_its_weights():
    model = edited(network(), Bypass("batch_norm"), Bypass("relu"))
    assert ops(model) == ["aten.conv2d.default"] * 2
    assert not any("norm" in name for name in names(model))


def test_an_inserted_op_is_read_by_all_that_read_the_node():
    model = edited(
        opened(branching),
        Insert("aten.mul.Tensor", "sigmoid", (("other", "tanh"),)),
        Insert("aten.clamp.default", "add", (("min", "0"), ("max", "0.5"))),
    )
    x = image()
    product = torch.sigmoid(x) * torch.tanh(x)
    first, second, _ = run(model, x)
    assert torch.equal(first, torch.cat([product, torch.tanh(x)], 1))
    assert torch.equal(second, (product + x * 2).clamp(0, 0.5))
    assert {"sigmoid_mul", "add_clamp"} <= set(names(model))


def test_a_rewired_input_reads_a_node_that_came_later():
    model = edited(
        opened(branching),
        Rewire("cat", "tensors[0]", "mul"),
        Rewire("add", "self", "tanh"),
    )
    x = image()
    first, second, _ = run(model, x)
    assert torch.equal(first, torch.cat([x * 2, torch.tanh(x)], 1))
    assert torch.equal(second, torch.tanh(x) + x * 2)
    assert "sigmoid" not in names(model)


def test_other_outputs_cut_the_network_and_keep_its_inputs():
    model = edited(network(), SetOutputs(("relu", "conv2d")))
    assert [tuple(one.shape) for one in run(model)] == [(1, 6, 8, 8)] * 2
    assert "conv2d_1" not in names(model)
    assert len(model.graph.find_nodes(op="placeholder")) == 1


@pytest.mark.parametrize("stubs", [(), (InsertStubs(),)])
def test_a_tail_computes_the_best_class_at_full_size_and_comes_off_again(stubs):
    base = edited(network(), *stubs)
    model = edited(base, AppendTail(factor=4))
    x = image()
    expected = F.interpolate(run(base, x)[0], scale_factor=4, mode="bilinear")
    (result,) = run(model, x)
    assert torch.equal(result, expected.argmax(1, keepdim=True))
    assert "npu.dequant.default" not in ops(model)
    (again,) = run(edited(model, RemoveTail()), x)
    assert torch.equal(again, run(base, x)[0])


def test_a_tail_that_the_host_computed_leaves_one_stub():
    late = opened(
        lambda self, x: F.interpolate(
            torch.ops.npu.dequant.default(self.c(torch.ops.npu.quant.default(x))),
            scale_factor=2.0,
        ),
        c=nn.Conv2d(4, 4, 1),
    )
    assert ops(edited(late, RemoveTail()))[-2:] == [
        "aten.conv2d.default",
        "npu.dequant.default",
    ]


def test_a_tail_without_argmax_stays_before_the_stub():
    model = edited(network(), InsertStubs(), AppendTail(factor=2, argmax=False))
    assert ops(model)[-2:] == ["aten.upsample_bilinear2d.vec", "npu.dequant.default"]
    base = edited(model, RemoveTail())
    assert ops(base)[-2:] == ["aten.conv2d.default", "npu.dequant.default"]


def test_constants_are_folded_from_any_node_behind_them():
    model = edited(
        opened(lambda _, x: x + torch.arange(8.0).reshape(8, 1) * 2),
        FoldConstants("mul"),
    )
    assert ops(model) == ["aten.add.Tensor"]
    x = image()
    assert torch.equal(run(model, x)[0], x + torch.arange(8.0).reshape(8, 1) * 2)


def test_batch_norms_and_branches_are_gone_in_one_edit():
    model = edited(network(), FuseBatchNorm())
    assert "aten.batch_norm.default" not in ops(model)

    def branches(self, x):
        return self.norm(x) + self.own(self.conv(x))

    modules = {"norm": nn.BatchNorm2d(4), "own": nn.BatchNorm2d(4)}
    base = opened(branches, conv=nn.Conv2d(4, 4, 3, padding=1), **modules)
    merged = edited(base, Reparameterize())
    assert ops(merged) == ["aten.conv2d.default"]
    assert torch.allclose(run(merged, x := image())[0], run(base, x)[0], atol=1e-5)


def test_stubs_are_removed_and_names_changed():
    base = network()
    stubbed = edited(base, InsertStubs())
    assert ops(edited(stubbed, RemoveStubs())) == ops(base)
    renamed = edited(base, Rename("relu", "features"), Bypass("features"))
    assert "features" not in names(renamed)
    node = find(edited(base, Rename("relu", "features")), "features")
    assert node.meta["origin"] == "relu"


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (SetArgument("conv2d", "strides", "2"), "conv2d has no argument strides; it"),
        (SetArgument("conv2d", "stride", "[2, 2, 2]"), "it takes a list of int values"),
        (SetArgument("conv2d", "stride", "fast"), "conv2d cannot be 'fast'; it takes"),
        (SetArgument("conv2d", "stride", "［1，１］"), "］ already"),
        (SetArgument("conv2d", "groups", "[" * 9999), "it takes a whole number"),
        (SetArgument("conv2d", "groups", "True"), "it takes a whole number"),
        (SetArgument("conv2d", "groups", "5"), "conv2d cannot be computed from what"),
        (SetArgument("conv2d", "groups", "1"), "groups of conv2d is 1 already"),
        (SetArgument("conv2d", "stride", "(1, 1)"), "of conv2d is (1, 1) already"),
        (SetArgument("conv2d", "weight", "relu"), "is a tensor; let it read another"),
        (SetArgument("inputs_0", "size", "2"), "inputs_0 is no op with arguments"),
        (Bypass("inputs_0"), "inputs_0 hands no input on"),
        (Bypass("conv2d"), "batch_norm cannot be computed from what it would read"),
        (Insert("aten.frobnicate.default", "relu"), "There is no op aten.frobnicate"),
        (Insert("aten.relu_.default", "relu"), "There is no op aten.relu_.default"),
        (Insert("aten.arange.default", "relu"), "reads no tensor first"),
        (Insert("aten.leaky_relu.default", "x"), "This network has no node x"),
        (Insert("aten.pow.Tensor_Scalar", "relu"), "needs a value for exponent"),
        (Insert("aten.relu.default", "relu", (("a", "1"),)), "has no argument a; it"),
        (Insert("aten.add.Tensor", "relu", (("other", "y"),)), "neither a node nor a"),
        (Insert("aten.add.Tensor", "relu", (("other", "output"),)), "neither a node"),
        (
            Insert("aten.add.Tensor", "relu", (("other", "conv2d_1"),)),
            "conv2d_1 depends on relu; a network has no loops",
        ),
        (
            Insert("aten.max_pool2d.default", "relu", (("kernel_size", "99"),)),
            "cannot be computed from what it would read",
        ),
        (Insert("aten.split.Tensor", "relu", (("split_size", "2"),)), "several values"),
        (Rewire("relu", "self", "conv2d_1"), "conv2d_1 depends on relu; a network has"),
        (Rewire("relu", "other", "conv2d"), "relu reads no tensor as other"),
        (Rewire("relu", "self[1]", "conv2d"), "self of relu is one tensor, no list"),
        (Rewire("conv2d_1", "input", "inputs_0"), "conv2d_1 cannot be computed"),
        (SetOutputs(()), "A network without outputs computes nothing"),
        (SetOutputs(("conv2d_1",)), "These are the outputs already"),
        (SetOutputs(("output",)), "output only returns what others compute"),
        (SetOutputs(("conv2d_1", "stem_weight")), "stem_weight is a constant, which"),
        (SetPrecision("stem_weight", "int8"), "stem_weight is a constant, quantized"),
        (SetPrecision("output", "int8"), "output only returns what others compute"),
        (FoldConstants("stem_weight"), "beforehand: it is a constant already"),
        (AppendTail(output=1), "There is no output 1; the network has 1"),
        (AppendTail(factor=1, argmax=False), "A tail enlarges by a whole factor"),
        (RemoveTail(), "conv2d_1 is no resize, softmax or argmax"),
        (FoldConstants("relu"), "it begins with no constant"),
        (Reparameterize(), None),
        (RemoveStubs(), "has no quant or dequant stubs"),
        (Rename("relu", "conv2d"), "'conv2d' is the name of a node already"),
        (Rename("relu", "a b"), "'a b' is no name; use letters"),
        *(
            (Rename("relu", word), f"'{word}' is a word of Python or torch")
            for word in ("class", "None", "torch", "F", "float", "_", "__debug__")
        ),
        (Rename("inputs_0", "x"), "inputs_0 keeps its name"),
    ],
    ids=str,
)
def test_an_edit_that_cannot_work_says_why_and_changes_nothing(edit, sentence):
    model = network()
    before = digest(model)
    if sentence is None:
        apply_edit(model, edit)
    else:
        with pytest.raises(EditError) as caught:
            apply_edit(model, edit)
        assert sentence in str(caught.value)
        assert str(caught.value).count("\n") == 0
    assert digest(model) == before


def test_a_part_that_is_gone_is_not_said_in_words_of_python():
    model = opened(lambda _, x: operator.add(*torch.split(x, 2, 1)))
    with pytest.raises(EditError, match="takes one of several values, of which there"):
        apply_edit(model, SetArgument("split", "split_size", "4"))


def test_an_op_that_takes_no_booleans_is_refused_behind_a_comparison():
    model = opened(lambda _, x: torch.where(x > 0, x, x * 0.1))
    before = digest(model)
    with pytest.raises(EditError, match="not supported for relu"):
        apply_edit(model, Insert("aten.relu.default", "gt"))
    assert digest(model) == before
    whole = edited(model, Insert("aten.bitwise_not.default", "gt"))
    assert torch.equal(run(whole, x := image())[0], torch.where(x > 0, x * 0.1, x))


def test_no_fraction_becomes_an_index():
    def sorted_rows(_, x):
        return x.flatten(1).index_select(1, x.flatten(1)[0].argsort())

    model = opened(sorted_rows)
    with pytest.raises(EditError, match="dtype int32 or int64 for index"):
        apply_edit(model, Bypass("argsort"))


def test_no_fraction_becomes_a_mask():
    model = opened(lambda _, x: x.index_put((x < 0,), torch.zeros(())))
    with pytest.raises(EditError, match="used as indices must be long"):
        apply_edit(model, Bypass("lt"))


def test_every_kind_of_edit_survives_a_project_file(tmp_path):
    recipe = (
        SetArgument("conv2d", "stride", "[2, 2]"),
        Bypass("relu"),
        Insert("aten.clamp.default", "relu", (("min", "0"), ("max", "6"))),
        Rewire("cat", "tensors[0]", "relu"),
        SetOutputs(("relu", "conv2d")),
        AppendTail(8, True, True, 1),
        RemoveTail(1),
        EndAtPredictions(),
        FoldConstants("add"),
        FuseBatchNorm(),
        Reparameterize(),
        InsertStubs(),
        RemoveStubs(),
        Rename("relu", "features"),
    )
    assert len({describe(edit) for edit in recipe}) == len(recipe)
    project = Project(ModelSource("zoo", "pidnet_s"), edits=recipe, cursor=3)
    write_project(project, tmp_path / "project.json")
    assert read_project(tmp_path / "project.json").edits == recipe


def test_folding_where_nothing_can_be_folded_is_refused_with_reasons():
    model = opened(lambda _, x: (x + x.sum(1, True)).sum(1))
    for edit, sentence in (
        (FuseBatchNorm(), "No batch norm can be folded (no node has such an op)."),
        (Reparameterize(), "No parallel branches can be merged (at add: it adds "),
    ):
        with pytest.raises(EditError, match=re.escape(sentence)):
            apply_edit(model, edit)


def test_outputs_that_cannot_be_compared_are_said_to_change_results():
    model = network()
    edit = AppendTail(factor=2)
    steps = preview_edit(edit, model, apply_edit(model, edit), None)
    preview = progress.run(steps)
    assert preview.verdict == "changes results"
    resize = "conv2d_1_upsample_bilinear2d"
    assert preview.added == (resize, f"{resize}_argmax")
    assert preview.shapes[-1][1] is None
    assert len(preview.shapes[-1][2]) == 4


def test_a_preview_tells_what_comes_in_which_shape():
    model = opened(lambda _, x: torch.relu(x) * 2)

    def shapes(edit):
        return progress.run(
            preview_edit(edit, model, apply_edit(model, edit), ())
        ).shapes

    pool = Insert("aten.max_pool2d.default", "relu", (("kernel_size", "2"),))
    small = (1, 4, 4, 4)
    output = ("mul", (1, 4, 8, 8), small)
    assert shapes(pool) == (("relu_max_pool2d", None, small), output)
    assert shapes(Bypass("mul")) == ()
