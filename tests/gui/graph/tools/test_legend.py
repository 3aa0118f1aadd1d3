"""The legend in the corner of the canvas."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import pidnet


def test_the_legend_grows_with_the_font(qtbot: QtBot) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(836, 784)
    pane.view.show_graph(pidnet())
    pane.show()
    for mode in ("family", "macs"):
        pane.view.setStyleSheet("font-size: 13px")
        pane.view.set_colour_mode(mode)
        usual = pane.legend.size()
        pane.view.setStyleSheet("font-size: 24px")
        assert pane.legend.height() > 1.4 * usual.height()
        assert pane.legend.width() > 1.2 * usual.width()
        assert pane.legend.geometry().bottom() < pane.view.height()
