"""Several selected nodes: what can be done with all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.choices import Choices, Offer
from engine.info import EditPreview, Fix, NodeInfo
from engine.quantities import macs_text
from engine.recipe import BypassTogether, Several
from gui.sentences import in_language
from gui.theme import MARGIN, set_role
from gui.widgets.content_width import ContentWidth
from gui.widgets.edit_words import op_word
from gui.widgets.engine_words import offer_text
from gui.widgets.fix_card import FixCard
from gui.widgets.preview_view import PreviewView

PRECISIONS = ("auto", "int8", "int16", "int32", "float")
MOST_OPS = 6
_IN_A_ROW = 3


LETTERS = 40


class SelectionPanel(QScrollArea):
    """Counts the nodes, and offers each edit that applies to all as one step.

    `offer_chosen` carries an `Offer`, `preview_requested` an edit, `code_requested` and
    `range_requested` nothing.
    """

    offer_chosen = Signal(object)
    preview_requested = Signal(object)
    fix_looked_at = Signal(object)
    code_requested = Signal()
    range_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Selected nodes"))
        self._title, self._ops = QLabel(), QLabel()
        set_role(self._title, "title")
        set_role(self._ops, "dim")
        for label in (self._title, self._ops):
            label.setWordWrap(True)
        self._names = {"auto": self.tr("auto"), "float": self.tr("float")}
        self.precisions: dict[str, QPushButton] = {}
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self.range = QPushButton(self.tr("Set range…"))
        self.range.clicked.connect(self.range_requested)
        self.code = QPushButton(self.tr("Copy code"))
        self.code.clicked.connect(self.code_requested)
        self._preview = PreviewView()
        self._preview.hide()
        self._nodes: tuple[NodeInfo, ...] = ()
        self._offers: dict[str, Offer] = {}
        self._arrange()

    def show_nodes(
        self, nodes: Sequence[NodeInfo], choices: Choices | None = None
    ) -> None:
        """Show nodes with what can be done, once that is known."""
        if tuple(nodes) != self._nodes:
            self._preview.hide()
            self.verticalScrollBar().setValue(0)
            self._nodes = tuple(nodes)
            self._title.setText(self.tr("{} nodes selected").format(len(nodes)))
            self._ops.setText(_summary(nodes))
        offers = choices.offers if choices else ()
        self._offers = {offer.key: offer for offer in offers}
        self._show_precisions()
        self._show_cards(offers)

    def show_preview(self, preview: EditPreview | None) -> None:
        """Show what an edit would do, or nothing."""
        self._preview.setVisible(preview is not None)
        if preview is not None:
            self._preview.show_preview(preview)
            QTimer.singleShot(0, self._reveal_preview)

    def _reveal_preview(self) -> None:
        self.ensureWidgetVisible(self._preview, 0, 20)

    def _arrange(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._ops)
        layout.addWidget(_heading(self.tr("Precision of all")))
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, precision in enumerate(PRECISIONS):
            name = self._names.get(precision, precision)
            button = self.precisions[precision] = QPushButton(name)
            button.setAccessibleName(self.tr("Precision of all: {}").format(name))
            button.clicked.connect(lambda _=False, key=precision: self._choose(key))
            grid.addWidget(button, *divmod(place, _IN_A_ROW))
        layout.addLayout(grid)
        layout.addWidget(self.range)
        layout.addWidget(_heading(self.tr("For all of them, as one step")))
        layout.addLayout(self._cards)
        layout.addWidget(self.code)
        layout.addWidget(self._preview)
        layout.addStretch(1)
        self.setWidget(page)
        ContentWidth(self, most_letters=LETTERS)

    def _show_precisions(self) -> None:
        for precision, button in self.precisions.items():
            offer = self._offers.get(precision)
            count = _reached(offer)
            is_part = 0 < count < len(self._nodes)
            name = self._names.get(precision, precision)
            button.setText(f"{name} ({count})" if is_part else name)
            self._show_right(button, offer)
            if is_part:
                words = self.tr("Changes {} of the {} nodes.")
                words = words.format(count, len(self._nodes))
                button.setToolTip(words)
                button.setAccessibleDescription(words)
        self._show_right(self.range, self._offers.get("range"))

    def _show_right(self, button: QPushButton, offer: Offer | None) -> None:
        """Let a button be pressed where that is offered, or say why it is not."""
        button.setEnabled(offer is not None and not offer.reason)
        reason = in_language(offer.reason) if offer else ""
        reason = reason or (_doubt(offer) if offer else "")
        button.setToolTip(reason or button.text())
        button.setAccessibleDescription(reason)

    def _show_cards(self, offers: Sequence[Offer]) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        titles = _titles()
        shown = [each for each in offers if each.key in titles or each.title]
        for offer in sorted(shown, key=_rank):
            title = offer_text(offer) if offer.title else titles[offer.key]
            fix = Fix(offer.edit, title, offer.is_exact, "", offer.reason)
            card = FixCard(fix, note=_doubt(offer))
            card.applied.connect(lambda _, chosen=offer: self.offer_chosen.emit(chosen))
            card.previewed.connect(self.preview_requested)
            card.looked_at.connect(self.fix_looked_at)
            self._cards.addWidget(card)

    def _choose(self, key: str) -> None:
        if key in self._offers:
            self.offer_chosen.emit(self._offers[key])


def _reached(offer: Offer | None) -> int:
    """How many nodes an offer changes; none where it cannot be made."""
    if offer is None or offer.reason:
        return 0
    edit = offer.edit
    if isinstance(edit, BypassTogether):
        return len(edit.nodes)
    return len(edit.edits) if isinstance(edit, Several) else 1


def _rank(offer: Offer) -> tuple[bool, bool]:
    """Put what can be done first, and of that what keeps results."""
    return bool(offer.reason), not offer.is_exact


def _doubt(offer: Offer) -> str:
    """Say what has not been tried of an edit at very many nodes."""
    words = QCoreApplication.translate(
        "SelectionPanel",
        "The last {} have not been tried yet; they are when you apply it.",
    )
    return words.format(offer.untried) if offer.untried else ""


def _titles() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "bypass": translate("SelectionPanel", "Bypass all"),
        "delete_branch": translate("SelectionPanel", "Delete their branches"),
        "keep": translate("SelectionPanel", "Keep only up to here"),
        "cut": translate("SelectionPanel", "Cut here"),
        "add_output": translate("SelectionPanel", "Return these too"),
        "remove_output": translate("SelectionPanel", "No longer return these"),
    }


def _summary(nodes: Sequence[NodeInfo]) -> str:
    counts = Counter[str]()
    for op, count in Counter([node.op for node in nodes]).items():
        counts[op_word(op)] += count
    words = [
        f"{op}\N{NO-BREAK SPACE}×{count}" for op, count in counts.most_common(MOST_OPS)
    ]
    words += ["…"] if len(counts) > MOST_OPS else []
    macs = sum(node.macs for node in nodes)
    total = f"\n{macs_text(macs)}" if macs else ""
    return ", ".join(words) + total


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    set_role(label, "heading")
    return label
