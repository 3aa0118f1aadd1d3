"""Which problems are shown and in which order: filtered, and grouped by constraint."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from engine.info import Diagnostic, Severity
from engine.recipe import Edit, FixAll, Several, SingleEdit
from gui.sentences import both_languages
from gui.widgets.edit_words import first_fix
from gui.widgets.engine_words import heading_text
from gui.widgets.module_hierarchy import SEVERITIES


@dataclass(frozen=True, slots=True)
class ProblemFilter:
    """What is to be seen: words to be found, severities left out, one heading a kind.

    `closed` names the constraints whose problems are folded under their heading.
    """

    text: str = ""
    hidden: frozenset[Severity] = frozenset()
    is_grouped: bool = False
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ProblemGroup:
    """All shown problems of one constraint."""

    constraint: str
    problems: tuple[Diagnostic, ...]
    is_open: bool

    @cached_property
    def severity(self) -> Severity:
        """The gravest of the problems."""
        found = {problem.severity for problem in self.problems}
        return next(each for each in SEVERITIES if each in found)

    @property
    def title(self) -> str:
        """The constraint in words."""
        return heading_text(self.constraint)

    @cached_property
    def fixable(self) -> int:
        """How many of the problems an exact fix clears."""
        return count_fixable(self.problems)

    @property
    def edit(self) -> Edit | None:
        """The one edit that clears several of them, each where it is shown."""
        return Several(shown_edits(self.problems)) if self.has_edit else None

    @property
    def has_edit(self) -> bool:
        """Whether one edit clears several of them."""
        return self.fixable > 1


ProblemRow: TypeAlias = Diagnostic | ProblemGroup


def rows_of(
    shown: tuple[Diagnostic, ...], wanted: ProblemFilter
) -> tuple[ProblemRow, ...]:
    """Order what is shown as rows of a list; groups stand by their gravest problem."""
    if not wanted.is_grouped:
        return shown
    rows: list[ProblemRow] = []
    for group in _groups(shown, wanted.closed):
        rows.append(group)
        rows += group.problems if group.is_open else ()
    return tuple(rows)


def shown_problems(
    problems: Sequence[Diagnostic], wanted: ProblemFilter, said: Sequence[str]
) -> tuple[Diagnostic, ...]:
    """Leave out other severities, and what lacks one of the words.

    `said` is what each problem says, needed where words are sought only.
    """
    found: Sequence[int] = range(len(problems))
    for word in wanted.text.casefold().split():
        found = [place for place in found if word in said[place]]
    shown = (problems[place] for place in found)
    return tuple(each for each in shown if each.severity not in wanted.hidden)


def words_of(problem: Diagnostic, module: str) -> str:
    """All that a problem says, in small letters, as one may look for it."""
    source = problem.source
    place = f"{source.file}:{source.line} {source.text}" if source else ""
    return (
        f"{both_languages(problem.title)} {both_languages(problem.message)} "
        f"{problem.node} {problem.op} {module} "
        f"{problem.constraint.replace('_', ' ')} {place}"
    ).casefold()


def _groups(
    problems: Sequence[Diagnostic], closed: Collection[str]
) -> list[ProblemGroup]:
    by_constraint: dict[str, list[Diagnostic]] = {}
    for problem in problems:
        by_constraint.setdefault(problem.constraint, []).append(problem)
    groups = [
        ProblemGroup(constraint, tuple(found), constraint not in closed)
        for constraint, found in by_constraint.items()
    ]
    return sorted(groups, key=lambda group: SEVERITIES.index(group.severity))


def count_fixable(problems: Sequence[Diagnostic]) -> int:
    """Count the problems that an exact fix clears."""
    fixes = [first_fix(problem) for problem in problems]
    return sum(fix is not None and fix.is_applicable and fix.exact for fix in fixes)


def shown_edits(problems: Sequence[Diagnostic]) -> tuple[SingleEdit, ...]:
    """The exact fixes of these problems and of no others, each once.

    What changes results is asked for one by one and is not among them.
    """
    edits: dict[SingleEdit, None] = {}
    for problem in problems:
        fix = first_fix(problem)
        if fix is not None and fix.is_applicable and fix.exact:
            several = fix.edit.edits if isinstance(fix.edit, Several) else (fix.edit,)
            edits |= dict.fromkeys(
                each for each in several if not isinstance(each, FixAll | Several)
            )
    return tuple(edits)
