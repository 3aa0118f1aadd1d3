"""A few pictures are as they were when somebody last looked at them.

`pytest tests/gui/graph/test_screenshots.py --update-snapshots` draws them anew: look
at them before they are committed. At most TOLERANCE of the pixels of a picture shrunk
to half its size may differ by more than CLOSE steps of 255 in any channel, so that
another rasterizer of the same font passes and a moved box does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontInfo, QImage
from pytestqt.qtbot import QtBot

from gui.graph.scene.colours import GraphColours
from gui.graph.scene.scene import Marks
from gui.graph.tools.pane import GraphPane
from tests.gui.graph.architectures import detector
from tests.gui.graph.networks import pidnet

FOLDER = Path(__file__).parent / "snapshots"
SIZE = QSize(900, 700)
CLOSE = 40
TOLERANCE = 0.01
MARKS = Marks(
    severities={"pag3_rsub": "error", "pag3_sum": "warning", "spp_cat": "advice"},
    notes={"pag3_rsub": "1 − x in pag3"},
    int32=frozenset({"pag3_mul"}),
    edited=frozenset({"pag3_add"}),
    changes={"pag3_mul_1": "added", "pag3_sigmoid": "removed"},
)


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[GraphPane]:
    widget = GraphPane()
    qtbot.addWidget(widget)
    if QFontInfo(widget.font()).family() != "DejaVu Sans":
        pytest.skip("the pictures are drawn with DejaVu Sans")
    widget.resize(SIZE)
    widget.show()
    yield widget
    widget.close()


def opened(pane: GraphPane) -> None:
    pane.view.show_graph(pidnet())
    pane.view.show_marks(MARKS)


def around_pag(pane: GraphPane) -> None:
    pane.set_theme(GraphColours.dark())
    opened(pane)
    pane.view.folding.expand("pag3")
    pane.view.folding.show_module("pag3")


def hot(pane: GraphPane) -> None:
    pane.view.show_graph(detector())
    pane.view.set_colour_mode("macs")
    pane.view.colouring.set_threshold(0.5)
    pane.view.fit()


def sideways(pane: GraphPane) -> None:
    pane.view.set_direction("right")
    pane.view.show_graph(detector())
    pane.view.search("op:cat")


def pixels(image: QImage) -> NDArray[np.int16]:
    """Red, green and blue at half size."""
    smooth = Qt.TransformationMode.SmoothTransformation
    ratio = Qt.AspectRatioMode.IgnoreAspectRatio
    small = image.scaled(image.size() / 2, ratio, smooth)
    small = small.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(small.constBits(), np.uint8)
    shape = small.height(), small.bytesPerLine() // 4, 4
    return rows.reshape(shape)[:, : small.width(), :3].astype(np.int16)


@pytest.mark.parametrize("show", [opened, around_pag, hot, sideways])
def test_a_picture_is_as_it_was_when_last_looked_at(
    pane: GraphPane, show: Callable[[GraphPane], None], request: pytest.FixtureRequest
) -> None:
    show(pane)
    image = pane.grab().toImage()
    file = FOLDER / f"{show.__name__}.png"
    if request.config.getoption("--update-snapshots"):
        FOLDER.mkdir(exist_ok=True)
        assert image.save(str(file))
        return
    expected = QImage(str(file))
    assert image.size() == expected.size()
    far = (abs(pixels(image) - pixels(expected)) > CLOSE).any(axis=2)
    assert far.mean() <= TOLERANCE


def test_a_box_that_is_missing_is_beyond_the_tolerance(pane: GraphPane) -> None:
    opened(pane)
    before = pixels(pane.grab().toImage())
    names = [n.name for n in pane.view.info().nodes if n.module.startswith("pag3")]
    pane.view.set_search_lens(names, "hide")
    far = (abs(pixels(pane.grab().toImage()) - before) > CLOSE).any(axis=2)
    assert far.mean() > TOLERANCE
