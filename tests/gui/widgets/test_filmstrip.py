import cv2
import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt

from gui.widgets.filmstrip import PICTURE, Filmstrip, Frame, read_thumbnail


@pytest.fixture
def frames(tmp_path):
    for number in range(5):
        cv2.imwrite(
            str(tmp_path / f"{number}.png"), np.full((20, 60, 3), 50, dtype=np.uint8)
        )
    return [Frame(str(tmp_path / f"{n}.png"), 10 + n, f"{n} %") for n in range(5)]


@pytest.fixture
def strip(qtbot, frames):
    strip = Filmstrip(QSize(60, 40))
    qtbot.addWidget(strip)
    strip.resize(400, 70)
    strip.show_frames(frames, 11)
    strip.show()
    return strip


def test_showing_frames_emits_nothing(qtbot, strip, frames):
    with qtbot.assertNotEmitted(strip.image_chosen):
        strip.show_frames(frames[:3], 12)
    assert strip.currentIndex().row() == 2


def test_arrow_keys_and_clicks_choose_by_index(qtbot, strip):
    chosen = []
    strip.image_chosen.connect(chosen.append)
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    place = strip.visualRect(strip.model().index(4, 0)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [12, 14]


def test_stepping_stops_at_the_ends(qtbot, strip):
    chosen = []
    strip.image_chosen.connect(chosen.append)
    strip.step(-1)
    strip.step(-1)
    assert chosen == [10]


def test_thumbnails_arrive_after_the_strip_is_shown(qtbot, strip):
    index = strip.model().index(0, 0)
    qtbot.waitUntil(lambda: index.data(PICTURE) is not None)
    assert index.data(PICTURE).size() == QSize(120, 80)


def test_an_unreadable_image_leaves_an_empty_frame(tmp_path):
    (tmp_path / "a.png").write_text("no image")
    assert read_thumbnail(str(tmp_path / "a.png"), QSize(60, 40)).isNull()


def test_ten_thousand_frames_read_only_what_is_seen(qtbot, strip, frames):
    many = [Frame(frames[0].path + str(n), n) for n in range(10_000)]
    strip.show_frames(many)
    strip.viewport().repaint()
    assert len(strip.model()._wanted) < 20
