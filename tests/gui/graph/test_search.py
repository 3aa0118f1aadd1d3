"""Which nodes a search finds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.info import GraphInfo, SourceLine
from gui.graph.search import find
from tests.gui.graph.networks import pidnet


@pytest.fixture(scope="module")
def info() -> GraphInfo:
    """A network of which one node has a source line and one another dtype."""
    graph = pidnet()
    nodes = tuple(
        replace(node, source=SourceLine("model_utils.py", 123), dtype="int64")
        if node.name == "pag3_rsub"
        else node
        for node in graph.nodes
    )
    return replace(graph, nodes=nodes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("   ", ()),
        ("PAG3_RSUB", ("pag3_rsub",)),
        ("op:rsub module:dfm", ("dfm_rsub",)),
        ("model_utils.py:123", ("pag3_rsub",)),
        ("file:model_utils", ("pag3_rsub",)),
        ("dtype:int64", ("pag3_rsub",)),
        ('"1 − x" module:pag4', ("pag4_rsub",)),
        ("name:/^pag[34]_rsub$/", ("pag3_rsub", "pag4_rsub")),
        ("/^aten.rsub/ nothing", ()),
        ("name:/(/", ()),
        ("unknown:rsub", ()),
        ("shape:1x3x1024x2048", ("x",)),
    ],
)
def test_a_search_finds(info: GraphInfo, text: str, expected: tuple[str, ...]) -> None:
    assert find(info, text) == expected


def test_a_shape_matches_whole_sizes_only(info: GraphInfo) -> None:
    found = find(info, "shape:1x64")
    shapes = {info.by_name[name].shape[:2] for name in found}
    assert shapes == {(1, 64)}


def test_hits_come_in_graph_order(info: GraphInfo) -> None:
    order = {node.name: place for place, node in enumerate(info.nodes)}
    places = [order[name] for name in find(info, "op:conv2d")]
    assert places == sorted(places)
    assert len(places) > 40
