"""Each constraint: one node it accepts, one it rejects, and the exact words."""

import pytest
import torch
import torch.nn.functional as F

from engine.targets.calls import ops_of
from engine.targets.constraints import CONSTRAINTS
from engine.targets.constraints.constraint import constraint, spelled
from engine.targets.profile import LIMITS
from tests.rewriting.exporting import image
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


def seen(name, limit, function, *inputs):
    """What a limit finds in the last op of a network."""
    return CONSTRAINTS[name].check(ops_of(called(function, *inputs).graph)[-1], limit)


@pytest.mark.parametrize(
    "made",
    [
        lambda: torch.ones(1, 4, 1, 1),
        lambda: torch.full((1, 4, 1, 1), 0.5),
        lambda: torch.arange(4.0).reshape(1, 4, 1, 1) * 2,
    ],
)
def test_a_constant_made_in_the_graph_is_a_constant_operand(made):
    assert seen("constant_operand", False, lambda x: x + made()) == "one of 1×4×1×1"


def test_what_has_only_the_shape_of_an_input_is_a_constant_operand():
    ones = "one of 1×4×8×8"
    assert seen("constant_operand", False, lambda x: x * torch.ones_like(x)) == ones
    assert seen("constant_operand", False, lambda x: x * x.relu()) is None
    noise = seen("constant_operand", False, lambda x: x * torch.rand(1, 4, 1, 1).exp())
    assert noise is None


def test_a_constant_made_in_the_graph_before_the_minus_sign_is_rejected():
    assert seen("tensor_first", True, lambda x: torch.ones(1) - x) == "a constant"
    assert seen("tensor_first", True, lambda x: x - torch.ones(1)) is None


def test_dimensions_of_activations_that_go_in_count_as_well():
    volume = torch.randn(1, 2, 4, 4, 4)
    assert seen("rank", (4,), lambda x: x.flatten(1, 2), volume) == "5"
    assert seen("rank", (4,), lambda x, y: x + y, image(), torch.randn(8)) == "1"


def test_dimensions_of_constants_indices_and_transforms_do_not_count():
    assert seen("rank", (4,), lambda x: x + torch.arange(8.0)) is None
    assert seen("rank", (4,), lambda x: x + torch.ones(8)) is None
    chosen = torch.tensor([0, 1])
    assert (
        seen("rank", (4,), lambda x, i: x.index_select(1, i), image(), chosen) is None
    )
    turned = torch.randn(1, 2, 3)
    grid = lambda theta: F.affine_grid(theta, [1, 1, 4, 4], align_corners=False)  # noqa: E731
    assert seen("rank", (4,), grid, turned) is None


def test_limits_are_spelled_as_words():
    assert spelled(EVERY_RANK) == "0 to 10"
    assert spelled(("bilinear",)) == "bilinear"
    assert spelled((2, 3)) == "2 or 3"


def test_a_constraint_that_profiles_cannot_name_is_refused():
    with pytest.raises(KeyError, match="no max_colour"):

        @constraint()
        def max_colour(node, limit):
            """at most {limit} colours"""
