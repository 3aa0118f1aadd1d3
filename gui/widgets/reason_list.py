"""Nodes by the reason they share: one line per reason, the nodes behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.sentences import in_language
from gui.theme import MARGIN, set_role

COLUMNS = 3


class ReasonList(QWidget):
    """`node_selected` carries the node whose name was pressed."""

    node_selected = Signal(str)

    def __init__(
        self, nodes: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for reason, names in by_reason(nodes).items():
            if len(names) == 1:
                column.addLayout(self._line(names[0], reason))
            else:
                column.addWidget(self._group(reason, names))

    def _line(self, name: str, reason: str) -> QHBoxLayout:
        why = QLabel(in_language(reason))
        why.setWordWrap(True)
        set_role(why, "dim")
        row = QHBoxLayout()
        row.setSpacing(MARGIN)
        row.addWidget(self._link(name))
        row.addWidget(why, 1)
        return row

    def _group(self, reason: str, names: Sequence[str]) -> QWidget:
        links = QWidget()
        grid = QGridLayout(links)
        grid.setContentsMargins(22, 0, 0, 6)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(COLUMNS, 1)
        for number, name in enumerate(names):
            grid.addWidget(self._link(name), *divmod(number, COLUMNS))
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(_opener(f"{len(names)} × {in_language(reason)}", links))
        column.addWidget(links)
        return group

    def _link(self, name: str) -> QPushButton:
        link = QPushButton(name)
        set_role(link, "link")
        link.clicked.connect(lambda: self.node_selected.emit(name))
        return link


def by_reason(nodes: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Gather (node, reason) pairs, in the order the reasons first come."""
    found: dict[str, list[str]] = {}
    for name, reason in nodes:
        found.setdefault(reason, []).append(name)
    return found


def _opener(words: str, hidden: QWidget) -> QToolButton:
    button = QToolButton()
    button.setObjectName("opener")
    button.setText(words)
    button.setCheckable(True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def turn(is_open: bool) -> None:
        arrows = Qt.ArrowType
        button.setArrowType(arrows.DownArrow if is_open else arrows.RightArrow)
        hidden.setVisible(is_open)

    button.toggled.connect(turn)
    turn(False)
    return button
