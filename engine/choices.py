"""What can be done by hand at chosen nodes, as plain values, or why it cannot."""

from __future__ import annotations

import ast
import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.info import Fix
from engine.recipe import Edit
from engine.sentence import say

ArgumentKind: TypeAlias = Literal["int", "float", "bool", "str", "dtype", "source"]
OfferKey: TypeAlias = Literal[
    "bypass",
    "delete_branch",
    "cut",
    "keep",
    "add_output",
    "remove_output",
    "quantize",
    "dequantize",
    "auto",
    "int8",
    "int16",
    "int32",
    "float",
    "range",
    "fold_constants",
    "fold_batch_norms",
    "reparameterize",
    "insert_stubs",
    "remove_stubs",
    "argmax",
    "remove_tail",
    "predictions",
    "rule",
]
_WORDS: dict[ArgumentKind, str] = {
    "int": say("a whole number"),
    "float": say("a number"),
    "bool": say("True or False"),
    "str": say("a word"),
    "dtype": say("a type like float32"),
    "source": say("a node or a number"),
}


def literal(text: str) -> object:
    """Read numbers, lists and words as Python writes them.

    Commas, brackets and digits as wide as Chinese input writes them are read as well.

    Raises:
        ValueError: it is nothing of that.
    """
    narrow = unicodedata.normalize("NFKC", text).replace("、", ",")
    try:
        return ast.literal_eval(narrow.strip())
    except (SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError(text) from error


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an op, written as in Python.

    A list holds `length` items, or one for all of them; any number where that is 0 or
    1. `choices` are all values there are, empty where there are too many.
    """

    name: str
    kind: ArgumentKind
    text: str
    is_list: bool = False
    is_optional: bool = False
    length: int = 0
    choices: tuple[str, ...] = ()

    def problem(self, text: str) -> str:
        """Say why `text` is no value of this argument; nothing if it is one."""
        if self.choices and text in self.choices:
            return ""
        if self.kind == "source" and text.isidentifier():
            return ""
        if self.kind == "str" and text:
            return ""
        try:
            value = literal(text)
        except ValueError:
            return self._refusal
        return "" if self._takes(value) else self._refusal

    def means(self, text: str) -> bool:
        """Whether `text` writes the value it has, be it in other words."""
        return text == self.text or self._meant(text) == self._meant(self.text)

    def _meant(self, text: str) -> str:
        """Write a value in one way: `2` and `(2, 2)` as `[2, 2]`."""
        try:
            value = literal(text)
        except ValueError:
            return text
        if not self.is_list or value is None:
            return repr(value)
        items = list(value) if isinstance(value, (list, tuple)) else [value]
        return repr(items * self.length if len(items) == 1 and self.length else items)

    @property
    def _refusal(self) -> str:
        return say("This takes {wanted}.", wanted=self.wanted)

    @property
    def wanted(self) -> str:
        """What may be written here, in words."""
        words = _WORDS[self.kind]
        if self.is_list:
            whole, other = say("whole numbers"), say("numbers")
            count = self.length if self.length > 1 else say("a list of")
            words = say(
                "{count} {what}, like {example}",
                count=count,
                what=whole if self.kind == "int" else other,
                example=self._example(),
            )
        elif self.choices and self.kind != "bool":
            words = say("one of {choices}", choices=", ".join(self.choices))
        return say("{words}, or None", words=words) if self.is_optional else words

    def _example(self) -> str:
        item = "2" if self.kind == "int" else "2.0"
        return f"[{', '.join([item] * max(2, self.length))}]"

    def _takes(self, value: object) -> bool:
        if value is None:
            return self.is_optional
        if not self.is_list:
            return self._takes_item(value)
        items = list(value) if isinstance(value, (list, tuple)) else [value]
        single = not isinstance(value, (list, tuple))
        fits = self.length < 2 or len(items) in (1, self.length)
        fits = fits and (self.length > 0 or not single)
        return fits and bool(items) and all(map(self._takes_item, items))

    def _takes_item(self, value: object) -> bool:
        if self.kind == "bool" or isinstance(value, bool):
            return self.kind == "bool" and isinstance(value, bool)
        if self.kind == "int":
            return isinstance(value, int) and -(2**63) <= value < 2**63
        return isinstance(value, (int, float))


@dataclass(frozen=True, slots=True)
class Slot:
    """One input of a node (`other`, `tensors[1]`), and why it cannot take a source.

    `source` is what it reads now, empty for a number.
    """

    node: str
    name: str
    source: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A node an input could read, and why it cannot."""

    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One edit, what kind it is, and why it cannot be made here.

    `is_exact` says that results stay equal up to rounding; `title` names a rule. Of an
    edit at very many nodes the last are `untried`, that many, until it is made.
    """

    key: OfferKey
    edit: Edit
    reason: str = ""
    is_exact: bool = True
    title: str = ""
    untried: int = 0


@dataclass(frozen=True, slots=True)
class Insertable:
    """An op that may follow a node: its arguments, or why it cannot."""

    op: str
    title: str
    family: str
    arguments: tuple[Argument, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """All that can be done at some nodes of the graph with this digest.

    `arguments`, `slots`, `rewrites`, `alike` and `block` are those of one node; `alike`
    names the nodes with its op, `block` those at its place in every block alike.
    `ranged` are those alike, or of several chosen, that have a range of their own.
    """

    nodes: tuple[str, ...]
    digest: str
    offers: tuple[Offer, ...] = ()
    arguments: tuple[Argument, ...] = ()
    slots: tuple[Slot, ...] = ()
    rewrites: tuple[Fix, ...] = ()
    alike: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    ranged: tuple[str, ...] = ()

    def offer(self, key: OfferKey) -> Offer | None:
        """The first offer of a kind."""
        return next((offer for offer in self.offers if offer.key == key), None)

    def argument(self, name: str) -> Argument | None:
        """The argument of that name."""
        return next((each for each in self.arguments if each.name == name), None)
