"""Overlay pictures of a comparison, for reports and people without the window."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.causes import cause_of
from engine.comparison.comparison import find_items
from engine.comparison.results import VIEWS, ClassMap, Panes
from engine.document import Document
from engine.errors import ImageError
from engine.progress import Progress, Steps
from engine.project import Project
from engine.quantization.qtable import QTable
from engine.sentence import say
from engine.workflow import panes_of

DISAGREES = (255, 221, 51)


def write_overlays(
    document: Document, project: Project, table: QTable, folder: Path
) -> Steps[tuple[Path, ...]]:
    """Write one PNG per image: float, calibrated and quantized next to each other.

    Pixels of another class than the float network's are yellow in the last two.

    Raises:
        ImageError: the folder cannot be written.
    """
    items = find_items(project.comparison)
    written = []
    for index, item in enumerate(items):
        yield Progress(say("Writing pictures"), index, len(items), item.image.name)
        panes = panes_of(document, project, table, index)
        path = folder / f"{item.image.stem}.png"
        _write(path, overlay_row(panes, project.comparison.palette))
        written.append(path)
    return tuple(written)


def overlay_row(
    panes: Panes, palette: tuple[tuple[int, int, int], ...], opacity: float = 0.6
) -> NDArray[np.uint8]:
    """Blend each class map over its image, side by side; RGB."""
    colours = np.asarray(palette or _spread(256), dtype=np.float32)
    row = []
    for view in VIEWS:
        painted = colours[np.minimum(panes.maps[view], len(colours) - 1)]
        blended = panes.image * (1 - opacity) + painted * opacity
        blended[panes.maps[view] != panes.maps["float"]] = DISAGREES
        row.append(blended.astype(np.uint8))
    return np.concatenate(row, axis=1)


def _spread(count: int) -> NDArray[np.float32]:
    numbers = np.arange(count, dtype=np.uint8)
    return np.stack([numbers * 37, numbers * 91 + 60, numbers * 151 + 120], axis=1)


def _write(path: Path, image: ClassMap) -> None:
    encoded = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        encoded.tofile(path)
    except OSError as error:
        raise ImageError(
            say(
                "{path} cannot be written: {reason}; choose another folder.",
                path=path,
                reason=cause_of(error),
            )
        ) from error
