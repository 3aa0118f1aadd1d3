"""A long drawing wrapped: where the flow is one strand, it goes on in columns.

Only containers that lie on that strand are cut, the root and the groups that have a
layer of it for themselves. How all was placed is kept, so that an edit is placed near
to it and then wrapped as before.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gui.graph.layout.columns import NEARLY, Layers, in_columns
from gui.graph.layout.container import Container, Floats
from gui.graph.layout.layout import (
    MARGIN,
    Direction,
    Layout,
    Placed,
    Shape,
    done,
    laying_out,
    turned,
)
from gui.graph.layout.together import Together

ENOUGH = 0.6
"""What can be read whole is not wrapped."""
GAIN = 1.25
UNEVEN = 1.5
"""So much higher than wanted a column may be that too many edges pass to be cut."""
TRIES = 4
INNER = 0.92
"""Groups are a little lower than columns, so that something finds room above them."""
LEAST = 600.0


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a drawing flows, and the room for which it is wrapped if it is.

    Without one its columns are as high as told, and 0 is no columns.
    """

    direction: Direction = "down"
    room: tuple[float, float] | None = None
    column: float = 0.0


PLAIN = Flow()


def laying_out_as(shape: Shape, flow: Flow) -> Generator[None, None, Layout]:
    """Place all boxes in steps of a few milliseconds, and wrap them if wished."""
    layout = yield from laying_out(shape, flow.direction)
    if flow.room is None:
        return wrapped_at(layout, flow.column)
    return (yield from wrapping(layout, flow.room))


def lay_out_as(shape: Shape, flow: Flow) -> Layout:
    """Place all boxes, and wrap them if wished."""
    return done(laying_out_as(shape, flow))


def wrapping(
    layout: Layout, room: tuple[float, float]
) -> Generator[None, None, Layout]:
    """Cut a drawing into columns as high as lets it be seen largest in a room.

    It stays as it is where it can be read whole, or where it would be seen little
    larger. All in steps of a few hundredths of a second at most.
    """
    placed = layout.placed
    if placed is None:
        return layout
    wide, high = room if layout.direction == "down" else room[::-1]
    width, height = placed.containers[-1].size
    plain = best = _scale(width, height, wide, high)
    limit = math.sqrt(max(width, LEAST) * height * high / wide)
    kept: tuple[float, list[Container]] | None = None
    layers: dict[int, Layers] = {}
    for _ in range(TRIES if plain < ENOUGH else 0):
        yield
        limit = max(limit, LEAST)
        containers = _Wrapping(placed, limit, layers).containers()
        across, down = containers[-1].size
        scale = _scale(across, down, wide, high)
        if scale > best and down < UNEVEN * limit:
            best, kept = scale, (limit, containers)
        limit *= math.sqrt(across / down * high / wide)
    return _wrapped(layout, *kept) if kept and best > GAIN * plain else layout


def wrapped_at(layout: Layout, limit: float) -> Layout:
    """Cut a drawing into columns of about this height; 0 for none."""
    placed = layout.placed
    if placed is None or not limit:
        return layout
    return _wrapped(layout, limit, _Wrapping(placed, limit, {}).containers())


def _wrapped(layout: Layout, limit: float, containers: Sequence[Container]) -> Layout:
    placed = layout.placed
    assert placed is not None
    sizes = placed.rects[:, 2:].copy()
    boxes = len(placed.shape.sizes)
    sizes[boxes:] = np.reshape([each.size for each in containers[:-1]], (-1, 2))
    origin = placed.together.origin[-1].tolist()
    together = Together(placed.nesting, sizes, containers, (origin[0], origin[1]))
    rects = together.rects()
    found = Layout(
        rects[:boxes], rects[boxes:], *together.knots(), placed=placed, column=limit
    )
    return turned(found) if layout.direction == "right" else found


def _scale(width: float, height: float, wide: float, high: float) -> float:
    return min(wide / (width + 2 * MARGIN), high / (height + 2 * MARGIN))


class _Wrapping:
    """Cuts the containers of one drawing, the inner ones first.

    `layers` are those of groups as they were placed, as far as they are known.
    """

    def __init__(self, placed: Placed, limit: float, layers: dict[int, Layers]) -> None:
        self.placed, self.limit, self.layers = placed, limit, layers
        self.boxes = len(placed.shape.sizes)
        self.found = list(placed.containers)

    def containers(self) -> list[Container]:
        """The groups and the root, cut where they are too high."""
        self._wrap(len(self.found) - 1, self.limit)
        return self.found

    def _wrap(self, group: int, limit: float) -> None:
        container = self.found[group]
        if container.size[1] <= limit:
            return
        children = self.placed.nesting.children_of(group)
        sizes = self.placed.rects[children, 2:].copy()
        for place in _strand(container, sizes, self.limit):
            inner = int(children[place]) - self.boxes
            if inner < 0 or place in container.mirrored:
                continue
            old = self.found[inner]
            self._wrap(inner, INNER * limit)
            new = self.found[inner]
            if new is not old:
                container = _resized(container, place, old, new)
                sizes[place] = new.size
        contents = self.placed.contents[group]
        layers = self._layers(group, container, sizes)
        self.found[group] = in_columns(container, contents, sizes, layers, limit)

    def _layers(self, group: int, container: Container, sizes: Floats) -> Layers:
        """The layers of a group, whether something in it was cut or not."""
        if container is not self.placed.containers[group]:
            return Layers.of_container(container, sizes)
        if group not in self.layers:
            self.layers[group] = Layers.of_container(container, sizes)
        return self.layers[group]


def _strand(container: Container, sizes: Floats, limit: float) -> list[int]:
    """High children beside which there is nothing, neither a child nor an edge."""
    tops = container.places[:, 1]
    bottoms = tops + sizes[:, 1]
    above, below = container.knots[:-1, 1], container.knots[1:, 1].copy()
    below[container.starts[1:-1] - 1] = -np.inf
    found = []
    for place in np.flatnonzero(sizes[:, 1] > limit).tolist():
        top, bottom = tops[place] + NEARLY, bottoms[place] - NEARLY
        beside = np.count_nonzero((tops < bottom) & (bottoms > top))
        if beside == 1 and not ((above < bottom) & (below > top)).any():
            found.append(place)
    return sorted(found, key=lambda place: tops[place])


def _resized(
    container: Container, place: int, old: Container, new: Container
) -> Container:
    """A container with one of its children in another form; what is below moves."""
    x, top = container.places[place].tolist()
    bottom = top + old.size[1] - NEARLY
    left = x + old.entries[0] - new.entries[0] if new.entries else x
    right = left + new.exits[0] - x - old.exits[0] if new.exits else 0.0
    move = right, new.size[1] - old.size[1]
    places, knots = container.places.copy(), container.knots.copy()
    places[places[:, 1] > bottom] += move
    places[place] = left, top
    knots[knots[:, 1] > bottom] += move
    width, height = container.size
    return replace(
        container,
        size=(width, height + move[1]),
        places=places,
        knots=knots,
        exits=tuple(exit_ + right for exit_ in container.exits),
    )
