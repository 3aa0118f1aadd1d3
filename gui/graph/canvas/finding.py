"""Searching one view: what was found, and which of it is looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from engine.info import GraphInfo
from gui.graph.scene import model
from gui.graph.scene.lenses import NO_SEARCH, SearchLens, Way
from gui.graph.scene.query import WAYS_TO_ASK
from gui.graph.scene.scene import Ints, Scene
from gui.graph.scene.search import Hits, SearchIndex

END = object()
REST_MS = 250
"""The panels take what they show of an edit first."""

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView


class Finding(QObject):
    """The search of one view; `changed` carries the place (0: none) and the count.

    `kept` carries the text and the way of a search kept as a lens, or two empty ones;
    the way is "only" where everything else is hidden. `ended` says that nothing is
    searched for any more.
    """

    changed = Signal(int, int)
    kept = Signal(str, str)
    ended = Signal()

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        self._hits = Hits(SearchIndex(view.info()))
        self._writing: Iterator[None] = iter(())
        self._kept: tuple[str, Way] = "", "colour"
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._write)
        view.graph_changed.connect(self._prepare)
        view.graph_changed.connect(self._keep_again)

    @property
    def hits(self) -> Hits:
        """What was found last."""
        return self._hits

    def search(self, text: str) -> list[str]:
        """Highlight the nodes that match, and return their names in order."""
        hits = self._hits.over(self._view.info(), self._view.picture.marks)
        self._hits = hits.searching(text)
        boxes = self._boxes(self._view.scene)
        self._view.show_as(replace(self._view.picture, hits=boxes))
        self.changed.emit(0, len(self._hits.names))
        return list(self._hits.names)

    def end(self) -> None:
        """Search for nothing any more."""
        self.search("")
        self.ended.emit()

    def step(self, step: int = 1) -> str | None:
        """Select the next match, or the one before with a step of -1."""
        return self._go(self._hits.stepped(step))

    def go(self, place: int) -> str | None:
        """Select one of the matches."""
        return self._go(self._hits.at(place))

    def _go(self, hits: Hits) -> str | None:
        self._hits = hits
        if hits.current is None:
            return None
        self._view.select(hits.current)
        self.changed.emit(hits.place + 1, len(hits.names))
        return hits.current

    def keep(self, way: Way) -> None:
        """Keep what was found coloured, hidden or folded until told otherwise."""
        if self._hits.names:
            self._kept = self._hits.text, way
            self._view.set_search_lens(self._hits.names, way)
            self.kept.emit(*self._kept)

    def keep_text(self, text: str, way: Way) -> None:
        """Keep what a text finds, without having searched for it in the field."""
        index = self._hits.index.over(self._view.info(), self._view.picture.marks)
        found = Hits(index).searching(text).names
        self._kept = text, way
        self._view.set_search_lens(found, way)
        self.kept.emit(text, way)

    def keep_only(self, title: str, names: Collection[str]) -> None:
        """Draw some nodes only, and what edits add to them; edges go past the rest."""
        others = {node.name for node in self._view.info().nodes} - frozenset(names)
        self._kept = "", "hide"
        self._view.set_search_lens(others, "hide")
        self.kept.emit(title, "only")

    def keep_nothing(self) -> None:
        """Draw what was kept as before."""
        lens = self.let_go()
        self._view.set_search_lens(lens.names, lens.way)

    def let_go(self) -> SearchLens:
        """Keep no search any longer, and return what then is to be drawn."""
        self._kept = "", "colour"
        self.kept.emit("", "")
        return NO_SEARCH

    def kept_in(self, info: GraphInfo) -> SearchLens:
        """What the kept search finds in another version of the graph, or by now.

        A lens put on without a search holds the nodes it was given.
        """
        text, way = self._kept
        if not text:
            return self._view.kept
        index = self._hits.index.over(info, self._view.picture.marks)
        return SearchLens(frozenset(Hits(index).searching(text).names), way)

    def _keep_again(self) -> None:
        """Take over other marks, which a kept search may ask for."""
        if self._kept[0]:
            found = self.kept_in(self._view.info())
            if found != self._view.kept:
                self._view.set_search_lens(found.names, found.way)

    def open_ways(self) -> None:
        """Open every module that hides something found."""
        nodes = self._hits.nodes.tolist()
        if nodes:
            self._view.folding.refold(lambda graph: model.reveal_all(graph, nodes))

    def over(self, scene: Scene) -> Ints:
        """Search another version of the graph for the same, and return the boxes."""
        place = self._hits.place
        self._hits = self._hits.over(scene.graph.info, self._view.picture.marks)
        self._hits = self._hits.at(min(place, len(self._hits.names) - 1))
        return self._boxes(scene)

    def _boxes(self, scene: Scene) -> Ints:
        if scene.graph.info is self._hits.index.info:
            return scene.showing(self._hits.nodes)
        return np.array(sorted(scene.having(frozenset(self._hits.names))), np.int64)

    def _prepare(self) -> None:
        """Have the texts written out before the first key is pressed, after a rest."""
        if not self._hits.text:
            self._hits = self._hits.over(self._view.info(), self._view.picture.marks)
            self._writing = self._hits.index.writing()
            self._idle.start(REST_MS)

    def _write(self) -> None:
        """Write the next text, unless placing the graph needs the processor."""
        if self._view.arrangement.is_busy:
            return
        self._idle.setInterval(0)
        if next(self._writing, END) is END:
            self._idle.stop()

    def refusal(self) -> str:
        """Why the search cannot be read, empty if it can."""
        refusal = self._hits.refusal
        if refusal is None:
            return ""
        if refusal.reason == "expression":
            words = self.tr("{word} is no regular expression.")
            return words.format(word=refusal.word)
        if refusal.reason == "slow":
            words = self.tr("{word} takes too long; write it without nested repeats.")
            return words.format(word=refusal.word)
        if refusal.reason == "number":
            words = self.tr("{word} needs a number behind it, such as {word}1k.")
            return words.format(word=refusal.word)
        if refusal.reason == "unmeasured":
            return self.tr("No quantization error was measured yet; calibrate first.")
        sign = "" if refusal.word[-1] in "<>=" else ":"
        words = self.tr("There is no field {word}, only {known}")
        return words.format(word=refusal.word + sign, known=" ".join(WAYS_TO_ASK))
