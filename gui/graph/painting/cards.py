"""One card: title, line, stripe, badges."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

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
from gui.graph.painting.surfaces import (
    RADIUS,
    STRIPED,
    Look,
    card_surface,
    ink,
    pen,
    stripe_path,
)
from gui.graph.scene.boxes import LINE_SIZE, ROW_UNDER, TITLE_SIZE, UNDER, Box
from gui.graph.scene.colours import blend
from gui.graph.scene.heat import ink_on, ramp, tinted
from gui.graph.scene.scene import RANKS

SIGN, BADGE_SIZE, PILL_SIZE = 8.0, 11.0, 9.0
LEAST_TYPE = 8.0
"""Pixels on the screen that letters need to be read."""
LINE_SCALE = LEAST_TYPE / LINE_SIZE
PILL_OVER = 5.0
"""How far words on the lower edge reach up into a card, below its second line."""
POINTED = 0.8
"""So much wider is the border of the card under the pointer."""
ALIGNED = 11.0
"""How far words stay away from the sides of a card."""
Words = tuple[QPointF, str]


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
            "gone": sized(font, TITLE_SIZE, is_struck=True),
        }
        self._base, self.sign = font, SIGN
        self._words: dict[tuple[str, str], list[Words]] = {}
        self._looks: dict[int, Look] = {}
        self._texts: dict[int, list[tuple[tuple[str, str], QPointF, str]]] = {}
        self._detail: object = None
        self._grow()

    def paint(self, painter: QPainter, boxes: Sequence[int], zoom: float) -> None:
        """Paint these cards, badges on top of all; details where they are legible."""
        self._set_zoom(zoom)
        hits = self.picture.hits
        self.found = frozenset(hits[np.isin(hits, boxes)].tolist())
        emphasised = self._emphasised | self.found if self.found else self._emphasised
        plain = [box for box in boxes if box not in emphasised]
        self._paint_plain(painter, plain)
        for box in boxes if len(plain) < len(boxes) else ():
            if box in emphasised:
                self._paint_card(painter, box)
        self._write(painter)
        for box in boxes:
            if box in emphasised or self._look(box).has_badges:
                self._paint_badges(painter, box)

    def _set_zoom(self, zoom: float) -> None:
        if zoom != self.zoom:
            self.zoom = zoom
            self._grow()

    def take_over(self, other: CardPainter) -> None:
        """Keep what another painter of the same cards has found out about them."""
        self._looks = other._looks
        if self._base == other._base:
            self._texts, self._detail = other._texts, other._detail

    @cached_property
    def _emphasised(self) -> frozenset[int]:
        """The cards that are not painted like others, besides those found."""
        picture, marks = self.picture, self.marks
        chosen = picture.chosen | {picture.selected} | picture.traced
        return chosen.union(marks.changes, marks.int32)

    def _paint_plain(self, painter: QPainter, boxes: Sequence[int]) -> None:
        """Cards without emphasis, those that look alike one after another."""
        alike: dict[tuple[str, str, float], list[Look]] = {}
        stripes: dict[str, list[QPainterPath]] = {}
        boxes_of = self.picture.scene.graph.boxes
        for box in boxes:
            look, shown = self._look(box), boxes_of[box]
            if look.is_unlike:
                self._paint_card(painter, box)
                continue
            alike.setdefault(look.surface, []).append(look)
            if look.stripe is not None:
                stripes.setdefault(shown.family, []).append(look.stripe)
            self._words_on(box, shown, look)
        for (fill, border, width), looks in alike.items():
            painter.setPen(pen(border, width))
            painter.setBrush(ink(fill))
            for look in looks:
                painter.drawRoundedRect(look.rect, RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        for family, paths in stripes.items():
            painter.setBrush(ink(self.picture.colours.families[family]))
            for path in paths:
                painter.drawPath(path)

    def _words_on(self, box: int, shown: Box, look: Look) -> None:
        """Place the words of a card as they were before at this level of detail."""
        known = self._texts.get(box)
        if known is None:
            others, self._words = self._words, {}
            self._place_text(look.rect, box, shown, look.inks)
            known = self._texts[box] = [
                (way, *each) for way, found in self._words.items() for each in found
            ]
            self._words = others
        for way, at, text in known:
            self._words.setdefault(way, []).append((at, text))

    def _look(self, box: int) -> Look:
        look = self._looks.get(box)
        if look is None:
            look = self._looks[box] = self._look_at(box)
        return look

    def _look_at(self, box: int) -> Look:
        shown, marks = self.picture.scene.graph.boxes[box], self.marks
        rect = QRectF(*self.picture.scene.layout.rects[box].tolist())
        surface, severity = self._surface(box, shown), marks.severity[box]
        has_badges = severity >= 0 or box in marks.edited or self.pills(box, shown)
        is_stacked = shown.kind == "module" or shown.repeated > 0
        return Look(
            rect,
            surface,
            self._inks(box, surface[0]),
            self._stripe(rect, shown),
            bool(has_badges),
            is_stacked or severity == RANKS.index("error"),
        )

    def _inks(self, box: int, fill: str) -> tuple[str, str]:
        """What the title and the line of a card are written in."""
        if self.scale is not None and not np.isnan(self.scale.share[box]):
            return ink_on(fill), ink_on(fill)
        return self.picture.colours.ink, self.picture.colours.dim

    def _write(self, painter: QPainter) -> None:
        """The words of all cards, those alike one after another."""
        for (letters, colour), words in self._words.items():
            painter.setFont(self.letters[letters].font)
            painter.setPen(ink(colour))
            for at, text in words:
                painter.drawText(at, text)
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
        detail = self.zoom < LINE_SCALE, self.letters["single"]
        if detail != self._detail:
            self._texts, self._detail = {}, detail

    def paint_pointed(self, painter: QPainter, box: int, zoom: float) -> None:
        """Paint the card under the pointer once more, with a wider border."""
        self._set_zoom(zoom)
        self._paint_card(painter, box, POINTED)
        self._write(painter)
        self._paint_badges(painter, box)

    def _paint_card(self, painter: QPainter, box: int, wider: float = 0.0) -> None:
        picture, colours = self.picture, self.picture.colours
        shown = picture.scene.graph.boxes[box]
        rect = QRectF(*picture.scene.layout.rects[box].tolist())
        fill, border, width = self._surface(box, shown)
        width += wider
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
        self._place_text(rect, box, shown, self._inks(box, fill))

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
        return border, width

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
        stripe = self._stripe(rect, shown)
        if stripe is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink(self.picture.colours.families[shown.family]))
            painter.drawPath(stripe)

    def _stripe(self, rect: QRectF, shown: Box) -> QPainterPath | None:
        """The left edge of what computes, and where families are shown of all."""
        is_shown = shown.family in STRIPED or self.picture.mode == "family"
        if self.scale is not None or not is_shown:
            return None
        return stripe_path(rect.width(), rect.height()).translated(rect.topLeft())

    def _place_text(
        self, rect: QRectF, box: int, shown: Box, inks: tuple[str, str]
    ) -> None:
        colours = self.picture.colours
        line, tint = shown.line, inks[1]
        note = self.picture.marks.notes.get(shown.key, "")
        is_told = self.marks.severity[box] >= 1 and self.scale is None
        room = rect.width() - 2 * ALIGNED
        if is_told and note and self.letters["line"].width(note) <= room:
            line, tint = note, colours.severity(RANKS[self.marks.severity[box]])[2]
        area = rect.adjusted(ALIGNED, 0, -ALIGNED, 0)
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
        letters, elide = self.letters[font], Qt.TextElideMode.ElideMiddle
        text = letters.elided(text, elide, area.width())
        words = self._words.setdefault((font, colour), [])
        words.append((letters.in_middle(area, text), text))

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
