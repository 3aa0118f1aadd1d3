"""What is measured node by node is what both graphs yield as a whole."""

import pytest
import torch
import torch.nn.functional as F

from engine.document import Document
from engine.errors import EditError
from engine.progress import run
from engine.recipe import (
    ApplyRule,
    Bypass,
    FixAll,
    Insert,
    Rename,
    SetArgument,
    SetOutputs,
    SetPrecision,
)
from engine.rewriting.edits import apply_edit
from engine.rewriting.measuring import measure_difference
from engine.rewriting.previews import preview_edit
from engine.targets.calls import ops_of
from tests.rewriting.exporting import image, opened, tiny_pidnet


@pytest.fixture(scope="module")
def pidnet():
    return tiny_pidnet()


def whole_difference(before, after, sample):
    with torch.no_grad():
        pairs = zip(before(*sample), after(*sample), strict=True)
    return max(float((old - new).abs().max()) for old, new in pairs)


@pytest.mark.parametrize(
    "edit",
    [
        ApplyRule("keep_reduced_dimension", "sum_1"),
        Bypass("relu_3"),
        SetPrecision("conv2d", "int16"),
        Rename("relu_3", "named"),
        SetArgument("add_3", "alpha", "0.5"),
        FixAll("horizon-bayes"),
    ],
)
def test_it_is_the_difference_of_whole_passes(pidnet, edit):
    edited = apply_edit(pidnet, edit)
    samples = [sample_of(pidnet, seed) for seed in (0, 1)]
    difference, _ = run(measure_difference(pidnet, edited, samples))
    expected = max(whole_difference(pidnet, edited, each) for each in samples)
    assert difference == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_outputs_of_another_number_are_infinitely_far(pidnet):
    edited = apply_edit(pidnet, SetOutputs(("relu_3",)))
    found = run(measure_difference(pidnet, edited, [sample_of(pidnet, 0)]))
    assert found == (torch.inf, torch.inf)


def test_an_output_that_becomes_nan_is_infinitely_far_and_still_comparable():
    model = opened(lambda self, x: torch.sigmoid(torch.relu(x)), image())
    by_zero = Insert("aten.div.Tensor", "relu", (("other", "0"),))
    for edit, comparable in ((by_zero, True), (SetOutputs(("sigmoid", "relu")), False)):
        edited = apply_edit(model, edit)
        preview = run(preview_edit(edit, model, edited, None))
        assert preview.comparable is comparable
        assert preview.max_abs_difference == torch.inf


def test_what_cannot_differ_is_not_computed(pidnet):
    edited = apply_edit(pidnet, SetPrecision("conv2d", "int16"))
    steps = list(measure_difference(pidnet, edited, [sample_of(pidnet, 0)]))
    assert steps == []


def test_the_last_edit_is_measured_and_nothing_moves(pidnet):
    document = Document(pidnet, "net")
    document.apply(Bypass("relu_3"))
    digest = document.digest
    measured = run(document.measure_last([sample_of(pidnet, 0)]))
    assert measured.edit == Bypass("relu_3")
    assert measured.removed == ("relu_3",)
    assert measured.max_abs_difference > 0
    assert (document.cursor, document.digest) == (1, digest)


def sample_of(model, seed):
    generator = torch.Generator().manual_seed(seed)
    (node,) = model.graph.find_nodes(op="placeholder")
    return (torch.randn(node.meta["val"].shape, generator=generator),)


def test_an_op_that_cannot_compute_the_samples_is_refused_in_one_sentence():
    model = opened(lambda self, x: x[0, :, 0][x[0, 0].argmax(1) * 0], image())
    name = next(node.name for node in ops_of(model.graph) if "mul" in node.name)
    edited = apply_edit(model, SetArgument(name, "other", "1000"))
    with pytest.raises(EditError, match=r"^index cannot be computed .* out of"):
        run(measure_difference(model, edited, [(torch.rand(1, 4, 8, 8),)]))


def test_the_imaginary_part_of_an_output_counts():
    model = opened(lambda self, x: torch.complex(x * 1, x * 1))
    document = Document(model, "complex")
    measured = document.preview(SetArgument("mul_1", "other", "3"))
    assert measured.verdict == "changes results"
    assert document.preview(SetArgument("mul_1", "other", "1.0")).verdict == (
        "no difference"
    )


def test_what_an_exponential_follows_is_measured_where_outputs_are_of_a_size():
    """Of the large values the outputs are as large as 1e28, and what rounding moves."""
    slopes = torch.linspace(0.1, 0.9, 64).reshape(8, 8)
    model = opened(lambda self, x: torch.exp(x * slopes / 1.3))
    preview = Document(model, "exp").preview(ApplyRule("division_as_product", "div"))
    assert preview.verdict == "within rounding"
    assert 0 < preview.max_abs_difference < 1


def test_outputs_that_no_smaller_input_makes_finite_are_measured_as_they_are():
    model = opened(lambda self, x: F.silu(x.clamp(-50, 50)).log())
    preview = Document(model, "log").preview(Bypass("clamp"))
    assert preview.verdict == "changes results"
