"""The whole catalogue: each rule agrees with the op it replaces, or declines."""

import pytest
import torch
from torch.utils._pytree import tree_leaves

from engine.errors import EditError
from engine.opening.titles import op_name
from engine.recipe import ApplyRule
from engine.rewriting.edits import apply_edit
from engine.rewriting.rule import rules
from engine.rewriting.verification import distance
from engine.targets.calls import ops_of
from tests.rewriting import (
    catalogue,
    catalogue_of_structures,
    catalogue_of_variants,
)
from tests.rewriting.exporting import image, ops

TABLE = {**catalogue.TABLE, **catalogue_of_structures.TABLE}
MORE = catalogue_of_variants.TABLE


def tolerance_of(rule):
    found = MORE[rule][2] if rule in MORE else None
    return TABLE[rule][2] if found is None else found


CATALOGUE = {
    rule: (
        [*(TABLE[rule][0] if rule in TABLE else []), *(MORE.get(rule, [[]])[0])],
        [*([TABLE[rule][1]] if rule in TABLE else []), *(MORE.get(rule, [[], []])[1])],
        tolerance_of(rule),
    )
    for rule in dict.fromkeys((*TABLE, *MORE))
}
"""Every rule with all its sites, all sites where it declines, and its tolerance."""

SITES = [
    pytest.param(rule, *site, tolerance, id=f"{rule}-{number}")
    for rule, (sites, _, tolerance) in CATALOGUE.items()
    for number, site in enumerate(sites)
]
REFUSALS = [
    pytest.param(rule, *refusal, id=f"{rule}-{number}")
    for rule, (_, refusals, _) in CATALOGUE.items()
    for number, refusal in enumerate(refusals)
]


def test_the_table_covers_the_whole_catalogue():
    assert set(CATALOGUE) == set(rules())


@pytest.mark.parametrize("rule", CATALOGUE)
def test_every_rule_is_tried_on_two_networks_and_on_one_it_must_decline(rule):
    sites, refusals, _ = CATALOGUE[rule]
    assert len(sites) >= 2
    assert len(refusals) >= 1


@pytest.mark.parametrize(("rule", "build", "node", "expected", "tolerance"), SITES)
def test_a_rule_agrees_with_what_it_replaces(rule, build, node, expected, tolerance):
    model = build()
    edited = apply_edit(model, ApplyRule(rule, node))
    if isinstance(expected, str):
        assert {op_name(each) for each in ops_of(edited.graph)} == set(expected.split())
    else:
        assert ops(edited) == expected
    for seed in range(3):
        torch.manual_seed(seed)
        x = 3 * image()
        for before, after in zip(model(x), edited(x), strict=True):
            assert before.shape == after.shape
            assert before.dtype == after.dtype
            difference = distance(before, after)
            assert difference <= tolerance * max(1, before.double().abs().max())


@pytest.mark.parametrize(("rule", "build", "node", "reason"), REFUSALS)
def test_a_rule_declines_with_its_reason_and_changes_nothing(rule, build, node, reason):
    model = build()
    before = ops(model)
    with pytest.raises(EditError) as caught:
        apply_edit(model, ApplyRule(rule, node))
    assert reason in str(caught.value)
    assert ops(model) == before


@pytest.mark.parametrize(("rule", "build", "node", "expected", "tolerance"), SITES)
def test_a_rewrite_is_measured_at_its_place(rule, build, node, expected, tolerance):
    model = build()
    edited = apply_edit(model, ApplyRule(rule, node))
    (measured,) = edited.meta["rewrites"]
    assert (measured.rule, measured.node) == (rule, node)
    one = rules()[rule]
    assert measured.max_abs_difference < torch.inf
    if not one.exact:
        assert measured.max_abs_difference <= one.within
    assert model.meta.get("rewrites", ()) == ()


@pytest.mark.parametrize(("rule", "build", "node", "expected", "tolerance"), SITES)
def test_a_rule_leaves_no_trace_but_its_ops(rule, build, node, expected, tolerance):
    model = build()
    edited = apply_edit(model, ApplyRule(rule, node))
    edited.graph.lint()
    old = {each.name for each in model.graph.nodes}
    for each in edited.graph.nodes:
        assert each.op in ("placeholder", "output") or each.users
        if each.name in old:
            continue
        assert {"val", "module", "module_type", "source", "origin"} <= set(each.meta)
        assert each.meta["origin"] in old
        assert each.name.startswith(each.meta["origin"] + "_")
    values = [one.meta["val"] for one in ops_of(edited.graph)]
    tensors = [one for value in values for one in tree_leaves(value)]
    assert len({id(one.fake_mode) for one in tensors}) <= 1


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.name)
def test_a_rule_tells_its_algebra_and_what_it_clears(rule):
    assert rule.title
    assert "=" in rule.algebra or "≈" in rule.algebra
    assert rule.exact == ("≈" not in rule.algebra)
    assert rule.exact == (rule.within == 0)
    assert rule.targets
