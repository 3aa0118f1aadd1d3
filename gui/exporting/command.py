"""The words of `npu-studio export`, added to the engine's commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from engine import cli_words, console
from engine.errors import SourceError
from engine.info import WrittenCode
from gui.exporting.offscreen import FORMATS, SCALES, Wanted, check_format, export_graph
from gui.graph.exporting.pages import PAPERS, Paper

if TYPE_CHECKING:
    from engine.commands import Options
    from engine.document import Document

Ending = Annotated[str, typer.Option("--as", help=f"{', '.join(FORMATS)}.")]
Whole = Annotated[bool, typer.Option("--whole", help="Open every module.")]
Expand = Annotated[
    int | None, typer.Option(min=0, help="Open modules down to this depth.")
]
Nodes = Annotated[str, typer.Option(help="Only these: a,b,c.")]
Scale = Annotated[
    float,
    typer.Option(
        min=SCALES[0], max=SCALES[1], help="Pixels per unit of a PNG; on paper, size."
    ),
]
Width = Annotated[
    int, typer.Option(min=0, help="Width of a PNG in pixels, instead of a scale.")
]
Dark = Annotated[bool, typer.Option("--dark", help="Dark colours.")]
Transparent = Annotated[
    bool, typer.Option("--transparent", help="No ground behind a picture.")
]
Columns = Annotated[
    bool, typer.Option("--columns/--one-column", help="Columns where it is long.")
]
PaperWord = Annotated[str, typer.Option(help=f"Paper of a PDF: {', '.join(PAPERS)}.")]
Overlap = Annotated[
    float, typer.Option(min=0, max=100, help="Millimetres that sheets share.")
]


def add_export(app: typer.Typer) -> None:
    """Add the command; it lives here because pictures are drawn as the window does."""
    app.command(name="export")(export)


def export(
    source: cli_words.SourceWord,
    as_: Ending,
    output: cli_words.Output,
    whole: Whole = False,
    expand: Expand = None,
    nodes: Nodes = "",
    scale: Scale = 1.0,
    width: Width = 0,
    dark: Dark = False,
    transparent: Transparent = False,
    paper: PaperWord = "one",
    overlap: Overlap = 10.0,
    columns: Columns = True,
    target: cli_words.Target = "",
    checkpoint: cli_words.Checkpoint = "",
    inputs: cli_words.Inputs = None,
    arguments: cli_words.Arguments = None,
    python: cli_words.Interpreter = "",
    at: cli_words.At = None,
    without: cli_words.Without = None,
    json: cli_words.Json = False,
) -> None:
    """Write the graph as a picture, a page, text for other programs, or torch code.

    A network that cannot be exported is written as far as it could be traced.
    """
    wanted = Wanted(
        check_format(as_),
        output.resolve(),
        "opened" if whole else "whole",
        expand,
        tuple(name.strip() for name in nodes.split(",") if name.strip()),
        scale,
        width,
        "dark" if dark else "light",
        transparent,
        _check_paper(paper),
        overlap,
        columns,
    )
    if not wanted.path.parent.is_dir():
        raise SourceError(f"There is no folder {wanted.path.parent}; make it first.")
    options = cli_words.options_of(
        target, checkpoint, inputs, arguments, python, at, without
    )
    result = _write(source, options, wanted)
    console.print_result(result, json, _print)
    if result["stopped"]:
        raise typer.Exit(1)


def _check_paper(word: str) -> Paper:
    for each in PAPERS:
        if each == word:
            return each
    raise SourceError(f"{word} is no paper to print on; there are {', '.join(PAPERS)}.")


def _write(source: str, options: Options, wanted: Wanted) -> console.Result:
    """Open the network and write its graph."""
    from engine import commands
    from engine.targets.profile import load_profile

    project, _ = commands.find_project(source, options)
    opened = console.run_steps(commands.open_project_document(project, reached=True))
    console.report_opening(opened.weights, opened.warnings)
    document = opened.document
    found = document.diagnostics(load_profile(project.target))
    code = partial(_code, document, project.target)
    steps = export_graph(document.info(), found, code, wanted)
    return {**console.run_steps(steps), "stopped": document.stopped}


def _code(document: Document, target: str, wanted: Wanted) -> WrittenCode:
    from engine.rewriting.code import code_of
    from engine.rewriting.vendor_module import network_code

    if wanted.format == "host-code":
        return WrittenCode(document.host_code())
    if wanted.names:
        return WrittenCode(code_of(document.model, wanted.names))
    return network_code(document.model, target)


def _print(screen: Console, result: console.Result) -> None:
    for each in result["artifacts"]:
        held = "weights" if each["kind"] == "state-dict" else f"{result['nodes']} nodes"
        screen.print(f"{each['path']}  {each['bytes']} bytes, {held}")
    if result["stopped"]:
        screen.print(f"Only as far as it got: {result['stopped']}", markup=False)
