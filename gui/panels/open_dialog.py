"""Which model to open: a Python file with a callable, or an exported program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.errors import SourceError
from engine.opening.source import Argument, InputSpec, ModelSource
from engine.opening.words import parse_argument, parse_input
from gui.panels.callables import Candidate, find_callables
from gui.sentences import in_language
from gui.theme import SPACING, set_role
from gui.widgets.file_field import FileField

DEFAULT_INPUT = "1x3x512x1024"
NAME, VALUE = 0, 1


class OpenDialog(QDialog):
    """Emits `source_chosen` with a `ModelSource`. No file is run to fill it in."""

    source_chosen = Signal(object)

    def __init__(self, folder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open model"))
        self.setMinimumWidth(620)
        self._candidates: tuple[Candidate, ...] = ()
        models = self.tr("Models (*.py *.pt2);;All files (*)")
        weights = self.tr("Weights (*.pt *.pth *.ckpt *.safetensors);;All files (*)")
        self.file = FileField(
            self.tr("Model file"), models, "model.py, model.pt2", folder
        )
        self.callable = QComboBox()
        self.callable.setEditable(True)
        self.callable.setAccessibleName(self.tr("Class or function"))
        self.arguments = QTableWidget(0, 2)
        self.checkpoint = FileField(
            self.tr("Weights"), weights, self.tr("none: as the callable makes it")
        )
        self.input = QLineEdit(DEFAULT_INPUT)
        self.input.setAccessibleName(self.tr("Input size"))
        self.python = FileField(
            self.tr("Interpreter"), "", self.tr("this program's own Python")
        )
        self.message = QLabel()
        self.message.setWordWrap(True)
        set_role(self.message, "error")
        self._lay_out()
        self.file.path_changed.connect(self._read_file)
        self.callable.currentTextChanged.connect(self._show_arguments)
        self._read_file("")

    def choose(self, path: Path, target: str = "") -> None:
        """Fill in a model file, as if it had been browsed for, and its callable."""
        self.file.set_path(str(path))
        if target:
            self.callable.setCurrentText(target)

    def source(self) -> ModelSource:
        """What the fields say.

        Raises:
            SourceError: the fields name nothing that could be opened.
        """
        path = Path(self.file.path).expanduser()
        if not self.file.path or not path.is_file():
            raise SourceError(self.tr("Choose a model file: a .py or a .pt2."))
        if path.suffix == ".pt2":
            return ModelSource("pt2", str(path.resolve()))
        target = self.callable.currentText().strip()
        if not target:
            raise SourceError(
                self.tr("Choose the class or function that makes the model.")
            )
        return ModelSource(
            kind="python",
            location=str(path.resolve()),
            target=target,
            arguments=self._read_arguments(),
            checkpoint=self.checkpoint.path,
            inputs=self._read_inputs(),
            python=self.python.path,
        )

    def accept(self) -> None:
        """Emit the source, or say what is missing."""
        try:
            source = self.source()
        except SourceError as error:
            self._say(in_language(str(error)))
            return
        super().accept()
        self.source_chosen.emit(source)

    def _lay_out(self) -> None:
        self.arguments.setAccessibleName(self.tr("Arguments"))
        self.arguments.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Value")])
        self.arguments.verticalHeader().setVisible(False)
        header = self.arguments.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.arguments.setFixedHeight(132)
        self._form = QFormLayout()
        self._form.setSpacing(SPACING + 2)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self._form.setFieldGrowthPolicy(
            QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow
        )
        self._form.addRow(self.tr("Model file"), self.file)
        self._form.addRow(self.tr("Class or function"), self.callable)
        self._form.addRow(self.tr("Arguments"), self.arguments)
        self._form.addRow(self.tr("Weights"), self.checkpoint)
        self._form.addRow(self.tr("Input size"), self.input)
        self._form.addRow(self.tr("Interpreter"), self.python)
        self._hint = hint = QLabel(
            self.tr(
                "Several inputs: separate their sizes with a semicolon. The "
                "interpreter is the Python that can import what the model needs."
            )
        )
        hint.setWordWrap(True)
        set_role(hint, "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(SPACING + 4)
        layout.addLayout(self._form)
        layout.addWidget(hint)
        layout.addWidget(self.message)
        layout.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.open_button = QPushButton(self.tr("Open"))
        set_role(self.open_button, "primary")
        box.addButton(self.open_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.open_button.setDefault(True)
        return box

    def _say(self, words: str) -> None:
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def _read_file(self, path: str) -> None:
        is_python = path.endswith(".py")
        self._candidates = ()
        self._say("")
        if is_python and Path(path).is_file():
            try:
                self._candidates = find_callables(path)
            except SourceError as error:
                self._say(in_language(str(error)))
        self.callable.clear()
        self.callable.addItems([each.name for each in self._candidates])
        for field in (self.callable, self.arguments, self.checkpoint, self.input):
            self._form.setRowVisible(field, is_python)
        self._form.setRowVisible(self.python, is_python)
        self._hint.setVisible(is_python)
        self.adjustSize()
        self._show_arguments(self.callable.currentText())

    def _show_arguments(self, name: str) -> None:
        found = next((each for each in self._candidates if each.name == name), None)
        parameters = found.parameters if found else ()
        self.arguments.setRowCount(len(parameters) + 2)
        for row in range(self.arguments.rowCount()):
            known = parameters[row].name if row < len(parameters) else ""
            self.arguments.setItem(row, NAME, QTableWidgetItem(known))
            value = QTableWidgetItem("")
            if row < len(parameters):
                value.setToolTip(parameters[row].default)
            self.arguments.setItem(row, VALUE, value)

    def _read_arguments(self) -> dict[str, Argument]:
        rows = [
            (self._cell(row, NAME), self._cell(row, VALUE))
            for row in range(self.arguments.rowCount())
        ]
        return dict(
            parse_argument(f"{name}={value}") for name, value in rows if name and value
        )

    def _cell(self, row: int, column: int) -> str:
        item = self.arguments.item(row, column)
        return item.text().strip() if item is not None else ""

    def _read_inputs(self) -> tuple[InputSpec, ...]:
        words = [word for word in self.input.text().split(";") if word.strip()]
        return tuple(parse_input(word.replace(" ", "")) for word in words)
