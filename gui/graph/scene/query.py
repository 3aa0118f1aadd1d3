"""What a search asks for: words joined by and, each of one field or of all.

`op:relu` looks at one field, `relu` at all of them; `"two words"` is one word,
`/…/` a regular expression, and a minus before a word leaves out what has it.
A field with nothing behind it asks for the nodes that have one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.info import NodeInfo
from gui.graph.scene.scene import Marks

_TERM = re.compile(
    r"(-?)(?:([^\W\d]\w*):(?!:))?(/(?:\\.|[^/\\])+/(?=\s|$)|\"[^\"]*\"?|\S*)"
)
Refusal = Literal["field", "expression"]


@lru_cache(maxsize=4096)
def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as it is shown and searched, such as 1×64×128×256."""
    return "×".join(map(str, shape))


def place_of(node: NodeInfo) -> str:
    """File and line of a node, such as /home/me/model.py:123."""
    return f"{node.source.file}:{node.source.line}" if node.source else ""


def _problem(node: NodeInfo, marks: Marks) -> str:
    severity = marks.severities.get(node.name, "")
    return f"{severity} {marks.notes.get(node.name, '')}".strip()


def _verdict(node: NodeInfo, marks: Marks) -> str:
    return marks.severities.get(node.name, "ok") if node.kind == "op" else ""


FIELDS: dict[str, Callable[[NodeInfo, Marks], str]] = {
    "op": lambda node, _: node.op,
    "name": lambda node, _: node.name,
    "module": lambda node, _: node.module,
    "shape": lambda node, _: f"×{shape_text(node.shape)}×" if node.shape else "",
    "dtype": lambda node, _: node.dtype,
    "src": lambda node, _: place_of(node),
    "problem": _problem,
    "target": _verdict,
    "precision": lambda node, marks: marks.precisions.get(node.name, node.precision),
}
PARTS: dict[str, Callable[[NodeInfo, Marks], str]] = {
    **FIELDS,
    "title": lambda node, _: node.title,
    "sizes": lambda node, _: shape_text(node.shape),
    "note": lambda node, marks: marks.notes.get(node.name, ""),
}
EVERYWHERE: tuple[str, ...] = (
    "name",
    "title",
    "op",
    "module",
    "sizes",
    "dtype",
    "src",
    "note",
)
FROM_MARKS = frozenset({"problem", "target", "precision", "note"})
READERS: dict[str, Callable[[NodeInfo, Marks], str]] = {
    "": lambda node, marks: "\n".join(PARTS[part](node, marks) for part in EVERYWHERE),
    "file": FIELDS["src"],
    **FIELDS,
}


def parts_of(field: str) -> tuple[str, ...]:
    """The texts that a field looks into, each a key of PARTS."""
    if not field:
        return EVERYWHERE
    return ("src",) if field == "file" else (field,)


class Unreadable(ValueError):
    """A search that cannot be understood: at which word, and why."""

    def __init__(self, reason: Refusal, word: str) -> None:
        super().__init__(f"{reason}: {word}")
        self.reason, self.word = reason, word


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a search: the lower-case text sought, or an expression."""

    field: str
    text: str
    expression: re.Pattern[str] | None = None
    is_excluded: bool = False

    def stands_in(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which texts have the word, whether or not those are wanted."""
        if self.expression is not None:
            search = self.expression.search
            found = [search(text) is not None for text in texts]
        elif self.text:
            wanted = self.text
            found = [wanted in text for text in texts]
        else:
            found = [text != "" for text in texts]
        return np.array(found, bool)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the word stands in a shown text."""
        if self.is_excluded or not (self.text or self.expression):
            return []
        sought = self.text.strip("×") if self.field == "shape" else self.text
        pattern = self.expression or re.compile(re.escape(sought), re.IGNORECASE)
        found = (match.span() for match in pattern.finditer(text))
        return [(start, end) for start, end in found if end > start]


def parse(text: str) -> tuple[Term, ...]:
    """Read a search; raises Unreadable for unknown fields and broken expressions."""
    found = (match.groups() for match in _TERM.finditer(text) if match.group())
    terms = (_term(minus == "-", field or "", word) for minus, field, word in found)
    return tuple(term for term in terms if term is not None)


def _term(is_excluded: bool, field: str, word: str) -> Term | None:
    field = field.casefold()
    if field not in READERS:
        raise Unreadable("field", field)
    if len(word) > 2 and word.startswith("/") and word.endswith("/"):
        try:
            expression = re.compile(word[1:-1], re.IGNORECASE)
        except re.error:
            raise Unreadable("expression", word) from None
        return Term(field, "", expression, is_excluded)
    wanted = word.strip('"').casefold()
    if not wanted and not field:
        return None
    if field == "shape" and wanted:
        wanted = f"×{re.sub('[x×*,]', '×', wanted)}×"
    return Term(field, wanted, None, is_excluded)
