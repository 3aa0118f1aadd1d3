"""Times how networks open: bundled ones, and a user's own file in its own process.

Run from the repository: `python -m tests.benchmarks.opening [SOURCE ...]`. A row is one
source: seconds of a whole `npu-studio inspect SOURCE --json`, from process start to
exit; the processor's time of all its processes; and that of the opening alone where
torch has been loaded. Each figure is the least of several rounds, for other
work on the machine only adds to it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROUNDS = 3
DETECTORS = ("zoo:yolox-nano", "zoo:yolov5-lite-g")
OTHERS = ("zoo:pidnet-s", "zoo:repvgg-a0")
FILE = """
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            *(nn.Sequential(nn.Conv2d(c, 16, 3, padding=1), nn.BatchNorm2d(16))
              for c in (3, *[16] * 40))
        )

    def forward(self, x):
        return self.body(x)
"""


def whole_command(source: str, options: Sequence[str]) -> tuple[float, float]:
    """Seconds and processor seconds of one command in a process of its own."""
    command = [sys.executable, "-m", "gui", "inspect", source, *options, "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    seconds = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or not json.loads(done.stdout)["nodes"]:
        sys.exit(f"{source} was not inspected:\n{done.stderr}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, spent


def opening_alone(source: str) -> float:
    """Processor seconds to open a bundled network where torch has been loaded."""
    from engine.opening.opener import open_model
    from engine.opening.words import parse_source
    from engine.progress import run

    started = time.process_time()
    run(open_model(parse_source(source)))
    return time.process_time() - started


def row(source: str, options: Sequence[str] = (), *, forget: bool = False) -> None:
    """Print the least of several rounds; `forget` empties the cache before each."""
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as cache:
            if forget:
                os.environ["NPU_STUDIO_CACHE"] = cache
            rounds.append(whole_command(source, options))
    seconds, spent = map(min, zip(*rounds, strict=True))
    alone = ""
    if source.startswith("zoo:"):
        opening_alone(source)
        alone = f"{min(opening_alone(source) for _ in range(ROUNDS)):8.2f}"
    name = source if source.startswith("zoo:") else Path(source).name
    name += " again" if not forget and options else ""
    print(f"{name:24}{seconds:8.2f}{spent:11.2f}{alone}", flush=True)


def main(sources: Sequence[str]) -> None:
    """Print the table."""
    print(f"{'':24}{'command':>8}{'processor':>11}{'opening':>8}   (seconds)")
    for source in sources or (*DETECTORS, *OTHERS):
        row(source)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "net.py")
        file.write_text(FILE, encoding="utf-8")
        options = ("--input", "1x3x64x64")
        row(f"{file}:Net", options, forget=True)
        os.environ["NPU_STUDIO_CACHE"] = folder
        whole_command(f"{file}:Net", options)
        row(f"{file}:Net", options)


if __name__ == "__main__":
    main(sys.argv[1:])
