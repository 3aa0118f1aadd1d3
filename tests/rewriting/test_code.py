"""Code of a selection runs and computes what the graph computes."""

import operator

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.errors import EditError
from engine.recipe import (
    ApplyRule,
    FixAll,
    InsertStubs,
    Rename,
    Rewire,
    SetArgument,
    SetPrecision,
    Several,
)
from engine.rewriting.code import code_of, diff_states
from engine.rewriting.edits import apply_edit
from tests.rewriting.exporting import image, names, opened, tiny_pidnet
from tests.rewriting.written import equal, ran, ran_whole, weights_of


def odd_ops(_, x):
    parts = x.split([1, 3], 1)
    y = torch.where(parts[1] > 0, parts[1], -parts[1]) ** 2
    y = F.pad(y, (1, 1), value=-1.0).clamp(min=-0.5) @ torch.ones(10, 4)
    y = torch.cat([y, y.flip(3)], 3).to(torch.float64)
    y = (
        F.elu(y)
        - F.hardtanh(y, -2, 2)
        + y.masked_fill(y < 0, float("-inf")).amax(3, True)
    )
    return 2 - y[..., ::2].permute(0, 2, 3, 1).reshape(-1), parts[0][:, 0, -1]


def test_unusual_ops_are_spelled_so_that_they_run():
    model = opened(odd_ops)
    x = image()
    code = code_of(model)
    assert equal(ran_whole(model, x), model(x))
    assert "[:, :, :, ::2]" in code
    assert "2 - " in code
    assert "torch.ops.aten.masked_fill" in code


def test_a_selection_takes_its_inputs_as_arguments_and_returns_what_others_read():
    model = opened(
        lambda self, x: torch.relu(self.conv(x)) * x,
        conv=nn.Conv2d(4, 4, 3, padding=1),
    )
    code = code_of(model, {"relu", "conv2d"})
    assert code == (
        "import torch\n"
        "import torch.nn.functional as F\n"
        "\n"
        "\n"
        "def selection(inputs_0, weights):\n"
        '    """inputs_0 1×4×8×8 → relu 1×4×8×8"""\n'
        "    # conv\n"
        "    conv2d = F.conv2d(\n"
        '        inputs_0, weights["conv.weight"], weights["conv.bias"], '
        "padding=[1, 1]\n"
        "    )\n"
        "    # the network itself\n"
        "    relu = torch.relu(conv2d)\n"
        "    return relu\n"
    )
    x = image()
    (found,) = ran(code, "selection", x, weights_of(model))
    with torch.no_grad():
        assert torch.equal(found * x, model(x)[0])


def test_selections_that_follow_each_other_compute_the_network():
    model = tiny_pidnet()
    ops = [node for node in model.graph.nodes if node.op == "call_function"]
    middle = len(ops) // 2
    (placeholder,) = model.graph.find_nodes(op="placeholder")
    known = {placeholder.name: image(3, 64, 128)}
    for part in (ops[:middle], ops[middle:]):
        code = code_of(model, [node.name for node in part])
        head = code.partition("def selection(")[2].partition(")")[0].split(", ")
        given = [weights_of(model) if one == "weights" else known[one] for one in head]
        returned = code.rpartition("return ")[2].strip().split(", ")
        known |= dict(zip(returned, ran(code, "selection", *given), strict=True))
    with torch.no_grad():
        (expected,) = model(known[placeholder.name])
    assert torch.equal(known[returned[0]], expected)


def test_stubs_and_precisions_are_in_the_code():
    model = opened(lambda _, x: F.silu(x))
    model = apply_edit(apply_edit(model, InsertStubs()), SetPrecision("silu", "int16"))
    code = code_of(model)
    assert "inputs_0_quant = QuantStub()(inputs_0)" in code
    assert "silu = F.silu(inputs_0_quant)  # int16" in code
    x = image()
    assert equal(ran_whole(model, x), model(x))


def test_code_of_what_is_not_there_or_computes_nothing_is_refused():
    model = opened(lambda _, x: F.silu(x))
    with pytest.raises(EditError, match="no node gone"):
        code_of(model, ["gone", "silu"])
    with pytest.raises(EditError, match="computes nothing"):
        code_of(model, ["inputs_0"])


def test_a_value_named_weights_does_not_hide_the_weights():
    model = opened(
        lambda self, x: self.conv(torch.relu(x)) + 1, conv=nn.Conv2d(4, 4, 1)
    )
    model = apply_edit(model, Rename("relu", "weights"))
    code = code_of(model)
    x = image()
    assert equal(ran(code, "network", x, weights_of(model)), model(x))


def test_equal_states_do_not_differ():
    model = tiny_pidnet()
    found = diff_states(model, model)
    assert (found.changed, found.added, found.removed) == ((), (), ())
    assert found.text == ""


def test_states_are_told_apart_by_nodes_and_by_code():
    before = opened(lambda _, x: torch.relu(F.leaky_relu(F.silu(x), 0.1)) + x)
    after = apply_edit(before, ApplyRule("silu_as_product", "silu"))
    after = apply_edit(after, SetArgument("leaky_relu", "negative_slope", "0.25"))
    after = apply_edit(after, Rewire("add", "other", "leaky_relu"))
    found = diff_states(before, after)
    assert found.changed == ("leaky_relu", "add")
    assert found.added == ("silu_sigmoid", "silu_mul")
    assert found.removed == ("silu",)
    lines = found.text.splitlines()
    assert "-    silu = F.silu(inputs_0)" in lines
    assert "+    silu_mul = inputs_0 * silu_sigmoid" in lines
    assert "+    leaky_relu = F.leaky_relu(silu_mul, negative_slope=0.25)" in lines
    assert "     relu = torch.relu(leaky_relu)" in lines


def test_telling_states_apart_backwards_swaps_what_was_added_and_removed():
    before = opened(lambda _, x: F.silu(x) * 2)
    after = apply_edit(before, ApplyRule("silu_as_product", "silu"))
    forth, back = diff_states(before, after), diff_states(after, before)
    assert operator.eq((forth.added, forth.removed), (back.removed, back.added))
    assert forth.changed == back.changed == ()
    assert set(names(after)) - set(names(before)) == set(forth.added)


def test_reading_a_new_op_in_the_place_of_an_old_one_is_no_change():
    before = tiny_pidnet()
    found = diff_states(before, apply_edit(before, FixAll("horizon-bayes")))
    assert found.changed == ("conv2d_74",)
    assert "+    )  # int32" in found.text.splitlines()


def test_a_negative_base_keeps_its_sign():
    model = opened(lambda self, x: (-2.0) ** x.round() - (-3.0) * x, image())
    x = image().round()
    torch.testing.assert_close(ran_whole(model, x), model(x))


def test_an_op_made_behind_a_renamed_one_gets_a_name_of_its_own():
    model = opened(lambda self, x: torch.relu(F.silu(x)), image())
    edits = Several(
        (Rename("relu", "silu_sigmoid"), ApplyRule("silu_as_product", "silu"))
    )
    edited = apply_edit(model, edits)
    found = [node.name for node in edited.graph.nodes]
    assert len(set(found)) == len(found)
    x = image()
    torch.testing.assert_close(ran_whole(edited, x), model(x))
