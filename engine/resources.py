"""Where the files that ship with the studio lie."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
"""Beside the packages, in a checkout as in an installed wheel."""

SAMPLES = RESOURCES / "samples"
TARGETS = RESOURCES / "targets"
