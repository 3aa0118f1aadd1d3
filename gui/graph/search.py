"""Which nodes a search names.

Words are joined by and; `op:` `name:` `module:` `shape:` `dtype:` `file:` look at
one field, a word alone at all of them; /…/ is a regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from engine.info import GraphInfo, NodeInfo

_WORD = re.compile(r"(?:(\w+):)?(/(?:\\.|[^/])+/|\"[^\"]*\"|\S+)")


def shape_text(shape: Sequence[int]) -> str:
    """A shape as it is shown and searched, such as 1×64×128×256."""
    return "×".join(map(str, shape))


def _everything(node: NodeInfo) -> str:
    file = f"{node.source.file}:{node.source.line}" if node.source else ""
    shape = shape_text(node.shape)
    words = (node.name, node.title, node.op, node.module, shape, node.dtype, file)
    return "\n".join(words)


FIELDS: dict[str, Callable[[NodeInfo], str]] = {
    "": _everything,
    "op": lambda node: node.op,
    "name": lambda node: node.name,
    "module": lambda node: node.module,
    "shape": lambda node: f"×{shape_text(node.shape)}×",
    "dtype": lambda node: node.dtype,
    "file": lambda node: node.source.file if node.source else "",
}


class SearchIndex:
    """The searchable text of one graph, written out once per field."""

    def __init__(self, info: GraphInfo) -> None:
        self.info = info
        self._texts: dict[str, list[str]] = {}

    def find(self, text: str) -> tuple[str, ...]:
        """Names of the matching nodes in order; none for an unfinished search."""
        words = _WORD.findall(text)
        if not words:
            return ()
        found: Iterable[int] = range(len(self.info.nodes))
        try:
            for field, word in words:
                found = self._matching(found, field, word)
        except re.error:
            return ()
        return tuple(self.info.nodes[place].name for place in found)

    def _matching(self, among: Iterable[int], field: str, word: str) -> list[int]:
        if field not in FIELDS:
            field, word = "", f"{field}:{word}"
        texts = self._field(field)
        if len(word) > 2 and word.startswith("/") and word.endswith("/"):
            search = re.compile(word[1:-1], re.IGNORECASE).search
            return [place for place in among if search(texts[place])]
        wanted = word.strip('"').casefold()
        if field == "shape":
            wanted = f"×{re.sub('[x×*,]', '×', wanted)}×"
        return [place for place in among if wanted in texts[place]]

    def _field(self, field: str) -> list[str]:
        if field not in self._texts:
            read = FIELDS[field]
            self._texts[field] = [read(node).casefold() for node in self.info.nodes]
        return self._texts[field]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, and which of it is looked at; -1 before the first."""

    index: SearchIndex
    text: str = ""
    names: tuple[str, ...] = ()
    place: int = -1

    @property
    def current(self) -> str | None:
        """The node looked at."""
        return self.names[self.place] if self.place >= 0 else None

    def searching(self, text: str) -> Hits:
        """The hits of another search."""
        return Hits(self.index, text, self.index.find(text))

    def over(self, info: GraphInfo) -> Hits:
        """The same search in another version of the graph."""
        if info is self.index.info:
            return self
        return Hits(SearchIndex(info)).searching(self.text)

    def stepped(self, step: int) -> Hits:
        """The next hit, after the last one the first."""
        if not self.names:
            return self
        start = self.place if self.place >= 0 or step > 0 else 0
        return replace(self, place=(start + step) % len(self.names))


def find(info: GraphInfo, text: str) -> tuple[str, ...]:
    """Search a graph once."""
    return SearchIndex(info).find(text)
