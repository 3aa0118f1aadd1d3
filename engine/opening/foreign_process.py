"""A script in another interpreter that reports in JSON lines and can be stopped."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import IO, Any

_POLL_SECONDS = 0.1
_JOIN_SECONDS = 2.0
Message = dict[str, Any]


class ForeignProcess:
    """Runs a command in its own process group; closing it kills the whole group.

    Standard output is taken as JSON lines; `log` is the last line of anything else.

    Raises:
        OSError: the command cannot be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self.log = ""
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUTF8": "1"},
            start_new_session=True,
        )
        self._readers = [
            threading.Thread(target=self._read, args=(self._process.stdout, True)),
            threading.Thread(target=self._read, args=(self._process.stderr, False)),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def status(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self._process.poll()

    def messages(self) -> Iterator[Message | None]:
        """Give each message as it comes, and None after every tenth of a second."""
        while True:
            ended = self.status is not None
            if ended:
                self._join()
            try:
                yield self._messages.get(timeout=0 if ended else _POLL_SECONDS)
            except queue.Empty:
                if ended:
                    return
                yield None

    def close(self) -> None:
        """Kill what still runs and let go of the pipes."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _join(self) -> None:
        for reader in self._readers:
            reader.join(_JOIN_SECONDS)

    def _read(self, stream: IO[str], is_protocol: bool) -> None:
        for line in stream:
            message = _parse(line) if is_protocol else None
            if message is not None:
                self._messages.put(message)
            elif line.strip():
                self.log = line.strip()


def _parse(line: str) -> Message | None:
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) and "kind" in message else None
