"""The whole catalogue: each rule agrees with the op it replaces, or declines."""

import pytest
import torch
from torch.utils._pytree import tree_leaves

from engine.errors import EditError
from engine.opening.titles import op_name
from engine.recipe import ApplyRule
from engine.rewriting.catalogue import rules
from engine.rewriting.edits import apply_edit
from engine.rewriting.tried_inputs import tried_inputs
from engine.rewriting.verification import distance
from engine.targets.calls import ops_of
from tests.rewriting.catalogue import CATALOGUE
from tests.rewriting.catalogue.networks import plain
from tests.rewriting.exporting import ops
from tests.rewriting.written import equal, ran_whole


def shapes_of(network, number):
    """A rule's first network is tried on all its images, the others on one by turns."""
    shapes = network.shapes
    return shapes if number == 0 else [shapes[number % len(shapes)]]


SITES = [
    pytest.param(
        rule, *site, tolerance, shape, id=f"{rule}-{number}-{'x'.join(map(str, shape))}"
    )
    for rule, (sites, _, tolerance) in CATALOGUE.items()
    for number, site in enumerate(sites)
    for shape in shapes_of(site[0], number)
]


MODERATE = (
    lambda x: 3 * x,
    lambda x: (2 * x).round(),
    torch.zeros_like,
    lambda x: torch.full_like(x, -1.5),
    lambda x: 1e-3 * x,
    lambda x: x.sign() * 6,
)
"""Ordinary values, whole ones with ties, one value everywhere, small ones, bounds."""
LARGE = (lambda x: 50 * x, lambda x: 50 * x.relu(), lambda x: 1e4 * x)
"""Values where exponentials saturate, beside zeros and beside their like."""


@pytest.fixture(scope="module")
def other_op():
    return plain(torch.tan)()


def test_the_table_covers_the_whole_catalogue():
    assert set(CATALOGUE) == set(rules())


@pytest.mark.parametrize("rule", CATALOGUE)
def test_every_rule_is_tried_on_two_networks(rule):
    assert len(CATALOGUE[rule][0]) >= 2


@pytest.mark.parametrize("rule", CATALOGUE)
def test_every_rule_declines_at_another_op(rule, other_op):
    with pytest.raises(EditError, match=r"it does not rewrite aten\.tan\.default"):
        apply_edit(other_op, ApplyRule(rule, "tan"))


@pytest.mark.parametrize(
    ("rule", "build", "node", "expected", "tolerance", "shape"), SITES
)
def test_a_rule_agrees_with_what_it_replaces(
    rule, build, node, expected, tolerance, shape
):
    """It is measured at its place, leaves no trace but its ops, and reads as code."""
    model = build(shape)
    edited = apply_edit(model, ApplyRule(rule, node))
    check_ops(edited, expected)
    tells_rounding = "float32 rounds several" in rules()[rule].algebra
    draws = MODERATE if tells_rounding else (*MODERATE, *LARGE)
    check_results(model, edited, tolerance, [draw(drawn(shape)) for draw in draws])
    check_measurement(model, edited, rule, node)
    check_traces(model, edited)
    check_code(model)
    check_code(edited)


def check_ops(edited, expected):
    if isinstance(expected, str):
        assert {op_name(each) for each in ops_of(edited.graph)} == set(expected.split())
    else:
        assert ops(edited) == expected


def drawn(shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def check_results(model, edited, tolerance, given):
    for x in given:
        for before, after in zip(model(x), edited(x), strict=True):
            assert before.shape == after.shape
            assert before.dtype == after.dtype
            difference = distance(before, after)
            assert difference <= tolerance * max(1, before.double().abs().max())


def check_measurement(model, edited, rule, node):
    (measured,) = edited.meta["rewrites"]
    assert (measured.rule, measured.node) == (rule, node)
    one = rules()[rule]
    assert measured.max_abs_difference < torch.inf
    if not one.exact:
        assert measured.max_abs_difference <= one.within
    assert model.meta.get("rewrites", ()) == ()


def check_traces(model, edited):
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


def check_code(model):
    """Its code runs and gives every bit of what it gives."""
    if any(ops_of(model.graph)):
        given = next(tried_inputs(model))
        assert equal(ran_whole(model, *given), model(*given))


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.name)
def test_a_rule_tells_its_algebra_and_what_it_clears(rule):
    assert rule.title
    assert "=" in rule.algebra or "≈" in rule.algebra
    assert rule.exact == ("≈" not in rule.algebra)
    assert rule.exact == (rule.within == 0)
    assert rule.targets
