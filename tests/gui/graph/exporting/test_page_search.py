"""An expression in the search of an exported page cannot keep the page from answering.

Nothing stops an expression in a browser, so what may never end is not begun.
"""

import json

import pytest
from PySide6.QtQml import QJSEngine

from gui.graph.exporting.web_page import VIEWER

pytestmark = pytest.mark.usefixtures("qapp")
NODES = [
    {"name": name, "op": "aten.relu", "shape": [1, 64], "dtype": "float32"}
    | {"title": "", "module": "", "module_type": "", "source": "", "caller": ""}
    | {"kind": "op", "precision": "", "problems": [], "error": None}
    for name in ("relu_1", "a" * 40 + "_conv")
]


def found_by(text, before=""):
    """What the script of the page says of a search among two nodes."""
    engine = QJSEngine()
    script = (VIEWER / "search.js").read_text(encoding="utf-8")
    call = f"searchIn({json.dumps(NODES)}, {{}})({json.dumps(text)})"
    value = engine.evaluate(f"{script}{before};JSON.stringify({call})")
    assert not value.isError(), value.toString()
    return json.loads(value.toString())


@pytest.mark.parametrize(
    "search",
    [
        "/(a+)+$/",
        "/(?:x|[)]|a)*b/",
        r"/((\w?)x){30}/",
        "/(([a-z])*)*!/",
        r"/(\w{2,}_)+!/",
        "/.*.*.*.*.*!/",
    ],
)
def test_an_expression_that_may_never_end_is_refused(search):
    assert found_by(search) == {"found": [], "slow": search}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (r"/^relu_\d{1,2}$/", [0]),
        ("/(re.*)?_1|nothing/", [0]),
        ("/a+_(?:conv|relu)/", [1]),
        ("name:/^.*_.*v$/", [1]),
        (r"/[(+*]|\(x*\)*|(?:a)+_c/", [1]),
    ],
)
def test_one_that_ends_is_answered(search, found):
    assert found_by(search) == {"found": found, "isEmpty": False}


def test_a_search_that_takes_too_long_is_given_up():
    slow = "let now = 0; Date.now = () => (now += 600)"
    assert found_by("/relu/", slow) == {"found": [], "slow": "/relu/"}
