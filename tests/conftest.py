"""Fixtures for everybody: a small version of the bundled sample."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def small_street(tmp_path: Path) -> Path:
    """A project of the sample at 64x128, with three images and two labelled scenes."""
    from engine.opening.source import InputSpec
    from engine.project import write_project
    from engine.samples import sample_project

    project = sample_project("street")
    inputs = (InputSpec((1, 3, 64, 128), name="x"),)
    path = tmp_path / "street.json"
    write_project(
        replace(
            project,
            source=replace(project.source, inputs=inputs),
            calibration=replace(project.calibration, limit=3),
            comparison=replace(project.comparison, limit=2),
        ),
        path,
    )
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let screenshots be drawn anew."""
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="draw the screenshots of the tests anew instead of comparing with them",
    )
