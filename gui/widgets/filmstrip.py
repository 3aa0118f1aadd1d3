"""A row of thumbnails, read from disk as they come into sight."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QImageReader,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.theme import theme_of
from gui.widgets.pill import Corner, draw_pill

Index = QModelIndex | QPersistentModelIndex
FRAME = int(Qt.ItemDataRole.UserRole)
PICTURE = FRAME + 1
_KEPT = 500


@dataclass(frozen=True, slots=True)
class Frame:
    """One image of the strip: `index` is its place where it came from."""

    path: str
    index: int
    text: str = ""


class FilmstripModel(QAbstractListModel):
    """Frames in the order shown; a thumbnail is read one event later."""

    def __init__(self, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._frames: tuple[Frame, ...] = ()
        self._pictures: dict[str, QPixmap] = {}
        self._wanted: deque[int] = deque()
        self._reader = QTimer(self)
        self._reader.setInterval(0)
        self._reader.timeout.connect(self._read_one)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """What is shown."""
        return self._frames

    def show(self, frames: Sequence[Frame]) -> None:
        """Replace the frames; thumbnails already read are kept."""
        if tuple(frames) == self._frames:
            return
        self.beginResetModel()
        self._frames = tuple(frames)
        self._wanted.clear()
        if len(self._pictures) > _KEPT:
            self._pictures.clear()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the frames."""
        return 0 if parent is not None and parent.isValid() else len(self._frames)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The frame, its thumbnail, or its path as a tooltip."""
        if not index.isValid():
            return None
        frame = self._frames[index.row()]
        if role == FRAME:
            return frame
        if role == PICTURE:
            return self._picture(index.row(), frame)
        if role == Qt.ItemDataRole.ToolTipRole:
            return frame.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{frame.path} {frame.text}"
        return None

    def _picture(self, row: int, frame: Frame) -> QPixmap | None:
        if frame.path not in self._pictures and row not in self._wanted:
            self._wanted.append(row)
            self._reader.start()
        return self._pictures.get(frame.path)

    def _read_one(self) -> None:
        if not self._wanted:
            self._reader.stop()
            return
        row = self._wanted.popleft()
        path = self._frames[row].path
        self._pictures[path] = read_thumbnail(path, self._size)
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)


class Filmstrip(QListView):
    """One row of frames; the arrow keys and a click choose."""

    image_chosen = Signal(int)

    def __init__(self, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame_size = size
        self._model = FilmstripModel(size, self)
        self.setModel(self._model)
        self.setItemDelegate(FrameDelegate(size, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(size.height() + 22)
        self._is_quiet = False
        self.selectionModel().selectionChanged.connect(self._announce)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """What is shown, in order."""
        return self._model.frames

    def show_frames(self, frames: Sequence[Frame], current: int = -1) -> None:
        """Show frames and mark the one of that index; nothing is emitted."""
        self._is_quiet = True
        self._model.show(frames)
        rows = [row for row, frame in enumerate(frames) if frame.index == current]
        index = self._model.index(rows[0] if rows else -1, 0)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self._is_quiet = False

    def step(self, by: int) -> None:
        """Go to a neighbour, as a wish."""
        row = self.currentIndex().row() + by
        if 0 <= row < self._model.rowCount():
            self.setCurrentIndex(self._model.index(row, 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let an ordinary wheel scroll sideways."""
        bar = self.horizontalScrollBar()
        delta = event.angleDelta()
        bar.setValue(bar.value() - (delta.y() or delta.x()))
        event.accept()

    def _announce(self) -> None:
        index = self.currentIndex()
        if not self._is_quiet and index.isValid():
            self.image_chosen.emit(index.data(FRAME).index)


class FrameDelegate(QStyledItemDelegate):
    """A rounded thumbnail with its text in the corner."""

    def __init__(self, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size = size

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room for the ring around the chosen frame."""
        return self._size + QSize(8, 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw the thumbnail, the text and the ring."""
        theme = theme_of(option.palette)
        frame: Frame = index.data(FRAME)
        picture: QPixmap | None = index.data(PICTURE)
        area = QRectF(option.rect).adjusted(4, 4, -4, -4)
        outline = QPainterPath()
        outline.addRoundedRect(area, 6, 6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        painter.fillPath(outline, QColor(theme.canvas))
        if picture is not None and not picture.isNull():
            painter.setClipPath(outline)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(area.toRect(), picture)
            painter.setClipping(False)
        if frame.text:
            draw_pill(painter, area, Corner.BOTTOM_LEFT, frame.text, margin=4)
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        colour = QColor(theme.accent if is_chosen else theme.line)
        painter.setPen(QPen(colour, (3 if has_focus else 2) if is_chosen else 1))
        painter.drawRoundedRect(area.adjusted(-1, -1, 1, 1), 7, 7)
        painter.restore()


def read_thumbnail(path: str, size: QSize) -> QPixmap:
    """Read an image so that it fills `size`, its edges cut; null where unreadable."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        fill = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        reader.setScaledSize(whole.scaled(size * 2, fill))
    pixmap = QPixmap.fromImage(reader.read())
    left = (pixmap.width() - 2 * size.width()) // 2
    top = (pixmap.height() - 2 * size.height()) // 2
    return pixmap.copy(left, top, 2 * size.width(), 2 * size.height())
