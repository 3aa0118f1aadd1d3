"""Looks for cyclic garbage while the user rests: it stops every thread.

Every state that is left leaves a graph whose nodes know each other. Python would search
for it amid an edit, for a fifth of a second in a network of 20 000 nodes.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from engine.system import collector_pause
from gui.session.lull import Lull
from gui.session.session import Session
from gui.session.state import SessionState

WORTH, MANY, MOST = 5_000, 1_500_000, 4_000_000
"""New objects that are worth a search, that are looked through at once, and that are
not left until the user rests. An edit of 20 000 ops makes 300 000 that stay: to look
through them would stop the window for a quarter of a second, and find nothing, since
graphs that were tried or left are taken apart."""
FIRST_PATIENCE_MS, LONG_PATIENCE_MS = 1_000, 5_000
SHARE = 100
"""The user has rested this many times longer than the last search took."""
BIG, MS_PER_NODE = 5_000, 0.02
"""Nodes of a network whose opening ends with a search, and how long what edits leave
is searched for each of them."""
INPUT = frozenset(
    {
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
    }
)


class Collector(QObject):
    """Searches all that is new since the network was opened; the rest never dies.

    From the first wish on nothing is searched until the user rests, unless that is
    long work, or has made very much.

    What is there when a network has been opened is left alone until another one is;
    then all is searched once, after a longer rest. A big network is not searched again
    after Python has done so as its opening ended: that takes half a second.
    """

    def __init__(self, window: QWidget, session: Session, lull: Lull) -> None:
        super().__init__(window)
        self._window = window
        self._is_fresh = self._has_left_alone = self._is_holding = False
        self._expected_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FIRST_PATIENCE_MS)
        self._timer.timeout.connect(self._search)
        session.opened.connect(self._on_opened)
        session.changed.connect(self._on_changed)
        lull.came.connect(self._on_rest)

    @property
    def is_waiting(self) -> bool:
        """Whether a search is to come when the user has rested long enough."""
        return self._timer.isActive()

    @property
    def patience_ms(self) -> int:
        """How long the user is to rest before the next search."""
        return self._timer.interval()

    def let_go(self) -> None:
        """Let Python search by itself again."""
        if self._is_holding:
            self._is_holding = False
            collector_pause.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait longer while the user does something."""
        if event.type() in INPUT and self.is_waiting:
            self._timer.start()
        return False

    def _on_opened(self, state: SessionState) -> None:
        if self._has_left_alone:
            gc.unfreeze()
            self._timer.setInterval(LONG_PATIENCE_MS)
        nodes = len(state.info.nodes) if state.info else 0
        self._expected_ms = nodes * MS_PER_NODE
        self._is_fresh = self._has_left_alone or nodes < BIG
        if not self._is_fresh:
            self._leave_alone()

    def _on_changed(self, state: SessionState) -> None:
        if state.is_long or gc.get_count()[0] > MOST:
            self.let_go()
        elif state.busy is not None and not self._is_holding:
            self._is_holding = True
            collector_pause.begin()

    def _on_rest(self, state: SessionState) -> None:
        new = gc.get_count()[0]
        if state.busy is not None:
            self._timer.stop()
        elif self._is_fresh or new >= WORTH:
            if new >= MANY and not self._is_fresh:
                gc.collect(0)
            self._watch_input()
            self._timer.start()
        if state.busy is None:
            self.let_go()

    def _watch_input(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def _search(self) -> None:
        begun = time.perf_counter()
        gc.collect()
        took = (time.perf_counter() - begun) * 1000
        if self._is_fresh:
            self._leave_alone()
        else:
            self._be_patient(took)

    def _leave_alone(self) -> None:
        gc.freeze()
        self._is_fresh, self._has_left_alone = False, True
        self._be_patient(self._expected_ms)

    def _be_patient(self, search_ms: float) -> None:
        """Wait for a rest beside which a search as long as that is short."""
        self._timer.setInterval(max(FIRST_PATIENCE_MS, round(search_ms * SHARE)))
