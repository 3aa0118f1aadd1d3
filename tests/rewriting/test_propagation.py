"""What shapes are worked out for can be computed, and what cannot is refused."""

from __future__ import annotations

import random

import pytest
import torch
from torch import fx
from torch.nn import functional
from torch.utils import _pytree as pytree

from engine.errors import EditError
from engine.opening.graph import arguments_of, digest
from engine.recipe import ApplyEverywhere, Insert, Rewire, SetArgument
from engine.rewriting.catalogue import rules
from engine.rewriting.edits import apply_edit
from engine.rewriting.propagation import compute_value
from engine.rewriting.tried_inputs import tried_inputs
from engine.targets.calls import ops_of
from tests.rewriting.catalogue import CATALOGUE
from tests.rewriting.exporting import image, opened


def other_shape(drawn: random.Random, shape: torch.Size) -> list[int]:
    """The shape with an axis more, or less, or of another size."""
    sizes = list(shape)
    if not sizes or drawn.random() < 0.25:
        return [drawn.choice([1, 2]), *sizes]
    place = drawn.randrange(len(sizes))
    if drawn.random() < 0.33:
        return sizes[:place] + sizes[place + 1 :]
    sizes[place] = max(1, sizes[place] + drawn.choice([-1, 1, 2]))
    return sizes


def other_numbers(drawn: random.Random, value: object) -> str:
    """Text for the argument editor: the numbers of a value, one of them changed."""
    numbers = list(value) if isinstance(value, (list, tuple)) else [value]
    place = drawn.randrange(len(numbers))
    numbers[place] = drawn.choice([-1, 0, 1, 2, 5, 3 * numbers[place]])
    return str(numbers if isinstance(value, (list, tuple)) else numbers[0])


@pytest.fixture(scope="module")
def models() -> list[fx.GraphModule]:
    """Networks with every op that some rule rewrites."""
    found, seen = list[fx.GraphModule](), set[object]()
    for rule, (sites, _, _) in CATALOGUE.items():
        if not seen.issuperset(rules()[rule].targets):
            found.append(sites[0][0]())
            seen |= {node.target for node in ops_of(found[-1].graph)}
    return found


def zeros(values: object) -> object:
    return pytree.tree_map_only(
        torch.Tensor, lambda each: torch.zeros(each.shape, dtype=each.dtype), values
    )


def test_a_shape_is_only_worked_out_where_the_op_can_compute(models):
    drawn, tried = random.Random(0), 0
    for model in models:
        for node in ops_of(model.graph):
            args, kwargs = fx.map_arg((node.args, node.kwargs), lambda n: n.meta["val"])
            leaves, structure = pytree.tree_flatten((args, kwargs))
            places = [n for n, x in enumerate(leaves) if isinstance(x, torch.Tensor)]
            if not places:
                continue
            place = drawn.choice(places)
            old = leaves[place]
            with old.fake_mode:
                shape = other_shape(drawn, old.shape)
                leaves[place] = torch.zeros(shape, dtype=old.dtype)
            args, kwargs = pytree.tree_unflatten(leaves, structure)
            try:
                value = compute_value(node.name, node.target, args, kwargs, old)
            except EditError:
                continue
            found = node.target(*zeros(args), **zeros(kwargs))
            assert pytree.tree_map(lambda x: x.shape, found) == pytree.tree_map(
                lambda x: x.shape, value
            )
            tried += 1
    assert tried > 50


@pytest.mark.parametrize(("which", "axis"), [(0, 0), (1, 0), (0, 1), (1, 1), (1, 2)])
def test_states_of_other_sizes_are_refused_before_torch_reads_them(models, which, axis):
    lstm = next(
        node
        for model in models
        for node in ops_of(model.graph)
        if node.target is torch.ops.aten.lstm.input
    )
    args = list(fx.map_arg(lstm.args, lambda node: node.meta["val"]))
    states = list(args[1])
    like = states[which]
    with like.fake_mode:
        states[which] = torch.cat([like, like], axis)
    args[1] = states
    with pytest.raises(EditError, match=r"its states are .* and should be"):
        compute_value(lstm.name, lstm.target, tuple(args), lstm.kwargs, like)


def test_a_changed_argument_is_refused_or_computes(models):
    drawn, tried = random.Random(1), 0
    for model in models:
        if any(
            node.target is torch.ops.aten.one_hot.default for node in model.graph.nodes
        ):
            continue  # whether classes are too few depends on values
        for node in ops_of(model.graph):
            given = {
                name: value
                for name, value in arguments_of(node).items()
                if pytree.tree_leaves(value)
                and all(type(each) is int for each in pytree.tree_leaves(value))
            }
            if not given:
                continue
            name = drawn.choice(sorted(given))
            text = other_numbers(drawn, given[name])
            try:
                edited = apply_edit(model, SetArgument(node.name, name, text))
            except EditError:
                continue
            edited(*next(tried_inputs(model)))
            tried += 1
    assert tried > 50


def twice_silu(self, x):
    return functional.silu(functional.silu(x))


@pytest.mark.parametrize("op", ["nonzero", "item", "unique2", "is_nonzero"])
def test_a_refused_size_that_depends_on_values_leaves_nothing_behind(op):
    fresh = apply_edit(opened(twice_silu, image()), ApplyEverywhere("silu_as_product"))
    model = opened(twice_silu, image())
    with pytest.raises(EditError):
        apply_edit(model, Insert(f"aten.{op}.default", "silu"))
    again = apply_edit(model, ApplyEverywhere("silu_as_product"))
    assert digest(again) == digest(fresh)


def with_spectrum(self, x):
    return torch.abs(torch.fft.rfft(x)), torch.argmax(torch.relu(x), 1)


@pytest.mark.parametrize("after", ["fft_rfft", "abs_1"])
def test_an_op_without_a_kernel_for_a_type_is_refused_whatever_torch_calls_that(after):
    model = opened(with_spectrum, image())
    edit = Rewire("argmax", "self", after)
    if after == "abs_1":
        edited = apply_edit(model, edit)
        edited(*next(tried_inputs(edited)))
        return
    with pytest.raises(EditError, match="complex"):
        apply_edit(model, edit)


def test_an_op_that_refuses_only_the_values_it_is_tried_with_is_no_obstacle():
    model = opened(lambda self, x: torch.linalg.inv(torch.relu(x)), image())
    apply_edit(model, Insert("aten.linalg_cholesky.default", "relu"))


RANDOM = [
    ("rand_like.default", ()),
    ("bernoulli.default", ()),
    ("multinomial.default", (("num_samples", "1"),)),
    ("dropout.default", (("p", "0.5"), ("train", "True"))),
    ("empty_like.default", ()),
]


@pytest.mark.parametrize(("op", "arguments"), RANDOM, ids=[op for op, _ in RANDOM])
def test_an_op_that_differs_from_run_to_run_cannot_be_inserted(op, arguments):
    model = opened(lambda self, x: torch.relu(x).flatten(1).softmax(1), image())
    with pytest.raises(EditError, match="other values every time"):
        apply_edit(model, Insert(f"aten.{op}", "softmax", arguments))


def test_dropout_that_is_off_can_be_inserted_and_not_be_turned_on():
    off = (("p", "0.5"), ("train", "False"))
    model = opened(twice_silu, image())
    edited = apply_edit(model, Insert("aten.dropout.default", "silu", off))
    with pytest.raises(EditError, match="other values every time"):
        apply_edit(edited, SetArgument("silu_dropout", "train", "True"))
