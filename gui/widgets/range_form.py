"""The range of a tensor as two numbers, or left to calibration."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit

from engine.info import NodeInfo
from engine.recipe import SetRange, SingleEdit
from gui.sentences import in_language
from gui.widgets.edit_forms import EditForm


class RangeForm(EditForm):
    """The ends a range is set to; `seen` is what calibration saw, if it has."""

    def __init__(self, node: NodeInfo, seen: tuple[float, float] | None = None) -> None:
        super().__init__()
        self._fixed = node.range
        low, high = node.range or seen or ("", "")
        self.minimum, self.maximum = QLineEdit(_text(low)), QLineEdit(_text(high))
        self.automatic = QCheckBox(self.tr("Leave it to calibration"))
        self.automatic.setVisible(node.range is not None)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        for label, field in (
            (self.tr("Minimum"), self.minimum),
            (self.tr("Maximum"), self.maximum),
        ):
            field.setAccessibleName(label)
            field.textChanged.connect(self.changed)
            field.returnPressed.connect(self.submitted)
            form.addRow(label, field)
        form.addRow("", self.automatic)
        self.automatic.toggled.connect(self._on_automatic)
        self.minimum.selectAll()
        self.setFocusProxy(self.minimum)

    def edit_at(self, node: str) -> SingleEdit | None:
        """Set the range, if it is another one, or give it back."""
        if self.automatic.isChecked():
            return SetRange(node, automatic=True)
        ends = self._ends()
        if ends is None or ends == self._fixed or self.problem():
            return None
        return SetRange(node, *ends)

    def problem(self) -> str:
        """Why the numbers are no range; nothing while one is not written."""
        texts = [field.text().strip() for field in (self.minimum, self.maximum)]
        if self.automatic.isChecked() or not all(texts):
            return ""
        ends = self._ends()
        if ends is None:
            return self.tr("Both ends are numbers, like −4 or 0.5.")
        return in_language(SetRange("", *ends).problem)

    def invitation(self) -> str:
        """What a range does."""
        return self.tr(
            "Write where the range begins and ends. Its integers span it, whatever "
            "calibration sees; what lies outside is clipped."
        )

    def _ends(self) -> tuple[float, float] | None:
        try:
            return _number(self.minimum.text()), _number(self.maximum.text())
        except ValueError:
            return None

    def _on_automatic(self, checked: bool) -> None:
        for field in (self.minimum, self.maximum):
            field.setEnabled(not checked)
        self.changed.emit()


def _number(text: str) -> float:
    return float(text.strip().replace("−", "-"))


def _text(number: float | str) -> str:
    return f"{number:.6g}" if isinstance(number, float) else str(number)
