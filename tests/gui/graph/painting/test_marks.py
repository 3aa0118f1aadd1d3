"""Marks and letters that can be told at every scale."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from gui.graph.painting import frames
from gui.graph.painting.cards import LEAST_TYPE, LINE_SCALE
from gui.graph.painting.letters import centred
from gui.graph.painting.painter import GraphPainter
from gui.graph.painting.picture import Picture
from gui.graph.scene import model
from gui.graph.scene.camera import Camera
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.scene import Marks, scene_of
from tests.gui.graph.networks import branchy, pidnet
from tests.gui.graph.scene.test_repeats import twelve_blocks

pytestmark = pytest.mark.usefixtures("qapp")
FAR = Camera(40.0, 40.0, 0.45)


def painter_of(info, **how):
    scene = scene_of(info, model.draw(info, ()))
    return GraphPainter(Picture(scene, GraphColours.light(), **how), QFont())


def painted(painter, camera=FAR):
    image = QImage(500, 900, QImage.Format.Format_RGB32)
    on = QPainter(image)
    painter.paint(on, camera, 500, 900)
    on.end()
    return image


@pytest.mark.parametrize("zoom", [0.5, 0.6, LINE_SCALE, 1.0, 2.0])
def test_letters_on_cards_are_as_large_as_eyes_need(zoom):
    painter = painter_of(pidnet())
    painted(painter, Camera(0.0, 0.0, zoom))
    used = {"single", "badge", "pill"} | ({"title", "line"} if zoom > 0.7 else set())
    for key in used:
        size = painter.cards.letters[key].font.pixelSize()
        assert size * zoom >= LEAST_TYPE - 0.5, key


def test_blocks_seen_from_afar_have_their_numbers():
    info = pidnet()
    inside = {
        n.name: "error" for n in info.nodes if f"{n.module}.".startswith("layer3.")
    }
    painter = painter_of(info, marks=Marks(severities=inside))
    number = painter.picture.scene.graph.number_of("layer3")
    pills = painter.blocks.pills(number, QRectF(0, 0, 60, 20))
    assert [text for _, text, _ in pills] == [str(len(inside))]
    rows = painter_of(twelve_blocks())
    number = rows.picture.scene.graph.number_of("blocks")
    area = QRectF(0, 0, 60, 20)
    assert [text for _, text, _ in rows.blocks.pills(number, area)] == ["×12"]
    high = float(rows.picture.scene.layout.rects[number, 3]) * 0.42
    low = QRectF(0, 0, 60, high)
    ((at, _, _),) = rows.blocks.pills(number, low)
    letters, name = rows.labels.word(rows.picture.scene.graph.boxes[number], 56)
    ink = QFontMetricsF(letters.font).tightBoundingRect(name)
    below = (
        centred(np.array([[0, 0, 60, high]]), [(letters, name)])[0][1] + ink.bottom()
    )
    assert at.y() - (rows.blocks.font.pixelSize() + 5) / 2 > below
    calls = []
    rows.blocks.pills = lambda box, _: calls.append(box) or ()
    painted(rows)
    assert number in calls


def test_errors_are_hatched_and_hits_outlined_on_blocks():
    info = pidnet()
    marks = Marks(severities={"spp_cat": "error"})
    plain = painter_of(info, marks=marks)
    box = plain.picture.scene.find("spp_cat")
    x, y, _, height = (plain.picture.scene.layout.rects[box] * FAR.scale).tolist()
    left, top = round(x + FAR.x), round(y + FAR.y)

    def row(painter, at):
        image = painted(painter)
        return [image.pixelColor(left + step, at).name() for step in range(-2, 9)]

    middle = top + round(height / 2)
    assert len(set(row(plain, middle)[3:])) > 2
    warned = painter_of(info, marks=Marks(severities={"spp_cat": "warning"}))
    assert len(set(row(warned, middle)[3:])) == 1
    picture = replace(warned.picture, hits=np.array([box]))
    dark = min(
        int(name[1:3], 16) for name in row(GraphPainter(picture, QFont()), middle)
    )
    assert dark < 0x60


def test_thousands_of_selected_boxes_are_filled_from_afar():
    info = branchy(3000)
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    every = frozenset(range(len(scene.graph.boxes)))
    colours = GraphColours.light()
    painter = GraphPainter(Picture(scene, colours, chosen=every), QFont())
    outlined = []

    def draw(_: object, count: int) -> None:
        outlined.append(count)

    on = SimpleNamespace(setBrush=bool, setPen=bool, drawRects=draw)
    left, top, right, bottom = scene.layout.bounds
    scale = 0.02
    painter.outline(on, Camera(scale=scale), (left, top, right, bottom))
    assert outlined == []
    image = QImage(200, 300, QImage.Format.Format_RGB32)
    brush = QPainter(image)
    painter.paint(brush, Camera(-left * scale + 20, -top * scale, scale), 200, 300)
    brush.end()
    x, y, width, height = scene.layout.rects[40]
    middle = (x + width / 2 - left) * scale + 20, (y + height / 2 - top) * scale
    assert image.pixelColor(*map(int, middle)).name() == colours.accent.lower()
    few = GraphPainter(Picture(scene, colours, chosen=frozenset(range(9))), QFont())
    few.outline(on, Camera(scale=scale), (left, top, right, bottom))
    assert outlined == [9]


@pytest.mark.parametrize(
    ("scale", "least", "most"), [(0.3, 0.9, 1.0), (0.45, 0.4, 0.7)]
)
def test_frames_are_dashed_near_by_and_have_a_whole_hairline_from_afar(
    scale, least, most
):
    info = pidnet()
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    painter = GraphPainter(Picture(scene, GraphColours.light()), QFont())
    frame = scene.graph.frame_of("layer1")
    x, y, _, height = scene.layout.groups[frame].tolist()
    image = painted(painter, Camera(40 - x * scale, 40 - y * scale, scale))
    rows = range(48, int(32 + height * scale))
    sides = [[image.pixelColor(at, row).name() for row in rows] for at in (39, 40, 41)]
    outside, line, inside = (Counter(side).most_common(1)[0] for side in sides)
    around = {outside[0], inside[0]}
    drawn = sum(1 for name in sides[1] if name not in around)
    assert least <= drawn / len(rows) <= most
    assert outside[0] != inside[0]
    assert line[0] not in around


@pytest.mark.parametrize("shift", [0.0, 0.37, 0.81])
def test_dashes_copied_onto_a_screen_lie_where_a_pen_would_paint_them(shift):
    area, line = QRectF(10.6 + shift, 8.2, 200.3, 220.4), QColor(0, 0, 255, 97)
    whole, part = (0.0, 0.0, 250.0, 250.0), (60.0, 70.0, 300.0, 300.0)

    def drawn(dash, *seen):
        image = QImage(250, 250, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        on = QPainter(image)
        on.translate(3.3, 4.4 + shift)
        on.scale(0.9, 0.9)
        dash(on, line, area, *seen)
        on.end()
        return np.array(image.constBits()).reshape(250, 250, 4)[..., 0:3].min(2) < 255

    copied, penned = drawn(frames._copy_sides, whole), drawn(frames._stroke_sides)
    assert copied.sum() > 300
    assert (copied != penned).sum() <= 0.1 * copied.sum()
    assert (drawn(frames._copy_sides, part)[75:, 65:] == copied[75:, 65:]).all()


@pytest.mark.parametrize("zoom", [0.45, 1.0])
def test_selection_trace_and_int32_are_told_apart_without_colour(zoom):
    """Their lines differ: firm, dashed, and dotted."""
    light, ink = GraphColours.light(), "#333333"
    grey = replace(light, accent=ink, traced=ink, int32=ink)
    info = pidnet()
    scene = painter_of(info).picture.scene
    box = scene.find("x")
    left, top = scene.layout.rects[box, :2].tolist()
    camera = Camera(40 - left * zoom, 40 - top * zoom, zoom)
    ways = (
        {"selected": box},
        {"chosen": frozenset({box})},
        {"traced": frozenset({box})},
        {"marks": Marks(int32=frozenset({"x"}))} if zoom == 1.0 else {},
    )
    pictures = []
    for how in ways:
        picture = replace(painter_of(info, **how).picture, colours=grey)
        pictures.append(painted(GraphPainter(picture, QFont()), camera))
    assert all(one != other for one, other in combinations(pictures, 2))


@pytest.mark.parametrize("colours", [GraphColours.light(), GraphColours.dark()])
def test_inks_of_emphasis_differ_for_eyes_that_see_no_red_or_no_green(colours):
    """Colours as Viénot, Brettel and Mollon (1999) simulate; distances in sRGB."""
    inks = [colours.accent, colours.traced, colours.int32, colours.found]
    rgb = np.array([QColor(ink).getRgbF()[:3] for ink in inks])
    protan = [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]
    deutan = [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]
    for eye in (protan, deutan):
        seen = np.clip(rgb**2.2 @ np.array(eye).T, 0, 1) ** (1 / 2.2)
        gaps = [np.linalg.norm(one - other) for one, other in combinations(seen, 2)]
        assert min(gaps) > 0.15


def test_a_trace_of_very_many_boxes_is_told_from_a_selection_without_its_hue():
    info = branchy(2000)
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    every, light = frozenset(range(len(scene.graph.boxes))), GraphColours.light()
    grey = replace(light, traced=light.accent)
    camera = Camera(0.0, 0.0, 0.15)
    images = []
    for how in ({"traced": every}, {"chosen": every}):
        painter = GraphPainter(Picture(scene, grey, **how), QFont())
        image = QImage(300, 900, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        with QPainter(image) as on:
            painter.outline(on, camera, scene.layout.bounds)
        images.append(image)
    for box in (100, 101, 102):
        x, y, width, _ = (scene.layout.rects[box] * 0.15).tolist()
        middle, quarter = round(x + width / 2), round(x + width / 4)
        drawn = [
            [image.pixelColor(at, round(y)).lightness() < 200 for image in images]
            for at in (quarter, middle)
        ]
        assert drawn == [[True, True], [False, True]]


class Counted(QPainter):
    """Counts the curves and arrow heads that are painted one by one."""

    count = 0

    def drawPath(self, *_: object) -> None:
        """One curve."""
        self.count += 1

    def drawPolygon(self, *_: object) -> None:
        """One arrow head."""
        self.count += 1


@pytest.mark.parametrize(("scale", "is_far"), [(0.15, True), (0.3, False)])
def test_many_traced_edges_are_lines_from_afar_as_others_are(scale, is_far):
    info = branchy(500)
    scene = scene_of(info, model.draw(info, model.EVERYTHING))
    every, light = frozenset(range(len(scene.graph.boxes))), GraphColours.light()
    edges = GraphPainter(Picture(scene, light, traced=every), QFont()).edges
    image, seen = QImage(900, 900, QImage.Format.Format_RGB32), scene.layout.bounds
    image.fill(QColor("white"))
    with Counted(image) as on:
        on.scale(scale, scale)
        edges.paint(on, Camera(0.0, 0.0, scale), seen, edges.manner(seen))
        assert (on.count == 0) is is_far
    start, end = (scene.segments[0].reshape(2, 2) * scale).tolist()
    middle = (round((a + b) / 2) for a, b in zip(start, end, strict=True))
    if is_far:
        assert image.pixelColor(*middle).green() < 60
