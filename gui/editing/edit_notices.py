"""One line after each edit: what changed, and by how much results moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.info import EditPreview, GraphInfo, Rewrite
from engine.recipe import ApplyRule, Edit, FixAll
from gui.sentences import in_language
from gui.session.session import Notice
from gui.session.state import Facts, SessionState
from gui.widgets.edit_words import edit_text
from gui.widgets.preview_words import difference_text, place_difference_text

if TYPE_CHECKING:
    from gui.main_window import MainWindow

MOST_KINDS = 4


class EditNotices(QObject):
    """Says at once what was measured where rules were applied, later of the outputs.

    The outputs are measured when the user rests.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._notice = window.session, window.notice
        self._page, self._states = window.inspect, window.staging.states
        self._choosing = window.node_editing.choosing
        self._facts: Facts | None = None
        self._told = ""
        self._measure: Callable[[], None] | None = None
        self._session.changed.connect(self._follow)
        window.lull.came.connect(self._on_rest)

    def _follow(self, state: SessionState) -> None:
        before, self._facts = self._facts, state.facts
        if before is None or state.facts is None or before.info is state.info:
            return
        self._measure = None
        self._page.afterwards(lambda: self._tell_of(before, state.facts))

    def _tell_of(self, before: Facts | None, facts: Facts | None) -> None:
        self._told = ""
        if before is not None and facts is not None:
            edit = new_edit(before, facts)
            if edit is not None:
                self._tell(edit, before.info, facts)

    def _tell(self, edit: Edit, before: GraphInfo, facts: Facts) -> None:
        done = self._what(edit, facts.rewrites, before)
        what = " · ".join((done, *map(in_language, facts.notes)))
        place = place_difference_text(facts.rewrites)
        waiting = self.tr("measuring the outputs…")
        self._say(" · ".join(part for part in (what, place, waiting) if part), facts)

        def measured(preview: EditPreview, is_random: bool) -> None:
            if preview.samples and facts.info is self._session.state.info:
                self._states.learn(preview.max_rel_difference)
            say_all(difference_text(preview, is_random=is_random))

        def refused(_: str) -> None:
            say_all(place)

        def say_all(found: str) -> None:
            left = self._left() if isinstance(edit, FixAll) else ""
            self._say(" · ".join(part for part in (what, found, left) if part), facts)

        self._measure = lambda: self._choosing.measure_last(measured, refused)

    def _on_rest(self) -> None:
        measure, self._measure = self._measure, None
        if measure is not None:
            measure()

    def _say(self, sentence: str, facts: Facts) -> None:
        """Say it, unless something else was done or said by now."""
        is_other = self._told not in ("", self._notice.text.text())
        if facts.info is self._session.state.info and not is_other:
            self._told = sentence
            self._session.noticed.emit(Notice("info", sentence, offers_undo=True))

    def _left(self) -> str:
        """Say how many errors are left, and why; empty where none is known."""
        state = self._session.state
        found = state.facts.diagnostics if state.facts and state.is_judged else ()
        errors = [each for each in found if each.severity == "error"]
        fixes = [fix for each in errors for fix in each.fixes]
        if not errors:
            return ""
        if any(fix.is_applicable for fix in fixes):
            words = self.tr("errors left: {}, whose fixes change results")
        else:
            words = self.tr("errors left: {}, which no rewrite clears")
        return words.format(len(errors))

    def _what(
        self, edit: Edit, rewrites: tuple[Rewrite, ...], before: GraphInfo
    ) -> str:
        if isinstance(edit, ApplyRule) or not rewrites:
            return edit_text(edit)
        known = before.by_name
        kinds = Counter(
            known[each.node].title if each.node in known else each.node
            for each in rewrites
        )
        words = [f"{count} × {title}" for title, count in kinds.most_common(MOST_KINDS)]
        words += ["…"] if len(kinds) > MOST_KINDS else []
        return self.tr("{count} rewritten ({kinds})").format(
            count=len(rewrites), kinds=", ".join(words)
        )


def new_edit(before: Facts, after: Facts) -> Edit | None:
    """The edit that led from one moment to the next; None for undo, redo and jumps."""
    made = after.edits[: after.cursor]
    is_next = made[:-1] == before.edits[: before.cursor] and len(made) > before.cursor
    is_redo = after.edits == before.edits
    return made[-1] if is_next and not is_redo else None
