"""A graph as one HTML file that needs neither the studio nor a network."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import PurePath
from types import MappingProxyType

from engine.info import Diagnostic, GraphInfo, NodeInfo, SourceLine
from engine.resources import RESOURCES
from gui.graph.exporting.page_words import facts_text, page_words, problem_text
from gui.graph.painting.flow_places import flow_left, flow_rect
from gui.graph.scene.boxes import quantity, text_width
from gui.graph.scene.colours import GraphColours
from gui.graph.scene.flow import FLOW_SIZE
from gui.graph.scene.scene import Scene, int32_nodes
from gui.sentences import in_language

VIEWER = RESOURCES / "viewer"
NOT_MEASURED: Mapping[str, float] = MappingProxyType({})


def html_of(
    scenes: Sequence[Scene],
    diagnostics: Sequence[Diagnostic],
    target: str = "",
    errors: Mapping[str, float] = NOT_MEASURED,
) -> str:
    """Write a page that shows these drawings of one graph, the first one at first.

    `errors` are those of rounding by node, in dB. Nothing in a name can end a script or
    become markup.
    """
    info, problems = scenes[0].graph.info, _problems(diagnostics)
    offered = dict.fromkeys(int32_nodes(diagnostics), "int32 i32")
    words = page_words()
    content = {
        "name": info.name,
        "words": words,
        "facts": _facts(info, target),
        "direction": scenes[0].layout.direction,
        "colours": {
            "light": asdict(GraphColours.light()),
            "dark": asdict(GraphColours.dark()),
        },
        "nodes": [
            _node(node, problems)
            | {"error": errors.get(node.name)}
            | {"precision": node.precision or offered.get(node.name, "")}
            for node in info.nodes
        ],
        "module_types": dict(info.module_types),
        "drawings": [_drawing(scene) for scene in scenes],
    }
    parts = {
        "@LANGUAGE@": html.escape(str(words["language"])),
        "@TITLE@": html.escape(info.name),
        "@STYLE@": (VIEWER / "viewer.css").read_text(encoding="utf-8"),
        "@GRAPH@": _harmless(content),
        "@SCRIPT@": "".join(
            (VIEWER / name).read_text(encoding="utf-8")
            for name in ("search.js", "viewer.js")
        ),
    }
    page = (VIEWER / "page.html").read_text(encoding="utf-8")
    for mark, text in parts.items():
        before, after = page.split(mark, 1)
        page = before + text + after
    return page


def _harmless(content: object) -> str:
    """JSON in which no letter means anything to HTML."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _facts(info: GraphInfo, target: str) -> str:
    parameters = quantity(info.parameters).strip()
    words = [facts_text(len(info.nodes), parameters)]
    words.append(f"{quantity(info.macs)}MAC")
    return " · ".join([*words, target] if target else words)


def _problems(diagnostics: Sequence[Diagnostic]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for each in diagnostics:
        title, message = in_language(each.title), in_language(each.message)
        row = each.severity, title, problem_text(title, message)
        found.setdefault(each.node, []).append(row)
    return found


def _node(
    node: NodeInfo, problems: dict[str, list[tuple[str, ...]]]
) -> dict[str, object]:
    source = node.source
    return {
        "name": node.name,
        "kind": node.kind,
        "op": node.op,
        "title": node.title or node.name,
        "family": node.family,
        "shape": node.shape,
        "dtype": node.dtype,
        "module": node.module,
        "module_type": node.module_type,
        "inputs": node.inputs,
        "users": node.users,
        "arguments": node.arguments,
        "parameters": node.parameters,
        "macs": node.macs,
        "source": _place(source),
        "caller": _place(source.called_from) if source else "",
        "text": source.text if source else "",
        "problems": problems.get(node.name, []),
    }


def _place(source: SourceLine | None) -> str:
    """File and line, without the author's folders; empty for none."""
    return f"{PurePath(source.file).name}:{source.line}" if source else ""


def _drawing(scene: Scene) -> dict[str, object]:
    """Boxes, frames and edges as rows of whole pixels, as the page reads them."""
    graph, layout = scene.graph, scene.layout
    inside: list[list[int]] = [[] for _ in graph.boxes]
    for place, number in enumerate(graph.box_of_node):
        if number >= 0:
            inside[number].append(place)
    rects, groups = layout.rects.round().astype(int), layout.groups.round().astype(int)
    knots = layout.knots.round().astype(int)
    boxes = [
        [
            *rects[number].tolist(),
            box.title,
            box.line,
            inside[number],
            box.family,
            box.group,
            int(box.kind == "module"),
            box.key if box.kind == "module" else "",
            *_flow(scene, number),
        ]
        for number, box in enumerate(graph.boxes)
    ]
    frames = [
        [*groups[number].tolist(), frame.parent, frame.title, frame.key]
        for number, frame in enumerate(graph.frames)
    ]
    starts = layout.starts.tolist()
    edges = [
        [*ends, *knots[starts[number] : starts[number + 1]].reshape(-1).tolist()]
        for number, ends in enumerate(graph.edges)
    ]
    bounds = [round(each) for each in layout.bounds]
    return {"boxes": boxes, "frames": frames, "edges": edges, "bounds": bounds}


def _flow(scene: Scene, box: int) -> list[str | int]:
    """What is written at the exit of a box, and its left and top."""
    text = scene.graph.boxes[box].flow
    if not text:
        return []
    left, top = (
        flow_left(scene, box, text_width(text, FLOW_SIZE)),
        flow_rect(scene, box)[1],
    )
    return [text, round(left), round(top)]
