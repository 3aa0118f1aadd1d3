"""The exported page moves, zooms and searches: in a script engine, and in a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gui.graph.exporting.sheet import scene_for
from gui.graph.exporting.web_page import html_of
from gui.graph.scene.query import parse
from gui.graph.scene.search import SearchIndex
from gui.pages.marks import marks_of
from tests.gui.graph.exporting.page import (
    ERRORS,
    LATER,
    PROBLEM,
    Page,
    network,
    page_html,
    replace_source,
)
from tests.gui.graph.networks import pidnet

CHINESE = re.compile("[\u4e00-\u9fff]")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)


@pytest.fixture
def page(qapp) -> Iterator[Page]:
    """A page that was just opened."""
    return Page()


def resized(page: Page, width: int, height: int) -> None:
    """Give the canvas another size, as a browser's window does."""
    size = f"{{clientWidth: {width}, clientHeight: {height}}}"
    page.run(f"Object.assign(page.element('canvas'), {size})")
    page.run("page.resize()")


def test_it_opens_with_all_of_the_graph_in_view_until_somebody_moves_it(
    page: Page,
) -> None:
    assert page.words("name") == pidnet().name
    left, top, right, bottom = scene_for(network(), whole=False, depth=0).layout.bounds
    for width, height in ((1000, 700), (500, 900)):
        resized(page, width, height)
        scale, x, y = page.camera
        assert min(left * scale + x, top * scale + y) >= -1
        assert right * scale + x <= width + 1
        assert bottom * scale + y <= height + 1
    page.drag((300, 200), (350, 180))
    before = page.camera
    resized(page, 1000, 700)
    assert page.camera == before


def heading(page: Page) -> str:
    """What the details are about."""
    return page.words("details").split(" | ")[0]


def test_arrow_keys_walk_over_what_is_drawn_and_open_nothing(page: Page) -> None:
    seen = []
    for key in ["ArrowDown"] * 7 + ["ArrowRight", "ArrowUp", "ArrowDown"]:
        page.run(f"page.press('{key}')")
        seen.append(heading(page))
    assert seen[:6] == ["x", "conv1", "layer1", "relu", "layer2", "relu"]
    assert len({*seen[6:8], "relu"}) == 3
    assert seen[8:] == [seen[5], seen[6]]
    assert not modules(page, "▾")


def test_enter_opens_the_selected_module_and_closes_it_again(page: Page) -> None:
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.run(f"page.press('{key}')")
    assert modules(page, "▾") == {"conv1"}
    page.run("page.press(' ')")
    assert not modules(page, "▾")
    assert heading(page) == "conv1"
    page.run("page.press('ArrowDown')")
    assert heading(page) == "layer1"
    page.run(
        "page.press('Enter', Object.assign(page.element('fit'), {tagName: 'BUTTON'}))"
    )
    assert not modules(page, "▾")


def test_a_drag_moves_the_graph_by_as_much(page: Page) -> None:
    scale, x, y = page.camera
    page.drag((300, 200), (350, 180))
    assert page.camera == pytest.approx((scale, x + 50, y - 20))


def test_ctrl_and_the_wheel_zoom_and_keep_the_point_under_it(page: Page) -> None:
    scale, x, y = page.camera
    at = {"offsetX": 400, "offsetY": 300, "ctrlKey": True}
    page.fire("canvas", "wheel", deltaX=0, deltaY=-40, **at)
    larger, left, top = page.camera
    assert larger > scale
    assert (400 - left) / larger == pytest.approx((400 - x) / scale)
    assert (300 - top) / larger == pytest.approx((300 - y) / scale)
    page.fire("canvas", "wheel", deltaX=0, deltaY=40, **at)
    assert page.camera == pytest.approx((scale, x, y))


def test_the_wheel_and_two_fingers_on_a_trackpad_scroll(page: Page) -> None:
    scale, x, y = page.camera
    page.fire("canvas", "wheel", deltaX=12, deltaY=30)
    assert page.camera == pytest.approx((scale, x - 12, y - 30))
    page.fire("canvas", "wheel", deltaX=0, deltaY=30, shiftKey=True)
    assert page.camera == pytest.approx((scale, x - 42, y - 30))


def test_two_fingers_on_the_glass_zoom_about_their_middle(page: Page) -> None:
    page.run("page.press('Escape')")
    scale, x, y = page.camera
    page.fire("canvas", "pointerdown", clientX=300, clientY=300, pointerId=1)
    page.fire("canvas", "pointerdown", clientX=400, clientY=300, pointerId=2)
    page.fire("canvas", "pointermove", clientX=250, clientY=300, pointerId=1)
    page.fire("canvas", "pointermove", clientX=450, clientY=300, pointerId=2)
    larger, left, top = page.camera
    assert larger == pytest.approx(2 * scale)
    assert (350 - left) / larger == pytest.approx((350 - x) / scale)
    assert (300 - top) / larger == pytest.approx((300 - y) / scale)
    for finger in (1, 2):
        page.fire("canvas", "pointerup", clientX=250, clientY=300, pointerId=finger)
    assert page.run("page.element('details').hidden")


def test_fit_shows_all_again(page: Page) -> None:
    page.fire("fit", "click")
    before = page.camera
    wheel = {"deltaX": 0, "deltaY": -50, "offsetX": 10, "offsetY": 10}
    page.fire("canvas", "wheel", ctrlKey=True, **wheel)
    page.drag((300, 200), (900, 600))
    page.fire("fit", "click")
    assert page.camera == pytest.approx(before)


def test_a_click_on_a_closed_module_tells_of_all_that_is_in_it(page: Page) -> None:
    scene = scene_for(network(), whole=False, depth=0)
    box = scene.graph.number_of("pag3")
    x, y, width, height = scene.layout.rects[box].tolist()
    scale, left, top = page.camera
    at = round((x + width / 2) * scale + left), round((y + height / 2) * scale + top)
    page.drag(at, at)
    told = page.words("details")
    inside = [n for n in pidnet().nodes if n.module.startswith("pag3")]
    assert f"Module | pag3 | Nodes | {len(inside)} |" in told
    assert "1 − x. No." in told
    assert f"Node | {inside[0].name}" not in told


def test_every_edge_in_sight_ends_in_a_head_and_titles_lie_over_edges(
    page: Page,
) -> None:
    page.run("page.press('d')")
    page.type("pag3 rsub")
    page.run("page.press('Enter', page.element('search'))")
    page.drawn()
    done = json.loads(str(page.run("JSON.stringify(page.done)")))
    titles = [at for at, name in enumerate(done) if name == "fillRect"][1:]
    assert "closePath" in done
    assert titles
    assert min(titles) > max(
        at for at, name in enumerate(done) if name == "bezierCurveTo"
    )


def test_search_counts_what_the_network_has_and_enter_goes_there(page: Page) -> None:
    expected = [n.name for n in pidnet().nodes if "sigmoid" in f"{n.name} {n.op}"]
    page.type("sigmoid")
    assert page.words("count") == f"{len(expected)} found"
    page.run("page.press('Enter', page.element('search'))")
    assert expected[0] in page.words("details")
    if len(expected) > 1:
        page.run("page.press('Enter', page.element('search'))")
        assert expected[1] in page.words("details")


def test_search_takes_every_word_and_an_empty_one_finds_nothing(page: Page) -> None:
    page.type("pag3 rsub")
    assert page.words("count") == "1 found"
    page.type("nothing-like-this")
    assert page.words("count") == "0 found"
    page.type("")
    assert page.words("count") == ""


def test_n_goes_from_problem_to_problem_in_a_ring(page: Page) -> None:
    seen = []
    for _ in range(3):
        page.run("page.press('n')")
        seen.append("pag3_rsub" in page.words("details"))
    assert seen == [True, False, True]
    assert "1 − x" in page.words("details")


def test_a_click_tells_the_node_and_escape_lets_go(page: Page) -> None:
    page.run("page.press('d')")
    page.type("pag3 rsub")
    page.run("page.press('Enter', page.element('search'))")
    page.run("page.press('Escape')")
    assert page.run("page.element('details').hidden")
    page.drag((500, 350), (500, 350))
    assert not page.run("page.element('details').hidden")
    assert "pag3_rsub" in page.words("details")


def test_d_opens_all_modules_and_closes_them_again(page: Page) -> None:
    page.run("page.press('d')")
    page.run("page.press('f')")
    label = page.words("depth")
    page.run("page.press('d')")
    assert label != page.words("depth")


def modules(page: Page, sign: str) -> set[str]:
    """The titles of all closed or open modules, seen on a large screen."""
    page.run("Object.assign(page.element('canvas'), {clientWidth: 1e4})")
    page.run("Object.assign(page.element('canvas'), {clientHeight: 1e4})")
    page.fire("fit", "click")
    return {word[2:] for word in page.drawn() if word.startswith(f"{sign} ")}


def test_enter_on_a_hit_opens_the_modules_around_it_and_no_other(page: Page) -> None:
    page.type("name:pag3_rsub")
    page.run("page.press('Enter', page.element('search'))")
    assert "1 − x" in page.drawn()
    closed = modules(page, "▸")
    assert modules(page, "▾") == {"pag3"}
    assert {"conv1", "layer3", "pag4"} <= closed


def test_a_double_click_opens_that_module_alone(page: Page) -> None:
    scene = scene_for(network(), whole=False, depth=0)
    box = scene.graph.number_of("pag4")
    x, y, width, height = scene.layout.rects[box].tolist()
    scale, left, top = page.camera
    at = {"clientX": (x + width / 2) * scale + left}
    page.fire("canvas", "dblclick", clientY=(y + height / 2) * scale + top, **at)
    assert "▾ pag4" in page.drawn()
    assert modules(page, "▾") == {"pag4"}
    assert "pag3" in modules(page, "▸")


def test_shapes_stand_at_the_edges_where_they_can_be_read(page: Page) -> None:
    scene = scene_for(network(), whole=False, depth=0)
    flows = {box.flow for box in scene.graph.boxes if box.flow}
    resized(page, 3000, 3000)
    assert flows.intersection(page.drawn())
    resized(page, 1000, 700)
    page.fire("fit", "click")
    assert not flows.intersection(page.drawn())


@pytest.mark.parametrize(
    "search",
    [
        "op:rsub",
        "op:sigmoid -name:pag3",
        "shape:64",
        "64x",
        "shape:64,128 op:add",
        "/pag[34]_rsub$/",
        "problem:",
        "problem:error",
        "target:ok",
        "src:pidnet",
        "src:whole.py:21",
        "module:pag3",
        '"pag3_rsub"',
        "dtype:float32 -relu",
        "macs>1M",
        "macs>=1.5k -op:conv",
        "-params>0",
        "err>-30",
        "err<-30 pag3",
        "-err>−30",
        "module:attention",
        "attention",
        "precision:int32",
        "precision:i32 op:rsub",
        r"/^pag[34]_(?:rsub|add)\d{0,2}$/",
        "/(pag.*)?rsub/",
        "name:/^.*pag.*_.*rs.*/",
    ],
)
def test_a_search_finds_what_the_studio_finds(page: Page, search: str) -> None:
    info = network()
    page.run(f"page.element('search').value = {json.dumps(search)}")
    page.fire("search", "input")
    marks = replace(marks_of(info, (PROBLEM, LATER)), errors=ERRORS)
    names = SearchIndex(info, marks).find(parse(search))
    assert page.words("count") == f"{len(names)} found"


def test_a_search_that_cannot_be_understood_says_so(page: Page) -> None:
    page.type("colour:red")
    assert page.words("count") == "There is no field colour:"
    page.type("/(/")
    assert "/(/" in page.words("count")
    page.type("/(a+)+$/")
    assert page.words("count").startswith("/(a+)+$/ takes too long")
    page.type("constructor:3")
    assert page.words("count") == "There is no field constructor:"
    page.type("size>3")
    assert page.words("count") == "There is no field size>"
    page.type("macs>")
    assert page.words("count") == "macs> needs a number behind it, such as macs>1k"


def test_errors_that_nobody_measured_are_not_compared(qapp: object) -> None:
    page = Page({})
    page.type("err>-30")
    assert "before the export" in page.words("count")


def test_no_folder_of_the_author_is_in_a_page() -> None:
    info = replace_source(pidnet())
    html = html_of([scene_for(info, whole=True, depth=None)], ())
    assert "/home/" not in html
    assert "pidnet.py:7" in html


def test_a_page_speaks_the_language_of_the_window(chinese: object) -> None:
    page = Page()
    assert '<html lang="zh-CN">' in page_html()
    page.type("name:pag3_rsub")
    page.run("page.press('Enter', page.element('search'))")
    places = ["facts", "fit", "next", "depth", "legend", "count", "details"]
    for place in places:
        shown = page.words(place)
        assert CHINESE.search(shown), shown
    legend = page.words("legend")
    assert not re.search("[A-Za-z]", legend), legend
    told = page.words("details")
    assert not re.search("Node|Output|Takes|Feeds|Module", told), told
    assert "1 − x。No." in told


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_a_browser_runs_the_page_without_an_error(tmp_path: Path) -> None:
    """The address asks for a search; the browser's own document shows the answer."""
    (tmp_path / "page.html").write_text(page_html(), encoding="utf-8")
    address = f"{(tmp_path / 'page.html').as_uri()}#search=pag3+rsub+err<-30"
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", address]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=90
    )
    assert '<span id="count" role="status">1 of 1</span>' in done.stdout
    assert "<dd>pag3_rsub</dd>" in done.stdout
    assert "Uncaught" not in done.stderr
