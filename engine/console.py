"""How results and progress look in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from engine.opening.source import ModelSource, WeightReport
from engine.opening.weight_words import met_sentence
from engine.problem_lines import print_problems
from engine.progress import Progress, Steps, run
from engine.quantities import macs_text, short_count

T = TypeVar("T")
Result = Mapping[str, Any]
Printer = Callable[[Console, Result], None]

SHOWN_ROUNDINGS = 20


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """Show a bar with the time left on stderr while a job runs."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}", style="dim"),
    )
    console = Console(stderr=True)
    silent = not console.is_terminal
    with Bar(*columns, console=console, transient=True, disable=silent) as bar:
        tasks = {}

        def report(each: Progress) -> None:
            if each.stage not in tasks:
                tasks[each.stage] = bar.add_task(each.stage, note="")
            bar.update(
                tasks[each.stage],
                completed=each.done,
                total=each.total,
                note=each.note,
            )

        yield report


def run_steps(steps: Steps[T]) -> T:
    """Drive work to its end with a bar on stderr."""
    with progress() as report:
        return run(steps, report)


def print_result(result: Result, as_json: bool, text: Printer) -> None:
    """Print one JSON object, or the same for people."""
    if as_json:
        print(json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        text(Console(), result)


def report_opening(weights: WeightReport | None, warnings: tuple[str, ...]) -> None:
    """Say on stderr how the weights fitted and what was unusual."""
    if weights is not None and weights.is_met:
        under = f", under '{weights.wrapper}'" if weights.wrapper else ""
        print(met_sentence(weights, weights.file + under), file=sys.stderr)
    elif weights is not None:
        shapes = [f"{name} {a} for {b}" for name, a, b in weights.mismatched]
        names = {
            "missing": weights.missing,
            "unexpected": weights.unexpected,
            "wrongly shaped": shapes,
        }
        others = [
            f"{len(found)} {name} ({_few(found)})"
            for name, found in names.items()
            if found
        ]
        under = f" under '{weights.wrapper}'" if weights.wrapper else ""
        parts = [f"{weights.matched} weights matched{under}", *others]
        print(f"{weights.file}: {', '.join(parts)}.", file=sys.stderr)
    for warning in warnings:
        print(warning, file=sys.stderr)


def report_overrides(name: str, own: ModelSource, taken: ModelSource) -> None:
    """Say on stderr what of a project's own source an option stands in for."""
    changed = {
        "input": (_shapes(own), _shapes(taken)),
        "checkpoint": (own.checkpoint, taken.checkpoint),
        "interpreter": (own.python, taken.python),
        "arguments": (_words(own.arguments), _words(taken.arguments)),
    }
    for what, (before, after) in changed.items():
        if before and before != after:
            said = f"{after} in place of {before}"
            print(f"{name}, {what} for this run: {said}.", file=sys.stderr)


def _shapes(source: ModelSource) -> str:
    return ", ".join("×".join(map(str, each.shape)) for each in source.inputs)


def _words(arguments: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in arguments.items())


def _few(names: Sequence[str], most: int = 3) -> str:
    """Name the first of many."""
    more = ["…"] if len(names) > most else []
    return ", ".join([*names[:most], *more])


def inspection_text(console: Console, result: Result) -> None:
    """The graph's size, then its problems, worst first."""
    console.print(
        f"[bold]{escape(result['name'])}[/]  {result['nodes']} nodes · "
        f"{short_count(result['parameters'])} parameters · "
        f"{macs_text(result['macs'])} · target {result['target']}"
    )
    if result["stopped"]:
        messages = [each["message"] for each in result["diagnostics"]]
        is_told = result["stopped"] in messages
        why = "see its problem." if is_told else escape(result["stopped"])
        console.print(f"[red]Only as far as it got:[/] {why}")
    print_problems(console, [*result["diagnostics"], *result["range_findings"]])
    for each in result["hints"]:
        console.print(
            f"[dim]   hint  {escape(each['title'])}  {escape(each['message'])}[/]"
        )


def fix_text(console: Console, result: Result) -> None:
    """What was rewritten, by how much results moved, and what is left."""
    for each in result["applied"]:
        console.print(f"{each['rule']} at {each['node']}, {_moved_there(each)}")
    for each in result["edits"]:
        console.print(
            f"{each['edit']}: {_replaced(each)}, {each['verdict']} ({_moved(each)})"
        )
        for note in each["notes"]:
            console.print(note)
    print_problems(console, result["remaining"])


def _replaced(edit: Result) -> str:
    """How many nodes an edit took away and brought."""
    gone, come = len(edit["removed"]), len(edit["added"])
    if not (gone or come):
        return "no node replaced"
    if not gone:
        return f"{come} {'node' if come == 1 else 'nodes'} added"
    return f"{gone} {'node' if gone == 1 else 'nodes'} replaced by {come}"


def _moved_there(rewrite: Result) -> str:
    """By how much a rewrite moved the values it replaced."""
    off = rewrite["max_abs_difference"]
    if not off:
        return "no difference there"
    share = percent(rewrite["max_rel_difference"])
    return f"at most {share} of the largest value there, a difference of {off:.2g}"


def percent(share: float) -> str:
    """Write a share in per cent, to the digit that says anything."""
    return f"{100 * share:.{1 if share < 0.1 else 2 if share < 1 else 4}g} %"


def _moved(edit: Result) -> str:
    """By how much an edit moved the outputs, where they can be compared."""
    off = edit["max_abs_difference"]
    if off is None:
        return "other outputs, or of another shape"
    tried = f"{edit['samples']} tried inputs"
    if not off:
        return f"largest difference of outputs 0, {tried}"
    share = percent(edit["max_rel_difference"])
    return f"at most {share} of the largest output, a difference of {off:.2g}, {tried}"


def calibration_text(console: Console, result: Result) -> None:
    """What was measured and what it cost."""
    console.print(
        f"{result['tensors']} tensors measured on {result['images']} images in "
        f"{result['seconds']:.1f} s (plain float forward "
        f"{result['float_seconds']:.1f} s), peak memory "
        f"{result['peak_memory_mb']:.0f} MB, method {result['method']}"
    )
    if result["range_findings"]:
        print_problems(console, result["range_findings"])


def sensitivity_text(console: Console, result: Result) -> None:
    """The most sensitive roundings, worst first, and the quality to expect."""
    table = Table("node", "rounded", "module", "error dB", "share of the error")
    for each in result["roundings"][:SHOWN_ROUNDINGS]:
        table.add_row(
            escape(each["node"]),
            each["what"],
            escape(each["module"]),
            _number(each["error_db"], ".1f"),
            format(each["share"], ".1%"),
        )
    console.print(table)
    left = len(result["roundings"]) - SHOWN_ROUNDINGS
    if left > 0:
        console.print(f"and {left} more; --json lists all")
    expected = _number(result["expected_sqnr_db"], ".1f")
    console.print(f"Expected SQNR of the outputs: {expected} dB")


def comparison_text(console: Console, result: Result) -> None:
    """One row per way to run the network."""
    table = Table("", "mIoU", "pixel accuracy", "agrees with float", "SQNR dB")
    for view in ("float", "calibrated", "quantized"):
        row = result.get(view, {})
        table.add_row(
            view,
            _number(row.get("miou"), ".4f"),
            _number(row.get("pixel_accuracy"), ".4f"),
            _number(result["agreement"].get(view), ".4f"),
            _number(result["sqnr_db"].get(view), ".1f"),
        )
    console.print(table)
    folder = escape(result["folder"])
    console.print(f"{result['images']} images of {folder}", highlight=False)
    if len(result["outputs"]) > 1 or not result["agreement"]:
        console.print(_table_of_outputs(result["outputs"]))


_MEASURES = {
    "pixel_class": "class at each place",
    "top_class": "class of highest score",
    "equal_values": "equal values",
    "none": "values, no classes",
}


def _table_of_outputs(outputs: list[Result]) -> Table:
    """One row per output, quantized against float."""
    columns = ("output", "shape", "what agrees", "quantized agrees", "SQNR dB")
    table = Table(*columns, "largest difference")
    for each in outputs:
        table.add_row(
            escape(each["name"]),
            "×".join(map(str, each["shape"])),
            _MEASURES[each["measure"]],
            _number(each["agreement"].get("quantized"), ".4f"),
            _number(each["sqnr_db"].get("quantized"), ".1f"),
            _number(each["max_abs_difference"].get("quantized"), ".3g"),
        )
    return table


def compilation_text(console: Console, result: Result) -> None:
    """The files, the verdict of the self-check, and the speed."""
    for each in result["artifacts"]:
        size = f"{each['bytes'] / 1e6:.2f} MB"
        console.print(f"{size:>10}  {escape(each['path'])}", highlight=False)
    check = result["self_check"]
    console.print(
        f"Self-check: {check['mismatches']} of {check['values']} values differ over "
        f"{check['images']} images"
    )
    if check["rounded"]:
        console.print(
            f"Float ops left {check['rounded']} values inside on the next integer"
        )
    latency = result["latency_ms"]
    if latency:
        words = ", ".join(f"{name} {value:.2f} ms" for name, value in latency.items())
        console.print(f"Latency here: {words}")
    for each in result["not_integer"]:
        console.print(f"Not integer: {escape(each['node'])} ({escape(each['why'])})")


def everything_text(console: Console, result: Result) -> None:
    """The whole journey, step by step."""
    inspection_text(console, result["inspect"])
    calibration_text(console, result["calibrate"])
    comparison_text(console, result["compare"])
    compilation_text(console, result["compile"])


def difference_text(console: Console, result: Result) -> None:
    """Sizes and problems of both, then nodes, then the code."""
    for side in ("before", "after"):
        each = result[side]
        found = ", ".join(f"{n} {kind}" for kind, n in each["problems"].items())
        console.print(
            f"{side:7} [bold]{escape(each['name'])}[/]  {each['nodes']} nodes · "
            f"{short_count(each['parameters'])} parameters · "
            f"{macs_text(each['macs'])} · {found or 'no problems'}",
            highlight=False,
        )
    if result["same"]:
        console.print("The two are the same.")
    for sign, key in (("+", "added"), ("-", "removed"), ("~", "changed")):
        for each in result[key]:
            words = f"{sign} {each['node']}  {each['op']}  {each['module']}".rstrip()
            if each.get("was", each["node"]) != each["node"]:
                words += f"  (was {each['was']})"
            words += "  (other weights)" if each.get("weights") else ""
            console.print(escape(words), highlight=False)
    for line in result["code"].splitlines():
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "default")
        console.print(Text(line, colour), soft_wrap=True)


def doctor_text(console: Console, result: Result) -> None:
    """Versions, CPU and toolchains."""
    for name in ("studio", "python", "torch", "qt", "onnxruntime"):
        console.print(f"{name:12} {result[name] or 'not installed'}", highlight=False)
    features = [name for name, found in result["cpu"].items() if found is True]
    console.print(f"{'cpu':12} {result['cpu']['machine']} {' '.join(features)}")
    console.print(f"{'libraries':12} {escape(result['libraries'] or 'complete')}")
    own = result["own_targets"]
    names = ", ".join(own["names"]) or "none"
    console.print(
        f"{'own targets':12} {escape(names)} in {escape(own['folder'])}",
        highlight=False,
        soft_wrap=True,
    )
    for sentence in own["wrong"]:
        console.print(f"{'':12} [red]{escape(sentence)}[/]", highlight=False)
    for each in result["toolchains"]:
        state = "available" if each["available"] else escape(each["why"])
        console.print(f"{each['name']:12} {state}", highlight=False)


def target_comparison_text(console: Console, result: Result) -> None:
    """One row per target, then what it refuses; estimates are named so."""
    columns = ("target", "runs", "rewritten", "in float", "refused", "MACs")
    table = Table(*columns, box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("estimate ms", justify="right")
    table.columns[0].no_wrap = True
    for each in result["targets"]:
        counts = ("supported", "rewritable", "in_float", "refused")
        table.add_row(
            each["target"],
            *(str(each[key]) for key in counts),
            f"{each['rewritten_mac_share']:.1%}",
            f"{each['latency_ms']:.2f}{' ' if each['counts_memory'] else '*'}",
        )
    console.print(f"[bold]{escape(result['name'])}[/]  {macs_text(result['macs'])}")
    console.print(table)
    console.print("MACs: share on the accelerator once all that can be is rewritten")
    if not all(each["counts_memory"] for each in result["targets"]):
        console.print("* computing alone: the chip's bandwidth is not published")
    for each in result["targets"]:
        if each["refused_ops"]:
            names = ", ".join(each["refused_ops"])
            console.print(f"{each['target']} refuses {escape(names)}", highlight=False)


def op_table_text(console: Console, result: Result) -> None:
    """One line per op: limits, then how it is computed."""
    console.print(f"[bold]{escape(result['title'])}[/]")
    for each in result["ops"]:
        becomes = [f"becomes {each['becomes']}"] if each["becomes"] else []
        words = [*each["limits"], *each["costs"], *each["traits"], *becomes]
        console.print(
            f"[bold]{escape(each['op'])}[/]  {escape('; '.join(words))}",
            highlight=False,
        )


def list_text(console: Console, result: Result) -> None:
    """One line per entry."""
    (rows,) = result.values()
    for row in rows:
        effect = "" if row.get("exact", True) else " ([yellow]changes results[/])"
        console.print(f"[bold]{escape(row['name'])}[/]  {escape(row['title'])}{effect}")


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
