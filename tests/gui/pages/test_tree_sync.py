"""The module tree and the canvas mark the same, whichever of them was asked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel

from gui.graph.canvas.view import GraphView
from gui.graph.scene.model import draw, expand_all
from gui.pages.tree_sync import TreeSync, keys_of, rows_of
from gui.panels.module_tree import ModuleTreePanel
from tests.gui.graph.networks import branchy, pidnet


@pytest.fixture
def both(qtbot):
    tree, view = ModuleTreePanel(), GraphView()
    qtbot.addWidget(tree)
    qtbot.addWidget(view)
    view.resize(800, 600)
    tree.resize(284, 500)
    info = pidnet()
    tree.show(info)
    view.show_graph(info)
    TreeSync(tree, view)
    return tree, view


def choose_rows(tree, *paths):
    model, flag = tree.view.model(), QItemSelectionModel.SelectionFlag
    for number, path in enumerate(paths):
        index = model.index_of_node(path)
        if not index.isValid():
            index = model.index_of_module(path)
        way = flag.Select if number else flag.ClearAndSelect
        tree.view.selectionModel().select(index, way)


def test_a_module_selected_on_the_canvas_is_marked_in_the_tree(both):
    tree, view = both
    view.folding.collapse_all()
    view.select_key("pag3")
    assert tree.selected() == ("pag3",)
    view.select(None)
    assert tree.selected() == ()


def test_several_boxes_chosen_on_the_canvas_are_all_marked_in_the_tree(both):
    tree, view = both
    names = [node.name for node in view.info().nodes if node.kind == "op"][3:6]
    view.select(names[0])
    view.chosen.add(names)
    assert set(tree.selected()) == set(names)
    view.chosen.toggle(names[1])
    assert set(tree.selected()) == {names[0], names[2]}
    view.chosen.clear()
    assert tree.selected() == (view.selection,)


def test_a_node_named_as_a_module_is_marked_alone_and_not_followed_by_the_module(
    both,
):
    tree, view = both
    info = view.info()
    old = next(n.name for n in info.nodes if n.module.startswith("layer1."))
    names = {old: "pag3"}

    def renamed(each):
        return tuple(names.get(name, name) for name in each)

    nodes = [
        replace(
            node,
            name=names.get(node.name, node.name),
            inputs=renamed(node.inputs),
            users=renamed(node.users),
        )
        for node in info.nodes
    ]
    clashing = replace(info, nodes=tuple(nodes), digest="clashing")
    tree.show(clashing)
    view.show_graph(clashing)
    view.folding.expand_all()
    view.select("pag3")
    view.tell()
    assert len(tree.view.selectionModel().selectedIndexes()) == 1
    assert tree.selected() == ("pag3",)
    tree.show(info)
    assert tree.selected() == ()


def test_several_rows_chosen_in_the_tree_are_chosen_on_the_canvas(both):
    tree, view = both
    view.folding.collapse_all()
    name = next(n.name for n in view.info().nodes if n.kind == "op")
    choose_rows(tree, "pag3", name)
    assert view.chosen.all_keys() == {"pag3", name}
    assert set(tree.selected()) == {"pag3", name}
    inside = {n.name for n in view.info().nodes if n.module.startswith("pag3")}
    assert set(view.chosen.nodes()) == inside | {name}


def test_an_open_module_chosen_among_others_stands_for_its_nodes(both):
    tree, view = both
    view.folding.expand_all()
    choose_rows(tree, "pag3", "pag4")
    inside = {
        n.name for n in view.info().nodes if n.module.split(".")[0] in ("pag3", "pag4")
    }
    assert set(view.chosen.nodes()) == inside


def test_a_closed_module_chosen_in_the_tree_is_selected_on_the_canvas(both):
    tree, view = both
    view.folding.collapse_all()
    choose_rows(tree, "pag3")
    assert view.selection == "pag3"
    assert tree.selected() == ("pag3",)


def test_what_was_marked_stays_marked_when_the_tree_shows_another_version(both):
    tree, view = both
    names = [node.name for node in view.info().nodes if node.kind == "op"][3:6]
    view.chosen.add(names)
    tree.show(pidnet())
    assert set(tree.selected()) == set(names)


def test_a_group_that_no_module_gives_stands_for_its_nodes():
    graph = draw(branchy(300), ())
    part = graph.parts[0]
    rows = list(rows_of(graph, [part.key]))
    assert rows == [node.name for node in graph.info.nodes[part.start : part.stop]]
    assert list(keys_of(graph, rows)) == rows


def test_many_open_modules_stand_for_their_nodes_with_one_look_at_the_graph():
    class Counted(tuple):
        looks = 0

        def __iter__(self):
            Counted.looks += 1
            return super().__iter__()

    graph = expand_all(draw(pidnet()))
    modules = {node.module for node in graph.info.nodes} - {""}
    inside = {node.name for node in graph.info.nodes if node.module}
    shown = replace(graph, info=replace(graph.info, nodes=Counted(graph.info.nodes)))
    assert inside <= shown.position.keys()
    Counted.looks = 0
    assert set(keys_of(shown, sorted(modules))) == inside
    assert Counted.looks == 1
