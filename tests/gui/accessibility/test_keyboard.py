"""All is reached by Tab, in the order one reads, and has a name for screen readers."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

from gui.tab_order import reading_order
from tests.gui.accessibility.places import DIALOGS, PAGES, places
from tests.studio import wait_until

INNER = ("qt_spinbox_lineedit", "qt_edit_label", "qt_edit_menu")
MOST_LINKS = 40
TAB = Qt.FocusPolicy.TabFocus


def name_of(widget):
    """What a screen reader calls a widget, besides its value."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, (QAbstractButton, QLabel)):
        return widget.text()
    buddies = [label for label in widget.window().findChildren(QLabel)]
    return next((each.text() for each in buddies if each.buddy() is widget), "")


def stops(root):
    """What can be reached by Tab now."""
    return [
        each
        for each in root.findChildren(QWidget)
        if each.focusPolicy() & TAB == TAB
        and each.isVisible()
        and each.isEnabled()
        and each.focusProxy() is None
        and each.window() is root
        and not (each.objectName().startswith(INNER))
    ]


def describe(widget):
    parent = type(widget.parent()).__name__
    return f"{type(widget).__name__} {name_of(widget)!r} in {parent}"


def tour(root, key=Qt.Key.Key_Tab):
    """Press a key from the first stop until the focus is where it has been."""
    root.activateWindow()
    wait_until(lambda: QApplication.activeWindow() is root, 5)
    first = next(iter(reading_order(root)), None) or stops(root)[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    seen = [QApplication.focusWidget()]
    for _ in range(200):
        QTest.keyClick(QApplication.focusWidget(), key)
        here = QApplication.focusWidget()
        if here is seen[-1] and isinstance(here, QLabel):
            continue
        if here in seen:
            return seen, here
        seen.append(here)
    raise AssertionError("the focus never comes back")


def is_read_before(root, one, other):
    """Whether one does not lie wholly below another, nor right of it in its row."""
    first = one.mapTo(root, QPoint(0, 0))
    second = other.mapTo(root, QPoint(0, 0))
    if first.y() >= second.y() + other.height():
        return False
    beside = abs(first.y() - second.y()) < min(one.height(), other.height()) / 2
    return not (beside and first.x() > second.x() + other.width() / 2)


@pytest.fixture(scope="module")
def found(sample):
    """What each page and dialog has: who is nameless, and where Tab goes."""
    found = {}
    for name, root in places(sample):
        names = Counter((type(each), name_of(each)) for each in stops(root))
        nameless = [each for each in root.findChildren(QWidget) if is_nameless(each)]
        seen, end = tour(root)
        back, _ = tour(root, Qt.Key.Key_Backtab)
        wrong = [
            (describe(one), describe(other))
            for one, other in pairwise(seen)
            if one.parent() is other.parent() and not is_read_before(root, one, other)
        ]
        found[name] = {
            "nameless": [describe(each) for each in nameless],
            "doubled": [name for (_, name), count in names.items() if count > 1],
            "missed": [describe(each) for each in stops(root) if is_missed(each, seen)],
            "ring": end is seen[0],
            "backwards": [describe(each) for each in [back[0], *back[:0:-1]]],
            "forwards": [describe(each) for each in seen],
            "wrong": wrong,
        }
    return found


def is_told(box):
    """Whether a screen reader finds what a box chooses, beside what is chosen."""
    told = QAccessible.queryAccessibleInterface(box)
    labels = [other.text(QAccessible.Text.Name) for other, _ in told.relations()]
    return any(labels) or told.text(QAccessible.Text.Description)


def is_nameless(widget):
    if isinstance(widget, QComboBox) and widget.isVisible() and not is_told(widget):
        return True
    return (
        widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not widget.objectName().startswith(INNER)
        and widget.focusProxy() is None
        and not name_of(widget)
    )


def is_missed(widget, seen):
    """A radio button may be left out for the chosen one of its group."""
    if widget in seen:
        return False
    return not any(each.parent() is widget.parent() for each in seen) or not hasattr(
        widget, "isChecked"
    )


def test_every_page_and_dialog_is_looked_at(found):
    assert tuple(found) == (*PAGES, *DIALOGS)


@pytest.mark.parametrize("place", [*PAGES, *DIALOGS])
def test_everything_that_takes_the_focus_has_a_name_of_its_own(found, place):
    assert found[place]["nameless"] == []
    assert found[place]["doubled"] == []


@pytest.mark.parametrize("place", [*PAGES, *DIALOGS])
def test_tab_reaches_everything_and_is_caught_nowhere(found, place):
    assert found[place]["missed"] == []
    assert found[place]["ring"]


@pytest.mark.parametrize("place", [*PAGES, *DIALOGS])
def test_tab_goes_as_one_reads(found, place):
    assert found[place]["wrong"] == []


@pytest.mark.parametrize("place", PAGES)
def test_shift_and_tab_goes_the_same_way_back(found, place):
    assert found[place]["backwards"] == found[place]["forwards"]


def test_what_can_be_chosen_is_told_by_the_system_too(sample):
    """The tree that assistive tools read holds the canvas and the list of problems."""
    window = sample.window
    window.go("inspect")
    for widget in (window.inspect.graph.view, window.inspect.problems.view):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name) == widget.accessibleName() != ""
