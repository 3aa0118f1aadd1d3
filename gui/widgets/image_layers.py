"""One image, or two beside a border, drawn at a viewport."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap

from gui.widgets.pill import BRIGHT
from gui.widgets.viewport import Viewport


def to_qimage(pixels: NDArray[np.uint8]) -> QImage:
    """Copy an RGB array of shape (height, width, 3) into an image that owns it."""
    pixels = np.ascontiguousarray(pixels)
    height, width, _ = pixels.shape
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


class ImageLayers:
    """Enlarged pixels stay sharp squares; a shrunk image is averaged once per scale,
    so that panning only copies.
    """

    def __init__(self) -> None:
        self.images: tuple[QImage, ...] = ()
        self.viewport = Viewport()
        self._shrunk: dict[tuple[int, int], QPixmap] = {}

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the first image, (0, 0) without one."""
        if not self.images:
            return 0, 0
        return self.images[0].width(), self.images[0].height()

    def show(self, images: tuple[QImage, ...]) -> None:
        """Replace the images."""
        self.images = images
        self._shrunk.clear()

    def move(self, viewport: Viewport) -> None:
        """Draw elsewhere from now on."""
        if viewport.scale != self.viewport.scale:
            self._shrunk.clear()
        self.viewport = viewport

    def paint(
        self, painter: QPainter, pane: QSize, border: float, ratio: float
    ) -> None:
        """Draw into a pane; `ratio` is the number of device pixels per pixel."""
        wide, high = pane.width(), pane.height()
        painter.save()
        painter.setClipRect(QRectF(1, 1, wide - 2, high - 2))
        self._paint_image(painter, 0, pane, ratio)
        if len(self.images) > 1:
            x = border * wide
            painter.setClipRect(QRectF(x, 1, wide - x - 1, high - 2))
            self._paint_image(painter, 1, pane, ratio)
            painter.setClipping(False)
            painter.setPen(QPen(BRIGHT, 1.5))
            painter.drawLine(QPointF(x, 1), QPointF(x, high - 1))
            painter.setBrush(BRIGHT)
            painter.drawEllipse(QPointF(x, high / 2), 4, 4)
        painter.restore()

    def _paint_image(
        self, painter: QPainter, index: int, pane: QSize, ratio: float
    ) -> None:
        scale = self.viewport.scale
        if scale < 1:
            place = QPointF(*self.viewport.to_screen(0, 0))
            painter.drawPixmap(place, self._shrunken(index, ratio))
            return
        seen = self._visible_pixels(pane)
        first = self.viewport.to_screen(seen.left(), seen.top())
        target = QRectF(*first, seen.width() * scale, seen.height() * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, self.images[index], seen)

    def _visible_pixels(self, pane: QSize) -> QRectF:
        """Cut whole pixels out of the image, so that only what is seen is drawn."""
        width, height = self.size
        left, top = self.viewport.to_image(0, 0)
        right, bottom = self.viewport.to_image(pane.width(), pane.height())
        left, top = max(int(left), 0), max(int(top), 0)
        right, bottom = min(int(right) + 1, width), min(int(bottom) + 1, height)
        return QRectF(left, top, max(right - left, 0), max(bottom - top, 0))

    def _shrunken(self, index: int, ratio: float) -> QPixmap:
        width, height = self.size
        factor = self.viewport.scale * ratio
        wide, high = max(round(width * factor), 1), max(round(height * factor), 1)
        key = (index, wide)
        if key not in self._shrunk:
            scaled = self.images[index].scaled(
                wide,
                high,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            pixmap = QPixmap.fromImage(scaled)
            pixmap.setDevicePixelRatio(ratio)
            self._shrunk[key] = pixmap
        return self._shrunk[key]
