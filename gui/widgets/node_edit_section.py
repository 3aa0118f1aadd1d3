"""What can be changed of a node: buttons, its arguments, and what its inputs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.choices import Choices, Slot
from gui.theme import set_role
from gui.widgets.argument_form import ArgumentForm


class NodeEditSection(QWidget):
    """Buttons for the common edits, fields for arguments, a link per input.

    `wished` carries the key of an action, `rewire_wished` an input's name;
    `argument_rested` and `argument_submitted` an argument's name and text.
    """

    wished = Signal(str)
    rewire_wished = Signal(str)
    argument_rested = Signal(str, str)
    argument_submitted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self.heading = QLabel(self.tr("Arguments"))
        set_role(self.heading, "heading")
        self.arguments = ArgumentForm()
        self.arguments.rested.connect(self.argument_rested)
        self.arguments.submitted.connect(self.argument_submitted)
        self.everywhere = QCheckBox()
        self.everywhere.toggled.connect(self.arguments.set_for_all)
        self._slots = QGridLayout()
        self._slots.setHorizontalSpacing(10)
        self._slots.setVerticalSpacing(4)
        self._slots.setColumnMinimumWidth(0, 84)
        self._slots.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._button_rows())
        layout.addLayout(self._slots)
        layout.addWidget(self.heading)
        layout.addWidget(self.arguments)
        layout.addWidget(self.everywhere)
        self.show_choices(None)

    def show_choices(self, choices: Choices | None) -> None:
        """Show what can be changed, None while it is not known."""
        arguments = choices.arguments if choices else ()
        self.heading.setVisible(bool(arguments))
        self.arguments.show_arguments(arguments)
        self._show_slots(choices.slots if choices else ())
        count = len(choices.alike) if choices else 0
        self.everywhere.setVisible(bool(arguments) and count > 1)
        text = self.tr("Change it at all {} of this type").format(count)
        self.everywhere.setText(text)
        self.everywhere.setChecked(False)

    def show_reasons(self, reasons: Mapping[str, str]) -> None:
        """Grey out buttons with a reason; the others can be pressed."""
        for key, button in self.buttons.items():
            reason = reasons.get(key, "")
            button.setEnabled(not reason)
            button.setToolTip(reason or button.text())
            button.setAccessibleDescription(reason)

    def _button_rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(6)
        words = (
            (("insert", self.tr("Insert op…")), ("bypass", self.tr("Bypass"))),
            (
                ("delete_branch", self.tr("Delete branch")),
                ("range", self.tr("Set range…")),
            ),
            (("more", self.tr("More…")),),
        )
        for pair in words:
            row = QHBoxLayout()
            row.setSpacing(6)
            for key, text in pair:
                button = self.buttons[key] = QPushButton(text)
                button.clicked.connect(self._wishing(key))
                row.addWidget(button, 1)
            rows.addLayout(row)
        return rows

    def _show_slots(self, slots: tuple[Slot, ...]) -> None:
        while (item := self._slots.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, slot in enumerate(slots):
            label = QLabel(slot.name)
            set_role(label, "dim")
            button = QPushButton(f"←  {slot.source or '–'}")
            set_role(button, "link")
            button.setToolTip(self.tr("Choose what this input reads"))
            button.setAccessibleName(
                self.tr("{slot} reads {source}; choose another").format(
                    slot=slot.name, source=slot.source
                )
            )
            button.clicked.connect(self._rewiring(slot.name))
            self._slots.addWidget(label, row, 0)
            self._slots.addWidget(button, row, 1)

    def _wishing(self, key: str) -> Callable[..., object]:
        return lambda *_: self.wished.emit(key)

    def _rewiring(self, slot: str) -> Callable[..., object]:
        return lambda *_: self.rewire_wished.emit(slot)
