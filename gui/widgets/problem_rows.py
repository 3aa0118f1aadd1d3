"""Which problems are shown and in which order: filtered, and grouped by constraint."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    problems: Sequence[Diagnostic], wanted: ProblemFilter, modules: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """Leave out other severities, and what lacks one of the words."""
    words = wanted.text.casefold().split()
    return tuple(
        problem
        for problem in problems
        if problem.severity not in wanted.hidden
        and _has(words, problem, modules.get(problem.node, ""))
    )


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


def _has(words: Sequence[str], problem: Diagnostic, module: str) -> bool:
    if not words:
        return True
    source = problem.source
    place = f"{source.file}:{source.line} {source.text}" if source else ""
    said = (
        f"{both_languages(problem.title)} {both_languages(problem.message)} "
        f"{problem.node} {problem.op} {module} "
        f"{problem.constraint.replace('_', ' ')} {place}"
    ).casefold()
    return all(word in said for word in words)
