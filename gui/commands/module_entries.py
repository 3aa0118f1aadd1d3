"""Opening and closing of modules in a menu of the canvas or of the selection."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.commands.shortcuts import shortcut
from gui.graph.canvas.view import GraphView


class ModuleEntries(QObject):
    """The first entries of a menu, for a box of the graph and the module around it.

    `at_pointer` takes the module that the pointer is in, otherwise it is the one
    around the selected box. What there is no module for is not shown.
    """

    def __init__(self, menu: QMenu, view: GraphView, *, at_pointer: bool) -> None:
        super().__init__(menu)
        self._view, self._frame = view, ""
        self._at_pointer = at_pointer
        self.open, self.alike, self.close = (QAction(menu) for _ in range(3))
        first = next(iter(menu.actions()), None)
        actions = [self.open, self.alike, self.close]
        line = menu.insertSeparator(first) if first else menu.addSeparator()
        menu.insertActions(line, actions)
        fold = view.folding
        self.open.triggered.connect(lambda: fold.expand(view.selection))
        self.alike.triggered.connect(lambda: fold.expand_alike(view.selection))
        self.close.triggered.connect(lambda: view.pointer.collapse(self._frame))
        menu.aboutToShow.connect(self._show)
        if at_pointer:
            view.context_menu_requested.connect(self._point)

    def _point(self, _: str, where: QPoint) -> None:
        view, at = self._view, self._view.mapFromGlobal(where)
        spot = view.camera.to_drawing(at.x(), at.y())
        frames = view.scene.frames_in((*spot, *spot)).tolist()
        self._frame = view.scene.graph.frames[frames[-1]].key if frames else ""

    def _show(self) -> None:
        graph, box = self._view.scene.graph, self._view.picture.selected
        shown = graph.boxes[box] if box >= 0 and not self._at_pointer else None
        if not self._at_pointer:
            picked = self._view.picture.frame
            around = picked if shown is None else shown.group
            self._frame = graph.frames[around].key if around >= 0 else ""
        is_module = shown is not None and shown.kind == "module"
        alike = graph.repeats.get(shown.key, ()) if shown is not None else ()
        is_row = shown is not None and shown.repeated > 0
        count = shown.repeated if shown is not None and is_row else len(alike)
        one = _tr("&Open one of {}").format(count) if is_row else _tr("&Open module")
        _write(self.open, "expand", one if is_module else "")
        text = _tr("Open all {} built a&like").format(count)
        _write(self.alike, "alike", text if is_module and count > 1 else "")
        frame = graph.frame_of(self._frame)
        title = graph.frames[frame].title.replace("&", "&&") if frame >= 0 else ""
        _write(self.close, "collapse", _tr("Close {}").format(title) if title else "")


def _write(action: QAction, key: str, text: str) -> None:
    """Show what an entry does with its key on the canvas, or hide it."""
    action.setVisible(bool(text))
    found = shortcut("canvas", key)
    action.setText(f"{text}\t{found.text if found else ''}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModuleEntries", text)
