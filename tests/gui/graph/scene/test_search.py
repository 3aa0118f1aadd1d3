"""Which nodes a search finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.info import GraphInfo, SourceLine
from gui.graph.scene.plain_expressions import plain_search
from gui.graph.scene.query import PARTS, WAYS_TO_ASK, Unreadable, parse
from gui.graph.scene.scene import Marks
from gui.graph.scene.search import Hits, SearchIndex, find
from tests.gui.graph.networks import pidnet


@pytest.fixture(scope="module")
def info() -> GraphInfo:
    """A network of which one node has a source line and one another dtype."""
    graph = pidnet()
    caller = SourceLine("whole_net.py", 45)
    line = SourceLine("model_utils.py", 123, called_from=caller)
    nodes = tuple(
        node._replace(source=line, dtype="int64") if node.name == "pag3_rsub" else node
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
        ("src:model_utils", ("pag3_rsub",)),
        ("src:whole_net.py:45", ("pag3_rsub",)),
        ("whole_net", ("pag3_rsub",)),
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


def test_a_minus_leaves_out_what_a_word_finds(info: GraphInfo) -> None:
    every = set(find(info, "op:conv2d"))
    without = set(find(info, "op:conv2d -module:layer3"))
    assert without
    assert without | set(find(info, "op:conv2d module:layer3")) == every
    assert without.isdisjoint(find(info, "module:layer3"))


def test_a_problem_is_found_by_its_severity_and_its_words(info: GraphInfo) -> None:
    marks = Marks({"pag3_rsub": "error"}, {"pag3_rsub": "Resize is too wide"})
    for text in ("problem:", "problem:error", 'problem:"too wide"', "target:error"):
        assert find(info, text, marks) == ("pag3_rsub",)
    assert "pag3_rsub" not in find(info, "target:ok", marks)
    assert find(info, "problem:warning", marks) == ()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("conv 3x3", "conv 3×3"),
        ("1x64", "1×64"),
        ("1*64*", "1×64×"),
        ("64,128", "64×128"),
        ("shape:×64×", "shape:64"),
    ],
)
def test_sizes_are_found_as_a_keyboard_writes_them(written, shown, info) -> None:
    assert find(info, written) == find(info, shown) != ()


def test_a_name_with_an_x_between_digits_is_still_found(info: GraphInfo) -> None:
    nodes = (*info.nodes[:9], info.nodes[9]._replace(name="branch_1x1"))
    assert find(replace(info, nodes=nodes), "1x1") == ("branch_1x1",)


def test_nodes_are_found_by_the_class_of_any_module_around_them(info) -> None:
    paths = [path for path, kind in info.module_types if kind == "BasicBlock"]
    inside = [
        node.name
        for node in info.nodes
        if any(f"{node.module}.".startswith(f"{path}.") for path in paths)
    ]
    assert inside
    assert list(find(info, "module:basicblock")) == inside
    assert list(find(info, "BasicBlock")) == inside


def test_an_offer_of_int32_is_found_as_its_badge_says(info: GraphInfo) -> None:
    marks = Marks(int32=frozenset({"pag3_rsub"}))
    for text in ("i32", "precision:int32", "precision:"):
        assert find(info, text, marks) == ("pag3_rsub",)


@pytest.mark.parametrize("text", [r"/(\w+)+[!?]/", "name:/(a|aa)+[!?]/"])
def test_an_expression_that_would_not_end_is_refused(info: GraphInfo, text) -> None:
    long = info.nodes[5]._replace(name="a" * 300)
    hits = Hits(SearchIndex(replace(info, nodes=(long,)))).searching(text)
    assert hits.names == ()
    assert hits.refusal is not None
    assert hits.refusal.reason == "slow"
    assert hits.refusal.word == text.removeprefix("name:")


def test_an_unreadable_search_names_its_word() -> None:
    with pytest.raises(Unreadable, match="field: oops"):
        parse("relu oops:3")
    with pytest.raises(Unreadable, match="expression"):
        parse("name:/(/")


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        terms = parse(text)
    except Unreadable:
        return
    for term in terms:
        assert all(text[start:end] for start, end in term.spans(text))


@given(st.sampled_from(["relu", "op:conv2d", "/pag[34]/", "shape:1x64", "dtype:"]))
def test_a_word_and_its_minus_part_the_graph(word: str) -> None:
    graph = pidnet()
    found, others = find(graph, word), find(graph, f"-{word}")
    assert len(found) + len(others) == len(graph.nodes)
    assert set(found).isdisjoint(others)


def test_an_expression_is_tried_on_every_text_by_itself(info: GraphInfo) -> None:
    assert find(info, "/^pag3_rsub$/") == ("pag3_rsub",)
    assert find(info, "/^int64$/") == ("pag3_rsub",)


PIECES = "a K _ 0 : < . \\d \\w \\. \\( \\] [a-c] [^A-Z_] [0-z] ^ $ | + * ? ( ) \\s {2}"


@given(
    st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=7).map("".join),
    st.lists(st.text("abkz_09 :<.()]", max_size=9)),
)
@example("re", ["relu\nconv"])
@example("i", ["ı"])
@example("a", [])
def test_python_finds_what_qt_does_where_it_looks_instead(pattern, texts) -> None:
    search = plain_search(pattern, texts)
    try:
        (term,) = parse(f"/{pattern}/")
    except Unreadable:
        return
    if search is not None and term.expression is not None:
        found = [term.expression.match(text).hasMatch() for text in texts]
        assert [bool(search(text)) for text in texts] == found


@pytest.mark.parametrize(
    ("pattern", "is_plain"),
    [
        (r"^conv2d_\d+1$", True),
        ("re.u|[a-z]+_1[0-9]*$", True),
        (r"(\w+)+", False),
        ("a++", False),
        (r"\bconv", False),
        ("a*b*c*d*", False),
    ],
)
def test_python_looks_for_rows_of_characters(pattern, is_plain) -> None:
    texts = ["conv2d_11 in stage1.block"]
    assert (plain_search(pattern, texts) is not None) == is_plain
    assert plain_search(pattern, [*texts, "größe"]) is None


def test_other_marks_change_only_what_they_say(info: GraphInfo) -> None:
    index = SearchIndex(info)
    assert list(index.writing()) == [None] * len(PARTS)
    for text in ("relu", "wide", "-problem: op:rsub", "precision:int8"):
        marks = Marks({"x": "error"}, {"x": "too wide"}, {"pag3_rsub": "int8"})
        terms = parse(text)
        again, fresh = index.over(info, marks), SearchIndex(info, marks)
        assert again.find(terms).tolist() == fresh.find(terms).tolist()


def test_numbers_are_compared() -> None:
    info = pidnet()
    heavy = {node.name for node in info.nodes if node.macs > 1000}
    assert heavy
    assert set(find(info, "macs>1k")) == set(find(info, "MACS>1e3")) == heavy
    assert set(find(info, "-macs>1k")) == {node.name for node in info.nodes} - heavy
    assert set(find(info, "params>=0 op:conv2d")) == set(find(info, "op:conv2d"))
    marks = Marks(errors={"x": -20.0, "pag3_rsub": -50.0})
    assert find(info, "err>-30", marks) == find(info, "err>−30", marks) == ("x",)
    assert set(find(info, "err<0", marks)) == {"x", "pag3_rsub"}
    refusal = Hits(SearchIndex(info)).searching("err>-30").refusal
    assert refusal is not None
    assert refusal.reason == "unmeasured"


@pytest.mark.parametrize(
    ("text", "why"), [("macs>", "number: macs>"), ("size>3", "field: size>")]
)
def test_a_comparison_that_is_not_understood_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        parse(text)
    assert "err>" in WAYS_TO_ASK
