"""Draws the pictures in the README from the real window on the bundled sample.

Run from the repository: `make screenshot`, or `python -m tests.screenshots [FOLDER]`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "pictures"
PATIENCE_S = 300


def main() -> None:
    """Go through the journey, saving a picture of every page."""
    from gui.theme import dark, light
    from tests.studio import Studio, open_studio, rest, wait_until

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)

    def save(studio: Studio, name: str) -> None:
        studio.window.notice.clear()
        rest(0.6)
        wait_until(studio.is_idle, PATIENCE_S)
        rest(0.3)
        studio.window.grab().save(str(folder / f"{name}.png"))

    with open_studio(light()) as studio:
        rest(0.3)
        save(studio, "start")
        studio.window.open_word("sample:street")
        wait_until(studio.window.is_showing_graph, PATIENCE_S)
        wait_until(studio.is_idle, PATIENCE_S)
        studio.window.inspect.graph.view.folding.expand("pag3")
        studio.window.step_problem(1)
        studio.window.step_problem(1)
        fix = studio.session.state.diagnostics[1].fixes[0]
        studio.window.editing.preview(fix.edit)
        studio.window.fix_previews.look_at(fix)
        wait_until(studio.is_idle, PATIENCE_S)
        save(studio, "inspect")
        studio.window.editing.fix_all()
        wait_until(studio.is_idle, PATIENCE_S)
        save(studio, "fixed")
    with TemporaryDirectory() as home, open_studio(dark()) as studio:
        at_home(home)
        studio.window.open_word("sample:street")
        wait_until(studio.window.is_showing_graph, PATIENCE_S)
        studio.window.editing.fix_all()
        wait_until(studio.is_idle, PATIENCE_S)
        studio.calibrate()
        wait_until(studio.is_calibrated, PATIENCE_S)
        save(studio, "calibrate")
        studio.compare()
        wait_until(lambda: studio.session.state.compared is not None, PATIENCE_S)
        wait_until(studio.is_idle, PATIENCE_S)
        save(studio, "compare")
        studio.compile(Path(home) / "npu" / "street")
        wait_until(lambda: studio.session.state.compiled is not None, PATIENCE_S)
        wait_until(studio.is_idle, PATIENCE_S)
        save(studio, "compile")


def at_home(folder: str) -> None:
    """Let paths be those of a user anywhere, not of the machine that draws."""
    os.environ["HOME"] = folder
    sys.executable = f"{folder}/.venv/bin/python"


if __name__ == "__main__":
    main()
