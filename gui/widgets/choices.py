"""What the command palette offers, and which of it fits what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

MOST_SHOWN = 100
Fits = Callable[[str, str], float | None]
RECENT_BONUS = 5.0
WHOLE, WORDS = 100.0, 50.0
OTHER_WORDS = 12.0
"""How much less a match counts that is not in the title."""
MOST_PENALTY = 30.0
_BEGINNING = re.compile(r"\b\w|(?<=_)[^\W_]")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the palette; `why_not` says why it cannot be chosen now.

    `words` are searched besides the title, such as the same in English.
    """

    key: str
    title: str
    kind: str
    do: Callable[[], object]
    hint: str = ""
    words: str = ""
    why_not: str = ""
    texts: tuple[str, str] = field(init=False, repr=False, compare=False)
    """Title and words as they are searched."""

    def __post_init__(self) -> None:
        """Write the texts out, once for all searches."""
        object.__setattr__(
            self, "texts", (self.title.casefold(), self.words.casefold())
        )


class Ranking:
    """Finds the choices that fit, among tens of thousands at every key.

    The whole in one piece counts most, then all its words at beginnings of words, then
    its letters in order, each at the beginning of a word or right after the one before.
    """

    def __init__(self, choices: Sequence[Choice], recent: Sequence[str]) -> None:
        self._choices = tuple(choices)
        self._known: dict[Fits, tuple[str, Sequence[int]]] = {}
        self._lately = {
            key: RECENT_BONUS / place for place, key in enumerate(recent, start=1)
        }

    def best(self, sought: str) -> list[Choice]:
        """The choices that fit, the best first; those chosen lately before others.

        Nothing typed offers all in their order, at the end what cannot be done now.
        """
        if not sought.strip():
            return self._beforehand()
        sought = sought.casefold()
        found = self._fitting(sought, _whole)
        if len(found) < MOST_SHOWN:
            known = {place for _, place in found}
            more = self._fitting(sought, _words if _has_words(sought) else _letters)
            found += [each for each in more if each[1] not in known]
        found.sort(key=lambda pair: -pair[0])
        return [self._choices[place] for _, place in found[:MOST_SHOWN]]

    def _beforehand(self) -> list[Choice]:
        """Those chosen lately, then the others; of both first what can be done now."""
        lately = [each for each in self._choices if each.key in self._lately]
        lately.sort(key=lambda each: -self._lately[each.key])
        chosen = {id(each) for each in lately}
        rest = (each for each in self._choices if id(each) not in chosen)
        first = [each for each in lately if not each.why_not]
        grey: list[Choice] = []
        for each in rest:
            if len(first) >= MOST_SHOWN:
                return first[:MOST_SHOWN]
            (grey if each.why_not else first).append(each)
        grey = [*(each for each in lately if each.why_not), *grey]
        return [*first, *grey][:MOST_SHOWN]

    def _fitting(self, sought: str, fits: Fits) -> list[tuple[float, int]]:
        """The score and the place of every choice that fits in one way.

        What fits when more is typed is among what fitted before.
        """
        before, places = self._known.get(fits, ("", range(len(self._choices))))
        if not sought.startswith(before):
            places = range(len(self._choices))
        found = self._scored(sought, fits, places)
        self._known[fits] = sought, [place for _, place in found]
        return found

    def _scored(
        self, sought: str, fits: Fits, places: Sequence[int]
    ) -> list[tuple[float, int]]:
        found, in_order = [], _in_order(sought)
        for place in places:
            title, words = self._choices[place].texts
            if not (in_order(title) or in_order(words)):
                continue
            points = fits(title, sought)
            if points is None and words:
                other = fits(words, sought)
                points = None if other is None else other - OTHER_WORDS
            if points is not None:
                lately = self._lately.get(self._choices[place].key, 0.0)
                found.append((points + lately, place))
        return found


def _whole(text: str, sought: str) -> float | None:
    """Points for a text that holds what is typed; at the beginning of a word more."""
    at = text.find(sought)
    if at < 0:
        return None
    while at > 0 and text[at - 1].isalnum():
        later = text.find(sought, at + 1)
        if later < 0:
            return WHOLE - _penalty(text, at)
        at = later
    return WHOLE + 20.0 - _penalty(text, at)


def _has_words(sought: str) -> bool:
    return " " in sought.strip()


def _in_order(sought: str) -> Callable[[str], object]:
    """Tell most texts apart quickly that cannot fit; words may come in any order."""
    parts = sought.split()
    if len(parts) > 1:
        return lambda text: all(part in text for part in parts)
    return re.compile(".*?".join(map(re.escape, parts[0]))).search


def _words(text: str, sought: str) -> float | None:
    """Points for all words of what is typed at the beginnings of words."""
    places = [_beginning_with(text, word) for word in sought.split()]
    return None if -1 in places else WORDS - _penalty(text, min(places))


def _beginning_with(text: str, word: str) -> int:
    """Where a word begins so; -1 if none does."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at


def _letters(text: str, sought: str) -> float | None:
    """Points for the letters of what is typed, at beginnings of words or in rows."""
    sought = sought.strip()
    if not sought or sought[0] not in text:
        return None
    starts = [each.start() for each in _BEGINNING.finditer(text)]
    ends = {at for at in starts if text[at] == sought[0]}
    for letter in sought[1:]:
        if not ends:
            return None
        first = min(ends)
        jumps = {at for at in starts if at > first and text[at] == letter}
        rows = {at + 1 for at in ends if text[at + 1 : at + 2] == letter}
        ends = jumps | rows
    return WORDS / 2 - _penalty(text, min(ends)) / 2 if ends else None


def _penalty(text: str, at: int) -> float:
    """What a late place and a long text cost."""
    return min(at * 0.1 + len(text) * 0.05, MOST_PENALTY)
