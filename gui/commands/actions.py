"""Everything the menus and the keyboard can do, with its shortcut."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from gui.commands.shortcuts import ALL, Shortcut, keys_of, shortcut
from gui.pages.stages import stage_titles
from gui.session.state import STAGES, SessionState
from gui.settings import Language, Scheme

NEEDS_NETWORK = frozenset(
    {"save", "save_as", "open_again", "fix_all", "find", "fit", "expand", "collapse"}
    | {"next_problem", "previous_problem", "export_image", "compare_project"}
    | {"compare_model", "compare_previous", "compare_opened", "compare_way"}
    | {"previous_stage", "next_stage", "node_history", "go_to_node", "open_hits"}
    | {"copy_view", "copy_whole", "copy_selection", "copy_host"}
    | {"run_calibrate", "run_compare", "run_compile"}
    | {f"graph_{each.key}" for each in ALL if each.context == "canvas"}
    | {f"mark_{number}" for number in range(1, 10)}
    | {f"depth_{depth}" for depth in range(10)}
)


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to do: its key, words, and what does it.

    Its shortcuts, if it has any, are in the table of `gui.commands.shortcuts`.
    """

    key: str
    text: str
    do: Callable[[], object]


class Actions:
    """The actions of a window by key, and the menus that other menus show too."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self.menus: dict[str, QMenu] = {}
        self.by_key: dict[str, QAction] = {}

    def add(self, menu: QMenu, wish: Wish) -> QAction:
        """Put one wish into a menu."""
        found = shortcut("window", wish.key)
        action = QAction(with_keys(wish.text, found), self._owner)
        action.setShortcuts(
            [QKeySequence(keys) for keys in keys_of("window", wish.key)]
        )
        action.triggered.connect(lambda _checked: wish.do())
        menu.addAction(action)
        self.by_key[wish.key] = action
        return action

    def fill(self, bar: QMenuBar, title: str, wishes: list[Wish | None]) -> QMenu:
        """Add a menu; None is a separator."""
        menu = bar.addMenu(title)
        for wish in wishes:
            if wish is None:
                menu.addSeparator()
            else:
                self.add(menu, wish)
        return menu

    def show_state(self, state: SessionState) -> None:
        """Grey out what cannot be done now."""
        for key in NEEDS_NETWORK & self.by_key.keys():
            self.by_key[key].setEnabled(state.is_open)
        self.by_key["undo"].setEnabled(state.can_undo)
        self.by_key["redo"].setEnabled(state.can_redo)
        self.by_key["cancel"].setEnabled(state.busy is not None)

    def refusal(self, key: str) -> str:
        """Why what a key stands for cannot be done now; empty where it can."""
        action = self.by_key.get(key)
        if action is None or action.isEnabled():
            return ""
        reasons = {
            "undo": _tr("There is nothing to undo."),
            "redo": _tr("There is nothing to redo."),
            "cancel": _tr("Nothing is running."),
        }
        return reasons.get(key, _tr("Open a network first."))


def stage_wishes(go: Callable[[str], object]) -> list[Wish | None]:
    """One action per stage, Ctrl+1 to Ctrl+6."""
    titles = stage_titles()
    return [
        Wish(f"stage_{stage}", titles[stage], _calling(go, stage)) for stage in STAGES
    ]


def add_schemes(
    actions: Actions, menu: QMenu, chosen: Scheme, choose: Callable[[Scheme], object]
) -> None:
    """Offer system, light and dark; one is ticked."""
    titles: dict[Scheme, str] = {
        "system": _tr("Like the system"),
        "light": _tr("Light"),
        "dark": _tr("Dark"),
    }
    _add_choices(actions, menu, titles, chosen, choose)


def add_languages(
    actions: Actions,
    menu: QMenu,
    chosen: Language,
    choose: Callable[[Language], object],
) -> None:
    """Offer every language under its own name; one is ticked."""
    titles: dict[Language, str] = {
        "system": _tr("Like the system"),
        "en": "English",
        "zh_CN": "简体中文",
    }
    _add_choices(actions, menu, titles, chosen, choose)


def _add_choices(
    actions: Actions,
    menu: QMenu,
    titles: Mapping[Any, str],
    chosen: str,
    choose: Callable[..., object],
) -> None:
    """Add choices of which one is ticked; their keys begin with the menu's name."""
    group = QActionGroup(menu)
    for key, title in titles.items():
        name = f"{menu.objectName()}_{key}"
        action = actions.add(menu, Wish(name, title, _calling(choose, key)))
        action.setCheckable(True)
        action.setChecked(key == chosen)
        action.setActionGroup(group)


def plain(text: str) -> str:
    """Take away the mark of an access key: all of "(&F)" behind Chinese words."""
    return re.sub(r"\(&.\)|&", "", text)


def title_of(action: QAction) -> str:
    """What an action does, without its access key and the keys behind it."""
    return plain(action.text()).partition("\t")[0]


def with_keys(text: str, found: Shortcut | None) -> str:
    """Put keys behind a title where people write them otherwise than Qt does."""
    return f"{text}\t{found.shown}" if found and found.shown else text


def _calling(function: Callable[..., object], value: str) -> Callable[..., object]:
    return lambda *_: function(value)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
