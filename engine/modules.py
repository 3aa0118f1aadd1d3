"""What lies in each module of a graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.info import NodeInfo


@dataclass(frozen=True)
class ModuleRows:
    """What lies directly in each module, by its path; "" is the network itself.

    A row is the name of a node, or the path of a module with a point behind it. The
    module around another one comes first.
    """

    rows: dict[str, list[str]]
    macs: dict[str, int]
    _places: dict[str, dict[str, int]] = field(default_factory=dict, compare=False)

    def place(self, path: str, row: str) -> int:
        """The place of a row among those of a module, -1 for none."""
        places = self._places.get(path)
        if places is None:
            places = {each: at for at, each in enumerate(self.rows.get(path, ()))}
            self._places[path] = places
        return places.get(row, -1)


def module_rows(nodes: Iterable[NodeInfo]) -> ModuleRows:
    """Sort nodes under their modules, both in order of first appearance."""
    rows: dict[str, list[str]] = {"": []}
    macs: dict[str, int] = {}
    for node in nodes:
        path = node.module
        own = rows.get(path)
        if own is None:
            own = _opened(rows, path)
        own.append(node.name)
        if node.macs:
            macs[path] = macs.get(path, 0) + node.macs
    for path in reversed(rows):
        macs.setdefault(path, 0)
        if path:
            around = around_of(path)
            macs[around] = macs.get(around, 0) + macs[path]
    return ModuleRows(rows, macs)


def around_of(path: str) -> str:
    """The path of the module around another one."""
    return path.rpartition(".")[0]


def _opened(rows: dict[str, list[str]], path: str) -> list[str]:
    """Begin a module, and those around it that have not begun."""
    above = around_of(path)
    around = rows.get(above)
    if around is None:
        around = _opened(rows, above)
    around.append(f"{path}.")
    own = rows[path] = []
    return own
