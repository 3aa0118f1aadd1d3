"""The whole graph of a view in the middle of a picture of a given size."""

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
