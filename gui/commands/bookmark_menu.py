"""The bookmarks of the canvas in a menu, each with its key and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gui.commands.actions import Actions, Wish
from gui.commands.shortcuts import keys_of
from gui.graph.canvas.travel import Travel


class BookmarkMenu(QObject):
    """Sets bookmarks and goes to them; those that are not set are grey."""

    def __init__(self, menu: QMenu, actions: Actions, travel: Travel) -> None:
        super().__init__(menu)
        self._travel, self._actions = travel, actions
        setting = menu.addMenu(_tr("Set a &bookmark"))
        going = menu.addMenu(_tr("Go to a boo&kmark"))
        going.setToolTipsVisible(True)
        actions.menus |= {"marking": setting, "recalling": going}
        for number, _ in enumerate(keys_of("canvas", "mark"), start=1):
            self._add(setting, "mark", number, travel.mark)
            self._add(going, "recall", number, travel.recall)
        travel.marked.connect(self._show)
        self._show()

    def _add(
        self, menu: QMenu, key: str, number: int, do: Callable[[int], object]
    ) -> None:
        title = _tr("Bookmark {}").format(number)
        wish = Wish(f"{key}_{number}", title, partial(do, number))
        _name(self._actions.add(menu, wish), title, keys_of("canvas", key)[number - 1])

    def _show(self) -> None:
        for number, keys in enumerate(keys_of("canvas", "recall"), start=1):
            action = self._actions.by_key[f"recall_{number}"]
            place = self._travel.bookmarks.get(number)
            title = _tr("Bookmark {}").format(number)
            if place is not None:
                title = f"{title} · {place.selected or place.key}"
            _name(action, title, keys)
            action.setEnabled(place is not None)
            unset = _tr("This bookmark is not set.")
            action.setToolTip(title if place is not None else unset)


def _name(action: QAction, title: str, keys: str) -> None:
    """Show a key that works on the canvas only."""
    native = QKeySequence.SequenceFormat.NativeText
    action.setText(f"{title}\t{QKeySequence(keys).toString(native)}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("BookmarkMenu", text)
