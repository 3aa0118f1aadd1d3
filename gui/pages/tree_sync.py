"""The module tree and the canvas mark the same nodes and modules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from PySide6.QtCore import QObject

from engine.info import GraphInfo
from engine.modules import around_of
from gui.graph.canvas.view import GraphView
from gui.graph.scene.drawn_graph import DrawnGraph
from gui.graph.scene.parts import Part, walk
from gui.panels.module_tree import ModuleTreePanel
from gui.widgets.module_groups import has_modules


class TreeSync(QObject):
    """Tells one tree what is selected on one canvas, and the other way round."""

    def __init__(self, tree: ModuleTreePanel, view: GraphView) -> None:
        super().__init__(tree)
        self._tree, self._view = tree, view
        self._is_telling = False
        self._known: tuple[DrawnGraph, frozenset[str], tuple[str, ...]] | None = None
        tree.module_selected.connect(self._show_module)
        tree.several_selected.connect(self._choose)
        view.module_selected.connect(self.mark)
        view.node_selected.connect(self.mark)
        view.background_clicked.connect(self.mark)
        view.chosen.changed.connect(self.mark)

    def mark(self) -> None:
        """Mark in the tree what is selected on the canvas."""
        if not self._is_telling:
            self._tree.select_several(self._rows())

    def _rows(self) -> tuple[str, ...]:
        """The rows of what is selected, which is told of several times in a row."""
        graph, keys = self._view.scene.graph, self._view.chosen.all_keys()
        if self._known is None or self._known[:2] != (graph, keys):
            self._known = graph, keys, tuple(rows_of(graph, sorted(keys)))
        return self._known[2]

    def _show_module(self, path: str) -> None:
        """Bring a module to the middle, and select it where it is one box."""
        self._telling(lambda: self._view.folding.show_module(path))
        self._view.arrangement.afterwards(lambda: self._select_module(path))

    def _select_module(self, path: str) -> None:
        view = self._view
        self._telling(view.chosen.clear)
        graph = view.scene.graph
        if max(graph.number_of(path), graph.frame_of(path)) >= 0:
            self._telling(lambda: view.select_key(path))

    def _choose(self, rows: tuple[str, ...]) -> None:
        """Choose several nodes and modules on the canvas."""
        view = self._view
        keys = tuple(dict.fromkeys(keys_of(view.scene.graph, rows)))
        self._telling(view.chosen.clear)
        if keys and view.selection not in keys:
            self._telling(lambda: view.select_key(keys[0]))
        self._telling(lambda: view.chosen.add(keys))

    def _telling(self, do: Callable[[], object]) -> None:
        """Change the canvas while the tree, which wished for it, stays as it is."""
        self._is_telling = True
        try:
            do()
        finally:
            self._is_telling = False


def rows_of(graph: DrawnGraph, keys: Iterable[str]) -> Iterator[str]:
    """The rows of the tree for boxes: nodes, and modules by path with a dot behind.

    A row of modules built alike stands for all of them. A group has a row where there
    are no modules; beside modules it stands for its nodes.
    """
    is_grouped = not has_modules(graph.info)
    for key in keys:
        is_node = key in graph.position and graph.draws(key)
        part = None if is_node else graph.part(key)
        if part is None:
            yield key
        elif not part.is_made_up:
            yield from (f"{inner.path}." for inner in _single(part))
        elif is_grouped:
            whole = part in walk(graph.parts)
            yield from (f"{each.key}." for each in ((part,) if whole else part.parts))
        else:
            yield from _nodes_in(graph, part)


def _single(part: Part) -> tuple[Part, ...]:
    return part.parts if part.repeated else (part,)


def _nodes_in(graph: DrawnGraph, part: Part) -> Iterator[str]:
    return (node.name for node in graph.info.nodes[part.start : part.stop])


def keys_of(graph: DrawnGraph, rows: Iterable[str]) -> Iterator[str]:
    """The boxes for rows of the tree; an open module stands for its nodes."""
    wanted, opened = [*rows], set[str]()
    for row in wanted:
        part = graph.part(row)
        is_box = row in graph.position or graph.number_of(row) >= 0
        if not is_box and not (part and part.is_made_up):
            opened.add(row)
    inside = nodes_inside(graph.info, opened) if opened else {}
    for row in wanted:
        if row in opened:
            yield from inside.get(row, ())
        elif row in graph.position or graph.number_of(row) >= 0:
            yield row
        elif (part := graph.part(row)) is not None:
            yield from _nodes_in(graph, part)


def nodes_inside(info: GraphInfo, modules: Collection[str]) -> dict[str, list[str]]:
    """The nodes in some modules, each under the outermost of these it lies in."""
    outermost = dict[str, str]()

    def find(path: str) -> str:
        if path not in outermost:
            around = find(around_of(path)) if path else ""
            outermost[path] = around or (path if path in modules else "")
        return outermost[path]

    inside = dict[str, list[str]]()
    for node in info.nodes:
        inside.setdefault(find(node.module), []).append(node.name)
    return inside
