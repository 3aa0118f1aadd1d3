"""Which nodes of two networks are the same: by order of ops, by name, by inputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from difflib import SequenceMatcher
from types import MappingProxyType

from engine.info import GraphInfo, NodeInfo
from engine.recipe import Edit, Rename, Several

LONGEST_ALIGNED = 3000
"""Aligning takes time that grows with the square of the number of nodes."""

EMPTY: Mapping[str, str] = MappingProxyType({})
"""No node has another name."""

Key = Callable[[NodeInfo], Hashable]


def counterparts(before: GraphInfo, after: GraphInfo) -> dict[str, str]:
    """Name the node of `after` for every node of `before` that has a counterpart.

    First equal ops of equal modules are aligned in order, so that one op more does not
    shift all that follow; then what is left is matched by name, and by its inputs.
    """
    found: dict[str, str] = {}
    if max(len(before.nodes), len(after.nodes)) <= LONGEST_ALIGNED:
        _align(before.nodes, after.nodes, found)
    _match(before, after, found, lambda node: (node.name, node.op))
    _match(before, after, found, lambda node: (node.module, node.op, node.shape))
    _match_by_inputs(before, after, found)
    return found


def same_names(
    before: Collection[str], after: Collection[str], renames: Mapping[str, str] = EMPTY
) -> dict[str, str]:
    """Match two states of one recipe, in which a name stands for one node.

    `renames` gives the names of `after` for those of `before` that were exchanged.
    """
    taken = set(renames.values())
    found = {name: name for name in before if name not in taken} | dict(renames)
    return {name: new for name, new in found.items() if name in before and new in after}


def renames_of(edits: Iterable[Edit]) -> dict[str, str]:
    """Name what nodes of the state before some edits are called after them."""
    found: dict[str, str] = {}
    for edit in edits:
        for each in edit.edits if isinstance(edit, Several) else (edit,):
            if isinstance(each, Rename):
                first = next((a for a, b in found.items() if b == each.node), each.node)
                found = {a: b for a, b in found.items() if b != each.name}
                found[first] = each.name
    return {name: new for name, new in found.items() if name != new}


def _align(
    before: Iterable[NodeInfo], after: Iterable[NodeInfo], found: dict[str, str]
) -> None:
    old, new = list(before), list(after)
    matcher = SequenceMatcher(
        None, [_call(node) for node in old], [_call(node) for node in new], False
    )
    for first, second, length in matcher.get_matching_blocks():
        for offset in range(length):
            found[old[first + offset].name] = new[second + offset].name


def _call(node: NodeInfo) -> Hashable:
    """What is aligned; without modules only shapes tell equal ops apart."""
    return node.module, node.op, () if node.module else node.shape


def _match(
    before: GraphInfo, after: GraphInfo, found: dict[str, str], key: Key
) -> None:
    """Match what is left where equally many nodes of both have the same key."""
    taken = set(found.values())
    old = _grouped((n for n in before.nodes if n.name not in found), key)
    new = _grouped((n for n in after.nodes if n.name not in taken), key)
    for each, names in old.items():
        if len(names) == len(new.get(each, ())):
            found.update(zip(names, new[each], strict=True))


def _grouped(nodes: Iterable[NodeInfo], key: Key) -> dict[Hashable, list[str]]:
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for node in nodes:
        groups[key(node)].append(node.name)
    return groups


def _match_by_inputs(
    before: GraphInfo, after: GraphInfo, found: dict[str, str]
) -> None:
    """Match ops that are alike and read what is matched already, inputs first."""
    taken = set(found.values())
    left = _grouped((node for node in after.nodes if node.name not in taken), _reading)
    for node in before.nodes:
        inputs = tuple(found.get(name, "") for name in node.inputs)
        if node.name in found or "" in inputs:
            continue
        names = left.get((node.op, node.shape, inputs))
        if names:
            found[node.name] = names.pop(0)


def _reading(node: NodeInfo) -> Hashable:
    return node.op, node.shape, node.inputs
