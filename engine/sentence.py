"""Sentences for the user, which a window can say in another language. No window here.

It stands alone and needs Python 3.8, for the exporter says sentences too.

A `Sentence` is the English text, a plain `str` to whoever prints, compares, searches or
stores it, and remembers what it was made of. The window looks the template up among its
words and puts the values in; what has no translation stays English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Number
from typing import Any, Literal


class Sentence(str):
    """English words with the template and the values that they were made of.

    The template of one without values is the text itself, braces and all. A value is a
    number or text; one that is a sentence is translated too.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        """Stay a sentence, also as `str(error)` of an error made with one."""
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Cross threads and processes, and be copied, whole."""
        return _made, (str.__str__(self), self.template, self.values)


Between = Literal[", ", "; ", " and ", " or "]
_MARKS = (", ", "; ")
_PLAIN = {str, Sentence, int, float, bool}


def say(template: str, /, **values: object) -> Sentence:
    """Put values into a template, as `str.format` does: `{name}`, `{share:.0%}`.

    The template is a literal, so that its translation can be collected. A plural is
    another template, not an ending.
    """
    return _put(template, values)


def filled(template: str, /, **values: object) -> Sentence:
    """Do what `say` does with a template that is collected where it stands.

    That is the docstring of a constraint, or the words of a target's file.
    """
    return _put(template, values)


def listed(parts: Iterable[str], between: Between = ", ") -> str:
    """Put a word between others; a sentence where one of them is, or the word."""
    some, *rest = list(parts) or [""]
    if between in _MARKS and not any(
        isinstance(each, Sentence) for each in (some, *rest)
    ):
        return between.join([some, *rest])
    for part in rest:
        some = _joined(some, part, between)
    return some


def _joined(some: str, more: str, between: Between) -> Sentence:
    if between == " and ":
        return say("{some} and {more}", some=some, more=more)
    if between == " or ":
        return say("{some} or {more}", some=some, more=more)
    if between == "; ":
        return say("{some}; {more}", some=some, more=more)
    return say("{some}, {more}", some=some, more=more)


def to_plain(text: str) -> Any:
    """Write a sentence so that JSON can hold it; a plain text is written as it is."""
    if not isinstance(text, Sentence):
        return text
    values = {
        name: to_plain(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return {"text": str.__str__(text), "template": text.template, "values": values}


def from_plain(plain: Any) -> str:
    """Read what `to_plain` wrote; anything else is taken as plain text."""
    if not isinstance(plain, dict):
        return str(plain)
    values = {
        name: from_plain(value) if isinstance(value, (str, dict)) else value
        for name, value in plain["values"].items()
    }
    return _made(plain["text"], plain["template"], values)


def _put(template: str, values: dict[str, object]) -> Sentence:
    if not values:
        return _made(template, template, values)
    text = template.format(**values)
    for name, value in values.items():
        if type(value) not in _PLAIN and not isinstance(value, Number):
            values[name] = str(value)
    return _made(text, template, values)


def _made(text: str, template: str, values: Mapping[str, object]) -> Sentence:
    sentence = Sentence(text)
    sentence.template, sentence.values = template, values
    return sentence
