"""Fixtures for everybody: a small version of the bundled sample."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest

from engine.progress import Progress

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# How long an example takes tells of the machine, not of the law.
hypothesis.settings.register_profile("studio", deadline=None)
hypothesis.settings.load_profile("studio")


_LONGEST = (
    "tests/rewriting/test_rules.py",
    "tests/cli/test_commands.py",
    "tests/rewriting/test_histories.py",
    "tests/gui/commands/shortcuts/test_shortcuts.py",
    "tests/gui/test_journey.py",
    "tests/gui/editing/test_node_editing.py",
    "tests/rewriting/test_refusals.py",
    "tests/targets/test_cost.py",
    "tests/networks/test_fixing.py",
    "tests/cli/test_own_networks.py",
)
"""Files that start first, so that no process is left alone with one at the end.

`make test` tells pytest-xdist to keep this order: it would begin with the files of
most tests, and leave those of a few long ones for the end.
"""
_KEPT_NETWORKS = 3
"""A process keeps no more of them, for the largest have 150 MB of weights."""


@pytest.fixture(scope="session", autouse=True)
def _bundled_networks_are_exported_once():
    """Open a bundled network from memory the second time: nothing ever changes it."""
    from engine.opening import opener

    known: dict[str, opener.Opened] = {}
    export = opener._open_bundled

    def open_once(request):
        checkpoint = request["checkpoint"]
        changed = os.stat(checkpoint).st_mtime_ns if checkpoint else 0
        key = json.dumps([request, changed], sort_keys=True, default=str)
        if key in known:
            yield Progress("exporting", 0, 1)
            return known[key]
        opened = yield from export(request)
        known[key] = opened
        for oldest in list(known)[:-_KEPT_NETWORKS]:
            del known[oldest]
        return opened

    patch = pytest.MonkeyPatch()
    patch.setattr(opener, "_open_bundled", open_once)
    yield
    patch.undo()


@pytest.fixture
def small_street(tmp_path: Path) -> Path:
    """A project of the sample at 64x128, with three images and two labelled scenes."""
    return write_small_street(tmp_path)


def write_small_street(folder: Path) -> Path:
    """Write the small version of the sample as `street.json`."""
    from engine.opening.source import InputSpec
    from engine.project import write_project
    from engine.samples import sample_project

    project = sample_project("street")
    inputs = (InputSpec((1, 3, 64, 128), name="x"),)
    path = folder / "street.json"
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


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Run the longest files first, and the others as they come."""
    order = {config.rootpath / file: place for place, file in enumerate(_LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))
