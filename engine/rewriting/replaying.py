"""Edits made again on a network that may have changed since.

A node is looked for by what it is, and its name decides nothing but what else is equal:
names count ops, so that one op more gives all that follow other ones.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from torch import fx

from engine.course import Course
from engine.errors import EditError, TargetError
from engine.landmarks import Landmark, nodes_of, with_names
from engine.opening.graph import shape_of, target_text
from engine.recipe import Edit, Misfit
from engine.sentence import listed, say

Key = Callable[[Landmark], Hashable]

_LOOKS: Key = attrgetter("line", "shape")


def _own_module(mark: Landmark) -> Hashable:
    """The module and the shape; without a module nothing is alike."""
    return (mark.module, mark.shape) if mark.module else id(mark)


_ALIKE: tuple[Key, ...] = (
    attrgetter("module", "reads", "line", "shape"),
    attrgetter("module", "reads", "line"),
    attrgetter("module", "reads", "shape"),
    attrgetter("module", "reads"),
    attrgetter("module", "line", "shape"),
    attrgetter("reads", "line", "shape"),
    _LOOKS,
    _own_module,
)
"""When two nodes of one op are alike, from most to least exact."""
_CLOSE = 4
"""So many of these tell that a node is there still, if perhaps more than once."""
_SHOWN = 4


def repeat(
    course: Course,
    cursor: int,
    model: Callable[[], fx.GraphModule],
    make: Callable[[Edit], fx.GraphModule],
    add: Callable[[fx.GraphModule | None], None],
) -> Iterator[str]:
    """Make the edits behind the first `cursor` again, up to one that does not fit.

    `model` is the graph as it stands, `make` makes an edit on it, and `add` takes the
    state that this leads to, None for an edit left out. Yields a sentence for each node
    that has another name now. Without landmarks an edit is made at the nodes of its
    names.
    """
    course.misfit = None
    for number, edit in enumerate(course.edits[cursor:], cursor + 1):
        try:
            found, moved = find_again(model(), edit, course.landmarks[number - 1])
            edited, why = make(found), ""
        except (EditError, TargetError) as error:
            edited, why = None, str(error)
        if number in course.left_out:
            course.left_out[number] = why
            add(None)
        elif edited is None:
            course.misfit = Misfit(number, edit, why)
            return
        else:
            course.edits[number - 1] = found
            course.landmarks[number - 1] = landmarks_of(model(), found)
            add(edited)
            yield from _moved(number, moved)


def _moved(number: int, names: Mapping[str, str]) -> Iterator[str]:
    for old, new in names.items():
        yield say(
            "Edit {number} was made at {old}, which is {new} in this network.",
            number=number,
            old=old,
            new=new,
        )


def landmarks_of(model: fx.GraphModule, edit: Edit) -> tuple[Landmark, ...]:
    """Describe every node of a model that an edit names."""
    named = {node.name: node for node in model.graph.nodes}
    found = [named[name] for name in nodes_of(edit) if name in named]
    found = [node for node in found if node.op != "get_attr"]
    first = {_op(node): node for node in found}
    among = _size(model.graph)
    groups = {op: _Group(_of_one_op(node), among) for op, node in first.items()}
    return tuple(groups[_op(node)].landmark(node.name) for node in found)


def find_again(
    model: fx.GraphModule, edit: Edit, marks: Sequence[Landmark]
) -> tuple[Edit, dict[str, str]]:
    """Name the nodes of an edit as they are called in a model that may have changed.

    Returns the edit and the new names of the nodes that have others.

    Raises:
        EditError: a node is gone, or may be one of several.
    """
    groups = _groups(model, {mark.op for mark in marks})
    names = {mark.name: _find(mark, groups[mark.op]) for mark in marks}
    moved = {old: new for old, new in names.items() if new != old}
    return (with_names(edit, names) if moved else edit), moved


class _Group:
    """All nodes of one op, found by how alike they are; ways to tell are read once."""

    def __init__(self, nodes: Iterable[fx.Node], among: int) -> None:
        self.among = among
        self.seen = {node.name: _seen(node) for node in nodes}
        self._names: dict[Key, dict[Hashable, list[str]]] = {}
        self._places: dict[Key, dict[str, int]] = {}

    def alike(self, key: Key, mark: Landmark) -> list[str]:
        """Name the nodes that one way takes as alike, in order."""
        if key not in self._names:
            names: dict[Hashable, list[str]] = {}
            places = self._places[key] = {}
            for name, each in self.seen.items():
                others = names.setdefault(key(each), [])
                places[name] = len(others)
                others.append(name)
            self._names[key] = names
        return self._names[key].get(key(mark), [])

    def landmark(self, name: str) -> Landmark:
        """Describe a node, with which it is of those that are alike."""
        seen = self.seen[name]
        counts = [len(self.alike(key, seen)) for key in _ALIKE]
        places = [self._places[key][name] for key in _ALIKE]
        told = tuple(zip(places, counts, strict=True))
        return replace(seen, places=told, among=self.among)

    def rivals(self, mark: Landmark, found: str) -> list[str]:
        """Name nodes that may be meant instead of one of another shape.

        Where there are more or fewer layers than before, those of a sequence have the
        numbers of others: one on the same line that has the shape tells as much.
        """
        if mark.among in (0, self.among) or self.seen[found].shape == mark.shape:
            return []
        return self.alike(_LOOKS, mark)


def _groups(model: fx.GraphModule, ops: set[str]) -> dict[str, _Group]:
    """Describe all nodes of some ops."""
    nodes: dict[str, list[fx.Node]] = {op: [] for op in ops}
    for node in model.graph.nodes:
        op = _op(node)
        if op in nodes:
            nodes[op].append(node)
    among = _size(model.graph)
    return {op: _Group(alike, among) for op, alike in nodes.items()}


def _size(graph: fx.Graph) -> int:
    """How many nodes there are besides weights."""
    return len(graph.nodes) - len(graph.find_nodes(op="get_attr", sort=False))


def _of_one_op(node: fx.Node) -> list[fx.Node]:
    """All nodes of a node's op, in order."""
    target = node.target if node.op == "call_function" else None
    return node.graph.find_nodes(op=node.op, target=target)


def _seen(node: fx.Node) -> Landmark:
    source = node.meta.get("source")
    line = source.text if source is not None else ""
    reads = [each for each in node.all_input_nodes if each.op != "get_attr"]
    words = tuple([f"{_op(each)} {_module(each)}".rstrip() for each in reads])
    return Landmark(node.name, _op(node), _module(node), line, shape_of(node), words)


def _op(node: fx.Node) -> str:
    """What a node calls; the user's names of inputs tell nothing."""
    return target_text(node.target) if node.op == "call_function" else node.op


def _module(node: fx.Node) -> str:
    """The module that made a node; a later call of it is told by its number."""
    module, call = str(node.meta.get("module") or ""), node.meta.get("call")
    return f"{module} #{call + 1}" if call else module


def _find(mark: Landmark, group: _Group) -> str:
    """Find a node by the most exact likeness that as many nodes have as before."""
    likely: list[str] = []
    for index, (key, (place, count)) in enumerate(
        zip(_ALIKE, mark.places, strict=False)
    ):
        alike = group.alike(key, mark)
        if len(alike) == count and 0 <= place < count:
            rivals = group.rivals(mark, alike[place])
            if not rivals:
                return alike[place]
            likely = [alike[place], *rivals]
            break
        likely = likely or (alike if index < _CLOSE else [])
    if likely:
        raise EditError(
            say(
                "{node} may be any of {likely} by now; make the edit again at the one "
                "that is meant, or open the network as it was.",
                node=_told(mark),
                likely=listed([*likely[:_SHOWN], *["…"][: len(likely) > _SHOWN]]),
            )
        )
    raise EditError(
        say(
            "{node} is not in the network any more; open the network as it was, or "
            "leave out this edit.",
            node=_told(mark),
        )
    )


def _told(mark: Landmark) -> str:
    """Tell a node by what one can look for."""
    where = [each for each in (mark.op, mark.module, mark.line.strip()) if each]
    return say("{name} ({where})", name=mark.name, where=", ".join(where))
