"""The graph as files: the same without a window, and nothing in a name breaks one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zlib
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter
from rich.console import Console

from engine.errors import EngineError, SourceError
from engine.graph_files import dot_text, excerpt, json_text
from engine.info import Diagnostic, Fix, WrittenCode
from engine.progress import run
from engine.recipe import SetPrecision
from gui.exporting import command
from gui.exporting.command import add_export
from gui.exporting.forecast import forecast
from gui.exporting.offscreen import Wanted, check_format, export_graph, write_sheet
from gui.graph.exporting import estimates, raster
from gui.graph.exporting.estimates import png_bytes, svg_bytes
from gui.graph.exporting.pages import pages_for
from gui.graph.exporting.raster import write_png
from gui.graph.exporting.sheet import scene_for, sheet_of_scene
from gui.graph.exporting.vectors import svg_of
from gui.graph.exporting.web_page import html_of
from gui.graph.painting import edges
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.scene import Marks
from gui.pages.marks import marks_of
from tests.gui.graph.networks import chain, pidnet

PROBLEM = Diagnostic("error", "pag3_rsub", "aten.rsub", "unsupported", "1 − x", "No.")
EVIL = '</script><script>alert("&")</script>\\ "'


def sheet():
    scene = scene_for(pidnet(), whole=False, depth=None)
    return sheet_of_scene(scene, marks_of(pidnet(), (PROBLEM,)), GraphColours.light())


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    lines = flat.reshape(image.height(), image.bytesPerLine())
    return lines[:, : 3 * image.width()].astype(int)


def test_a_png_of_many_tiles_equals_one_of_a_single_tile(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(edges, "FEW", 8)
    run(write_png(sheet(), tmp_path / "one.png", 0.7))
    monkeypatch.setattr(raster, "TILE", 201)
    monkeypatch.setattr(raster, "BAND", 97)
    run(write_png(sheet(), tmp_path / "many.png", 0.7))
    one, many = (QImage(str(tmp_path / f"{n}.png")) for n in ("one", "many"))
    assert one.size() == many.size()
    assert np.abs(pixels(one) - pixels(many)).mean() < 0.01


def test_a_picture_twice_as_large_shows_the_same_names_twice_as_large(qapp):
    scene = scene_for(pidnet(), whole=True, depth=None)
    drawn = sheet_of_scene(scene, Marks(), GraphColours.light())
    frame = scene.graph.frame_of("pag3")
    left, top = scene.layout.groups[frame][:2] - drawn.bounds[:2]

    def title(scale):
        part = left + 14, top + 6, left + 120, top + 20
        image = raster.pixels_of(drawn, scale, tuple(scale * each for each in part))
        return (image.min(axis=2) < 160).any(axis=0).nonzero()[0]

    usual, large = title(1.0), title(2.0)
    assert np.ptp(usual) > 20
    assert np.ptp(large) == pytest.approx(2 * np.ptp(usual), abs=4)


def test_a_cancelled_picture_leaves_no_file(qapp, tmp_path):
    steps = write_png(sheet(), tmp_path / "graph.png", 1.0)
    next(steps)
    next(steps)
    steps.close()
    assert list(tmp_path.iterdir()) == []


def test_a_picture_beyond_any_program_is_refused(qapp, tmp_path):
    with pytest.raises(EngineError, match="choose a smaller scale"):
        run(write_png(sheet(), tmp_path / "graph.png", 500.0))


def test_json_has_every_node_edge_module_and_problem():
    info = pidnet()
    found = json.loads(json_text(info, (PROBLEM,)))
    assert (found["format"], found["version"]) == ("npu-studio-graph", 1)
    assert [node["name"] for node in found["nodes"]] == [n.name for n in info.nodes]
    edges = {(edge["from"], edge["to"]) for edge in found["edges"]}
    assert edges == {(source, n.name) for n in info.nodes for source in n.inputs}
    assert [each["node"] for each in found["diagnostics"]] == ["pag3_rsub"]


SIZES = st.tuples(st.floats(1, 40_000), st.floats(1, 40_000))


@given(SIZES, st.sampled_from(["a4", "a3"]), st.floats(0, 300))
def test_sheets_of_paper_cover_the_drawing_and_share_a_strip(size, paper, overlap):
    pages = pages_for(size, paper, overlap)
    parts = [pages.part(number) for number in range(pages.count)]
    assert parts[0][:2] == (0, 0)
    assert parts[-1][2] >= size[0] - 1e-6
    assert parts[-1][3] >= size[1] - 1e-6
    if pages.across > 1:
        shared = parts[0][2] - parts[1][0]
        assert shared == pytest.approx(min(overlap * 72 / 25.4, shared))
        assert parts[0][2] < size[0]


def test_sheets_lie_the_way_that_needs_fewer(qapp):
    wide, tall = pages_for((1100, 500), "a3", 10), pages_for((500, 1100), "a3", 10)
    assert (wide.count, tall.count) == (1, 1)
    assert wide.page == tall.page[::-1]


def test_of_equally_many_sheets_those_that_cut_less_are_taken():
    pages = pages_for((600, 640), "a4", 10)
    assert (pages.across, pages.down, pages.seams((600, 640))) == (1, 2, 600)


@pytest.mark.parametrize("scale", [0.3, 1.0, 2.0])
@pytest.mark.parametrize("clear", [False, True])
def test_the_size_of_a_png_is_estimated_within_a_third(qapp, tmp_path, scale, clear):
    shown = sheet().without_ground() if clear else sheet()
    path = tmp_path / "graph.png"
    run(write_png(shown, path, scale, is_transparent=clear))
    ratio = png_bytes(shown, scale, is_transparent=clear) / path.stat().st_size
    assert 2 / 3 < ratio < 3 / 2


def test_the_size_of_an_svg_is_estimated_within_a_third(qapp, monkeypatch):
    scene = scene_for(pidnet(), whole=True, depth=None)
    shown = sheet_of_scene(scene, Marks(), GraphColours.light())
    monkeypatch.setattr(estimates, "MOST_BOXES", 60)
    assert 2 / 3 < svg_bytes(shown) / len(svg_of(shown)) < 3 / 2


def test_a_transparent_picture_is_clear_beside_the_boxes_and_solid_in_them(
    qapp, tmp_path
):
    shown = sheet()
    wanted = Wanted("png", tmp_path / "graph.png", is_transparent=True)
    run(write_sheet(shown, wanted))
    image = QImage(str(wanted.path))
    assert image.hasAlphaChannel()
    assert image.pixelColor(0, 0).alpha() == 0
    x, y, width, height = shown.painter.picture.scene.layout.rects[0].tolist()
    left, top = shown.bounds[:2]
    middle = round(x - left + width / 2), round(y - top + height - 6)
    assert image.pixelColor(*middle).alpha() == 255


def test_a_transparent_overview_is_refused_in_one_sentence(qapp, tmp_path):
    wanted = Wanted("png", tmp_path / "x.png", scale=0.05, is_transparent=True)
    with pytest.raises(SourceError, match="needs a scale of"):
        run(write_sheet(sheet(), wanted))
    assert list(tmp_path.iterdir()) == []


def test_a_width_decides_the_scale(qapp, tmp_path):
    wanted = Wanted("png", tmp_path / "graph.png", width=333)
    run(write_sheet(sheet(), wanted))
    assert QImage(str(wanted.path)).width() == 333


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
def test_graphviz_reads_dot_whatever_names_hold():
    info = pidnet()
    node = info.nodes[3]._replace(title=EVIL, module=EVIL.replace(".", ""))
    info = replace(info, name=EVIL, nodes=(*info.nodes[:3], node, *info.nodes[4:]))
    text = dot_text(info, (PROBLEM,))
    subprocess.run(["dot", "-Tplain"], input=text, text=True, check=True, timeout=60)


def test_dot_puts_nodes_into_the_clusters_of_their_modules():
    text = dot_text(pidnet(), (PROBLEM,))
    assert 'subgraph "cluster_pag3"' in text
    assert "#f8c9c4" in text
    assert text.count("{") == text.count("}")


def test_an_excerpt_holds_the_named_nodes_and_the_edges_between_them():
    found = excerpt(pidnet(), ["pag3_rsub", "pag3_mul_1", "x"])
    assert [node.name for node in found.nodes] == ["x", "pag3_rsub", "pag3_mul_1"]
    assert dot_text(found).count("->") == 1
    with pytest.raises(SourceError, match="no node nothing"):
        excerpt(pidnet(), ["nothing"])


def test_no_name_ends_the_script_of_a_page():
    info = pidnet()
    node = info.nodes[3]._replace(title=EVIL)
    info = replace(info, name=EVIL, nodes=(*info.nodes[:3], node, *info.nodes[4:]))
    page = html_of([scene_for(info, whole=True, depth=None)], (PROBLEM,))
    assert page.count("</script>") == 2
    assert "alert(" not in page.split("<title>")[1].split("<script")[0].replace(
        "alert(&quot;", ""
    )
    content = page.split('id="graph">')[1].split("</script>")[0]
    found = json.loads(content)
    assert found["nodes"][3]["title"] == found["name"] == EVIL


def test_a_page_loads_nothing_from_elsewhere():
    page = html_of([scene_for(pidnet(), whole=True, depth=None)], ())
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "src=" not in page.replace("default-src", "")


def test_a_page_holds_every_drawn_box_where_the_studio_has_it():
    scene = scene_for(pidnet(), whole=False, depth=1)
    page = html_of([scene], ())
    content = json.loads(page.split('id="graph">')[1].split("</script>")[0])
    boxes = np.array([box[:4] for box in content["drawings"][0]["boxes"]])
    assert np.abs(boxes - scene.layout.rects).max() <= 0.5
    assert len(content["drawings"][0]["edges"]) == len(scene.graph.edges)


@pytest.mark.parametrize("name", ["svg", "png", "pdf", "html", "dot", "json"])
def test_every_format_is_written_as_a_whole(qapp, tmp_path, name):
    wanted = Wanted(name, tmp_path / f"graph.{name}")
    result = run(export_graph(pidnet(), (PROBLEM,), lambda names: "", wanted))
    assert result["artifacts"][0]["bytes"] > 1000
    assert [path.name for path in tmp_path.iterdir()] == [f"graph.{name}"]


def test_code_is_written_with_the_state_dict_it_reads(tmp_path):
    code = WrittenCode("x = 1\n", b"weights")
    wanted = Wanted("fx-code", tmp_path / "net.py")
    result = run(export_graph(pidnet(), (), lambda _: code, wanted))
    assert [(each["kind"], each["bytes"]) for each in result["artifacts"]] == [
        ("fx-code", 6),
        ("state-dict", 7),
    ]
    assert (tmp_path / "net.state.pt").read_bytes() == code.state
    screen = Console(file=StringIO(), width=1000)
    command._print(screen, {**result, "stopped": ""})
    told = screen.file.getvalue().splitlines()
    assert told[0].endswith(f"net.py  6 bytes, {len(pidnet().nodes)} nodes")
    assert told[1].endswith("net.state.pt  7 bytes, weights")


def test_a_picture_shows_the_signs_of_the_canvas(qapp, tmp_path):
    info = pidnet()
    add = info.by_name["pag3_add"]
    written = add._replace(precision="int16", origin="pag3_old")
    nodes = tuple(written if node is add else node for node in info.nodes)
    fix = Fix(SetPrecision("pag3_rsub", "int32"), "Hand out int32")
    wanted = Wanted("svg", tmp_path / "graph.svg", "opened")
    for problem, signs in ((PROBLEM, 0), (replace(PROBLEM, fixes=(fix,)), 1)):
        shown = replace(info, nodes=nodes if signs else info.nodes)
        run(export_graph(shown, (problem,), lambda names: "", wanted))
        text = wanted.path.read_text(encoding="utf-8")
        edited = GraphColours.light().edited
        found = [text.count(">i32<"), text.count(">int16<"), text.count(edited)]
        assert found == [signs] * 3


@pytest.mark.parametrize("name", ["svg", "html"])
def test_a_long_graph_is_written_in_columns_unless_in_one(qapp, tmp_path, name):
    shapes = []
    for in_columns in (True, False):
        path = tmp_path / f"{in_columns}.{name}"
        wanted = Wanted(name, path, "opened", in_columns=in_columns)
        run(export_graph(chain(150), (), lambda names: "", wanted))
        text = path.read_text(encoding="utf-8")
        if name == "svg":
            width, height = map(
                float, re.findall(r'viewBox="0 0 (\S+) (\S+)"', text)[0]
            )
        else:
            content = json.loads(text.split('id="graph">')[1].split("</script>")[0])
            boxes = np.array([box[:4] for box in content["drawings"][-1]["boxes"]])
            width, height = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
        shapes.append(height / width)
    assert 0.4 < shapes[0] < 1.5
    assert shapes[1] > 20


def test_a_format_nobody_knows_is_one_sentence():
    with pytest.raises(SourceError, match="there are svg, png, pdf, html"):
        check_format("gif")


def test_a_pdf_on_pages_has_those_that_something_is_drawn_on(qapp, tmp_path):
    path = tmp_path / "graph.pdf"
    wanted = Wanted("pdf", path, "opened", paper="a4", overlap_mm=12.0, scale=0.6)
    wanted = replace(wanted, in_columns=False)
    run(export_graph(pidnet(), (), lambda names: "", wanted))
    scene = scene_for(pidnet(), whole=True, depth=None)
    drawn = sheet_of_scene(scene, Marks(), GraphColours.light())
    size = drawn.size[0] * 0.6, drawn.size[1] * 0.6
    pages = pages_for(size, "a4", 12.0)
    inked = [n for n in range(pages.count) if has_ink(drawn, pages.part(n))]
    assert 1 < len(inked) < pages.count
    assert path.read_bytes().count(b"/MediaBox") == len(inked)
    told = forecast(drawn, wanted, 1)
    assert told.sheets == (pages.across, pages.down)
    assert told.blank == pages.count - len(inked)


def has_ink(drawn, part):
    """Whether a part of a drawing has more than one colour."""
    image = QImage(
        round(part[2] - part[0]),
        round(part[3] - part[1]),
        QImage.Format.Format_RGB32,
    )
    painter = QPainter(image)
    drawn.paint(painter, 0.6, part)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32)
    return len(np.unique(pixels)) > 1


@pytest.mark.parametrize(("look", "is_white"), [("light", True), ("dark", False)])
def test_paper_is_white_and_a_dark_look_stays_dark(qapp, tmp_path, look, is_white):
    path = tmp_path / "graph.pdf"
    wanted = Wanted("pdf", path, look=look, paper="a4")
    run(export_graph(pidnet(), (), lambda names: "", wanted))
    found = re.findall(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL)
    pages = [zlib.decompress(each) for each in found if each[:1] == b"x"]
    fills = re.search(rb"cs\n([\d. ]+) scn", b"".join(pages))
    ground = set(fills[1].split())
    assert (ground == {b"1"}) == is_white


def test_a_page_too_long_for_a_pdf_is_told_with_its_scale(qapp, tmp_path):
    scene = scene_for(chain(400), whole=True, depth=None)
    drawn = sheet_of_scene(scene, Marks(), GraphColours.light())
    told = forecast(drawn, Wanted("pdf", tmp_path / "graph.pdf"), 400)
    assert told.page_scale == pytest.approx(14_000 / drawn.size[1])
    assert told.page_scale < 1


def test_the_command_line_has_the_command():
    import typer

    app = typer.Typer()
    add_export(app)
    assert [each.name for each in app.registered_commands] == ["export"]
