"""The laws of editing on random networks and random edits of every kind."""

import warnings
from typing import get_args

import pytest
import torch
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from engine.document import Document
from engine.errors import EditError
from engine.opening.graph import arguments_of, digest
from engine.opening.summary import summarize
from engine.recipe import (
    AppendTail,
    ApplyEverywhere,
    ApplyRule,
    Bypass,
    BypassTogether,
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
    SetRange,
    Several,
    SingleEdit,
    describe,
)
from engine.rewriting.catalogue import rules
from engine.rewriting.code import code_of, diff_states
from engine.rewriting.fixes import rewrites
from engine.rewriting.memory import Memory
from engine.rewriting.verification import distance, magnitude
from engine.targets.calls import op_name, ops_of
from engine.targets.diagnostics import diagnose
from engine.targets.latency import estimate_latency
from engine.targets.profile import load_profile, profiles
from tests.rewriting.blocks import BLOCKS, Blocks, moved
from tests.rewriting.exporting import image, names, opened

EXAMPLES = 25
"""Few, for every run; `python -m tests.benchmarks.histories` draws thousands."""
JUDGES = tuple(map(load_profile, ("horizon-bernoulli2", "cambricon-mlu270")))
EDITS = 5


def network(choices):
    with warnings.catch_warnings():
        # torch.export says so of every LSTM and GRU.
        warnings.filterwarnings("ignore", "The tensor attributes .*_flat_weights")
        return opened(lambda self, x: self.blocks(x), blocks=Blocks(choices))


UNDRAWN = {
    "aten.constant_pad_nd": "torch.export spells it aten.pad",
    "aten.replication_pad2d": "torch.export spells it aten.pad",
    "aten.fill": "opening leaves it inside assignments alone",
    "aten.expand_as": "opening spells it aten.expand",
    "aten.norm": "torch.export spells it aten.linalg_vector_norm",
    "torchvision.deform_conv2d": "torchvision is not installed",
    "torchvision.roi_align": "torchvision is not installed",
}
"""Supported ops that no block holds, and why."""

HARMLESS = (
    ApplyRule,
    ApplyEverywhere,
    FixAll,
    InsertStubs,
    RemoveStubs,
    SetPrecision,
    SetRange,
    Rename,
    FoldConstants,
    FuseBatchNorm,
    Reparameterize,
)
"""Edits that keep the results, up to the claims of the rules they apply."""

UNARY = ("aten.relu.default", "aten.sigmoid.default", "npu.quant.default")
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
        SetRange(node, -4.0, 4.0),
        Bypass(node),
        BypassTogether((node, other)),
        DeleteBranch(node),
        Insert(draw(st.sampled_from(UNARY)), node),
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


def judged(model):
    """What the judges find of a state that knows nothing of the ones before."""
    memory = Memory()
    found = []
    for profile in JUDGES:
        estimate = estimate_latency(model, profile).nodes
        latency = {each.name: each.latency_ms for each in estimate if each.latency_ms}
        found.append((diagnose(model, profile, memory), latency))
    return found


def remembered(document):
    """The same as the document tells it, which remembers the states before."""
    return [
        (document.diagnostics(profile), document.latency_ms(profile))
        for profile in JUDGES
    ]


def check_state(document):
    """What must hold of every state, however it came about; gives its judgements."""
    model = document.model
    model.graph.lint()
    assert document.info() == summarize(model, document.name)
    found = judged(model)
    assert remembered(document) == found
    for node in model.graph.nodes:
        if node.op == "call_function":
            assert "val" in node.meta
    for rewrite in document.rewrites:
        rule = rules()[rewrite.rule]
        assert rule.exact or rewrite.max_abs_difference <= rule.within
    with torch.no_grad():
        results = model(image())
    values = [node.meta["val"] for node in model.graph.output_node().args[0]]
    assert [one.shape for one in results] == [one.shape for one in values]
    assert [one.dtype for one in results] == [one.dtype for one in values]
    return found


def test_the_blocks_hold_every_op_that_a_target_supports():
    # What writes in place makes torch spell the expansions of the others out.
    apart = (range(len(BLOCKS)), [BLOCKS.index(moved)])
    graphs = [network(choices).graph for choices in apart]
    drawn = {op_name(node) for graph in graphs for node in ops_of(graph)}
    supported = {op for profile in profiles() for op in profile.ops}
    assert supported - drawn == set(UNDRAWN)


def test_edits_of_every_kind_are_drawn():
    drawn = set()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(edits_of(network([0])))
    def draw(edit):
        drawn.add(type(edit))

    draw()
    assert drawn == {*get_args(SingleEdit), FixAll, Several}


def check_history(data):
    """Every history can be undone, redone and replayed."""
    steps = st.integers(0, len(BLOCKS) - 1)
    model = network(data.draw(st.lists(steps, min_size=1, max_size=4)))
    document = Document(model, "random")
    digests, listings, kept = [document.digest], [exact_listing(model)], True
    judgements = [judged(model)]
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
        judgements.append(check_state(document))
        kept &= keeps_results(edit)
        digests.append(document.digest)
        listings.append(exact_listing(document.model))

    if kept:
        x = image()
        with torch.no_grad():
            (before,), (after,) = model(x), document.model(x)
        assert distance(before, after) <= 1e-4 * max(1, magnitude(before))

    assert Document(model, "random", document.edits).digest == digests[-1]
    states = list(zip(digests, listings, judgements, strict=True))
    for expected, listing, found in reversed(states[:-1]):
        document.undo()
        assert document.digest == digest(document.model) == expected
        assert exact_listing(document.model) == listing
        assert document.info() == summarize(document.model, document.name)
        assert remembered(document) == found
    for expected in digests[1:]:
        document.redo()
        assert document.digest == expected
    diff_states(document.base, document.model)
    code_of(document.model)


def check_offers(data):
    """Whatever is offered can be applied."""
    steps = st.integers(0, len(BLOCKS) - 1)
    model = network(data.draw(st.lists(steps, min_size=1, max_size=3)))
    profile = load_profile(data.draw(st.sampled_from([p.name for p in profiles()])))
    offered = [fix for found in diagnose(model, profile) for fix in found.fixes]
    node = data.draw(st.sampled_from([*model.graph.nodes]))
    offered += rewrites(model, node.name)
    for fix in offered:
        if fix.is_applicable:
            Document(model, "random", [fix.edit])


LAWS = {"histories": check_history, "offers": check_offers}


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_the_laws_of_editing_hold(law):
    hold(law, EXAMPLES)


def hold(law, examples, start=None):
    """Draw examples of a law; the same ones every time, unless a seed is given."""
    drawn = settings(
        max_examples=examples,
        deadline=None,
        derandomize=start is None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run = drawn(given(data=st.data())(law))
    (run if start is None else seed(start)(run))()
