"""What is asked before an edit is made: an op to insert, a name, a tail, a source."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engine.choices import Insertable, Slot, Source
from engine.info import GraphInfo
from engine.recipe import AppendTail, Insert, Rename, Rewire, SingleEdit
from gui.sentences import in_language
from gui.theme import set_role
from gui.widgets.argument_form import ArgumentForm
from gui.widgets.choice_box import name_box
from gui.widgets.edit_words import op_word
from gui.widgets.quantities import shape_text
from gui.widgets.search_list import Row, SearchList

LARGEST_FACTOR = 64


class EditForm(QWidget):
    """Something to fill in; `edit_at` makes it an edit at a node, None if it cannot."""

    changed = Signal()
    submitted = Signal()

    def edit_at(self, node: str) -> SingleEdit | None:
        """The edit as filled in."""
        raise AssertionError(f"{type(self).__name__} makes no edit at {node}")

    def problem(self) -> str:
        """Why there is no edit, empty where there is one or nothing is filled in."""
        return ""

    def invitation(self) -> str:
        """What is to be filled in, said while there is no edit yet."""
        return ""

    def effect(self, nodes: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Lines before (−) and after (+) that say more than the code; none do here."""
        return ()


class InsertForm(EditForm):
    """A searchable list of ops, and the arguments of the one chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ops: dict[str, Insertable] = {}
        self.ops = SearchList(self.tr("Ops"))
        self.ops.setMinimumHeight(230)
        self.arguments = ArgumentForm()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.ops, 1)
        layout.addWidget(self.arguments)
        self.ops.current_changed.connect(self._show_arguments)
        self.ops.chosen.connect(lambda _: self._on_chosen())
        self.arguments.changed.connect(self.changed)
        self.setFocusProxy(self.ops)

    def show_ops(self, ops: Sequence[Insertable]) -> None:
        """List the ops that may follow; the others are greyed."""
        self._ops = {each.op: each for each in ops}
        self.ops.show_rows(
            [
                Row(
                    op.op,
                    f"{in_language(op.title)}    {op_word(op.op)}",
                    in_language(op.reason),
                )
                for op in ops
            ]
        )
        self.changed.emit()

    def edit_at(self, node: str) -> SingleEdit | None:
        """Insert the op with every argument that is not at its default."""
        op = self.ops.current
        if not op or self.arguments.problem():
            return None
        return Insert(op, node, self.arguments.values())

    def problem(self) -> str:
        """Why the arguments cannot be read."""
        return self.arguments.problem()

    def invitation(self) -> str:
        """How many ops fit here."""
        fitting = sum(not op.reason for op in self._ops.values())
        words = self.tr("Choose an op; {} of {} fit here.")
        return words.format(fitting, len(self._ops)) if self._ops else ""

    def _show_arguments(self, op: str) -> None:
        found = self._ops.get(op)
        self.arguments.show_arguments(found.arguments if found else ())
        self.changed.emit()

    def _on_chosen(self) -> None:
        if not self.arguments.focus_first():
            self.submitted.emit()


class RenameForm(EditForm):
    """A new name."""

    def __init__(self, name: str, taken: frozenset[str]) -> None:
        super().__init__()
        self._old, self._taken = name, taken
        self.name = QLineEdit(name)
        self.name.setAccessibleName(self.tr("New name"))
        self.name.selectAll()
        self.name.textChanged.connect(self.changed)
        self.name.returnPressed.connect(self.submitted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        caption = QLabel(self.tr("New name of {}").format(name))
        set_role(caption, "dim")
        layout.addWidget(caption)
        layout.addWidget(self.name)
        layout.addStretch(1)
        self.setFocusProxy(self.name)

    def edit_at(self, node: str) -> SingleEdit | None:
        """Rename, if another name is written that can be one."""
        new = self.name.text().strip()
        if new == self._old or self.problem():
            return None
        return Rename(node, new)

    def problem(self) -> str:
        """Why the name cannot be taken."""
        new = self.name.text().strip()
        if new != self._old and new in self._taken:
            return self.tr("{} is taken; choose another name.").format(new)
        if not new.isidentifier():
            return self.tr(
                "A name has letters, digits and _, and begins with no digit."
            )
        return ""

    def invitation(self) -> str:
        """What a name changes."""
        return self.tr("Write another name. Results stay as they are.")


class TailForm(EditForm):
    """How an output is enlarged and decided on the chip."""

    def __init__(self, outputs: Sequence[str]) -> None:
        super().__init__()
        self.output = QComboBox()
        self.output.addItems(list(outputs))
        self.factor = QSpinBox()
        self.factor.lineEdit().setTextMargins(7, 0, 0, 0)
        self.factor.setRange(1, LARGEST_FACTOR)
        self.factor.setValue(8)
        self.factor.setPrefix("×")
        self.argmax = QCheckBox(self.tr("Take the best class (argmax)"))
        self.argmax.setChecked(True)
        self.corners = QCheckBox(self.tr("Align corners"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Output"), self.output)
        form.addRow(self.tr("Enlarge, bilinear"), self.factor)
        form.addRow("", self.argmax)
        form.addRow("", self.corners)
        self.output.currentIndexChanged.connect(self.changed)
        self.factor.valueChanged.connect(self.changed)
        for box in (self.argmax, self.corners):
            box.toggled.connect(self.changed)
        self.factor.setAccessibleName(self.tr("Enlarge, bilinear"))
        self.output.setAccessibleName(self.tr("Output"))
        self.setFocusProxy(self.factor)

    def edit_at(self, node: str) -> SingleEdit | None:
        """Append the tail, if it does anything."""
        if self.problem():
            return None
        return AppendTail(
            self.factor.value(),
            self.argmax.isChecked(),
            self.corners.isChecked(),
            self.output.currentIndex(),
        )

    def problem(self) -> str:
        """Why nothing would be appended."""
        if self.factor.value() == 1 and not self.argmax.isChecked():
            return self.tr("Enlarge by more than 1, take the best class, or both.")
        return ""


class RewireForm(EditForm):
    """Which input reads which node instead."""

    slot_changed = Signal(str)

    def __init__(self, slots: Sequence[Slot], slot: str = "") -> None:
        super().__init__()
        self._node, self._fitting = slots[0].node if slots else "", -1
        self._read = tuple((each.name, each.source) for each in slots)
        self.slots = QComboBox()
        name_box(self.slots, self.tr("Input"))
        for each in slots:
            text = f"{each.name}  ←  {each.source}" if each.source else each.name
            self.slots.addItem(text, each.name)
        self.slots.setCurrentIndex(max(0, self.slots.findData(slot)))
        self.sources = SearchList(self.tr("Sources"))
        self.sources.setMinimumHeight(220)
        caption = QLabel(self.tr("Reads instead"))
        set_role(caption, "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.slots)
        layout.addWidget(caption, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.sources, 1)
        self.slots.currentIndexChanged.connect(self._on_slot)
        self.sources.current_changed.connect(lambda _: self.changed.emit())
        self.sources.chosen.connect(lambda _: self.submitted.emit())
        self.setFocusProxy(self.sources)

    @property
    def slot(self) -> str:
        """The chosen input."""
        return str(self.slots.currentData() or "")

    def show_sources(
        self, sources: Sequence[Source], graph: GraphInfo | None = None
    ) -> None:
        """List what the input can read: what has the shape it reads now, nearest first.

        The graph tells shapes and distances; greyed is what does not fit.
        """
        order = {node.name: at for at, node in enumerate(graph.nodes if graph else ())}
        here = order.get(self._node, 0)
        like = self._shape(dict(self._read).get(self.slot, ""), graph)
        near = sorted(
            sources,
            key=lambda each: (
                self._shape(each.name, graph) != like,
                abs(order.get(each.name, here) - here),
            ),
        )
        self._fitting = sum(not each.reason for each in sources)
        self.sources.show_rows(
            [
                Row(each.name, self._row_text(each, graph), in_language(each.reason))
                for each in sorted(near, key=lambda each: bool(each.reason))
            ]
        )
        self.changed.emit()

    def invitation(self) -> str:
        """How many values the input can read."""
        if self._fitting < 0:
            return self.tr("Looking which values fit…")
        return self.tr("Choose what it reads instead; {} values fit.").format(
            self._fitting
        )

    def _shape(self, name: str, graph: GraphInfo | None) -> tuple[int, ...]:
        node = graph.by_name.get(name) if graph else None
        return node.shape if node is not None else ()

    def _row_text(self, source: Source, graph: GraphInfo | None) -> str:
        node = graph.by_name.get(source.name) if graph else None
        if node is None:
            return source.name
        place = f" · {node.module}" if node.module else ""
        return f"{source.name}    {shape_text(node.shape)}{place}"

    def edit_at(self, node: str) -> SingleEdit | None:
        """Let the input read the chosen node."""
        source = self.sources.current
        return Rewire(node, self.slot, source) if source and self.slot else None

    def _on_slot(self) -> None:
        self._fitting = -1
        self.sources.show_rows([])
        self.slot_changed.emit(self.slot)
        self.changed.emit()
