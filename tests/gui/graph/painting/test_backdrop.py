"""Moved pictures: each equals one that is painted anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QImage, QPainter

from engine.info import GraphInfo
from gui.graph.painting.overview import Surface, draw_edges, surface
from gui.graph.painting.painter import GraphPainter
from gui.graph.painting.picture import Picture
from gui.graph.scene.camera import Camera, fitting
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.model import draw, expand_all
from gui.graph.scene.scene import Marks, Scene, scene_of
from tests.gui.graph.networks import branchy, named, unet

ROWS, COLUMNS = 150, 220
LIKE, SMOOTHING = 56, 0.0005
"""Levels of red that smoothing may differ by, and the share of pixels with more."""


def picture_of(info: GraphInfo) -> Picture:
    """A network with every module open, and problems here and there."""
    scene: Scene = scene_of(info, expand_all(draw(info)))
    marks = Marks(dict.fromkeys((node.name for node in info.nodes[::9]), "warning"))
    return Picture(scene, GraphColours.light(), marks=marks)


def painted(painter: GraphPainter, camera: Camera) -> QImage:
    """What a camera sees."""
    image = QImage(COLUMNS, ROWS, QImage.Format.Format_RGB32)
    brush = QPainter(image)
    painter.paint(brush, camera, COLUMNS, ROWS)
    brush.end()
    return image


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("build", [branchy, unet, lambda count: named(unet(count))])
@pytest.mark.parametrize("zoom", [1.0, 3.7, 8.3])
def test_a_moved_picture_equals_one_painted_anew(
    build: Callable[[int], GraphInfo], zoom: float
) -> None:
    picture = picture_of(build(400))
    moving, chance = GraphPainter(picture, QFont()), random.Random(7)
    whole = fitting(picture.scene.layout.bounds, COLUMNS, ROWS)
    camera = whole.zoomed(zoom, COLUMNS / 2, ROWS / 3, 0.0)
    assert camera.scale < 0.1
    for reach in (0, 3, 40, 40, 90, 300):
        camera = camera.moved(chance.randint(-reach, reach), chance.randint(-reach, 9))
        fresh = GraphPainter(picture, QFont())
        assert painted(moving, camera) == painted(fresh, camera)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("build", [unet, lambda count: named(branchy(count))])
@pytest.mark.parametrize("scale", [0.11, 0.2, 0.42, 0.7, 2.1])
@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_a_near_picture_moved_looks_like_one_painted_anew(
    build: Callable[[int], GraphInfo], scale: float, ratio: float
) -> None:
    picture = picture_of(build(200))
    moving, chance = GraphPainter(picture, QFont()), random.Random(7)
    x, y, width, height = picture.scene.layout.rects[60]
    at = COLUMNS / 2 - (x + width / 2) * scale, ROWS / 2 - (y + height / 2) * scale
    camera, off = Camera(round(at[0]) + 0.3, round(at[1]) + 0.6, scale), []
    for reach in (0, 2, 12, 25, 25):
        step = chance.randint(-reach, reach), chance.randint(-reach, 9)
        camera = camera.moved(2 * step[0], 2 * step[1])
        moved = _on_a_screen(moving.paint_moving, camera, ratio)
        anew = _on_a_screen(GraphPainter(picture, QFont()).paint, camera, ratio)
        off.append(float((np.abs(moved - anew) > LIKE).mean()))
    assert max(off) < SMOOTHING
    assert moved.std() > 5


@pytest.mark.usefixtures("qapp")
def test_only_what_comes_into_view_is_painted_when_a_picture_moves(monkeypatch) -> None:
    painter, painted_pixels = GraphPainter(picture_of(unet(200)), QFont()), []
    write = painter._write_near

    def counting(on: Surface, *rest: object) -> None:
        painted_pixels.append(on.pixels.size)
        write(on, *rest)

    monkeypatch.setattr(painter, "_write_near", counting)
    for x, y in ((0, 0), (0, -10), (5, -10), (5, -10), (0, 0), (3, -6)):
        _on_a_screen(painter.paint_moving, Camera(x, y, 0.7), 1.0)
    assert painted_pixels == [ROWS * COLUMNS, 32 * COLUMNS, (ROWS + 32) * 32]
    x, y = (painter.picture.scene.layout.rects[60, :2] * -0.7).tolist()
    camera = Camera(x + 9, y + 9, 0.7)
    plain = _on_a_screen(painter.paint_moving, camera, 1.0)
    pointed = painter.with_picture(replace(painter.picture, hovered=60))
    assert (_on_a_screen(pointed.paint_moving, camera, 1.0) != plain).any()
    left = pointed.with_picture(replace(painter.picture, hovered=-1))
    assert np.array_equal(_on_a_screen(left.paint_moving, camera, 1.0), plain)
    assert len(painted_pixels) == 4, "to point at a box paints its card alone"


def _on_a_screen(
    paint: Callable[[QPainter, Camera, float, float], None],
    camera: Camera,
    ratio: float,
) -> NDArray[np.int64]:
    """The levels of red."""
    rows, columns = round(ROWS * ratio), round(COLUMNS * ratio)
    image = QImage(columns, rows, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    brush = QPainter(image)
    paint(brush, camera, COLUMNS, ROWS)
    brush.end()
    levels = np.frombuffer(image.constBits(), np.uint8).reshape(rows, columns, 4)
    return levels[:, :, 2].astype(np.int64)


@pytest.mark.usefixtures("qapp")
def test_hits_stand_out_from_afar_and_go_without_a_trace() -> None:
    picture = picture_of(branchy(400))
    plain = GraphPainter(picture, QFont())
    camera = fitting(picture.scene.layout.bounds, COLUMNS, ROWS)
    before = painted(plain, camera)
    nodes = np.arange(5, 90, dtype=np.int64)
    hits = picture.scene.showing(nodes)
    searched = Picture(picture.scene, picture.colours, marks=picture.marks, hits=hits)
    found = painted(plain.with_picture(searched), camera)
    assert found != before
    assert found == painted(GraphPainter(searched, QFont()), camera)
    assert painted(plain.with_picture(picture), camera) == before


@pytest.mark.usefixtures("qapp")
def test_an_edge_that_leaves_the_screen_keeps_its_direction() -> None:
    lines = np.random.default_rng(3).uniform(-400, 600, (60, 4))
    whole = surface(700, 700, 1.0, "white")
    draw_edges(whole, lines, Camera(200, 200), "black")
    part = surface(90, 70, 1.0, "white")
    draw_edges(part, lines, Camera(-100, -150), "black")
    assert (part.pixels == whole.pixels[350:420, 300:390]).all()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scale", [0.05, 0.7])
def test_a_row_of_pixels_that_is_seen_in_part_is_painted(scale) -> None:
    painter = GraphPainter(picture_of(unet(20)), QFont())
    image = QImage(30, 29, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1.5)
    image.fill("red")
    brush = QPainter(image)
    painter.paint_moving(brush, Camera(900, 900, scale), 20, 19)
    brush.end()
    ground = painter.picture.colours.background
    assert image.pixelColor(15, 28).name() == ground.lower()
