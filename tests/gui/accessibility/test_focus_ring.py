"""Whatever has the focus by keyboard is seen to have it, light and dark."""

from __future__ import annotations

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.exceptions import capture_exceptions

from gui.graph.canvas.focus_ring import FocusRing
from gui.keyboard_ring import KeyboardRing, ring_rect
from gui.tab_order import reading_order
from gui.theme import apply_theme, dark, light
from tests.gui.accessibility.places import PAGES, places, shown_dialogs
from tests.studio import wait_until

AWAY = 4
CONTRAST = 3.0
"""As accessibility guidelines ask of a change that shows the focus."""
FIELDS = QLineEdit, QComboBox, QAbstractSpinBox
"""Something wider than their border goes all around these."""


def luminance(window, area):
    """Relative luminance of each pixel of an area."""
    image = window.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    lines = flat.reshape(image.height(), image.bytesPerLine())[:, : 3 * image.width()]
    channel = lines.reshape(image.height(), -1, 3) / 255
    linear = np.where(
        channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4
    )
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def changed_pixels(window, widget, other):
    """How many pixels differ in contrast by 3 to 1 when a widget takes the focus."""
    other.setFocus(Qt.FocusReason.TabFocusReason)
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
    QApplication.processEvents()
    corner = widget.mapTo(window, QPoint(0, 0))
    area = QRect(corner, widget.size()).adjusted(-AWAY, -AWAY, AWAY, AWAY)
    area = area.intersected(window.rect())
    before = luminance(window, area)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = luminance(window, area)
    lighter, darker = np.maximum(before, after), np.minimum(before, after)
    return int(((lighter + 0.05) / (darker + 0.05) >= CONTRAST).sum())


def kind_of(widget):
    return type(widget).__name__, widget.property("role"), widget.objectName()


@pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])
def test_every_kind_of_widget_shows_that_it_has_the_focus(qapp, sample, theme):
    apply_theme(qapp, theme)
    window, unseen, kinds = sample.window, [], set()
    try:
        for place, root in places(sample):
            if place not in PAGES:
                break
            root.activateWindow()
            wait_until(lambda: QApplication.activeWindow() is window, 5)
            order = list(reading_order(root))
            for widget in order:
                if kind_of(widget) in kinds:
                    continue
                kinds.add(kind_of(widget))
                other = order[0] if widget is not order[0] else order[-1]
                enough = 2 * min(widget.width(), widget.height())
                if isinstance(widget, FIELDS):
                    enough = 3 * (widget.width() + widget.height())
                if changed_pixels(window, widget, other) < enough:
                    unseen.append((place, kind_of(widget)))
    finally:
        for dialog in shown_dialogs(window):
            dialog.close()
        apply_theme(qapp, light())
    assert unseen == []
    assert len(kinds) > 20


def test_the_mouse_puts_the_ring_away(sample, monkeypatch):
    window = sample.window
    window.go("inspect")
    window.activateWindow()
    wait_until(lambda: QApplication.activeWindow() is window, 5)
    window.inspect.tree.view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    ring = next(each for each in window.children() if type(each).__name__ == "_Ring")
    assert ring.isVisible()
    assert ring.geometry() == ring_rect(QApplication.focusWidget())
    left = Qt.MouseButton.LeftButton
    monkeypatch.setattr(QApplication, "mouseButtons", staticmethod(lambda: left))
    window.inspect.history.view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.isVisible()


def ring_in(window):
    rings = [each for each in window.children() if type(each).__name__ == "_Ring"]
    return next((each for each in rings if each.isVisible()), None)


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "mouse"])
def test_a_dialog_shows_the_ring_at_once_where_a_key_has_opened_it(opened, by_key):
    opened.activateWindow()
    view = opened.inspect.graph.view
    view.setFocus()
    wait_until(lambda: QApplication.focusWidget() is view, 5)
    handle, modifiers = opened.windowHandle(), Qt.KeyboardModifier
    if by_key:
        both = modifiers.ControlModifier | modifiers.AltModifier
        QTest.keyClick(handle, Qt.Key.Key_E, both)
    else:
        middle = view.mapTo(opened, view.rect().center())
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=middle)
        opened.save_picture()
    dialog = opened.exporting.dialog
    wait_until(lambda: QApplication.activeWindow() is dialog, 5)
    assert (ring_in(dialog) is not None) is by_key
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert ring_in(dialog).geometry() == ring_rect(focused)
    assert focused.isChecked(), "Tab goes to the choice that is made"


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "mouse"])
def test_what_the_program_moves_the_focus_to_shows_it_after_a_key_only(opened, by_key):
    opened.activateWindow()
    view, tree = opened.inspect.graph.view, opened.inspect.tree.view
    view.setFocus()
    wait_until(lambda: QApplication.focusWidget() is view, 5)
    handle = opened.windowHandle()
    if by_key:
        QTest.keyClick(handle, Qt.Key.Key_Home)
    else:
        middle = view.mapTo(opened, view.rect().center())
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=middle)
    tree.setFocus(Qt.FocusReason.OtherFocusReason)
    assert (ring_in(opened) is not None) is by_key


def test_the_ring_follows_nothing_once_its_window_is_gone(qtbot):
    home = QWidget()
    KeyboardRing(home)
    field = QLineEdit(home)
    home.show()
    home.activateWindow()
    field.setFocus()
    wait_until(lambda: QApplication.focusWidget() is field, 5)
    with capture_exceptions() as raised:
        shiboken6.delete(home)
        QApplication.processEvents()
    assert not raised


def test_the_canvas_has_a_ring_while_keys_steer_it_and_none_for_the_mouse(opened):
    opened.activateWindow()
    view = opened.inspect.graph.view
    ring = view.findChild(FocusRing)
    wait_until(lambda: QApplication.focusWidget() is view, 5)
    assert not ring.isVisible(), "the network that was opened took the focus"
    steps = (
        (lambda: QTest.keyClick(view, Qt.Key.Key_Control), False),
        (lambda: QTest.keyClick(view, Qt.Key.Key_Down), True),
        (lambda: QTest.mouseClick(view, Qt.MouseButton.LeftButton), False),
        (lambda: opened.inspect.tree.view.setFocus(), False),
        (lambda: view.setFocus(Qt.FocusReason.TabFocusReason), True),
    )
    for step, is_seen in steps:
        step()
        assert ring.isVisible() is is_seen
