"""Problems as the command line writes them: equal ones once, with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from engine.result_schema import DiagnosticRow

_COLOURS = {"error": "red", "warning": "yellow", "advice": "cyan", "hint": "dim"}
_MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """Diagnostics that say the same, with the module or node of each as a place."""

    severity: str
    title: str
    message: str
    places: tuple[str, ...]
    sources: tuple[str, ...]


def print_problems(console: Console, found: Sequence[DiagnosticRow]) -> None:
    """Print diagnostics, those that say the same in one line; say so without any."""
    if not found:
        console.print("[green]No problems.[/]")
    for line in problem_lines(found):
        colour, count = _COLOURS[line.severity], len(line.places)
        times = f" (×{count})" if count > 1 else ""
        console.print(
            f"[{colour}]{line.severity:>7}[/]  "
            f"[bold]{escape(line.title + times + _where(line))}[/]  "
            f"{escape(line.message)} [dim]{escape(' '.join(line.sources))}[/]"
        )


def problem_lines(found: Sequence[DiagnosticRow]) -> Iterator[ProblemLine]:
    """Gather diagnostics of one severity, title and message, in order.

    A title that names its module is the same as one of another module.
    """
    same: dict[tuple[str, str, str], list[DiagnosticRow]] = {}
    for each in found:
        title = _without_module(each)
        same.setdefault((each["severity"], title, each["message"]), []).append(each)
    for (severity, title, message), rows in same.items():
        first = rows[0]
        alone = len(rows) == 1 and title == first["title"]
        is_named = alone and (not first["module"] or first["module"] in title)
        places = [] if is_named else [row["module"] or row["node"] for row in rows]
        sources = dict.fromkeys(row["source"] for row in rows if row["source"])
        yield ProblemLine(
            severity,
            title,
            message,
            tuple(places),
            tuple(sources) if len(sources) == 1 else (),
        )


def _without_module(row: DiagnosticRow) -> str:
    module = row["module"]
    return row["title"].removesuffix(f" in {module}") if module else row["title"]


def _where(line: ProblemLine) -> str:
    names = list(dict.fromkeys(line.places))
    if not names:
        return ""
    more = len(names) - _MOST_PLACES
    shown = ", ".join(names[:_MOST_PLACES])
    return f" in {shown} and {more} more" if more > 0 else f" in {shown}"
