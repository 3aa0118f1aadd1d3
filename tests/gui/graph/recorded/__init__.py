"""Graphs of bundled networks as they were exported, for tests that need no torch."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from engine.info import GraphInfo, NodeInfo

FOLDER = Path(__file__).parent
NETWORKS = (
    "pidnet-s",
    "repvgg-a0",
    "deeplabv3plus-m0",
    "yolov5-lite-s",
    "yolox-nano",
)
DRAWN = set(NodeInfo._fields) - {"arguments", "source"}


@cache
def recorded(name: str) -> GraphInfo:
    """The graph of one bundled network; raises OSError for one not recorded."""
    data = json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))
    nodes = tuple(NodeInfo(**_tuples(node)) for node in data.pop("nodes"))
    return GraphInfo(nodes=nodes, **_tuples(data))


def as_recorded(info: GraphInfo) -> GraphInfo:
    """A graph without what no picture shows."""
    nodes = tuple(node._replace(arguments=(), source=None) for node in info.nodes)
    return replace(info, nodes=nodes, digest="")


def record(info: GraphInfo) -> None:
    """Write a graph under its name; the same graph gives the same file."""
    data = asdict(as_recorded(info))
    data["nodes"] = [
        {key: value for key, value in node._asdict().items() if key in DRAWN}
        for node in data["nodes"]
    ]
    text = json.dumps(data, separators=(",", ":"))
    packed = gzip.compress(text.encode(), mtime=0)
    (FOLDER / f"{info.name}.json.gz").write_bytes(packed)


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {key: _tuple(value) for key, value in data.items()}


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value
