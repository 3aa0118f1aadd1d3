"""The canvas with its tools: search, breadcrumbs, colours, overview."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSpacerItem, QWidget

from gui.graph.canvas.preview_layer import PreviewLayer
from gui.graph.canvas.view import GraphView
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.drawing import foldable
from gui.graph.scene.lenses import Lens
from gui.graph.tools.breadcrumbs import Breadcrumbs, inner_parts
from gui.graph.tools.colour_button import ColourButton
from gui.graph.tools.kept_search import KeptSearch
from gui.graph.tools.legend import Legend
from gui.graph.tools.lens_button import LensButton
from gui.graph.tools.minimap import Minimap
from gui.graph.tools.placing_notice import PlacingNotice
from gui.graph.tools.ribbon import ProblemRibbon
from gui.graph.tools.search_field import SearchField
from gui.graph.tools.search_results import SearchResults

MARGIN = 12
INSET = 40
SPACING = 8
SEARCH_GIVES = 110
BUTTONS = "QToolButton#graphColours, QToolButton#graphLenses, QToolButton#graphKept"


class GraphPane(QWidget):
    """A GraphView (`view`) filled to the edges, with a bar floating over its top."""

    breadcrumb_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = GraphView(self)
        self.ribbon = ProblemRibbon(self.view)
        self.legend = Legend(self.view)
        self.view.eye.overlays.append(self.legend)
        self.search = SearchField(self)
        self.results = SearchResults(self, self.view.finding)
        self.view.eye.hanging.append(self.results)
        self.crumbs = Breadcrumbs(
            self, lambda key: inner_parts(self.view.scene.graph, key)
        )
        self.kept = KeptSearch(self, self.view)
        self._lay_over()
        self.colours = ColourButton(self)
        self.lenses = LensButton(self, self._foldable)
        self.bar = QWidget(self)
        row = self._row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self.search)
        self._gap = QSpacerItem(0, 0)
        row.addItem(self._gap)
        row.addWidget(self.colours)
        row.addWidget(self.lenses)
        self._connect()
        self.setFocusProxy(self.view)
        self.set_theme(GraphColours.light())

    def _lay_over(self) -> None:
        """What lies over the view: the later gives way to the earlier."""
        firm = self.legend, self.kept, self.results
        self.placing = PlacingNotice(self.view, firm)
        self.preview = PreviewLayer(self.view, (*firm, self.placing))
        above = *firm, self.placing, self.preview.card
        self.minimap = Minimap(self.view, above)

    def _connect(self) -> None:
        self.search.wanted.connect(self.view.search)
        self.search.step_requested.connect(self.view.finding.step)
        self.search.ways_requested.connect(self.view.finding.open_ways)
        self.search.left.connect(self.view.setFocus)
        self.view.finding.ended.connect(self.search.clear)
        self.view.finding.changed.connect(self.search.show_count)
        self.view.finding.changed.connect(self._show_results)
        self.kept.changed.connect(self._place_bar)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._show_results)
        self.view.breadcrumbs_changed.connect(self.crumbs.show_path)
        self.crumbs.clicked.connect(self._go_to_module)
        self.crumbs.changed.connect(self._place_bar)
        self.colours.chosen.connect(self.view.set_colour_mode)
        self.colours.measure_chosen.connect(self.view.colouring.show)
        self.lenses.chosen.connect(self._on_lenses_chosen)
        self.view.mode_changed.connect(self._on_mode_changed)

    def _foldable(self) -> dict[Lens, int]:
        graph = self.view.scene.graph
        return foldable(graph.info, graph.parts)

    def focus_search(self) -> None:
        """Put the cursor into the search field; for Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_theme(self, colours: GraphColours) -> None:
        """Take over colours for the canvas and the bar."""
        self.view.set_theme(colours)
        self.setStyleSheet(_style(colours))
        self.search.set_colours(colours)
        self.results.set_colours(colours)

    def changeEvent(self, event: QEvent) -> None:
        """Take over a new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.colours.retranslate()
            self.lenses.retranslate()
            self.search.retranslate()
            self.results.retranslate()
            self.kept.retranslate()
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
        self.view.eye.make_room()
        self._place_bar()

    def _place_bar(self) -> None:
        """Only as wide as its fields, so that the canvas beside it can be grabbed."""
        room = max(80, self.width() - 2 * MARGIN - self.ribbon.width())
        self.crumbs.fit(room)
        room_left = room - self.lenses.sizeHint().width() - 2 * SPACING
        self.colours.fit(room_left - self.search.least_width())
        if self.colours.is_cut:
            self.colours.fit(room_left - self.search.fewest_width())
        self.search.fit(room_left - self.colours.sizeHint().width())
        wanted = self.crumbs.sizeHint()
        self._gap.changeSize(0, 0)
        self._row.invalidate()
        needed = self._row.sizeHint()
        beside = needed.width() + wanted.width() + SPACING
        is_inside = beside <= room + SEARCH_GIVES
        if is_inside and not self.crumbs.isHidden():
            self._gap.changeSize(wanted.width() + SPACING, 0)
        self._row.invalidate()
        width = min(self._row.sizeHint().width(), room)
        self.bar.setGeometry(MARGIN, 10, width, needed.height())
        self._row.activate()
        below = self._place_crumbs(is_inside)
        self.view.eye.inset = max(INSET, below)
        self.view.eye.aside = self.ribbon.width()
        self.kept.adjustSize()
        self.kept.move(MARGIN, below + 7)
        self._place_results()

    def _place_crumbs(self, is_inside: bool) -> int:
        """Beside the search, or below it where both find no room; the lower edge."""
        bar = self.bar.geometry()
        place = QRect(bar.topLeft(), self.crumbs.sizeHint())
        if is_inside:
            place.moveLeft(bar.left() + self.search.geometry().right() + SPACING)
            place.setHeight(bar.height())
        elif not self.crumbs.isHidden():
            place.moveTop(bar.bottom() + 7)
        self.crumbs.setGeometry(place)
        self.crumbs.raise_()
        return bar.bottom() if self.crumbs.isHidden() else place.bottom()

    def _place_results(self) -> None:
        """Below all at the top, above the legend."""
        if self.results.isVisible():
            corner = self.bar.geometry()
            corner.setWidth(self.search.width())
            above = [part for part in (self.kept, self.crumbs) if part.isVisible()]
            lows = (part.geometry().bottom() for part in above)
            corner.setBottom(max([corner.bottom(), *lows]))
            right = self.ribbon.geometry().left()
            self.results.place(corner, QSize(right, self._lowest()))
            self.results.raise_()

    def _lowest(self) -> int:
        """Where what hangs from the top is to end."""
        if self.legend.isVisible():
            return self.legend.geometry().top() - SPACING
        return self.height() - SPACING

    def _show_results(self, *_: object) -> None:
        """Offer what was found while the search is used."""
        focused = QApplication.focusWidget()
        is_used = focused is self.search or self.results.isAncestorOf(focused)  # type: ignore[arg-type]
        self.results.setVisible(is_used and self.results.is_worth_showing())
        self._place_bar()

    def _go_to_module(self, path: str) -> None:
        self.breadcrumb_clicked.emit(path)
        if path:
            self.view.setFocus()
            self.view.folding.show_module(path, is_selected=True)
        else:
            self.view.fit()


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
        f"QFrame#graphCrumbs, QFrame#graphResults {{ {box} }}"
        f"QFrame#graphResults QLabel {{ color: {colours.dim}; border: none; }}"
        f"QFrame#graphResults QLabel#graphRefusal {{ color: {colours.error[2]};"
        " padding: 4px 8px; }"
        f"QFrame#graphResults QListView {{ background: {colours.card}; border: none; }}"
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
