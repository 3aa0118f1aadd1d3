"""Exchanges the placed graph of a view, and keeps what the user looks at in place."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from engine.errors import EngineError
from engine.progress import Steps, run
from gui.graph.canvas.placing import (
    AT_ONCE,
    EDITED_AT_ONCE,
    FEW_BOXES,
    Draw,
    edited_scene,
    first_scene,
    whole_scene,
)
from gui.graph.canvas.versions import Versions
from gui.graph.scene.anchors import (
    common_keys,
    corner_of,
    heir_of,
    nearest_key,
    steady_key,
)
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.scene import Scene
from gui.session.jobs import Job

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """A drawing to place; `anchor` is the key of the box that is to stay in place.

    A fresh one is shown from its beginning and first in part, others replace a
    picture of the same network; of an edited one all keeps its place that can. Where
    much is opened at once (`is_anew`), columns are chosen anew, as for a fresh one;
    where a `column` is told they are as high as that.
    """

    draw: Draw
    anchor: str = ""
    is_fresh: bool = False
    is_edited: bool = False
    is_anew: bool = False
    column: float | None = None


class Arrangement(QObject):
    """Places drawings for one view. `changed` says whether one is being placed.

    What is called `afterwards` while a drawing is on its way waits for it.
    """

    changed = Signal(bool)

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self.view = view
        self._wish: Wish | None = None
        self._later: list[Callable[[], object]] = []
        self._jobs: list[Job] = []
        self._earlier = Versions()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.cancel)
        view.destroyed.connect(_ending(self._jobs))

    @property
    def is_busy(self) -> bool:
        """Whether a drawing is on its way."""
        return self._wish is not None

    @property
    def is_editing(self) -> bool:
        """Whether what is on its way is an edit of the graph that is shown."""
        return self._wish is not None and self._wish.is_edited

    @property
    def drawn(self) -> Draw:
        """What is drawn as soon as everything asked for is placed."""
        graph = self.view.scene.graph
        return (lambda: graph) if self._wish is None else self._wish.draw

    @property
    def earlier(self) -> tuple[DrawnGraph, ...]:
        """What is drawn now, and versions of it that were before."""
        return tuple(each.graph for each in (self.view.scene, *self._earlier))

    def afterwards(self, do: Callable[[], object]) -> None:
        """Do something as soon as everything asked for is placed."""
        if self.is_busy:
            self._later.append(do)
        else:
            do()

    def place(self, wish: Wish, nodes: int) -> None:
        """Place a drawing of so many nodes, the earlier one no longer."""
        self._stop()
        if wish.is_fresh:
            self._later.clear()
        if nodes <= AT_ONCE or (wish.is_edited and self._places_at_once(nodes)):
            self._take(run(self._placing(wish)), wish)
            self._finish()
            return
        was_busy, self._wish = self.is_busy, wish
        if not was_busy:
            self.changed.emit(True)
        if wish.is_fresh:
            first = first_scene(wish.draw, self.view.flow)
            self._start(wish, first, self._on_first)
        else:
            self._start(wish, self._placing(wish), self._on_whole)

    def _places_at_once(self, nodes: int) -> bool:
        """Whether an edited graph of so many nodes is placed while the window waits.

        That takes as long as a few boxes and the reading of the nodes: less than the
        two threads would lose to each other.
        """
        boxes = len(self.view.scene.graph.boxes)
        return nodes <= EDITED_AT_ONCE and boxes <= FEW_BOXES

    def _placing(self, wish: Wish) -> Steps[Scene]:
        shown, flow = self.view.scene, self.view.flow
        if wish.is_edited and shown.layout.direction == flow.direction:
            self._earlier.keep(shown)
            return edited_scene(wish.draw, shown, tuple(self._earlier))
        self._earlier.forget()
        if wish.column is not None:
            flow = replace(flow, room=None, column=wish.column)
        elif not (wish.is_fresh or wish.is_anew):
            flow = replace(flow, room=None, column=shown.layout.column)
        return whole_scene(wish.draw, flow)

    def cancel(self) -> None:
        """Keep what is shown now."""
        self._stop()
        self._later.clear()
        self._finish()

    def _start(
        self, wish: Wish, steps: Steps[object], done: Callable[..., None]
    ) -> None:
        job = Job(lambda: _answering(wish, steps))
        job.succeeded.connect(done)
        job.failed.connect(self._on_failure)
        job.crashed.connect(self._on_crash)
        job.finished.connect(self._forget)
        self._jobs.append(job)
        job.start()

    def _stop(self) -> None:
        for job in self._jobs:
            job.cancel()

    def _forget(self) -> None:
        self._jobs[:] = [job for job in self._jobs if not job.isFinished()]

    def _on_first(self, answer: tuple[Wish, tuple[Scene, DrawnGraph]]) -> None:
        wish, (scene, graph) = answer
        if wish is not self._wish:
            return
        self._take(scene, wish)
        if scene.graph is graph:
            self._finish()
            return
        self._wish = Wish(lambda: graph, is_anew=True)
        self._start(self._wish, self._placing(self._wish), self._on_whole)

    def _on_whole(self, answer: tuple[Wish, Scene]) -> None:
        wish, scene = answer
        if wish is self._wish:
            self._take(scene, wish)
            self._finish()

    def _on_failure(self, error: EngineError) -> None:
        log.error("%s", error)
        self.cancel()

    def _on_crash(self, trace: str) -> None:
        self.cancel()
        raise RuntimeError(trace)

    def _finish(self) -> None:
        was_busy, self._wish = self.is_busy, None
        if was_busy:
            self.changed.emit(False)
        while self._later and not self.is_busy:
            self._later.pop(0)()

    def _take(self, scene: Scene, wish: Wish) -> None:
        view = self.view
        if wish.is_fresh:
            view.show_scene(scene, view.selection)
            view.eye.fit_legibly()
            return
        old, graph, selected = view.scene, scene.graph, view.selection
        anchors = self._anchors(scene, wish)
        before, after = corner_of(old, anchors[0]), corner_of(scene, anchors[1])
        if before is not None and after is not None:
            spot = view.camera.to_screen(*before)
            view.eye.follow(view.camera.showing(after, *spot))
        is_fold = old.graph.info is graph.info
        was_shown = old.graph.number_of(selected) >= 0
        is_shown = max(graph.number_of(selected), graph.frame_of(selected)) >= 0
        if is_fold and was_shown and not is_shown:
            heir = nearest_key(graph, old.graph, selected)
            view.show_scene(scene, heir)
            view.tell()
            return
        view.show_scene(scene, selected)
        is_new = all(each.layout is not scene.layout for each in self._earlier)
        if wish.is_edited and is_new and before is not None and after is not None:
            view.remains.show_gone(old, after[0] - before[0], after[1] - before[1])

    def _anchors(self, scene: Scene, wish: Wish) -> tuple[str, str]:
        """What should not move on the screen, and what shows it in the other graph.

        After an edit it is what has stayed in the drawing, so that the selected box
        takes nothing along where it alone makes room. A selected box that is not on the
        screen holds nothing there.
        """
        old = self.view.scene
        if wish.anchor:
            return wish.anchor, heir_of(scene.graph, old.graph, wish.anchor)
        selected = self.view.selection
        middle = self.view.eye.middle()
        steady = steady_key(old, scene, selected, middle) if wish.is_edited else ""
        if steady:
            return steady, steady
        seen = old.boxes_in(self.view.eye.seen())
        is_seen = old.graph.number_of(selected) in seen.tolist()
        return common_keys(old, scene.graph, selected if is_seen else "", middle)


def _answering(wish: Wish, steps: Steps[object]) -> Steps[tuple[Wish, object]]:
    """The steps, with what they answer to."""
    return wish, (yield from steps)


def _ending(jobs: list[Job]) -> Callable[[], None]:
    """Wait for all jobs; keeps no reference to the view that is destroyed."""

    def end() -> None:
        for job in jobs:
            job.cancel()
        for job in jobs:
            job.wait()

    return end
