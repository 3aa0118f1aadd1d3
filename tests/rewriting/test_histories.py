"""The laws of editing on random networks and random edits of every kind."""

import torch
import torch.nn.functional as F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from engine.document import Document
from engine.errors import EditError
from engine.opening.graph import arguments_of, digest
from engine.opening.summary import summarize
from engine.recipe import (
    AppendTail,
    ApplyEverywhere,
    ApplyRule,
    Bypass,
    DeleteBranch,
    EndAtPredictions,
    FixAll,
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
    Several,
    describe,
)
from engine.rewriting.code import code_of, diff_states
from engine.rewriting.fixes import rewrites
from engine.rewriting.rule import rules
from engine.rewriting.verification import distance, magnitude
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile, profiles
from tests.rewriting.exporting import image, names, opened

EXAMPLES = 25
EDITS = 5


def assigned(x):
    y = x * 2
    y[:, 1:3] = F.hardtanh(x[:, :2])
    return y


def scored(x):
    scores = x[:, :1].sigmoid() * x[:, 1:].sigmoid()
    return torch.where(torch.cat([scores > 0.3, x[:, :1] > 0], 1), x, -x)


BLOCKS = [
    lambda x: 1 - x,
    lambda x: F.silu(x),
    lambda x: F.hardswish(x),
    lambda x: F.leaky_relu(x, 0.1),
    lambda x: torch.sigmoid(x.sum(1).unsqueeze(1)) * x,
    lambda x: F.max_pool2d(F.interpolate(x, scale_factor=2, mode="bilinear"), 2),
    lambda x: torch.cat([x[:, :2], F.gelu(x[:, 2:])], 1),
    lambda x: torch.relu(x + torch.arange(x.shape[-1]).float() / 8),
    lambda x: torch.cat(x.chunk(2, 1)[::-1], 1),
    lambda x: x * F.adaptive_avg_pool2d(x, 1).softmax(1),
    lambda x: x * torch.sigmoid(x.mean((2, 3)) / 3).reshape(1, 4, 1, 1),
    lambda x: F.pixel_shuffle(F.pixel_unshuffle(x, 2), 2),
    lambda x: x.reshape(1, 2, 2, 8, 8).transpose(1, 2).reshape(1, 4, 8, 8),
    lambda x: x.permute(0, 2, 3, 1).transpose(1, 3).transpose(2, 3) - x.amax(1, True),
    lambda x: x + torch.ones_like(x) * x.max(1)[0].unsqueeze(1),
    lambda x: F.elu(x) + F.softplus(-x),
    assigned,
    scored,
]


def network(choices):
    class Blocks(nn.Module):
        def __init__(self):
            super().__init__()
            self.dense = nn.Conv2d(4, 4, 3, 1, 1, bias=False)
            self.point = nn.Conv2d(4, 4, 1, bias=False)
            self.last = nn.Conv2d(4, 4, 3, padding="same")
            self.norms = nn.ModuleList(nn.BatchNorm2d(4) for _ in range(3))

        def forward(self, x):
            for choice in choices:
                x = self.step(choice, x)
            return x

        def step(self, choice, x):
            if choice < len(BLOCKS):
                return BLOCKS[choice](x)
            if choice == len(BLOCKS):
                return self.last(self.norms[2](x))
            branches = self.norms[0](self.dense(x)) + self.norms[1](self.point(x))
            return torch.relu(branches + self.norms[2](x))

    return opened(lambda self, x: self.blocks(x), blocks=Blocks())


HARMLESS = (
    ApplyRule,
    ApplyEverywhere,
    FixAll,
    InsertStubs,
    RemoveStubs,
    SetPrecision,
    Rename,
    FoldConstants,
    FuseBatchNorm,
    Reparameterize,
)
"""Edits that keep the results, up to the claims of the rules they apply."""

VALUES = ("0", "1", "2", "0.25", "-1", "True", "[1, 1]", "[2, 2]", "None", "float32")


def node_edits(draw, model):
    """Edits by hand at one node, among them such that cannot be made."""
    listed = names(model)
    node, other = draw(st.sampled_from(listed)), draw(st.sampled_from(listed))
    found = next(each for each in model.graph.nodes if each.name == node)
    given = list(arguments_of(found)) if found.op == "call_function" else ["input"]
    argument, value = draw(st.sampled_from(given)), draw(st.sampled_from(VALUES))
    precision = draw(st.sampled_from(["int8", "int16", "int32", "float"]))
    here = [name for name, rule in rules().items() if found.target in rule.targets]
    return [
        *[ApplyRule(name, node) for name in here],
        SetPrecision(node, precision),
        Bypass(node),
        DeleteBranch(node),
        Insert("aten.relu.default", node),
        Insert("aten.add.Tensor", node, (("other", other),)),
        Rewire(node, argument, other),
        Rewire(node, f"{argument}[0]", other),
        SetArgument(node, argument, value),
        Rename(node, f"renamed_{other}"),
        FoldConstants(node),
        SetOutputs((node, other)),
    ]


WHOLE = (
    InsertStubs(),
    RemoveStubs(),
    FuseBatchNorm(),
    Reparameterize(),
    EndAtPredictions(),
    AppendTail(2, argmax=False),
    AppendTail(1),
    RemoveTail(),
)


@st.composite
def edits_of(draw, model):
    """Any edit of any kind, one in two of them a rule."""
    at_node = node_edits(draw, model)
    rule = draw(st.sampled_from(sorted(rules())))
    target = draw(st.sampled_from([profile.name for profile in profiles()]))
    several = tuple(draw(st.lists(st.sampled_from(at_node), min_size=1, max_size=3)))
    kinds = draw(
        st.sampled_from(
            [
                at_node,
                [ApplyEverywhere(rule), FixAll(target)],
                WHOLE,
                [Several(several)],
            ]
        )
    )
    return draw(st.sampled_from(list(kinds)))


def keeps_results(edit):
    if isinstance(edit, Several):
        return all(keeps_results(each) for each in edit.edits)
    rule = getattr(edit, "rule", "")
    exact = not rule or rules()[rule].exact
    return exact and isinstance(edit, HARMLESS)


def is_refused(document, edit):
    """Apply an edit; a refusal is a sentence, and anything else is a bug."""
    try:
        document.apply(edit)
    except EditError as refusal:
        return bool(str(refusal))
    return False


def exact_listing(model):
    return [
        (node.name, str(node.target), str(node.args), str(node.kwargs))
        for node in model.graph.nodes
    ]


def check_state(document):
    """What must hold of every state, however it came about."""
    model = document.model
    model.graph.lint()
    assert document.info() == summarize(model, document.name)
    for node in model.graph.nodes:
        if node.op == "call_function":
            assert "val" in node.meta
    for rewrite in document.rewrites:
        rule = rules()[rewrite.rule]
        assert rule.exact or rewrite.max_abs_difference <= rule.within
    with torch.no_grad():
        results = model(image())
    found = [node.meta["val"] for node in model.graph.output_node().args[0]]
    assert [one.shape for one in results] == [one.shape for one in found]
    assert [one.dtype for one in results] == [one.dtype for one in found]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_every_history_can_be_undone_redone_and_replayed(data):
    steps = st.integers(0, len(BLOCKS) + 1)
    model = network(data.draw(st.lists(steps, min_size=1, max_size=4)))
    document = Document(model, "random")
    digests, listings, kept = [document.digest], [exact_listing(model)], True
    for _ in range(EDITS):
        edit, given_model = data.draw(edits_of(document.model)), document.model
        if is_refused(document, edit):
            assert document.digest == digests[-1]
            assert document.model is given_model
            assert exact_listing(given_model) == listings[-1]
            continue
        assert exact_listing(given_model) == listings[-1]
        assert digest(given_model) == digests[-1]
        assert describe(edit)
        check_state(document)
        kept &= keeps_results(edit)
        digests.append(document.digest)
        listings.append(exact_listing(document.model))

    if kept:
        x = image()
        with torch.no_grad():
            (before,), (after,) = model(x), document.model(x)
        assert distance(before, after) <= 1e-4 * max(1, magnitude(before))

    assert Document(model, "random", document.edits).digest == digests[-1]
    for expected, listing in zip(digests[-2::-1], listings[-2::-1], strict=True):
        document.undo()
        assert document.digest == expected
        assert exact_listing(document.model) == listing
    for expected in digests[1:]:
        document.redo()
        assert document.digest == expected
    diff_states(document.base, document.model)
    code_of(document.model)


@settings(
    max_examples=EXAMPLES // 2,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_offered_can_be_applied(data):
    steps = st.integers(0, len(BLOCKS) + 1)
    model = network(data.draw(st.lists(steps, min_size=1, max_size=3)))
    profile = load_profile(data.draw(st.sampled_from([p.name for p in profiles()])))
    offered = [fix for found in diagnose(model, profile) for fix in found.fixes]
    node = data.draw(st.sampled_from([*model.graph.nodes]))
    offered += rewrites(model, node.name)
    for fix in offered:
        if fix.is_applicable:
            Document(model, "random", [fix.edit])
