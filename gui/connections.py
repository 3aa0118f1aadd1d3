"""What the panels of a window wish for, and who does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from engine.recipe import ApplyEverywhere
from gui.pages.measures import sensitivity_of

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def connect_inspect(window: MainWindow) -> None:
    """Let the panels about the graph change it."""
    page, editing = window.inspect, window.editing
    for panel in (page.problems, page.node):
        panel.fix_requested.connect(window.node_editing.make_known)
        panel.preview_requested.connect(editing.preview)
    page.problems.fix_all_requested.connect(editing.fix_all)
    page.node.fix_everywhere_requested.connect(
        lambda rule: window.node_editing.make_known(ApplyEverywhere(rule))
    )
    page.node.precision_requested.connect(editing.set_precision)
    page.history.jump_requested.connect(editing.jump)
    page.history.undo_requested.connect(editing.undo)
    page.history.redo_requested.connect(editing.redo)
    page.history.leave_out_requested.connect(editing.leave_out)
    page.history.take_in_requested.connect(editing.take_in)
    page.history.delete_requested.connect(editing.delete)
    page.banner.pressed.connect(lambda: _go_on(window))


def _go_on(window: MainWindow) -> None:
    """Take the way on that the banner offers."""
    if window.session.state.stopped:
        window.opening.open_again()
    else:
        window.editing.leave_out_misfit()


def connect_measuring(window: MainWindow) -> None:
    """Let the pages of calibration, comparison and compilation start their work."""
    measuring, pages = window.measuring, window.pages
    calibration, comparison = pages.calibration, pages.comparison
    calibration.start_requested.connect(measuring.calibrate)
    calibration.settings_changed.connect(measuring.set_calibration)
    calibration.method_changed.connect(measuring.change_method)
    measuring.ranked.connect(lambda: _colour_by_sensitivity(window))
    comparison.start_requested.connect(measuring.compare)
    comparison.settings_changed.connect(measuring.set_comparison)
    comparison.image_requested.connect(measuring.show_image)
    compilation = pages.compilation
    compilation.start_requested.connect(measuring.compile)
    compilation.folder_requested.connect(_open_outside)
    compilation.report_requested.connect(_open_outside)
    compilation.node_selected.connect(window.show_node)
    for panel in (calibration, comparison, compilation):
        panel.cancel_requested.connect(window.session.cancel)


def _colour_by_sensitivity(window: MainWindow) -> None:
    """Show on the graph what was just measured."""
    window.go("inspect")
    colouring = window.inspect.graph.view.colouring
    title = sensitivity_of(window.session.state).title
    colouring.show(next(each for each in colouring.measures if each.title == title))


def _open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
