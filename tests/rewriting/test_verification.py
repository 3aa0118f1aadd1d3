"""A rewrite counts once it is measured on every kind of value its inputs may hold."""

import dataclasses

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.rewriting.catalogue import rules
from engine.rewriting.draft import Draft
from engine.rewriting.expansion import Expander, rewrite
from engine.rewriting.rule import NoMatch
from tests.rewriting.exporting import image, opened

aten = torch.ops.aten
INTEGERS = (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64)


def applied(model, op, expand, find_site=None):
    """Apply a rule made for the test at the one node of an op."""
    one = rules()["silu_as_product"]
    one = dataclasses.replace(
        one,
        name="tried",
        targets=(op,),
        expand=expand,
        find_site=find_site or one.find_site,
    )
    draft = Draft(model)
    (node,) = [each for each in draft.graph.nodes if each.target is op]
    rewrite(draft, Expander(), one, node)
    return draft.finish()


def integers(dtype):
    return torch.arange(40).reshape(2, 4, 5).to(dtype)


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
def test_a_rewrite_that_holds_for_0_and_1_alone_is_refused(dtype):
    model = opened(lambda _, x: x.abs(), integers(dtype))
    with pytest.raises(NoMatch, match="measured, it is off by"):
        applied(model, aten.abs.default, lambda input: input.clamp(0, 1))


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
def test_a_rewrite_that_holds_for_every_integer_counts(dtype):
    model = opened(lambda _, x: x.neg(), integers(dtype))
    edited = applied(model, aten.neg.default, lambda input: input * -1)
    assert torch.equal(edited(integers(dtype))[0], model(integers(dtype))[0])


def test_integers_that_are_indices_are_measured_within_what_they_index():
    table = nn.Embedding(3, 4)
    model = opened(lambda self, x: self.table(x), torch.tensor([0, 2]), table=table)

    def as_rows(weight, indices):
        return F.embedding(indices, weight) * 1

    assert applied(model, aten.embedding.default, as_rows).meta["rewrites"]


def test_a_rewrite_that_no_value_can_be_given_to_says_so_instead_of_a_difference():
    """Random matrices are not positive definite."""
    with pytest.raises(NoMatch, match=r"^it could not be measured: linalg\.cholesky"):
        applied(
            opened(lambda _, x: F.silu(x), image()),
            aten.silu.default,
            lambda input: torch.linalg.cholesky(input),
        )


def test_a_rule_sums_up_more_additions_than_python_may_recurse():
    def network(_, x):
        total = x
        for _ in range(1100):
            total = total + x
        return total

    model = opened(network, torch.ones(1, 1, 1, 1))
    last = [each for each in model.graph.nodes if each.target is aten.add.Tensor][-1]
    merge = rules()["merge_parallel_branches"]
    refusal = Expander().refusal(merge, last)
    assert refusal == "it adds more than 32 values"


def test_what_large_numbers_on_the_way_round_off_is_lost_for_an_exact_rule_too():
    def shifted(by):
        model = opened(lambda _, x: F.silu(x), image())
        return applied(model, aten.silu.default, lambda input: F.silu(input) + by - by)

    assert shifted(10.0).meta["rewrites"]
    with pytest.raises(NoMatch, match="measured, it is off by"):
        shifted(1e5)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_excuses_what_it_rounds_off_and_no_more(dtype):
    def clamped(bound):
        model = opened(lambda _, x: F.hardtanh(x), image().to(dtype))
        op = aten.hardtanh.default
        return applied(model, op, lambda input: input.clamp(-1, bound))

    assert clamped(1.001).meta["rewrites"]
    with pytest.raises(NoMatch, match="measured, it is off by"):
        clamped(1.1)
