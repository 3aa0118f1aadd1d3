"""What flows along an edge, and the size it is written in; no Qt."""

from __future__ import annotations

from functools import lru_cache

from engine.info import NodeInfo

FLOW_SIZE = 9.0
FLOW_HEIGHT = 12.0
FLOW_GAP = 4.0
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
