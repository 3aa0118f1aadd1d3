"""The program `npu-studio`: without a command it opens the window."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

STARTED = time.monotonic()
RARE_COLLECTION = (2_000_000, 50, 1000)
"""Importing torch and exporting a network make millions of objects that stay; looking
through them again and again takes a fifth of the time to open the bundled sample. An
edit of a big network makes some hundred thousand that stay as well."""
MODEL_SUFFIXES = (".json", ".pt2", ".py")


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or run a command without Qt; gives the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _set_threads()
    gc.set_threshold(*RARE_COLLECTION)
    if not opens_window(words):
        from engine import cli
        from gui.exporting.command import add_export

        if words[:1] in (["export"], ["--help"]):
            add_export(cli.app)
        return cli.main(words)
    sentence = why_no_window()
    if sentence:
        print(sentence, file=sys.stderr)
        return 2
    from gui.opening_word import read_options

    options = read_options(words[1:])
    from gui.app import run

    return run(words[0] if words else "", options, STARTED)


def opens_window(words: Sequence[str]) -> bool:
    """Whether the words are no command: none at all, or one thing to open.

    What is to be opened may be followed by options, as after a command.
    """
    if not words:
        return True
    word, after = words[0], words[1:2]
    if word.startswith("-") or not all(each.startswith("--") for each in after):
        return False
    return ":" in word or word.endswith(MODEL_SUFFIXES) or Path(word).exists()


def why_no_window() -> str:
    """Say what the window lacks: shared libraries or a display; empty if nothing."""
    from engine.system import missing_sentence

    platform = os.environ.get("QT_QPA_PLATFORM", "")
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    sentence = missing_sentence(on_x11=not platform and not wayland and bool(x11))
    if sentence or platform or sys.platform != "linux" or wayland or x11:
        return sentence
    return (
        "There is no display to open a window on; log in to a desktop, use "
        "'ssh -X', or run the commands without a window (npu-studio --help)."
    )


def _set_threads() -> None:
    """Read by torch when it is loaded; one core is left to answer the user.

    The command line computes with as many threads as the window: sums in another
    order differ in the last bit, and both are to give the same numbers.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    threads = max(1, (os.cpu_count() or 2) - 1)
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))


if __name__ == "__main__":
    sys.exit(main())
