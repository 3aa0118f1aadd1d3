"""What a search asks for: words joined by and, each of one field or of all.

`op:relu` looks at one field, `relu` at all of them; `"two words"` is one word,
`/…/` a regular expression, and a minus before a word leaves out what has it. Sizes
may be written as keyboards can: `3x3`, `64,128`.
A field with nothing behind it asks for the nodes that have one. `macs>1M` compares a
number of the nodes, `err>-30` the quantization error in dB where it was measured.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRegularExpression, QRegularExpressionMatch

from engine.info import NodeInfo
from engine.quantities import macs_text, short_count
from gui.graph.scene.plain_expressions import plain_search
from gui.graph.scene.scene import Marks

_TERM = re.compile(
    r"(-?)(?:([^\W\d]\w*):(?!:))?(/(?:\\.|[^/\\])+/(?=\s|$)|\"[^\"]*\"?|\S*)"
)
_SIZES = re.compile(r"[x×*,]*\d+(?:[x×*,]\d*)+")
_LIMIT = re.compile(r"([^\W\d]\w*)(>=|<=|>|<)(?:([-−+]?\d+\.?\d*(?:e\d+)?)([kmg]?))?")
_SIGN = re.compile("[x×*,]")
_STEPS = 100_000
"""Steps that an expression may take in one text before it counts as too slow."""
_OPTION = QRegularExpression.PatternOption
Refusal = Literal["field", "expression", "slow", "number", "unmeasured"]


@lru_cache(maxsize=4096)
def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as it is shown and searched, such as 1×64×128×256."""
    return "×".join(map(str, shape))


def place_of(node: NodeInfo) -> str:
    """File and line of a node, such as /home/me/model.py:123, and where it is called.

    The caller is in a line of its own, where one is known.
    """
    source = node.source
    if source is None:
        return ""
    lines = [f"{source.file}:{source.line}"]
    while (source := source.called_from) is not None:
        lines.append(f"{source.file}:{source.line}")
    return "\n".join(lines)


def _problem(node: NodeInfo, marks: Marks) -> str:
    severity = marks.severities.get(node.name, "")
    return f"{severity} {marks.notes.get(node.name, '')}".strip()


def _verdict(node: NodeInfo, marks: Marks) -> str:
    return marks.severities.get(node.name, "ok") if node.kind == "op" else ""


def _precision(node: NodeInfo, marks: Marks) -> str:
    """What was asked for, or that int32 is offered, in both of its spellings."""
    asked = marks.precisions.get(node.name, node.precision)
    return asked or ("int32 i32" if node.name in marks.int32 else "")


FIELDS: dict[str, Callable[[NodeInfo, Marks], str]] = {
    "op": lambda node, _: node.op,
    "name": lambda node, _: node.name,
    "module": lambda node, _: node.module,
    "shape": lambda node, _: f"×{shape_text(node.shape)}×" if node.shape else "",
    "dtype": lambda node, _: node.dtype,
    "src": lambda node, _: place_of(node),
    "problem": _problem,
    "target": _verdict,
    "precision": _precision,
}
PARTS: dict[str, Callable[[NodeInfo, Marks], str]] = {
    **FIELDS,
    "types": lambda node, _: node.module_type,
    "title": lambda node, _: node.title,
    "sizes": lambda node, _: shape_text(node.shape),
    "note": lambda node, marks: marks.notes.get(node.name, ""),
}
FROM_ONE: dict[str, tuple[str, Callable[[Any], str]]] = {
    **{each: (each, str) for each in ("name", "op", "title", "module", "dtype")},
    "sizes": ("shape", shape_text),
    "shape": ("shape", lambda shape: f"×{shape_text(shape)}×" if shape else ""),
}
"""The texts that follow from one thing a node has, the same for all that have it."""
EVERYWHERE: tuple[str, ...] = (
    "name",
    "title",
    "op",
    "module",
    "types",
    "sizes",
    "dtype",
    "src",
    "note",
    "precision",
)
NUMBERS: dict[str, Callable[[NodeInfo, Marks], float]] = {
    "macs": lambda node, _: node.macs,
    "params": lambda node, _: node.parameters,
    "err": lambda node, marks: marks.errors.get(node.name, math.nan),
}
COMPARED: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
NUMBER_TEXTS: dict[str, Callable[[float], str]] = {
    "macs": lambda number: macs_text(round(number)),
    "params": lambda number: short_count(round(number)),
    "err": lambda number: f"{number:.1f} dB",
}
PREFIXES = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9}
WAYS_TO_ASK = (*(f"{name}:" for name in FIELDS), *(f"{name}>" for name in NUMBERS))
"""How the fields are written, as people are told them."""
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
    several = {"file": ("src",), "module": ("module", "types")}
    return several.get(field, (field,))


class Unreadable(ValueError):
    """A search that cannot be understood or would not end: at which word, and why."""

    def __init__(self, reason: Refusal, word: str) -> None:
        super().__init__(f"{reason}: {word}")
        self.reason, self.word = reason, word


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a search: the lower-case text sought, or an expression.

    `sizes` is the text as sizes are shown, where it may mean some. With a `sign` the
    field is a number to be compared with the `limit`.
    """

    field: str
    text: str
    expression: QRegularExpression | None = None
    is_excluded: bool = False
    sizes: str = ""
    sign: str = ""
    limit: float = 0.0

    def holds_of(self, node: NodeInfo, marks: Marks) -> bool:
        """Whether a node's number is as it is asked for."""
        return COMPARED[self.sign](NUMBERS[self.field](node, marks), self.limit)

    def text_of(self, node: NodeInfo, marks: Marks) -> str:
        """What the field says of a node, a number with its unit."""
        if not self.sign:
            return READERS[self.field](node, marks).strip("×")
        number = NUMBERS[self.field](node, marks)
        return "" if math.isnan(number) else NUMBER_TEXTS[self.field](number)

    def stands_in(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which texts have the word, whether or not those are wanted.

        Raises:
            Unreadable: an expression takes too many steps in one of them.
        """
        if self.expression is not None:
            search = plain_search(_pattern(self.expression), texts)
            if search is not None:
                found = list(map(bool, map(search, texts)))
            else:
                matches = map(self.expression.match, texts)
                found = [match.hasMatch() or self._ended(match) for match in matches]
        elif self.sizes:
            wanted, sizes = self.text, self.sizes
            found = [wanted in text or sizes in text for text in texts]
        elif self.text:
            wanted = self.text
            found = [wanted in text for text in texts]
        else:
            found = [text != "" for text in texts]
        return np.array(found, bool)

    def _ended(self, match: QRegularExpressionMatch) -> bool:
        """No match; raises where there is none because it was given up."""
        if not match.isValid():
            raise Unreadable("slow", f"/{_pattern(match.regularExpression())}/")
        return False

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the word stands in a shown text."""
        if self.is_excluded or not (self.text or self.expression):
            return []
        if self.expression is not None:
            found = _matches(self.expression, text)
        else:
            sought = self.text.strip("×") if self.field == "shape" else self.text
            ways = "|".join(re.escape(way) for way in (sought, self.sizes) if way)
            found = (each.span() for each in re.finditer(ways, text, re.IGNORECASE))
        return [(start, end) for start, end in found if end > start]


def _matches(expression: QRegularExpression, text: str) -> Iterator[tuple[int, int]]:
    units, matches = text.encode("utf-16-le"), expression.globalMatch(text)
    while matches.hasNext():
        match = matches.next()
        ends = match.capturedStart(), match.capturedEnd()
        start, end = (len(units[: 2 * each].decode("utf-16-le")) for each in ends)
        yield start, end


def parse(text: str) -> tuple[Term, ...]:
    """Read a search; raises Unreadable for unknown fields and broken expressions."""
    found = (match.groups() for match in _TERM.finditer(text) if match.group())
    terms = (_term(minus == "-", field or "", word) for minus, field, word in found)
    return tuple(term for term in terms if term is not None)


def _term(is_excluded: bool, field: str, word: str) -> Term | None:
    field = field.casefold()
    if not field and (compared := _LIMIT.fullmatch(word.casefold())):
        return _compared(is_excluded, *compared.groups())
    if field not in READERS:
        raise Unreadable("field", field)
    if len(word) > 2 and word.startswith("/") and word.endswith("/"):
        return Term(field, "", _expression(word), is_excluded)
    wanted = word.strip('"').casefold()
    if not wanted and not field:
        return None
    sizes = _SIGN.sub("×", wanted)
    if field == "shape" and wanted:
        return Term(field, f"×{sizes.strip('×')}×", None, is_excluded)
    is_sizes = not field and _SIZES.fullmatch(wanted) and sizes != wanted
    return Term(field, wanted, None, is_excluded, sizes if is_sizes else "")


def _compared(
    is_excluded: bool, field: str, sign: str, number: str | None, prefix: str | None
) -> Term:
    """Read a number to compare with."""
    if field not in NUMBERS:
        raise Unreadable("field", f"{field}{sign}")
    if number is None:
        raise Unreadable("number", f"{field}{sign}")
    limit = float(number.replace("−", "-")) * PREFIXES[prefix or ""]
    return Term(field, "", None, is_excluded, "", sign, limit)


def _expression(word: str) -> QRegularExpression:
    """Read an expression that gives up instead of taking for ever."""
    options = _OPTION.CaseInsensitiveOption | _OPTION.UseUnicodePropertiesOption
    limited = f"(*LIMIT_MATCH={_STEPS}){word[1:-1]}"
    expression = QRegularExpression(limited, options)
    if not expression.isValid():
        raise Unreadable("expression", word)
    return expression


def _pattern(expression: QRegularExpression) -> str:
    """How an expression was written in the search, without the strokes round it."""
    return expression.pattern().partition(")")[2]
