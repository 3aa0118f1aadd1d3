"""Draws pictures of the graph canvas: `python -m tests.graph_pictures [FOLDER]`.

PIDNet-S as it opens and expanded around one attention module, a thousand nodes, a row
of blocks folded, a search, and heat by cost; light, and the first two dark.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

if TYPE_CHECKING:
    from engine.info import GraphInfo
    from gui.graph.scene.scene import Marks
    from gui.graph.tools.pane import GraphPane

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "pictures"
SIZE = 1280, 860
TARGET = "horizon-bernoulli2"


@dataclass(frozen=True)
class Gallery:
    """Where pictures are saved, and what is drawn on most of them."""

    folder: Path
    pidnet: GraphInfo
    marks: Marks

    def draw(
        self, name: str, info: GraphInfo, show: Callable[[GraphPane], object]
    ) -> None:
        """Show a graph in a pane of its own and save what is seen."""
        from gui.graph.scene.colours import GraphColours
        from gui.graph.tools.pane import GraphPane
        from tests.studio import rest

        pane = GraphPane()
        pane.set_theme(GraphColours.dark() if "dark" in name else GraphColours.light())
        pane.resize(*SIZE)
        pane.show()
        pane.view.show_graph(info)
        rest(0.5)
        if info is self.pidnet:
            pane.view.show_marks(self.marks)
        show(pane)
        rest(0.4)
        while pane.view.arrangement.is_busy:
            rest(0.1)
        pane.grab().save(str(self.folder / f"graph-{name}.png"))
        pane.close()


def rows() -> GraphInfo:
    """Three stages of many blocks alike."""
    from tests.gui.graph.networks import Builder, basic_block

    build = Builder()
    x = build.conv_bn(build.source("x", 1, 3, 224, 224), 64, 7, 2, "stem")
    for number, count in enumerate((6, 12, 24)):
        build.open(f"layer{number + 1}", "Sequential")
        for block in range(count):
            stride = 2 if not block and number else 1
            x = basic_block(build, str(block), x, 64 << number, stride)
        build.close()
    build.result(x)
    return build.info("rows")


def around_pag(pane: GraphPane) -> None:
    """Open one attention module and look at it."""
    pane.view.folding.expand("pag3")
    pane.view.folding.show_module("pag3")
    pane.view.select(None)


def everything(pane: GraphPane) -> None:
    """Open all, in columns that fill the canvas, and look at the whole."""
    view = pane.view
    view.set_wrapping(True)
    view.folding.expand_all()
    view.arrangement.afterwards(view.fit)


def searched(pane: GraphPane) -> None:
    """Find one kind of op."""
    pane.view.folding.expand_to_depth(1)
    pane.search.setText("op:relu")
    pane.view.search("op:relu")
    pane.view.fit()


def hot(pane: GraphPane) -> None:
    """Colour by cost, leaving the cheaper half plain."""
    pane.view.set_colour_mode("macs")
    pane.view.colouring.set_threshold(0.4)
    pane.view.fit()


def gallery(folder: Path) -> Gallery:
    """Open PIDNet-S and find its problems."""
    from engine.opening.opener import open_model
    from engine.opening.source import ModelSource
    from engine.opening.summary import summarize
    from engine.progress import run
    from engine.targets.diagnostics import diagnose
    from engine.targets.profile import load_profile
    from gui.pages.marks import marks_of

    folder.mkdir(parents=True, exist_ok=True)
    model = run(open_model(ModelSource("zoo", "pidnet-s"))).model
    pidnet = summarize(model, "pidnet-s")
    return Gallery(
        folder, pidnet, marks_of(pidnet, diagnose(model, load_profile(TARGET)))
    )


def main() -> None:
    """Save every picture."""
    from gui.app import make_application
    from gui.theme import apply_theme, dark, light
    from tests.gui.graph.networks import branchy, named

    app = make_application()
    on = gallery(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    for name, theme in (("dark", dark()), ("light", light())):
        apply_theme(app, theme)
        on.draw(f"pidnet-{name}", on.pidnet, lambda pane: None)
        on.draw(f"pag-{name}", on.pidnet, around_pag)
    on.draw("thousand", named(branchy(1000), 250, 25), everything)
    on.draw("rows", rows(), lambda pane: pane.view.folding.expand_to_depth(1))
    on.draw("search", on.pidnet, searched)
    on.draw("heat", on.pidnet, hot)


if __name__ == "__main__":
    main()
