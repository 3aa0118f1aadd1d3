"""Graphs with one node more or less, as rewrites leave them behind."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from engine.info import GraphInfo, NodeInfo


def inserted(info: GraphInfo, name: str) -> GraphInfo:
    """Another op behind a node; all that read the node read the op."""
    node = info.by_name[name]
    names = (f"{name}_more{number}" for number in count())
    new = next(free for free in names if free not in info.by_name)
    more = node._replace(
        name=new,
        kind="op",
        op="aten.relu.default",
        title="relu",
        family="activation",
        inputs=(name,),
        macs=0,
        parameters=0,
    )
    nodes: list[NodeInfo] = []
    for each in info.nodes:
        reads = tuple(new if read == name else read for read in each.inputs)
        nodes.append(each._replace(inputs=reads))
        if each is node:
            nodes.append(more)
    return _joined(info, nodes)


def removed(info: GraphInfo, name: str) -> GraphInfo:
    """A node less; what read it reads its first input."""
    feeding = info.by_name[name].inputs[0]
    nodes = []
    for each in info.nodes:
        reads = (feeding if read == name else read for read in each.inputs)
        if each.name != name:
            nodes.append(each._replace(inputs=tuple(dict.fromkeys(reads))))
    return _joined(info, nodes)


def _joined(info: GraphInfo, nodes: list[NodeInfo]) -> GraphInfo:
    """The graph with the users filled in, under a digest of its own."""
    users: dict[str, list[str]] = {node.name: [] for node in nodes}
    for node in nodes:
        for name in node.inputs:
            users[name].append(node.name)
    return replace(
        info,
        nodes=tuple(node._replace(users=tuple(users[node.name])) for node in nodes),
        digest=f"{info.digest}/{len(nodes)}",
    )
