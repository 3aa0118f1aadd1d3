"""The module tree and the canvas mark the same, whichever of them was asked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel

from gui.graph.canvas.view import GraphView
from gui.graph.scene.model import draw, expand_all
from gui.pages.tree_sync import TreeSync, keys_of
from gui.panels.module_tree import ModuleTreePanel
from gui.widgets.module_groups import groups_of
from gui.widgets.module_model import BRANCH
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
        node._replace(
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


def flat(both, opened):
    """A network without modules, whose canvas made up a row of blocks built alike."""
    tree, view = both
    nodes = [node._replace(macs=1) for node in branchy(300).nodes]
    info = replace(branchy(300), nodes=tuple(nodes))
    view.show_graph(info, opened)
    (row,) = view.scene.graph.parts
    tree.show(info, (), groups_of(info, (row,)))
    return tree, view, row


def test_a_tree_without_modules_has_the_groups_of_the_canvas_and_their_counts(both):
    tree, _, row = flat(both, ())
    model = tree.view.model()
    top = [model.index(at, 0) for at in range(model.rowCount())]
    groups = [each.data() for each in top if model.rowCount(each)]
    assert groups == ["×10 · conv … add"]
    whole = model.index_of_module(row.key)
    blocks = [model.index(at, 0, whole) for at in range(model.rowCount(whole))]
    assert [each.data() for each in blocks] == [part.title for part in row.parts]
    first = row.parts[0]
    inside = [model.index(at, 0, blocks[0]) for at in range(model.rowCount(blocks[0]))]
    nodes = model.tree.info.nodes[first.start : first.stop]
    assert [each.data(BRANCH).node for each in inside] == list(nodes)
    assert blocks[0].data(BRANCH).macs == sum(node.macs for node in nodes) > 0


def test_a_group_is_marked_in_the_tree_and_on_the_canvas(both):
    tree, view, row = flat(both, ())
    view.select_key(row.key)
    assert tree.selected() == (row.key,)
    second = row.parts[1]
    choose_rows(tree, second.key)
    assert view.selection == second.key
    assert tree.selected() == (second.key,)
    name = view.info().nodes[second.start].name
    view.select(name)
    assert tree.selected() == (name,)
    choose_rows(tree, second.key, row.parts[3].key)
    inside = {
        node.name
        for part in (second, row.parts[3])
        for node in view.info().nodes[part.start : part.stop]
    }
    assert set(view.chosen.nodes()) == inside


def test_what_is_left_of_a_row_beside_an_open_block_marks_its_blocks(both):
    tree, view, row = flat(both, ())
    view.folding.expand(row.key)
    rest = [box.key for box in view.scene.graph.boxes if box.repeated]
    assert len(rest) == 1
    view.select_key(rest[0])
    assert set(tree.selected()) == {part.key for part in row.parts[1:]}


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
