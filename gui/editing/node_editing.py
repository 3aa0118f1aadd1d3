"""Editing by hand: the selected nodes, their menu, panel, dialogs and wires."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QKeyEvent

from engine.choices import Choices, Offer
from engine.info import Diagnostic, Fix, GraphInfo, NodeInfo
from engine.recipe import (
    ApplyEverywhere,
    ApplyRule,
    Edit,
    Precision,
    SetPrecision,
    Several,
)
from gui.commands.actions import title_of
from gui.commands.shortcuts import pressed
from gui.editing.argument_editing import ArgumentEditing
from gui.editing.edit_dialogs import EditDialogs
from gui.editing.node_looking import ALIKE, LOOKS, NodeLooking
from gui.editing.node_menu import Chosen, NodeMenu, refusal
from gui.editing.wire_measuring import WireMeasuring
from gui.graph.canvas.wiring import Wiring
from gui.graph.scene.lenses import is_foldable
from gui.sentences import in_language
from gui.session.choices import Choosing
from gui.session.session import Notice, always
from gui.session.state import SessionState
from gui.widgets.edit_words import edit_text
from gui.widgets.engine_words import offer_text, title_text

if TYPE_CHECKING:
    from gui.main_window import MainWindow

REST_MS = 90
DIALOGS = frozenset({"insert", "rename", "rewire", "tail", "range"})


class NodeEditing(QObject):
    """Keeps the choices of what is selected, and makes the edits the user wishes.

    An edit that keeps results is made at once; one that changes them is shown with its
    measured difference first. A wire that is dropped applies, for it said so before.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.page = window, window.inspect
        self.session = window.session
        self.view = self.page.graph.view
        self.choosing = Choosing(self.session)
        self.menu = NodeMenu(self.page)
        self.wiring = Wiring(self.view)
        self.dialogs = EditDialogs(window, self.choosing)
        self.arguments = ArgumentEditing(self)
        self.wires = WireMeasuring(self.session, self.choosing, self.wiring)
        self.looking = NodeLooking(window, self.choosing)
        self.chosen = Chosen()
        self._wanted = ""
        self._shown: tuple[str, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        self._connect()

    @property
    def info(self) -> GraphInfo | None:
        """The graph as edited."""
        return self.session.state.info

    def show_menu(self, node: str, where: QPoint) -> None:
        """Open the menu of a node, and of what is selected with it, at a place."""
        if not node:
            return
        if node in (self.info.by_name if self.info else ()):
            self.page.select(node)
        self.refresh()
        self._rest.stop()
        self._ask()
        self.menu.menu.popup(where)

    def perform(self, key: str) -> None:
        """Do what an action of the menu says, as soon as it is known how."""
        self.refresh()
        reason = refusal(key, self.chosen)
        if reason:
            self._tell(reason, lambda _: refusal(key, self.chosen) == reason)
        elif key in LOOKS:
            self.looking.perform(key, self.chosen.nodes)
        elif self.chosen.choices is None:
            self._perform_once_known(key)
        elif key in ALIKE:
            self.looking.select_alike(key, self.chosen.choices)
        elif self.session.accepts():
            self._perform_known(key, self.chosen.choices)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say why a key does nothing here: Qt drops the keys of a grey action."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = pressed(event, "graph page")
            if key:
                self.perform(key)
                return True
        return False

    def _perform_once_known(self, key: str) -> None:
        if self.session.accepts():
            self._wanted = key
            self._ask()

    def make(self, edit: Edit, *, is_exact: bool, title: str = "") -> None:
        """Make an edit, or show first what it changes."""
        if not self.session.accepts():
            return
        if is_exact:
            self.choosing.apply(edit, self._on_made, self._tell_error)
        else:
            self.dialogs.confirm(edit, title, self._alike_for(edit))

    def make_known(self, edit: Edit) -> None:
        """Make an edit that a panel offered, or show first what it changes."""
        if not self.session.accepts():
            return
        if self._is_exact(edit):
            self.window.editing.apply(edit)
        else:
            self.dialogs.confirm(edit, edit_text(edit), self._alike_for(edit))

    def _is_exact(self, edit: Edit) -> bool:
        """Whether a fix of the shown problems promises equal results."""
        shown = self.session.state.diagnostics
        fixes = [fix for problem in shown for fix in problem.fixes]
        return all(_is_promised(part, fixes) for part in _parts(edit))

    def make_fix(self, fix: Fix) -> None:
        """Apply a rewrite."""
        self.make(fix.edit, is_exact=fix.exact, title=title_text(fix.title))

    def make_offer(self, offer: Offer) -> None:
        """Make an edit that was offered."""
        self.make(offer.edit, is_exact=offer.is_exact, title=offer_text(offer))

    def refresh(self) -> None:
        """Follow the selection; what was known of another is forgotten."""
        names = self._names()
        graph = self.info
        nodes = [graph.by_name[name] for name in names] if graph else []
        if names != self.chosen.nodes:
            self._wanted = ""
        known = self.chosen.choices
        is_known = known is not None and graph is not None
        if known is not None and is_known and graph is not None:
            is_known = (known.nodes, known.digest) == (names, graph.digest)
        self.chosen = Chosen(
            names,
            self._diagnostics(names),
            bool(nodes) and nodes[0].source is not None,
            known if is_known else None,
            self.session.state.stopped,
            self.session.refusal,
            self.looking.is_measured(names),
            graph is not None and bool(nodes) and is_foldable(graph, nodes[0]),
            nodes[0].kind if nodes else "op",
        )
        self._show(nodes)
        if names and not is_known:
            self._rest.start()

    def _connect(self) -> None:
        view, menu, section = self.view, self.menu, self.page.node.editing
        view.context_menu_requested.connect(self.show_menu)
        view.node_selected.connect(self.refresh)
        view.module_selected.connect(self.refresh)
        view.background_clicked.connect(self.refresh)
        view.chosen.changed.connect(self.refresh)
        self.session.changed.connect(self._on_state)
        view.told.connect(self._tell)
        self.page.installEventFilter(self)
        menu.wished.connect(self.perform)
        menu.fix_wished.connect(self.make_fix)
        menu.rule_wished.connect(self.make_offer)
        menu.spread_wished.connect(self._spread_precision)
        self.page.node.precision_spread.connect(self._spread_precision)
        section.wished.connect(self._on_button)
        section.rewire_wished.connect(self._rewire)
        selection = self.page.selection
        selection.offer_chosen.connect(self.make_offer)
        selection.preview_requested.connect(self.window.editing.preview)
        selection.code_requested.connect(lambda: self.perform("copy_code"))
        selection.range_requested.connect(lambda: self.perform("range"))
        self.wiring.dropped.connect(self._drop)
        self.wiring.refused.connect(self._tell_error)

    # What is selected

    def _names(self) -> tuple[str, ...]:
        graph = self.info
        if graph is None:
            return ()
        selected = self.page.selected
        names = self.view.chosen.nodes() or ((selected,) if selected else ())
        return tuple(filter(graph.by_name.__contains__, names))

    def _diagnostics(self, names: tuple[str, ...]) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.session.state.diagnostics if d.node in names[:1])

    def _ask(self) -> None:
        if self.chosen.nodes and self.chosen.choices is None:
            self.choosing.ask_choices(self.chosen.nodes, self._on_choices)

    def _on_choices(self, choices: Choices) -> None:
        graph = self.info
        if graph is None or choices.nodes != self._names():
            return
        if choices.digest != graph.digest:
            return
        self.chosen = replace(self.chosen, choices=choices)
        self._show([graph.by_name[name] for name in choices.nodes])
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.perform(wanted)

    def _show(self, nodes: list[NodeInfo]) -> None:
        chosen = self.chosen
        self.menu.show_chosen(chosen)
        self.page.show_several(len(nodes) > 1)
        if len(nodes) > 1:
            self.page.selection.show_nodes(nodes, chosen.choices)
            self.wiring.show_slots("", ())
            return
        section, choices = self.page.node.editing, chosen.choices
        if choices is not None or chosen.nodes != self._shown:
            section.show_choices(choices)
        self._shown = chosen.nodes
        keys = ("insert", "bypass", "delete_branch", "range")
        section.show_reasons({key: refusal(key, chosen) for key in keys})
        count = len(choices.alike) if choices else 0
        self.page.node.show_precision_rights(refusal("precision", chosen), count)
        slots = choices.slots if choices else ()
        self.wiring.show_slots(nodes[0].name if nodes else "", slots)

    def _on_state(self, state: SessionState) -> None:
        known = self.chosen.choices
        digest = state.info.digest if state.info else ""
        is_old = known is not None and known.digest != digest
        names = self._names()
        is_old |= self._diagnostics(names) != self.chosen.diagnostics
        is_old |= self.chosen.running != self.session.refusal
        is_old |= self.looking.is_measured(names) != self.chosen.is_measured
        if is_old or names != self.chosen.nodes:
            self.refresh()

    # What is done

    def _perform_known(self, key: str, choices: Choices) -> None:
        node = self.chosen.nodes[0]
        offer = choices.offer(key)  # type: ignore[arg-type]  # other keys find none
        if key == "suggested" and self.chosen.suggested is not None:
            self.make_fix(self.chosen.suggested)
        elif key == "arguments":
            self.page.node.edit_arguments()
        elif key == "rewire":
            self._rewire("")
        elif key in DIALOGS and self.info is not None:
            self.dialogs.ask(key, self.info.by_name[node], self.info, choices)
        elif offer is not None:
            self.make(offer.edit, is_exact=offer.is_exact, title=self._title(key))

    def _title(self, key: str) -> str:
        return title_of(self.menu.actions[key]).rstrip("…")

    def _on_button(self, key: str) -> None:
        if key != "more":
            self.perform(key)
            return
        button = self.page.node.editing.buttons["more"]
        node = self.chosen.nodes[0] if self.chosen.nodes else ""
        self.show_menu(node, button.mapToGlobal(button.rect().bottomLeft()))

    def _rewire(self, slot: str) -> None:
        choices = self.chosen.choices
        if choices is not None and len(choices.nodes) == 1:
            self.dialogs.rewire(choices, slot)

    def _on_made(self) -> None:
        self.view.setFocus()

    def _spread_precision(self, precision: Precision) -> None:
        """Ask for one precision at every node alike that has another."""
        choices, graph = self.chosen.choices, self.info
        if choices is None or graph is None:
            return
        others = (
            name
            for name in choices.alike
            if (graph.by_name[name].precision or "auto") != precision
        )
        edits = tuple(SetPrecision(name, precision) for name in others)
        if edits:
            self.make(Several(edits), is_exact=True)
        else:
            self._tell(self.tr("All of them have this precision already."))

    # Wires

    def _drop(self, edit: Edit) -> None:
        self.choosing.apply(edit, self._on_made, self._tell_error)

    def _alike_for(self, edit: Edit) -> tuple[str, ...]:
        """The nodes where the same edit could be made, with this one."""
        choices = self.chosen.choices
        if isinstance(edit, ApplyRule):
            fixes = (f for d in self.session.state.diagnostics for f in d.fixes)
            return tuple(
                dict.fromkeys(
                    fix.edit.node
                    for fix in fixes
                    if isinstance(fix.edit, ApplyRule)
                    and fix.edit.rule == edit.rule
                    and fix.is_applicable
                )
            )
        return choices.alike if choices else ()

    def _tell(
        self, sentence: str, holds: Callable[[SessionState], bool] = always
    ) -> None:
        self.session.noticed.emit(Notice("info", sentence, holds=holds))

    def _tell_error(self, sentence: str) -> None:
        said, info = in_language(sentence), self.info
        notice = Notice("error", said, holds=lambda state: state.info is info)
        self.session.noticed.emit(notice)


def _parts(edit: Edit) -> tuple[Edit, ...]:
    return edit.edits if isinstance(edit, Several) else (edit,)


def _is_promised(edit: Edit, fixes: Sequence[Fix]) -> bool:
    """Whether fixes offer the edit, and all that do say that results stay."""
    rule = edit.rule if isinstance(edit, ApplyEverywhere) else ""
    offers = [
        fix.exact
        for fix in fixes
        for part in _parts(fix.edit)
        if part == edit or (rule and getattr(part, "rule", "") == rule)
    ]
    return bool(offers) and all(offers)
