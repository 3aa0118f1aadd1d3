import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.widgets.image_layers import to_qimage
from gui.widgets.image_view import ImageView
from gui.widgets.viewport import Viewport
from tests.gui.mouse import double_click

RED = to_qimage(np.full((100, 200, 3), (255, 0, 0), dtype=np.uint8))
BLUE = to_qimage(np.full((100, 200, 3), (0, 0, 255), dtype=np.uint8))


@pytest.fixture
def view(qtbot):
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(200, 200)
    view.show_images(RED)
    view.set_viewport(Viewport(1.0, 0.0, 50.0))
    view.show()
    return view


def colour_at(view, x, y) -> str:
    return QColor(view.grab().toImage().pixel(x, y)).name()


def wheel(view, x, y, notches):
    event = QWheelEvent(
        QPointF(x, y),
        QPointF(view.mapToGlobal(QPoint(x, y))),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_arrays_become_images_that_own_their_pixels():
    pixels = np.zeros((2, 2, 3), dtype=np.uint8)
    pixels[0, 1] = (10, 20, 30)
    image = to_qimage(pixels)
    pixels[:] = 0
    assert QColor(image.pixel(1, 0)).getRgb()[:3] == (10, 20, 30)


def test_the_wheel_asks_to_zoom_at_the_cursor(qtbot, view):
    with qtbot.waitSignal(view.viewport_requested) as caught:
        wheel(view, 60, 100, 1)
    asked = caught.args[0]
    assert asked.scale == pytest.approx(1.2)
    assert asked.to_image(60, 100) == pytest.approx((60, 50))


def test_dragging_asks_to_move(qtbot, view):
    asked = []
    view.viewport_requested.connect(asked.append)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(50, 100))
    qtbot.mouseMove(view, QPoint(70, 95))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(70, 95))
    assert asked[-1] == Viewport(1.0, 20.0, 45.0)


def test_a_click_names_the_pixel_and_a_drag_does_not(qtbot, view):
    clicked = []
    view.pixel_clicked.connect(lambda column, row: clicked.append((column, row)))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
    qtbot.mouseMove(view, QPoint(60, 90))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 90))
    assert clicked == [(30, 40)]


def test_hovering_reads_pixels_only_inside_the_image(qtbot, view):
    read = []
    view.pixel_hovered.connect(read.append)
    qtbot.mouseMove(view, QPoint(30, 90))
    qtbot.mouseMove(view, QPoint(30, 20))
    assert read[-2:] == [(30, 40), None]


def test_a_double_click_asks_to_fit(qtbot, view):
    with qtbot.waitSignal(view.fit_requested):
        double_click(view, QPoint(30, 90))


def test_the_border_parts_two_images(view):
    view.show_images(RED, BLUE)
    view.set_border(0.25)
    assert colour_at(view, 20, 100) == "#ff0000"
    assert colour_at(view, 150, 100) == "#0000ff"


def test_dragging_the_border_moves_it_and_not_the_image(qtbot, view):
    view.show_images(RED, BLUE)
    moved = []
    view.border_moved.connect(moved.append)
    with qtbot.assertNotEmitted(view.viewport_requested):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 70))
        qtbot.mouseMove(view, QPoint(150, 70))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(150, 70))
    assert moved == [0.75]


def test_enlarged_pixels_stay_sharp(view):
    pixels = np.zeros((2, 2, 3), dtype=np.uint8)
    pixels[0, 0] = pixels[1, 1] = 255
    view.show_images(to_qimage(pixels))
    view.set_viewport(Viewport(50.0, 50.0, 50.0))
    assert colour_at(view, 97, 75) == "#ffffff"
    assert colour_at(view, 103, 75) == "#000000"


def test_shrunk_images_are_averaged(view):
    pixels = np.zeros((400, 400, 3), dtype=np.uint8)
    pixels[::2] = 255
    view.show_images(to_qimage(pixels))
    view.set_viewport(Viewport(0.5, 0.0, 0.0))
    grey = QColor(view.grab().toImage().pixel(100, 100)).red()
    assert 100 < grey < 156


def test_without_an_image_the_text_says_what_to_do(view):
    view.show_images()
    before = view.grab().toImage()
    view.set_empty_text("Choose a folder of images.")
    assert view.image_size == (0, 0)
    assert view.grab().toImage() != before
