"""An input is offered only where all that follows can compute, too."""

import pytest
import torch

from engine.errors import EditError
from engine.progress import run
from engine.recipe import Rewire
from engine.rewriting.edits import apply_edit
from engine.rewriting.slots import sources_of, targets_of
from engine.rewriting.tried_slots import tried_sources, tried_targets
from tests.rewriting.exporting import opened


def followed_by_a_view():
    def network(self, x):
        small = torch.nn.functional.avg_pool2d(x, 2)
        return torch.relu(x).view(1, 256) + 1, small

    return opened(network)


def test_a_shape_that_only_a_later_op_refuses_is_refused_there():
    model = followed_by_a_view()
    (at_once,) = [s for s in targets_of(model, "avg_pool2d") if s.node == "relu"]
    assert at_once.reason == ""
    (tried,) = [s for s in run(tried_targets(model, "avg_pool2d")) if s.node == "relu"]
    assert tried.reason


@pytest.mark.parametrize("source", ["avg_pool2d", "relu"])
def test_every_input_is_offered_exactly_where_the_edit_holds(source):
    model = followed_by_a_view()
    for slot in run(tried_targets(model, source)):
        edit = Rewire(slot.node, slot.name, source)
        if slot.reason:
            continue
        assert apply_edit(model, edit) is not model
    refused = [slot for slot in run(tried_targets(model, source)) if slot.reason]
    for slot in refused:
        if "already" not in slot.reason:
            with pytest.raises(EditError):
                apply_edit(model, Rewire(slot.node, slot.name, source))


def test_a_value_that_only_a_later_op_refuses_is_refused_there():
    model = followed_by_a_view()
    (at_once,) = [
        s for s in sources_of(model, "relu", "self") if s.name == "avg_pool2d"
    ]
    assert at_once.reason == ""
    found = run(tried_sources(model, "relu", "self", "inputs_0"))
    (tried,) = [each for each in found if each.name == "avg_pool2d"]
    assert tried.reason


def test_both_ends_of_a_wire_hear_the_same():
    model = followed_by_a_view()
    names = [each.name for each in sources_of(model, "relu", "self")]
    forwards = {
        (slot.node, slot.name, source): slot.reason
        for source in names
        for slot in run(tried_targets(model, source))
    }
    backwards = {
        (slot.node, slot.name, found.name): found.reason
        for slot in targets_of(model, "inputs_0")
        for found in run(tried_sources(model, slot.node, slot.name, slot.source))
    }
    assert forwards == backwards
