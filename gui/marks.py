"""Signs of severity, told by shape as well as by colour."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from gui.theme import MARK, Mark, Theme


def paint_mark(painter: QPainter, rect: QRectF, mark: Mark, theme: Theme) -> None:
    """Paint a severity so that it is told by shape as well as by colour.

    Error: a disc with a bar. Warning: a triangle. Advice: a diamond. Hint: a small
    ring. Ok: a ring with a tick.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = theme.severity(mark)
    if mark == "ok":
        _paint_tick(painter, rect, colour)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        _paint_shape(painter, rect, mark, QColor(theme.panel))
    painter.restore()


def mark_pixmap(
    mark: Mark, theme: Theme, size: int = MARK, ratio: float = 2
) -> QPixmap:
    """A severity mark, `size` logical pixels square."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, QRectF(0, 0, size, size), mark, theme)
    painter.end()
    return pixmap


def mark_icon(mark: Mark, theme: Theme, size: int = MARK) -> QIcon:
    """A severity mark as an icon."""
    return QIcon(mark_pixmap(mark, theme, size))


def _paint_shape(painter: QPainter, rect: QRectF, mark: Mark, inside: QColor) -> None:
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    centre = box.center()
    if mark == "error":
        painter.drawEllipse(box)
        bar = QRectF(0, 0, box.width() * 0.54, box.height() * 0.17)
        bar.moveCenter(centre)
        painter.fillRect(bar, inside)
    elif mark == "warning":
        tip = QPointF(centre.x(), box.top())
        painter.drawPolygon(QPolygonF([tip, box.bottomRight(), box.bottomLeft()]))
    elif mark == "hint":
        painter.drawEllipse(centre, box.width() * 0.36, box.height() * 0.36)
        painter.setBrush(inside)
        painter.drawEllipse(centre, box.width() * 0.18, box.height() * 0.18)
    else:
        left, right = QPointF(box.left(), centre.y()), QPointF(box.right(), centre.y())
        top, bottom = QPointF(centre.x(), box.top()), QPointF(centre.x(), box.bottom())
        painter.drawPolygon(QPolygonF([top, right, bottom, left]))


def _paint_tick(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    width = max(1.2, rect.width() * 0.1)
    painter.setPen(QPen(colour, width))
    box = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawEllipse(box)
    corners = ((0.29, 0.53), (0.44, 0.67), (0.72, 0.35))
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(box.left() + x * box.width(), box.top() + y * box.height())
                for x, y in corners
            ]
        )
    )
