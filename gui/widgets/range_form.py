"""The range of one tensor or several as two numbers, or left to calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit

from engine.info import NodeInfo
from engine.recipe import SetRange, SingleEdit
from engine.targets.profile import QuantizationScheme
from gui.sentences import in_language
from gui.widgets.edit_forms import EditForm
from gui.widgets.grid_words import Lines, grid_lines
from gui.widgets.tensor_range import TensorRange

MOST_NODES = 4


class RangeForm(EditForm):
    """The ends that the range of some nodes is set to, filled in after the first.

    `seen` is what calibration saw, by node; `scheme` is how the target rounds.
    """

    def __init__(
        self,
        nodes: Sequence[NodeInfo],
        seen: Mapping[str, TensorRange],
        scheme: QuantizationScheme,
    ) -> None:
        super().__init__()
        self._nodes = {node.name: node for node in nodes}
        self._seen, self._scheme = seen, scheme
        first = nodes[0]
        found = seen.get(first.name)
        measured = (found.minimum, found.maximum) if found else ("", "")
        low, high = first.range or measured
        self.minimum, self.maximum = QLineEdit(_text(low)), QLineEdit(_text(high))
        self.automatic = QCheckBox(self.tr("Leave it to calibration"))
        self.automatic.setVisible(any(node.range is not None for node in nodes))
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
        fixed = self._nodes[node].range
        if self.automatic.isChecked():
            return SetRange(node, automatic=True) if fixed else None
        ends = self._ends()
        if ends is None or ends == fixed or self.problem():
            return None
        return SetRange(node, *ends)

    def effect(self, nodes: Sequence[str]) -> Lines:
        """The grids before and after; of several nodes the first, named."""
        changed = [name for name in nodes if self.edit_at(name) is not None]
        ends = None if self.automatic.isChecked() else self._ends()
        lines: list[tuple[str, str]] = []
        for name in changed[:MOST_NODES]:
            node, seen = self._nodes[name], self._seen.get(name)
            title = f"{name}  " if len(changed) > 1 else ""
            found = grid_lines(node, ends, seen, self._scheme)
            lines += [(sign, title + text) for sign, text in found]
        more = len(changed) - MOST_NODES
        if more > 0:
            lines.append(("", self.tr("and {} more").format(more)))
        return tuple(lines)

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
