"""Inspects and fixes every bundled network for every target by the command line.

Run from the repository: `python -m tests.benchmarks.command_line [NAME ...]`. A row is
one network: commands run, errors as opened, errors left, seconds. What is checked of
each command: standard output is one JSON object, the exit status is 1 exactly where an
error remains, each error names a fix or a reason, and fixing all moves no output by
more than rounding does. The exit status tells whether all of it held.
Random weights and small inputs, as in `reference_networks`; 252 commands take minutes.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import cli
from engine.networks.zoo import ZOO
from engine.targets.profile import profiles
from tests.benchmarks.reference_networks import small_input


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command printed and how it ended."""

    status: int
    output: str
    messages: str


def run(words: Sequence[str]) -> Ran:
    """Run one command here, with its output caught."""
    output, messages = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(messages):
        status = cli.main(words)
    return Ran(status, output.getvalue(), messages.getvalue())


def complaints(ran: Ran, found: dict[str, Any]) -> Iterator[str]:
    """Say what one command should not have said, or should have."""
    left = errors_of(found)
    if ran.status != (1 if left else 0):
        yield f"status {ran.status} with {len(left)} errors"
    for each in left:
        if not each["fixes"]:
            yield f"{each['node']} has no fix and no reason: {each['message']}"
    for edit in found.get("edits", ()):
        if edit["verdict"] == "changes results":
            yield f"it moves outputs by {edit['max_rel_difference']:.1e}"


def errors_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    """List the errors in what `inspect` or `fix` printed."""
    listed = found.get("diagnostics", found.get("remaining", []))
    return [each for each in listed if each["severity"] == "error"]


def network(name: str, targets: Iterable[str]) -> list[str]:
    """Run all commands for one network, print its row and give what is wrong."""
    wrong: list[str] = []
    count, opened, left, started = 0, 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder, "project.json"))
        for target in targets:
            source = (f"zoo:{name}", "--input", small_input(name), "--target", target)
            for words in (
                ["inspect", *source, "--json"],
                ["fix", *source, "--all", "-o", file, "--json"],
            ):
                ran = run(words)
                count += 1
                try:
                    found = json.loads(ran.output)
                except ValueError:
                    said = ran.messages[-200:]
                    wrong.append(f"{name}, {target}, {words[0]}: no JSON ({said})")
                    continue
                where = f"{name}, {target}, {words[0]}"
                wrong += [f"{where}: {each}" for each in complaints(ran, found)]
                opened += len(errors_of(found)) if words[0] == "inspect" else 0
                left += len(errors_of(found)) if words[0] == "fix" else 0
    seconds = time.monotonic() - started
    print(f"{name:20}{count:9}{opened:8}{left:7}{seconds:9.0f}", flush=True)
    return wrong


def main(names: Iterable[str]) -> int:
    """Print the table, then what is wrong; 1 if anything is."""
    targets = [profile.name for profile in profiles()]
    print(f"{'network':20}{'commands':>9}{'errors':>8}{'left':>7}{'seconds':>9}")
    wrong = [each for name in names for each in network(name, targets)]
    print("\n".join(wrong) or "nothing is wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ZOO))
