"""Which nodes a search names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import count, islice, repeat
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.info import GraphInfo
from gui.graph.scene.query import (
    FROM_MARKS,
    FROM_ONE,
    PARTS,
    Term,
    Unreadable,
    parse,
    parts_of,
)
from gui.graph.scene.scene import Ints, Marks

NO_MARKS = Marks()
NOWHERE: Ints = np.empty(0, np.int64)
_AT_ONCE = 1000
"""Nodes of which one text is written in a step."""


@dataclass(frozen=True, slots=True)
class Column:
    """One text of every node in lower case: those that occur, and which it has."""

    texts: list[str]
    of_node: Ints


class SearchIndex:
    """The searchable texts of one graph, each written out when first asked for."""

    def __init__(self, info: GraphInfo, marks: Marks = NO_MARKS) -> None:
        self.info, self.marks = info, marks
        self._columns: dict[str, Column] = {}

    def over(self, info: GraphInfo, marks: Marks) -> SearchIndex:
        """The texts of another version of the graph, or with other marks."""
        if info is self.info and marks is self.marks:
            return self
        other = SearchIndex(info, marks)
        if info is self.info:
            kept = self._columns.keys() - FROM_MARKS
            other._columns = {part: self._columns[part] for part in kept}
        return other

    def writing(self) -> Iterator[None]:
        """Write out all texts in steps of a few milliseconds."""
        for part in PARTS:
            yield from self._write(part)

    @cached_property
    def names(self) -> NDArray[np.object_]:
        """The names of all nodes, in order."""
        return np.array([node.name for node in self.info.nodes], object)

    def find(self, terms: Sequence[Term]) -> Ints:
        """Places of the nodes that match every term, in order; none for no terms."""
        if not terms:
            return NOWHERE
        found = np.ones(len(self.info.nodes), bool)
        for term in terms:
            found &= self._having(term) != term.is_excluded
        return np.flatnonzero(found)

    def _having(self, term: Term) -> NDArray[np.bool_]:
        if term.sign:
            nodes, marks = self.info.nodes, self.marks
            if term.field == "err" and not marks.errors:
                raise Unreadable("unmeasured", "err")
            return np.array([term.holds_of(node, marks) for node in nodes], bool)
        found = np.zeros(len(self.info.nodes), bool)
        for part in parts_of(term.field):
            column = self._column(part)
            found |= term.stands_in(column.texts)[column.of_node]
        return found

    def _column(self, part: str) -> Column:
        for _ in self._write(part):
            pass
        return self._columns[part]

    def _write(self, part: str) -> Iterator[None]:
        if part in self._columns:
            return
        numbers = dict[object, int]()
        places: list[int] = []
        things, write = self._things(part)
        while some := list(islice(things, _AT_ONCE)):
            new = [each for each in dict.fromkeys(some) if each not in numbers]
            numbers.update(zip(new, count(len(numbers))))
            places += map(numbers.__getitem__, some)
            yield
        lower = [write(thing).casefold() for thing in numbers]
        self._columns[part] = Column(lower, np.array(places, np.int64))

    def _things(self, part: str) -> tuple[Iterator[object], Callable[[Any], str]]:
        """What each node has that its text follows from, and how that is written."""
        nodes, marks = self.info.nodes, self.marks
        if part in FROM_ONE:
            name, write = FROM_ONE[part]
            return map(attrgetter(name), nodes), write
        if part == "types":
            return self._types(), str
        return map(PARTS[part], nodes, repeat(marks)), str

    def _types(self) -> Iterator[str]:
        """The class names of all modules that a node lies in, the innermost last."""
        kinds = dict(self.info.module_types)

        @cache
        def around(path: str) -> str:
            outer, _, last = path.rpartition(".")
            names = around(outer) if last else ""
            return f"{names} {kinds.get(path, '')}".strip() if path else ""

        return (around(node.module) or node.module_type for node in self.info.nodes)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, and which of it is looked at; -1 before the first.

    `nodes` are the places of the nodes found in the graph of the index.
    """

    index: SearchIndex
    text: str = ""
    terms: tuple[Term, ...] = ()
    names: tuple[str, ...] = ()
    nodes: Ints = field(default_factory=lambda: NOWHERE, compare=False)
    place: int = -1
    refusal: Unreadable | None = field(default=None, compare=False)

    @property
    def current(self) -> str | None:
        """The node looked at."""
        return self.names[self.place] if self.place >= 0 else None

    def searching(self, text: str) -> Hits:
        """The hits of another search; none, with the refusal, if it is unreadable."""
        try:
            terms = parse(text)
            nodes = self.index.find(terms)
        except Unreadable as refusal:
            return Hits(self.index, text, refusal=refusal)
        names = tuple(self.index.names[nodes].tolist()) if len(nodes) else ()
        return Hits(self.index, text, terms, names, nodes)

    def over(self, info: GraphInfo, marks: Marks = NO_MARKS) -> Hits:
        """The same search in another version of the graph, or with other marks."""
        index = self.index.over(info, marks)
        return self if index is self.index else Hits(index).searching(self.text)

    def stepped(self, step: int) -> Hits:
        """The next hit, after the last one the first."""
        if not self.names:
            return self
        start = self.place if self.place >= 0 or step > 0 else 0
        return replace(self, place=(start + step) % len(self.names))

    def at(self, place: int) -> Hits:
        """The same hits, looking at this one."""
        return replace(self, place=place)


def find(info: GraphInfo, text: str, marks: Marks = NO_MARKS) -> tuple[str, ...]:
    """Search a graph once; finds nothing by an unreadable search."""
    return Hits(SearchIndex(info, marks)).searching(text).names
