"""One argument of an op, edited as it is written in Python."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from engine.choices import Argument
from gui.sentences import in_language
from gui.theme import set_role


class ArgumentField(QWidget):
    """A field or list of choices; says live why what is written is no value.

    Enter submits a valid value that is another one, Esc restores the old. One that
    `is_for_all` nodes is submitted as it is, too: others may have another.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, argument: Argument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.argument = argument
        self.is_for_all = False
        self._line: QLineEdit | None = None
        self._box: QComboBox | None = None
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._editor())
        layout.addWidget(self.message)

    @property
    def text(self) -> str:
        """What is written now."""
        if self._box is not None:
            return self._box.currentText()
        assert self._line is not None
        return self._line.text().strip()

    @property
    def editor(self) -> QWidget:
        """What takes the focus."""
        editor = self._box or self._line
        assert editor is not None
        return editor

    def problem(self) -> str:
        """Why what is written is no value, empty if it is one."""
        return in_language(self.argument.problem(self.text))

    def is_changed(self) -> bool:
        """Whether another value is written than the node has."""
        return self.text != self.argument.text

    def set_text(self, text: str) -> None:
        """Write a value, as typing does."""
        if self._box is not None:
            self._box.setCurrentText(text)
            self._on_changed()
        elif self._line is not None:
            self._line.setText(text)

    def restore(self) -> None:
        """Write the old value again."""
        self.set_text(self.argument.text)
        self.say("")

    def say(self, sentence: str, *, is_bad: bool = False) -> None:
        """Put a sentence below the field; an empty one hides it."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        set_role(self.message, "error" if is_bad else "small")
        self.editor.setAccessibleDescription(sentence)
        self.editor.setProperty("invalid", is_bad)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter and Esc, as long as there is something to take or restore."""
        if not isinstance(event, QKeyEvent):
            return False
        is_key = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if not is_key or not self.is_changed():
            return False
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.restore()
            return True
        return False

    def _editor(self) -> QWidget:
        argument = self.argument
        if argument.choices:
            box = self._box = QComboBox()
            texts = list(argument.choices)
            if argument.text not in texts:
                texts.insert(0, argument.text)
            box.addItems(texts)
            box.setCurrentText(argument.text)
            box.currentIndexChanged.connect(self._on_changed)
            box.activated.connect(self._submit)
        else:
            line = self._line = QLineEdit(argument.text)
            line.textChanged.connect(self._on_changed)
            line.returnPressed.connect(self._submit)
        editor = self.editor
        editor.setAccessibleName(argument.name)
        editor.setToolTip(self.tr("Takes {}").format(in_language(argument.wanted)))
        editor.installEventFilter(self)
        return editor

    def _on_changed(self) -> None:
        problem = self.problem()
        self.say(problem, is_bad=bool(problem))
        self.changed.emit()

    def _submit(self) -> None:
        if (self.is_changed() or self.is_for_all) and not self.problem():
            self.submitted.emit()
