"""The tree after a change is the one that would be shown from the beginning."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from engine.info import Diagnostic, GraphInfo, NodeInfo
from gui.widgets.module_hierarchy import hierarchy
from gui.widgets.module_model import BRANCH, ModuleModel

MODULES = ("", "a", "a.b", "a.b.c", "a.d", "e", "e.b", "f.g.h")
GRAPHS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(MODULES)),
    max_size=16,
    unique_by=lambda each: each[0],
)


def graph_of(nodes):
    return GraphInfo("graph", "", tuple(node(*each) for each in nodes), 0, 0)


def node(number, module):
    name = f"n{number}"
    return NodeInfo(
        name, "op", "relu", name, "activation", (1,), "float32", module, "", macs=number
    )


def rows(model, parent=None):
    found, parent = [], parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        found.append((index.data(BRANCH), rows(model, index)))
    return found


@given(st.lists(GRAPHS, min_size=1, max_size=5))
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_any_change_leads_to_the_tree_that_is_shown_from_the_beginning(qapp, graphs):
    model = ModuleModel()
    tester = QAbstractItemModelTester(model, model)
    for nodes in graphs:
        model.show(hierarchy(graph_of(nodes)))
        fresh = ModuleModel()
        fresh.show(hierarchy(graph_of(nodes)))
        assert rows(model) == rows(fresh)
        for number, _ in nodes:
            index = model.index_of_node(f"n{number}")
            assert index.data() == f"n{number}"
        known = model.indices_of_modules(model.tree.rows)
        for path, index in known.items():
            assert index == model.index_of_module(path)
            assert not path or index.data(BRANCH).path == path
    del tester


def test_a_row_that_stays_keeps_its_place_in_a_view(qapp):
    model = ModuleModel()
    model.show(hierarchy(graph_of([(1, "a"), (2, "a.b"), (3, "e"), (4, "e")])))
    kept = {
        name: QPersistentModelIndex(model.index_of_node(name)) for name in ("n2", "n4")
    }
    module = QPersistentModelIndex(model.index_of_module("a.b"))
    after = [(1, "a"), (9, "a"), (2, "a.b"), (8, "a.d"), (5, "e"), (4, "e")]
    model.show(hierarchy(graph_of(after)))
    assert {name: each.data() for name, each in kept.items()} == {
        "n2": "n2",
        "n4": "n4",
    }
    assert module.data(BRANCH).path == "a.b"


def test_the_module_around_many_rows_is_looked_up_once(qapp, monkeypatch):
    model, looked = ModuleModel(), []
    model.show(hierarchy(graph_of([(number, "a.b") for number in range(30)])))
    module_at = model.module_at
    monkeypatch.setattr(
        model, "module_at", lambda index: looked.append(index) or module_at(index)
    )
    rows(model)
    assert len(looked) == 3


def test_a_row_is_spoken_with_its_class_its_cost_and_its_problems(qapp):
    problem = Diagnostic("error", "n5", "op", "rank", "n5", "No.")
    info = replace(graph_of([(5000, "a"), (5, "a")]), module_types=(("a", "Block"),))
    model = ModuleModel()
    model.show(hierarchy(info, (problem, problem)))
    role = Qt.ItemDataRole.AccessibleTextRole
    module = model.index_of_module("a")
    assert module.data(role) == "a, Block, 5.0 k MAC, Error (2)"
    assert model.index_of_node("n5000").data(role) == "n5000, 5.0 k MAC"
