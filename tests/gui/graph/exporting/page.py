"""An exported page in a script engine, beside as much of a browser as it touches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtQml import QJSEngine

from engine.info import Diagnostic, Fix, GraphInfo, SourceLine
from engine.recipe import SetPrecision
from gui.graph.exporting.sheet import scene_for
from gui.graph.exporting.web_page import html_of
from tests.gui.graph.networks import pidnet

PROBLEM = Diagnostic("error", "pag3_rsub", "aten.rsub", "unsupported", "1 − x", "No.")
ERRORS = {"pag3_rsub": -42.5, "pag4_rsub": -18.0}
INT32 = Fix(SetPrecision("pag4_rsub", "int32"), "Hand out int32")
LATER = replace(PROBLEM, node="pag4_rsub", fixes=(INT32,))


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
    nodes = tuple(node._replace(source=line) for node in info.nodes)
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
