"""The compile page: which toolchain, into which folder, one button, and the result."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.progress import Progress
from gui.panels.compile_result import CompileResultView
from gui.panels.stages import StageList
from gui.sentences import in_language
from gui.session.state import Compiled, ToolchainInfo
from gui.theme import SPACING, set_role
from gui.widgets.content_width import ContentWidth
from gui.widgets.path_field import FolderField, with_tilde
from gui.widgets.removal import remove
from gui.widgets.run_bar import RunBar

SETTINGS_WIDTH = 420


class CompilePanel(QWidget):
    """Shows toolchains and results, asks for a compilation."""

    start_requested = Signal(str, object)
    cancel_requested = Signal()
    folder_requested = Signal(object)
    report_requested = Signal(object)
    node_selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = QButtonGroup(self)
        self.chains = QVBoxLayout()
        self.chains.setSpacing(SPACING)
        self.folder = FolderField(
            self.tr("Output folder"), self.tr("Choose where the files go")
        )
        self.run = RunBar(self.tr("Compile"), names_stages=False)
        self.run.start_button.setObjectName("big_button")
        self.stages = StageList()
        self.result = CompileResultView()
        self._shown: tuple[ToolchainInfo, ...] | None = None
        self._blocked, self._is_running = "", False
        self._lay_out()
        self.run.start_clicked.connect(self._start)
        self.run.cancel_clicked.connect(self.cancel_requested)
        self.choices.buttonClicked.connect(lambda _: self._show_run())
        self.folder.path_changed.connect(lambda _: self._show_run())
        self.result.folder_requested.connect(self.folder_requested)
        self.result.report_requested.connect(self.report_requested)
        self.result.node_selected.connect(self.node_selected)
        self.show()

    @property
    def toolchain(self) -> str:
        """The chosen toolchain, empty for none."""
        button = self.choices.checkedButton()
        return str(button.property("toolchain")) if button is not None else ""

    def show(
        self,
        toolchains: Sequence[ToolchainInfo] = (),
        toolchain: str = "",
        directory: str = "",
        compiled: Compiled | None = None,
        *,
        is_stale: bool = False,
        is_running: bool = False,
        blocked: str = "",
    ) -> None:
        """Show the choices and the last result.

        `blocked` says why nothing can be compiled now; empty if it can.
        """
        self._show_toolchains(tuple(toolchains), toolchain)
        if directory and directory != self.folder.path:
            self.folder.set_path(directory)
        if self._is_running and not is_running:
            self.stages.finish()
        self._blocked, self._is_running = blocked, is_running
        self.result.show_result(compiled, is_stale)
        self._show_run()

    def show_progress(self, progress: Progress, seconds_left: float | None) -> None:
        """Show how far the compilation is."""
        self.stages.show_progress(progress)
        self.run.show_progress(progress, seconds_left)

    def _lay_out(self) -> None:
        settings = QWidget()
        column = QVBoxLayout(settings)
        column.setContentsMargins(22, 20, 22, 20)
        column.setSpacing(SPACING)
        column.addWidget(_label(self.tr("Toolchain"), "title"))
        column.addLayout(self.chains)
        column.addSpacing(12)
        column.addWidget(_label(self.tr("Output folder"), "title"))
        column.addWidget(self.folder)
        column.addSpacing(14)
        column.addWidget(self.run)
        column.addSpacing(8)
        column.addWidget(self.stages)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(settings)
        ContentWidth(scroll, SETTINGS_WIDTH, fixed=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(scroll)
        row.addWidget(self.result, 1)

    def _show_toolchains(
        self, toolchains: tuple[ToolchainInfo, ...], chosen: str
    ) -> None:
        chosen = self.toolchain or chosen
        if toolchains == self._shown:
            return
        self._shown = toolchains
        while (item := self.chains.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                remove(widget)
        for toolchain in toolchains:
            card = ToolchainCard(toolchain)
            card.button.setChecked(toolchain.available and toolchain.name == chosen)
            self.choices.addButton(card.button)
            self.chains.addWidget(card)
        self._order_focus()
        if not toolchains:
            hint = self.tr("Open a network to see which compilers answer.")
            self.chains.addWidget(_label(hint, "dim"))

    def _order_focus(self) -> None:
        """Go through the page from top to bottom, though its cards are made late."""
        run, folder = self.run, self.folder
        order = [*self.choices.buttons(), folder.edit, folder.browse_button]
        order += [run.start_button, run.cancel_button, self.result]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _show_run(self) -> None:
        if self._is_running:
            return
        reason = self._blocked
        if not reason and not self.toolchain:
            reason = self.tr("Choose a toolchain first.")
        if not reason and not self.folder.path:
            reason = self.tr("Choose an output folder first.")
        self.run.show_idle(reason)

    def _start(self) -> None:
        self.stages.clear()
        self.start_requested.emit(self.toolchain, Path(self.folder.path))


class ToolchainCard(QFrame):
    """One compiler: a choice, or greyed with the reason."""

    def __init__(self, toolchain: ToolchainInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.button = QRadioButton(in_language(toolchain.title))
        self.button.setProperty("toolchain", toolchain.name)
        self.button.setEnabled(toolchain.available)
        self.button.setAccessibleDescription(in_language(toolchain.why))
        self.why = _label(with_tilde(in_language(toolchain.why)), "small")
        self.why.setContentsMargins(22, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(3)
        layout.addWidget(self.button)
        layout.addWidget(self.why)
        self.why.setVisible(bool(toolchain.why))  # before, it were a window of its own


def _label(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    set_role(label, role)  # type: ignore[arg-type]
    return label
