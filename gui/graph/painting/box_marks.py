"""What is marked on the boxes of one scene, gathered once for many pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gui.graph.scene.boxes import Box
from gui.graph.scene.changes import Change
from gui.graph.scene.scene import Marks, Scene


@dataclass(frozen=True, eq=False)
class BoxMarks:
    """Marks by box: worst severity as a place in RANKS (-1 none), and the others.

    `problems` counts the nodes with a problem, `int32` those that can give int32.
    """

    severity: NDArray[np.int8]
    problems: Mapping[int, int]
    int32: Mapping[int, int]
    edited: frozenset[int]
    changes: Mapping[int, Change]


def box_marks(scene: Scene, marks: Marks) -> BoxMarks:
    """Sum what is said of nodes over the boxes that show them."""
    return BoxMarks(
        scene.severities(marks),
        _counted(scene, marks.severities),
        _counted(scene, marks.int32),
        scene.having(marks.edited),
        changes_of(scene, marks.changes),
    )


@lru_cache(maxsize=4)
def boxes_with(scene: Scene, names: frozenset[str]) -> frozenset[int]:
    """The boxes that show any of these nodes, remembered from frame to frame."""
    return scene.having(names)


def _counted(scene: Scene, names: Collection[str]) -> Counter[int]:
    counts = Counter(scene.boxes_of(names).tolist())
    del counts[-1]
    return counts


def changes_of(scene: Scene, changes: Mapping[str, Change]) -> dict[int, Change]:
    """The change of every box; a closed module that is not all new or gone changed."""
    kinds: dict[int, list[Change]] = {}
    for name, change in changes.items():
        box = scene.find(name)
        if box >= 0:
            kinds.setdefault(box, []).append(change)
    return {box: _common(scene.graph.boxes[box], its) for box, its in kinds.items()}


def _common(box: Box, changes: Sequence[Change]) -> Change:
    is_whole = len(changes) == box.node_count + len(box.folded)
    return changes[0] if is_whole and len(set(changes)) == 1 else "changed"
