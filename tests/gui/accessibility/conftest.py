"""The real window with the sample in it, in one language and size of type."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QFont

from gui.app import install_translation
from gui.theme import apply_theme, light
from tests.gui.accessibility.places import PATIENCE_S, settle
from tests.studio import close_studio, make_studio, wait_until

FONT = "DejaVu Sans"


def open_sample(qapp, folder, points, locale):
    """A window of 1440 × 900 with an edited sample, and what undoes its language."""
    before = set(qapp.findChildren(QTranslator))
    font = QFont(FONT)
    font.setPixelSize(round(points * 96 / 72))
    qapp.setFont(font)
    if locale != "en":
        assert install_translation(qapp, QLocale(locale))
    apply_theme(qapp, light())
    studio = make_studio(folder)
    studio.window.resize(1440, 900)
    studio.window.show()
    studio.window.open_word("sample:street")
    wait_until(studio.window.is_showing_graph, PATIENCE_S)
    settle(studio)
    fix = studio.session.state.diagnostics[-1].fixes[0].edit
    studio.window.editing.apply(fix)
    settle(studio)

    def close():
        close_studio(studio)
        for translator in set(qapp.findChildren(QTranslator)) - before:
            qapp.removeTranslator(translator)
            translator.deleteLater()
        usual = QFont(FONT)
        usual.setPixelSize(13)
        qapp.setFont(usual)
        apply_theme(qapp, light())

    return studio, close


@pytest.fixture(scope="module")
def sample(qapp, tmp_path_factory):
    """The window in English and of the usual size."""
    studio, close = open_sample(qapp, tmp_path_factory.mktemp("sample"), 10, "en")
    yield studio
    close()
