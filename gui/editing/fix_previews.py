"""What a fix would do, shown over the graph while the user looks at the fix."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from engine.info import EditPreview, Fix
from engine.recipe import ApplyRule
from gui.graph.canvas.preview_card import Ghosts
from gui.sentences import in_language
from gui.widgets.engine_words import title_text
from gui.widgets.preview_words import (
    claim_text,
    difference_text,
    is_told_twice,
    noted_text,
    place_difference_text,
)

if TYPE_CHECKING:
    from gui.main_window import MainWindow

REST_MS = 150


class FixPreviews(QObject):
    """Follows the fix under the mouse or with the focus, on cards, rows and menus.

    The edited graph is made and kept for the click; the outputs are measured while
    nothing else is to be done, and the click does not wait for that.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self._choosing = window.node_editing.choosing
        self.layer = window.inspect.graph.preview
        self._fix: Fix | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._peek)
        page, menu = window.inspect, window.node_editing.menu
        for source in (page.problems, page.node, page.selection, menu):
            source.fix_looked_at.connect(self.look_at)
        window.session.changed.connect(self._on_changed)
        self._graph = window.session.state.info

    def look_at(self, fix: Fix | None) -> None:
        """Show a fix once the user rests on it; None or a greyed one ends it."""
        self._fix = fix if fix is not None and fix.is_applicable else None
        if self._fix is None:
            self._rest.stop()
            self.layer.show_ghosts(None)
        else:
            self._rest.start()

    def _on_changed(self, state: object) -> None:
        graph = getattr(state, "info", None)
        if graph is not self._graph:
            self._graph = graph
            self.look_at(None)

    def _is_there(self, fix: Fix) -> bool:
        """Whether the node is in the graph as edited; panels follow a little later."""
        graph, edit = self._session.state.info, fix.edit
        return graph is not None and (
            not isinstance(edit, ApplyRule) or edit.node in graph.by_name
        )

    def _peek(self) -> None:
        fix = self._fix
        if fix is None or not self._is_there(fix):
            return

        def seen(preview: EditPreview) -> None:
            if fix is self._fix:
                self.layer.show_ghosts(ghosts_of(fix, preview))
                self._choosing.measure(fix.edit, measured, refused)

        def measured(preview: EditPreview) -> None:
            ghosts = self.layer.ghosts
            if fix is self._fix and ghosts is not None:
                is_random = not self._session.project.calibration.images
                words = noted_text(
                    preview, difference_text(preview, is_random=is_random)
                )
                claim = "" if is_told_twice(fix, preview) else ghosts.claim
                self.layer.show_ghosts(replace(ghosts, claim=claim, measured=words))

        def refused(sentence: str) -> None:
            if fix is self._fix and self._is_there(fix):
                told = Ghosts(title_text(fix.title), "", claim=in_language(sentence))
                self.layer.show_ghosts(told)

        self._choosing.peek(fix.edit, seen, refused)


def ghosts_of(fix: Fix, preview: EditPreview) -> Ghosts:
    """What is known of an edit before its outputs are measured."""
    at = str(getattr(fix.edit, "node", "") or getattr(fix.edit, "after", ""))
    before = [("−", line) for line in preview.before]
    after = [("+", line) for line in preview.after]
    return Ghosts(
        title=title_text(fix.title),
        at=at or next(iter(preview.removed), ""),
        gone=preview.removed,
        come=tuple(_op_of(line) for line in preview.after if _is_new(line, preview)),
        lines=(*before, *after),
        claim=claim_text(fix),
        measured=noted_text(preview, place_difference_text(preview.rewrites)),
    )


def _is_new(line: str, preview: EditPreview) -> bool:
    return line.partition(" = ")[0] in preview.added


def _op_of(line: str) -> str:
    """The op that a line of code calls."""
    return line.partition(" = ")[2].partition("(")[0]
