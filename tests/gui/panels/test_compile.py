from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from engine.progress import Progress
from gui.panels.compile import CompilePanel, ToolchainCard
from gui.panels.compile_result import size_text
from gui.session.state import Compiled, ToolchainInfo
from gui.widgets.latency_bars import LatencyBars
from gui.widgets.reason_list import ReasonList
from tests.gui.fake_engine import make_result

CHAINS = (
    ToolchainInfo("onnx", "ONNX", True),
    ToolchainInfo("horizon", "Horizon", False, "hb_compile is not installed."),
)


@pytest.fixture
def panel(qtbot):
    panel = CompilePanel()
    qtbot.addWidget(panel)
    panel.setVisible(True)
    panel.resize(1200, 760)
    return panel


def compiled(**counts):
    folder = Path("/out")
    return Compiled(make_result(folder, **counts), "onnx", folder, ())


def texts(panel):
    return [label.text() for label in panel.result.findChildren(QLabel)]


def press(panel, text):
    buttons = panel.result.findChildren(QPushButton)
    next(each for each in buttons if each.text() == text).click()


class Windows(QObject):
    """Collects what is shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and watched.isWindow():
            self.shown.append(watched)
        return False


def test_a_missing_toolchain_is_greyed_with_its_reason(qapp, panel):
    windows = Windows()
    qapp.installEventFilter(windows)
    panel.show(CHAINS, "onnx", "/out")
    qapp.removeEventFilter(windows)
    assert windows.shown == []
    onnx, horizon = panel.findChildren(ToolchainCard)
    assert onnx.button.isEnabled()
    assert onnx.button.isChecked()
    assert not horizon.button.isEnabled()
    assert horizon.why.text() == "hb_compile is not installed."


def test_compile_asks_with_toolchain_and_folder(qtbot, panel):
    panel.show(CHAINS, "onnx", "/out")
    with qtbot.waitSignal(panel.start_requested) as asked:
        panel.run.start_button.click()
    assert asked.args == ["onnx", Path("/out")]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"blocked": "Calibrate first."}, "Calibrate first."),
        ({"directory": ""}, "Choose an output folder first."),
        ({"toolchain": "horizon"}, "Choose a toolchain first."),
    ],
)
def test_what_is_missing_greys_the_button_and_is_said(panel, values, reason):
    panel.show(
        **{"toolchains": CHAINS, "toolchain": "onnx", "directory": "/o"} | values
    )
    assert not panel.run.start_button.isEnabled()
    assert panel.run.text.text() == reason


def test_the_users_choice_outlives_a_new_snapshot(panel):
    chains = (*CHAINS, ToolchainInfo("torchscript", "TorchScript", True))
    panel.show(chains, "onnx", "/out")
    panel.choices.buttons()[2].click()
    panel.show(chains, "onnx", "/out")
    assert panel.toolchain == "torchscript"


def test_stages_are_ticked_as_the_next_one_begins(panel):
    panel.show(CHAINS, "onnx", "/out", is_running=True)
    panel.show_progress(Progress("Writing", 0, 1), None)
    panel.show_progress(Progress("Checking", 1, 3), 4.0)
    assert panel.stages.names == ("Writing", "Checking")
    assert panel.stages.finished == ("Writing",)
    panel.show(CHAINS, "onnx", "/out")
    assert panel.stages.finished == ("Writing", "Checking")


def test_a_passed_self_check_says_how_much_was_compared(panel):
    panel.show(CHAINS, "onnx", "/out", compiled())
    assert panel.result.verdict == (
        "Self-check passed: 116,736 values of 3 images are equal bit for bit."
    )
    panel.show(CHAINS, "onnx", "/out", compiled(rounded=1234))
    assert "once 1,234 values that float operations compute" in panel.result.verdict


def test_a_failed_self_check_says_where_it_first_differs(panel):
    panel.show(CHAINS, "onnx", "/out", compiled(mismatches=7))
    assert panel.result.verdict == (
        "Self-check failed: 7 of 116,736 values differ. conv_1[0, 3]: 12 is 13"
    )


def test_files_sizes_latency_and_exceptions_are_listed(panel):
    panel.show(CHAINS, "onnx", "/out", compiled())
    shown = texts(panel)
    assert {"net.onnx", "2.1 MB", "no int8 kernel"} <= set(shown)
    (bars,) = panel.result.findChildren(LatencyBars)
    assert bars.accessibleName() == "float 14.0 ms, int8 7.0 ms"


def test_a_stale_result_says_so(panel):
    panel.show(CHAINS, "onnx", "/out", compiled(), is_stale=True)
    assert "The network or its ranges have changed since." in texts(panel)


def test_buttons_ask_for_folder_report_and_node(qtbot, panel):
    panel.show(CHAINS, "onnx", "/out", compiled())
    asked = []
    for signal in (panel.folder_requested, panel.report_requested, panel.node_selected):
        signal.connect(asked.append)
    for text in ("Open folder", "Open report", "upsample"):
        press(panel, text)
    assert asked == [Path("/out"), Path("/out/report.html"), "upsample"]


def test_a_reason_shared_by_nodes_is_one_line_that_opens(qtbot):
    nodes = [("resize", "blends"), ("softmax", "divides"), ("resize_1", "blends")]
    reasons = ReasonList(nodes)
    qtbot.addWidget(reasons)
    reasons.setVisible(True)
    (opener,) = reasons.findChildren(QToolButton)
    links = {each.text(): each for each in reasons.findChildren(QPushButton)}
    assert opener.text() == "2 × blends"
    assert [name for name, link in links.items() if link.isVisible()] == ["softmax"]
    opener.click()
    assert all(link.isVisible() for link in links.values())
    with qtbot.waitSignal(reasons.node_selected) as chosen:
        links["resize_1"].click()
    assert chosen.args == ["resize_1"]


@pytest.mark.parametrize(
    ("count", "text"),
    [(812, "812 B"), (27_800, "27.8 kB"), (7_649_000, "7.6 MB")],
)
def test_sizes_read_as_people_write_them(count, text):
    assert size_text(count) == text
