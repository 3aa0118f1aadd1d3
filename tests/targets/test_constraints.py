"""Each constraint: one node it accepts, one it rejects, and the exact words."""

import pytest
import torch

from engine.targets.calls import ops_of
from engine.targets.constraints import CONSTRAINTS
from engine.targets.constraints.constraint import constraint, spelled
from engine.targets.profile import LIMITS
from tests.targets.constraint_cases import TABLE, called

EVERY_RANK = tuple(range(11))
pytestmark = pytest.mark.filterwarnings("ignore:Default grid_sample")


def test_the_table_covers_every_constraint_a_profile_may_name():
    assert set(TABLE) == set(CONSTRAINTS) == set(LIMITS)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_node_within_the_limit_is_accepted(name):
    limit, accepted, _, _ = TABLE[name]
    for node in ops_of(accepted().graph):
        assert CONSTRAINTS[name].check(node, limit) is None


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_node_beyond_the_limit_is_rejected_with_numbers(name):
    limit, _, rejected, sentence = TABLE[name]
    node = ops_of(rejected().graph)[0]
    seen = CONSTRAINTS[name].check(node, limit)
    assert seen is not None
    assert CONSTRAINTS[name].message("op", limit, seen) == f"op takes {sentence}"


def test_a_tensor_subtracted_from_a_constant_is_rejected():
    model = called(lambda x: torch.tensor(2.0) - x)
    (node,) = ops_of(model.graph)
    assert CONSTRAINTS["tensor_first"].check(node, True) == "a constant"


def test_limits_are_spelled_as_words():
    assert spelled(EVERY_RANK) == "0 to 10"
    assert spelled(("bilinear",)) == "bilinear"
    assert spelled((2, 3)) == "2 or 3"


def test_a_constraint_that_profiles_cannot_name_is_refused():
    with pytest.raises(KeyError, match="no max_colour"):

        @constraint()
        def max_colour(node, limit):
            """at most {limit} colours"""
