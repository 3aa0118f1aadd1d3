"""The words that several commands of the command line share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

SourceWord = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="sample:NAME, zoo:NAME, file.py:callable, package.module:callable, "
        "file.pt2 or project.json",
    ),
]
ProjectWord = Annotated[
    str, typer.Argument(metavar="PROJECT", help="project.json or sample:NAME")
]
Target = Annotated[str, typer.Option(help="Target profile; `targets` lists them.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Checkpoint = Annotated[str, typer.Option(help="File with the trained weights.")]
OtherCheckpoint = Annotated[
    str, typer.Option(help="The same for OTHER, where it has others.")
]
Inputs = Annotated[
    list[str] | None,
    typer.Option("--input", help="Input shape like 1x3x512x1024; repeat for more."),
]
Arguments = Annotated[
    list[str] | None, typer.Option("--arg", help="name=value for the callable.")
]
MovedTo = Annotated[
    str,
    typer.Option(
        "--moved-to",
        metavar="FILE",
        help="Where the file of a project's network lies now; -o keeps it.",
    ),
]
Interpreter = Annotated[str, typer.Option(help="Interpreter that has the model.")]
Images = Annotated[Path | None, typer.Option(help="Folder of images.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Use only the first N images.")]
At = Annotated[
    int | None,
    typer.Option(min=0, help="Undo or redo first: let so many edits hold, 0 for none."),
]
Without = Annotated[
    list[int] | None,
    typer.Option(
        min=1, metavar="N", help="Leave edit N of the project out; repeat for more."
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace a file that is there already.")
]
Output = Annotated[Path, typer.Option("--output", "-o", help="Where to write.")]


def options_of(
    target: str,
    checkpoint: str,
    inputs: list[str] | None,
    arguments: list[str] | None,
    python: str,
    at: int | None = None,
    without: list[int] | None = None,
    moved_to: str = "",
) -> Any:
    """Bring together what the command line says about a source."""
    from engine import commands

    return commands.Options(
        target,
        checkpoint,
        tuple(inputs or ()),
        tuple(arguments or ()),
        python,
        at,
        tuple(without or ()),
        moved_to,
    )
