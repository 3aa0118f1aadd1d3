from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from engine.info import EditPreview, Fix, SourceLine
from engine.recipe import ApplyRule, SetPrecision
from gui.panels.node import NodePanel
from gui.widgets.fix_card import FixCard
from gui.widgets.preview_view import PreviewView
from gui.widgets.source_view import SourceView, lines_around
from gui.widgets.verdict_label import VerdictLabel


@pytest.fixture
def panel(qtbot, node, diagnostics, code):
    panel = NodePanel()
    qtbot.addWidget(panel)
    panel.resize(320, 800)
    panel.show(node, diagnostics[:1], code, {"one_minus_as_add": 3})
    panel.setVisible(True)
    return panel


def visible_texts(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def preview(difference: float, relative: float = 0.0, samples: int = 4) -> EditPreview:
    return EditPreview(
        ApplyRule("one_minus_as_product", "a"),
        ("rsub(1, s)",),
        ("add(s, -1)", "mul(·, -1)"),
        (),
        (),
        difference,
        relative,
        samples,
    )


def test_the_facts_of_the_node_are_shown(panel):
    texts = visible_texts(panel)
    for fact in ("rsub", "aten.rsub.Scalar", "1×1×128×256 float32", "pag3 · PagFM"):
        assert fact in texts


def test_a_range_set_by_hand_is_a_fact(panel, node):
    fact = ("Range", "−4 to 0.5, set by hand")
    assert fact in panel._facts_of(node._replace(range=(-4.0, 0.5)))
    assert fact not in panel._facts_of(node)


def test_weights_are_facts_and_what_went_wrong_in_an_op_is_none(panel, node):
    given = (("weight", "pag3.weight (8×3×1×1)"), ("reason", "it fails (at 12)"))
    facts = panel._facts_of(node._replace(arguments=given))
    assert given[0] in facts
    assert given[1] not in facts


def test_an_error_says_that_the_node_cannot_run(panel):
    verdict = panel.findChild(VerdictLabel)
    assert verdict.text.startswith("Cannot run. The chip subtracts")


def test_a_node_without_problems_runs_as_it_is(panel, node):
    panel.show(node, (), "")
    assert panel.findChild(VerdictLabel).text == "Runs as it is."


def test_the_users_own_line_is_marked(panel):
    view = panel.findChild(SourceView)
    number, text = view.lines[view.marked]
    assert number == "123"
    assert text == "x = (1-sim_map)*x + sim_map*y"
    assert "model_utils.py:123" in visible_texts(panel)


def test_a_line_of_a_method_tells_what_called_it(panel, node):
    called = SourceLine("/home/me/yolo_head.py", 201)
    source = SourceLine("/home/me/boxes.py", 24, "grid = torch.arange(8)")
    panel.show(node._replace(source=replace(source, called_from=called)))
    assert "boxes.py:24, called from yolo_head.py:201" in visible_texts(panel)


def test_lines_around_stop_at_the_ends_of_the_file():
    lines, marked = lines_around("a\n  b\nc", 1)
    assert lines == [("1", "a"), ("2", "  b"), ("3", "c")]
    assert marked == 0
    assert lines_around("a", 2) == ([], -1)


def test_common_indent_is_left_out():
    lines, _ = lines_around("    a\n\n      b", 1)
    assert lines == [("1", "a"), ("2", ""), ("3", "  b")]


def test_without_the_file_the_remembered_line_is_shown(panel, node, diagnostics):
    panel.show(node, diagnostics[:1], "")
    view = panel.findChild(SourceView)
    assert view.lines == (("123", "x = (1-sim_map)*x + sim_map*y"),)


def test_a_node_without_source_says_so(panel, node):
    panel.show(node._replace(source=None))
    assert "This node has no line in your own files." in visible_texts(panel)


def test_apply_preview_and_apply_everywhere_name_the_edit(qtbot, panel, diagnostics):
    card = panel.findChildren(FixCard)[0]
    edit = diagnostics[0].fixes[0].edit
    with qtbot.waitSignal(panel.fix_requested) as fixed:
        qtbot.mouseClick(card.apply_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.preview_requested) as previewed:
        qtbot.mouseClick(card.preview_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.fix_everywhere_requested) as everywhere:
        qtbot.mouseClick(card.everywhere_button, Qt.MouseButton.LeftButton)
    assert fixed.args == [edit]
    assert previewed.args == [edit]
    assert everywhere.args == [edit.rule]


def test_a_fix_that_does_not_apply_gives_its_reason_and_no_button(panel):
    card = panel.findChildren(FixCard)[1]
    assert not hasattr(card, "apply_button")
    assert "Not here: sim_map has two consumers" in visible_texts(panel)


def test_an_approximation_is_called_one(qtbot, diagnostics):
    fix = replace(diagnostics[0].fixes[0], exact=False)
    card = FixCard(fix)
    qtbot.addWidget(card)
    texts = [label.text() for label in card.findChildren(QLabel)]
    assert "approximation: changes results" in texts


def test_a_fix_offered_twice_is_shown_once(panel, node, diagnostics):
    panel.show(node, (diagnostics[0], diagnostics[0]))
    assert len(panel.findChildren(FixCard)) == 2


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (preview(0.0), "No difference on 4 example images."),
        (
            preview(2e-6, 1e-6),
            "Within rounding: at most < 0.001 % of the largest output (2e−06) on 4 "
            "example images.",
        ),
        (
            preview(0.31, 0.021),
            "Changes results: up to 2.1 % of the largest output (0.31) on 4 example "
            "images.",
        ),
        (
            replace(preview(0.0, samples=2), made_up=True),
            "No difference on 2 tried inputs.",
        ),
        (preview(0.0, samples=0), "Not measured: there are no sample inputs."),
        (
            replace(preview(0.0), edit=SetPrecision("a", "int16")),
            "Float results stay; quantized ones change.",
        ),
    ],
)
def test_a_preview_says_what_was_measured(panel, shown, sentence):
    panel.show_preview(shown)
    view = panel.findChild(PreviewView)
    assert view.isVisible()
    assert view.verdict == sentence


def test_the_preview_leaves_with_its_node(panel, node):
    panel.show_preview(preview(0.0))
    panel.show(node._replace(name="other"))
    assert not panel.findChild(PreviewView).isVisible()


def test_choosing_a_precision_names_node_and_precision(qtbot, panel):
    box = panel.findChild(QComboBox)
    assert box.currentText() == "Automatic (int8)"
    with qtbot.waitSignal(panel.precision_requested) as caught:
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert caught.args == ["rsub", "int8"]


def test_a_precision_can_be_left_to_the_target_again(qtbot, panel, node):
    box = panel.findChild(QComboBox)
    panel.show(node._replace(precision="int8"))
    assert box.currentText() == "int8"
    with qtbot.waitSignal(panel.precision_requested) as caught:
        qtbot.keyClick(box, Qt.Key.Key_Up)
    assert caught.args == ["rsub", "auto"]


def test_following_a_link_selects_that_node(qtbot, panel):
    links = [
        label
        for label in panel.findChildren(QLabel)
        if label.accessibleName() == "Feeds: mul_2, mul_3"
    ]
    with qtbot.waitSignal(panel.node_selected) as caught:
        links[0].linkActivated.emit("mul_3")
    assert caught.args == ["mul_3"]


def test_without_a_node_the_panel_says_what_to_do(panel):
    panel.show(None)
    assert visible_texts(panel) == [
        "Select a node in the graph to see what it computes."
    ]


def test_int32_advice_is_set_not_applied(qtbot):
    card = FixCard(Fix(SetPrecision("a", "int32"), "Output int32"))
    qtbot.addWidget(card)
    assert card.apply_button.text() == "Set"


def test_a_fix_is_no_longer_looked_at_once_its_node_is_left(
    qtbot, panel, node, diagnostics
):
    panel.show(node, diagnostics[:1], "")
    seen = []
    panel.fix_looked_at.connect(seen.append)
    card = panel.findChild(FixCard)
    card.looked_at.emit(diagnostics[0].fixes[0])
    panel.show(node._replace(name="other"), diagnostics[:1], "")
    assert seen == [diagnostics[0].fixes[0], None]
    panel.show(node, diagnostics[:1], "")
    assert len(seen) == 2
