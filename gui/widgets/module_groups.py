"""What lies in each group of a graph that has no modules, as the tree wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.info import GraphInfo
from engine.modules import ModuleRows
from gui.graph.scene.parts import Part


@dataclass(frozen=True)
class Groups:
    """The groups a canvas made up, by their keys; `around` is by row."""

    modules: ModuleRows
    titles: dict[str, str] = field(default_factory=dict)
    around: dict[str, str] = field(default_factory=dict)


def groups_of(info: GraphInfo | None, parts: Sequence[Part]) -> Groups | None:
    """The groups among the parts of a graph; None where it has modules or no groups."""
    if info is None or not parts or has_modules(info):
        return None
    found = Groups(ModuleRows({}, {}))
    _fill(found, info, "", parts, range(len(info.nodes)))
    return found


def has_modules(info: GraphInfo) -> bool:
    """Whether any node lies in a module."""
    return len(info.modules.rows) > 1


def _title(part: Part) -> str:
    """How a group is called; a row after the number and the ends of its blocks."""
    if not part.repeated:
        return part.title
    return f"×{part.repeated} · {part.title.partition(' · ')[2]}"


def _fill(
    found: Groups, info: GraphInfo, path: str, parts: Sequence[Part], places: range
) -> None:
    """Sort nodes and groups, in order, under the group that they lie in."""
    nodes, rows = info.nodes, found.modules.rows.setdefault(path, [])
    found.modules.macs[path] = sum(nodes[place].macs for place in places)
    start = places.start
    for part in parts:
        rows += (node.name for node in nodes[start : part.start])
        rows.append(f"{part.key}.")
        found.titles[part.key] = _title(part)
        _fill(found, info, part.key, part.parts, range(part.start, part.stop))
        start = part.stop
    rows += (node.name for node in nodes[start : places.stop])
    found.around.update(dict.fromkeys(rows, path))
