"""Counts as people read them: 0.27 G, 12.4 M, 3.1 kMAC."""

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
