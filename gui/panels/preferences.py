"""What is set once and kept: colours, language, the wheel, and the user's editor."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.settings import SYSTEM_EDITOR, Language, Scheme
from gui.source_opening import refusal
from gui.theme import MARGIN, set_role
from gui.widgets.choice_box import choice_box

WIDTH = 560
OWN = "own"
LINES = 2


@dataclass(frozen=True, slots=True)
class Preferences:
    """`editor` is a command, empty for one that is found, or `SYSTEM_EDITOR`."""

    scheme: Scheme = "system"
    language: Language = "system"
    wheel_zooms: bool = False
    editor: str = ""
    flows_right: bool = False


class PreferencesDialog(QDialog):
    """Shows preferences; `chosen` carries the new ones when they are confirmed."""

    chosen = Signal(object)

    def __init__(self, shown: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.scheme = choice_box(self._schemes(), self.tr("Colours"), shown.scheme)
        self.language = choice_box(
            {
                "system": self.tr("Like the system"),
                "en": "English",
                "zh_CN": "简体中文",
            },
            self.tr("Language"),
            shown.language,
        )
        self.wheel = QCheckBox(self.tr("Zoom with the wheel, without Ctrl"))
        self.wheel.setChecked(shown.wheel_zooms)
        self.right = QCheckBox(self.tr("Draw from left to right"))
        self.right.setChecked(shown.flows_right)
        kind = shown.editor if shown.editor in ("", SYSTEM_EDITOR) else OWN
        self.editor = choice_box(self._editors(), self.tr("Editor"), kind)
        self.command = QLineEdit(shown.editor if kind == OWN else "")
        self.command.setPlaceholderText("code -g {file}:{line}")
        self.command.setAccessibleName(self.tr("Command of the editor"))
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(LINES * self.hint.fontMetrics().lineSpacing())
        box = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(box.Ok | box.Cancel)
        self._place()
        self.editor.currentIndexChanged.connect(self._judge)
        self.command.textChanged.connect(self._judge)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._judge()

    @property
    def preferences(self) -> Preferences:
        """What is chosen."""
        kind = self.editor.currentData()
        return Preferences(
            self.scheme.currentData(),
            self.language.currentData(),
            self.wheel.isChecked(),
            self.command.text().strip() if kind == OWN else kind,
            self.right.isChecked(),
        )

    def accept(self) -> None:
        """Close, and tell what was chosen."""
        super().accept()
        self.chosen.emit(self.preferences)

    def _judge(self) -> None:
        """Say what is wrong with a command before it is kept."""
        is_own = self.editor.currentData() == OWN
        self.command.setEnabled(is_own)
        problem = refusal(self.command.text()) if is_own else ""
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)
        set_role(self.hint, "error" if problem else "small")
        self.hint.setText(
            problem
            or self.tr(
                "{file} and {line} stand for the file and the line that made a node."
            )
        )

    def _place(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Colours"), self.scheme)
        form.addRow(self.tr("Language"), self.language)
        note = QLabel(self.tr("The language changes when NPU Studio is started again."))
        note.setWordWrap(True)
        set_role(note, "small")
        form.addRow("", note)
        form.addRow(self.tr("Graph"), self.wheel)
        form.addRow("", self.right)
        form.addRow(self.tr("Editor"), self.editor)
        form.addRow(self.tr("Command"), self.command)
        form.addRow("", self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.resize(WIDTH, self.sizeHint().height())

    def _schemes(self) -> dict[str, str]:
        return {
            "system": self.tr("Like the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }

    def _editors(self) -> dict[str, str]:
        return {
            "": self.tr("One that is found and can be told a line"),
            SYSTEM_EDITOR: self.tr("What the system opens Python files with"),
            OWN: self.tr("A command of my own"),
        }
