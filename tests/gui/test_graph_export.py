"""The window writes its graph in the format of the file's ending."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from gui.graph_export import GraphExport
from tests.gui.graph.networks import pidnet
from tests.studio import close_studio, make_studio


@pytest.fixture
def studio(qtbot, tmp_path):
    studio = make_studio(tmp_path)
    studio.window.inspect.graph.view.show_graph(pidnet())
    yield studio
    close_studio(studio)


@pytest.mark.parametrize("name", ["svg", "png", "pdf", "html", "dot", "json"])
def test_every_ending_is_a_format(qtbot, studio, tmp_path, name):
    exporting: GraphExport = studio.window.exporting
    path = tmp_path / f"graph.{name}"
    with qtbot.waitSignal(studio.session.noticed, timeout=20_000) as told:
        exporting.write(path)
    qtbot.waitUntil(lambda: not exporting.is_busy)
    assert told.args[0].kind == "info"
    assert path.stat().st_size > 1000


def test_an_ending_without_format_is_one_sentence(qtbot, studio, tmp_path):
    with qtbot.waitSignal(studio.session.noticed, timeout=20_000) as told:
        studio.window.exporting.write(tmp_path / "graph.gif")
    qtbot.waitUntil(lambda: not studio.window.exporting.is_busy)
    assert told.args[0].kind == "error"
    assert "svg, png, pdf" in told.args[0].text


def test_copying_puts_the_screen_into_the_clipboard(studio):
    studio.window.exporting.copy("view")
    image = QGuiApplication.clipboard().image()
    assert image.width() > 100
    QGuiApplication.clipboard().clear()
