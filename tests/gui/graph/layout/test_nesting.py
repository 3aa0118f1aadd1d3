"""Children and pieces of edges, sorted into the containers of a drawing."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.graph.layout.container import PORT_IN, PORT_OUT
from gui.graph.layout.nesting import nest

Tree = tuple[list[int], list[int]]


def tree(rng: random.Random, boxes: int) -> Tree:
    """The group of every box and the one around every group; runs of boxes nest."""
    owner, parents = [-1] * boxes, list[int]()
    runs = [(0, boxes, -1)]
    while runs:
        start, stop, around = runs.pop()
        while stop - start > 1 and rng.random() < 0.7:
            end = rng.randint(start + 1, stop)
            owner[start:end] = [len(parents)] * (end - start)
            runs.append((start, end, len(parents)))
            parents.append(around)
            start = rng.randint(end, stop)
    return owner, parents


def edges_among(rng: random.Random, boxes: int) -> list[tuple[int, int]]:
    """Edges from lower to higher numbers, each once."""
    pairs = [tuple(sorted(rng.sample(range(boxes), 2))) for _ in range(2 * boxes)]
    return [(source, target) for source, target in dict.fromkeys(pairs)]


def around(owner: list[int], parents: list[int], box: int) -> list[int]:
    """The groups around a box, from the outermost inwards."""
    found, group = list[int](), owner[box]
    while group >= 0:
        found.append(group)
        group = parents[group]
    return found[::-1]


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 30))
def test_every_child_is_in_its_container_once(rng: random.Random, boxes: int) -> None:
    owner, parents = tree(rng, boxes)
    nesting = nest(boxes, (), owner, parents)
    assert sorted(nesting.children) == list(range(boxes + len(parents)))
    for container in range(len(parents) + 1):
        run = slice(*nesting.first_child[container : container + 2])
        children = nesting.children[run].tolist()
        number = -1 if container == len(parents) else container
        assert all(([*owner, *parents])[child] == number for child in children)
        assert nesting.place[children].tolist() == list(range(len(children)))


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 30))
def test_an_edge_leaves_and_enters_every_group_between_its_ends(
    rng: random.Random, boxes: int
) -> None:
    owner, parents = tree(rng, boxes)
    edges = edges_among(rng, boxes)
    nesting = nest(boxes, edges, owner, parents)
    stops = np.cumsum(nesting.lengths).tolist()
    for (source, target), stop, length in zip(
        edges, stops, nesting.lengths.tolist(), strict=True
    ):
        leaving, entering = (around(owner, parents, box) for box in (source, target))
        shared = sum(group in entering for group in leaving)
        expected = [*leaving[shared:][::-1]]
        expected.append(leaving[shared - 1] if shared else len(parents))
        expected += entering[shared:]
        route = nesting.route[stop - length : stop]
        found = np.searchsorted(nesting.first_segment, route, "right") - 1
        assert found.tolist() == expected
        ends = nesting.segments[route]
        outwards, inwards = len(leaving) - shared, len(entering) - shared
        assert ends[0, 1] == nesting.place[source]
        assert ends[-1, 2] == nesting.place[target]
        assert (ends[:outwards, 2] == PORT_OUT).all()
        assert (ends[len(ends) - inwards :, 1] == PORT_IN).all()
        assert (ends[:, 1:3] >= 0).sum() == 2 * length - outwards - inwards


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 30))
def test_a_tensor_has_one_port_in_the_border_it_passes(
    rng: random.Random, boxes: int
) -> None:
    owner, parents = tree(rng, boxes)
    nesting = nest(boxes, edges_among(rng, boxes), owner, parents)
    for group in range(len(parents)):
        run = slice(*nesting.first_segment[group : group + 2])
        tensors, sources, targets, _, _ = nesting.segments[run].T
        assert len(np.unique(nesting.segments[run], axis=0)) == len(tensors)
        outside = slice(*nesting.first_segment[nesting.container[boxes + group] :][:2])
        beside = nesting.segments[outside]
        place = nesting.place[boxes + group]
        exits = beside[beside[:, 1] == place, 3]
        entries = beside[beside[:, 2] == place, 4]
        assert set(exits) == set(range(len(np.unique(tensors[targets == PORT_OUT]))))
        assert set(entries) == set(range(len(np.unique(tensors[sources == PORT_IN]))))
