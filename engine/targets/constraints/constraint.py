"""One kind of limit: a check over a node, and the sentence it completes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from torch import fx

from engine.sentence import filled, listed, say
from engine.targets.profile import LIMITS, Limit

Check: TypeAlias = Callable[[fx.Node, Any], str | None]
"""Given a node and the profile's limit: None if it holds, else what the node has."""

CheckT = TypeVar("CheckT", bound=Callable[..., str | None])


@dataclass(frozen=True, slots=True)
class Constraint:
    """A check and its words: *op* takes *sentence*; this one has *seen*.

    `sentence` may hold `{limit}`; `title` may hold `{op}` or `{place}`. One that
    `looks_ahead` reads what reads the node, others only the node, its inputs and what
    tells whether those are constant.
    """

    name: str
    check: Check
    sentence: str
    title: str
    looks_ahead: bool = False

    def message(self, op: str, limit: Limit, seen: str) -> str:
        """Say in one sentence what is allowed and what the node has."""
        allowed = filled(self.sentence, limit=spelled(limit))
        return say(
            "{op} takes {allowed}; this one has {seen}.",
            op=op,
            allowed=allowed,
            seen=seen,
        )


CONSTRAINTS: dict[str, Constraint] = {}
"""Every constraint by its name in a profile; earlier ones are reported first."""


def constraint(
    title: str = "{place}", *, looks_ahead: bool = False
) -> Callable[[CheckT], CheckT]:
    """Register a check under its own name; its docstring completes the sentence."""

    def register(check: CheckT) -> CheckT:
        name = check.__name__
        if name not in LIMITS:
            raise KeyError(f"profile.LIMITS has no {name}")
        sentence = inspect.cleandoc(check.__doc__ or "")
        CONSTRAINTS[name] = Constraint(name, check, sentence, title, looks_ahead)
        return check

    return register


def spelled(limit: Limit) -> str:
    """Write a limit as words: `4`, `bilinear or nearest`, `0 to 10`."""
    if not isinstance(limit, tuple):
        return str(limit)
    if len(limit) > 3 and all(isinstance(one, int) for one in limit):
        return say("{limit} to {other_limit}", limit=limit[0], other_limit=limit[-1])
    words = [str(one) for one in limit]
    some = [", ".join(words[:-1]), words[-1]] if words[1:] else words
    return listed(some, " or ")
