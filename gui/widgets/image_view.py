"""One pane that shows an image, or two with a movable border between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme_of
from gui.widgets.pill import BRIGHT, Corner, draw_pill
from gui.widgets.viewport import Viewport, pixel_at

RADIUS = 8.0
NOTCH = 1.2
"""The zoom of one wheel notch."""
GRAB = 6.0
"""How near the border the mouse must be to move it, in pixels."""


def to_qimage(pixels: NDArray[np.uint8]) -> QImage:
    """Copy an RGB array of shape (height, width, 3) into an image that owns it."""
    pixels = np.ascontiguousarray(pixels)
    height, width, _ = pixels.shape
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


class ImageView(QWidget):
    """Draws at a viewport it is given, and asks for another when moved or zoomed.

    Enlarged pixels stay sharp squares; a shrunk image is averaged once per scale, so
    that panning only copies.
    """

    viewport_requested = Signal(object)
    fit_requested = Signal()
    pixel_hovered = Signal(object)
    pixel_clicked = Signal(int, int)
    border_moved = Signal(float)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: tuple[QImage, ...] = ()
        self._shrunk: dict[tuple[int, int], QPixmap] = {}
        self._viewport = Viewport()
        self._title = ""
        self._value = ""
        self._note = ""
        self._empty = ""
        self._border: float = 0.5
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._moves_border = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def image_size(self) -> tuple[int, int]:
        """Width and height of the image in its own pixels, (0, 0) without one."""
        if not self._images:
            return 0, 0
        return self._images[0].width(), self._images[0].height()

    @property
    def border(self) -> float:
        """Where the two images meet, as a fraction of the pane's width."""
        return self._border

    def show_images(self, *images: QImage) -> None:
        """Show one image, two beside a border, or none."""
        self._images = images
        self._shrunk.clear()
        self.update()

    def set_viewport(self, viewport: Viewport) -> None:
        """Move the image; nothing is emitted."""
        if viewport.scale != self._viewport.scale:
            self._shrunk.clear()
        self._viewport = viewport
        self.update()

    def set_caption(self, title: str, value: str = "", note: str = "") -> None:
        """Write title and value above, a note below."""
        self._title, self._value, self._note = title, value, note
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{value} {note}".strip())
        self.update()

    def set_empty_text(self, text: str) -> None:
        """Say what to do while there is no image."""
        self._empty = text
        self.update()

    def set_border(self, fraction: float) -> None:
        """Move the border between two images."""
        self._border = min(max(fraction, 0.0), 1.0)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room; the pane takes what the window gives."""
        return QSize(320, 320)

    def minimumSizeHint(self) -> QSize:
        """Stay large enough for the labels."""
        return QSize(110, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the owner, who may want to fit again."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the images, their border and the labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(area, RADIUS, RADIUS)
        theme = theme_of(self.palette())
        painter.fillPath(outline, QColor(theme.canvas))
        if self._images:
            self._paint_images(painter)
            self._paint_labels(painter, area)
        else:
            self._paint_empty(painter, area)
        frame = theme.accent if self.hasFocus() else theme.line
        painter.setPen(QPen(QColor(frame), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_images(self, painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        self._paint_image(painter, 0)
        if len(self._images) > 1:
            x = self._border * self.width()
            painter.setClipRect(QRectF(x, 1, self.width() - x - 1, self.height() - 2))
            self._paint_image(painter, 1)
            painter.setClipping(False)
            painter.setPen(QPen(BRIGHT, 1.5))
            painter.drawLine(QPointF(x, 1), QPointF(x, self.height() - 1))
            painter.setBrush(BRIGHT)
            painter.drawEllipse(QPointF(x, self.height() / 2), 4, 4)
        painter.restore()

    def _paint_image(self, painter: QPainter, index: int) -> None:
        image = self._images[index]
        scale = self._viewport.scale
        left, top = self._viewport.to_screen(0, 0)
        if scale < 1:
            painter.drawPixmap(QPointF(left, top), self._shrunken(index))
            return
        seen = QRectF(self._visible_pixels())
        first = self._viewport.to_screen(seen.left(), seen.top())
        target = QRectF(*first, seen.width() * scale, seen.height() * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, image, seen)

    def _visible_pixels(self) -> QRectF:
        """Cut whole pixels out of the image, so that only what is seen is drawn."""
        width, height = self.image_size
        left, top = self._viewport.to_image(0, 0)
        right, bottom = self._viewport.to_image(self.width(), self.height())
        left, top = max(int(left), 0), max(int(top), 0)
        right, bottom = min(int(right) + 1, width), min(int(bottom) + 1, height)
        return QRectF(left, top, max(right - left, 0), max(bottom - top, 0))

    def _shrunken(self, index: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        width, height = self.image_size
        factor = self._viewport.scale * ratio
        wide, high = max(round(width * factor), 1), max(round(height * factor), 1)
        key = (index, wide)
        if key not in self._shrunk:
            scaled = self._images[index].scaled(
                wide,
                high,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            pixmap = QPixmap.fromImage(scaled)
            pixmap.setDevicePixelRatio(ratio)
            self._shrunk[key] = pixmap
        return self._shrunk[key]

    def _paint_labels(self, painter: QPainter, area: QRectF) -> None:
        if self._title:
            draw_pill(painter, area, Corner.TOP_LEFT, self._title, self._value)
        if self._note:
            draw_pill(painter, area, Corner.BOTTOM_LEFT, "", self._note)

    def _paint_empty(self, painter: QPainter, area: QRectF) -> None:
        colour = QColor(self.palette().placeholderText().color())
        painter.setPen(colour)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(24, 24, -24, -24), int(flags), self._empty)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / 120
        if notches and self._images:
            place = event.position()
            zoomed = self._viewport.zoomed(NOTCH**notches, place.x(), place.y())
            self._request(zoomed)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, to move the border, or to click."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = self._last = event.position()
        self._moves_border = self._is_on_border(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, move the border, or read the pixel below."""
        place = event.position()
        self._hover(place)
        if self._pressed is None:
            return
        if self._moves_border:
            self.border_moved.emit(min(max(place.x() / max(self.width(), 1), 0), 1))
        else:
            step = place - self._last
            self._request(self._viewport.moved(step.x(), step.y()))
        self._last = place

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning; a press that did not move is a click on a pixel."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._moves_border:
            return
        moved = (event.position() - pressed).manhattanLength()
        pixel = self._pixel(event.position())
        if moved < 4 and pixel is not None:
            self.pixel_clicked.emit(*pixel)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit the image."""
        self.fit_requested.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that no pixel is under the cursor any more."""
        super().leaveEvent(event)
        self.pixel_hovered.emit(None)

    def _hover(self, place: QPointF) -> None:
        on_border = self._is_on_border(place) or self._moves_border
        shape = Qt.CursorShape.SplitHCursor if on_border else Qt.CursorShape.CrossCursor
        self.setCursor(shape if self._images else Qt.CursorShape.ArrowCursor)
        self.pixel_hovered.emit(self._pixel(place))

    def _pixel(self, place: QPointF) -> tuple[int, int] | None:
        return pixel_at(self._viewport, self.image_size, place.x(), place.y())

    def _is_on_border(self, place: QPointF) -> bool:
        if len(self._images) < 2:
            return False
        return abs(place.x() - self._border * self.width()) <= GRAB

    def _request(self, viewport: Viewport) -> None:
        pane = (float(self.width()), float(self.height()))
        self.viewport_requested.emit(viewport.kept_in(self.image_size, pane))
