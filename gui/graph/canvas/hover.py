"""The card that appears when the pointer rests on a box."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from engine.info import NodeInfo, Severity
from gui.graph.painting.picture import Picture
from gui.graph.scene.boxes import Box, module_box, quantity
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.heat import Heat, scale_of, written
from gui.graph.scene.query import shape_text
from gui.graph.scene.scene import Marks
from gui.type_size import unit_of

WIDTH = 320
DISTANCE = 10


MOST_TENSORS = 3
TOLD_ANYWAY = ("macs", "parameters")

JOINT = re.compile(r"([._/\\-])(?=\w)|(\w{24})(?=\w)")
BREAK = "\u200b"

Row = tuple[str, str]


def card_of(picture: Picture, number: int) -> str:
    """Rich text about a box: what it is, and the number that colours it."""
    scene, marks = picture.scene, picture.marks
    box, row = scene.graph.boxes[number], measured(picture, number)
    nodes = scene.graph.info.nodes[box.start : box.stop]
    if box.kind == "node":
        return _node_card(nodes[0], marks, picture.colours, row)
    problems = sum(node.name in marks.severities for node in nodes)
    return _module_card(box, problems, picture.colours, row)


def card_of_frame(picture: Picture, frame: int) -> str:
    """Rich text about an open module."""
    graph, marks = picture.scene.graph, picture.marks
    part = graph.part(graph.frames[frame].key)
    if part is None:
        return ""
    nodes = graph.info.nodes[part.start : part.stop]
    problems = sum(node.name in marks.severities for node in nodes)
    hint = _word("Double-click or press Space to close")
    box = module_box(graph.info, part, frame)
    return _module_card(box, problems, picture.colours, ("", ""), hint)


def _node_card(node: NodeInfo, marks: Marks, colours: GraphColours, more: Row) -> str:
    severity, verdict = marks.severities.get(node.name), verdict_on(node, marks)
    reason = marks.reasons.get(node.name, "")
    rows = [
        (_word("Target"), "" if severity else verdict),
        (_word("Op"), node.op),
        (_word("Output"), _tensor_text(node)),
        (_word("Module"), node.module),
        (_word("Cost"), f"{quantity(node.macs)}MAC" if node.macs else ""),
        (_word("Precision"), node.precision),
        (_word("Grid"), marks.scales.get(node.name, "")),
        more,
    ]
    if node.source is not None:
        file = PurePath(node.source.file).name
        rows.append((_word("Source"), f"{file}:{node.source.line}"))
    title = node.title if node.title == node.name else f"{node.title}  ({node.name})"
    tint = colours.severity(severity)[2] if severity else ""
    said = reason or marks.notes.get(node.name, "")
    return _card(title, rows, said, colours, verdict=(verdict, tint))


def verdict_text(severity: Severity | None) -> str:
    """What the target makes of a node with this problem; empty without one."""
    verdicts: dict[Severity, str] = {
        "error": _word("Cannot run on the target"),
        "warning": _word("Runs, but slower or less exactly"),
        "advice": _word("Could be better"),
    }
    return verdicts.get(severity, "") if severity else ""


def verdict_on(node: NodeInfo, marks: Marks) -> str:
    """What the target makes of a node; empty where it has not been asked."""
    found = verdict_text(marks.severities.get(node.name))
    runs = marks.is_judged and node.kind == "op"
    return found or (_word("Runs as it is") if runs else "")


def _module_card(
    box: Box, problems: int, colours: GraphColours, more: Row, hint: str = ""
) -> str:
    rows = [
        (_word("Module"), box.key),
        (_word("Nodes"), str(box.node_count)),
        (_word("Cost"), f"{quantity(box.macs)}MAC" if box.macs else ""),
        (_word("Parameters"), quantity(box.parameters) if box.parameters else ""),
        (_word("Problems"), str(problems) if problems else ""),
        more,
    ]
    hint = hint or _word("Double-click or press Space to open")
    return _card(box.title, rows, "", colours, hint)


def card_of_edges(picture: Picture, edges: Sequence[int]) -> str:
    """Rich text about what flows from one box along these edges, and where to."""
    scene, marks = picture.scene, picture.marks
    graph, inside = scene.graph, scene.graph.box_of_node
    source = graph.edges[edges[0]][0]
    targets = {graph.edges[edge][1] for edge in edges}
    given: dict[str, NodeInfo] = {}
    for place, node in enumerate(graph.info.nodes):
        if inside[place] in targets:
            given |= {name: graph.info.by_name[name] for name in node.inputs}
    flowing = [node for node in given.values() if scene.find(node.name) == source]
    rows = []
    for node in flowing[:MOST_TENSORS]:
        rows.append((_word("Tensor"), node.name))
        rows.append((_word("Output"), _tensor_text(node)))
        rows.append((_word("Precision"), node.precision))
        rows.append((_word("Grid"), marks.scales.get(node.name, "")))
    if len(flowing) > MOST_TENSORS:
        rows.append(("", "…"))
    ends = ", ".join(graph.boxes[each].title for each in sorted(targets))
    return _card(f"{graph.boxes[source].title} → {ends}", rows, "", picture.colours)


def _tensor_text(node: NodeInfo) -> str:
    return f"{shape_text(node.shape)} {node.dtype}".strip()


def measure_title(picture: Picture) -> str:
    """What the boxes are coloured by, if that is a number."""
    words = {
        "macs": _word("Cost in MACs"),
        "parameters": _word("Parameters"),
        "activation": _word("Memory of the output"),
        "heat": _heat_title(picture.heat) if picture.heat else "",
    }
    return words.get(picture.mode, "")


def _heat_title(heat: Heat) -> str:
    title = heat.title[:1].upper() + heat.title[1:]
    return _word("{} · out of date").format(title) if heat.stale else title


def measured(picture: Picture, box: int) -> Row:
    """What a box is coloured by and its number; empty where it has none.

    Also empty for the costs that a card tells in any case.
    """
    scale = scale_of(picture.scene, picture.mode, picture.heat)
    if scale is None or picture.mode in TOLD_ANYWAY or math.isnan(scale.values[box]):
        return "", ""
    value = float(scale.values[box])
    return measure_title(picture), written(value, picture.mode, picture.heat)


def _word(text: str) -> str:
    return QCoreApplication.translate("HoverCard", text)


def breakable(text: str) -> str:
    """Text for a card whose long names may go on in the next line, as escaped."""
    return escape(JOINT.sub(rf"\g<0>{BREAK}", text))


def _card(
    title: str,
    rows: list[Row],
    note: str,
    colours: GraphColours,
    hint: str = "",
    verdict: tuple[str, str] = ("", ""),
) -> str:
    lines = [f"<b>{breakable(title)}</b>"]
    text, tint = verdict
    if tint:
        lines.append(f'<br><b style="color:{tint}">{escape(text)}</b>')
    for line in note.splitlines():
        lines.append(f"<br>{breakable(line)}")
    cells = "".join(
        f'<tr><td style="color:{colours.dim};padding-right:12px">{escape(name)}</td>'
        f"<td>{breakable(value)}</td></tr>"
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
        """Show the text next to a point of the parent, as narrow as it is."""
        self.setWordWrap(False)
        self.setText(text)
        most = round(WIDTH * unit_of(self._around.font()))
        width = min(most, self.sizeHint().width())
        self.setWordWrap(True)
        self.resize(width, self.heightForWidth(width))
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
