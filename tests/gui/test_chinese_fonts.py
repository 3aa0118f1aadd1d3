"""Chinese words take Chinese letters, and the system's font is followed."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont

from gui.app import CHINESE_FONTS, prefer_fonts

FAMILY = "A Font Nobody Has"


@pytest.fixture
def dressed(qapp):
    usual = qapp.font()
    qapp.setFont(QFont(FAMILY))
    yield qapp
    qapp.setFont(usual)
    QFont.removeSubstitutions(FAMILY)


def test_chinese_letters_follow_the_font_of_the_system(dressed):
    before = dressed.font()
    prefer_fonts(dressed, QLocale("zh_CN"))
    told = [name.lower() for name in QFont.substitutes(FAMILY)]
    assert told == [name.lower() for name in CHINESE_FONTS]
    assert dressed.font() == before


def test_other_languages_keep_the_fonts_of_the_system(dressed):
    prefer_fonts(dressed, QLocale("de_DE"))
    assert QFont.substitutes(FAMILY) == []
