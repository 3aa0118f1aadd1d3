"""After an edit one line names what changed and the measured difference."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFont, QFontMetricsF

from engine.info import Diagnostic, EditPreview, Fix, Rewrite
from engine.opening.source import ModelSource
from engine.progress import Progress
from engine.recipe import ApplyEverywhere, ApplyRule, Bypass, FixAll
from gui.editing.edit_notices import new_edit
from gui.graph.canvas.preview_card import SAID, height
from gui.session.state import Facts
from gui.widgets.preview_words import is_told_twice
from tests.gui.graph.networks import branchy

KEEP = ApplyRule("keep", "rsub")
PATIENCE_MS = 20_000


@pytest.fixture
def window(qtbot, window):
    window.opening.open_source(ModelSource("zoo", "net", "Net"))
    session = window.session
    qtbot.waitUntil(lambda: session.state.is_open and session.state.busy is None)
    window.notice.clear()
    return window


@pytest.fixture
def idle(qtbot, window, idle):
    """Wait until the outputs are measured, too."""
    said = window.notice.text
    return lambda: (
        idle(),
        qtbot.waitUntil(lambda: "measuring the outputs" not in said.text()),
        idle(),
    )


def test_an_edit_is_told_with_its_difference_and_an_undo(qtbot, window, idle):
    window.editing.apply(KEEP)
    said = window.notice.text
    qtbot.waitUntil(lambda: "measuring the outputs" in said.text())
    qtbot.waitUntil(
        lambda: said.text() == "Keep at rsub · no difference on 2 example images"
    )
    idle()
    assert not window.notice.undo.isHidden()
    window.notice.undo.click()
    idle()
    assert window.session.state.cursor == 0
    assert window.notice.isHidden()


def test_undo_and_redo_are_no_new_edits(window, idle):
    window.editing.apply(KEEP)
    idle()
    window.editing.undo()
    idle()
    window.editing.redo()
    idle()
    assert window.session.state.cursor == 1
    assert window.notice.isHidden()


def test_several_rewrites_are_counted_by_what_they_rewrote(window, idle, workflow):
    document = workflow.documents[-1]
    document.rewrites = (Rewrite("keep", "rsub", 0.0, 0.0),) * 2 + (
        Rewrite("keep", "sum_1", 0.0, 0.0),
    )
    document.notes = ("head in int8",)
    window.editing.apply(ApplyEverywhere("keep"))
    idle()
    text = window.notice.text.text()
    assert text.startswith("3 rewritten (2 × rsub, 1 × sum_1) · head in int8 · ")
    assert window.staging.states.known[1].share is not None


def test_a_sentence_said_meanwhile_is_not_overwritten(qtbot, window, idle, workflow):
    document, measure = workflow.documents[-1], workflow.documents[-1].measure_last

    def slow(samples):
        while window.notice.text.text() != "Something else.":
            yield Progress("Measuring the change", 0, 1)
        return (yield from measure(samples))

    document.measure_last = slow
    window.editing.apply(KEEP)
    qtbot.waitUntil(lambda: "measuring" in window.notice.text.text())
    window.notice.say("Something else.", "info")
    idle()
    assert window.notice.text.text() == "Something else."


def test_jumping_forward_is_no_new_edit(window, idle):
    for edit in (KEEP, ApplyRule("keep", "sum_1")):
        window.editing.apply(edit)
        idle()
    facts = window.session.state.facts
    first = replace(facts, cursor=1)
    assert new_edit(first, facts) is None
    assert new_edit(replace(first, edits=facts.edits[:1]), facts) == facts.edits[1]


def test_a_fix_that_changes_results_is_shown_first(qtbot, window, idle):
    fix = Fix(ApplyRule("rough", "rsub"), "Roughly", exact=False)
    facts = window.session.state.facts
    problem = Diagnostic("error", "rsub", "aten.rsub", "rank", "a", "b", fixes=(fix,))
    window.session.show(facts=replace(facts, diagnostics=(problem,)))
    window.inspect.problems.fix_requested.emit(fix.edit)
    idle()
    dialog = window.node_editing.dialogs.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert window.session.state.cursor == 0
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    dialog.apply_button.click()
    idle()
    assert window.session.state.edits == (fix.edit,)


def test_a_fix_is_shown_over_the_graph_while_it_is_looked_at(qtbot, window, idle):
    layer = window.fix_previews.layer
    fix = Fix(Bypass("rsub"), "Take it out", exact=False)
    window.inspect.node.fix_looked_at.emit(fix)
    qtbot.waitUntil(lambda: layer.ghosts is not None)
    idle()
    assert layer.ghosts.title == "Take it out"
    assert layer.ghosts.claim == "changes results"
    assert "no difference on 2" in layer.ghosts.measured
    assert [sign for sign, _ in layer.ghosts.lines] == ["−", "+"]
    assert window.session.state.cursor == 0
    window.inspect.node.fix_looked_at.emit(None)
    assert layer.isHidden()


def test_that_results_change_is_said_once():
    preview = EditPreview(KEEP, (), (), (), (), 0.0, 0.0, 2)
    changes = replace(preview, max_abs_difference=1.0, max_rel_difference=0.5)
    by_hand = Fix(Bypass("rsub"), "Take it out", exact=False)
    rewrite = Fix(KEEP, "Keep", exact=False)
    assert is_told_twice(by_hand, changes)
    assert not is_told_twice(by_hand, preview)
    assert not is_told_twice(rewrite, changes)


def test_a_long_sentence_takes_as_many_rows_as_it_needs(qtbot):
    metrics = QFontMetricsF(QFont())
    said = "changes results by up to 19.06 % of the largest output (3.15) on a picture"
    one, many = (height(SAID, said, metrics, room) for room in (2000, 150))
    assert many >= 3 * metrics.height() > one
    assert height("+", said, metrics, 150) == one


def test_a_greyed_fix_shows_nothing(qtbot, window):
    window.fix_previews.look_at(Fix(Bypass("rsub"), "No", reason="It cannot."))
    qtbot.wait(250)
    assert window.fix_previews.layer.isHidden()


def test_an_edit_takes_the_ghosts_away(qtbot, window, idle):
    window.fix_previews.look_at(Fix(KEEP, "Keep"))
    layer = window.fix_previews.layer
    qtbot.waitUntil(lambda: layer.ghosts is not None)
    window.editing.apply(KEEP)
    idle()
    assert layer.isHidden()


def test_a_fix_at_a_node_that_is_gone_shows_nothing(qtbot, window, idle):
    window.fix_previews.look_at(Fix(ApplyRule("keep", "of_an_earlier_graph"), "Keep"))
    qtbot.wait(250)
    idle()
    assert window.fix_previews.layer.isHidden()


@pytest.mark.parametrize(
    ("is_exact", "sentence"),
    [
        (False, "errors left: 1, whose fixes change results"),
        (None, "errors left: 1, which no rewrite clears"),
    ],
)
def test_fixing_all_says_what_is_left_and_why(
    window, idle, workflow, is_exact, sentence
):
    fixes = () if is_exact is None else (Fix(KEEP, "Keep", exact=is_exact),)
    left = Diagnostic("error", "rsub", "x", "supported", "x", "No.", None, fixes)
    workflow.documents[-1].diagnostics = lambda profile: [left]
    window.editing.apply(FixAll("horizon-bayes"))
    idle()
    assert window.notice.text.text().endswith(f" · {sentence}")


def test_fixing_all_is_no_edit_where_nothing_has_a_fix(qtbot, window, workflow):
    workflow.documents[-1].diagnostics = lambda profile: ()
    window.editing.fix_all()
    notice = window.notice.text
    qtbot.waitUntil(lambda: notice.text().startswith("Nothing to fix"))
    assert window.session.state.cursor == 0


class Sizes(QObject):
    """Counts how often a widget gets another size."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Resize
        return False


def edited(info, times):
    """A large graph whose last node has another name, after so many edits."""
    last = info.nodes[-1]
    new = last._replace(name=f"last{times}", origin=last.name)
    info = replace(info, nodes=(*info.nodes[:-1], new))
    return Facts(info, (), (KEEP,) * times, times)


def test_one_edit_after_another_leaves_the_graph_its_size(qtbot, window):
    window.show()
    window.go("inspect")
    page, info = window.inspect, branchy(1500)
    arrangement = page.graph.view.arrangement

    def is_settled():
        return not arrangement.is_busy and not page.is_behind

    def show(times):
        window.session.show(facts=edited(info, times))
        qtbot.waitUntil(is_settled, timeout=PATIENCE_MS)

    show(0)
    show(1)
    assert window.notice.isVisible()
    sizes = Sizes(page.graph)
    show(2)
    assert window.notice.isVisible()
    assert sizes.count == 0
