import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStyleOptionViewItem

from engine.info import Fix
from engine.recipe import ApplyRule, InsertStubs, SetPrecision, Several
from gui.panels.problems import ProblemsPanel
from gui.theme import SPACING
from gui.widgets import problem_list, problem_rows
from gui.widgets.problem_delegate import DIAGNOSTIC, GROUP
from gui.widgets.problem_list import ProblemModel


@pytest.fixture
def panel(qtbot, graph, diagnostics):
    panel = ProblemsPanel()
    qtbot.addWidget(panel)
    panel.resize(284, 520)
    panel.show(diagnostics, graph, "Horizon J5")
    panel.setVisible(True)
    panel.view.setFocus()
    return panel


def fix_all_button(panel):
    return panel.findChild(QPushButton)


def button_centre(panel, row) -> QPoint:
    view = panel.view
    index = view.model().index(row, 0)
    option = QStyleOptionViewItem()
    option.rect = view.visualRect(index)
    option.font = view.font()
    return view.itemDelegate().button_rect(option, index).center()


def test_clicking_the_button_asks_for_the_fix(qtbot, panel, diagnostics):
    with qtbot.waitSignal(panel.fix_requested) as caught:
        qtbot.mouseClick(
            panel.view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=button_centre(panel, 0),
        )
    assert caught.args == [diagnostics[0].fixes[0].edit]


def test_a_greyed_button_asks_for_nothing(qtbot, panel):
    with qtbot.assertNotEmitted(panel.fix_requested):
        qtbot.mouseClick(
            panel.view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=button_centre(panel, 2),
        )


def test_rows_are_laid_out_anew_when_the_width_changes(qtbot, panel):
    for width in (600, 284):
        panel.resize(width, 520)
        qtbot.wait(300)
        shown = panel.view.viewport().grab().toImage()
        panel.view.doItemsLayout()
        assert panel.view.viewport().grab().toImage() == shown


def test_fix_all_tells_no_number_and_asks_for_all_before_the_graph_is_checked(
    qtbot, panel, graph, diagnostics
):
    panel.bar.field.setText("rsub")
    panel.show(diagnostics, graph, "Horizon J5", "awaited")
    assert fix_all_button(panel).text() == "Fix all"
    with qtbot.waitSignal(panel.fix_all_requested):
        fix_all_button(panel).click()
    panel.show(diagnostics, graph, "Horizon J5")
    assert fix_all_button(panel).text().startswith("Fix ")
    assert fix_all_button(panel).text() != "Fix all"


def test_no_problem_is_claimed_of_a_graph_that_is_being_checked(panel, graph):
    panel.show((), graph, "Horizon J5", "awaited")
    shown = [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]
    assert "checking…" in shown
    assert not any("No problems" in each for each in shown)


def test_a_panel_needs_no_more_room_while_its_graph_is_being_checked(
    panel, graph, diagnostics
):
    needed = panel.minimumSizeHint().width()
    panel.show(diagnostics, graph, "Horizon J5", "awaited")
    assert panel.minimumSizeHint().width() <= needed + 1 + SPACING


def test_clicking_a_row_selects_its_problem(qtbot, panel, diagnostics):
    index = panel.view.model().index(1, 0)
    place = panel.view.visualRect(index).topLeft() + QPoint(40, 12)
    with qtbot.waitSignal(panel.problem_selected) as caught:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [diagnostics[1]]


def test_keys_walk_preview_and_fix(qtbot, panel, diagnostics):
    selected, previewed, fixed = [], [], []
    panel.problem_selected.connect(selected.append)
    panel.preview_requested.connect(previewed.append)
    panel.fix_requested.connect(fixed.append)
    panel.select("rsub")
    for _ in range(3):
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    qtbot.keyClick(panel.view, Qt.Key.Key_F)
    assert selected == list(diagnostics[1:4])
    assert previewed == [InsertStubs()]
    assert fixed == [InsertStubs()]


def test_f_on_a_problem_without_a_fix_asks_for_nothing(qtbot, panel, diagnostics):
    panel.show([replace(diagnostics[0], fixes=())])
    panel.select("rsub")
    with qtbot.assertNotEmitted(panel.fix_requested):
        qtbot.keyClick(panel.view, Qt.Key.Key_F)


def test_fix_all_counts_only_what_can_be_fixed(qtbot, panel):
    button = fix_all_button(panel)
    assert button.text() == "Fix all 4"
    with qtbot.waitSignal(panel.fix_all_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(panel):
    """Titles of headings and nodes of problems, from top to bottom."""
    model = panel.view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        index.data(GROUP).title if index.data(GROUP) else index.data(DIAGNOSTIC).node
        for index in rows
    ]


def test_severities_are_counted_and_say_whether_they_are_shown(panel):
    buttons = panel.bar.severities.buttons
    assert [button.text() for button in buttons.values()] == ["3", "1", "1", "0"]
    assert buttons["error"].accessibleName() == "3 errors, shown"
    assert buttons["advice"].accessibleName() == "1 piece of advice, shown"
    buttons["error"].click()
    assert buttons["error"].accessibleName().endswith("left out")


def test_a_severity_can_be_left_out_and_comes_back(panel):
    before = shown(panel)
    panel.bar.severities.buttons["error"].click()
    assert shown(panel) == ["", "final_layer_conv"]
    panel.bar.clear()
    assert shown(panel) == before


@pytest.mark.parametrize(
    ("words", "nodes"),
    [
        ("dimension", ["sum_1"]),
        ("PAG3 tensor", ["rsub"]),
        ("model_utils.py:268", ["dfm_conv"]),
        ("int32", ["final_layer_conv"]),
        ("nowhere", []),
    ],
)
def test_words_are_found_in_sentence_module_and_source(qtbot, panel, words, nodes):
    qtbot.keyClicks(panel.bar.field, words)
    assert shown(panel) == nodes


def test_a_key_looks_for_its_words_once(qtbot, panel, monkeypatch, diagnostics):
    looked = []

    def search(problems, *given):
        looked.append(len(problems))
        return problem_rows.shown_problems(problems, *given)

    monkeypatch.setattr(problem_list, "shown_problems", search)
    qtbot.keyClicks(panel.bar.field, "d")
    assert looked == [len(diagnostics)]


def test_a_filter_that_leaves_nothing_says_how_much_it_hides(qtbot, panel):
    qtbot.keyClicks(panel.bar.field, "nowhere")
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert any("5 problem" in text for text in texts)


def test_the_filter_stays_when_the_network_is_judged_again(qtbot, panel, diagnostics):
    qtbot.keyClicks(panel.bar.field, "dimension")
    panel.show(diagnostics[1:], None, "Horizon J5")
    assert shown(panel) == ["sum_1"]


def test_groups_have_one_heading_a_constraint(panel):
    panel.bar.grouping.click()
    assert shown(panel) == [
        "Supported",
        "rsub",
        "dfm_conv",
        "Dimensions",
        "sum_1",
        "Stubs",
        "",
        "Int32",
        "final_layer_conv",
    ]


def test_a_heading_closes_and_opens_by_click_and_by_key(qtbot, panel):
    panel.bar.grouping.click()
    view = panel.view
    place = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(panel)[:2] == ["Supported", "Dimensions"]
    assert view.currentIndex().data(GROUP).title == "Supported"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert shown(panel)[:2] == ["Supported", "rsub"]
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert shown(panel)[:2] == ["Supported", "Dimensions"]


def test_selecting_a_node_opens_the_heading_over_its_problem(qtbot, panel):
    panel.bar.grouping.click()
    panel.view.setCurrentIndex(panel.view.model().index(0, 0))
    qtbot.keyClick(panel.view, Qt.Key.Key_Left)
    panel.select("dfm_conv")
    assert panel.view.currentIndex().data(DIAGNOSTIC).node == "dfm_conv"


def test_a_heading_fixes_its_kind_where_one_rule_clears_it(qtbot, panel, diagnostics):
    other = replace(
        diagnostics[0],
        node="rsub_1",
        fixes=(Fix(ApplyRule("one_minus_as_add", "rsub_1"), "Write it otherwise"),),
    )
    panel.show([diagnostics[0], other])
    panel.bar.grouping.click()
    with qtbot.waitSignal(panel.fix_requested) as caught:
        qtbot.mouseClick(
            panel.view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=button_centre(panel, 0),
        )
    edits = (diagnostics[0].fixes[0].edit, other.fixes[0].edit)
    assert caught.args == [Several(edits)]


def test_a_heading_over_different_rules_has_no_button(panel):
    panel.bar.grouping.click()
    assert panel.view.model().index(0, 0).data(GROUP).edit is None


def test_filtering_keeps_the_selected_problem(qtbot, panel):
    panel.select("sum_1")
    with qtbot.assertNotEmitted(panel.problem_selected):
        qtbot.keyClicks(panel.bar.field, "dim")
    assert panel.view.currentIndex().data(DIAGNOSTIC).node == "sum_1"


def test_grouping_marks_no_problem_where_no_node_is_selected(panel, diagnostics):
    whole = replace(diagnostics[-1], node="")
    panel.show([*diagnostics, whole])
    panel.bar.grouping.click()
    assert not panel.view.currentIndex().isValid()


def test_without_problems_the_target_is_named(panel, graph):
    panel.show((), graph, "Horizon J5")
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "No problems for Horizon J5." in texts
    assert not fix_all_button(panel).isVisible()


def test_without_a_model_the_panel_says_what_to_do(panel):
    panel.show(())
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "Open a model to see what the target cannot run." in texts


def test_the_module_is_named_once(panel, diagnostics, graph):
    from gui.widgets.problem_delegate import MODULE

    named = replace(diagnostics[0], title="1 − x in pag3")
    panel.show([diagnostics[0], named], graph)
    model = panel.view.model()
    assert [model.index(row, 0).data(MODULE) for row in range(2)] == ["in pag3", ""]


def test_selecting_from_outside_emits_nothing(qtbot, panel):
    with qtbot.assertNotEmitted(panel.problem_selected):
        panel.select("final_layer_conv")
    assert panel.view.currentIndex().row() == 4


def test_a_long_sentence_makes_a_higher_row(panel, diagnostics):
    view = panel.view
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    delegate, model = view.itemDelegate(), view.model()
    before = delegate.sizeHint(option, model.index(0, 0)).height()
    long = replace(diagnostics[0], message=diagnostics[0].message * 4)
    panel.show([long])
    assert delegate.sizeHint(option, model.index(0, 0)).height() > before + 40


def test_chinese_sentences_wrap_inside_the_row(panel, diagnostics):
    sentence = "芯片只能计算张量相减不支持数字减去张量请改写为加法和乘法"
    view = panel.view
    heights = []
    for text in (sentence[:4], sentence * 2):
        panel.show([replace(diagnostics[0], message=text, source=None)])
        option = QStyleOptionViewItem()
        view.initViewItemOption(option)
        index = view.model().index(0, 0)
        heights.append(view.itemDelegate().sizeHint(option, index).height())
    assert heights[1] > heights[0] + 10


def test_two_thousand_problems_are_shown_within_a_second(qtbot, panel, diagnostics):
    many = [
        replace(diagnostics[i % 5], node=f"n{i}", message=f"Reason number {i}.")
        for i in range(2000)
    ]
    started = time.perf_counter()
    panel.show(many)
    panel.view.viewport().repaint()
    panel.select("n1999")
    panel.view.viewport().repaint()
    assert time.perf_counter() - started < 1.0


def test_setting_a_precision_is_called_set(panel, diagnostics):
    from gui.widgets.edit_words import verb

    assert verb(SetPrecision("a", "int32")) == "Set"
    assert verb(InsertStubs()) == "Insert"
    assert verb(diagnostics[0].fixes[0].edit) == "Fix"


def test_many_problems_of_a_kind_stand_under_headings_until_the_user_chooses(
    panel, diagnostics
):
    several = [replace(diagnostics[0], node=f"n{number}") for number in range(9)]
    panel.show(several)
    assert panel.bar.grouping.isChecked()
    panel.show(diagnostics)
    assert not panel.bar.grouping.isChecked()
    panel.show(several)
    panel.bar.grouping.click()
    panel.show([*several, *diagnostics])
    panel.show(several)
    assert not panel.bar.grouping.isChecked()


def test_a_row_says_where_its_node_is(qapp, diagnostics):
    problem = diagnostics[0]
    same = [replace(problem, node="sum_1"), replace(problem, node="sum_2")]
    model = ProblemModel()
    model.show(same, {"sum_1": "pag3", "sum_2": "pag4"})
    role = Qt.ItemDataRole.AccessibleTextRole
    first, second = (model.index(row).data(role) for row in (0, 1))
    assert "in pag3, sum_1" in first
    assert "in pag4, sum_2" in second
