"""How ops are named in op tables, and what a wrong name meant. No torch here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from difflib import get_close_matches
from functools import cache
from typing import Any

from engine.resources import RESOURCES
from engine.sentence import Sentence, say
from engine.targets.records import QuantizationScheme

_LIST = RESOURCES / "aten_ops.txt"
"""The functional ops of the pinned torch, a line each; a test compares the two."""
_ELSEWHERE = (
    *("torchvision.deform_conv2d", "torchvision.nms", "torchvision.ps_roi_align"),
    *("torchvision.ps_roi_pool", "torchvision.roi_align", "torchvision.roi_pool"),
    *("npu.quant", "npu.dequant"),
)


def misnamed_ops(
    ops: Iterable[str], scheme: QuantizationScheme, own: Iterable[str]
) -> Iterator[Sentence]:
    """Say of every name in the op table and the scheme that no op has what it meant.

    `own` are the ops that the profile declares as its user's.
    """
    known = _known_ops().union(own)
    yield from (
        _unknown(f"ops.{op}", op, known) for op in sorted(ops) if op not in known
    )
    yield from (
        _unknown(say("{op} of {key} in quantization", op=op, key=key), op, known)
        for key, named in _lists(scheme)
        for op in named
        if op not in known
    )


def ops_without_entry(
    ops: Mapping[str, Any], scheme: QuantizationScheme, own: Iterable[str]
) -> list[Sentence]:
    """Find ops that a scheme speaks of although the chip does not take them."""
    known = _known_ops().union(own)
    return [
        say("{op} of {key} in quantization is in no table of ops", op=op, key=key)
        for key, named in _lists(scheme)
        for op in named
        if op in known and op not in ops and not op.startswith("npu.")
    ]


def _lists(scheme: QuantizationScheme) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (key, value) for key, value in asdict(scheme).items() if type(value) is tuple
    ]


def _unknown(place: str, op: str, known: Iterable[str]) -> Sentence:
    close = get_close_matches(op, known, n=1)
    if close:
        return say(
            "{place} names no op, did you mean {close}? An op of your own is declared "
            "in custom_ops",
            place=place,
            close=close[0],
        )
    return say(
        "{place} names no op; ops are named as in aten.conv2d, and one of your own is "
        "declared in custom_ops",
        place=place,
    )


@cache
def _known_ops() -> frozenset[str]:
    names = _LIST.read_text(encoding="utf-8").split()
    return frozenset((*(f"aten.{name}" for name in names), *_ELSEWHERE))
