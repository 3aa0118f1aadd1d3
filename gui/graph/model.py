"""What is drawn of a graph: nodes, closed modules as one box, open ones as frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from engine.info import Family, GraphInfo, NodeInfo
from gui.graph.layout import Shape
from gui.graph.modules import Part, parts_of, walk

OPENS_WITH = 56
CARD_HEIGHT = 42.0
MODULE_HEIGHT = 46.0
NARROWEST, WIDEST = 120.0, 216.0
TITLE_SIZE, LINE_SIZE, LABEL_SIZE = 12.0, 10.5, 11.0


@dataclass(frozen=True, slots=True)
class Box:
    """One card: a node, or a closed module with the sums of its nodes.

    `key` is the node's name or the part's key; the box stands for the nodes `start`
    to `stop` of the graph. `group` is the frame around it, -1 for none.
    """

    key: str
    kind: Literal["node", "module"]
    title: str
    line: str
    family: Family
    start: int
    stop: int
    group: int
    parameters: int
    macs: int

    @property
    def count(self) -> int:
        """The number of nodes it stands for."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Frame:
    """An open module; `parent` is the frame around it, -1 for none."""

    key: str
    path: str
    title: str
    kind: str
    parent: int


@dataclass(frozen=True, eq=False)
class DrawnGraph:
    """Boxes in topological order, frames from the outside in, edges between boxes."""

    info: GraphInfo
    parts: tuple[Part, ...]
    opened: frozenset[str]
    boxes: tuple[Box, ...]
    frames: tuple[Frame, ...]
    edges: tuple[tuple[int, int], ...]
    box_of_node: tuple[int, ...]

    def box(self, name: str) -> int:
        """The box that shows a node; raises KeyError for an unknown name."""
        return self.box_of_node[self.position[name]]

    def draws(self, name: str) -> bool:
        """Whether a node has its own box, or else a module of that key has one."""
        if name not in self.position:
            return self.number_of(name) >= 0
        box = self.box(name)
        return box >= 0 and self.boxes[box].kind == "node"

    @cached_property
    def position(self) -> dict[str, int]:
        """Place of every node in the graph, by its name."""
        return {node.name: place for place, node in enumerate(self.info.nodes)}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {box.key: number for number, box in enumerate(self.boxes)}

    def number_of(self, key: str) -> int:
        """The box with a key, -1 where none is drawn."""
        return self._numbers.get(key, -1)

    def frame_of(self, key: str) -> int:
        """The frame with a key, -1 where none is drawn."""
        keys = [frame.key for frame in self.frames]
        return keys.index(key) if key in keys else -1

    def modules_around(self, box: int) -> tuple[tuple[str, str], ...]:
        """Titles and keys of the modules a box lies in, from the outermost."""
        shown = self.boxes[box]
        found = [(shown.title, shown.key)] if shown.kind == "module" else []
        frame = shown.group
        while frame >= 0:
            around = self.frames[frame]
            found.append((around.title, around.key))
            frame = around.parent
        return tuple(found[::-1])

    def shape(self) -> Shape:
        """Sizes, owners and edges for the layout."""
        return Shape(
            [_size(box) for box in self.boxes],
            self.edges,
            [box.group for box in self.boxes],
            [frame.parent for frame in self.frames],
            [text_width(frame.title, LABEL_SIZE) + 24 for frame in self.frames],
        )


def draw(info: GraphInfo, opened: Iterable[str] | None = None) -> DrawnGraph:
    """The graph with these parts open; without them, as deep as fits legibly."""
    parts = parts_of(info)
    keys = _legible(info, parts) if opened is None else frozenset(opened)
    return _drawn(info, parts, keys)


def first_boxes(graph: DrawnGraph, count: int) -> DrawnGraph:
    """The beginning of a drawing; nodes beyond it have the box -1."""
    boxes = graph.boxes[:count]
    frames = 1 + max((box.group for box in boxes), default=-1)
    return replace(
        graph,
        boxes=boxes,
        frames=graph.frames[:frames],
        edges=tuple(edge for edge in graph.edges if edge[1] < count),
        box_of_node=tuple(box if box < count else -1 for box in graph.box_of_node),
    )


def expand(graph: DrawnGraph, path: str) -> DrawnGraph:
    """Open every part of a module (or one part, by its key) and those around it."""
    keys = set(graph.opened)
    for part in _matching(graph, path):
        around = [
            other.key
            for other in walk(graph.parts)
            if other.start <= part.start
            and part.stop <= other.stop
            and part.path.startswith(other.path)
        ]
        keys.update(around)
    return _drawn(graph.info, graph.parts, frozenset(keys))


def collapse(graph: DrawnGraph, path: str) -> DrawnGraph:
    """Close a module; what was open inside is open again when it is expanded."""
    keys = {part.key for part in _matching(graph, path)}
    return _drawn(graph.info, graph.parts, graph.opened - keys)


def expand_all(graph: DrawnGraph) -> DrawnGraph:
    """Open everything."""
    keys = frozenset(part.key for part in walk(graph.parts))
    return _drawn(graph.info, graph.parts, keys)


def collapse_all(graph: DrawnGraph) -> DrawnGraph:
    """Close everything."""
    return _drawn(graph.info, graph.parts, frozenset())


def redraw(graph: DrawnGraph, info: GraphInfo) -> DrawnGraph:
    """Another version of the graph with the same modules open."""
    return _drawn(info, parts_of(info), graph.opened)


def reveal(graph: DrawnGraph, name: str) -> DrawnGraph:
    """Open what hides a node; the same object if it is drawn already."""
    if graph.draws(name):
        return graph
    place = graph.position[name]
    around = {p.key for p in walk(graph.parts) if p.start <= place < p.stop}
    return _drawn(graph.info, graph.parts, graph.opened | around)


def uncover(graph: DrawnGraph, path: str) -> tuple[DrawnGraph, str]:
    """The graph with a module drawn, open or closed, and the key it is drawn with.

    A module of one node is drawn as that node; the key is empty for an unknown path.
    """
    found = _matching(graph, path)
    if found:
        key = found[0].key
        drawn = graph.number_of(key) >= 0 or graph.frame_of(key) >= 0
        return (graph if drawn else expand(graph, key)), key
    for node in graph.info.nodes:
        if f"{node.module}.".startswith(f"{path}."):
            return reveal(graph, node.name), node.name
    return graph, ""


def _matching(graph: DrawnGraph, path: str) -> list[Part]:
    """Parts with this key or path, or else the outermost ones below the path."""
    every = list(walk(graph.parts))
    exact = [part for part in every if path in (part.key, part.path)]
    by_key = [part for part in exact if part.key == path and part.path != path]
    if exact:
        return by_key or exact
    below = [part for part in every if part.path.startswith(f"{path}.")]
    shortest = min((part.path.count(".") for part in below), default=0)
    return [part for part in below if part.path.count(".") == shortest]


def _legible(info: GraphInfo, parts: Sequence[Part]) -> frozenset[str]:
    """Open level by level while few enough boxes would be drawn."""
    if len(info.nodes) <= OPENS_WITH:
        return frozenset(part.key for part in walk(parts))
    opened: set[str] = set()
    boxes = len(info.nodes) - sum(part.count - 1 for part in parts)
    level = list(parts)
    while level:
        added = sum(
            part.count - 1 - sum(inner.count - 1 for inner in part.parts)
            for part in level
        )
        if boxes + added > OPENS_WITH and len(level) > 1:
            break
        if boxes + added > 4 * OPENS_WITH:
            break
        boxes += added
        opened.update(part.key for part in level)
        level = [inner for part in level for inner in part.parts]
    return frozenset(opened)


def _drawn(
    info: GraphInfo, parts: tuple[Part, ...], opened: frozenset[str]
) -> DrawnGraph:
    boxes: list[Box] = []
    frames: list[Frame] = []

    def add(start: int, stop: int, inner: Sequence[Part], group: int) -> None:
        for part in inner:
            add_nodes(start, part.start, group)
            start = part.stop
            if part.key not in opened:
                boxes.append(_module_box(info, part, group))
                continue
            frames.append(Frame(part.key, part.path, part.title, part.kind, group))
            add(part.start, part.stop, part.parts, len(frames) - 1)
        add_nodes(start, stop, group)

    def add_nodes(start: int, stop: int, group: int) -> None:
        boxes.extend(_node_box(info, place, group) for place in range(start, stop))

    add(0, len(info.nodes), parts, -1)
    owners = [0] * len(info.nodes)
    for number, box in enumerate(boxes):
        owners[box.start : box.stop] = [number] * box.count
    edges = _edges(info, owners)
    return DrawnGraph(
        info, parts, opened, tuple(boxes), tuple(frames), edges, tuple(owners)
    )


def _edges(info: GraphInfo, owners: Sequence[int]) -> tuple[tuple[int, int], ...]:
    box_of = dict(zip((node.name for node in info.nodes), owners, strict=True))
    found: dict[tuple[int, int], None] = {}
    for node, target in zip(info.nodes, owners, strict=True):
        for name in node.inputs:
            source = box_of.get(name, target)
            if source < target:
                found[source, target] = None
    return tuple(found)


def _node_box(info: GraphInfo, place: int, group: int) -> Box:
    node = info.nodes[place]
    return Box(
        node.name,
        "node",
        node.title or node.name,
        shape_line(info, node),
        node.family,
        place,
        place + 1,
        group,
        node.parameters,
        node.macs,
    )


def _module_box(info: GraphInfo, part: Part, group: int) -> Box:
    nodes = info.nodes[part.start : part.stop]
    macs = sum(node.macs for node in nodes)
    words = [f"{part.kind} ({part.count})".strip()]
    if macs:
        words.append(f"{quantity(macs)}MAC")
    return Box(
        part.key,
        "module",
        part.title,
        " · ".join(words),
        "other",
        part.start,
        part.stop,
        group,
        sum(node.parameters for node in nodes),
        macs,
    )


def shape_line(info: GraphInfo, node: NodeInfo) -> str:
    """Channels and size of what a node makes, if that differs from what it takes."""
    feeding = info.by_name.get(node.inputs[0]) if node.inputs else None
    if feeding is not None and feeding.shape == node.shape and not node.macs:
        return ""
    if len(node.shape) != 4:
        return "×".join(map(str, node.shape))
    channels, size = str(node.shape[1]), f"{node.shape[2]}×{node.shape[3]}"
    if feeding is not None and len(feeding.shape) == 4 and node.macs:
        channels = f"{feeding.shape[1]}→{channels}"
    return f"{channels} · {size}"


def quantity(value: float) -> str:
    """A count with the SI prefix that leaves one to three digits before the point."""
    for limit, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= limit:
            digits = 2 if value < 10 * limit else 1 if value < 100 * limit else 0
            return f"{value / limit:.{digits}f} {prefix}"
    return f"{value:.0f} "


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width in pixels of a line of sans-serif text of a pixel size."""
    width = 0.0
    for letter in text:
        if letter in "ijl.,:;'|!1 ()[]ft":
            width += 0.40
        elif letter in "mwMW@%→":
            width += 0.92
        elif ord(letter) > 0x2E7F:
            width += 1.0
        else:
            width += 0.63
    return width * size * (1.1 if bold else 1.0)


def _size(box: Box) -> tuple[float, float]:
    title = text_width(box.title, TITLE_SIZE, bold=True)
    wanted = max(title, text_width(box.line, LINE_SIZE)) + 32
    if box.kind == "module":
        wanted += 18
    height = MODULE_HEIGHT if box.kind == "module" else CARD_HEIGHT
    return round(min(WIDEST, max(NARROWEST, wanted))), height
