"""The module tree and the canvas mark the same nodes and modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject

from engine.info import GraphInfo
from engine.modules import around_of
from gui.graph.canvas.view import GraphView
from gui.graph.scene.model import DrawnGraph
from gui.graph.scene.parts import Part, walk
from gui.panels.module_tree import ModuleTreePanel
from gui.widgets.module_groups import has_modules


class TreeSync(QObject):
    """Tells one tree what is selected on one canvas, and the other way round."""

    def __init__(self, tree: ModuleTreePanel, view: GraphView) -> None:
        super().__init__(tree)
        self._tree, self._view = tree, view
        self._is_telling = False
        tree.module_selected.connect(self._show_module)
        tree.several_selected.connect(self._choose)
        view.module_selected.connect(self.mark)
        view.node_selected.connect(self.mark)
        view.background_clicked.connect(self.mark)
        view.chosen.changed.connect(self.mark)

    def mark(self) -> None:
        """Mark in the tree what is selected on the canvas."""
        if not self._is_telling:
            keys = sorted(self._view.chosen.all_keys())
            self._tree.select_several(tuple(rows_of(self._view.scene.graph, keys)))

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
    inside: dict[str, list[str]] | None = None
    for row in rows:
        if row in graph.position or graph.number_of(row) >= 0:
            yield row
            continue
        part = graph.part(row)
        if part is not None and part.is_made_up:
            yield from _nodes_in(graph, part)
            continue
        if inside is None:
            inside = nodes_by_module(graph.info)
        yield from inside.get(row, ())


def nodes_by_module(info: GraphInfo) -> dict[str, list[str]]:
    """The nodes in each module, those of the modules inside it too."""
    inside: dict[str, list[str]] = {}
    for node in info.nodes:
        path = node.module
        while path:
            inside.setdefault(path, []).append(node.name)
            path = around_of(path)
    return inside
