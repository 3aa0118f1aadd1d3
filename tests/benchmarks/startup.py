"""Times the window: from process start to its first paint, and to a drawn sample.

Run from the repository: `python -m tests.benchmarks.startup`. Each row is a process of
its own, started after one uncounted start has filled the disk cache; the median of the
counted ones is in seconds since the process began. "opened" counts from the wish to
open the bundled sample until its graph is on the screen, torch's import included.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROUNDS = 5


def measure_here() -> None:
    """Be the measured process: print what happened as JSON, then leave."""
    import gui.app as application
    from gui.__main__ import main

    original = application.FirstPaint

    class Clock(original):  # type: ignore[misc, valid-type]
        def eventFilter(self, watched: Any, event: Any) -> bool:
            painted_before = self.seconds is not None
            result = super().eventFilter(watched, event)
            if not painted_before and self.seconds is not None:
                _on_painted(watched)
            return bool(result)

    application.FirstPaint = Clock  # type: ignore[misc]
    main([])


def _on_painted(window: Any) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    found: dict[str, Any] = {
        "painted": _age(),
        "torch": "torch" in sys.modules,
    }
    wished = time.monotonic()

    def look() -> None:
        if window.is_showing_graph():
            window.grab()
            found["opened"] = time.monotonic() - wished
            print(json.dumps(found), flush=True)
            QApplication.quit()
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, lambda: window.open_word("sample:street"))
    QTimer.singleShot(10, look)


def _age() -> float:
    """Seconds since this process began."""
    started = float(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return uptime - started / os.sysconf("SC_CLK_TCK")


def _start() -> dict[str, Any]:
    code = "from tests.benchmarks.startup import measure_here; measure_here()"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    if not lines:
        sys.exit(f"The window did not open the sample:\n{result.stderr}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def main() -> None:
    """Print the medians."""
    _start()
    rounds = [_start() for _ in range(ROUNDS)]
    painted = statistics.median(each["painted"] for each in rounds)
    opened = statistics.median(each["opened"] for each in rounds)
    early = any(each["torch"] for each in rounds)
    print(f"window painted          {painted:6.2f} s after process start")
    print(f"torch imported by then  {'yes' if early else 'no':>6}")
    print(f"sample opened and drawn {opened:6.2f} s after the wish")


if __name__ == "__main__":
    main()
