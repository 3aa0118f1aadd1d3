"""Draws many random histories and checks the laws of editing on each.

Run from the repository: `python -m tests.benchmarks.histories [COUNT [SEED]]`; the
first counterexample ends it, shrunk. A thousand histories take about half an hour.
"""

from __future__ import annotations

import sys
import time

from tests.rewriting.test_histories import LAWS, hold


def main(count: int, start: int) -> None:
    """Hold every law on random networks that no other run of the tests draws."""
    for name, law in LAWS.items():
        began = time.perf_counter()
        hold(law, count, start)
        seconds = time.perf_counter() - began
        print(f"{name}: {count} without a failure, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*(given + [2000, 0][len(given) :]))
