"""Every figure the README quotes: `python -m tests.benchmarks`, or `make bench`."""

from __future__ import annotations

import subprocess
import sys

MODULES = (
    "startup",
    "opening",
    "responsiveness",
    "stalls",
    "editing",
    "choosing",
    "stages",
    "undo",
    "diagnosis",
    "journey",
    "graph_canvas",
    "finding",
)


def main() -> int:
    """Run one benchmark after the other, each in its own process."""
    status = 0
    for name in MODULES:
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
        status |= subprocess.run(command).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
