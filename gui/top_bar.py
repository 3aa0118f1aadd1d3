"""The head of the window: its name, the menus, and the chip the network is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
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


class TopBar(QFrame):
    """One row; `target_chosen` carries the name of a profile.

    `comparison_requested` asks for the table of all of them.
    """

    target_chosen = Signal(str)
    comparison_requested = Signal()

    def __init__(self, targets: Sequence[TargetProfile]) -> None:
        super().__init__()
        self.setObjectName("top_bar")
        name = QLabel(self.tr("NPU Studio"))
        set_role(name, "title")
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
        row.setSpacing(10)
        row.addWidget(name)
        row.addWidget(self.menus, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.label)
        row.addWidget(self.target)
        row.addWidget(self.compare)

    def show_target(self, name: str, is_open: bool) -> None:
        """Show the chosen profile; without a network there is nothing to choose for."""
        self.target.setCurrentIndex(max(self.target.findData(name), 0))
        for widget in (self.label, self.target, self.compare):
            widget.setVisible(is_open)

    def _choose(self, row: int) -> None:
        self.target_chosen.emit(self.target.itemData(row))
