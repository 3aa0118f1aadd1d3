"""The canvas with its tools: search, breadcrumbs, colours, overview."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QIcon,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from gui.graph.colour_button import ColourButton
from gui.graph.colours import GraphColours
from gui.graph.legend import Legend
from gui.graph.lens_button import LensButton
from gui.graph.lenses import Lens
from gui.graph.minimap import Minimap
from gui.graph.placing_notice import PlacingNotice
from gui.graph.ribbon import ProblemRibbon
from gui.graph.view import GraphView

SEARCH_WIDTH = 330
MARGIN = 12
INSET = 40
TYPING_MS = 60
BUTTONS = "QToolButton#graphColours, QToolButton#graphLenses"


class GraphPane(QWidget):
    """A GraphView (`view`) filled to the edges, with a bar floating over its top."""

    breadcrumb_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = GraphView(self)
        self.view.eye.inset = INSET
        self.minimap = Minimap(self.view)
        self.ribbon = ProblemRibbon(self.view)
        self.legend = Legend(self.view)
        self.placing = PlacingNotice(self.view)
        self.search = SearchField(self)
        self.crumbs = Breadcrumbs(self)
        self.colours = ColourButton(self)
        self.lenses = LensButton(self)
        self.bar = QWidget(self)
        row = self._row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search)
        row.addWidget(self.crumbs)
        row.addWidget(self.colours)
        row.addWidget(self.lenses)
        self.search.wanted.connect(self.view.search)
        self.search.step_requested.connect(self.view.finding.step)
        self.search.left.connect(self.view.setFocus)
        self.view.finding.changed.connect(self.search.show_count)
        self.view.breadcrumbs_changed.connect(self.crumbs.show_path)
        self.crumbs.clicked.connect(self._go_to_module)
        self.crumbs.changed.connect(self._place_bar)
        self.colours.chosen.connect(self.view.set_colour_mode)
        self.colours.measure_chosen.connect(self.view.colouring.show)
        self.lenses.chosen.connect(self._on_lenses_chosen)
        self.view.mode_changed.connect(self._on_mode_changed)
        self.setFocusProxy(self.view)
        self.set_theme(GraphColours.light())

    def focus_search(self) -> None:
        """Put the cursor into the search field; for Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_theme(self, colours: GraphColours) -> None:
        """Take over colours for the canvas and the bar."""
        self.view.set_theme(colours)
        self.setStyleSheet(_style(colours))
        self.search.set_colours(colours)

    def changeEvent(self, event: QEvent) -> None:
        """Take over a new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.colours.retranslate()
            self.lenses.retranslate()
            self.search.retranslate()
            self._place_bar()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the pane with the canvas."""
        self.view.setGeometry(self.rect())
        self._place_bar()

    def _on_lenses_chosen(self, lenses: frozenset[Lens]) -> None:
        self.view.set_lenses(lenses)
        self._place_bar()

    def _on_mode_changed(self) -> None:
        picture = self.view.picture
        self.colours.show_mode(picture.mode, picture.heat, self.view.colouring.measures)
        self._place_bar()

    def _place_bar(self) -> None:
        """Only as wide as its fields, so that the canvas beside it can be grabbed."""
        self._row.invalidate()
        wanted = self._row.sizeHint()
        width = min(wanted.width(), max(80, self.width() - 2 * MARGIN))
        self.bar.setGeometry(MARGIN, 10, width, wanted.height())

    def _go_to_module(self, path: str) -> None:
        self.breadcrumb_clicked.emit(path)
        if path:
            self.view.show_module(path)
        else:
            self.view.fit()


class SearchField(QLineEdit):
    """A field that searches while typing and shows how many nodes it found."""

    wanted = Signal(str)
    step_requested = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graphSearch")
        self.setMinimumWidth(140)
        self._count = QLabel(self)
        self._count.setObjectName("graphSearchCount")
        font = self._count.font()
        font.setBold(True)
        self._count.setFont(font)
        self._icon = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._search)
        self.textChanged.connect(self._typed)
        self.installEventFilter(self)
        self.retranslate()

    def retranslate(self) -> None:
        """Take over a new language."""
        self.setAccessibleName(self.tr("Search the graph"))
        self.setPlaceholderText(self.tr("Search nodes, ops, shapes, files…"))
        self.setToolTip(
            self.tr(
                "Words, /regular expressions/, and the fields"
                " op: name: module: shape: dtype: file:\n"
                "Enter and Shift+Enter go to the next and the previous node."
            )
        )
        self.show_count(0, 0)

    def set_colours(self, colours: GraphColours) -> None:
        """Draw the magnifying glass in a theme's colour."""
        self._icon.setIcon(_magnifier(colours.dim))

    def show_count(self, place: int, count: int) -> None:
        """Show the number of nodes found, and which of them is selected."""
        if not self.text():
            text = self.tr("Ctrl F")
        elif place:
            text = self.tr("{place} of {count}").format(place=place, count=count)
        elif count:
            text = self.tr("%n found", "", count)
        else:
            text = self.tr("none")
        self._count.setText(text)
        self._count.setAccessibleName(text)
        self._count.adjustSize()
        self.setTextMargins(0, 0, self._count.width() + 10, 0)
        self._place_count()

    def count_text(self) -> str:
        """What the field says about the number of nodes."""
        return self._count.text()

    def sizeHint(self) -> QSize:
        """Wide enough for the hint and the count."""
        return QSize(SEARCH_WIDTH, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count at the right."""
        super().resizeEvent(event)
        self._place_count()

    def _place_count(self) -> None:
        x = self.width() - self._count.width() - 10
        self._count.move(x, (self.height() - self._count.height()) // 2)

    def _typed(self) -> None:
        self._typing.start()

    def _search(self) -> None:
        self._typing.stop()
        self.wanted.emit(self.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next hit, Escape empties the field and then leaves it."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._typing.isActive():
                self._search()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step_requested.emit(-1 if back else 1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self._search()
            else:
                self.left.emit()
            return True
        return False


class Breadcrumbs(QFrame):
    """Where the selection is: the graph, its modules; each part can be clicked."""

    clicked = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graphCrumbs")
        self.setAccessibleName(self.tr("Path of the selection"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(2)
        self.hide()

    def show_path(self, path: tuple[tuple[str, str], ...]) -> None:
        """Show (title, module path) pairs from the outermost inwards."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (title, module) in enumerate(path):
            if place:
                mark = QLabel("›", self)
                self._row.addWidget(mark)
                mark.show()
            part = QToolButton(self)
            part.setText(title)
            part.setAutoRaise(True)
            part.setAccessibleName(title)
            part.clicked.connect(lambda _=False, to=module: self.clicked.emit(to))
            self._row.addWidget(part)
            part.show()
        self.setVisible(bool(path and path[0][0]))
        self.changed.emit()


def _magnifier(colour: str) -> QIcon:
    picture = QPixmap(QSize(32, 32))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 3))
    painter.drawEllipse(6, 5, 15, 15)
    painter.drawLine(19, 18, 26, 26)
    painter.end()
    return QIcon(picture)


def _style(colours: GraphColours) -> str:
    box = (
        f"background: {colours.card}; color: {colours.dim};"
        f" border: 1px solid {colours.line}; border-radius: 7px;"
    )
    return (
        f"QLineEdit#graphSearch {{ {box} color: {colours.ink}; padding: 4px 6px; }}"
        f"QLineEdit#graphSearch:focus {{ border-color: {colours.accent}; }}"
        f"QLabel#graphSearchCount {{ color: {colours.dim};"
        " background: transparent; border: none; }"
        f"QFrame#graphCrumbs {{ {box} }}"
        f"QFrame#graphCrumbs QLabel {{ color: {colours.dim}; }}"
        f"QFrame#graphCrumbs QToolButton {{ color: {colours.dim}; border: none;"
        " padding: 4px 2px; background: transparent; }"
        f"QFrame#graphCrumbs QToolButton:hover {{ color: {colours.accent}; }}"
        f"QFrame#graphCrumbs QToolButton:focus {{ color: {colours.accent};"
        " text-decoration: underline; }"
        f"{BUTTONS} {{ {box} padding: 4px 8px; }}"
        f"QFrame#graphPlacing {{ {box} }}"
        f"QFrame#graphPlacing QLabel {{ color: {colours.dim}; border: none; }}"
        f"QFrame#graphPlacing QToolButton {{ color: {colours.accent}; border: none; }}"
        f"QToolButton#graphColours:focus, QToolButton#graphLenses:focus"
        f" {{ border-color: {colours.accent}; }}"
        "QToolButton::menu-indicator { image: none; width: 0; }"
    )
