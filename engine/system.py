"""What this machine offers: shared libraries Qt needs, and the CPU's instructions."""

from __future__ import annotations

import ctypes
import gc
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from engine.sentence import say

LIBRARIES: dict[str, tuple[str, str]] = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
}
"""Shared libraries of Qt that pip does not bring: name, Debian and Fedora package."""

X11_LIBRARIES: dict[str, tuple[str, str]] = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
}
"""What Qt needs besides for a window on X11."""


def available_memory() -> int | None:
    """Bytes that can be taken without swapping; None where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return 1024 * int(found[0]) if found else None


def missing_libraries(*, on_x11: bool = False) -> tuple[str, ...]:
    """Name the shared libraries Qt needs that the loader cannot find (Linux only)."""
    if sys.platform != "linux":
        return ()
    needed = LIBRARIES | X11_LIBRARIES if on_x11 else LIBRARIES
    return tuple(name for name in needed if not _loads(name))


def missing_sentence(*, on_x11: bool = False) -> str:
    """Say which packages to install; empty if nothing is missing."""
    missing = missing_libraries(on_x11=on_x11)
    if not missing:
        return ""
    packages = [(LIBRARIES | X11_LIBRARIES)[name] for name in missing]
    debian = " ".join(dict.fromkeys(name for name, _ in packages))
    fedora = " ".join(dict.fromkeys(name for _, name in packages))
    return say(
        "The window needs {missing}; install with 'sudo apt install "
        "{debian}' (Debian, Ubuntu) or 'sudo dnf install {fedora}' "
        "(Fedora).",
        missing=", ".join(missing),
        debian=debian,
        fedora=fedora,
    )


def cpu_features() -> dict[str, bool | str]:
    """Tell the instructions that decide how fast int8 runs here.

    `vnni` counts the 512-bit and the 256-bit (AVX) form.
    """
    flags = _cpu_flags()
    return {
        "machine": platform.machine(),
        "avx2": "avx2" in flags,
        "avx512": "avx512f" in flags,
        "vnni": bool(flags & {"avx512_vnni", "avx_vnni"}),
        "amx": "amx_int8" in flags,
        "arm_dot": "asimddp" in flags,
    }


class CollectorPause:
    """Stops the collector of cyclic garbage, in all threads, until every pause ends."""

    def __init__(self) -> None:
        self._lock, self._count, self._was_enabled = Lock(), 0, True

    def begin(self) -> None:
        """Let no collection happen."""
        with self._lock:
            if not self._count:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._count += 1

    def end(self) -> None:
        """Let collections happen again, unless somebody else has begun a pause."""
        with self._lock:
            self._count -= 1
            if not self._count and self._was_enabled:
                gc.enable()


collector_pause = CollectorPause()
"""The only one, as there is one collector."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let no full collection happen meanwhile, in any thread.

    Importing torch and exporting make a million objects that stay; looking through
    them again and again takes a fifth of the time, and stops every thread.
    """
    collector_pause.begin()
    try:
        yield
    finally:
        collector_pause.end()


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _cpu_flags() -> frozenset[str]:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore")
    except OSError:
        return frozenset()
    for line in text.splitlines():
        if line.lower().startswith(("flags", "features")):
            return frozenset(line.split(":", 1)[1].split())
    return frozenset()


def main() -> int:
    """Print the missing packages, if any; used by `make test` before Qt is loaded."""
    sentence = missing_sentence()
    if sentence:
        print(sentence, file=sys.stderr)
    return 2 if sentence else 0


if __name__ == "__main__":
    sys.exit(main())
