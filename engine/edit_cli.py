"""`npu-studio fix` and `npu-studio edit`: the commands that change the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from engine import console
from engine.cli_words import (
    Arguments,
    At,
    Checkpoint,
    Force,
    Inputs,
    Interpreter,
    Json,
    MovedTo,
    Output,
    SourceWord,
    Target,
    Without,
    options_of,
)
from engine.destination import destination
from engine.errors import EditError

Edits = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[EDIT]...",
        help="'Bypass node=relu', 'Bypass node=blocks.3' for a whole module, "
        "'SetPrecision node=conv2d precision=int16', …; "
        "any edit of a project file, several as one undo step.",
    ),
]
Kept = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Where to write; else it is only tried."),
]
TakenIn = Annotated[
    list[int] | None,
    typer.Option("--with", min=1, metavar="N", help="Take edit N in again."),
]
Deleted = Annotated[
    list[int] | None,
    typer.Option(min=1, metavar="N", help="Delete edit N, which is left out."),
]


def add_edits(app: typer.Typer) -> None:
    """Add both commands."""
    app.command()(fix)
    app.command()(edit)


def fix(
    source: SourceWord,
    output: Output,
    all_: Annotated[bool, typer.Option("--all", help="Fix everything.")] = False,
    rule: Annotated[
        list[str] | None, typer.Option(help="Apply this rule everywhere.")
    ] = None,
    target: Target = "",
    checkpoint: Checkpoint = "",
    inputs: Inputs = None,
    arguments: Arguments = None,
    python: Interpreter = "",
    moved_to: MovedTo = "",
    at: At = None,
    without: Without = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Rewrite what the target cannot run, and save the result as a project."""
    from engine import edit_commands

    if not all_ and not rule:
        raise EditError("Nothing to fix is named; say --all, or name rules as --rule.")
    words = (target, checkpoint, inputs, arguments, python, at, without, moved_to)
    options = options_of(*words)
    file = destination(output, source, force)
    edit_commands.check_rules(rule or ())
    document, project = _opened(source, options)
    fixed, result = edit_commands.fix(document, project, all_, tuple(rule or ()))
    file.write(fixed)
    _finish(result, json)


def edit(
    source: SourceWord,
    edits: Edits = None,
    output: Kept = None,
    at: At = None,
    without: Without = None,
    with_: TakenIn = None,
    delete: Deleted = None,
    target: Target = "",
    checkpoint: Checkpoint = "",
    inputs: Inputs = None,
    arguments: Arguments = None,
    python: Interpreter = "",
    moved_to: MovedTo = "",
    force: Force = False,
    json: Json = False,
) -> None:
    """Change the graph by hand, as in the window: measured, then saved as a project."""
    from engine import edit_commands
    from engine.edit_words import parse_edits, rules_of

    wanted = parse_edits(edits or [])
    edit_commands.check_target(wanted)
    if wanted is None and at is None and not (without or with_ or delete):
        raise EditError(
            "No edit is named; say one, as 'Bypass node=relu', or --at or --without N."
        )
    words = (target, checkpoint, inputs, arguments, python, at, without, moved_to)
    options = options_of(*words)
    file = destination(output, source, force) if output is not None else None
    edit_commands.check_rules(rules_of(wanted))
    document, project = _opened(source, options)
    edit_commands.change_recipe(document, with_ or (), delete or ())
    made = (wanted,) if wanted is not None else ()
    edited, result = edit_commands.edit(document, project, made)
    if file is not None:
        file.write(edited)
    _finish(result, json)


def _opened(source: str, options: Any) -> tuple[Any, Any]:
    """Open the network of a source, and report on it."""
    from engine import commands

    project, _ = commands.find_project(source, options)
    opened = console.run_steps(commands.open_project_document(project))
    console.report_opening(opened.weights, opened.warnings)
    return opened.document, project


def _finish(result: console.Result, json: bool) -> None:
    """Print what was done; the status is 1 if an error remains."""
    from engine import commands

    console.print_result(result, json, console.fix_text)
    if commands.count_errors(result["remaining"]):
        raise typer.Exit(1)
