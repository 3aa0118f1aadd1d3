"""One card: title, line, stripe, badges."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPainterPath,
    QPen,
)

from gui.graph.painting.box_marks import BoxMarks, boxes_with
from gui.graph.painting.change_signs import paint_sign, pen_of
from gui.graph.painting.letters import sized
from gui.graph.painting.picture import Picture
from gui.graph.painting.signs import (
    int32_pen,
    paint_hatching,
    paint_pill,
    paint_severity,
    pill_height,
    traced_pen,
)
from gui.graph.scene.boxes import LINE_SIZE, ROW_UNDER, TITLE_SIZE, UNDER, Box
from gui.graph.scene.colours import ColourMode, GraphColours, blend
from gui.graph.scene.heat import ink_on, ramp, tinted
from gui.graph.scene.scene import RANKS

RADIUS = 8.0
STRIPE = 6.0
SIGN, BADGE_SIZE, PILL_SIZE = 8.0, 11.0, 9.0
LEAST_TYPE = 8.0
"""Pixels on the screen that letters need to be read."""
LINE_SCALE = LEAST_TYPE / LINE_SIZE
PILL_OVER = 5.0
"""How far words on the lower edge reach up into a card, below its second line."""
STRIPED = {"convolution", "matrix"}


class CardPainter:
    """Paints the cards of one picture; keeps what it has shortened."""

    def __init__(self, picture: Picture, marks: BoxMarks, font: QFont) -> None:
        self.picture, self.marks = picture, marks
        self.scale = tinted(picture.scene, picture.mode, picture.heat, picture.least)
        self.kept = boxes_with(picture.scene, picture.kept)
        self.zoom = 1.0
        self.found: frozenset[int] = frozenset()
        self.letters = {
            "title": sized(font, TITLE_SIZE, is_bold=True),
            "single": sized(font, TITLE_SIZE),
            "line": sized(font, LINE_SIZE),
            "gone": sized(_struck(font), TITLE_SIZE),
        }
        self._base, self.sign = font, SIGN
        self._words: dict[tuple[str, str], list[tuple[QRectF, str]]] = {}
        self._grow()

    def paint(self, painter: QPainter, boxes: Sequence[int], zoom: float) -> None:
        """Paint these cards, badges on top of all; details where they are legible."""
        if zoom != self.zoom:
            self.zoom = zoom
            self._grow()
        hits = self.picture.hits
        self.found = frozenset(hits[np.isin(hits, boxes)].tolist())
        for box in boxes:
            self._paint_card(painter, box)
        self._write(painter)
        for box in boxes:
            self._paint_badges(painter, box)

    def _write(self, painter: QPainter) -> None:
        """The words of all cards, those alike one after another."""
        for (letters, colour), words in self._words.items():
            painter.setFont(self.letters[letters].font)
            painter.setPen(ink(colour))
            for area, text in words:
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        self._words.clear()

    def _grow(self) -> None:
        """Letters and signs that are as large on the screen as is needed to read them.

        A second line is left out before that, so the title has its room.
        """
        least = LEAST_TYPE / self.zoom
        sizes = {"single": TITLE_SIZE, "badge": BADGE_SIZE, "pill": PILL_SIZE}
        for key, size in sizes.items():
            is_bold = key != "single"
            self.letters[key] = sized(self._base, max(size, least), is_bold=is_bold)
        self.sign = SIGN * max(1.0, least / BADGE_SIZE)

    def _paint_card(self, painter: QPainter, box: int) -> None:
        picture, colours = self.picture, self.picture.colours
        shown = picture.scene.graph.boxes[box]
        rect = QRectF(*picture.scene.layout.rects[box].tolist())
        fill, border, width = self._surface(box, shown)
        if shown.kind == "module" or shown.repeated:
            self._paint_stack(painter, rect, shown, blend(border, fill, 0.35), fill)
        border, width = self._emphasis(painter, rect, box, border, width)
        painter.setPen(pen(border, width))
        if self._is_only_traced(box):
            painter.setPen(traced_pen(colours))
        change = self.marks.changes.get(box)
        if change and box != picture.selected:
            painter.setPen(pen_of(change, colours, 2.0))
        painter.setBrush(ink(fill))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        self._paint_stripe(painter, rect, shown)
        if self.marks.severity[box] == RANKS.index("error"):
            paint_hatching(painter, rect, colours.error[0])
        if box in self.marks.int32:
            painter.setPen(int32_pen(colours))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), RADIUS + 3, RADIUS + 3)
        is_tinted = self.scale is not None and not np.isnan(self.scale.share[box])
        inks = (ink_on(fill), ink_on(fill)) if is_tinted else (colours.ink, colours.dim)
        self._place_text(rect, box, shown, inks)

    def _paint_stack(
        self, painter: QPainter, rect: QRectF, shown: Box, border: str, fill: str
    ) -> None:
        """Edges of more cards below that of a module, one more below a row of them."""
        painter.setPen(QPen(QColor(border), 1.0))
        painter.setBrush(QColor(fill))
        if shown.repeated:
            painter.drawRoundedRect(rect.adjusted(8, 0, -8, ROW_UNDER), RADIUS, RADIUS)
        if shown.kind == "module":
            painter.drawRoundedRect(rect.adjusted(4, 0, -4, UNDER), RADIUS, RADIUS)

    def _emphasis(
        self, painter: QPainter, rect: QRectF, box: int, border: str, width: float
    ) -> tuple[str, float]:
        """Border of a card with regard to selection, with the halo of the selected."""
        picture, accent = self.picture, self.picture.colours.accent
        if box == picture.selected:
            halo = QColor(accent)
            halo.setAlphaF(0.16)
            painter.setPen(QPen(halo, 7.0))
            painter.drawRoundedRect(rect, RADIUS + 1, RADIUS + 1)
            return accent, 2.4
        if box in picture.chosen:
            return accent, 2.2
        return border, width + (0.8 if box == picture.hovered else 0.0)

    def _is_only_traced(self, box: int) -> bool:
        picture = self.picture
        is_selected = box == picture.selected or box in picture.chosen
        return box in picture.traced and not is_selected

    def _surface(self, box: int, shown: Box) -> tuple[str, str, float]:
        colours, mode = self.picture.colours, self.picture.mode
        change = self.marks.changes.get(box)
        if box in self.found:
            return card_surface(colours, mode, "found")
        if box in self.kept:
            return card_surface(colours, mode, "kept")
        if change:
            tint = colours.changes[change]
            return blend(colours.card, tint, 0.10), tint, 2.0
        if self.scale is not None:
            share = float(self.scale.share[box])
            if not np.isnan(share):
                return ramp(share), blend(ramp(share), colours.ink, 0.35), 1.2
            return colours.card, colours.line, 1.2
        if mode != "family" and self.marks.severity[box] >= 1:
            return card_surface(colours, mode, RANKS[self.marks.severity[box]])
        return card_surface(colours, mode, shown.family)

    def _paint_stripe(self, painter: QPainter, rect: QRectF, shown: Box) -> None:
        if self.scale is not None:
            return
        if shown.family not in STRIPED and self.picture.mode != "family":
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(self.picture.colours.families[shown.family]))
        stripe = stripe_path(rect.width(), rect.height())
        painter.drawPath(stripe.translated(rect.topLeft()))

    def _place_text(
        self, rect: QRectF, box: int, shown: Box, inks: tuple[str, str]
    ) -> None:
        colours = self.picture.colours
        line, tint = shown.line, inks[1]
        note = self.picture.marks.notes.get(shown.key, "")
        is_told = self.marks.severity[box] >= 1 and self.scale is None
        if is_told and note and self.letters["line"].width(note) <= rect.width() - 22:
            line, tint = note, colours.severity(RANKS[self.marks.severity[box]])[2]
        area = rect.adjusted(11, 0, -11, 0)
        is_gone = self.marks.changes.get(box) == "removed"
        if not line or self.zoom < LINE_SCALE:
            font = "gone" if is_gone else "single"
            self._text(area, self.title(shown, font, area), font, inks[0])
            return
        upper = QRectF(area.left(), area.top() + 5, area.width(), 18)
        font = "gone" if is_gone else "title"
        self._text(upper, self.title(shown, font, area), font, inks[0])
        below = QRectF(area.left(), area.top() + 22, area.width(), 15)
        self._text(below, line, "line", tint)

    def title(self, shown: Box, font: str, area: QRectF) -> str:
        """The longest title of a card that there is room for, or the shortest one."""
        sign = "▸ " if shown.kind == "module" else ""
        titles, letters = [sign + title for title in shown.titles], self.letters[font]
        fitting = (title for title in titles if letters.width(title) <= area.width())
        return next(fitting, titles[-1])

    def _text(self, area: QRectF, text: str, font: str, colour: str) -> None:
        elide = Qt.TextElideMode.ElideMiddle
        text = self.letters[font].elided(text, elide, area.width())
        self._words.setdefault((font, colour), []).append((area, text))

    def _paint_badges(self, painter: QPainter, box: int) -> None:
        """Problems top right, words bottom right, edits bottom left."""
        rect = QRectF(*self.picture.scene.layout.rects[box].tolist())
        colours, marks = self.picture.colours, self.marks
        if marks.severity[box] >= 0:
            self._paint_problems(painter, rect, box)
        shown = self.picture.scene.graph.boxes[box]
        half = pill_height(self.letters["pill"].font) / 2
        at = rect.bottomRight() + QPointF(-4, half - PILL_OVER)
        for text, fill in self.pills(box, shown):
            used = paint_pill(
                painter, at, text, fill, colours.card, self.letters["pill"].font
            )
            at -= QPointF(used + 2, 0)
        if box in marks.edited:
            painter.setPen(QPen(QColor(colours.card), 1.5))
            painter.setBrush(QColor(colours.edited))
            painter.drawEllipse(rect.bottomLeft() + QPointF(1, -1), 5, 5)
        if box in marks.changes:
            paint_sign(painter, rect, marks.changes[box], colours)

    def _paint_problems(self, painter: QPainter, rect: QRectF, box: int) -> None:
        """The sign of the worst problem, with their number where there are several."""
        colours, corner = self.picture.colours, rect.topRight()
        severity = RANKS[self.marks.severity[box]]
        count = self.marks.problems.get(box, 0)
        if count > 1:
            strong = colours.severity(severity)[0]
            end, font = corner - QPointF(self.sign + 1, 0), self.letters["pill"].font
            paint_pill(painter, end, str(count), strong, colours.card, font)
        paint_severity(painter, corner, severity, colours, self.sign)
        if severity != "advice":
            low = 1.0 if severity == "warning" else 0.0
            sides = QPointF(self.sign, self.sign)
            middle = QRectF(corner - sides, corner + sides).translated(0, low)
            painter.setFont(self.letters["badge"].font)
            painter.setPen(QColor(colours.card))
            painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, "!")

    def pills(self, box: int, shown: Box) -> list[tuple[str, str]]:
        """Words on the lower edge of a card and their colours, from the right."""
        colours, found = self.picture.colours, []
        precision = self.picture.marks.precisions.get(shown.key, "")
        precision = precision or self._rounded(shown)
        if precision:
            found.append((precision, colours.advice[0]))
        count = self.marks.int32.get(box, 0)
        if count:
            text = f"{count} i32" if count > 1 else "i32"
            found.append((text, colours.int32))
        if shown.repeated:
            found.append((f"×{shown.repeated}", colours.accent))
        return found

    def _rounded(self, shown: Box) -> str:
        """What a lens says of the quantization it folded into a card."""
        info = self.picture.scene.graph.info
        folded = (info.by_name[name] for name in shown.folded)
        is_rounded = any(node.family == "quantization" for node in folded)
        return "Q" if is_rounded else ""


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


def _struck(base: QFont) -> QFont:
    font = QFont(base)
    font.setStrikeOut(True)
    return font
