"""All arguments of one op, each with its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine.choices import Argument
from gui.theme import set_role
from gui.widgets.argument_field import ArgumentField

TYPING_MS = 300
LABEL_WIDTH = 84


class ArgumentForm(QWidget):
    """Edits arguments one by one; what is typed is measured when typing rests.

    The signals carry the argument's name and its new text.
    """

    changed = Signal()
    rested = Signal(str, str)
    submitted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, ArgumentField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._typed = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_MS)
        self._rest.timeout.connect(self._on_rested)

    def show_arguments(self, arguments: Sequence[Argument]) -> None:
        """Replace all fields; the one with the focus keeps it if it is still there."""
        if [field.argument for field in self.fields.values()] == list(arguments):
            return
        self._rest.stop()
        focused = next((n for n, f in self.fields.items() if f.editor.hasFocus()), "")
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for row, argument in enumerate(arguments):
            self._add(row, argument)
        if focused in self.fields:
            self.fields[focused].editor.setFocus()

    def values(self) -> tuple[tuple[str, str], ...]:
        """Every argument with what is written."""
        return tuple((name, field.text) for name, field in self.fields.items())

    def problem(self) -> str:
        """The first reason why something written is no value."""
        problems = (
            f"{name}: {field.problem()}"
            for name, field in self.fields.items()
            if field.problem()
        )
        return next(problems, "")

    def say(self, name: str, text: str, sentence: str, *, is_bad: bool = False) -> None:
        """Put a sentence below a field, unless something else is written by now."""
        field = self.fields.get(name)
        if field is not None and field.text == text:
            field.say(sentence, is_bad=is_bad)

    def set_for_all(self, is_for_all: bool) -> None:
        """Let Enter take values for all nodes of a type, changed here or not."""
        for field in self.fields.values():
            field.is_for_all = is_for_all

    def focus_first(self) -> bool:
        """Put the focus into the first field, if there is one."""
        field = next(iter(self.fields.values()), None)
        if field is None:
            return False
        field.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _add(self, row: int, argument: Argument) -> None:
        field = self.fields[argument.name] = ArgumentField(argument)
        label = QLabel(argument.name)
        label.setMinimumHeight(field.editor.sizeHint().height())
        label.setToolTip(argument.name)
        label.setBuddy(field.editor)
        set_role(label, "dim")
        field.changed.connect(lambda: self._on_changed(argument.name))
        field.submitted.connect(lambda: self.submitted.emit(argument.name, field.text))
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)

    def _on_changed(self, name: str) -> None:
        self._typed = name
        self._rest.start()
        self.changed.emit()

    def _on_rested(self) -> None:
        field = self.fields.get(self._typed)
        if field is not None and field.is_changed() and not field.problem():
            self.rested.emit(self._typed, field.text)
