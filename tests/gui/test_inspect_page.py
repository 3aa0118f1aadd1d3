import pytest

from engine.info import GraphInfo, NodeInfo
from gui.inspect_page import heir


def graph(*nodes):
    rows = [
        NodeInfo(name, "op", "aten.op", name, "elementwise", origin=origin)
        for name, origin in nodes
    ]
    return GraphInfo("net", "d", tuple(rows), 0, 0)


OPENED = graph(("conv", ""), ("rsub", ""))
FIXED = graph(("conv", ""), ("rsub_add", "rsub"), ("rsub_mul", "rsub"))


@pytest.mark.parametrize(
    ("name", "before", "after", "found"),
    [
        ("conv", OPENED, FIXED, "conv"),
        ("rsub", OPENED, FIXED, "rsub_mul"),
        ("rsub_add", FIXED, OPENED, "rsub"),
        ("rsub", OPENED, graph(("conv", "")), ""),
        ("rsub", None, graph(("conv", "")), ""),
        ("", OPENED, FIXED, ""),
    ],
)
def test_the_selection_goes_to_what_took_the_nodes_place(name, before, after, found):
    assert heir(name, before, after) == found
