"""Another font of the system, while the canvas is shown."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontInfo, QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.app import Dresser
from gui.graph.canvas.view import GraphView
from gui.settings import Settings
from gui.theme import apply_theme, base_pixels, light
from tests.gui.graph.networks import pidnet


@pytest.fixture
def view(qtbot: QtBot) -> GraphView:
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show_graph(pidnet())
    return view


def write(view: GraphView, pixels: int) -> None:
    """Have the window's style sheet ask for letters of this size."""
    view.setStyleSheet(f"* {{ font-size: {pixels}px; }}")
    view.ensurePolished()


def painted(view: GraphView) -> QImage:
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image)
    return image


def test_text_grows_with_the_font_about_the_middle_and_shrinks_back(view):
    write(view, 13)
    view.eye.zoom_to(0.7)
    before, middle = view.camera, view.eye.middle()
    write(view, 26)
    assert view.camera.scale == pytest.approx(1.4)
    assert view.eye.middle() == pytest.approx(middle)
    write(view, 13)
    assert (view.camera.x, view.camera.y) == pytest.approx((before.x, before.y))


def test_a_graph_the_user_has_not_moved_is_fitted_to_the_new_size(view, qtbot):
    view.eye.fit_legibly()
    write(view, 26)
    fitted = view.camera
    view.eye.fit_legibly()
    assert fitted == view.camera


def test_what_is_painted_is_as_if_the_font_had_always_been_so(view, qtbot):
    write(view, 20)
    other = GraphView()
    qtbot.addWidget(other)
    write(other, 20)
    other.resize(view.size())
    other.show_graph(pidnet())
    other.eye.look(view.camera)
    assert painted(view) == painted(other)


def test_the_window_takes_over_another_font_of_the_system(qtbot):
    app, label = QApplication.instance(), QLabel("text")
    assert isinstance(app, QApplication)
    qtbot.addWidget(label)
    label.show()
    before, dresser = app.font(), Dresser(app, Settings())
    dresser.watch(label)
    larger = QFont(before)
    larger.setPointSize(2 * QFontInfo(before).pointSize())
    try:
        app.setFont(larger)
        qtbot.waitUntil(
            lambda: QFontInfo(label.font()).pixelSize() == base_pixels(larger)
        )
        assert base_pixels(larger) > base_pixels(before)
    finally:
        app.setFont(before)
        dresser.deleteLater()
        apply_theme(app, light())
