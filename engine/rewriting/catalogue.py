"""Every rewrite rule by its name: what project files, commands and fixes look up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from engine.errors import EditError
from engine.rewriting.rule import Rule
from engine.rewriting.rules import FAMILIES
from engine.sentence import say


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by the name that project files store."""
    found = [each for family in FAMILIES for each in vars(family).values()]
    return MappingProxyType({one.name: one for one in found if isinstance(one, Rule)})


def find_rule(name: str) -> Rule:
    """Find a rule by its name.

    Raises:
        EditError: there is none.
    """
    found = rules().get(name)
    if found is None:
        raise EditError(
            say("There is no rule {name}; it may be from a newer version.", name=name)
        )
    return found
