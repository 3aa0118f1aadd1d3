"""The command line: every step of the journey without a window.

With `--json` one JSON object goes to stdout and nothing else; progress and messages go
to stderr. Exit status 0: done; 1: done, but problems remain; 2: bad input, one
sentence on stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from engine import console
from engine.cli_words import (
    Arguments,
    At,
    Checkpoint,
    Images,
    Inputs,
    Interpreter,
    Json,
    Limit,
    MovedTo,
    OtherCheckpoint,
    ProjectWord,
    SourceWord,
    Target,
    Without,
    options_of,
)
from engine.console import run_steps
from engine.edit_cli import add_edits
from engine.errors import EngineError, MisfitError
from engine.project import CalibrationSettings, Project

T = TypeVar("T")

NAME = "npu-studio"
BAD_INPUT = 2
_WordError: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for words that make no command, whichever click it builds on."""

app = typer.Typer(
    name=NAME,
    help=__doc__.splitlines()[0],
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        print(version(NAME))
        raise typer.Exit


@app.callback()
def _program(
    shows_version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Print the version and leave.",
        ),
    ] = False,
) -> None:
    """Take every step of the journey without a window."""


@app.command()
def inspect(
    source: SourceWord,
    target: Target = "",
    checkpoint: Checkpoint = "",
    inputs: Inputs = None,
    arguments: Arguments = None,
    python: Interpreter = "",
    at: At = None,
    without: Without = None,
    moved_to: MovedTo = "",
    json: Json = False,
) -> None:
    """Show the network's size and what the target cannot run.

    A network that cannot be exported is shown as far as it could be traced.
    """
    from engine import commands

    words = (target, checkpoint, inputs, arguments, python, at, without, moved_to)
    project, home = commands.find_project(source, options_of(*words))
    opened = run_steps(commands.open_project_document(project, reached=True))
    console.report_opening(opened.weights, opened.warnings)
    result = commands.inspection(opened, project, home)
    console.print_result(result, json, console.inspection_text)
    _leave(1 if commands.count_errors(result["diagnostics"]) else 0)


add_edits(app)


@app.command()
def calibrate(
    project: ProjectWord,
    images: Images = None,
    limit: Limit = None,
    method: Annotated[str, typer.Option(help="min_max, percentile, mse or kl.")] = "",
    target: Target = "",
    at: At = None,
    without: Without = None,
    json: Json = False,
) -> None:
    """Measure the range of every tensor; stored beside the project."""
    from engine import checks, commands
    from engine.whole_file import digest_of

    seen = digest_of(Path(project))
    content, home = commands.find_written_project(project, target, at, without)
    seen = seen or (digest_of(home) if home is not None else "")
    settings = content.calibration
    content = replace(
        content,
        calibration=CalibrationSettings(
            images=str(images.resolve()) if images else settings.images,
            limit=limit or settings.limit,
            method=checks.check_method(method or settings.method),
        ),
    )
    commands.calibration_images(content)
    document = _open(content)
    calibration = run_steps(commands.calibrate_project(document, content))
    commands.store(content, home, calibration, seen)
    console.print_result(
        commands.calibration_result(document, content, calibration),
        json,
        console.calibration_text,
    )


@app.command()
def sensitivity(
    project: ProjectWord,
    target: Target = "",
    at: At = None,
    without: Without = None,
    json: Json = False,
) -> None:
    """Rank the roundings by how much each moves the outputs."""
    from engine import commands
    from engine.sensitivity_commands import sensitivity_result

    content, home = commands.find_written_project(project, target, at, without)
    commands.calibration_images(content)
    document = _open(content)
    calibration = run_steps(commands.calibration_of(document, content, home))
    result = run_steps(sensitivity_result(document, content, calibration))
    console.print_result(result, json, console.sensitivity_text)


@app.command()
def compare(
    project: ProjectWord,
    images: Annotated[
        Path | None, typer.Option(help="Folder of images; else those of calibration.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="Folder of labels (train-id PNGs).")
    ] = None,
    limit: Limit = None,
    outputs: Annotated[
        str, typer.Option(help="What they are: by_form, classes or values.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write overlay pictures there."),
    ] = None,
    target: Target = "",
    at: At = None,
    without: Without = None,
    json: Json = False,
) -> None:
    """Judge float, calibrated and quantized results on images."""
    from engine import checks, commands

    content, home = commands.find_written_project(project, target, at, without)
    content = commands.with_comparison(content, images, labels, limit, outputs)
    checks.check_comparison(content, output)
    document = _open(content)
    calibration = run_steps(commands.calibration_of(document, content, home))
    result = run_steps(
        commands.comparison_result(document, content, calibration, output)
    )
    console.print_result(result, json, console.comparison_text)


@app.command(name="compile")
def compile_(
    project: ProjectWord,
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
    toolchain: Annotated[str, typer.Option(help="`doctor` lists them.")] = "",
    target: Target = "",
    at: At = None,
    without: Without = None,
    json: Json = False,
) -> None:
    """Compile the edited network and check the result against the studio's own."""
    from engine import checks, commands

    content, home = commands.find_written_project(project, target, at, without)
    checks.check_compilation(content, home, toolchain, output)
    document = _open(content)
    calibration = run_steps(commands.calibration_of(document, content, home))
    directory = checks.output_folder(content, home, output)
    result = run_steps(
        commands.compilation_result(
            document,
            content,
            calibration,
            toolchain or content.compile.toolchain,
            directory,
        )
    )
    console.print_result(result, json, console.compilation_text)
    _leave(1 if result["self_check"]["mismatches"] else 0)


@app.command(name="run")
def run_(
    project: ProjectWord,
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
    target: Target = "",
    at: At = None,
    without: Without = None,
    json: Json = False,
) -> None:
    """Do everything the project says: open, inspect, calibrate, compare, compile."""
    from engine import commands

    content, home = commands.find_written_project(project, target, at, without)
    result = run_steps(commands.everything(content, home, output))
    console.print_result(result, json, console.everything_text)
    falls_short = (
        commands.count_errors(result["inspect"]["diagnostics"])
        or (result["compile"]["self_check"]["mismatches"])
    )
    _leave(1 if falls_short else 0)


@app.command()
def doctor(json: Json = False) -> None:
    """Tell what is installed, what is missing, and which toolchains answer."""
    from engine import commands

    console.print_result(commands.doctor(), json, console.doctor_text)


@app.command()
def targets(
    source: Annotated[
        str,
        typer.Argument(metavar="[SOURCE]", help="Judge this network for every target."),
    ] = "",
    ops: Annotated[
        str, typer.Option(metavar="TARGET", help="Print the op table of one target.")
    ] = "",
    checkpoint: Checkpoint = "",
    inputs: Inputs = None,
    arguments: Arguments = None,
    python: Interpreter = "",
    at: At = None,
    without: Without = None,
    json: Json = False,
) -> None:
    """List the chips the studio knows, or what each makes of one network."""
    from engine import target_commands

    if ops:
        console.print_result(target_commands.op_table(ops), json, console.op_table_text)
    elif source:
        from engine import commands

        options = options_of("", checkpoint, inputs, arguments, python, at, without)
        project, _ = commands.find_project(source, options)
        opened = run_steps(commands.open_project_document(project))
        console.report_opening(opened.weights, opened.warnings)
        result = run_steps(target_commands.target_comparison(opened.document))
        console.print_result(result, json, console.target_comparison_text)
    else:
        console.print_result(target_commands.target_list(), json, console.list_text)


@app.command()
def diff(
    source: SourceWord,
    other: Annotated[
        str, typer.Argument(metavar="[OTHER]", help="A second network, like SOURCE.")
    ] = "",
    first: Annotated[
        int | None, typer.Option("--from", min=0, help="State before, 0 as opened.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", min=0, help="State after; else the present.")
    ] = None,
    target: Target = "",
    checkpoint: Checkpoint = "",
    other_checkpoint: OtherCheckpoint = "",
    inputs: Inputs = None,
    arguments: Arguments = None,
    python: Interpreter = "",
    at: At = None,
    without: Without = None,
    json: Json = False,
) -> None:
    """Tell two networks, or two states of one project, apart."""
    from engine import diff_commands

    options = options_of(target, checkpoint, inputs, arguments, python, at, without)
    result = run_steps(
        diff_commands.difference(
            source, other, (first, last), options, other_checkpoint
        )
    )
    console.print_result(result, json, console.difference_text)


@app.command()
def rules(json: Json = False) -> None:
    """List the rewrites, each with its algebra."""
    from engine import commands

    console.print_result({"rules": commands.rule_rows()}, json, console.list_text)


@app.command()
def samples(json: Json = False) -> None:
    """List the bundled samples."""
    from engine.samples import samples as bundled

    rows = [
        {"name": f"sample:{each.name}", "title": f"{each.title}. {each.description}"}
        for each in bundled()
    ]
    console.print_result({"samples": rows}, json, console.list_text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; 130 if Ctrl-C stopped it."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = app(args=words or ["--help"], prog_name=NAME, standalone_mode=False)
    except MisfitError as error:
        number = error.number
        way_on = f"--without {number} goes on without it, --at {number - 1} before it."
        print(error, way_on, file=sys.stderr)
        return BAD_INPUT
    except EngineError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except _WordError as error:
        print(_sentence_about_words(error), file=sys.stderr)
        return BAD_INPUT
    return status if isinstance(status, int) else 0


def _sentence_about_words(error: Exception) -> str:
    """Say what typer finds wrong with the words of a command, in one line."""
    message = getattr(error, "format_message", error.__str__)()
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else NAME
    return f"{' '.join(message.split()).rstrip('.')}; see `{path} --help`."


def _open(project: Project) -> Any:
    from engine import commands

    opened = run_steps(commands.open_project_document(project))
    console.report_opening(opened.weights, opened.warnings)
    return opened.document


def _leave(status: int) -> None:
    if status:
        raise typer.Exit(status)
