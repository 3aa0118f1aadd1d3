import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.viewport import LARGEST, SMALLEST, Viewport, centred, fitted, pixel_at

place = st.floats(-500, 500)
viewports = st.builds(Viewport, st.floats(0.1, 10), place, place)


@given(viewports, st.floats(0.5, 2), place, place)
def test_zooming_keeps_the_point_under_the_cursor(viewport, factor, x, y):
    zoomed = viewport.zoomed(factor, x, y)
    assert zoomed.to_image(x, y) == pytest.approx(viewport.to_image(x, y), abs=1e-6)


@given(viewports, place, place)
def test_screen_and_image_are_inverse(viewport, x, y):
    assert viewport.to_screen(*viewport.to_image(x, y)) == pytest.approx((x, y))


def test_fitting_shows_the_whole_image_in_the_middle():
    viewport = fitted((1024, 512), (300.0, 400.0))
    assert viewport.scale == pytest.approx(300 / 1024)
    assert viewport.to_screen(512, 256) == pytest.approx((150, 200))


def test_centring_keeps_the_scale_asked_for():
    assert centred((1024, 512), (300.0, 400.0), 1.0) == Viewport(1.0, -362.0, -56.0)


def test_zoom_stops_at_its_ends():
    assert Viewport().zoomed(1e9, 0, 0).scale == LARGEST
    assert Viewport().zoomed(1e-9, 0, 0).scale == SMALLEST


@given(viewports)
def test_an_image_cannot_be_lost(viewport):
    kept = viewport.moved(1e6, -1e6).kept_in((100, 80), (300.0, 200.0))
    left, top = kept.to_screen(0, 0)
    right, bottom = kept.to_screen(100, 80)
    assert left < 300
    assert right > 0
    assert top < 200
    assert bottom > 0


def test_pixels_are_found_only_inside_the_image():
    viewport = Viewport(2.0, 10.0, 20.0)
    assert pixel_at(viewport, (5, 5), 10, 20) == (0, 0)
    assert pixel_at(viewport, (5, 5), 19.9, 29.9) == (4, 4)
    assert pixel_at(viewport, (5, 5), 20.1, 20) is None
    assert pixel_at(viewport, (5, 5), 9.9, 20) is None
