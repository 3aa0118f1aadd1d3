"""Comparisons and the masks they make, where a chip takes only some of them."""

from engine.recipe import ApplyRule
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, opened
from tests.targets.test_horizon_ops import broken_on


def test_an_assignment_by_a_computed_mask_is_refused_on_journey_6_and_written_anew():
    def assigned(_, x):
        x = x * 1.5
        x[x > 0.5] = 2.0
        return x

    model = opened(assigned)
    (found,) = (
        each
        for each in diagnose(model, load_profile("horizon-nash-e"))
        if each.severity == "error"
    )
    assert found.constraint == "constant_mask"
    (fix, *_) = found.fixes
    assert fix.edit == ApplyRule("masked_assignment_as_choice", found.node)
    assert fix.is_applicable


def test_a_float_is_not_compared_with_indices_where_types_must_match():
    def compared(x):
        return x > x.argmax(1, True)

    for march in "JN":
        found = broken_on(march, compared, image())
        assert ("gt", "same_types") in found
        assert broken_on(march, lambda x: x > 0.5, image()) == []
        assert broken_on(march, lambda x: x > x.flip(1), image()) == []
