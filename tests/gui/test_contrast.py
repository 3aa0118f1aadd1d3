"""Words stand out from what they are written on as WCAG asks at level AA."""

import pytest

from gui.graph.scene.colours import GraphColours
from gui.theme import dark, light

TEXT, SIGN = 4.5, 3.0
THEMES = pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])
GRAPHS = pytest.mark.parametrize(
    "colours", [GraphColours.light(), GraphColours.dark()], ids=["light", "dark"]
)


def luminance(colour):
    """Relative luminance of an #rrggbb, after WCAG 2.2."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def weak(pairs, least):
    return {pair for pair in pairs if contrast(*pair) < least}


@THEMES
def test_words_of_every_panel_are_legible(theme):
    words = ("ink", "dim", "accent", "error", "warning", "advice", "ok")
    grounds = ("panel", "canvas", "raised", "accent_soft")
    pairs = {
        (getattr(theme, word), getattr(theme, ground))
        for word in words
        for ground in grounds
    }
    pairs |= {
        (word, theme.severity_soft(mark).name())
        for mark in ("error", "warning", "advice", "ok", "hint")
        for word in (theme.ink, theme.dim, theme.severity(mark).name())
    }
    pairs.add((theme.on_accent, theme.accent))
    assert weak(pairs, TEXT) == set()


@THEMES
def test_boxes_to_tick_and_the_focus_ring_are_seen(theme):
    pairs = {
        (sign, ground)
        for sign in (theme.edge, theme.accent)
        for ground in (theme.panel, theme.canvas, theme.raised)
    }
    assert weak(pairs, SIGN) == set()


@GRAPHS
def test_words_on_cards_and_beside_edges_are_legible(colours):
    grounds = (colours.background, colours.card, colours.selection)
    pairs = {(word, on) for word in (colours.ink, colours.dim) for on in grounds}
    for name in ("error", "warning", "advice"):
        _, fill, word = colours.severity(name)
        pairs |= {(word, fill), (word, colours.card), (colours.dim, fill)}
    assert weak(pairs, TEXT) == set()
