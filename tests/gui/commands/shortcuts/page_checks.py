"""What the keys of one page, list or field have to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLabel

from gui.graph.tools.legend import STEP
from gui.widgets.image_view import NOTCH
from gui.widgets.link_label import LinkLabel
from gui.widgets.source_pane import LineMark
from tests.gui.commands.shortcuts.hands import ONE, TWO, check
from tests.gui.fake_engine import coverages
from tests.gui.graph.networks import pidnet


@check("stages", "before")
def _(hands):
    hands.edit(ONE, TWO)
    yield hands.view
    hands.idle()
    assert hands.state.cursor == 1


@check("stages", "after")
def _(hands):
    hands.edit(ONE)
    hands.undo()
    yield hands.view
    hands.idle()
    assert hands.state.cursor == 1


@check("stages", "history")
def _(hands):
    hands.window.inspect.select("rsub")
    hands.window.session.noticed.connect(lambda note: hands.asked.append(note.text))
    yield hands.view
    assert hands.asked == ["No edit has touched rsub."]


def _searching(hands):
    hands.window.search()
    field = hands.window.inspect.graph.search
    field.setText("aten")
    field.wanted.emit("aten")
    return field


@check("search", "next")
def _(hands):
    yield _searching(hands)
    assert hands.view.selection == "sum_1"


@check("search", "previous")
def _(hands):
    yield _searching(hands)
    assert hands.view.selection == "rsub"


@check("search", "ways")
def _(hands):
    hands.view.show_graph(pidnet())
    hands.view.folding.collapse_all()
    hands.idle()
    field = _searching(hands)
    field.setText("op:rsub")
    yield field
    hands.idle()
    hits = hands.view.finding.hits.names
    assert len(hits) == 3
    assert all(map(hands.view.scene.graph.draws, hits))


@check("search", "leave")
def _(hands):
    field = _searching(hands)
    yield field
    assert field.text()
    assert hands.view.hasFocus()


def _crumb(hands, place):
    """A part of a path of three, each the neighbour of the next."""
    crumbs = hands.window.inspect.graph.crumbs
    crumbs.show_path((("Net", ""), ("x", "x"), ("rsub", "rsub")))
    return crumbs.parts[place]


@check("crumbs", "siblings")
def _(hands):
    hands.view.show_graph(pidnet())
    hands.view.select("pag3_rsub")
    crumbs = hands.window.inspect.graph.crumbs
    crumbs._menu.popup = hands.asked.append
    yield crumbs.parts[1]
    assert len(hands.asked) == 1
    assert {"pag3", "pag4"} <= {action.text() for action in crumbs._menu.actions()}


@check("crumbs", "left")
def _(hands):
    part = _crumb(hands, 1)
    yield part
    assert QApplication.focusWidget() is hands.window.inspect.graph.crumbs.parts[0]


@check("crumbs", "right")
def _(hands):
    part = _crumb(hands, 1)
    yield part
    assert QApplication.focusWidget() is hands.window.inspect.graph.crumbs.parts[2]


def _problem(hands):
    hands.window.inspect.select("rsub")
    return hands.window.inspect.problems.view


@check("problems", "preview")
def _(hands):
    yield _problem(hands)
    hands.idle()
    assert hands.state.preview is not None


@check("problems", "fix")
def _(hands):
    yield _problem(hands)
    hands.idle()
    assert hands.state.edits == (TWO,)


def _source(hands, line):
    hands.window.inspect.source.toggle()
    pane = hands.window.inspect.source.pane
    marks = {2: LineMark(("sum_1",)), 5: LineMark(("rsub",))}
    pane.show_file("\n".join("abcdefg"), marks, line, "x")
    return pane


def _line(hands):
    return hands.window.inspect.source.pane.textCursor().blockNumber() + 1


@check("source", "nodes")
def _(hands):
    yield _source(hands, 2)
    assert hands.window.inspect.selected == "sum_1"


@check("source", "next")
def _(hands):
    yield _source(hands, 2)
    assert _line(hands) == 5


@check("source", "previous")
def _(hands):
    pane = _source(hands, 2)
    pane.moveCursor(QTextCursor.MoveOperation.End)
    yield pane
    assert _line(hands) == 5


def _history(hands, row):
    hands.edit(ONE, TWO)
    view = hands.window.inspect.history.view
    view.setCurrentIndex(view.model().index(row, 0))
    return view


@check("history", "go")
def _(hands):
    yield _history(hands, 1)
    hands.idle()
    assert hands.state.cursor == 1


@check("history", "compare")
def _(hands):
    yield _history(hands, 1)
    hands.wait(lambda: hands.page == "DifferencePage")
    assert hands.workflow.calls[-1] == "compare 1 2"


def _strip(hands, row):
    hands.edit(ONE, TWO)
    strip = hands.window.inspect.strip
    hands.wait(lambda: strip.count() == 3)
    strip.setCurrentRow(row)
    return strip


@check("strip", "go")
def _(hands):
    yield _strip(hands, 0)
    hands.idle()
    assert hands.state.cursor == 0


@check("strip", "pin")
def _(hands):
    yield _strip(hands, 1)
    assert hands.window.inspect.strip.pinned == (1,)


def _compared(hands):
    hands.edit(ONE)
    hands.window.staging.compare_previous()
    hands.wait(lambda: hands.page == "DifferencePage")
    return hands.window.staging.page


@check("difference", "close")
def _(hands):
    yield _compared(hands)
    assert hands.page == "InspectPage"


@check("difference", "way")
def _(hands):
    page = _compared(hands)
    before = page.way
    yield page
    assert (before, page.way) == ("sides", "merged")


def _images(hands):
    hands.calibrate()
    hands.window.go("compare")
    panel = hands.window.pages.comparison
    panel.run_bar.start_button.click()
    hands.wait(lambda: hands.state.compared is not None)
    hands.idle()
    return panel


def _step(key, step):
    @check("images", key)
    def _(hands):
        panel = _images(hands)
        panel.strip.setCurrentIndex(panel.strip.model().index(step < 0, 0))
        hands.idle()
        yield panel
        hands.idle()
        assert panel.strip.currentIndex().row() == int(step > 0)


_step("next", 1)
_step("previous", -1)


def _zoom(key, factor):
    @check("images", key)
    def _(hands):
        panel = _images(hands)
        panel.panes.zoom(1 / 4)
        before = panel.panes.viewport.scale
        yield panel
        assert panel.panes.viewport.scale == pytest.approx(before * factor)


_zoom("zoom_in", NOTCH)
_zoom("zoom_out", 1 / NOTCH)
_zoom("fit", 4.0)


@check("recent", "open")
def _(hands):
    recent = hands.window.start
    hands.window.go("open")
    recent.show((Path(__file__),))
    recent.recent_chosen.connect(hands.asked.append)
    recent.recent.setCurrentRow(0)
    yield recent.recent
    assert len(hands.asked) == 1


@check("targets", "take")
def _(hands):
    hands.window.targets.open()
    hands.idle()
    table = hands.window.targets.dialog.table
    table.activated_target.connect(hands.asked.append)
    table.setCurrentIndex(table.model().index(0, 0))
    yield table
    assert hands.asked == [coverages()[0].target]


@check("steps", "go")
def _(hands):
    yield hands.window.stepper.buttons[3]
    assert hands.page == "CalibrationPanel"


def _walk(key, step):
    @check("steps", key)
    def _(hands):
        buttons = hands.window.stepper.buttons
        yield buttons[3]
        assert QApplication.focusWidget() is buttons[3 + step]


_walk("left", -1)
_walk("right", 1)


def _link(key, first, then):
    @check("links", key)
    def _(hands):
        label = LinkLabel('<a href="a">one</a>, <a href="b">two</a>')
        hands.qtbot.addWidget(label)
        label.show()
        label.activateWindow()
        label.setFocus()
        hands.qtbot.waitUntil(lambda: label.selectedText() == "one")
        if first == "two":
            QLabel.focusNextPrevChild(label, True)
        assert label.selectedText() == first
        yield label
        assert label.selectedText() == then


_link("next", "one", "two")
_link("previous", "two", "one")


def _threshold(key, step):
    @check("legend", key)
    def _(hands):
        hands.view.set_heat("Latency", {"rsub": 1.0, "sum_1": 2.0}, "ms")
        hands.view.colouring.set_threshold(0.5)
        yield hands.window.inspect.graph.legend
        assert hands.view.picture.least == pytest.approx(0.5 + step)


_threshold("less", -STEP)
_threshold("more", STEP)


@check("legend", "fold")
def _(hands):
    hands.view.set_colour_mode("macs")
    legend = hands.window.inspect.graph.legend
    before = legend.is_folded
    yield legend
    assert legend.is_folded is not before
