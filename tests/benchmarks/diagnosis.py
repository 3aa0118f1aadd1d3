"""Times diagnosing: a thousand nodes of several kinds, and PIDNet-S for every target.

Run from the repository: `python -m tests.benchmarks.diagnosis`. The first figure of a
row counts the first look at a graph, with every rule traced anew; the second the best
of the next ones. Milliseconds of processor time.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
import torch.nn.functional as F
from torch import Tensor, fx, nn

from engine.networks.pidnet import pidnet_s
from engine.progress import run
from engine.targets.coverage import compare_targets
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile, profiles
from tests.benchmarks.editing import Deep, opened

ROUNDS = 5


class Refused(nn.Module):
    """A thousand ops of which every other one must be rewritten."""

    def forward(self, x: Tensor) -> Tensor:
        """Run every step."""
        for _ in range(250):
            x = F.hardswish(torch.sigmoid(x) * (1 - x))
        return x


class Heads(nn.Module):
    """A trunk of a thousand ops that a head leaves at every tenth."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.ModuleList(nn.Conv2d(8, 8, 1) for _ in range(300))
        self.heads = nn.ModuleList(nn.Conv2d(8, 2, 1) for _ in range(30))

    def forward(self, x: Tensor) -> list[Tensor]:
        """Return every head's value."""
        found = []
        for index, step in enumerate(self.trunk):
            x = torch.relu(step(x)) * 0.5 + x
            if index % 10 == 9:
                found.append(self.heads[index // 10](x))
        return found


def main() -> None:
    """Print the milliseconds per graph and target."""
    graphs = {
        "blocks": opened(Deep(), torch.randn(1, 16, 32, 32)),
        "half refused": opened(Refused(), torch.randn(1, 8, 16, 16)),
        "thirty heads": opened(Heads(), torch.randn(1, 8, 16, 16)),
    }
    gc.collect()
    gc.freeze()
    print(f"{'diagnose':34}{'first':>7}{'again':>7}{'found':>7}")
    for name, model in graphs.items():
        for target in ("horizon-bayes", "onnxruntime-cpu"):
            _report(model, name, target)
    _report_comparison()


def _report(model: fx.GraphModule, name: str, target: str) -> None:
    profile = load_profile(target)
    found: list[object] = []

    def look() -> None:
        found[:] = diagnose(model, profile)

    first, again = _times(look)
    label = f"{name}, {len(model.graph.nodes)} nodes, {target.partition('-')[0]}"
    print(f"{label:34}{first:7.0f}{again:7.0f}{len(found):7}")


def _report_comparison() -> None:
    model = opened(pidnet_s(), torch.randn(1, 3, 512, 1024))
    known = profiles()
    first, again = _times(lambda: run(compare_targets(model, known)))
    label = f"PIDNet-S, all {len(known)} targets"
    print(f"{label:34}{first:7.0f}{again:7.0f}")


def _times(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the first run, and of the best of several more."""
    taken = []
    for _ in range(ROUNDS + 1):
        started = time.process_time()
        work()
        taken.append((time.process_time() - started) * 1e3)
    return taken[0], min(taken[1:])


if __name__ == "__main__":
    main()
