"""Measures how long the window leaves the user waiting while it calibrates.

Run from the repository: `python -m tests.benchmarks.responsiveness`. A timer of 5 ms
runs in the window's own event loop while the bundled sample is calibrated on its 16
images; a stall is the time between two of its ticks. The page is open before the clock
starts, and the clock stops when the results are on it.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) - 1)))

INTERVAL_MS = 5
TIMEOUT_S = 300


def main() -> None:
    """Print the longest stall, and how the stalls are distributed."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from tests.studio import open_studio, rest, wait_until

    with open_studio() as studio:
        window = studio.window
        window.open_word("sample:street")
        wait_until(window.is_showing_graph, TIMEOUT_S)
        window.go("calibrate")
        rest(1.0)
        stamps: list[float] = []
        timer = QTimer()
        timer.setInterval(INTERVAL_MS)
        timer.timeout.connect(lambda: stamps.append(time.perf_counter()))
        timer.start()
        begun = time.perf_counter()
        studio.calibrate()
        wait_until(studio.is_calibrated, TIMEOUT_S)
        seconds = time.perf_counter() - begun
        timer.stop()
        QApplication.processEvents()
    _report(stamps, seconds)


def _report(stamps: list[float], seconds: float) -> None:
    gaps = sorted(
        (after - before) * 1000 for before, after in itertools.pairwise(stamps)
    )
    if not gaps:
        sys.exit("The event loop never ran.")

    def quantile(share: float) -> Any:
        return gaps[min(len(gaps) - 1, int(share * len(gaps)))]

    print(f"calibrated in           {seconds:6.1f} s, {len(gaps)} ticks")
    print(f"longest stall           {gaps[-1]:6.0f} ms")
    print(f"99th percentile         {quantile(0.99):6.0f} ms")
    print(f"median                  {quantile(0.5):6.1f} ms")


if __name__ == "__main__":
    main()
