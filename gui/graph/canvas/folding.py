"""Opening and closing modules of one view, in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.graph.canvas.arrangement import Wish
from gui.graph.scene import model
from gui.graph.scene.drawn_graph import DrawnGraph

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

Fold = Callable[[DrawnGraph], DrawnGraph]


class Folding(QObject):
    """What is open in one view; the corner of what is opened stays where it is.

    All but `uncover` wait for a graph that is being placed.
    """

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view

    def expand(self, key: str) -> None:
        """Open a module."""
        self.refold(lambda graph: model.expand(graph, key), key)

    def expand_alike(self, key: str) -> None:
        """Open a closed module, and all that are built like it."""
        self.refold(lambda graph: model.expand_alike(graph, key), key)

    def collapse(self, key: str) -> None:
        """Close a module."""
        self.refold(lambda graph: model.collapse(graph, key), key)

    def expand_to_depth(self, depth: int) -> None:
        """Open modules down to a depth, 0 for none, and close all below."""
        self._view.travel.leave()
        self._refold_all(lambda graph: model.expand_to_depth(graph, depth))

    def expand_all(self) -> None:
        """Open all modules."""
        self._refold_all(model.expand_all)

    def _refold_all(self, fold: Fold) -> None:
        """Draw all otherwise; who saw the whole graph sees the whole of it again."""
        view = self._view
        is_whole = view.eye.sees_all and not view.selection
        self.refold(fold, is_anew=True)
        if is_whole:
            view.arrangement.afterwards(view.eye.fit)

    def collapse_all(self) -> None:
        """Close all modules and show the whole graph."""
        self._view.travel.leave()
        self.refold(model.collapse_all, is_anew=True)
        self._view.arrangement.afterwards(self._view.eye.fit)

    def open_again(self, opened: frozenset[str], column: float | None) -> None:
        """Have these parts open and no others, in columns as high as they were then.

        Without a height they are chosen anew.
        """
        view = self._view
        if view.arrangement.is_busy:
            view.arrangement.afterwards(lambda: self.open_again(opened, column))
        elif view.scene.graph.opened != opened:
            graph, is_anew = view.scene.graph, column is None
            reopened = partial(model.reopened, graph, opened)
            self._place(Wish(reopened, is_anew=is_anew, column=column))

    def refold(self, fold: Fold, anchor: str = "", *, is_anew: bool = False) -> None:
        """Draw otherwise; the box with the anchor's key stays in place.

        Columns stay as high as they are, unless chosen anew.
        """
        arrangement = self._view.arrangement
        if arrangement.is_busy:
            arrangement.afterwards(lambda: self.refold(fold, anchor, is_anew=is_anew))
            return
        graph = self._view.scene.graph
        self._place(Wish(lambda: fold(graph), anchor, is_anew=is_anew))

    def uncover(self, name: str, again: Callable[[], None]) -> bool:
        """Open what hides a node or module; where that takes time, go on again then.

        Whether it can be selected now; a node that a lens hides can be, unseen.
        """
        view, graph = self._view, self._view.scene.graph
        if graph.draws(name):
            return True
        is_free = name in graph.position and not view.arrangement.is_busy
        if is_free and not model.is_open_around(graph, name):
            self._place(Wish(lambda: model.reveal(graph, name)))
        if view.arrangement.is_busy:
            view.arrangement.afterwards(again)
            return False
        return name in graph.position or view.scene.graph.draws(name)

    def show_module(self, path: str, *, is_selected: bool = False) -> None:
        """Bring a module to the middle, open or closed, and select it if wanted."""
        view = self._view
        if view.arrangement.is_busy:
            again = partial(self.show_module, path, is_selected=is_selected)
            view.arrangement.afterwards(again)
            return
        view.travel.leave()
        graph, key = model.uncover(view.scene.graph, path)
        if graph is not view.scene.graph:
            self._place(Wish(lambda: graph))
        if is_selected:
            view.arrangement.afterwards(lambda: self._choose(key))
        view.arrangement.afterwards(lambda: self._look_at(key))

    def _place(self, wish: Wish) -> None:
        view = self._view
        view.eye.let_go()
        view.arrangement.place(wish, len(view.info().nodes))

    def _choose(self, key: str) -> None:
        graph = self._view.scene.graph
        if max(graph.number_of(key), graph.frame_of(key)) >= 0:
            self._view.chosen.clear()
            self._view.select_key(key)

    def _look_at(self, key: str) -> None:
        view, graph = self._view, self._view.scene.graph
        frame, box = graph.frame_of(key), graph.number_of(key)
        if frame >= 0:
            view.eye.show_frame(frame)
        elif box >= 0:
            view.eye.centre_on(box)
