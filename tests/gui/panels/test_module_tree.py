import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from engine.info import GraphInfo
from gui.panels.module_tree import ModuleTreePanel
from gui.widgets.branch_delegate import cost_text
from gui.widgets.module_hierarchy import hierarchy


@pytest.fixture
def panel(qtbot, graph, diagnostics):
    panel = ModuleTreePanel()
    qtbot.addWidget(panel)
    panel.resize(284, 400)
    panel.show(graph, diagnostics)
    panel.setVisible(True)
    return panel


def test_modules_keep_the_order_of_execution(graph):
    labels = [branch.label for branch in hierarchy(graph).branches()]
    assert labels == [
        "conv1",
        "layer1",
        "layer2",
        "pag3",
        "compression3",
        "spp",
        "dfm",
        "final_layer",
    ]


def test_a_module_costs_what_its_nodes_cost(graph):
    pag = hierarchy(graph).branch("pag3.")
    assert pag.macs == 140_000_000
    assert cost_text(pag) == "0.14 G"


def test_a_module_without_cost_shows_its_class(graph):
    assert cost_text(hierarchy(graph).branch("spp.")) == "PAPPM"


def test_a_module_bears_the_worst_problem_inside_it(graph, diagnostics):
    tree = hierarchy(graph, diagnostics)
    assert tree.branch("pag3.").worst == "error"
    assert tree.branch("pag3.").problems == 2
    assert tree.branch("final_layer.").worst == "advice"
    assert tree.branch("conv1.").worst is None


def test_the_nodes_of_a_graph_are_sorted_once(graph, diagnostics):
    assert hierarchy(graph, diagnostics).rows is hierarchy(graph).rows


def test_moving_by_keyboard_selects_modules_and_nodes(qtbot, panel):
    modules, nodes = [], []
    panel.module_selected.connect(modules.append)
    panel.node_selected.connect(nodes.append)
    panel.view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(panel.view, key)
    assert modules == ["layer1", "conv1"]
    assert nodes == ["conv1_conv"]


def test_selecting_from_outside_opens_the_module_and_emits_nothing(qtbot, panel):
    with qtbot.assertNotEmitted(panel.node_selected):
        panel.select("rsub")
    index = panel.view.currentIndex()
    assert index.data() == "1 − x"
    assert panel.view.isExpanded(index.parent())


def test_an_unknown_node_clears_the_selection(panel):
    panel.select("rsub")
    panel.select("nowhere")
    assert not panel.view.currentIndex().isValid()


def test_open_modules_and_the_selection_survive_a_new_graph(panel, graph):
    panel.select("rsub")
    panel.show(replace(graph, nodes=graph.nodes[1:]))
    index = panel.view.currentIndex()
    assert index.data() == "1 − x"
    assert panel.view.isExpanded(index.parent())


def test_no_graph_leaves_an_empty_tree(panel):
    panel.show(None)
    assert panel.view.model().rowCount() == 0


def test_twenty_thousand_nodes_are_shown_within_a_second(panel, graph):
    nodes = tuple(
        graph.nodes[0]._replace(name=f"n{i}", module=f"stage{i % 40}.block{i % 400}")
        for i in range(20_000)
    )
    started = time.perf_counter()
    panel.show(GraphInfo("big", "d", nodes, 0, 0))
    panel.select("n19999")
    assert time.perf_counter() - started < 1.0


def deep(graph, modules=2000):
    """As many modules, each with two nodes, in forty others."""
    nodes = tuple(
        graph.nodes[0]._replace(
            name=f"n{place}",
            module=f"stage{place // 2 // (modules // 40)}.block{place // 2}",
        )
        for place in range(2 * modules)
    )
    return GraphInfo("deep", "d", nodes, 0, 0)


def test_many_nodes_are_marked_as_one_run_of_rows_in_each_module_bit_by_bit(
    qtbot, panel, graph
):
    shown = deep(graph)
    panel.show(shown)
    panel.select_several([node.name for node in shown.nodes])
    assert panel.is_busy
    qtbot.waitUntil(lambda: not panel.is_busy)
    assert set(panel.selected()) == {node.name for node in shown.nodes}
    assert len(panel.view.selectionModel().selection()) == 2000
    assert panel.view.isExpanded(
        panel.view.model().index_of_module("stage39.block1999")
    )
    panel.select("n5")
    assert panel.selected() == ("n5",)


def test_marked_rows_that_do_not_follow_each_other_leave_out_those_between(
    panel, graph
):
    names = [f"n{place}" for place in range(6)]
    nodes = tuple(graph.nodes[0]._replace(name=name, module="m") for name in names)
    panel.show(GraphInfo("gaps", "d", nodes, 0, 0))
    panel.select_several(("n4", "n0", "n1", "nowhere"))
    assert panel.selected() == ("n0", "n1", "n4")
    assert panel.view.currentIndex().data() == nodes[4].title


def test_select_all_takes_every_row_of_open_modules_and_no_other(qtbot, panel, graph):
    panel.show(deep(graph))
    for path in ("stage3", "stage3.block150"):
        panel.view.setExpanded(panel.view.model().index_of_module(path), True)
    with qtbot.waitSignal(panel.several_selected) as told:
        qtbot.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    stages = {f"stage{place}" for place in range(40)}
    blocks = {f"stage3.block{place}" for place in range(150, 200)}
    assert set(told.args[0]) == stages | blocks | {"n300", "n301"}
