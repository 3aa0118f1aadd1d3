"""The choices of the last export, kept in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from gui.exporting.offscreen import FORMATS, LOOKS, SCALES, Wanted
from gui.graph.exporting.pages import PAPERS
from gui.graph.exporting.sheet import REGIONS
from gui.settings import Settings

Word = TypeVar("Word", bound=str)
FIRST = Wanted("svg", Path(), look="shown")


def recalled(settings: Settings) -> Wanted:
    """The choices of the last export; whatever is damaged is as at first."""
    low, high = SCALES

    def word(name: str, known: Sequence[Word], first: Word) -> Word:
        kept = settings.choice(f"export/{name}")
        return next((each for each in known if each == kept), first)

    def number(name: str, least: float, most: float, first: float) -> float:
        try:
            return min(max(float(settings.choice(f"export/{name}")), least), most)
        except ValueError:
            return first

    return Wanted(
        word("format", FORMATS, FIRST.format),
        Path(),
        word("region", REGIONS, FIRST.region),
        scale=number("scale", low, high, FIRST.scale),
        look=word("look", LOOKS, FIRST.look),
        is_transparent=settings.choice("export/transparent") == "yes",
        paper=word("paper", PAPERS, FIRST.paper),
        overlap_mm=number("overlap", 0, 100, FIRST.overlap_mm),
    )


def remember(settings: Settings, wanted: Wanted) -> None:
    """Keep all choices but the file."""
    for name, value in (
        ("format", wanted.format),
        ("region", wanted.region),
        ("scale", str(wanted.scale)),
        ("look", wanted.look),
        ("transparent", "yes" if wanted.is_transparent else "no"),
        ("paper", wanted.paper),
        ("overlap", str(wanted.overlap_mm)),
    ):
        settings.set_choice(f"export/{name}", value)
