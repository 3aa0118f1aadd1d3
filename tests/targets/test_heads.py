"""What a network ends with: which outputs are for training, what the CPU is left."""

import re

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.networks.pidnet import pidnet_s
from engine.opening.graph import normalize
from engine.recipe import (
    AppendTail,
    Bypass,
    EndAtPredictions,
    InsertStubs,
    SetOutputs,
)
from engine.rewriting.decoding import predictions
from engine.rewriting.edits import apply_edit
from engine.targets.advice import hints
from engine.targets.diagnostics import diagnose
from engine.targets.heads import (
    auxiliary_outputs,
    decoding_on_chip,
    tail_beyond_output,
    tail_on_host,
)
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, opened, ops

BAYES = load_profile("horizon-bayes")
RUNTIME = load_profile("onnxruntime-cpu")
dequant = torch.ops.npu.dequant.default


def found(model):
    return [(each.title, each.message) for each in auxiliary_outputs(model.graph)]


@pytest.fixture(scope="module")
def training_pidnet():
    network = pidnet_s(planes=4, ppm_planes=4, head_planes=8, augment=True).eval()
    inputs = (image(3, 64, 128),)
    return normalize(torch.export.export(network, inputs, strict=False))


def test_both_training_heads_of_pidnet_are_named_with_what_they_cost(training_pidnet):
    rows = found(training_pidnet)
    assert [title for title, _ in rows] == [
        "seghead_p.conv2 may be an auxiliary head",
        "seghead_d.conv2 may be an auxiliary head",
    ]
    alike, early = (message.partition(";")[0] for _, message in rows)
    assert alike == "It is shaped like final_layer.conv2"
    assert early == "It leaves on the way to final_layer.conv2"
    saved = [re.search(r"serves training only, ([\d.]+) kMAC", row[1]) for row in rows]
    assert all(saved), rows


def test_one_click_drops_both_training_heads_and_keeps_the_result(training_pidnet):
    first = auxiliary_outputs(training_pidnet.graph)[0]
    alone, all_of_them = first.fixes
    assert [fix.title for fix in first.fixes] == [
        "Drop this output",
        "Drop all such outputs",
    ]
    main = training_pidnet.graph.output_node().all_input_nodes[1].name
    assert all_of_them.edit == SetOutputs((main,))
    assert len(alone.edit.nodes) == 2
    cut = apply_edit(training_pidnet, all_of_them.edit)
    assert found(cut) == []
    x = torch.randn(1, 3, 64, 128)
    assert torch.equal(cut(x)[0], training_pidnet(x)[1])


def trunk_and_head(name):
    def forward(self, x):
        features = self.stem(x)
        side = getattr(self, name)(F.avg_pool2d(features, 2))
        return self.main(torch.relu(self.more(features))), side

    modules = {"stem": nn.Conv2d(4, 8, 3, padding=1), "main": nn.Conv2d(8, 2, 1)}
    modules |= {"more": nn.Conv2d(8, 8, 3, padding=1), name: nn.Conv2d(8, 3, 1)}
    return opened(forward, **modules)


def test_a_head_of_another_shape_is_recognized_by_its_name():
    ((title, message),) = found(trunk_and_head("aux_head"))
    assert title == "aux_head may be an auxiliary head"
    assert message.startswith("It is named like one; ")
    assert found(trunk_and_head("coarse")) == []
    assert found(trunk_and_head("auxin")) == []


def test_heads_that_part_at_the_end_are_not_auxiliary():
    def centers(self, x):
        features = torch.relu(self.stem(x))
        return self.heat(features), self.size(features), self.shift(features)

    heads = {"heat": nn.Conv2d(8, 3, 1), "size": nn.Conv2d(8, 2, 1)}
    modules = {"stem": nn.Conv2d(4, 8, 3), "shift": nn.Conv2d(8, 2, 1)} | heads
    assert found(opened(centers, **modules)) == []


def test_two_equal_branches_are_not_auxiliary_to_each_other():
    def pair(self, x, y):
        return self.op(x), self.op(y)

    assert found(opened(pair, image(), image(), op=nn.Conv2d(4, 4, 3))) == []


def late(self, x):
    scores = dequant(self.op(x))
    return F.interpolate(scores, size=(16, 16), mode="bilinear").argmax(1, True)


def test_a_tail_behind_the_stub_tells_its_cost_and_comes_onto_the_chip():
    model = opened(late, op=nn.Conv2d(4, 4, 1))
    resize, argmax = tail_on_host(model.graph, BAYES)
    assert resize.message == (
        "Journey 5 has upsample_bilinear2d, if it comes before the dequant stub; on "
        "the CPU it moves 5.12 kB, about 0.4 µs (estimate)."
    )
    assert [fix.edit for fix in argmax.fixes] == [Bypass("dequant")]
    moved = apply_edit(model, resize.fixes[0].edit)
    assert tail_on_host(moved.graph, BAYES) == []
    x = image()
    assert torch.equal(moved(x)[0], model(x)[0])


def test_a_tail_on_the_chip_or_one_it_lacks_is_not_mentioned():
    model = apply_edit(opened(late, op=nn.Conv2d(4, 4, 1)), Bypass("dequant"))
    assert tail_on_host(model.graph, BAYES) == []
    softmax = opened(
        lambda self, x: dequant(self.op(x)).softmax(1), op=nn.Conv2d(4, 4, 1)
    )
    lacking = load_profile("horizon-bernoulli2")
    assert [each.node for each in tail_on_host(softmax.graph, lacking)] == ["softmax"]


def behind(tail):
    return opened(lambda self, x: tail(dequant(self.op(x))), op=nn.Conv2d(4, 4, 1))


def test_a_tail_that_the_chip_would_refuse_is_not_mentioned():
    tails = {
        "argmax": lambda x: x.argmax(2, True),
        "softmax": lambda x: x.softmax(2),
        "upsample_bilinear2d": lambda x: F.interpolate(
            x, (16, 16), mode="bilinear", align_corners=True
        ),
    }
    lacking = load_profile("horizon-bernoulli2")
    for name, tail in tails.items():
        graph = behind(tail).graph
        assert tail_on_host(graph, lacking) == []
        assert [each.node for each in tail_on_host(graph, BAYES)] == [name]


def scores(classes=19, factor=8):
    conv = nn.Conv2d(3, classes, factor, factor)
    return opened(lambda self, x: self.op(x), image(3, 64, 128), op=conv)


def test_what_enlarging_scores_outside_the_graph_costs_is_a_hint_with_the_edit():
    model = scores()
    (hint,) = tail_beyond_output(model.graph, BAYES)
    assert hint.title == "The tail of op is left to the CPU"
    moved = 19 * 8 * 16 * 4 + 2 * 19 * 64 * 128 * 4 + 64 * 128 * 8
    cost = f"{moved / 1e6:.3g} MB, about {moved / 12.8e6:.2f} ms (estimate)"
    assert hint.message == (
        "If it is a map of 19 class scores, enlarging it 8 times and taking the best "
        f"class moves {cost} on the CPU; Journey 5 can do that."
    )
    assert hint.fixes[0].edit == AppendTail(8, True, False, 0)
    longer = apply_edit(model, hint.fixes[0].edit)
    assert ops(longer)[-2:] == ["aten.upsample_bilinear2d.vec", "aten.argmax.default"]
    assert tail_beyond_output(longer.graph, BAYES) == []


@pytest.mark.parametrize("stubs", [False, True])
def test_scores_returned_beside_their_classes_want_no_second_tail(stubs):
    def both(self, x):
        logits = self.op(x)
        seg = F.interpolate(logits, size=(64, 128), mode="bilinear")
        return seg.argmax(1, True), logits

    model = opened(both, image(3, 64, 128), op=nn.Conv2d(3, 19, 8, 8))
    model = apply_edit(model, InsertStubs()) if stubs else model
    assert tail_beyond_output(model.graph, BAYES) == []
    alone = apply_edit(model, SetOutputs((model.graph.output_node().args[0][1].name,)))
    assert len(tail_beyond_output(alone.graph, BAYES)) == 1


class WithHead(nn.Module):
    """A map of class scores, with a head that training alone needs."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 8, 8)
        self.body = nn.Sequential(*[nn.Conv2d(8, 8, 3, padding=1) for _ in range(8)])
        self.aux = nn.Conv2d(8, 19, 1)
        self.scores = nn.Conv2d(8, 19, 1)

    def forward(self, x):
        x = self.stem(x)
        return self.aux(x), self.scores(self.body(x))


def test_a_tail_is_mentioned_beside_a_head_for_training_too():
    exported = torch.export.export(WithHead(), (image(3, 64, 128),), strict=False)
    model = normalize(exported)
    (hint,) = tail_beyond_output(model.graph, BAYES)
    assert hint.title == "The tail of scores is left to the CPU"
    assert hint.fixes[0].edit == AppendTail(8, True, False, 1)


def test_an_output_that_costs_nothing_is_no_head_for_training():
    def twice(self, x):
        y = self.op(x)
        return self.op2(y), y * 2

    model = opened(
        twice, image(4, 8, 8), op=nn.Conv2d(4, 4, 3, padding=1), op2=nn.Conv2d(4, 4, 1)
    )
    assert auxiliary_outputs(model.graph) == []


def test_scores_as_large_as_the_picture_want_no_resize():
    (hint,) = tail_beyond_output(scores(factor=1).graph, BAYES)
    assert "class scores, taking the best class moves" in hint.message
    assert hint.fixes[0].title == "Append argmax"
    assert hint.fixes[0].edit == AppendTail(1, True, False, 0)


@pytest.mark.parametrize(
    ("last", "hints"),
    [
        (torch.relu, 0),
        (lambda x: x.softmax(-1), 0),
        (lambda x: x.softmax(1), 1),
        (lambda x: x.softmax(-3), 1),
    ],
)
def test_only_what_weighs_channels_against_each_other_are_class_scores(last, hints):
    model = opened(
        lambda self, x: last(self.op(x)), image(3, 64, 128), op=nn.Conv2d(3, 8, 1)
    )
    assert len(tail_beyond_output(model.graph, BAYES)) == hints


def test_scores_are_not_expected_where_there_are_none():
    two = opened(
        lambda self, x: (self.op(x), x), image(3, 64, 128), op=nn.Conv2d(3, 19, 8, 8)
    )
    for model in (two, scores(classes=1), opened(lambda _, x: x.mean((2, 3)))):
        assert tail_beyond_output(model.graph, BAYES) == []
    assert tail_beyond_output(scores().graph, RUNTIME) == []


class Detects(nn.Module):
    """Boxes and scores of three sizes, decoded by their grids or only joined."""

    def __init__(self, decodes):
        super().__init__()
        self.decodes = decodes
        self.heads = nn.ModuleList([nn.Conv2d(4, 6, 1, 2**n) for n in range(3)])

    def forward(self, x):
        found = torch.cat([head(x).flatten(2) for head in self.heads], 2)
        return (found.sigmoid() + 1) * 8 if self.decodes else found


@pytest.mark.parametrize("decodes", [True, False])
def test_decoding_is_offered_to_the_host_where_there_is_some(decodes):
    exported = torch.export.export(Detects(decodes), (image(),), strict=False)
    graph = normalize(exported).graph
    found = decoding_on_chip(graph, load_profile("cambricon-mlu270"))
    assert len(found) == decodes
    assert decoding_on_chip(graph, RUNTIME) == []
    for hint in found:
        assert hint.message.startswith("7 ops behind its 3 prediction layers decode")
        assert hint.fixes[0].edit == EndAtPredictions()


class Recurs(nn.Module):
    """A gate, a candidate and a head, of which two update the state it is given."""

    def __init__(self):
        super().__init__()
        self.gate, self.fuse = nn.Conv2d(8, 4, 1), nn.Conv2d(8, 4, 1)
        self.head = nn.Conv2d(4, 4, 1)

    def forward(self, x, state):
        both = torch.cat([x, state], 1)
        gate = self.gate(both).sigmoid()
        state = (1 - gate) * state + gate * self.fuse(both).tanh()
        return self.head(x), state


def test_gates_that_update_a_state_decode_nothing():
    exported = torch.export.export(Recurs(), (image(), image()), strict=False)
    graph = normalize(exported).graph
    assert len(predictions(graph)) == 3
    assert decoding_on_chip(graph, load_profile("cambricon-mlu270")) == []


def test_sums_of_residual_blocks_decode_nothing():
    class Residual(nn.Sequential):
        def forward(self, x):
            x = self[0](x)
            for conv in self[1:]:
                x = torch.nn.functional.silu(x + conv(x))
            return x

    network = Residual(*(nn.Conv2d(4, 4, 1) for _ in range(4)))
    graph = normalize(torch.export.export(network, (image(),), strict=False)).graph
    assert len(predictions(graph)) == 4
    assert decoding_on_chip(graph, load_profile("cambricon-mlu270")) == []


def test_a_hint_is_no_problem():
    model = apply_edit(scores(), InsertStubs())
    assert [each.constraint for each in hints(model, BAYES)] == ["tail"]
    assert "tail" not in {each.constraint for each in diagnose(model, BAYES)}
