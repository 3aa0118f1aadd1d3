"""Modules as a whole: what belongs to one, and which ones some nodes make up.

A module is named by its path, `blocks.3`, which no node has as its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from torch import fx

_FEWEST = 2
"""A module of fewer ops is its op."""


def ops_of(graph: fx.Graph, path: str) -> list[fx.Node]:
    """The ops of a module and of those inside it, of all of its calls, in order."""
    return [each for each in _ops(graph.nodes) if path in _paths(each)]


def calls_of(graph: fx.Graph, path: str) -> list[list[fx.Node]]:
    """The ops of a module, apart where no value leads from some to the others."""
    left = dict.fromkeys(ops_of(graph, path))
    groups: list[list[fx.Node]] = []
    while left:
        group, pending = list[fx.Node](), [next(iter(left))]
        while pending:
            node = pending.pop()
            if node in left:
                del left[node]
                group.append(node)
                pending += [*node.all_input_nodes, *node.users]
        groups.append(group)
    return groups


def modules_of(graph: fx.Graph, nodes: Collection[fx.Node]) -> tuple[str, ...]:
    """The outermost modules that nodes make up, in order; none where a node is left.

    Modules of one op do not count, nor those that have the name of a node.
    """
    chosen = [*_ops(nodes)]
    counts = Counter(path for each in _ops(graph.nodes) for path in _paths(each))
    given = Counter(path for each in chosen for path in _paths(each))
    names = {each.name for each in graph.nodes}
    found: dict[str, None] = {}
    for node in chosen:
        whole = (path for path in _paths(node) if given[path] == counts[path])
        path = next(whole, "")
        if counts[path] < _FEWEST or path in names:
            return ()
        found[path] = None
    return tuple(found)


def _ops(nodes: Iterable[fx.Node]) -> Iterable[fx.Node]:
    return (node for node in nodes if node.op == "call_function")


def _paths(node: fx.Node) -> list[str]:
    """The paths of the modules around a node, from the outermost."""
    path = str(node.meta.get("module") or "")
    parts = path.split(".") if path else []
    return [".".join(parts[: at + 1]) for at in range(len(parts))]
