"""The laws of a document: replay, undo, redo, and what a new edit forgets."""

import gc
import operator
import weakref

import pytest
import torch
import torch.nn.functional as F
from torch import fx, nn

from engine import document as documents
from engine import kept_models, kept_state
from engine.document import Document
from engine.errors import EditError
from engine.info import EditPreview, Rewrite
from engine.opening.graph import get_tensor
from engine.opening.summary import summarize
from engine.recipe import (
    ApplyEverywhere,
    ApplyRule,
    Bypass,
    FixAll,
    FuseBatchNorm,
    InsertStubs,
    Rename,
    SetArgument,
    SetOutputs,
    SetPrecision,
    Several,
)
from engine.rewriting import expansion, traces
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, names, opened, tiny_pidnet

BAYES = load_profile("horizon-bayes")
MINUS = ApplyRule("constant_minus_tensor", "rsub")
SUMS = ApplyEverywhere("keep_reduced_dimension")
RECIPE = (MINUS, SUMS, InsertStubs(), FixAll("horizon-bayes"))


@pytest.fixture(scope="module")
def pidnet():
    return tiny_pidnet()


@pytest.fixture
def document(pidnet):
    return Document(pidnet, "pidnet")


def test_an_opened_document_stands_at_its_base(document, pidnet):
    assert document.model is document.base is pidnet
    assert (document.edits, document.cursor) == ((), 0)
    assert not document.can_undo
    assert not document.can_redo
    assert document.name == document.info().name == "pidnet"
    assert document.digest == document.info().digest


def test_an_edit_that_changes_nothing_is_refused_and_holds_where_it_was_saved(pidnet):
    same, other = SetArgument("conv2d", "stride", "2"), SetPrecision("conv2d", "int16")
    with pytest.raises(EditError, match="stride of conv2d is 2 already"):
        Document(pidnet, "pidnet").apply(same)
    saved = Document(pidnet, "pidnet", (SUMS, same, Several((same, other))))
    assert (saved.cursor, saved.misfit) == (3, None)
    assert saved.digest == Document(pidnet, "pidnet", (SUMS, other)).digest


def test_replaying_a_recipe_gives_the_identical_graph(document, pidnet):
    for edit in RECIPE:
        document.apply(edit)
    again = Document(pidnet, "pidnet", document.edits)
    assert again.digest == document.digest
    assert names(again.model) == names(document.model)
    assert again.info() == document.info()
    assert again.cursor == len(RECIPE)


def exact(model):
    """Everything of a graph that an undo must bring back."""
    return [
        (
            node.name,
            node.op,
            str(node.target),
            str(node.args),
            str(node.kwargs),
            [user.name for user in sorted(node.users)],
            node.meta.get("precision"),
            node.meta.get("origin"),
            node.meta.get("val"),
            id(get_tensor(model, node)) if node.op == "get_attr" else 0,
        )
        for node in model.graph.nodes
    ]


def test_undo_and_redo_restore_every_graph_exactly(document, pidnet):
    found = [exact(document.model)]
    for edit in RECIPE:
        document.apply(edit)
        found.append(exact(document.model))
    for expected in reversed(found[:-1]):
        document.undo()
        assert same(exact(document.model), expected)
    assert document.model is pidnet
    for expected in found[1:]:
        document.redo()
        assert same(exact(document.model), expected)
    document.jump(1)
    assert same(exact(document.model), found[1])
    assert document.edits == RECIPE


def same(some, others):
    """Compare by identity where a value is a tensor: no other says it is the same."""
    return len(some) == len(others) and all(
        one is other or (not torch.is_tensor(one) and one == other)
        for row, counterpart in zip(some, others, strict=True)
        for one, other in zip(row, counterpart, strict=True)
    )


def test_going_to_a_known_state_puts_no_graph_together(document, monkeypatch):
    known = []
    for edit in RECIPE:
        document.apply(edit)
        known.append(asked(document))
    made = []
    restore = kept_models.restore
    monkeypatch.setattr(
        kept_models, "restore", lambda *args: made.append(args) or restore(*args)
    )
    for cursor in (3, 2, 4, 1):
        document.jump(cursor)
        assert all(map(operator.is_, asked(document), known[cursor - 1]))
    assert made == []
    assert document.info() == summarize(document.model, "pidnet")
    assert len(made) == 1


def asked(document):
    """All that the window asks of a state."""
    return (
        document.info(),
        document.diagnostics(BAYES),
        document.latency_ms(BAYES),
        document.hints(BAYES),
    )


def test_what_is_known_of_a_state_is_what_a_new_document_finds(document, pidnet):
    for edit in (MINUS, SUMS, InsertStubs()):
        document.apply(edit)
        asked(document)
    document.undo()
    document.apply(SetPrecision("conv2d", "int16"))
    asked(document)
    document.undo()
    document.redo()
    assert asked(document) == asked(Document(pidnet, "pidnet", document.edits))


def test_few_states_are_described_however_many_there_are(document):
    for number in range(30):
        document.apply(SetPrecision("conv2d", "int16" if number % 2 else "int8"))
        asked(document)
    described = [each for each in document.states if each.info is not None]
    judged = [each for each in document.states if each.judgements]
    most = 2 * kept_state._DESCRIBED + kept_state._VISITED + 1
    assert len(described) <= most
    assert len(judged) <= most


def test_an_edit_of_a_state_gone_back_to_is_made_on_its_graph(document, pidnet):
    document.apply(MINUS)
    document.apply(SUMS)
    document.undo()
    document.apply(InsertStubs())
    expected = Document(pidnet, "pidnet", (MINUS, InsertStubs()))
    assert document.digest == expected.digest
    assert names(document.model) == names(expected.model)


def test_weights_of_states_that_are_left_are_freed_and_come_back_with_them(pidnet):
    document = Document(pidnet, "pidnet")
    document.apply(FuseBatchNorm())
    folded = document.digest
    held = [
        weakref.ref(get_tensor(document.model, node))
        for node in document.model.graph.find_nodes(op="get_attr")
        if "origin" in node.meta
    ]
    assert len(held) == 132
    gc.collect()
    nodes = (each for each in gc.get_objects() if type(each) is fx.Node)
    alive = sum(each.graph is document.model.graph for each in nodes)
    assert alive == len(document.model.graph.nodes) + 1
    assert 0 < document._states.traces.size <= traces._KEPT
    document.apply(Rename("relu", "first"))
    renamed = document.digest
    document.undo()
    assert document.digest == folded
    document.undo()
    gc.collect()
    assert not any(each() is not None for each in held)
    document.redo()
    document.redo()
    assert document.digest == renamed
    document.jump(1)
    assert document.digest == folded


def test_a_state_is_described_like_one_that_was_never_described_before(pidnet):
    document = Document(pidnet, "pidnet")
    document.info()
    for edit in (*RECIPE, SetArgument("avg_pool2d", "stride", "[4, 4]")):
        document.apply(edit)
        assert document.info() == summarize(document.model, "pidnet")
    document.undo()
    assert document.info() == summarize(document.model, "pidnet")


def test_the_differences_measured_at_every_place_are_told(document):
    assert document.rewrites == ()
    document.apply(FixAll(BAYES.name))
    assert [(each.rule, each.node) for each in document.rewrites] == [
        ("keep_reduced_dimension", "sum_1"),
        ("constant_minus_tensor", "rsub"),
        ("keep_reduced_dimension", "sum_2"),
        ("constant_minus_tensor", "rsub_1"),
        ("constant_minus_tensor", "rsub_2"),
    ]
    assert all(each.max_rel_difference <= 1e-6 for each in document.rewrites)
    document.apply(Bypass("relu"))
    assert document.rewrites == ()


def test_a_new_edit_forgets_what_was_undone(document):
    document.apply(MINUS)
    document.apply(SUMS)
    document.undo()
    document.apply(InsertStubs())
    assert document.edits == (MINUS, InsertStubs())
    assert not document.can_redo


def test_there_is_nothing_before_the_base_and_behind_the_last_edit(document):
    with pytest.raises(EditError, match="no state -1; this recipe has 0 edits"):
        document.undo()
    with pytest.raises(EditError, match="no state 1"):
        document.redo()


def test_an_edit_that_fails_leaves_the_document_as_it_was(document):
    document.apply(MINUS)
    document.undo()
    before = document.digest
    with pytest.raises(EditError):
        document.apply(ApplyRule("silu_as_product", "rsub"))
    assert (document.digest, document.edits, document.cursor) == (before, (MINUS,), 0)


def test_a_recipe_of_another_model_is_refused_by_naming_the_edit(pidnet):
    edits = (MINUS, SetPrecision("conv2d_900", "int16"))
    with pytest.raises(EditError) as caught:
        Document(pidnet, "pidnet", edits)
    assert str(caught.value) == (
        "Edit 2 (conv2d_900 in int16) does not fit this model: "
        "This network has no node conv2d_900; was another one opened?"
    )


def test_what_is_asked_of_a_state_is_found_once(document):
    assert document.info() is document.info()
    found = document.diagnostics(BAYES)
    assert document.diagnostics(BAYES) is found
    assert document.diagnostics(load_profile("onnxruntime-cpu")) != found
    document.apply(FixAll(BAYES.name))
    assert document.diagnostics(BAYES) == ()
    document.undo()
    assert document.diagnostics(BAYES) is found


def test_a_preview_shows_the_changed_code_and_an_exact_difference(document):
    preview = document.preview(ApplyRule("keep_reduced_dimension", "sum_1"))
    assert preview.before == (
        "sum_1 = sum(mul, [1])",
        "unsqueeze = unsqueeze(sum_1, 1)",
    )
    assert preview.after == ("sum_1_sum = sum(mul, [1], True)",)
    assert preview.removed == ("sum_1", "unsqueeze")
    assert preview.added == ("sum_1_sum",)
    assert (preview.samples, preview.verdict) == (2, "no difference")
    assert document.cursor == 0


def test_a_preview_measures_on_the_given_samples():
    model = opened(lambda _, x: F.gelu(x))
    document = Document(model, "gelu")
    zeros = [(torch.zeros(1, 4, 8, 8),)] * 2
    edit = ApplyRule("gelu_as_sigmoid", "gelu")
    assert document.preview(edit, zeros).verdict == "no difference"
    assert document.preview(edit, zeros).samples == 2
    measured = document.preview(edit, [(image(),)])
    assert measured.verdict == "changes results"
    assert 1e-3 < measured.max_abs_difference < 0.021


def test_a_preview_within_rounding_says_so():
    document = Document(opened(lambda _, x: F.mish(x)), "mish")
    preview = document.preview(ApplyRule("mish_as_product", "mish"))
    assert preview.verdict in ("within rounding", "no difference")
    assert preview.max_rel_difference <= 1e-5


def test_a_preview_shows_a_precision(document):
    preview = document.preview(SetPrecision("conv2d", "int16"))
    assert (preview.removed, preview.added) == ((), ())
    assert preview.after == (preview.before[0] + "  # int16",)


def test_what_was_previewed_is_what_is_applied(document):
    document.preview(MINUS)
    document.apply(InsertStubs())
    document.apply(MINUS)
    assert "x_quant" in names(document.model)
    assert "rsub_mul" in names(document.model)


def test_a_weight_is_drawn_where_it_is_read_only_while_it_is_an_output():
    model = opened(
        lambda self, x: (self.conv(x), self.conv.weight), conv=nn.Conv2d(4, 4, 1)
    )
    document = Document(model, "weights")
    assert document.info().by_name["conv2d"].inputs == ("inputs_0", "conv_weight")
    document.apply(SetOutputs(("conv2d",)))
    assert document.info() == summarize(document.model, "weights")
    assert document.info().by_name["conv2d"].inputs == ("inputs_0",)


@pytest.mark.parametrize(
    ("relative", "rewrites", "verdict"),
    [
        (9e-6, 0, "within rounding"),
        (3e-5, 1, "changes results"),
        (3e-5, 70, "within rounding"),
        (1e-3, 70, "changes results"),
    ],
)
def test_rounding_of_many_rewrites_adds_up_as_independent_errors(
    relative, rewrites, verdict
):
    places = tuple(
        Rewrite("fold_batch_norm", f"n{n}", 0.0, 1e-6) for n in range(rewrites)
    )
    changed = EditPreview(FuseBatchNorm(), (), (), (), (), 1.0, relative, 1, places)
    assert changed.verdict == verdict


def test_two_nodes_of_one_name_are_never_taken_for_a_state():
    model = opened(lambda self, x: F.relu(torch.sigmoid(x)))
    next(node for node in model.graph.nodes if node.name == "relu").name = "sigmoid"
    with pytest.raises(AssertionError, match="sigmoid"):
        Document(model, "twice")


def test_an_edit_that_gives_a_name_twice_leaves_the_document_as_it_was(monkeypatch):
    document = Document(opened(lambda self, x: F.relu(torch.sigmoid(x))), "twice")
    wrong = opened(lambda self, x: F.relu(torch.sigmoid(x)))
    next(node for node in wrong.graph.nodes if node.name == "relu").name = "sigmoid"
    monkeypatch.setattr(documents, "apply_edit", lambda *args: wrong)
    before = document.digest
    with pytest.raises(AssertionError, match="sigmoid"):
        document.apply(Bypass("relu"))
    assert (document.digest, document.edits) == (before, ())


def test_a_rule_that_was_offered_is_not_traced_again_when_it_is_clicked(
    document, monkeypatch
):
    traced = []
    record = expansion.record
    monkeypatch.setattr(
        expansion, "record", lambda *args: traced.append(args) or record(*args)
    )
    document.diagnostics(BAYES)
    offered = len(traced)
    document.apply(MINUS)
    assert len(traced) == offered > 0
