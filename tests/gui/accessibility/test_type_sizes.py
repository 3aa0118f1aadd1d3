"""Text of any size is whole in both languages; twice as large, a laptop has room."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from gui.widgets.elided_label import ElidedLabel
from tests.gui.accessibility.conftest import open_sample
from tests.gui.accessibility.places import DIALOGS, PAGES, places

SIZES = [(10, "en"), (14, "en"), (19.5, "en"), (19.5, "zh_CN")]
OFF = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
UNDER = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
WRAP = Qt.TextFlag.TextWordWrap
RICH = re.compile("<[a-z/]")


def is_cut(widget):
    """Whether text on a widget has less room than it takes."""
    if isinstance(widget, QLabel):
        return _is_label_cut(widget)
    if isinstance(widget, (QPushButton, QToolButton, QCheckBox, QRadioButton)):
        return _is_button_cut(widget)
    if isinstance(widget, (QComboBox, QLineEdit, QAbstractSpinBox)):
        return _is_field_cut(widget)
    return False


def _is_label_cut(label):
    if (
        isinstance(label, ElidedLabel)
        or not label.text()
        or not label.pixmap().isNull()
    ):
        return False
    if RICH.search(label.text()) or label.textFormat() == Qt.TextFormat.RichText:
        return False
    area, metrics = label.contentsRect(), label.fontMetrics()
    flags = int(label.alignment()) | (int(WRAP) if label.wordWrap() else 0)
    width = area.width() if label.wordWrap() else 10**5
    text = metrics.boundingRect(0, 0, width, 10**5, flags, label.text())
    return text.width() > area.width() + 1 or text.height() > area.height() + 1


def _is_button_cut(button: QAbstractButton):
    metrics = button.fontMetrics()
    text = metrics.horizontalAdvance(re.sub("&(.)", r"\1", button.text()))
    icon = 0 if button.icon().isNull() else button.iconSize().width()
    if isinstance(button, QToolButton) and button.toolButtonStyle() == UNDER:
        icon = 0
    return bool(button.text()) and (
        text + icon > button.width() - 2 or metrics.height() > button.height()
    )


def _is_field_cut(field):
    metrics = field.fontMetrics()
    if metrics.height() > field.height() - 2:
        return True
    if isinstance(field, QAbstractSpinBox):
        line = field.findChild(QLineEdit)
        return metrics.horizontalAdvance(field.text()) > line.width()
    return False


def leaves_its_column(widget):
    """Whether it juts out of an area that does not scroll sideways."""
    around = widget.parentWidget()
    while around is not None:
        is_area = isinstance(around, QScrollArea)
        if is_area and around.horizontalScrollBarPolicy() == OFF:
            if not around.widget().isAncestorOf(widget):
                return False
            right = widget.mapTo(around.viewport(), QPoint(widget.width(), 0)).x()
            return right > around.viewport().width() + 1
        around = around.parentWidget()
    return False


def is_hidden_by_scrolling(widget):
    return widget.visibleRegion().isEmpty()


def describe(widget):
    text = widget.text() if hasattr(widget, "text") else widget.accessibleName()
    sizes = widget.width(), widget.minimumSizeHint().width()
    parent = type(widget.parent()).__name__
    return f"{type(widget).__name__} {text!r} in {parent}, {sizes}"


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}pt-{size[1]}")
def found(request, qapp, tmp_path_factory):
    """Of each page and dialog what is cut, and how large it is."""
    points, locale = request.param
    studio, close = open_sample(qapp, tmp_path_factory.mktemp("s"), points, locale)
    found = {}
    try:
        for name, root in places(studio):
            shown = [w for w in root.findChildren(QWidget) if w.isVisible()]
            shown = [w for w in shown if w.window() is root]
            seen = [w for w in shown if not is_hidden_by_scrolling(w)]
            cut = [w for w in seen if is_cut(w) or leaves_its_column(w)]
            least = root.minimumSizeHint().boundedTo(root.size())
            found[name] = [describe(each) for each in cut], root.size(), least
    finally:
        close()
    return found


@pytest.mark.parametrize("place", [*PAGES, *DIALOGS])
def test_no_text_is_cut(found, place):
    cut, _, _ = found[place]
    assert cut == []


@pytest.mark.parametrize("place", [*PAGES, *DIALOGS])
def test_all_fits_the_screen(request, found, place):
    _, size, least = found[place]
    assert (size.width(), size.height()) <= (1440, 900)
    assert size.height() <= 900
    is_usual = "10pt" in request.node.callspec.id
    width, height = (1024, 700) if is_usual else (1280, 800)
    assert least.width() <= width
    assert least.height() <= height
