"""A graph as text for other programs: dot for Graphviz, and JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace

from engine.errors import SourceError
from engine.info import Diagnostic, GraphInfo, NodeInfo
from engine.sentence import say

FORMAT = "npu-studio-graph"
VERSION = 1
_FILLS = {"error": "#f8c9c4", "warning": "#fbe3b5", "advice": "#cdeef5"}
_RANKS = ("advice", "warning", "error")


def excerpt(info: GraphInfo, names: Collection[str]) -> GraphInfo:
    """Some nodes of a graph with the edges between them.

    Raises:
        SourceError: one of the names is no node of the graph.
    """
    unknown = [name for name in names if name not in info.by_name]
    if unknown:
        raise SourceError(
            say(
                "The graph has no node {unknown}; `npu-studio export SOURCE "
                "--as json` lists all.",
                unknown=unknown[0],
            )
        )
    chosen = frozenset(names)
    nodes = tuple(
        node._replace(
            inputs=tuple(name for name in node.inputs if name in chosen),
            users=tuple(name for name in node.users if name in chosen),
        )
        for node in info.nodes
        if node.name in chosen
    )
    return replace(
        info,
        nodes=nodes,
        parameters=sum(node.parameters for node in nodes),
        macs=sum(node.macs for node in nodes),
    )


def json_text(info: GraphInfo, diagnostics: Sequence[Diagnostic] = ()) -> str:
    """Write nodes in topological order, edges, modules and what is wrong.

    The object has the keys `format`, `version`, `name`, `digest`, `parameters`,
    `macs`; `nodes` with all that is known of each (`shape` a list, `source` the file,
    line, text and function); `edges` as {"from", "to", "shape", "dtype"}; `modules` as
    {"path", "type"}; `diagnostics` as {"severity", "node", "constraint", "title",
    "message"}. Keys are only ever added; `version` grows when one changes its meaning.
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        "name": info.name,
        "digest": info.digest,
        "parameters": info.parameters,
        "macs": info.macs,
        "nodes": [_node_row(node) for node in info.nodes],
        "edges": [
            {
                "from": source.name,
                "to": node.name,
                "shape": list(source.shape),
                "dtype": source.dtype,
            }
            for source, node in _edges(info)
        ],
        "modules": [
            {"path": path, "type": kind} for path, kind in info.module_types if path
        ],
        "diagnostics": [
            {
                "severity": each.severity,
                "node": each.node,
                "constraint": each.constraint,
                "title": each.title,
                "message": each.message,
            }
            for each in _about(info, diagnostics)
        ],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def dot_text(info: GraphInfo, diagnostics: Sequence[Diagnostic] = ()) -> str:
    """Write the graph for Graphviz: a cluster per module, shapes on the edges.

    A node with a problem is filled with the colour of its worst, and tells it.
    """
    worst: dict[str, Diagnostic] = {}
    for each in _about(info, diagnostics):
        known = worst.get(each.node)
        if known is None or _rank(each) > _rank(known):
            worst[each.node] = each
    lines = [
        f"digraph {_quoted(info.name)} {{",
        '  node [shape=box style="rounded,filled" fillcolor=white fontname=Helvetica];',
        "  edge [fontname=Helvetica fontsize=9];",
        *_clusters(info, worst),
    ]
    for source, node in _edges(info):
        label = "×".join(map(str, source.shape))
        if source.dtype not in ("", "float32"):
            label = f"{label} {source.dtype}".strip()
        ends = f"{_quoted(source.name)} -> {_quoted(node.name)}"
        lines.append(f"  {ends} [label={_quoted(label)}];")
    return "\n".join([*lines, "}", ""])


def _clusters(info: GraphInfo, worst: dict[str, Diagnostic]) -> Iterator[str]:
    """The nodes inside their modules, as nested subgraphs."""
    kinds = dict(info.module_types)
    inside: dict[str, list[NodeInfo]] = {"": []}
    for node in info.nodes:
        inside.setdefault(node.module, []).append(node)
        for path in _around(node.module):
            inside.setdefault(path, [])
    children: dict[str, list[str]] = {}
    for path in inside:
        if path:
            children.setdefault(path.rpartition(".")[0], []).append(path)

    def write(path: str, indent: str) -> Iterator[str]:
        for node in inside[path]:
            yield f"{indent}{_statement(node, worst.get(node.name))}"
        for child in children.get(path, ()):
            title = f"{child.rpartition('.')[2]} {kinds.get(child, '')}".strip()
            yield f"{indent}subgraph {_quoted(f'cluster_{child}')} {{"
            yield f"{indent}  label={_quoted(title)}; color=gray70;"
            yield from write(child, f"{indent}  ")
            yield f"{indent}}}"

    return write("", "  ")


def _around(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]


def _statement(node: NodeInfo, problem: Diagnostic | None) -> str:
    words = [f"label={_quoted(node.title or node.name)}"]
    hint = f"{node.name}: {node.op}"
    if problem is not None:
        words.append(f"fillcolor={_quoted(_FILLS[problem.severity])}")
        hint = f"{hint}\n{problem.title}: {problem.message}"
    words.append(f"tooltip={_quoted(hint)}")
    return f"{_quoted(node.name)} [{' '.join(words)}];"


def _edges(info: GraphInfo) -> Iterator[tuple[NodeInfo, NodeInfo]]:
    for node in info.nodes:
        for name in dict.fromkeys(node.inputs):
            if name in info.by_name:
                yield info.by_name[name], node


def _about(info: GraphInfo, diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """What is said of these nodes or of the whole graph."""
    known = info.by_name
    return [each for each in diagnostics if not each.node or each.node in known]


def _node_row(node: NodeInfo) -> dict[str, object]:
    row: dict[str, object] = node._asdict()
    row["arguments"] = dict(node.arguments)
    row["source"] = None if node.source is None else asdict(node.source)
    return row


def _rank(diagnostic: Diagnostic) -> int:
    return _RANKS.index(diagnostic.severity)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
