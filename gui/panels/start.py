"""The start page: recent files, bundled samples, and where to drop a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.samples import Sample
from gui.commands.shortcuts import keys_of
from gui.sentences import in_language
from gui.theme import MARGIN, SPACING, set_role
from gui.widgets.removal import remove

WIDTH = 860
THUMBNAIL = QSize(208, 117)
COLUMNS = 3


class StartPage(QScrollArea):
    """Offers what can be opened; every wish is a signal."""

    open_model_requested = Signal()
    open_project_requested = Signal()
    recent_chosen = Signal(object)
    sample_chosen = Signal(str)
    recover_requested = Signal()
    discard_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_role(self, "canvas")
        self.recovery = self._recovery()
        self.samples = QGridLayout()
        self.samples.setSpacing(SPACING + 4)
        self.no_samples = _text(self.tr("No samples are installed."), "dim")
        self.recent = QListWidget()
        self.recent.setAccessibleName(self.tr("Recent files"))
        self.recent.itemClicked.connect(self._choose_recent)
        for key in keys_of("recent", "open"):
            enter = QShortcut(QKeySequence(key), self.recent)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self._choose_current)
        self.no_recent = _text(self.tr("Nothing has been opened yet."), "dim")
        self.setWidget(self._page())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show(
        self,
        recent: Sequence[Path] = (),
        samples: Sequence[Sample] = (),
        left_behind: str = "",
        can_recover: bool = True,
    ) -> None:
        """Show recent files (greyed where missing), samples and what may be recovered.

        `left_behind` says in a sentence what a killed window left; empty for nothing.
        What cannot be recovered here can still be discarded.
        """
        self._show_recent(recent)
        self._show_samples(samples)
        self.recovery.setVisible(bool(left_behind))
        self._recovery_text.setText(left_behind)
        self.recover.setVisible(can_recover)

    def _page(self) -> QWidget:
        page, column = QWidget(), QWidget()
        column.setMaximumWidth(WIDTH)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(MARGIN, 30, MARGIN, 30)
        layout.setSpacing(SPACING)
        layout.addWidget(self.recovery)
        layout.addLayout(self._welcome())
        layout.addSpacing(18)
        layout.addWidget(_text(self.tr("Samples"), "title"))
        layout.addWidget(self.no_samples)
        layout.addLayout(self.samples)
        layout.addSpacing(18)
        layout.addWidget(_text(self.tr("Recent"), "title"))
        layout.addWidget(self.no_recent)
        layout.addWidget(self.recent)
        layout.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        return page

    def _welcome(self) -> QVBoxLayout:
        layout = QVBoxLayout()
        layout.setSpacing(SPACING)
        title = _text(self.tr("Take a PyTorch network to an NPU"), "big")
        hint = self.tr(
            "Open a trained network, see what the chip cannot run, fix it with a "
            "click, compare float with int8, and compile. You can also drop a .pt2, "
            ".py or project .json anywhere on this window."
        )
        self.open_model = QPushButton(self.tr("Open model…"))
        set_role(self.open_model, "primary")
        self.open_model.clicked.connect(self.open_model_requested)
        self.open_project = QPushButton(self.tr("Open project…"))
        self.open_project.clicked.connect(self.open_project_requested)
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addWidget(self.open_model)
        row.addWidget(self.open_project)
        row.addStretch(1)
        layout.addWidget(title)
        layout.addWidget(_text(hint, "dim"))
        layout.addSpacing(6)
        layout.addLayout(row)
        return layout

    def _recovery(self) -> QFrame:
        card = QFrame()
        set_role(card, "card")
        self._recovery_text = _text("", "heading")
        self.recover = QPushButton(self.tr("Recover"))
        set_role(self.recover, "primary")
        self.recover.clicked.connect(self.recover_requested)
        discard = QPushButton(self.tr("Discard"))
        discard.clicked.connect(self.discard_requested)
        row = QHBoxLayout(card)
        row.setContentsMargins(MARGIN, 10, MARGIN, 10)
        row.addWidget(self._recovery_text, 1)
        row.addWidget(self.recover)
        row.addWidget(discard)
        return card

    def _show_recent(self, recent: Sequence[Path]) -> None:
        self.recent.clear()
        for path in recent:
            exists = path.exists()
            place = str(path.parent) if exists else self.tr("missing")
            item = QListWidgetItem(f"{path.name}   —   {place}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(str(path))
            if not exists:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.recent.addItem(item)
        self.recent.setVisible(bool(recent))
        self.no_recent.setVisible(not recent)
        rows = min(self.recent.count(), 8)
        self.recent.setFixedHeight(rows * max(self.recent.sizeHintForRow(0), 26) + 4)

    def _show_samples(self, samples: Sequence[Sample]) -> None:
        while (item := self.samples.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                remove(widget)
        for number, sample in enumerate(samples):
            card = SampleCard(sample)
            card.clicked.connect(self._choose_sample)
            self.samples.addWidget(card, number // COLUMNS, number % COLUMNS)
        self.samples.setColumnStretch(COLUMNS, 1)
        self.no_samples.setVisible(not samples)

    def _choose_recent(self, item: QListWidgetItem) -> None:
        path = item.data(Qt.ItemDataRole.UserRole)
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.recent_chosen.emit(path)

    def _choose_current(self) -> None:
        item = self.recent.currentItem()
        if item is not None:
            self._choose_recent(item)

    def _choose_sample(self) -> None:
        card = self.sender()
        if isinstance(card, SampleCard):
            self.sample_chosen.emit(card.sample.name)


class SampleCard(QToolButton):
    """A bundled project with its picture."""

    def __init__(self, sample: Sample, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sample = sample
        self.setObjectName("sample_card")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setText(in_language(sample.title))
        self.setToolTip(in_language(sample.description))
        self.setAccessibleName(in_language(sample.title))
        self.setAccessibleDescription(in_language(sample.description))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(THUMBNAIL)
        self.setIcon(QIcon(_picture(sample.thumbnail, self.palette().mid().color())))


def _picture(path: Path, empty: QColor) -> QPixmap:
    pixmap = QPixmap(str(path)) if path.is_file() else QPixmap()
    if pixmap.isNull():
        pixmap = QPixmap(THUMBNAIL)
        pixmap.fill(empty)
        return pixmap
    grown = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    pixmap = pixmap.scaled(
        THUMBNAIL * 2, grown, Qt.TransformationMode.SmoothTransformation
    )
    pixmap = pixmap.copy(0, 0, THUMBNAIL.width() * 2, THUMBNAIL.height() * 2)
    pixmap.setDevicePixelRatio(2)
    return pixmap


def _text(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    set_role(label, role)  # type: ignore[arg-type]
    return label
