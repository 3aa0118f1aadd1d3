"""The last line of the window: state, versions, toolchains, and the network's size."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from engine.info import GraphInfo
from engine.quantities import macs_text, short_count
from gui.sentences import in_language
from gui.session.state import ToolchainInfo
from gui.theme import MARGIN
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.quantities import shape_text


class StatusLine(QFrame):
    """Four facts in a row."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status_bar")
        self.setMinimumHeight(27)
        self.state, self.versions = QLabel(), ElidedLabel(versions_text())
        self.toolchains, self.network = ElidedLabel(), ElidedLabel()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(22)
        for label in (self.state, self.versions, self.toolchains):
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self.network)
        self.show_state(False)

    def show_state(self, is_busy: bool) -> None:
        """Say whether something runs."""
        self.state.setText(self.tr("◐ Working") if is_busy else self.tr("● Ready"))
        self._row.activate()

    def show_toolchains(self, toolchains: Sequence[ToolchainInfo]) -> None:
        """Name the toolchains that were not found."""
        missing = [each for each in toolchains if not each.available]
        names = ", ".join(each.title.split(" (")[0] for each in missing)
        self.toolchains.setText(self.tr("Not found: {}").format(names) if names else "")
        self.toolchains.setToolTip("\n".join(in_language(each.why) for each in missing))

    def show_network(self, info: GraphInfo | None) -> None:
        """Tell the network's size."""
        if info is None:
            self.network.clear()
            return
        shapes = ", ".join(shape_text(node.shape) for node in info.inputs)
        macs = macs_text(info.macs)
        parameters = self.tr("{} parameters").format(short_count(info.parameters))
        self.network.setText(" · ".join((macs, parameters, shapes)))


def versions_text() -> str:
    """The versions of what does the work, without loading it."""
    found = []
    for title, package in (("torch", "torch"), ("ONNX Runtime", "onnxruntime")):
        try:
            number = version(package).split("+")[0]
        except PackageNotFoundError:
            continue
        found.append(f"{title} {'.'.join(number.split('.')[:2])}")
    return " · ".join(found)
