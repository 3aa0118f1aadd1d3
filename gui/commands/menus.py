"""The menus of the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar

from engine.networks.zoo import ZOO
from engine.samples import samples
from gui.asking_preferences import ask_preferences
from gui.commands.actions import Actions, Wish, add_languages, add_schemes, stage_wishes
from gui.commands.canvas_menu import CanvasMenu
from gui.commands.graph_menus import add_graph_menus
from gui.commands.module_entries import ModuleEntries
from gui.pages.entering import enter, take_keys
from gui.sentences import in_language
from gui.session.session import Notice
from gui.session.state import Stage
from gui.settings import Language

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def fill_menus(window: MainWindow, bar: QMenuBar) -> Actions:
    """Build all menus; the shortcuts live with their actions."""
    actions = Actions(window)
    file = actions.fill(bar, _tr("&File"), _file(window))
    _add_networks(window, actions, file)
    edit = actions.fill(bar, _tr("&Edit"), _edit(window))
    node = window.node_editing.menu
    edit.addMenu(node.menu)
    actions.by_key |= {f"node_{key}": each for key, each in node.actions.items()}
    view = actions.fill(bar, _tr("&View"), _view(window))
    schemes, languages = view.addMenu(_tr("Colours")), view.addMenu(_tr("Language"))
    schemes.setObjectName("scheme")
    languages.setObjectName("language")
    add_schemes(
        actions,
        schemes,
        window.session.settings.scheme,
        window.scheme_chosen.emit,
    )
    add_languages(
        actions,
        languages,
        window.session.settings.language,
        lambda language: _choose_language(window, language),
    )
    graph = actions.fill(bar, _tr("&Graph"), _graph(window))
    add_graph_menus(window, actions, graph, view)
    window.inspect.graph.colours.add_command(actions.by_key["sensitivity"])
    canvas = window.inspect.graph.view
    ModuleEntries(node.menu, canvas, at_pointer=False)
    CanvasMenu(window, actions)
    stages = stage_wishes(partial(enter, window))
    actions.fill(bar, _tr("&Journey"), [*stages, None, *_run(window)])
    actions.fill(bar, _tr("&Help"), _help(window))
    return actions


def _choose_language(window: MainWindow, language: Language) -> None:
    window.session.settings.language = language
    text = _tr("The language changes when NPU Studio is started again.")
    window.session.noticed.emit(Notice("info", text))


def _file(window: MainWindow) -> list[Wish | None]:
    return [
        Wish("open_model", _tr("Open &model…"), window.ask_model),
        Wish("open_project", _tr("Open &project…"), window.ask_project),
        Wish("start", _tr("Start page"), lambda: window.go("open")),
        Wish("open_again", _tr("Open the network a&gain"), window.opening.open_again),
        *window.staging.file_wishes(),
        None,
        Wish("save", _tr("&Save project"), window.save),
        Wish("save_as", _tr("Save project &as…"), window.save_as),
        Wish("export_image", _tr("E&xport the graph…"), window.save_picture),
        None,
        Wish("quit", _tr("&Quit"), window.close),
    ]


def _add_networks(window: MainWindow, actions: Actions, file: QMenu) -> None:
    """Offer the samples and the bundled networks behind the ways to open a file."""
    menu = QMenu(_tr("Open bundled &network"), file)
    for name, entry in ZOO.items():
        word = f"zoo:{name}"
        wish = Wish(
            word, in_language(entry.description), partial(window.open_word, word)
        )
        actions.add(menu, wish)
    file.insertMenu(actions.by_key["start"], menu)
    ours = QMenu(_tr("Open s&ample"), file)
    for each in samples():
        word = f"sample:{each.name}"
        wish = Wish(word, in_language(each.title), partial(window.open_word, word))
        actions.add(ours, wish)
    file.insertMenu(menu.menuAction(), ours)


def _edit(window: MainWindow) -> list[Wish | None]:
    editing = window.editing
    return [
        Wish("undo", _tr("&Undo"), editing.undo),
        Wish("redo", _tr("&Redo"), editing.redo),
        None,
        Wish("fix_all", _tr("&Fix all"), editing.fix_all),
        Wish("cancel", _tr("&Cancel the running task"), window.session.cancel),
        None,
        *window.staging.edit_wishes(),
        None,
        Wish("preferences", _tr("P&references…"), lambda: ask_preferences(window)),
    ]


def _view(window: MainWindow) -> list[Wish | None]:
    return [
        Wish("source", _tr("&Source file"), window.inspect.source.toggle),
        Wish("sides", _tr("&Panels beside the graph"), partial(_toggle_sides, window)),
        Wish("log", _tr("&Log"), window.toggle_log),
        Wish("weights", _tr("&Weights of the checkpoint…"), window.show_weights),
    ]


def _toggle_sides(window: MainWindow) -> None:
    """Give the graph all of the window, or the panels their room again."""
    window.go("inspect")
    window.inspect.splitter.toggle_sides()
    take_keys(window, "inspect")


def _graph(window: MainWindow) -> list[Wish | None]:
    page = window.inspect
    view, go_to_node = page.graph.view, window.commands.open_nodes
    return [
        Wish("find", _tr("&Find…"), window.search),
        Wish("open_hits", _tr("Open the wa&y to every hit"), view.finding.open_ways),
        Wish("go_to_node", _tr("&Go to node…"), go_to_node),
        Wish("fit", _tr("Fi&t to window"), view.fit),
        *_copying(window),
        Wish("expand", _tr("&Open all modules"), view.folding.expand_all),
        Wish("collapse", _tr("&Close all modules"), view.folding.collapse_all),
        None,
        Wish(
            "sensitivity",
            _tr("&Measure sensitivity"),
            window.measuring.rank_roundings,
        ),
        None,
        Wish("next_problem", _tr("&Next problem"), lambda: window.step_problem(1)),
        Wish(
            "previous_problem",
            _tr("&Previous problem"),
            lambda: window.step_problem(-1),
        ),
    ]


def _copying(window: MainWindow) -> list[Wish | None]:
    """Pictures and code for the clipboard."""
    copy = window.exporting.copy
    return [
        Wish("copy_view", _tr("Copy &view as image"), lambda: copy("view")),
        Wish("copy_whole", _tr("Copy &whole graph as image"), lambda: copy("whole")),
        Wish(
            "copy_selection",
            _tr("Copy &selection as image"),
            lambda: copy("selection"),
        ),
        Wish("copy_host", _tr("Copy the &host's code"), window.exporting.copy_host),
    ]


def _run(window: MainWindow) -> list[Wish | None]:
    """Start the long work of a page, as the button on it does."""

    def start(stage: Stage) -> None:
        window.go(stage)
        button = window.pages.start_button(stage)
        if button.isEnabled():
            button.click()
        elif button.toolTip():
            why = button.toolTip()
            notice = Notice("info", why, holds=lambda _: not button.isEnabled())
            window.session.noticed.emit(notice)

    return [
        Wish("run_calibrate", _tr("Run the calibration"), lambda: start("calibrate")),
        Wish("run_compare", _tr("Run the comparison"), lambda: start("compare")),
        Wish("run_compile", _tr("Compile now"), lambda: start("compile")),
    ]


def _help(window: MainWindow) -> list[Wish | None]:
    return [
        Wish("palette", _tr("&Command palette…"), window.commands.open),
        Wish("keys", _tr("&Keyboard shortcuts"), window.show_keys),
        Wish("about", _tr("&About NPU Studio"), window.show_about),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)
