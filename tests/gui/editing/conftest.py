"""A window on a small real network, and hands to edit it with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer

from engine.document import Document
from gui.theme import apply_theme, light
from tests.conftest import write_small_street
from tests.studio import close_studio, make_studio, wait_until

PATIENCE_MS = 120_000


class Hands:
    """Selects, waits, and looks at one window."""

    def __init__(self, qtbot, studio):
        self.qtbot, self.studio = qtbot, studio
        self.window = studio.window
        self.editing = studio.window.node_editing
        self.view = studio.window.inspect.graph.view

    @property
    def state(self):
        return self.studio.session.state

    @property
    def dialog(self):
        return self.editing.dialogs.dialog

    @property
    def last(self):
        """The last edit in force."""
        return self.state.edits[self.state.cursor - 1] if self.state.cursor else None

    def wait(self, holds):
        self.qtbot.waitUntil(holds, timeout=PATIENCE_MS)

    def idle(self):
        self.wait(self.studio.is_idle)

    def select(self, *names):
        self.view.chosen.clear()
        self.window.inspect.select(names[0])
        if len(names) > 1:
            self.view.chosen.add(names)
        self.wait(lambda: self.known() is not None and set(self.known()) == set(names))
        self.idle()

    def known(self):
        choices = self.editing.chosen.choices
        return choices.nodes if choices else None

    def confirm(self):
        """Wait until the dialog has measured, and apply."""
        dialog = self.dialog
        self.wait(dialog.preview.isVisible)
        verdict = dialog.preview.verdict
        dialog.apply_button.click()
        self.idle()
        return verdict

    def press(self, key):
        self.editing.menu.actions[key].trigger()
        self.idle()

    def start_over(self, state):
        """Open the network of a state anew, as the window was when it had opened it."""
        document = self.studio.session._document
        again = Document(document.base, document.name)
        self.window.go("inspect")
        self.studio.session.replace_document(again, state)
        self.window.notice.clear()
        self.idle()

    def let_go(self):
        """Wait for what still runs, and begin nothing any more that was to come."""
        for timer in self.window.findChildren(QTimer):
            if timer.isSingleShot():
                timer.stop()
        self.idle()


@pytest.fixture(scope="module")
def opened_street(qapp, tmp_path_factory):
    """A window with the small sample open, and its state then.

    One for all tests of a file: it takes longer than most of them.
    """
    apply_theme(qapp, light())
    folder = tmp_path_factory.mktemp("street")
    studio = make_studio(folder)
    studio.window.resize(1440, 900)
    studio.window.show()
    studio.window.open_word(str(write_small_street(folder)))
    wait_until(studio.window.is_showing_graph, PATIENCE_MS / 1000)
    wait_until(studio.is_idle, PATIENCE_MS / 1000)
    yield studio, studio.session.state
    close_studio(studio)


@pytest.fixture
def hands(qtbot, opened_street):
    """Hands at a window in which the small sample was just opened."""
    studio, state = opened_street
    hands = Hands(qtbot, studio)
    hands.start_over(state)
    yield hands
    hands.let_go()
