"""One pane that shows an image, or two with a movable border between them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme_of
from gui.widgets.image_layers import ImageLayers
from gui.widgets.pill import Corner, draw_pill
from gui.widgets.viewport import Viewport, pixel_at

RADIUS = 8.0
NOTCH = 1.2
"""The zoom of one wheel notch."""
GRAB = 6.0
"""How near the border the mouse must be to move it, in pixels."""


class ImageView(QWidget):
    """Draws at a viewport it is given, and asks for another when moved or zoomed."""

    viewport_requested = Signal(object)
    fit_requested = Signal()
    pixel_hovered = Signal(object)
    pixel_clicked = Signal(int, int)
    border_moved = Signal(float)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = ImageLayers()
        self._title = ""
        self._value = ""
        self._note = ""
        self._empty = ""
        self._border: float = 0.5
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._moves_border = False
        self.setAccessibleName(self.tr("Image"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def image_size(self) -> tuple[int, int]:
        """Width and height of the image in its own pixels, (0, 0) without one."""
        return self._layers.size

    @property
    def images(self) -> tuple[QImage, ...]:
        """What is shown."""
        return self._layers.images

    @property
    def viewport(self) -> Viewport:
        """Where the image lies."""
        return self._layers.viewport

    @property
    def border(self) -> float:
        """Where the two images meet, as a fraction of the pane's width."""
        return self._border

    def show_images(self, *images: QImage) -> None:
        """Show one image, two beside a border, or none."""
        self._layers.show(images)
        self.update()

    def set_viewport(self, viewport: Viewport) -> None:
        """Move the image; nothing is emitted."""
        self._layers.move(viewport)
        self.update()

    def set_caption(self, title: str, value: str = "", note: str = "") -> None:
        """Write title and value above, a note below."""
        self._title, self._value, self._note = title, value, note
        self.setAccessibleName(title or self.tr("Image"))
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
        if self.images:
            ratio = self.devicePixelRatioF()
            self._layers.paint(painter, self.size(), self._border, ratio)
            self._paint_labels(painter, area)
        else:
            self._paint_empty(painter, area)
        frame = theme.accent if self.hasFocus() else theme.line
        painter.setPen(QPen(QColor(frame), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

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
        if notches and self.images:
            place = event.position()
            zoomed = self.viewport.zoomed(NOTCH**notches, place.x(), place.y())
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
            self._request(self.viewport.moved(step.x(), step.y()))
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
        self.setCursor(shape if self.images else Qt.CursorShape.ArrowCursor)
        self.pixel_hovered.emit(self._pixel(place))

    def _pixel(self, place: QPointF) -> tuple[int, int] | None:
        return pixel_at(self.viewport, self.image_size, place.x(), place.y())

    def _is_on_border(self, place: QPointF) -> bool:
        if len(self.images) < 2:
            return False
        return abs(place.x() - self._border * self.width()) <= GRAB

    def _request(self, viewport: Viewport) -> None:
        pane = (float(self.width()), float(self.height()))
        self.viewport_requested.emit(viewport.kept_in(self.image_size, pane))
