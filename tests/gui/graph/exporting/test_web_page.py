"""The exported page moves, zooms and searches: in a script engine, and in a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtQml import QJSEngine

from engine.info import Diagnostic, Fix, GraphInfo, SourceLine
from engine.recipe import SetPrecision
from gui.graph.exporting.sheet import scene_for
from gui.graph.exporting.web_page import html_of
from gui.graph.scene.query import parse
from gui.graph.scene.search import SearchIndex
from gui.pages.marks import marks_of
from tests.gui.graph.networks import pidnet

PROBLEM = Diagnostic("error", "pag3_rsub", "aten.rsub", "unsupported", "1 − x", "No.")
LEGIBLE = 0.7
ERRORS = {"pag3_rsub": -42.5, "pag4_rsub": -18.0}
CHINESE = re.compile("[\u4e00-\u9fff]")
INT32 = Fix(SetPrecision("pag4_rsub", "int32"), "Hand out int32")
LATER = replace(PROBLEM, node="pag4_rsub", fixes=(INT32,))
BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)


def page_html(errors: Mapping[str, float] = ERRORS) -> str:
    """The page of a network with an overview and a drawing of everything."""
    info = network()
    few = scene_for(info, whole=False, depth=0)
    every = scene_for(info, whole=True, depth=None)
    return html_of([few, every], (PROBLEM, LATER), errors=errors)


def replace_source(info: GraphInfo) -> GraphInfo:
    """The network as somebody wrote it in a file of theirs."""
    caller = SourceLine("/home/somebody/secret/whole.py", 21)
    line = SourceLine("/home/somebody/secret/pidnet.py", 7, "x = 1 - y", "", caller)
    nodes = tuple(replace(node, source=line) for node in info.nodes)
    return replace(info, nodes=nodes)


def network() -> GraphInfo:
    """The network with the classes of its modules known."""
    info = replace_source(pidnet())
    kinds = {node.module: node.module_type for node in info.nodes}
    kinds["pag3"] = "Attention"
    return replace(info, module_types=tuple(kinds.items()))


class Page:
    """The script of an exported page in a script engine, beside a plain document."""

    def __init__(self, errors: Mapping[str, float] = ERRORS) -> None:
        self._engine = QJSEngine()
        html = page_html(errors)
        document = Path(__file__).with_name("document.js")
        self.run(document.read_text(encoding="utf-8"))
        content = html.split('id="graph">')[1].split("</script>")[0]
        self.run(f"page.element('graph').textContent = {json.dumps(content)}")
        self.run(html.rsplit("<script>", 1)[1].split("</script>")[0])

    def run(self, script: str) -> object:
        """What a script comes to; an error in it fails the test."""
        value = self._engine.evaluate(script)
        assert not value.isError(), value.toString()
        return value.toVariant()

    def drawn(self) -> list[str]:
        """The words painted in a new frame."""
        words: object = json.loads(str(self.run("JSON.stringify(page.paint())")))
        assert isinstance(words, list)
        return words

    @property
    def camera(self) -> tuple[float, float, float]:
        """Scale and offset of the last frame."""
        self.drawn()
        scale, _, _, _, x, y = json.loads(
            str(self.run("JSON.stringify(page.transform)"))
        )
        return scale, x, y

    def fire(self, element: str, event: str, **values: object) -> None:
        """Let something happen to an element."""
        self.run(f"page.element('{element}').fire('{event}', {json.dumps(values)})")

    def type(self, text: str) -> None:
        """Type into the search field."""
        self.run(f"page.element('search').value = {json.dumps(text)}")
        self.fire("search", "input")

    def words(self, element: str) -> str:
        """The words an element shows."""
        return str(self.run(f"page.element('{element}').words()"))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag on the canvas."""
        for event, (x, y) in (
            ("pointerdown", start),
            ("pointermove", end),
            ("pointerup", end),
        ):
            self.fire("canvas", event, clientX=x, clientY=y, pointerId=1)


@pytest.fixture
def page(qapp) -> Iterator[Page]:
    """A page that was just opened."""
    return Page()


def test_it_opens_with_the_beginning_of_the_graph_in_a_size_to_be_read(
    page: Page,
) -> None:
    assert page.words("name") == pidnet().name
    scale, _, _ = page.camera
    assert LEGIBLE <= scale <= 1
    first = scene_for(network(), whole=False, depth=0).graph.boxes[0]
    page.fire("canvas", "wheel", deltaX=0, deltaY=0)
    assert first.title in page.drawn()
    page.type("pag3 rsub")
    page.run("page.press('Enter', page.element('search'))")
    assert any("pag3" in word for word in page.drawn())


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
    shown = flows.intersection(page.drawn())
    assert shown
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
