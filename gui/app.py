"""The application: its theme and language, the crash hook, and the first window."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from gui.crash import CrashHook, start_log
from gui.main_window import MainWindow
from gui.opening_word import Options
from gui.session.autosave import Autosave
from gui.session.session import Session
from gui.settings import Language, Scheme, Settings
from gui.theme import RESOURCES, Theme, apply_theme, dark, light, undressed

NAME = "npu-studio"
SWITCH_INTERVAL = 0.0001
"""Seconds. The window gives the interpreter's lock away at nearly every call of Qt, and
waits as long to have it back while a job computes."""
CHINESE_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


class Dresser(QObject):
    """Keeps the application in the theme that the settings or the system ask for."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app, self._settings = app, settings
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        self._wear()

    def watch(self, window: QWidget) -> None:
        """Follow the system's font as well, which a shown window is told of."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Size everything anew after another font."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            prefer_fonts(self._app, locale_of(self._settings.language))
            QTimer.singleShot(0, self, self._wear)
        return False

    def choose(self, scheme: Scheme) -> None:
        """Remember the user's choice and wear it."""
        self._settings.scheme = scheme
        self._wear()

    def _on_system_changed(self) -> None:
        if self._settings.scheme == "system":
            self._wear()

    def _wear(self) -> None:
        apply_theme(self._app, chosen_theme(self._settings.scheme))


class FirstPaint(QObject):
    """Notes when a window has been painted for the first time."""

    def __init__(self, window: MainWindow, started: float) -> None:
        super().__init__(window)
        self.seconds: float | None = None
        self._started = started
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop the clock at the first paint."""
        if self.seconds is None and event.type() == QEvent.Type.Paint:
            self.seconds = time.monotonic() - self._started
        return False


def chosen_theme(scheme: Scheme) -> Theme:
    """The theme of a scheme; `system` follows the desktop."""
    if scheme == "system":
        system = QGuiApplication.styleHints().colorScheme()
        return dark() if system == Qt.ColorScheme.Dark else light()
    return dark() if scheme == "dark" else light()


def make_application(language: Language = "system") -> QApplication:
    """Create the one application object, in the user's language; set thread turns."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    app = QApplication([NAME])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("NPU Studio")
    app.setDesktopFileName(NAME)
    app.setWindowIcon(QIcon(str(RESOURCES / "icons" / "npu-studio.svg")))
    install_translation(app, locale_of(language))
    return app


def install_translation(app: QApplication, locale: QLocale) -> bool:
    """Load the words of a language, if there are any, and Qt's own with them."""
    if not _load(app, locale, NAME, str(RESOURCES / "translations")):
        return False
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _load(app, locale, "qtbase", of_qt)
    prefer_fonts(app, locale)
    return True


def prefer_fonts(app: QApplication, locale: QLocale) -> None:
    """Let characters that Chinese and Japanese share take their Chinese form.

    On a desktop of another language Qt would take the first font that has them. The
    application's font is not set, for Qt would no longer follow the system's then.
    """
    if locale.language() == QLocale.Language.Chinese:
        for family in app.font().families():
            QFont.insertSubstitutions(family, CHINESE_FONTS)


def locale_of(language: Language) -> QLocale:
    """The locale of a language that the user chose."""
    return QLocale.system() if language == "system" else QLocale(language)


def _load(app: QApplication, locale: QLocale, name: str, folder: str) -> bool:
    translator = QTranslator(app)
    return translator.load(locale, name, "_", folder) and app.installTranslator(
        translator
    )


def run(word: str, options: Options, started: float) -> int:
    """Show the window and stay until it is closed; gives the exit status."""
    log_file = start_log()
    settings = Settings()
    app = make_application(settings.language)
    dresser = Dresser(app, settings)
    session = Session(settings, Autosave())
    with undressed():
        window = MainWindow(session, log_file)
    window.scheme_chosen.connect(dresser.choose)
    dresser.watch(window)
    hook = CrashHook(app)
    hook.crashed.connect(window.show_crash)
    hook.install()
    window.first_paint = FirstPaint(window, started)
    window.show()
    if word:
        QTimer.singleShot(0, lambda: window.open_word(word, options))
    return app.exec()
