"""The whole catalogue: each rule agrees with the op it replaces, or declines."""

import pytest
import torch

from engine.errors import EditError
from engine.recipe import ApplyRule
from engine.rewriting.edits import apply_edit
from engine.rewriting.rule import rules
from engine.targets.calls import ops_of
from tests.rewriting import catalogue, catalogue_of_structures
from tests.rewriting.exporting import image, ops

TABLE = {**catalogue.TABLE, **catalogue_of_structures.TABLE}

SITES = [
    pytest.param(rule, *site, tolerance, id=f"{rule}-{number}")
    for rule, (sites, _, tolerance) in TABLE.items()
    for number, site in enumerate(sites)
]


def test_the_table_covers_the_whole_catalogue():
    assert set(TABLE) == set(rules())


@pytest.mark.parametrize(("rule", "build", "node", "expected", "tolerance"), SITES)
def test_a_rule_agrees_with_what_it_replaces(rule, build, node, expected, tolerance):
    model = build()
    edited = apply_edit(model, ApplyRule(rule, node))
    assert ops(edited) == expected
    for seed in range(3):
        torch.manual_seed(seed)
        x = 3 * image()
        (before,), (after,) = model(x), edited(x)
        assert before.shape == after.shape
        assert before.dtype == after.dtype
        difference = (before.double() - after.double()).abs().max()
        assert difference <= tolerance * max(1, before.double().abs().max())


@pytest.mark.parametrize("rule", TABLE)
def test_a_rule_declines_with_its_reason_and_changes_nothing(rule):
    build, node, reason = TABLE[rule][1]
    model = build()
    before = ops(model)
    with pytest.raises(EditError) as caught:
        apply_edit(model, ApplyRule(rule, node))
    assert reason in str(caught.value)
    assert ops(model) == before


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
    modes = {id(one.meta["val"].fake_mode) for one in ops_of(edited.graph)}
    assert len(modes) <= 1


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.name)
def test_a_rule_tells_its_algebra_and_what_it_clears(rule):
    assert rule.title
    assert "=" in rule.algebra or "≈" in rule.algebra
    assert rule.exact == ("≈" not in rule.algebra)
    assert rule.clears or rule.exact
    assert rule.targets
