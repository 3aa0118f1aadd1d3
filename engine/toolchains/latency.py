"""How long float and int8 take here, measured in turns so that both see one machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from engine.progress import Progress, Steps
from engine.sentence import say
from engine.toolchains.runtime import feeds_of

STAGE = say("Measure latency")
WARM_UP = 3
ROUNDS = 25
BUDGET_S = 10.0


@dataclass(frozen=True, slots=True)
class Latency:
    """Median milliseconds per image by name, and how they were measured."""

    medians_ms: Mapping[str, float]
    rounds: int
    threads: int


def measure_latency(
    sessions: Mapping[str, Any], inputs: Sequence[Tensor], threads: int
) -> Steps[Latency]:
    """Run all sessions in turns, 25 rounds or for about 10 seconds."""
    feeds = {name: feeds_of(session, inputs) for name, session in sessions.items()}
    times: dict[str, list[float]] = {name: [] for name in sessions}
    for name, session in sessions.items():
        for _ in range(WARM_UP):
            session.run(None, feeds[name])
    started = time.perf_counter()
    rounds = 0
    while rounds < ROUNDS and (rounds < 3 or time.perf_counter() - started < BUDGET_S):
        for name, session in sessions.items():
            begun = time.perf_counter()
            session.run(None, feeds[name])
            times[name].append((time.perf_counter() - begun) * 1000)
        rounds += 1
        yield Progress(STAGE, rounds, ROUNDS)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return Latency(medians, rounds, threads)
