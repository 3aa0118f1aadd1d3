"""The search field, the breadcrumbs and the colour menu over the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from gui.graph.scene.colours import GraphColours
from gui.graph.scene.lenses import Way
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.networks import pidnet


@pytest.fixture
def pane(qtbot: QtBot) -> GraphPane:
    """A pane that shows a network."""
    widget = GraphPane()
    qtbot.addWidget(widget)
    widget.resize(836, 784)
    widget.view.show_graph(pidnet())
    widget.show()
    return widget


def crumbs(pane: GraphPane) -> list[QToolButton]:
    """The visible parts of the path."""
    parts = pane.crumbs.findChildren(QToolButton)
    return [part for part in parts if part.isVisible() and part.text() not in "›…"]


def test_typing_counts_and_enter_walks_through_the_hits(
    qtbot: QtBot, pane: GraphPane
) -> None:
    qtbot.keyClicks(pane.search, "op:rsub")
    qtbot.waitUntil(lambda: pane.search.count_text() == "3 found")
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert pane.view.selected() == "pag3_rsub"
    assert pane.search.count_text() == "1 of 3"
    qtbot.keyClick(pane.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pane.view.selected() == "dfm_rsub"


def test_the_magnifying_glass_grows_with_the_text(
    qtbot: QtBot, pane: GraphPane
) -> None:
    icon, usual = pane.search.icon, pane.search.icon.pixmap().width()
    pane.search.setStyleSheet("font-size: 26px")
    qtbot.waitUntil(lambda: icon.pixmap().width() == 2 * usual == icon.width())
    assert icon.geometry().right() < pane.search.cursorRect().left()


def test_enter_does_not_wait_for_the_typing_pause(
    qtbot: QtBot, pane: GraphPane
) -> None:
    pane.search.setText("op:rsub")
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert pane.view.selected() == "pag3_rsub"


def test_escape_returns_to_the_graph_and_there_lets_go_step_by_step(
    qtbot: QtBot, pane: GraphPane
) -> None:
    qtbot.waitExposed(pane)
    pane.focus_search()
    pane.search.setText("op:sigmoid")
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    with qtbot.waitSignal(pane.search.left):
        qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert len(pane.view.picture.hits) > 0
    assert pane.view.selected()
    qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    assert pane.view.selected() is None
    assert len(pane.view.picture.hits) > 0
    qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    assert len(pane.view.picture.hits) == 0
    assert pane.search.text() == ""


def test_a_search_without_hits_says_so(qtbot: QtBot, pane: GraphPane) -> None:
    qtbot.keyClicks(pane.search, "zzz")
    qtbot.waitUntil(lambda: pane.search.count_text() == "none")


def test_the_breadcrumbs_follow_the_selection(pane: GraphPane) -> None:
    pane.view.select("layer3_0_conv1_conv2d")
    assert [part.text() for part in crumbs(pane)] == ["pidnet-s", "layer3", "0"]


def test_a_breadcrumb_selects_its_module_and_brings_it_into_view(
    qtbot: QtBot, pane: GraphPane
) -> None:
    pane.view.select("layer3_0_conv1_conv2d")
    with qtbot.waitSignal(pane.breadcrumb_clicked) as signal:
        qtbot.mouseClick(crumbs(pane)[1], Qt.MouseButton.LeftButton)
    assert signal.args == ["layer3"]
    assert pane.view.selection == "layer3"
    frame = pane.view.scene.graph.frame_of("layer3")
    x, y, width, _ = pane.view.scene.layout.groups[frame].tolist()
    left, top = pane.view.camera.to_screen(x, y)
    assert left >= 0
    assert 40 <= top <= pane.height() / 2
    assert left + width * pane.view.camera.scale <= pane.width()


def test_the_colour_menu_changes_what_colours_mean(pane: GraphPane) -> None:
    pane.view.set_heat("noise", {"x": 1.0})
    for action in pane.colours.menu().actions():
        action.trigger()
        assert pane.view.picture.mode == action.data()
        assert action.text() in pane.colours.text()


def test_the_bar_covers_no_more_of_the_canvas_than_its_fields(
    pane: GraphPane,
) -> None:
    pane.grab()
    assert pane.bar.geometry().right() < pane.width()
    assert pane.view.geometry() == pane.rect()


def test_a_theme_reaches_the_canvas_and_the_bar(pane: GraphPane) -> None:
    pane.set_theme(GraphColours.dark())
    assert pane.view.picture.colours == GraphColours.dark()
    assert GraphColours.dark().card in pane.styleSheet()


def test_fitting_leaves_the_first_box_below_the_bar(pane: GraphPane) -> None:
    pane.view.fit()
    tops = pane.view.scene.layout.rects[:, 1]
    first = pane.view.camera.to_screen(0, tops.min())[1]
    assert first > pane.bar.geometry().bottom()


def test_the_fold_menu_puts_lenses_before_the_canvas(pane: GraphPane) -> None:
    before = len(pane.view.scene.graph.boxes)
    action = pane.lenses.menu().actions()[1]
    action.trigger()
    assert pane.view.lenses == {"normalization"}
    assert len(pane.view.scene.graph.boxes) < before
    assert "1" in pane.lenses.text()
    action.trigger()
    assert len(pane.view.scene.graph.boxes) == before


def listed(pane: GraphPane) -> list[str]:
    """The names in the list of results."""
    model = pane.results.model
    return [model.hits.names[row] for row in range(model.rowCount())]


def test_what_was_found_is_listed_and_a_click_goes_there(
    qtbot: QtBot, pane: GraphPane
) -> None:
    qtbot.waitExposed(pane)
    pane.focus_search()
    qtbot.keyClicks(pane.search, "op:rsub")
    qtbot.waitUntil(pane.results.isVisible)
    assert listed(pane) == list(pane.view.search("op:rsub"))
    rect = pane.results.list.visualRect(pane.results.model.index(1))
    qtbot.mouseClick(
        pane.results.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center()
    )
    assert pane.view.selected() == listed(pane)[1]
    pane.view.setFocus()
    assert not pane.results.isVisible()


@pytest.mark.parametrize(("text", "word"), [("oops:relu", "oops"), ("/(/", "/(/")])
def test_an_unreadable_search_says_why_and_finds_nothing(
    qtbot: QtBot, pane: GraphPane, text: str, word: str
) -> None:
    pane.view.search("op:rsub")
    assert pane.view.search(text) == []
    assert word in pane.results.refusal.text()
    assert len(pane.view.picture.hits) == 0
    pane.view.search("op:rsub")
    assert pane.results.refusal.text() == ""


@pytest.mark.parametrize("way", ["colour", "hide", "fold"])
def test_a_kept_search_is_taken_back_whole(pane: GraphPane, way: Way) -> None:
    before = pane.view.scene.graph
    pane.view.search("op:relu")
    pane.results.keepers[way].click()
    assert pane.kept.isVisible()
    assert pane.view.kept.way == way
    pane.search.clear()
    assert pane.kept.isVisible()
    pane.kept.click()
    assert not pane.kept.isVisible()
    assert pane.view.scene.graph.boxes == before.boxes
    assert pane.view.scene.graph.edges == before.edges
    assert pane.view.info() is before.info


def test_the_sign_before_a_breadcrumb_offers_its_siblings(pane: GraphPane) -> None:
    pane.view.select("layer3_0_conv1_conv2d")
    parts = pane.view.scene.graph.parts
    menu = pane.crumbs.menu_of("", "layer3")
    assert [action.data() for action in menu.actions()] == [part.key for part in parts]
    assert [a.data() for a in menu.actions() if a.isChecked()] in (["layer3"], [])
    other = next(a for a in menu.actions() if a.data() == "pag3")
    other.trigger()
    assert pane.view.selection == "pag3"
    assert [part.text() for part in crumbs(pane)] == ["pidnet-s", "pag3"]


def test_no_box_of_a_fitted_graph_lies_under_the_ribbon(pane: GraphPane) -> None:
    pane.view.set_direction("right")
    pane.view.folding.expand_all()
    pane.view.fit()
    view, ribbon = pane.view, pane.ribbon.geometry()
    rects = view.scene.layout.rects
    right, _ = view.camera.to_screen((rects[:, 0] + rects[:, 2]).max(), 0.0)
    assert right <= view.width() - ribbon.width()
    left, _ = view.camera.to_screen(rects[:, 0].min(), 0.0)
    assert left < 30


def test_hits_are_dotted_on_the_overview_and_the_ribbon(pane: GraphPane) -> None:
    pane.view.eye.zoom_to(2.0)
    minimap, ribbon = pane.minimap.grab().toImage(), pane.ribbon.grab().toImage()
    pane.view.search("op:conv2d")
    assert pane.minimap.grab().toImage() != minimap
    assert pane.ribbon.isVisible()
    assert pane.ribbon.grab().toImage() != ribbon
    pane.view.search("")
    assert pane.minimap.grab().toImage() == minimap


@pytest.mark.parametrize("width", [400, 480, 560, 700, 836, 1100, 1600])
@pytest.mark.parametrize("title", ["0", "a_module_with_a_rather_long_name_" * 3])
def test_the_fields_over_the_canvas_never_overlap_or_leave_it(
    pane: GraphPane, width: int, title: str
) -> None:
    pane.resize(width, 600)
    path = (("net" + title, ""), ("layer3", "layer3"), (title, "layer3.0"), (title, ""))
    pane.crumbs.show_path(path)
    pane.grab()
    corner = pane.bar.geometry().topLeft()
    fields = [
        field.geometry().translated(corner)
        for field in (pane.search, pane.colours, pane.lenses)
    ]
    fields.append(pane.crumbs.geometry())
    for place, field in enumerate(fields):
        assert pane.rect().contains(field)
        assert not any(field.intersects(other) for other in fields[:place])
    for part in crumbs(pane):
        assert part.width() >= part.sizeHint().width()
        assert pane.crumbs.rect().contains(part.geometry())


def test_crumbs_without_room_are_offered_in_a_menu(
    qtbot: QtBot, pane: GraphPane
) -> None:
    pane.resize(400, 600)
    keys = ("", "layer3", "pag3", "spp")
    path = tuple((f"a_long_name_of_{key or 'net'}", key) for key in keys)
    pane.crumbs.show_path(path)
    shown = len(crumbs(pane))
    hidden = pane.crumbs.hidden_parts().actions()
    assert shown + len(hidden) == 4
    assert hidden
    with qtbot.waitSignal(pane.breadcrumb_clicked) as signal:
        hidden[0].trigger()
    assert signal.args == ["layer3"]
    pane.crumbs.show_path(path)
    pane.resize(1600, 600)
    assert [part.text() for part in crumbs(pane)] == [title for title, _ in path]


def test_every_sign_of_the_path_opens_its_menu_by_key(qtbot, pane, monkeypatch) -> None:
    pane.view.select("layer3_0_conv1_conv2d")
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, where: shown.append(menu))
    signs = [
        each
        for each in pane.crumbs.findChildren(QToolButton)
        if each.objectName() == "graphCrumbSign" and each.isVisible()
    ]
    assert len(signs) > 1
    for sign in signs:
        shown.clear()
        qtbot.keyClick(sign, Qt.Key.Key_Down)
        assert len(shown) == 1


def test_the_count_of_a_search_leaves_what_is_typed_whole(pane: GraphPane) -> None:
    pane.resize(900, 600)
    pane.search.setText("op:conv")
    pane.search.show_count(0, 17)
    assert pane.search.count_text() == "17 found"
    pane.search.setText("op:conv shape:128 module:layer3.0.conv")
    pane.search.show_count(0, 17)
    assert pane.search.count_text() == "17"
