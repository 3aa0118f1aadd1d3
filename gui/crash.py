"""What happens when there is a bug: it is logged, said, and nothing is lost."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

log = logging.getLogger(__name__)

LOG_BYTES = 1_000_000
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def start_log(folder: Path | None = None) -> Path | None:
    """Write the log to a file that never grows beyond a few megabytes.

    None where it cannot be written: the window starts all the same.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    folder = folder or user_log_path("npu-studio")
    file = folder / "npu-studio.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _handler(file)
    except OSError as error:
        log.warning("The log cannot be written: %s", error)
        return None
    handler.setFormatter(logging.Formatter(LOG_FORMAT))
    root.addHandler(handler)
    return file


def _handler(file: Path) -> RotatingFileHandler:
    """Write any path, also one that is no UTF-8."""
    return RotatingFileHandler(
        file,
        maxBytes=LOG_BYTES,
        backupCount=2,
        encoding="utf-8",
        errors="backslashreplace",
    )


class CrashHook(QObject):
    """Catches what nobody caught, in any thread, and hands it to the GUI thread."""

    crashed = Signal(str)

    def install(self) -> None:
        """Take over from Python's own hooks."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(
            args.exc_type, args.exc_value, args.exc_traceback
        )

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.critical("A bug.\n%s", text)
        self.crashed.emit(text)


def crash_dialog(
    trace: str, log_file: Path | None, parent: QWidget | None = None
) -> QMessageBox:
    """Say that this is a bug; the details can be copied."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_tr("NPU Studio"))
    box.setText(
        _tr(
            "This is a bug in NPU Studio. Your project is kept and you can go on; "
            "please report the details."
        )
    )
    if log_file is not None:
        box.setInformativeText(_tr("The log is in {}.").format(log_file))
    box.setDetailedText(trace)
    copy = box.addButton(_tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    copy.clicked.disconnect()
    copy.clicked.connect(_copier(trace))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def _copier(text: str) -> Callable[[], None]:
    return lambda: QApplication.clipboard().setText(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Crash", text)
