"""Expressions that Python reads as Qt does, and looks for several times faster.

They are rows of characters, each perhaps repeated, and ways between such rows: nothing
of what the two read differently, in texts in which they see the same characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

STEPS = 100_000
"""What an expression may take in one text for Python, which never gives up."""
_ONE = r"(?:[\w:=<>,.]|\\[dw.*+?()|$^/\[\]-]|\[\^?(?:[a-z\d]-[a-z\d]|\w)+\])"
_ROW = rf"\^?(?:{_ONE}[+*?]?)*\$?"
_PLAIN = re.compile(rf"{_ROW}(?:\|{_ROW})*", re.ASCII | re.IGNORECASE)
_REPEATED = re.compile(r"(?<!\\)[+*?]")
Search = Callable[[str], object]


def plain_search(pattern: str, texts: Sequence[str]) -> Search | None:
    """What finds a pattern in lower-case texts as Qt would; None where Qt is to look.

    A pattern in which parts are repeated k times is tried in n characters in n^(k+1)
    ways at most.
    """
    search, repeated = _read(pattern)
    if search is None or not texts:
        return None
    together = "".join(texts)
    if not (together.isascii() and together.isprintable()):
        return None
    longest = max(map(len, texts))
    return search if longest ** (repeated + 1) <= STEPS else None


@lru_cache(maxsize=16)
def _read(pattern: str) -> tuple[Search | None, int]:
    if not _PLAIN.fullmatch(pattern):
        return None, 0
    search = re.compile(pattern, re.ASCII | re.IGNORECASE).search
    return search, len(_REPEATED.findall(pattern))
