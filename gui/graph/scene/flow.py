"""What flows along an edge, and the place beside it where that is written; no Qt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from engine.info import NodeInfo

if TYPE_CHECKING:
    from gui.graph.scene.scene import Scene

FLOW_SIZE = 9.0
FLOW_HEIGHT = 12.0
FLOW_GAP = 4.0
BELOW = 8.0
FREE = 22.0
USUAL = "float32"


def flow_text(node: NodeInfo) -> str:
    """The shape of what a node gives, with the dtype where it is not the usual one."""
    if node.kind == "output" or not node.users:
        return ""
    return _tensor_text(node.shape, node.dtype)


@lru_cache(maxsize=4096)
def _tensor_text(sizes: tuple[int, ...], dtype: str) -> str:
    shape = "×".join(map(str, sizes)) or "scalar"
    return shape if dtype in ("", USUAL) else f"{shape} {dtype}"


def flow_rect(scene: Scene, box: int) -> tuple[float, float, float]:
    """Left, top and room to the right of what is written at the exit of a box.

    Downwards it stands right of the edge below the box, sideways below the box, where
    no edge runs.
    """
    x, y, width, height = scene.layout.rects[box].tolist()
    if scene.layout.direction == "right":
        return x + FLOW_GAP, y + height + 1, width
    return x + width / 2 + FLOW_GAP, y + height + BELOW, width / 2 + FREE - FLOW_GAP
