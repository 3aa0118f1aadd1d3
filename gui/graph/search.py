"""Which nodes a search names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.info import GraphInfo
from gui.graph.query import READERS, Term, Unreadable, parse
from gui.graph.scene import Marks

NO_MARKS = Marks()


class SearchIndex:
    """The searchable text of one graph, written out once per field."""

    def __init__(self, info: GraphInfo, marks: Marks = NO_MARKS) -> None:
        self.info, self.marks = info, marks
        self._texts: dict[str, list[str]] = {}

    def find(self, terms: Sequence[Term]) -> tuple[str, ...]:
        """Names of the nodes that match every term, in order; none for no terms."""
        if not terms:
            return ()
        found: Sequence[int] = range(len(self.info.nodes))
        for term in terms:
            found = term.matching(self._field(term.field), found)
        return tuple(self.info.nodes[place].name for place in found)

    def _field(self, name: str) -> list[str]:
        if name not in self._texts:
            read, marks = READERS[name], self.marks
            texts = (read(node, marks) for node in self.info.nodes)
            self._texts[name] = [text.casefold() for text in texts]
        return self._texts[name]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, and which of it is looked at; -1 before the first."""

    index: SearchIndex
    text: str = ""
    terms: tuple[Term, ...] = ()
    names: tuple[str, ...] = ()
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
        except Unreadable as refusal:
            return Hits(self.index, text, refusal=refusal)
        return Hits(self.index, text, terms, self.index.find(terms))

    def over(self, info: GraphInfo, marks: Marks = NO_MARKS) -> Hits:
        """The same search in another version of the graph, or with other marks."""
        if info is self.index.info and marks is self.index.marks:
            return self
        return Hits(SearchIndex(info, marks)).searching(self.text)

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
