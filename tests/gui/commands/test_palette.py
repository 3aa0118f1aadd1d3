"""The palette of the real window: it reaches every action, in Chinese too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from engine.opening.source import ModelSource
from gui.commands.other_words import LIKELY, other_words
from gui.main_window import MainWindow
from gui.session.autosave import Autosave
from gui.session.session import Session
from gui.settings import Settings
from gui.widgets.choices import Ranking
from tests.gui.fake_engine import make_engine


def leaves(menu):
    for action in menu.actions():
        if not action.isVisible():
            continue
        if isinstance(action.menu(), QMenu):
            yield from leaves(action.menu())
        elif action.text() and not action.isSeparator():
            yield action


def titles(window):
    return [choice.title for choice in window.commands.commands()]


@pytest.fixture
def opened(qtbot, window):
    window.opening.open_source(ModelSource("zoo", "net", "Net"))
    state = window.session
    qtbot.waitUntil(lambda: state.state.is_open and state.state.busy is None)
    return window


def test_every_action_of_every_menu_is_offered_once(opened):
    menus = [*opened.top.menus.actions()]
    actions = [leaf for each in menus for leaf in leaves(each.menu())]
    for button in opened.inspect.graph.findChildren(QToolButton):
        if button.menu() is not None:
            actions += leaves(button.menu())
    offered = [choice.do.__self__ for choice in opened.commands.commands()]
    assert set(actions) == set(offered)
    assert len(offered) == len(set(offered))
    assert len(offered) > 80


def test_every_offered_action_has_its_own_title_and_key(opened):
    choices = list(opened.commands.commands())
    assert len({each.title for each in choices}) == len(choices)
    assert len({each.key for each in choices}) == len(choices)


def test_an_action_inside_a_menu_tells_which_menu(opened):
    assert "Colours › Dark" in titles(opened)
    assert "Node › Precision › In int8" in titles(opened)


OF_THE_FIELD = {
    "heat": {"action:colour_macs", "action:colour_parameters"},
    "lens": {"action:lens_constants", "action:lens_chains"},
    "search": {"action:find"},
    "isolate": {"action:node_isolate"},
    "legend": {"action:colour_macs"},
    "bookmark": {"action:mark_1"},
    "history": {"action:graph_back", "action:node_history"},
    "fold": {"action:collapse", "action:graph_collapse"},
    "theme": {"action:scheme_dark"},
    "svg": {"action:export_image", "action:node_copy_svg"},
    "diff": {"action:compare_previous"},
}


def test_words_of_the_field_find_commands(opened):
    ranking = Ranking(list(opened.commands.commands()), [])
    for sought, keys in OF_THE_FIELD.items():
        assert keys <= {each.key for each in ranking.best(sought)[:12]}, sought


def test_other_words_and_likely_commands_are_of_commands_there_are(opened):
    known = {each.key.removeprefix("action:") for each in opened.commands.commands()}
    assert set(other_words()) <= known
    assert set(LIKELY) <= known


def test_an_empty_palette_offers_what_is_likely_and_networks_last(opened):
    palette = opened.commands.open()
    keys = [each.key.removeprefix("action:") for each in palette.shown()]
    assert keys[:4] == list(LIKELY[:4])
    assert not any(key.startswith("zoo:") for key in keys[:40])
    palette.close()


def test_no_title_tells_a_state_and_no_key_changes_with_it(opened):
    before = {each.key: each.title for each in opened.commands.commands()}
    opened.inspect.graph.view.set_colour_mode("macs")
    after = {each.key: each.title for each in opened.commands.commands()}
    assert after == before
    assert not any("For all 0" in title for title in before.values())


def test_bookmarks_are_commands_that_tell_where_they_lead(qtbot, opened):
    def of(key):
        choices = opened.commands.commands()
        return next(each for each in choices if each.key == f"action:{key}")

    view = opened.inspect.graph.view
    assert of("recall_3").why_not
    view.select(view.scene.graph.boxes[0].key)
    chosen = view.selected()
    of("mark_3").do()
    assert chosen in of("recall_3").title
    view.select(view.scene.graph.boxes[-1].key)
    of("recall_3").do()
    assert view.selected() == chosen
    view.travel.forget()
    assert of("recall_3").why_not == "This bookmark is not set."


def test_what_is_chosen_is_done_and_comes_first_after_a_restart(qtbot, window):
    palette = window.commands.open()
    qtbot.keyClicks(palette.field, "log")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.log_dock.isVisible()
    window.session.settings.sync()
    path = window.session.settings._store.fileName()
    session = Session(
        Settings(path), Autosave(window.session.autosave._folder), make_engine(None)
    )
    again = MainWindow(session)
    qtbot.addWidget(again)
    fresh = again.commands.open()
    assert fresh.shown()[0].key == "action:log"
    fresh.close()
    again.close()
    session.deleteLater()


def test_chinese_words_and_english_ones_find_the_same(chinese, window):
    sought = {
        "撤销": "action:undo",
        "保存": "action:save",
        "校准": "action:stage_calibrate",
        "undo": "action:undo",
    }
    ranking = Ranking(list(window.commands.commands()), [])
    for word, key in sought.items():
        assert key in [choice.key for choice in ranking.best(word)[:3]], word


def test_the_field_takes_chinese_words(qtbot, chinese, window):
    palette = window.commands.open()
    palette.field.setText("撤销")
    assert palette.shown()[0].key == "action:undo"
    palette.close()


def test_nodes_and_modules_are_listed_once_per_graph(opened):
    nodes, modules = opened.commands.nodes(), opened.commands.modules()
    assert opened.commands.nodes() is nodes
    assert opened.commands.modules() is modules
    info = opened.session.state.info
    assert [each.title for each in nodes] == [node.name for node in info.nodes]
