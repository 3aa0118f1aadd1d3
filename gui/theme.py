"""Colours, spacing and fonts of the window, light and dark.

A widget that paints itself asks `theme_of(self.palette())` while painting, so that a
change of theme needs no message. Everything else is styled by `set_role` and the
style sheet in `resources/theme`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from engine.info import Family, Severity

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SPACING = 8
MARGIN = 14
CODE, LEAST_CODE = 0.92, 11
RADIUS = 7
MARK = 12

Role = Literal[
    "title",
    "heading",
    "section",
    "dim",
    "small",
    "code",
    "error",
    "ok",
    "big",
    "panel",
    "card",
    "canvas",
    "primary",
    "outline",
    "flat",
    "link",
]
Mark = Severity | Literal["ok"]

FAMILIES_LIGHT: dict[Family, str] = {
    "convolution": "#3b6fd8",
    "normalization": "#8a94a6",
    "activation": "#c2762b",
    "elementwise": "#7a5af8",
    "reduction": "#c11574",
    "pooling": "#0e7490",
    "resize": "#0f9d76",
    "shape": "#667085",
    "quantization": "#a15c07",
    "matrix": "#1d4fae",
    "constant": "#98a2b3",
    "io": "#475467",
    "other": "#667085",
}
FAMILIES_DARK: dict[Family, str] = {
    "convolution": "#84adff",
    "normalization": "#98a2b3",
    "activation": "#f0b27a",
    "elementwise": "#bdb4fe",
    "reduction": "#faa7e0",
    "pooling": "#67e3f9",
    "resize": "#5fe0b7",
    "shape": "#98a2b3",
    "quantization": "#fec84b",
    "matrix": "#528bff",
    "constant": "#7d8899",
    "io": "#cdd2da",
    "other": "#98a2b3",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour the window uses, as `#rrggbb`.

    `…_soft` colours are backgrounds that carry ink-coloured text; `on_accent` is text
    on the accent colour itself.
    """

    name: Literal["light", "dark"]
    canvas: str
    panel: str
    raised: str
    line: str
    ink: str
    dim: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    advice: str
    advice_soft: str
    ok: str
    ok_soft: str
    edge: str
    highlight: str
    families: dict[Family, str] = field(hash=False, compare=False)

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than its background."""
        return self.name == "dark"

    def severity(self, severity: Mark) -> QColor:
        """Colour of a severity; its shape is painted by `paint_mark`."""
        return QColor(
            {
                "error": self.error,
                "warning": self.warning,
                "advice": self.advice,
                "hint": self.dim,
                "ok": self.ok,
            }[severity]
        )

    def severity_soft(self, severity: Mark) -> QColor:
        """Background that goes with a severity."""
        return QColor(
            {
                "error": self.error_soft,
                "warning": self.warning_soft,
                "advice": self.advice_soft,
                "hint": self.canvas,
                "ok": self.ok_soft,
            }[severity]
        )

    def family(self, family: Family) -> QColor:
        """Colour of a family of ops."""
        return QColor(self.families[family])


@cache
def light() -> Theme:
    """Dark ink on white panels."""
    return Theme(
        name="light",
        canvas="#f6f7f9",
        panel="#ffffff",
        raised="#ffffff",
        line="#e3e6eb",
        ink="#1d2430",
        dim="#5d6880",
        faint="#b4bcc9",
        accent="#2463dd",
        accent_soft="#e8effd",
        on_accent="#ffffff",
        error="#cd2a1e",
        error_soft="#fef3f2",
        warning="#b54708",
        warning_soft="#fff6ed",
        advice="#0e7490",
        advice_soft="#ecfdff",
        ok="#067647",
        ok_soft="#ecfdf3",
        edge="#868fa2",
        highlight="#b58900",
        families=FAMILIES_LIGHT,
    )


@cache
def dark() -> Theme:
    """Light ink on dark grey panels."""
    return Theme(
        name="dark",
        canvas="#15181d",
        panel="#1b1f26",
        raised="#232932",
        line="#2f3641",
        ink="#e6e9ef",
        dim="#98a2b3",
        faint="#5c6676",
        accent="#84adff",
        accent_soft="#1f3157",
        on_accent="#0f1728",
        error="#fda29b",
        error_soft="#3a2022",
        warning="#fdb022",
        warning_soft="#38291a",
        advice="#67e3f9",
        advice_soft="#15323c",
        ok="#47cd89",
        ok_soft="#16332a",
        edge="#7d8899",
        highlight="#ffdf3d",
        families=FAMILIES_DARK,
    )


def theme_of(palette: QPalette) -> Theme:
    """Tell the theme a widget is shown in from its palette.

    The accent decides: style sheets change a widget's other colours.
    """
    accent = palette.color(QPalette.ColorRole.Accent).name()
    for theme in (light(), dark()):
        if theme.accent == accent:
            return theme
    return dark() if palette.window().color().lightness() < 128 else light()


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the whole application: Fusion, palette and style sheet.

    The sheet before is taken off first: from one sheet into another Qt dresses every
    widget several times.
    """
    app.setStyleSheet("")
    if app.style().name() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette_of(theme))
    app.setStyleSheet(style_sheet(theme, app.font()))


@contextmanager
def undressed() -> Iterator[None]:
    """Put a window together without the style sheet, which all its parts get at once.

    Under a style sheet Qt dresses a widget, and all it holds, anew with every parent it
    is given.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)


def base_pixels(font: QFont) -> int:
    """Height of ordinary text in pixels: the system's, but never under 13."""
    return max(13, QFontInfo(font).pixelSize())


def style_sheet(theme: Theme, font: QFont) -> str:
    """Fill the style sheet's template with colours, and with sizes after the font."""
    template = (RESOURCES / "theme" / "studio.qss").read_text(encoding="utf-8")
    pixels = base_pixels(font)
    dot, knob = round(pixels * 0.92), round(pixels * 1.08)
    values = {k: v for k, v in asdict(theme).items() if isinstance(v, str)}
    sizes = {
        "base": pixels,
        "small": round(pixels * 0.885),
        "tiny": round(pixels * 0.846),
        "large": round(pixels * 1.154),
        "huge": round(pixels * 2),
        "row": max(round(pixels * 1.4), _line_height(font, pixels)),
        "row_small": max(round(pixels * 1.23), _line_height(font, pixels * 0.885)),
        "box": pixels,
        "arrow": round(pixels * 0.77),
        "gap": round(pixels * 0.46),
        "room": round(pixels * 1.7),
        "dot": dot,
        "dot_half": dot + 2 - 2 * round(dot / 3),
        "dot_line": round(dot / 3),
        "dot_round": dot // 2 + 1,
        "knob": knob,
        "knob_half": knob // 2,
        "knob_out": -round((knob - 4) / 2),
    }
    folder = (RESOURCES / "theme").as_posix()
    return Template(template).substitute(
        values, **{name: f"{size}px" for name, size in sizes.items()}, folder=folder
    )


def _line_height(font: QFont, pixels: float) -> int:
    """How high a line is in another size; Chinese letters are higher than others."""
    sized = QFont(font)
    sized.setPixelSize(round(pixels))
    return QFontMetrics(sized).height()


def palette_of(theme: Theme) -> QPalette:
    """The Qt palette of a theme."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.panel,
        role.Base: theme.panel,
        role.AlternateBase: theme.canvas,
        role.Button: theme.raised,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Light: theme.raised,
        role.WindowText: theme.ink,
        role.Text: theme.ink,
        role.ButtonText: theme.ink,
        role.PlaceholderText: theme.dim,
        role.Highlight: theme.accent_soft,
        role.HighlightedText: theme.ink,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.ink,
        role.Accent: theme.accent,
    }
    palette = QPalette()
    for name, colour in colours.items():
        palette.setColor(name, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, name, QColor(theme.faint))
    return palette


def set_role(widget: QWidget, role: Role) -> None:
    """Give a widget its part in the style sheet, and restyle it if it had another."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def mono_font(pixels: int = 12) -> QFont:
    """The system's fixed-width font."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(pixels)
    return font


def code_font(beside: QFont) -> QFont:
    """The fixed-width font as large as text in another looks, of whatever script.

    Fonts of Chinese are as large in pixels and much higher.
    """
    return mono_font(max(round(QFontInfo(beside).pixelSize() * CODE), LEAST_CODE))
