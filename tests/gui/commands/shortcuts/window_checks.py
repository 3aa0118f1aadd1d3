"""What the shortcuts of the menus have to do."""

from __future__ import annotations

from gui.graph.canvas.view import GraphView
from gui.panels.keys import KeysDialog
from gui.panels.open_dialog import OpenDialog
from gui.panels.preferences import PreferencesDialog
from gui.session.session import Notice
from gui.session.state import STAGES
from gui.widgets.command_palette import CommandPalette
from tests.gui.commands.shortcuts.hands import ONE, TWO, check

PAGES = ("StartPage", "InspectPage", "InspectPage", "CalibrationPanel")
PAGES += ("ComparisonPanel", "CompilePanel")


@check("window", "open_model")
def _(hands):
    yield hands.view
    hands.dialog(OpenDialog).close()


@check("window", "open_project")
def _(hands):
    hands.ask_nothing("ask_project")
    yield hands.view
    assert hands.asked == ["ask_project"]


@check("window", "open_again")
def _(hands):
    hands.edit(ONE)
    yield hands.view
    hands.idle()
    assert hands.workflow.calls.count("open") == 2
    assert hands.state.edits == (ONE,)


@check("window", "save", "save_as")
def _(hands):
    hands.ask_nothing("ask_save_path")
    yield hands.view
    assert hands.asked == ["ask_save_path"]


@check("window", "export_image")
def _(hands):
    hands.window.exporting.ask = lambda: hands.asked.append("export")
    yield hands.view
    assert hands.asked == ["export"]


@check("window", "quit")
def _(hands):
    yield hands.view
    assert not hands.window.isVisible()


@check("window", "preferences")
def _(hands):
    yield hands.view
    hands.dialog(PreferencesDialog).close()


@check("window", "undo")
def _(hands):
    hands.edit(ONE)
    yield hands.view
    hands.idle()
    assert (hands.state.cursor, hands.state.edits) == (0, (ONE,))


@check("window", "redo")
def _(hands):
    hands.edit(ONE)
    hands.undo()
    yield hands.view
    hands.idle()
    assert hands.state.cursor == 1


@check("window", "fix_all")
def _(hands):
    yield hands.view
    hands.idle()
    assert [type(each).__name__ for each in hands.state.edits] == ["FixAll"]


@check("window", "cancel")
def _(hands):
    hands.hold_up()
    yield hands.view
    hands.idle()
    assert hands.state.measured is None


@check("window", "previous_stage")
def _(hands):
    hands.edit(ONE, TWO)
    yield hands.view
    hands.idle()
    assert hands.state.cursor == 1


@check("window", "next_stage")
def _(hands):
    hands.edit(ONE)
    hands.undo()
    yield hands.view
    hands.idle()
    assert hands.state.cursor == 1


@check("window", "compare_previous", "compare_opened")
def _(hands):
    hands.edit(ONE)
    yield hands.view
    hands.wait(lambda: hands.page == "DifferencePage")
    assert hands.workflow.calls[-1] == "compare 0 1"


@check("window", "source")
def _(hands):
    yield hands.view
    assert hands.window.inspect.source.box.isVisible()
    assert hands.window.inspect.source.pane.hasFocus()


@check("window", "sides")
def _(hands):
    page = hands.window.inspect
    yield hands.view
    assert page.tree.isHidden() is False
    assert not page.tree.isVisible()
    assert not page.node.isVisible()
    assert page.graph.width() > 0.95 * page.width()
    assert hands.view.hasFocus()
    hands.view.node_activated.emit(hands.view.info().nodes[1].name)
    assert page.node.isVisible()


@check("window", "log")
def _(hands):
    yield hands.view
    assert hands.window.log_dock.isVisible()


@check("window", "wheel_zooms")
def _(hands):
    before = hands.view.pointer.wheel_zooms
    yield hands.view
    assert hands.view.pointer.wheel_zooms is not before
    assert hands.window.session.settings.wheel_zooms is not before


@check("window", "flows_right")
def _(hands):
    views = hands.window.findChildren(GraphView)
    assert len(views) == 4
    assert {view.direction for view in views} == {"down"}
    yield hands.view
    assert {view.direction for view in views} == {"right"}
    assert hands.window.session.settings.flows_right


@check("window", "wraps")
def _(hands):
    views = hands.window.findChildren(GraphView)
    assert all(view.wraps for view in views)
    yield hands.view
    assert not any(view.wraps for view in views)
    assert not hands.window.session.settings.wraps


@check("window", "find")
def _(hands):
    yield hands.window.inspect.tree.view
    assert hands.window.inspect.graph.search.hasFocus()


@check("window", "go_to_node")
def _(hands):
    yield hands.view
    palette = hands.dialog(CommandPalette)
    assert {"x", "sum_1", "rsub"} == {each.title for each in palette.shown()}
    palette.close()


@check("window", "next_problem")
def _(hands):
    yield hands.window.inspect.tree.view
    assert hands.window.inspect.selected == "sum_1"


@check("window", "previous_problem")
def _(hands):
    yield hands.window.inspect.tree.view
    assert hands.window.inspect.selected == "rsub"


def _stage(stage, page):
    @check("window", f"stage_{stage}")
    def _(hands):
        hands.window.go("calibrate" if stage != "calibrate" else "compile")
        yield hands.window.stepper.buttons[0]
        assert (hands.page, hands.window.stepper.current) == (page, stage)


for _name, _page in zip(STAGES, PAGES, strict=True):
    _stage(_name, _page)


def _run(stage):
    @check("window", f"run_{stage}")
    def _(hands):
        hands.calibrate()
        hands.workflow.calls.clear()
        yield hands.view
        hands.idle()
        assert stage in [call.split()[0] for call in hands.workflow.calls]
        assert hands.window.stepper.current == stage


for _name in ("calibrate", "compare", "compile"):
    _run(_name)


@check("window", "palette")
def _(hands):
    yield hands.view
    palette = hands.dialog(CommandPalette)
    assert any(each.key == "action:save" for each in palette.shown())
    palette.close()


@check("window", "keys")
def _(hands):
    yield hands.view
    hands.dialog(KeysDialog).close()


@check("window", "escape")
def _(hands):
    hands.window.inspect.select("rsub")
    hands.window.session.noticed.emit(Notice("error", "Look."))
    yield hands.window.inspect.tree.view
    assert not hands.window.notice.isVisible()
    assert hands.window.inspect.selected == "rsub"
