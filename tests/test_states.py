"""What tells two states of a recipe, or two networks, apart."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from engine.differences import compare_documents, compare_states, state_facts
from engine.document import Document
from engine.errors import EditError
from engine.matching import counterparts, renames_of, same_names
from engine.opening.graph import digest
from engine.opening.summary import summarize
from engine.recipe import (
    ApplyEverywhere,
    Bypass,
    FuseBatchNorm,
    InsertStubs,
    Rename,
    SetPrecision,
    SetRange,
    Several,
)
from engine.rewriting.code import nodes_apart
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, opened, tiny_pidnet

BAYES = load_profile("horizon-bayes")
RECIPE = (
    ApplyEverywhere("constant_minus_tensor"),
    ApplyEverywhere("keep_reduced_dimension"),
    InsertStubs(),
    FuseBatchNorm(),
)
STATES = st.integers(0, len(RECIPE))


@pytest.fixture(scope="module")
def document():
    return Document(tiny_pidnet(), "tiny", RECIPE)


def net(more=0, seed=0):
    """A chain of convolutions with as many more as asked for in its middle."""
    torch.manual_seed(seed)
    model = opened(
        lambda self, x: torch.sigmoid(self.last(self.middle(self.first(x)))),
        image(3),
        first=nn.Conv2d(3, 4, 3),
        middle=nn.Sequential(nn.ReLU(), *(nn.Conv2d(4, 4, 1) for _ in range(more))),
        last=nn.Conv2d(4, 2, 3),
    )
    return Document(model, "net")


@given(state=STATES)
@settings(deadline=None, max_examples=5)
def test_a_state_does_not_differ_from_itself(document, state):
    assert compare_states(document, state, state, BAYES).is_empty


@given(one=STATES, other=STATES)
@settings(deadline=None, max_examples=15)
def test_comparing_the_other_way_round_is_the_mirror_image(document, one, other):
    forth = compare_states(document, one, other, BAYES)
    back = compare_states(document, other, one, BAYES)
    assert set(forth.nodes.added) == set(back.nodes.removed)
    assert set(forth.nodes.removed) == set(back.nodes.added)
    assert set(forth.nodes.changed) == set(back.nodes.changed)
    assert (forth.before, forth.after) == (back.after, back.before)
    assert forth.origins == back.counterparts


@given(state=STATES)
@settings(deadline=None, max_examples=5)
def test_reading_other_states_leaves_the_document_where_it_is(document, state):
    document.jump(2)
    before, model = document.digest, document.model
    state_facts(document, state, BAYES)
    compare_states(document, 0, state, BAYES)
    assert (document.cursor, document.edits) == (2, RECIPE)
    assert document.model is model
    assert digest(document.model) == before


def test_every_state_read_from_afar_is_the_state_one_goes_to(document):
    document.jump(0)
    afar = [(document.info(n), document.diagnostics(BAYES, n)) for n in range(5)]
    for number, (info, found) in enumerate(afar):
        document.jump(number)
        assert summarize(document.model, "tiny") == info
        assert document.diagnostics(BAYES) == found


def test_the_facts_of_all_states_add_up_to_the_last(document):
    facts = [state_facts(document, n, BAYES) for n in range(len(RECIPE) + 1)]
    names = set(document.info(0).by_name)
    for each in facts[1:]:
        names = (names - set(each.removed)) | set(each.added)
        assert len(names) == each.nodes
    assert names == set(document.info(len(RECIPE)).by_name)
    assert facts[1].rewrites == len(facts[1].removed) == 3
    assert facts[1].difference is not None
    assert facts[1].difference < 1e-5
    assert sum(facts[1].problems.values()) < sum(facts[0].problems.values())


@given(one=STATES, other=STATES)
@settings(deadline=None, max_examples=10)
def test_records_tell_the_same_nodes_apart_as_the_graphs_do(document, one, other):
    graphs = [document.model_at(each).graph.nodes for each in (one, other)]
    records = [document.states[each].snapshot.records for each in (one, other)]
    assert nodes_apart(*records) == nodes_apart(*graphs)


def test_the_facts_of_a_described_state_need_no_graph(document, monkeypatch):
    for number in (1, 2):
        document.jump(number)
        document.info()
        document.diagnostics(BAYES)
    wanted = state_facts(document, 2, BAYES)

    def refused(*_):
        raise AssertionError("a graph was put together")

    monkeypatch.setattr(Document, "model_at", refused)
    assert state_facts(document, 2, BAYES) == wanted


def test_a_state_that_is_not_there_is_refused(document):
    with pytest.raises(EditError, match="There is no state 9"):
        compare_states(document, 0, 9, BAYES)


def test_a_network_does_not_differ_from_one_built_alike():
    found = compare_documents(net(), net(), BAYES)
    assert found.is_empty
    assert found.counterparts == {name: name for name in found.before.by_name}


def test_an_op_more_does_not_shift_those_that_follow():
    found = compare_documents(net(1), net(2), BAYES)
    added = [name for name in found.nodes.added if name in found.after.by_name]
    assert [found.after.by_name[name].module for name in added] == ["middle.2"]
    assert found.nodes.removed == ()
    last = next(node for node in found.before.nodes if node.module == "last")
    assert found.after.by_name[found.counterparts[last.name]].module == "last"
    added_lines = [line for line in found.nodes.text.splitlines() if line[:1] == "+"]
    assert any("middle.2.weight" in line for line in added_lines)
    assert not any("first.weight" in line for line in added_lines)


def test_matching_two_networks_is_one_to_one():
    for one, other in ((net(), net(3)), (net(3), net())):
        found = counterparts(one.info(), other.info())
        assert len(set(found.values())) == len(found)
        assert set(found) <= set(one.info().by_name)
        assert set(found.values()) <= set(other.info().by_name)


def test_comparing_networks_changes_neither():
    one, other = net(1), net(2)
    before = digest(one.model), digest(other.model)
    names = [node.name for node in one.model.graph.nodes]
    compare_documents(one, other, BAYES)
    assert (digest(one.model), digest(other.model)) == before
    assert [node.name for node in one.model.graph.nodes] == names


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (SetPrecision("conv2d", "int16"), "# int16"),
        (SetRange("relu", -1.5, 2), "# from -1.5 to 2"),
    ],
)
def test_what_is_asked_for_alone_is_a_change(edit, words):
    document = net()
    document.apply(edit)
    found = compare_states(document, 0, 1, BAYES)
    assert found.nodes.changed == (edit.node,)
    assert words in found.nodes.text
    assert found.nodes.added == found.nodes.removed == ()


def test_networks_of_one_shape_with_other_weights_differ_where_the_weights_do():
    found = compare_documents(net(1), net(1, seed=1), BAYES)
    changed = {found.after.by_name[name].module for name in found.nodes.weights}
    assert changed == {"first", "middle.1", "last"}
    assert found.nodes.changed == found.nodes.weights
    assert found.nodes.added == found.nodes.removed == ()
    assert not found.is_empty


def test_a_weight_that_a_rewrite_makes_anew_is_a_change(document):
    found = compare_states(document, 3, 4, BAYES)
    assert set(found.nodes.weights) <= set(found.nodes.changed)


def test_a_renamed_node_is_neither_added_nor_removed():
    document = net(1)
    document.apply(Rename("conv2d_1", "gate"))
    document.apply(Several((Rename("relu", "conv2d_1"), Rename("gate", "door"))))
    document.apply(SetPrecision("door", "int16"))
    pairs = (("relu", "conv2d_1"), ("conv2d_1", "door"))
    found = compare_states(document, 0, 3, BAYES)
    assert set(found.nodes.renamed) == set(pairs)
    assert (found.nodes.added, found.nodes.removed) == ((), ())
    assert found.nodes.changed == ("door",)
    assert found.counterparts["conv2d_1"] == "door"
    assert "door = " in found.nodes.text
    back = compare_states(document, 2, 0, BAYES)
    assert set(back.nodes.renamed) == {(new, old) for old, new in pairs}
    assert back.nodes.changed == back.nodes.added == back.nodes.removed == ()
    assert not back.is_empty
    facts = state_facts(document, 1, BAYES)
    assert facts.renamed == (("conv2d_1", "gate"),)
    assert facts.touched == {"conv2d_1", "gate"}
    document.leave_out((1, 2, 3))
    assert compare_states(document, 0, 3, BAYES).is_empty


def test_a_name_taken_over_from_a_node_that_went_stands_for_the_new_one():
    edits = (Rename("a", "b"), Bypass("b"), Rename("c", "b"), Rename("d", "e"))
    assert renames_of(edits) == {"c": "b", "d": "e"}
    assert renames_of((Rename("a", "b"), Rename("b", "a"))) == {}
    assert same_names(("a", "b", "x"), ("a", "b"), {"a": "b"}) == {"a": "b"}
