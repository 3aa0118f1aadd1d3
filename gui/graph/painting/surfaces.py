"""Colours, pens and shapes of cards, made once for many of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainterPath, QPen

from gui.graph.scene.colours import ColourMode, GraphColours, blend
from gui.graph.scene.scene import RANKS

RADIUS = 8.0
STRIPE = 6.0
STRIPED = {"convolution", "matrix"}


def card_surface(
    colours: GraphColours, mode: ColourMode, key: str
) -> tuple[str, str, float]:
    """Fill, border and its width for an op family, a severity, kept or found."""
    if key == "found":
        return colours.hit, blend(colours.hit, colours.ink, 0.75), 2.4
    if key == "kept":
        return blend(colours.card, colours.found, 0.2), colours.found, 2.0
    if key in RANKS:
        strong, soft, _ = colours.severity(key)
        return soft, strong, 1.6
    family = colours.families[key]
    if mode == "family":
        return blend(colours.card, family, 0.12), family, 1.5
    return colours.card, family, 1.5 if key in STRIPED else 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a card looks like without emphasis: fill, border and its width; inks.

    One that is unlike others has more cards below it or is hatched.
    """

    rect: QRectF
    surface: tuple[str, str, float]
    inks: tuple[str, str]
    stripe: QPainterPath | None
    has_badges: bool
    is_unlike: bool


@lru_cache(maxsize=256)
def stripe_path(width: float, height: float) -> QPainterPath:
    """The left edge of a card as a shape: not every format knows clipping."""
    card, edge = QPainterPath(), QPainterPath()
    card.addRoundedRect(QRectF(0, 0, width, height), RADIUS, RADIUS)
    edge.addRect(QRectF(0, 0, STRIPE, height))
    return card.intersected(edge)


@lru_cache(maxsize=1024)
def ink(colour: str) -> QColor:
    """A colour, not to be changed."""
    return QColor(colour)


@lru_cache(maxsize=1024)
def pen(colour: str, width: float) -> QPen:
    """A pen, not to be changed."""
    return QPen(QColor(colour), width)
