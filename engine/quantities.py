"""Counts, sizes and times as people read them: 0.27 G, 3.1 kMAC, 1.7 ms."""

from __future__ import annotations

_STEPS = ((1e8, 1e9, "G"), (1e5, 1e6, "M"), (1e3, 1e3, "k"))


def short_count(count: int) -> str:
    """Write a count with two or three digits and the prefix k, M or G."""
    for least, unit, prefix in _STEPS:
        if count >= least:
            value = count / unit
            return f"{value:.2f} {prefix}" if value < 1 else f"{value:.1f} {prefix}"
    return str(count)


def macs_text(count: int) -> str:
    """Write multiply-accumulates as 0.27 GMAC, 12.4 MMAC or 812 MAC."""
    number, _, prefix = short_count(count).partition(" ")
    return f"{number} {prefix}MAC"


def bytes_text(count: int) -> str:
    """Write a size as 812 B, 3.4 kB or 12 MB, in steps of 1000."""
    for unit, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= unit:
            return f"{count / unit:.3g} {name}"
    return f"{count} B"


def milliseconds_text(milliseconds: float) -> str:
    """Write a short duration as 12.4 ms, 0.84 ms or 22.4 µs."""
    if milliseconds < 0.1:
        return f"{1e3 * milliseconds:.1f} µs"
    return f"{milliseconds:.{2 if milliseconds < 10 else 1}f} ms"
