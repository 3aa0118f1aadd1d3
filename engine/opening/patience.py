"""A limit on how long foreign code may run; where there is no alarm, there is none.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any

from .failure import Failure

_AGAIN = 1.0


class OverrunError(Failure):
    """Foreign code did not come to its end in time."""


@contextlib.contextmanager
def limited(seconds: float, sentence: str, *, again: bool = True) -> Iterator[None]:
    """Interrupt what runs longer, wherever it is; again every second if it goes on.

    Raises:
        OverrunError: with this sentence, in the middle of what runs.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: Any) -> None:
        raise OverrunError(sentence)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.1), _AGAIN if again else 0.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
