"""The canvas as assistive tools see it: a list of the boxes that are in view.

Qt asks a factory for the interface of every widget; a box is no widget, so that its
interface is registered by itself and taken back when the box or the view is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPoint, QRect, QSize
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

if TYPE_CHECKING:
    from gui.graph.canvas.view import GraphView

MOST = 250
"""So many boxes are told; of more in view, those that are selected and their likes."""
Role = QAccessible.Role
Part = QAccessible.Text


class Speaker(Protocol):
    """Who finds the words for boxes."""

    def title(self, box: int) -> str:
        """What a box is called."""

    def words(self, box: int) -> str:
        """What else there is to say of it."""


class BoxInterface(QAccessibleInterface):
    """One box by its key; it is there as long as the view draws it."""

    def __init__(self, around: ViewInterface, key: str) -> None:
        super().__init__()
        self._around, self.key = around, key

    @property
    def number(self) -> int:
        """The box in the scene, -1 when it is not drawn."""
        return self._around.view.scene.graph.number_of(self.key)

    def isValid(self) -> bool:
        """Whether the box is drawn."""
        return self.number >= 0

    def object(self) -> QObject | None:  # type: ignore[override]
        """A box is no object."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The window of the view."""
        return self._around.window()

    def parent(self) -> QAccessibleInterface:
        """The view."""
        return self._around

    def childCount(self) -> int:
        """A box has nothing inside, closed modules neither."""
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Nothing."""
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Nothing."""
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Nothing is found."""
        return -1

    def role(self) -> QAccessible.Role:
        """An item of the list."""
        return Role.ListItem

    def text(self, part: QAccessible.Text) -> str:
        """Title, and as a description op, shape and problems."""
        if not self.isValid():
            return ""
        if part == Part.Name:
            return self._around.speaker.title(self.number)
        return (
            self._around.speaker.words(self.number) if part == Part.Description else ""
        )

    def setText(self, part: QAccessible.Text, text: str) -> None:
        """What a box is called does not change."""

    def state(self) -> QAccessible.State:
        """Selected, focused, closed."""
        view, number = self._around.view, self.number
        state = QAccessible.State()
        is_selected = number in {view.picture.selected, *view.picture.chosen}
        is_module = number >= 0 and view.scene.graph.boxes[number].kind == "module"
        for name, holds in (
            ("selectable", True),
            ("focusable", True),
            ("selected", is_selected),
            ("focused", view.hasFocus() and number == view.picture.selected),
            ("expandable", is_module),
            ("collapsed", is_module),
            ("invalid", number < 0),
        ):
            setattr(state, name, holds)
        return state

    def rect(self) -> QRect:
        """Where it is on the screen."""
        view, number = self._around.view, self.number
        if number < 0:
            return QRect()
        x, y, width, height = view.scene.layout.rects[number].tolist()
        scale = view.camera.scale
        left, top = view.camera.to_screen(x, y)
        corner = view.mapToGlobal(QPoint(round(left), round(top)))
        return QRect(corner, QSize(round(width * scale), round(height * scale)))


class ViewInterface(QAccessibleWidget):
    """A list with the widgets on the canvas first, and then its boxes."""

    def __init__(self, view: GraphView, speaker: Speaker) -> None:
        super().__init__(view, Role.List)
        self.view, self.speaker = view, speaker
        self._known: dict[str, BoxInterface] = {}
        view.destroyed.connect(self.forget)

    def boxes(self) -> Sequence[int]:
        """The numbers of the boxes that are told, in order."""
        view = self.view
        seen = view.scene.boxes_in(view.camera.seen(view.width(), view.height()))
        chosen = {view.picture.selected, *view.picture.chosen, *view.picture.traced}
        some = seen.tolist() if len(seen) <= MOST else []
        return sorted({*some, *chosen} - {-1})

    def childCount(self) -> int:
        """How many widgets and boxes there are."""
        return super().childCount() + len(self.boxes())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A widget, or a box behind them."""
        widgets, boxes = super().childCount(), self.boxes()
        if index < widgets:
            return super().child(index)
        at = index - widgets
        return self.box(boxes[at]) if at < len(boxes) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The place of a widget or box."""
        if not isinstance(child, BoxInterface):
            return super().indexOfChild(child)
        boxes = self.boxes()
        is_told = child.number in boxes
        return super().childCount() + boxes.index(child.number) if is_told else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """What lies at a point of the screen."""
        for number in self.boxes():
            box = self.box(number)
            if box.rect().contains(x, y):
                return box
        return super().childAt(x, y)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """The selected box."""
        selected = self.view.picture.selected
        is_here = self.view.hasFocus() and selected >= 0
        return self.box(selected) if is_here else super().focusChild()

    def box(self, number: int) -> BoxInterface:
        """The interface of a box, the same one as long as it is drawn."""
        key = self.view.scene.graph.boxes[number].key
        if key not in self._known:
            self._known[key] = BoxInterface(self, key)
            QAccessible.registerAccessibleInterface(self._known[key])
        return self._known[key]

    def drop_gone(self) -> None:
        """Take back the interfaces of boxes that are drawn no longer."""
        graph = self.view.scene.graph
        for key in [key for key in self._known if graph.number_of(key) < 0]:
            _take_back(self._known.pop(key))

    def forget(self) -> None:
        """Take back those of all boxes."""
        for each in self._known.values():
            _take_back(each)
        self._known.clear()


def _take_back(box: BoxInterface) -> None:
    QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(box))


@cache
def install() -> None:
    """Let Qt ask for the interfaces of canvases, once in a program."""
    QAccessible.installFactory(_made)


def _made(_: str, asked: QObject) -> QAccessibleInterface | None:
    """Make the interface of a canvas; its narrator keeps it alive."""
    from gui.graph.canvas.view import GraphView

    if not isinstance(asked, GraphView):
        return None
    return asked.narrator.interface()
