"""What is missing on a machine is said in one sentence that can be acted on."""

from __future__ import annotations

import ctypes

import pytest

from engine import system


@pytest.fixture
def without(monkeypatch):
    """Hide shared libraries from the loader."""

    def hide(*names):
        real = ctypes.CDLL

        def load(name, *rest, **options):
            if name in names:
                raise OSError(f"{name}: cannot open shared object file")
            return real(None, *rest, **options)

        monkeypatch.setattr(system.sys, "platform", "linux")
        monkeypatch.setattr(system.ctypes, "CDLL", load)

    return hide


def test_nothing_missing_says_nothing(without):
    without()
    assert system.missing_libraries(on_x11=True) == ()
    assert system.missing_sentence(on_x11=True) == ""
    assert system.main() == 0


def test_a_missing_library_is_named_with_its_packages(without):
    without("libEGL.so.1", "libGL.so.1")
    sentence = system.missing_sentence()
    assert "libEGL.so.1, libGL.so.1" in sentence
    assert "sudo apt install libegl1 libgl1" in sentence
    assert "sudo dnf install libglvnd-egl libglvnd-glx" in sentence


def test_x11_libraries_count_only_on_x11(without):
    without("libxcb-cursor.so.0")
    assert system.missing_sentence() == ""
    assert "libxcb-cursor0" in system.missing_sentence(on_x11=True)


def test_a_package_is_named_once(without):
    without("libxcb-randr.so.0", "libxcb-shape.so.0")
    sentence = system.missing_sentence(on_x11=True)
    assert "dnf install libxcb'" in sentence


def test_a_missing_library_ends_the_check_with_status_two(without, capsys):
    without("libEGL.so.1")
    assert system.main() == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_other_systems_bring_their_libraries(without, monkeypatch):
    without("libEGL.so.1")
    monkeypatch.setattr(system.sys, "platform", "darwin")
    assert system.missing_libraries(on_x11=True) == ()


def test_the_cpu_is_described():
    found = system.cpu_features()
    assert isinstance(found["vnni"], bool)
    assert found["machine"]
