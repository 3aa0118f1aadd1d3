"""Calibrating, comparing and compiling; each result remembers what it was made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.comparison.results import Panes
from engine.images import Preprocessing
from engine.project import (
    CalibrationSettings,
    ComparisonSettings,
    CompileSettings,
    Method,
)
from gui.session import work
from gui.session.session import Notice, Session
from gui.session.state import Compared, Compiled, Measured, SessionState


class Measuring(QObject):
    """Runs the open network on images, and hands it to a compiler.

    `ranked` says that the sensitivity of the nodes is known now.
    """

    ranked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def calibrate(
        self, settings: CalibrationSettings, preprocessing: Preprocessing
    ) -> None:
        """Measure the ranges on the chosen images."""
        session = self._session
        if not session.state.is_open or not session.accepts():
            return
        self.set_calibration(settings, preprocessing)
        state = session.state

        def done(measured: Measured) -> None:
            lags = session.state.unsaved or session.state.path is not None
            session.show(measured=measured, unsaved=lags)

        session.submit_for_document(
            "calibrate",
            lambda document: work.measure(session.engine, document, state),
            done,
            title=self.tr("Calibration"),
        )

    def set_calibration(
        self, settings: CalibrationSettings, preprocessing: Preprocessing
    ) -> None:
        """Remember the settings; a result made with others shows as stale."""
        if self._session.state.is_open:
            self._session.configure(calibration=settings, preprocessing=preprocessing)

    @Slot(str)
    def change_method(self, method: Method) -> None:
        """Solve the ranges by another method, without a data pass."""
        session = self._session
        if not session.state.is_open:
            return
        settings = replace(session.project.calibration, method=method)
        session.configure(calibration=settings)
        project, measured = session.project, session.state.measured
        if measured is None or "calibrate" in session.state.stale:
            return

        def done(solved: Measured) -> None:
            session.show(measured=solved)

        session.submit_for_document(
            "calibrate",
            lambda document: work.solve(session.engine, document, project, measured),
            done,
            look="method",
        )

    @Slot()
    def rank_roundings(self) -> None:
        """Estimate which nodes' rounding moves the outputs."""
        session = self._session
        if not self._is_measured() or not session.accepts():
            return
        state = session.state

        def done(ranked: Measured) -> None:
            if session.state.measured is state.measured:
                session.show(measured=ranked)
                self.ranked.emit()

        session.submit_for_document(
            "calibrate",
            lambda document: work.rank(session.engine, document, state),
            done,
            title=self.tr("Measuring the sensitivity"),
        )

    def compare(self, settings: ComparisonSettings) -> None:
        """Judge float, calibrated and quantized results."""
        session = self._session
        if not self._is_measured() or not session.accepts():
            return
        self.set_comparison(settings)
        state = session.state

        def done(compared: Compared) -> None:
            session.show(compared=compared)

        session.submit_for_document(
            "compare",
            lambda document: work.compare(session.engine, document, state),
            done,
            title=self.tr("Comparison"),
        )

    def set_comparison(self, settings: ComparisonSettings) -> None:
        """Remember the settings; a result made with others shows as stale."""
        if self._session.state.is_open:
            self._session.configure(comparison=settings)

    @Slot(int)
    def show_image(self, index: int) -> None:
        """Run comparison image `index` for the panes."""
        session = self._session
        state = session.state
        if state.compared is None or state.measured is None or state.stale:
            return
        if state.compared.panes is None:
            return

        def done(panes: Panes) -> None:
            compared = session.state.compared
            if compared is not None:
                session.show(compared=replace(compared, panes=panes, index=index))

        session.submit_for_document(
            "compare",
            lambda document: work.show_image(session.engine, document, state, index),
            done,
            look="image",
        )

    def compile(self, toolchain: str, directory: Path) -> None:
        """Compile into `directory`."""
        session = self._session
        if not self._is_measured() or not session.accepts():
            return
        session.configure(compile=CompileSettings(toolchain, str(directory)))
        state = session.state

        def done(compiled: Compiled) -> None:
            session.show(compiled=compiled)

        session.submit_for_document(
            "compile",
            lambda document: work.build(session.engine, document, state),
            done,
            title=self.tr("Compilation"),
        )

    def _is_measured(self) -> bool:
        state = self._session.state
        if not state.is_open:
            return False
        if _has_ranges(state):
            return True
        text = self.tr("The ranges are missing or out of date; calibrate first.")
        notice = Notice("info", text, holds=lambda now: not _has_ranges(now))
        self._session.noticed.emit(notice)
        return False


def _has_ranges(state: SessionState) -> bool:
    return state.measured is not None and "calibrate" not in state.stale
