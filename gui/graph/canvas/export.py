"""A view as a picture: what it shows, or the whole graph in a given size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from gui.graph.scene.camera import fitting

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView


def image_of(view: GraphView, size: QSize) -> QImage:
    """Paint all of the drawing, never enlarged."""
    image = QImage(size, QImage.Format.Format_RGB32)
    camera = fitting(view.scene.layout.bounds, size.width(), size.height())
    painter = QPainter(image)
    view.paint_with(painter, camera, size.width(), size.height())
    painter.end()
    return image


def image_seen(view: GraphView) -> QImage:
    """Paint what is seen, pixel by pixel as on its screen, and nothing over it."""
    ratio = view.devicePixelRatioF()
    image = QImage(view.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    view.paint_with(painter, view.camera, view.width(), view.height())
    painter.end()
    image.setDevicePixelRatio(1.0)
    return image
