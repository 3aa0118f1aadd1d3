"""The menu of the selected nodes: the same at the pointer, in the menu bar, by keys."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from engine.choices import Choices, Offer
from engine.info import Diagnostic, Fix
from gui.commands.actions import title_of, with_keys
from gui.commands.shortcuts import keys_of, shortcut
from gui.sentences import in_language
from gui.widgets.engine_words import offer_text, title_text

GROUPS: tuple[tuple[str, ...], ...] = (
    ("suggested", "rewrites"),
    ("insert", "arguments", "rewire", "rename"),
    ("bypass", "delete_branch"),
    ("precision", "range", "outputs", "stubs", "folding"),
    ("select", "look", "copy"),
    ("why", "source"),
)
SUBMENUS: dict[str, tuple[str, ...]] = {
    "precision": ("auto", "int8", "int16", "int32", "float"),
    "outputs": (
        "cut",
        "keep",
        "add_output",
        "remove_output",
        "argmax",
        "tail",
        "remove_tail",
        "predictions",
    ),
    "stubs": ("quantize", "dequantize", "insert_stubs", "remove_stubs"),
    "folding": ("fold_constants", "fold_batch_norms", "reparameterize"),
    "select": ("producers", "consumers", "alike", "block"),
    "look": ("isolate", "fold_alike", "values"),
    "copy": ("copy_name", "copy_code", "copy_png", "copy_svg"),
}
FOR_ONE = frozenset(
    {"suggested", "insert", "arguments", "rewire", "rename"}
    | {"producers", "consumers"}
    | {"alike", "block", "source", "argmax", "tail", "remove_tail", "predictions"}
    | {"fold_alike", "values"}
)
"""What is done at one node only; the rest is offered for several too."""
LOOKING = frozenset(
    {"producers", "consumers", "alike", "block", "why", "source", "values"}
    | {"copy_name", "copy_code", "copy_png", "copy_svg", "isolate", "fold_alike"}
)
"""What changes nothing and needs no whole network."""
PRECISIONS = SUBMENUS["precision"]
PREVIEWED = frozenset(
    {"bypass", "delete_branch", "cut", "keep", "argmax", "remove_tail", "predictions"}
    | {"quantize", "dequantize", "insert_stubs", "remove_stubs"}
    | {"fold_constants", "fold_batch_norms", "reparameterize", "suggested"}
)
"""What adds or takes away nodes, so that a glance shows which."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The selected nodes, with the problems of the first and what is known of them.

    `stopped` says why only a part of the network is there, which is not edited, and
    `running` what has to end before it is. A node `is_measured` where calibration saw
    its values, and `is_foldable` into what it reads where that is one node. `kind` is
    what the first is: an op, an input or the output.
    """

    nodes: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    has_source: bool = False
    choices: Choices | None = None
    stopped: str = ""
    running: str = ""
    is_measured: bool = False
    is_foldable: bool = False
    kind: str = "op"

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """Every rewrite: those that clear a problem first, then what applies."""
        own = [fix for each in self.diagnostics for fix in each.fixes]
        more = self.choices.rewrites if self.choices else ()
        edits: dict[object, Fix] = {}
        for fix in [*own, *more]:
            edits.setdefault(fix.edit, fix)
        return tuple(sorted(edits.values(), key=lambda fix: bool(fix.reason)))

    @property
    def suggested(self) -> Fix | None:
        """The rewrite that Ctrl+Enter applies."""
        return next((fix for fix in self.fixes if fix.is_applicable), None)


def refusal(key: str, chosen: Chosen) -> str:
    """Say why something cannot be done at the selected nodes; empty if it can."""
    if not chosen.nodes:
        return _tr("Select a node in the graph first.")
    if key not in LOOKING and (chosen.stopped or chosen.running):
        return _refusal_now(chosen)
    if len(chosen.nodes) > 1 and key in FOR_ONE:
        return _refusal_for_several(key, len(chosen.nodes))
    if key == "why" and not chosen.diagnostics:
        return _tr("Nothing is wrong with this node on this target.")
    if key == "source" and not chosen.has_source:
        return _tr("This node has no line in your own files.")
    if key == "values" and not chosen.is_measured:
        return _tr("No values were measured here; calibrate first.")
    if key == "fold_alike" and not chosen.is_foldable:
        return _tr("Only a node that reads one other is drawn inside it.")
    return _refusal_of_kind(key, chosen.kind) or _refusal_known(key, chosen)


def _refusal_now(chosen: Chosen) -> str:
    if not chosen.stopped:
        return chosen.running
    part = _tr("Only a part of this network is here, so it is not edited: {}")
    return part.format(in_language(chosen.stopped))


def _refusal_of_kind(key: str, kind: str) -> str:
    if key == "rename" and kind != "op":
        return _tr("Only ops can be renamed.")
    if key == "insert" and kind == "output":
        return _tr("Nothing follows the output; choose what it returns.")
    return ""


def _refusal_for_several(key: str, count: int) -> str:
    if key == "insert":
        return _tr("An op is inserted at one node, and at all of its type if you wish.")
    return _tr("This is done at one node; {} are selected.").format(count)


def _refusal_known(key: str, chosen: Chosen) -> str:
    """Say what only the engine knows; nothing until it has told."""
    choices = chosen.choices
    if choices is None:
        return ""
    offer = choices.offer(key)  # type: ignore[arg-type]  # other keys find none
    if offer is not None:
        return in_language(offer.reason)
    reasons = {
        "suggested": (bool(chosen.suggested), _tr("No rewrite applies here.")),
        "arguments": (bool(choices.arguments), _tr("This op has no arguments.")),
        "rewire": (bool(choices.slots), _tr("This node reads no other.")),
        "alike": (len(choices.alike) > 1, _tr("No other node has this op.")),
        "block": (len(choices.block) > 1, _tr("No other block is like this one.")),
    }
    holds, reason = reasons.get(key, (True, ""))
    return "" if holds else reason


class NodeMenu(QObject):
    """One menu, with actions by key whose shortcuts hold on the page of the graph.

    `wished` carries a key, `fix_wished` a `Fix`, `rule_wished` the `Offer` of a rule at
    several nodes, `spread_wished` a precision for all nodes alike. `fix_looked_at`
    carries what the highlighted entry would do, as a `Fix`, or None.
    """

    wished = Signal(str)
    fix_wished = Signal(object)
    rule_wished = Signal(object)
    spread_wished = Signal(str)
    fix_looked_at = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.menu = QMenu(_tr("&Node"), page)
        self.menu.setToolTipsVisible(True)
        self.rewrites = QMenu(_tr("Rewrites"), self.menu)
        self.rewrites.setToolTipsVisible(True)
        self.spread = QMenu(page)
        for menu in (self.menu, self.rewrites):
            menu.aboutToHide.connect(lambda: self.fix_looked_at.emit(None))
            menu.hovered.connect(self._look_at)
        self._looked: dict[QAction, Fix] = {}
        self.actions: dict[str, QAction] = {}
        self._page = page
        texts = _texts()
        for group in GROUPS:
            for key in group:
                self._add(key, texts)
            self.menu.addSeparator()
        self.show_chosen(Chosen())

    def show_chosen(self, chosen: Chosen) -> None:
        """Grey out what cannot be done at these nodes, with the reason."""
        for key, action in self.actions.items():
            reason = refusal(key, chosen)
            action.setEnabled(not reason)
            action.setToolTip(reason or title_of(action))
            action.setStatusTip(reason)
        suggested = chosen.suggested
        action = self.actions["suggested"]
        text = (
            _tr("Apply: {}").format(title_text(suggested.title))
            if suggested
            else _tr("Apply the suggested rewrite")
        )
        action.setText(with_keys(text, shortcut("graph page", "suggested")))
        self._show_rewrites(chosen)
        count = len(chosen.choices.alike) if chosen.choices else 0
        self.spread.setTitle(_tr("For all {} like this").format(count))
        self.spread.menuAction().setVisible(count > 1)
        self.spread.setEnabled(not chosen.running)

    def _look_at(self, action: QAction) -> None:
        """Tell what the pointer or the keys are on, where it shows in the graph."""
        self.fix_looked_at.emit(self._looked.get(action))

    def _known_looks(self, chosen: Chosen) -> dict[QAction, Fix]:
        """What each entry would do, where that is known."""
        found: dict[QAction, Fix] = {}
        for key in PREVIEWED:
            action, choices = self.actions[key], chosen.choices
            offer = choices.offer(key) if choices else None  # type: ignore[arg-type]
            if offer is not None:
                title = title_of(action).rstrip("…")
                found[action] = Fix(offer.edit, title, offer.is_exact, "", offer.reason)
        if chosen.suggested is not None:
            found[self.actions["suggested"]] = chosen.suggested
        return found

    def _show_rewrites(self, chosen: Chosen) -> None:
        self._looked = self._known_looks(chosen)
        self.rewrites.clear()
        for fix in chosen.fixes if len(chosen.nodes) == 1 else ():
            self._add_fix(fix)
        for offer in chosen.choices.offers if chosen.choices else ():
            if offer.key == "rule":
                self._add_rule(offer)
        is_empty = not self.rewrites.actions()
        if is_empty:
            none = self.rewrites.addAction(_tr("No rewrite is known for this op."))
            none.setEnabled(False)
        reason = refusal("rewrites", chosen)
        self.rewrites.menuAction().setToolTip(reason or self.rewrites.title())
        self.rewrites.setEnabled(not reason)

    def _add_fix(self, fix: Fix) -> None:
        action = self.rewrites.addAction(
            f"{title_text(fix.title)}\t{effect(fix.exact)}"
        )
        action.setEnabled(fix.is_applicable)
        action.setToolTip(in_language(fix.reason) or in_language(fix.algebra))
        action.setStatusTip(in_language(fix.reason))
        if fix.reason:
            action.setText(f"{title_text(fix.title)}\t{_tr('not here')}")
        action.triggered.connect(lambda _=False: self.fix_wished.emit(fix))
        self._looked[action] = fix

    def _add_rule(self, offer: Offer) -> None:
        action = self.rewrites.addAction(
            f"{offer_text(offer)}\t{effect(offer.is_exact)}"
        )
        action.triggered.connect(lambda _=False: self.rule_wished.emit(offer))
        self._looked[action] = Fix(offer.edit, offer.title, offer.is_exact)

    def _add(self, key: str, texts: dict[str, str]) -> None:
        if key == "rewrites":
            self.menu.addMenu(self.rewrites)
        elif key in SUBMENUS:
            submenu = self.menu.addMenu(texts[key])
            submenu.setToolTipsVisible(True)
            submenu.hovered.connect(self._look_at)
            for each in SUBMENUS[key]:
                submenu.addAction(self._action(each, texts[each]))
            if key == "precision":
                self._add_spread(submenu, texts)
        else:
            self.menu.addAction(self._action(key, texts[key]))

    def _add_spread(self, menu: QMenu, texts: dict[str, str]) -> None:
        menu.addSeparator()
        menu.addMenu(self.spread)
        for key in PRECISIONS:
            action = self.spread.addAction(texts[key])
            action.setObjectName(f"spread_{key}")
            action.triggered.connect(
                lambda _=False, precision=key: self.spread_wished.emit(precision)
            )

    def _action(self, key: str, text: str) -> QAction:
        title = with_keys(text, shortcut("graph page", key))
        action = self.actions[key] = QAction(title, self._page)
        keys = keys_of("graph page", key)
        if keys:
            action.setShortcuts([QKeySequence(each) for each in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._page.addAction(action)
        action.triggered.connect(lambda _=False: self.wished.emit(key))
        return action


def effect(is_exact: bool) -> str:
    """Name what a rewrite does to results."""
    return _tr("exact up to rounding") if is_exact else _tr("changes results")


def _texts() -> dict[str, str]:
    return _editing_texts() | _looking_texts()


def _editing_texts() -> dict[str, str]:
    return {
        "suggested": _tr("Apply the suggested rewrite"),
        "insert": _tr("&Insert op after…"),
        "arguments": _tr("Change &arguments"),
        "rewire": _tr("Re&wire an input…"),
        "rename": _tr("&Rename…"),
        "bypass": _tr("&Bypass"),
        "delete_branch": _tr("&Delete branch"),
        "precision": _tr("&Precision"),
        "auto": _tr("Automatic precision"),
        "int8": _tr("In int8"),
        "int16": _tr("In int16"),
        "int32": _tr("In int32"),
        "float": _tr("In float"),
        "range": _tr("Set its ran&ge…"),
        "outputs": _tr("&Outputs"),
        "cut": _tr("Cut here: return this instead of what follows"),
        "keep": _tr("Keep only up to here"),
        "add_output": _tr("Return this too"),
        "remove_output": _tr("No longer return this"),
        "argmax": _tr("Append argmax"),
        "tail": _tr("Append a resize or argmax…"),
        "remove_tail": _tr("Remove resize and argmax from the end"),
        "predictions": _tr("End at the predictions; the host does the rest"),
        "stubs": _tr("&Stubs"),
        "quantize": _tr("Insert a quant stub after"),
        "dequantize": _tr("Insert a dequant stub after"),
        "insert_stubs": _tr("Insert all stubs"),
        "remove_stubs": _tr("Remove all stubs"),
        "folding": _tr("&Fold and merge"),
        "fold_constants": _tr("Compute constants before this node"),
        "fold_batch_norms": _tr("Fold all batch norms"),
        "reparameterize": _tr("Merge all parallel branches"),
    }


def _looking_texts() -> dict[str, str]:
    return {
        "select": _tr("S&elect"),
        "producers": _tr("Producers"),
        "consumers": _tr("Consumers"),
        "alike": _tr("All of this type"),
        "block": _tr("The same in every block"),
        "copy": _tr("&Copy"),
        "copy_name": _tr("Name"),
        "copy_code": _tr("Code"),
        "copy_png": _tr("Picture of the selection (PNG)"),
        "copy_svg": _tr("Drawing of the selection (SVG)"),
        "look": _tr("&Look at"),
        "isolate": _tr("Only what is around, a step more each time"),
        "fold_alike": _tr("All of this type drawn inside what they read"),
        "values": _tr("The values calibration measured"),
        "why": _tr("Show wh&y"),
        "source": _tr("&Open source line"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("NodeMenu", text)
