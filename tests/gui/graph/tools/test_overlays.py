"""What lies over the canvas never lies over another such thing."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.graph.canvas.preview_card import Ghosts
from gui.graph.scene.camera import Bounds
from gui.graph.scene.free_places import are_apart, free_place
from gui.graph.scene.model import EVERYTHING
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import branchy, pidnet

ROOM: Bounds = (0, 0, 600, 400)
LEFT: Bounds = (0, 250, 120, 400)
RIGHT: Bounds = (430, 280, 600, 400)


@pytest.mark.parametrize(
    ("size", "taken", "seen", "place"),
    [
        ((200, 100), (), (), (200, 300)),
        ((200, 100), (LEFT,), (), (200, 300)),
        ((280, 100), (LEFT, RIGHT), (), (140, 300)),
        ((300, 100), (LEFT, RIGHT), (), (150, 170)),
        ((460, 100), (LEFT,), (), (130, 300)),
        ((500, 100), (LEFT,), (), (50, 140)),
        ((200, 100), (LEFT,), ((250, 350, 300, 380),), (200, 140)),
        ((200, 100), (), ((250, 350, 300, 380),), (200, 0)),
        ((700, 100), (), (), None),
    ],
)
def test_a_free_place_is_as_low_as_can_be(size, taken, seen, place):
    found = free_place(size, ROOM, taken, seen)
    assert (found and found[:2]) == place
    assert found is None or all(are_apart(found, each) for each in taken)


GHOSTS = Ghosts(
    "Write c − x as (x + (−c)) · (−1), the way that this target can run it",
    "pag3_rsub",
    ("pag3_rsub",),
    ("add", "mul"),
    (("−", "rsub = rsub(sigmoid, 1)"), ("+", "add = add(sigmoid, -1)")),
    "exact, up to rounding",
    "changes results by up to 19.06 % of the largest output (3.15) on 2 example images",
)


def shown(pane: GraphPane) -> dict[str, QRect]:
    over: dict[str, QWidget] = {
        "bar": pane.bar,
        "path": pane.crumbs,
        "kept": pane.kept,
        "results": pane.results,
        "legend": pane.legend,
        "overview": pane.minimap,
        "card": pane.preview.card,
        "placing": pane.placing,
    }
    beside = {"ribbon": pane.ribbon}
    return {k: w.geometry() for k, w in (over | beside).items() if w.isVisible()}


def assert_apart(pane: GraphPane, *expected: str) -> None:
    places = shown(pane)
    assert set(expected) <= places.keys()
    room = pane.rect()
    for (name, place), (other, beside) in itertools.combinations(places.items(), 2):
        if {name, other} == {"bar", "path"}:
            fields = (pane.search, pane.colours, pane.lenses)
            at = [QRect(f.mapTo(pane, f.rect().topLeft()), f.size()) for f in fields]
            assert not any(beside.intersects(each) for each in at)
        else:
            assert not place.intersects(beside), (name, other, place, beside)
    assert all(room.contains(place) for place in places.values())


@pytest.mark.parametrize(
    ("mode", "size", "pixels"),
    [
        ("severity", (706, 690), 13),
        ("severity", (706, 690), 20),
        ("macs", (706, 690), 20),
        ("macs", (1026, 690), 13),
        ("family", (560, 560), 20),
    ],
)
def test_what_lies_over_the_canvas_lies_apart(
    qtbot: QtBot, mode, size: tuple[int, int], pixels: int
) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.setStyleSheet(f"* {{ font-size: {pixels}px; }}" + pane.styleSheet())
    pane.resize(*size)
    with qtbot.waitExposed(pane):
        pane.show()
    view = pane.view
    view.show_graph(pidnet(), EVERYTHING)
    view.set_colour_mode(mode)
    view.set_search_lens({"pag3_rsub"}, "colour")
    view.finding.kept.emit("op:rsub", "colour")
    view.eye.zoom_to(1.0)
    view.select("pag3_rsub")
    assert_apart(pane, "legend", "kept")
    pane.preview.show_ghosts(GHOSTS)
    assert_apart(pane, "legend", "card")
    for _ in range(12):
        view.eye.pan(37, 53)
        assert_apart(pane, *["card"][: size[0] > 600])
    pane.placing._appear()
    assert_apart(pane, "placing")
    pane.activateWindow()
    pane.focus_search()
    qtbot.waitUntil(pane.search.hasFocus)
    pane.search.setText("conv")
    view.search("conv")
    assert_apart(pane, "results")
    pane.preview.show_ghosts(None)
    assert_apart(pane, "results")
    assert "card" not in shown(pane)


def test_the_card_leaves_what_it_speaks_of_in_sight(qtbot: QtBot) -> None:
    pane = GraphPane()
    qtbot.addWidget(pane)
    pane.resize(706, 690)
    pane.show()
    view = pane.view
    view.show_graph(branchy(60), EVERYTHING)
    name = view.info().nodes[30].name
    view.select(name)
    at = view.scene.layout.rects[view.picture.selected, :2].tolist()
    pane.preview.show_ghosts(Ghosts("Take it out", name, (name,), ("mul",)))
    low = pane.preview.card.geometry()
    view.eye.look(view.camera.showing(at, low.left() + 20, low.top() + 20))
    assert pane.preview.card.geometry().bottom() < low.top()
