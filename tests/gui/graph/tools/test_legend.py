"""The legend in the corner of the canvas."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import branchy, chain, pidnet


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


@pytest.mark.parametrize("draw", [branchy, chain])
def test_no_box_of_a_fitted_graph_lies_under_the_legend(qtbot, draw):
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(400, 600)
    pane.view.show_graph(draw(20))
    pane.show()
    view = pane.view
    view.fit()
    small = view.camera
    view.colouring.show_mode("macs")
    place = pane.legend.geometry()
    corners = (place.left(), place.top()), (place.right(), place.bottom())

    def under(camera):
        first, last = (camera.to_drawing(*corner) for corner in corners)
        return len(view.scene.boxes_in((*first, *last)))

    assert pane.legend.isVisible()
    assert under(small)
    assert not under(view.camera)
    seen = view.camera.seen(view.width(), view.height())
    left, top, right, bottom = view.scene.layout.bounds
    assert seen[0] <= left + 1
    assert seen[1] <= top + 1
    assert seen[2] >= right - 1
    assert seen[3] >= bottom - 1
    pane.close()
