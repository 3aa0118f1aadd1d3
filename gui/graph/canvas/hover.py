"""The card that appears when the pointer rests on a box."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from engine.info import GraphInfo, NodeInfo, Severity
from gui.graph.painting.type_size import unit_of
from gui.graph.scene.boxes import Box, quantity
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.query import shape_text

WIDTH = 320
DISTANCE = 10


def node_card(
    node: NodeInfo, note: str, colours: GraphColours, severity: Severity | None = None
) -> str:
    """Rich text about one node: what it is, and what the target says of it."""
    verdicts = {
        "error": _word("Cannot run on the target"),
        "warning": _word("Runs, but slower or less exactly"),
        "advice": _word("Could be better"),
    }
    rows = [
        (_word("Target"), verdicts[severity] if severity else ""),
        (_word("Op"), node.op),
        (_word("Output"), f"{shape_text(node.shape)} {node.dtype}".strip()),
        (_word("Module"), node.module),
        (_word("Cost"), f"{quantity(node.macs)}MAC" if node.macs else ""),
        (_word("Precision"), node.precision),
    ]
    if node.source is not None:
        rows.append((_word("Source"), f"{node.source.file}:{node.source.line}"))
    title = node.title if node.title == node.name else f"{node.title}  ({node.name})"
    tint = colours.severity(severity)[2] if severity else ""
    return _card(title, rows, note, colours, tint=tint)


def module_card(info: GraphInfo, box: Box, problems: int, colours: GraphColours) -> str:
    """Rich text about one closed module."""
    rows = [
        (_word("Module"), box.key),
        (_word("Nodes"), str(box.node_count)),
        (_word("Cost"), f"{quantity(box.macs)}MAC" if box.macs else ""),
        (_word("Parameters"), quantity(box.parameters) if box.parameters else ""),
        (_word("Problems"), str(problems) if problems else ""),
    ]
    hint = _word("Double-click or press Space to open")
    return _card(box.title, rows, "", colours, hint)


def _word(text: str) -> str:
    return QCoreApplication.translate("HoverCard", text)


def _card(
    title: str,
    rows: list[tuple[str, str]],
    note: str,
    colours: GraphColours,
    hint: str = "",
    tint: str = "",
) -> str:
    lines = [f"<b>{escape(title)}</b>"]
    if note:
        tint = tint or colours.dim
        lines.append(f'<br><span style="color:{tint}">{escape(note)}</span>')
    cells = "".join(
        f'<tr><td style="color:{colours.dim};padding-right:12px">{escape(name)}</td>'
        f"<td>{escape(value)}</td></tr>"
        for name, value in rows
        if value
    )
    lines.append(f'<table cellspacing="0" style="margin-top:4px">{cells}</table>')
    if hint:
        lines.append(f'<span style="color:{colours.dim}">{escape(hint)}</span>')
    return "".join(lines)


class HoverCard(QLabel):
    """Rich text beside the pointer, inside its parent and never under the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setMargin(9)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_colours(self, colours: GraphColours) -> None:
        """Take over a theme."""
        self.setStyleSheet(
            f"QLabel {{ background: {colours.card}; color: {colours.ink};"
            f" border: 1px solid {colours.line}; border-radius: 7px;"
            f" font-size: {round(11 * unit_of(self._around.font()))}px; }}"
        )

    def show_at(self, text: str, pointer: QPoint) -> None:
        """Show the text next to a point of the parent."""
        self.setText(text)
        width = round(WIDTH * unit_of(self._around.font()))
        self.setFixedWidth(width)
        self.setFixedHeight(self.heightForWidth(width))
        room = self._around.rect()
        place = QRect(pointer + QPoint(DISTANCE, DISTANCE), self.size())
        if place.right() > room.right():
            place.moveRight(pointer.x() - DISTANCE)
        if place.bottom() > room.bottom():
            place.moveBottom(pointer.y() - DISTANCE)
        place.moveLeft(max(0, place.left()))
        place.moveTop(max(0, place.top()))
        self.setGeometry(place)
        self.show()
        self.raise_()
