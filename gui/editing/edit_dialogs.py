"""The dialogs that ask about an edit, and measure it, before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from shiboken6 import isValid

from engine.choices import Choices
from engine.info import EditPreview, GraphInfo, NodeInfo
from engine.recipe import ApplyRule, Bypass, Edit
from engine.targets.profile import load_profile
from gui.panels.edit_dialog import EditDialog
from gui.sentences import in_language
from gui.session.choices import Choosing
from gui.widgets.edit_forms import (
    EditForm,
    InsertForm,
    RenameForm,
    RewireForm,
    TailForm,
)
from gui.widgets.edit_words import edit_text
from gui.widgets.range_form import RangeForm

if TYPE_CHECKING:
    from gui.main_window import MainWindow

SPREADING = (Bypass, ApplyRule)


class EditDialogs(QObject):
    """Opens one dialog at a time in front of a window."""

    def __init__(self, window: MainWindow, choosing: Choosing) -> None:
        super().__init__(window)
        self._window, self._choosing = window, choosing
        self.dialog: EditDialog | None = None

    def confirm(self, edit: Edit, title: str, alike: Sequence[str] = ()) -> None:
        """Show what an edit does, and ask whether to make it."""
        dialog = self._open(title or edit_text(edit), edit_text(edit))
        if isinstance(edit, SPREADING):
            self._offer_everywhere(dialog, alike)
        dialog.offer(edit)
        dialog.open()

    def ask(self, key: str, node: NodeInfo, graph: GraphInfo, choices: Choices) -> None:
        """Ask for what an edit needs: an op, a name, or a tail."""
        if key == "insert":
            self._ask_op(node, choices)
        elif key == "rename":
            form = RenameForm(node.name, frozenset(graph.by_name))
            self._ask(self.tr("Rename {}").format(node.name), form, node.name)
        elif key == "range":
            self._ask_range(graph, choices)
        else:
            outputs = [o for n in graph.nodes if n.kind == "output" for o in n.inputs]
            title = self.tr("Append a resize or argmax")
            self._ask(title, TailForm(outputs), node.name)

    def rewire(self, choices: Choices, slot: str) -> None:
        """Ask what an input of a node reads."""
        node = choices.nodes[0]
        form = RewireForm(choices.slots, slot)

        def ask(chosen: str) -> None:
            self._choosing.ask_sources(node, chosen, show)

        def show(sources: object) -> None:
            if isValid(form):
                graph = self._window.session.state.info
                form.show_sources(sources, graph)  # type: ignore[arg-type]

        form.slot_changed.connect(ask)
        self._ask(self.tr("What {} reads").format(node), form, node)
        ask(form.slot)

    def _ask_range(self, graph: GraphInfo, choices: Choices) -> None:
        state, at = self._window.session.state, choices.ranged
        ranges = state.measured.ranges if state.measured else ()
        seen = {each.name: each for each in ranges}
        is_one = len(choices.nodes) == 1
        names = tuple(dict.fromkeys((*choices.nodes, *at))) if is_one else at
        nodes = [graph.by_name[name] for name in names]
        scheme = load_profile(state.target).quantization
        title = self.tr("Range of {}") if is_one else self.tr("Range of {} nodes")
        title = title.format(names[0] if is_one else len(names))
        dialog = self._ask(title, RangeForm(nodes, seen, scheme), names[0])
        if is_one:
            self._offer_everywhere(dialog, at)
        else:
            dialog.ask_at_all(at)

    def _ask_op(self, node: NodeInfo, choices: Choices) -> None:
        form = InsertForm()
        title = self.tr("Insert an op after {}").format(node.name)
        dialog = self._ask(title, form, node.name)
        self._offer_everywhere(dialog, choices.alike)

        def show(ops: object) -> None:
            if isValid(form):
                form.show_ops(ops)  # type: ignore[arg-type]  # of this question

        self._choosing.ask_ops(node.name, show)

    def _ask(self, title: str, form: EditForm, node: str) -> EditDialog:
        dialog = self._open(title)
        dialog.ask_for(form, node)
        dialog.open()
        return dialog

    def _offer_everywhere(self, dialog: EditDialog, alike: Sequence[str]) -> None:
        text = self.tr("At all {} like this").format(len(alike))
        dialog.offer_everywhere(text, alike)

    def _open(self, title: str, explanation: str = "") -> EditDialog:
        dialog = self.dialog = EditDialog(title, explanation, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.measure_requested.connect(lambda edit: self._measure(dialog, edit))
        dialog.apply_requested.connect(lambda edit: self._apply(dialog, edit))
        return dialog

    def _measure(self, dialog: EditDialog, edit: Edit) -> None:
        def measured(preview: EditPreview) -> None:
            if isValid(dialog):
                dialog.show_preview(preview)

        self._choosing.measure(edit, measured, lambda why: _refuse(dialog, edit, why))

    def _apply(self, dialog: EditDialog, edit: Edit) -> None:
        def made() -> None:
            if isValid(dialog):
                dialog.accept()
            self._window.inspect.graph.view.setFocus()

        self._choosing.apply(edit, made, lambda why: _refuse(dialog, edit, why))


def _refuse(dialog: EditDialog, edit: Edit, sentence: str) -> None:
    if isValid(dialog):
        dialog.show_refusal(edit, in_language(sentence))
