"""A limit on how long foreign code may run; where there is no alarm, there is none.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from typing import Any

from .failure import Failure

_AGAIN, _SOON = 1.0, 0.1
_BUSY = 10.0


class OverrunError(Failure):
    """Foreign code did not come to its end in time."""


@contextlib.contextmanager
def limited(
    seconds: float, sentence: str, *, again: bool = True, computing: bool = False
) -> Iterator[None]:
    """Interrupt what runs longer, wherever it is; again every second if it goes on.

    Seconds of `computing` last longer on a busy machine, ten times at most.

    Raises:
        OverrunError: with this sentence, in the middle of what runs.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    began, used = time.monotonic(), time.process_time()

    def ring(*_: Any) -> None:
        is_due = not computing or time.process_time() - used >= seconds
        if is_due or time.monotonic() - began >= _BUSY * seconds:
            if not again:
                signal.setitimer(signal.ITIMER_REAL, 0.0)
            raise OverrunError(sentence)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(
        signal.ITIMER_REAL, max(seconds, 0.1), _SOON if computing else _AGAIN
    )
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
