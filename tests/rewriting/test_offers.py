"""What is offered at a node can be done; what is not, is refused with that reason."""

import gc

import pytest
import torch
from torch import fx, nn

from engine.choices import Argument
from engine.edit_words import parse_edit
from engine.errors import EditError
from engine.opening.graph import digest
from engine.recipe import Insert, Rewire, SetArgument, SetOutputs, Several
from engine.rewriting import offers, surgery, trial
from engine.rewriting.edits import apply_edit
from engine.rewriting.fixes import rewrites
from engine.rewriting.inserting import insertable_after
from engine.rewriting.offers import choices_at
from engine.rewriting.slots import sources_of, targets_of
from engine.system import collector_paused
from engine.targets import calls
from tests.rewriting.exporting import image, opened, tiny_pidnet


@pytest.fixture(scope="module")
def pidnet():
    return tiny_pidnet()


@pytest.fixture(scope="module")
def gated():
    """Two convolutions of which a third value chooses, as PIDNet's branches do."""

    def run(self, x):
        low = self.low(x).relu()
        high = (self.high(low) + low).relu()
        gate = (low * high).sum(1, True).sigmoid()
        return torch.cat([gate * low + (1 - gate) * high, low], 1)

    def branch():
        return nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4))

    return opened(run, low=branch(), high=branch())


def held(model, edit):
    try:
        apply_edit(model, edit)
    except EditError as refusal:
        return str(refusal)
    return ""


def count_nodes():
    return sum(type(each) is fx.Node for each in gc.get_objects())


@pytest.mark.parametrize(
    "node", ["inputs_0", "conv2d", "relu_1", "add", "sum_1", "rsub", "cat"]
)
def test_what_is_offered_at_a_node_holds_and_leaves_no_copy_of_the_graph(gated, node):
    before = digest(gated)
    with collector_paused():
        choices_at(gated, [node])
        alive = count_nodes()
        choices = choices_at(gated, [node])
        assert count_nodes() - alive < 5  # the graphs tried have a root each
    assert choices.digest == before == digest(gated)
    for offer in choices.offers:
        refusal = held(gated, offer.edit)
        assert bool(offer.reason) == bool(refusal), offer
    for fix in choices.rewrites:
        assert bool(fix.reason) == bool(held(gated, fix.edit))


def test_several_nodes_are_offered_what_applies_to_all_as_one_edit(gated):
    choices = choices_at(gated, ["relu", "conv2d_1", "batch_norm_1"])
    keys = [offer.key for offer in choices.offers]
    expected = {"bypass", "int16", "keep", "add_output", "rule", "fold_batch_norms"}
    assert expected <= set(keys)
    for offer in choices.offers:
        assert bool(offer.reason) == bool(held(gated, offer.edit)), offer
    assert choices.ranged == ("relu", "batch_norm_1")
    assert isinstance(choices.offer("bypass").edit, Several)
    assert [each.node for each in choices.offer("int32").edit.edits] == ["conv2d_1"]


def test_stubs_and_folds_are_offered_at_several_nodes_as_one_step(gated):
    choices = choices_at(gated, ["relu", "conv2d_1"])
    stubs = ("npu.quant.default", "npu.dequant.default")
    for key, op in zip(("quantize", "dequantize"), stubs, strict=True):
        offer = choices.offer(key)
        edits = (Insert(op, "relu"), Insert(op, "conv2d_1"))
        assert (offer.edit, offer.reason) == (Several(edits), "")
    assert "None of them begins" in choices.offer("fold_constants").reason


def test_a_box_of_nodes_ends_and_is_quantized_where_its_values_leave_it():
    def network(_, x):
        one, other = (x + 1).relu().unbind(1)
        return one * other, x - 1

    model = opened(network, torch.randn(2, 2))
    ops = [n.name for n in model.graph.nodes if n.op == "call_function"]
    box = [name for name in ops if name != "sub"]
    choices = choices_at(model, box)
    assert choices.offer("keep").edit == SetOutputs(("mul",))
    assert choices.offer("cut").edit == SetOutputs(("mul", "sub"))
    stub = Several((Insert("npu.quant.default", "mul"),))
    offer = choices.offer("quantize")
    assert (offer.edit, offer.reason) == (stub, "")


def test_constants_that_one_node_folds_are_not_folded_twice():
    def network(_, x):
        ramp = torch.arange(4.0)
        low, high = ramp + 1, ramp * 2
        return x + low, x * (high + low), x - torch.ones(4)

    model = opened(network, torch.randn(2, 4))
    ops = [n.name for n in model.graph.nodes if n.op == "call_function"]
    offer = choices_at(model, ops).offer("fold_constants")
    assert offer.reason == ""
    assert 1 < len(offer.edit.edits) < len(ops)
    folded = apply_edit(model, offer.edit)
    left = [str(n.target) for n in folded.graph.nodes if n.op == "call_function"]
    assert not [name for name in left if "arange" in name or "ones" in name]
    x = torch.randn(2, 4)
    for before, after in zip(model(x), folded(x), strict=True):
        assert torch.equal(before, after)


def test_many_nodes_are_walked_once_and_each_kind_of_value_is_tried_once(monkeypatch):
    def network(_, x):
        return (x.relu(), x.abs(), x.neg(), x.exp())

    model = opened(network, torch.randn(2, 4))
    walked, behind = [], []

    def lead(*given):
        walked.append(calls.leading_to(*given))
        return walked[-1]

    def call(draft, op, after, arguments):
        behind.append(op)
        return surgery.call_behind(draft, op, after, arguments)

    monkeypatch.setattr(offers, "leading_to", lead)
    monkeypatch.setattr(trial, "call_behind", call)
    ops = [n.name for n in model.graph.nodes if n.op == "call_function"]
    choices = choices_at(model, ops)
    assert len(choices.offer("quantize").edit.edits) == len(ops) == 4
    assert sum(map(len, walked)) == len(ops) + 1
    assert sorted(behind) == ["npu.dequant.default", "npu.quant.default"]


def test_a_missing_node_is_named(pidnet):
    with pytest.raises(EditError, match="no node nowhere"):
        choices_at(pidnet, ["relu", "nowhere"])


def test_nodes_with_the_same_op_and_those_at_the_same_place_of_blocks_are_named(pidnet):
    choices = choices_at(pidnet, ["conv2d_5"])
    assert "conv2d_5" in choices.alike
    assert set(choices.block) < set(choices.alike)


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("[2, 2]", Argument("stride", "int", "[1, 1]", True, False, 2)),
        ("[2, 2, 2]", Argument("stride", "int", "[1, 1]", True, False, 2)),
        ("2", Argument("stride", "int", "[1, 1]", True, False, 2)),
        ("2.5", Argument("stride", "int", "[1, 1]", True, False, 2)),
        ("[]", Argument("stride", "int", "[1, 1]", True, False, 2)),
        ("zwei", Argument("stride", "int", "[1, 1]", True, False, 2)),
        ("", Argument("stride", "int", "[1, 1]", True, False, 2)),
        ("None", Argument("stride", "int", "[1, 1]", True, False, 2)),
        ("True", Argument("groups", "int", "1")),
        ("2", Argument("groups", "int", "1")),
        ("[2]", Argument("groups", "int", "1")),
    ],
)
def test_the_window_reads_an_argument_as_the_engine_does(text, argument):
    model = opened(lambda self, x: self.conv(x), conv=nn.Conv2d(4, 4, 3))
    found = choices_at(model, ["conv2d"]).argument(argument.name)
    assert found == argument
    said = held(model, SetArgument("conv2d", argument.name, text))
    assert bool(found.problem(text)) == ("it takes" in said)


def test_every_kind_of_argument_is_read_and_said():
    kinds = {
        Argument("a", "bool", "True", choices=("True", "False")): ("False", "1"),
        Argument("a", "int", "1"): (str(2**63 - 1), str(2**63)),
        Argument("a", "float", "0.1"): ("-2e-3", "x"),
        Argument("a", "float", "None", is_optional=True): ("None", "True"),
        Argument("a", "str", "none", choices=("none", "tanh")): ("tanh", ""),
        Argument("a", "source", "1"): ("relu_3", "["),
        Argument("a", "dtype", "None", choices=("None", "int8")): ("int8", "int9"),
    }
    for argument, (good, bad) in kinds.items():
        assert argument.problem(good) == ""
        assert argument.problem(bad).startswith("This takes ")


def test_every_op_offered_behind_a_node_can_be_inserted_as_it_is_offered(gated):
    offered = insertable_after(gated, "relu_1")
    assert len([each for each in offered if not each.reason]) > 25
    for each in offered:
        given = tuple((one.name, one.text) for one in each.arguments)
        refusal = held(gated, Insert(each.op, "relu_1", given))
        unfit = "relu_1_" in refusal or "cannot be computed" in refusal
        assert not refusal or unfit, (each.op, refusal)


def test_ops_that_cannot_follow_say_why():
    model = opened(lambda _, x: x.argmax(1))
    reasons = {each.op: each.reason for each in insertable_after(model, "argmax")}
    assert reasons["aten.max_pool2d.default"] == "" or reasons["aten.mean.dim"]
    model = opened(lambda _, x: x.mean((2, 3)))
    reasons = {each.op: each.reason for each in insertable_after(model, "mean")}
    assert reasons["aten.avg_pool2d.default"] == "it takes no 1×4 of float32"


def test_a_wire_can_go_where_it_is_said_to_fit(pidnet):
    targets = targets_of(pidnet, "relu_3")
    fitting = [slot for slot in targets if not slot.reason]
    assert fitting
    for slot in fitting[::12]:
        said = held(pidnet, Rewire(slot.node, slot.name, "relu_3"))
        assert "loops" not in said
        assert not said.startswith(f"{slot.node} cannot")
    for slot in [slot for slot in targets if slot.reason][::25]:
        assert held(pidnet, Rewire(slot.node, slot.name, "relu_3")) or (
            "already" in slot.reason
        )


def test_the_sources_of_an_input_leave_out_loops_and_shapes_that_do_not_fit():
    model = opened(lambda _, x: torch.cat([x.relu(), x.sigmoid()], 1).neg() * 2)
    sources = {
        each.name: each.reason for each in sources_of(model, "cat", "tensors[1]")
    }
    assert sources["relu"] == sources["inputs_0"] == ""
    assert "reads sigmoid there already" in sources["sigmoid"]
    assert "a network has no loops" in sources["neg"]
    assert "output" not in sources
    before = digest(model)
    x = image()
    edited = apply_edit(model, Rewire("cat", "tensors[1]", "relu"))
    expected = -torch.cat([x.relu(), x.relu()], 1) * 2
    assert torch.equal(edited(x)[0], expected)
    assert digest(model) == before


def test_a_shape_that_does_not_fit_is_said_in_one_sentence():
    model = opened(lambda _, x: x[:, :3].relu() + x[:, 1:].neg())
    reasons = {each.name: each.reason for each in sources_of(model, "add", "other")}
    assert reasons["relu"] == ""
    assert reasons["inputs_0"] == "add cannot take 1×4×8×8 in place of 1×3×8×8."


def test_five_hundred_nodes_are_offered_what_one_step_makes_of_them_all():
    def network(_, x):
        for _ in range(500):
            x = torch.relu(x)
        return x

    model = opened(network)
    names = [each.name for each in model.graph.nodes if each.op == "call_function"]
    choices = choices_at(model, names)
    int16, bypass = choices.offer("int16"), choices.offer("bypass")
    assert (len(names), int16.reason, bypass.reason) == (500, "", "")
    assert (int16.untried, bypass.untried) == (0, 0)
    made = apply_edit(model, int16.edit)
    found = [node.meta["precision"] for node in made.graph.nodes if node.name in names]
    assert found == ["int16"] * 500


def many_after_a_pool(end):
    def network(_, x):
        pooled = torch.nn.functional.avg_pool2d(x, 2)
        for _ in range(150):
            pooled = torch.relu(pooled)
        return end(pooled)

    model = opened(network)
    return model, [node.name for node in model.graph.nodes if "relu" in node.name]


def test_of_very_many_edits_that_move_shapes_the_first_are_tried():
    model, relus = many_after_a_pool(lambda pooled: pooled.view(1, 64))
    bypass = choices_at(model, ["avg_pool2d", *relus]).offer("bypass")
    assert "relu_149 (1×4×4×4) cannot read inputs_0 (1×4×8×8)" in bypass.reason
    assert bypass.untried == 0
    model, relus = many_after_a_pool(lambda pooled: pooled.mean((2, 3)))
    bypass = choices_at(model, ["avg_pool2d", *relus]).offer("bypass")
    assert (bypass.reason, bypass.untried) == ("", 51)


def test_precision_of_several_leaves_out_what_is_no_float():
    model = opened(lambda _, x: x.relu().argmax(1).float().sigmoid())
    names = [node.name for node in model.graph.nodes if node.op == "call_function"]
    int16 = choices_at(model, names).offer("int16")
    assert (int16.reason, held(model, int16.edit)) == ("", "")
    assert "argmax" not in {edit.node for edit in int16.edit.edits}


def test_int32_of_several_is_for_those_that_have_an_accumulator():
    model = opened(lambda _, x: (x.relu() @ x.relu()).sigmoid())
    ops = [node.name for node in model.graph.nodes if node.op == "call_function"]
    int32 = choices_at(model, [*ops, "output"]).offer("int32")
    assert (int32.reason, held(model, int32.edit)) == ("", "")
    assert [edit.node for edit in int32.edit.edits] == ["matmul"]
    none = choices_at(model, ["relu", "sigmoid"]).offer("int32")
    assert none.reason.startswith("relu has no int32 accumulator")


def test_rules_are_offered_at_several_nodes_where_each_alone_is(pidnet):
    names = [node.name for node in pidnet.graph.nodes if node.op == "call_function"]
    offered = choices_at(pidnet, names).offers
    several = {
        edit for each in offered if each.key == "rule" for edit in each.edit.edits
    }
    alone = {
        fix.edit
        for name in names
        for fix in rewrites(pidnet, name)
        if fix.is_applicable
    }
    assert several == alone


def attention(self, x):
    tokens = self.stem(x).flatten(2).transpose(1, 2)
    for layer in (self.first, self.second):
        heads = layer(tokens).reshape(1, 64, 3, 2, 4).permute(2, 0, 3, 1, 4)
        q, k, v = heads.unbind(0)
        mixed = torch.softmax(q @ k.transpose(2, 3), -1) @ v
        tokens = mixed.transpose(1, 2).reshape(1, 64, 8) + tokens
    return tokens, torch.cat([tokens, tokens], 1)


def test_a_whole_block_is_bypassed_from_what_it_reads_to_what_reads_it():
    model = opened(
        attention,
        stem=nn.Conv2d(4, 8, 1),
        first=nn.Linear(8, 24),
        second=nn.Linear(8, 24),
    )
    ops = [node.name for node in model.graph.nodes if node.op == "call_function"]
    at = [place for place, name in enumerate(ops) if name.startswith("add")]
    blocks = ops[at[0] + 1 : at[1] + 1], ops[ops.index("unbind") - 3 : at[0] + 1]
    for block in blocks:
        bypass = choices_at(model, block).offer("bypass")
        assert bypass.reason == ""
        assert bypass.edit == parse_edit(f"BypassTogether nodes={','.join(block)}")
        made = apply_edit(model, bypass.edit)
        left = {node.name for node in made.graph.nodes}
        assert left.isdisjoint(block)
        assert left | {*block} >= {*ops}
    assert made(image())[0].shape == (1, 64, 8)
    for some, reason in (
        (blocks[0][:4], "keep the shape and type"),
        (blocks[0][1:], "these read 2 and hand 1 on"),
    ):
        assert reason in choices_at(model, some).offer("bypass").reason
