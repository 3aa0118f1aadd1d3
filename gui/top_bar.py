"""The head of the window: its name, the menus, and the chip the network is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenuBar,
    QPushButton,
)

from engine.targets.profile import TargetProfile
from gui.theme import MARGIN, set_role
from gui.widgets.choice_box import ElidedBox

SPACING = 10


class TopBar(QFrame):
    """One row; `target_chosen` carries the name of a profile.

    `comparison_requested` asks for the table of all of them.
    """

    target_chosen = Signal(str)
    comparison_requested = Signal()

    def __init__(self, targets: Sequence[TargetProfile]) -> None:
        super().__init__()
        self._is_open = False
        self.setObjectName("top_bar")
        self.name = QLabel(self.tr("NPU Studio"))
        set_role(self.name, "title")
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.target = ElidedBox()
        self.target.setAccessibleName(self.tr("Target"))
        self.target.setMinimumWidth(210)
        for profile in targets:
            self.target.addItem(profile.title, profile.name)
        self.target.activated.connect(self._choose)
        self.label = QLabel(self.tr("Target"))
        set_role(self.label, "dim")
        self.label.setBuddy(self.target)
        self.compare = QPushButton(self.tr("Compare…"))
        self.compare.setToolTip(self.tr("What every target makes of this network"))
        set_role(self.compare, "flat")
        self.compare.clicked.connect(self.comparison_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 5, MARGIN, 5)
        row.setSpacing(SPACING)
        row.addWidget(self.name)
        row.addWidget(self.menus, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.label)
        row.addWidget(self.target)
        row.addWidget(self.compare)

    def show_target(self, name: str, is_open: bool) -> None:
        """Show the chosen profile; without a network there is nothing to choose for."""
        self.target.setCurrentIndex(max(self.target.findData(name), 0))
        for widget in (self.target, self.compare):
            widget.setVisible(is_open)
        self._is_open = is_open
        self._give_way()

    def minimumSizeHint(self) -> QSize:
        """Room for all but the words that give way."""
        size = super().minimumSizeHint()
        given = sum(
            self._given(each) for each in self._words() if each.isVisibleTo(self)
        )
        return QSize(size.width() - given, size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep words where there is room for them."""
        super().resizeEvent(event)
        self._give_way()

    def _words(self) -> tuple[QLabel, ...]:
        """What gives way, first what is missed least."""
        return (self.name, self.label) if self._is_open else (self.name,)

    def _given(self, label: QLabel) -> int:
        return label.sizeHint().width() + SPACING

    def _give_way(self) -> None:
        """Hide words that would make the window wider than it is."""
        self.label.setVisible(self._is_open)
        room = self.width() - self.minimumSizeHint().width()
        for each in reversed(self._words()):
            each.setVisible(room >= self._given(each))
            room -= self._given(each)

    def _choose(self, row: int) -> None:
        self.target_chosen.emit(self.target.itemData(row))
