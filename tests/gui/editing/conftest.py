"""A window on a small real network, and hands to edit it with."""

from __future__ import annotations

import pytest

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


@pytest.fixture
def hands(qtbot, street):
    """Hands at a window in which the small sample was just opened."""
    yield Hands(qtbot, street.start_over())
    street.let_go()
