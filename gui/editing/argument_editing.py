"""The arguments of the selected node: measured while they are typed, then set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from engine.info import EditPreview
from engine.recipe import Edit, SetArgument, Several
from gui.sentences import in_language

if TYPE_CHECKING:
    from gui.editing.node_editing import NodeEditing


class ArgumentEditing(QObject):
    """Sets an argument at one node, or at all of its type where that is ticked."""

    def __init__(self, editing: NodeEditing) -> None:
        super().__init__(editing)
        self._editing, self._panel = editing, editing.page.node
        section = self._panel.editing
        section.argument_rested.connect(self._measure_argument)
        section.argument_submitted.connect(self._set_argument)

    def _argument_edit(self, name: str, text: str) -> Edit | None:
        choices = self._editing.chosen.choices
        if choices is None or len(choices.nodes) != 1:
            return None
        edit = SetArgument(choices.nodes[0], name, text)
        if not self._panel.editing.everywhere.isChecked():
            return edit
        argument = next(each for each in choices.arguments if each.name == name)
        others = (
            replace(edit, node=node)
            for node in choices.alike
            if not replace(argument, text=self._written(node, name)).means(text)
        )
        return Several(tuple(others) or (edit,))

    def _written(self, node: str, name: str) -> str:
        """How an argument of a node reads now, as far as it is told."""
        info = self._editing.info
        assert info is not None
        text = dict(info.by_name[node].arguments).get(name, "")
        return f"[{text}]" if ", " in text else text

    def _measure_argument(self, name: str, text: str) -> None:
        edit = self._argument_edit(name, text)
        if edit is None:
            return
        form = self._panel.editing.arguments

        def measured(preview: EditPreview) -> None:
            panel = self._panel
            panel.show_preview(preview, reveal=False)
            sentence = panel.preview_verdict
            form.say(name, text, self.tr("{} Enter applies.").format(sentence))

        self._editing.choosing.measure(
            edit, measured, lambda why: self._say(name, text, why)
        )

    def _set_argument(self, name: str, text: str) -> None:
        edit = self._argument_edit(name, text)
        if edit is not None:
            self._editing.choosing.apply(
                edit,
                lambda: self._panel.show_preview(None),
                lambda why: self._say(name, text, why),
            )

    def _say(self, name: str, text: str, sentence: str) -> None:
        form = self._panel.editing.arguments
        if isValid(form):
            form.say(name, text, in_language(sentence), is_bad=True)
