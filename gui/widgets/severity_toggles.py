"""How many problems there are of each severity; a click leaves a severity out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from engine.info import Severity
from gui.marks import mark_pixmap
from gui.theme import Theme, theme_of
from gui.type_size import grown
from gui.widgets.module_hierarchy import SEVERITIES

_MARK = 10


class SeverityToggles(QWidget):
    """A row of marks with numbers; `changed` carries the severities left out."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[Severity] = Counter()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.buttons: dict[Severity, QToolButton] = {}
        for severity in SEVERITIES:
            button = self.buttons[severity] = QToolButton()
            button.setCheckable(True)
            button.setChecked(True)
            button.setObjectName("severity_toggle")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.toggled.connect(self._on_toggled)
            row.addWidget(button)
        self.show_counts(())
        self._dress()

    @property
    def hidden(self) -> frozenset[Severity]:
        """The severities left out."""
        return frozenset(
            severity
            for severity, button in self.buttons.items()
            if not button.isChecked()
        )

    def show_counts(self, severities: Iterable[Severity]) -> None:
        """Count severities; those without problems have no button."""
        self._counts = Counter(severities)
        for severity, button in self.buttons.items():
            button.setText(str(self._counts[severity]))
            button.setVisible(self._counts[severity] > 0)
        self._name()

    def show_all(self) -> None:
        """Leave none out."""
        for button in self.buttons.values():
            button.setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the marks in the colours of a new theme, or beside other letters."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()
        super().changeEvent(event)

    def _on_toggled(self) -> None:
        self._name()
        self.changed.emit(self.hidden)

    def _name(self) -> None:
        for severity, button in self.buttons.items():
            text = self._counted(severity)
            shown = self.tr("shown") if button.isChecked() else self.tr("left out")
            button.setAccessibleName(f"{text}, {shown}")
            button.setToolTip(f"{text}, {shown}")

    def _counted(self, severity: Severity) -> str:
        count = self._counts[severity]
        one, more = {
            "error": (self.tr("1 error"), self.tr("{} errors")),
            "warning": (self.tr("1 warning"), self.tr("{} warnings")),
            "advice": (self.tr("1 piece of advice"), self.tr("{} pieces of advice")),
            "hint": (self.tr("1 hint"), self.tr("{} hints")),
        }[severity]
        return one if count == 1 else more.format(count)

    def _dress(self) -> None:
        theme, size = theme_of(self.palette()), grown(self.font(), _MARK)
        for severity, button in self.buttons.items():
            button.setIconSize(QSize(size, size))
            button.setIcon(_icon(severity, theme, size))


def _icon(severity: Severity, theme: Theme, size: int) -> QIcon:
    """A mark that fades while its severity is left out."""
    mark = mark_pixmap(severity, theme, size)
    faded = QPixmap(mark.size())
    faded.setDevicePixelRatio(mark.devicePixelRatio())
    faded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(faded)
    painter.setOpacity(0.35)
    painter.drawPixmap(0, 0, mark)
    painter.end()
    icon = QIcon()
    icon.addPixmap(mark, QIcon.Mode.Normal, QIcon.State.On)
    icon.addPixmap(faded, QIcon.Mode.Normal, QIcon.State.Off)
    return icon
