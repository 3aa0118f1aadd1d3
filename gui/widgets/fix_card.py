"""One fix of a node: what it does, whether it is exact, and its buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.info import Fix
from engine.recipe import ApplyRule, InsertStubs, SetPrecision
from gui.sentences import in_language
from gui.theme import set_role
from gui.widgets.edit_words import verb
from gui.widgets.engine_words import title_text
from gui.widgets.preview_words import claim_text


class FixCard(QFrame):
    """Shows a fix; greyed with its reason where it does not apply.

    A `note` is said below what it promises. `looked_at` carries the fix while the mouse
    or the focus is on the card, else None.
    """

    applied = Signal(object)
    applied_everywhere = Signal(str)
    previewed = Signal(object)
    looked_at = Signal(object)

    def __init__(
        self,
        fix: Fix,
        alike: int = 0,
        parent: QWidget | None = None,
        *,
        note: str = "",
    ) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._fix = fix
        self.setAccessibleName(title_text(fix.title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 9, 11, 9)
        layout.setSpacing(4)
        layout.addLayout(self._head())
        layout.addWidget(_text(self._nature(), "small"))
        if note:
            layout.addWidget(_text(note, "small"))
        if fix.algebra and fix.is_applicable:
            layout.addWidget(_text(in_language(fix.algebra), "code"))
        if fix.is_applicable:
            layout.addLayout(self._links(alike))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the user looks at the fix."""
        self.looked_at.emit(self._fix)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the user looks elsewhere."""
        self.looked_at.emit(None)
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the same of the focus of the button."""
        if event.type() == QEvent.Type.FocusIn:
            self.looked_at.emit(self._fix)
        elif event.type() == QEvent.Type.FocusOut:
            self.looked_at.emit(None)
        return False

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        title = _text(title_text(self._fix.title), "heading")
        title.setEnabled(self._fix.is_applicable)
        row.addWidget(title, 1)
        if self._fix.is_applicable:
            self.apply_button = QPushButton(self._word())
            set_role(self.apply_button, "primary")
            name = f"{self._word()}: {title_text(self._fix.title)}"
            self.apply_button.setAccessibleName(name)
            self.apply_button.installEventFilter(self)
            self.apply_button.clicked.connect(lambda: self.applied.emit(self._fix.edit))
            row.addWidget(self.apply_button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _links(self, alike: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(10)
        self.preview_button = _link(self.tr("Preview"))
        title = title_text(self._fix.title)
        self.preview_button.setAccessibleName(f"{self.preview_button.text()}: {title}")
        self.preview_button.clicked.connect(lambda: self.previewed.emit(self._fix.edit))
        row.addWidget(self.preview_button)
        edit = self._fix.edit
        if alike > 1 and isinstance(edit, ApplyRule):
            self.everywhere_button = _link(
                self.tr("Apply to all {} like this").format(alike)
            )
            words = f"{self.everywhere_button.text()}: {title}"
            self.everywhere_button.setAccessibleName(words)
            self.everywhere_button.clicked.connect(
                lambda: self.applied_everywhere.emit(edit.rule)
            )
            row.addWidget(self.everywhere_button)
        row.addStretch(1)
        return row

    def _word(self) -> str:
        if isinstance(self._fix.edit, InsertStubs | SetPrecision):
            return verb(self._fix.edit)
        return self.tr("Apply")

    def _nature(self) -> str:
        if not self._fix.is_applicable:
            return self.tr("Not here: {}").format(in_language(self._fix.reason))
        return claim_text(self._fix)


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_role(label, role)  # type: ignore[arg-type]
    return label


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    set_role(button, "link")
    button.setStyleSheet("padding-left: 0px; padding-right: 0px;")
    return button
