import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gui import __main__ as launcher

ROOT = Path(__file__).resolve().parents[2]
PAINTED = """
import json, os, sys
from PySide6.QtCore import QTimer
import gui.app as application
class Clock(application.FirstPaint):
    def eventFilter(self, watched, event):
        super().eventFilter(watched, event)
        if self.seconds is not None and not hasattr(self, "told"):
            self.told = True
            heavy = [m for m in ("torch", "onnx", "onnxruntime") if m in sys.modules]
            print(json.dumps({"heavy": heavy, "seconds": self.seconds,
                "policy": os.environ["OMP_WAIT_POLICY"],
                "threads": os.environ["OMP_NUM_THREADS"]}), flush=True)
            QTimer.singleShot(0, application.QApplication.quit)
        return False
application.FirstPaint = Clock
from gui.__main__ import main
sys.exit(main([]))
"""


def start(code, tmp_path, **variables):
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        and not key.startswith(("OMP", "GOMP"))
    }
    homes = dict.fromkeys(
        ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path)
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment | homes | variables,
        timeout=60,
    )


def test_the_window_is_painted_before_torch_is_imported(tmp_path):
    result = start(PAINTED, tmp_path, QT_QPA_PLATFORM="offscreen")
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout.splitlines()[-1])
    assert found["heavy"] == []
    assert 0 < found["seconds"] < 30
    assert found["policy"] == "PASSIVE"
    assert int(found["threads"]) == max(1, (os.cpu_count() or 2) - 1)


def test_without_a_display_one_sentence_says_so(tmp_path):
    code = "import sys; from gui.__main__ import main; sys.exit(main([]))"
    result = start(code, tmp_path)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("There is no display to open a window on")


def test_a_missing_library_is_one_sentence_with_the_packages(tmp_path):
    code = """
import ctypes, sys
real = ctypes.CDLL
def without_egl(name, *arguments, **options):
    if name == "libEGL.so.1":
        raise OSError("libEGL.so.1: cannot open shared object file")
    return real(name, *arguments, **options)
ctypes.CDLL = without_egl
from gui.__main__ import main
status = main([])
assert "PySide6" not in sys.modules
sys.exit(status)
"""
    result = start(code, tmp_path, QT_QPA_PLATFORM="offscreen")
    assert result.returncode == 2
    assert result.stderr == (
        "The window needs libEGL.so.1; install with 'sudo apt install libegl1' "
        "(Debian, Ubuntu) or 'sudo dnf install libglvnd-egl' (Fedora).\n"
    )


def test_a_command_runs_without_qt(tmp_path):
    code = """
import sys
from gui.__main__ import main
status = main(["targets", "--json"])
assert not [m for m in sys.modules if m.startswith("PySide6")]
sys.exit(status)
"""
    result = start(code, tmp_path)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["targets"]


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ([], True),
        (["sample:street"], True),
        (["project.json"], True),
        (["net.pt2"], True),
        (["model.py"], True),
        (["model.py:Net"], True),
        (["targets"], False),
        (["--help"], False),
        (["inspect", "sample:street"], False),
        (["package.nets:build", "--input", "1x3x8x8"], True),
        (["model.py", "other.py"], False),
        (["nonsense"], False),
    ],
)
def test_one_thing_to_open_opens_the_window(words, opens, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert launcher.opens_window(words) is opens


@pytest.mark.parametrize(
    ("variables", "has_display"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
def test_any_way_to_show_a_window_counts_as_a_display(
    variables, has_display, monkeypatch
):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("engine.system.missing_sentence", lambda *, on_x11: "")
    assert (launcher.why_no_window() == "") is has_display


def test_x11_libraries_are_asked_for_only_on_x11(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "engine.system.missing_sentence", lambda *, on_x11: asked.append(on_x11) or ""
    )
    for variables in ({"DISPLAY": ":0"}, {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}):
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        launcher.why_no_window()
    assert asked == [True, False]
