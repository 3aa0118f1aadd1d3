"""A graph, or a selection of its nodes, as Python a person can read and run.

The code is one function of the values the selection reads and of `weights`, a mapping
like `model.state_dict()`; it returns what others read of it, or the network returns.
"""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from torch import fx
from torch.fx.node import Argument, map_aggregate

from engine.errors import EditError
from engine.info import GraphDifference
from engine.matching import EMPTY, same_names
from engine.opening.graph import shape_of
from engine.opening.titles import times
from engine.rewriting.snapshot import Record, Reference
from engine.rewriting.spelling import Read, spell
from engine.sentence import say
from engine.targets.calls import ops_of

_WIDTH = 88
_CONTEXT = 2


def code_of(model: fx.GraphModule, names: Collection[str] | None = None) -> str:
    """Write the named nodes as a function; None stands for the whole network.

    Raises:
        EditError: there is no such node, or no op among them.
    """
    ops = _chosen(model, names)
    values, outputs = _ends(model) if names is None else _ends_of(ops)
    constants = any(
        each.op == "get_attr"
        for reader in (*ops, model.graph.output_node())
        for each in reader.all_input_nodes
    )
    taken = {node.name for node in model.graph.nodes}
    weights = "weights"
    while weights in taken:
        weights += "_"

    def read(node: fx.Node) -> str:
        is_weight = node.op == "get_attr"
        return f'{weights}["{node.target}"]' if is_weight else node.name

    formals = [node.name for node in values] + ([weights] if constants else [])
    function = "network" if names is None else "selection"
    lines = [
        *_imports(ops, read),
        f"def {function}({', '.join(formals)}):",
        f'    """{shapes(values)} → {shapes(outputs)}"""',
        *_body(ops, read),
        f"    return {', '.join(map(read, outputs))}",
    ]
    return "\n".join(lines) + "\n"


def diff_states(
    before: fx.GraphModule, after: fx.GraphModule, renames: Mapping[str, str] = EMPTY
) -> GraphDifference:
    """Tell two states of a network apart: by their nodes, and by their code."""
    apart = nodes_apart(before.graph.nodes, after.graph.nodes, renames)
    lines = difflib.unified_diff(
        code_of(before).splitlines(),
        code_of(after).splitlines(),
        "before",
        "after",
        lineterm="",
        n=_CONTEXT,
    )
    text = "\n".join(lines)
    return GraphDifference(
        apart.changed, apart.added, apart.removed, text, renamed=apart.renamed
    )


class Apart(NamedTuple):
    """Names of nodes that tell two states apart, as in `GraphDifference`."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def nodes_apart(
    before: Iterable[fx.Node | Record],
    after: Iterable[fx.Node | Record],
    renames: Mapping[str, str] = EMPTY,
) -> Apart:
    """Name the nodes that changed, were added, removed and renamed between two states.

    Records that the states share are known to be equal without a look at them.
    `renames` names what nodes of the first are called in the second.
    """
    old = {node.name: node for node in before}
    new = {node.name: node for node in after}
    heirs = same_names(old, new, renames)
    origins = {after: before for before, after in heirs.items()}
    changed = (
        name
        for name in new
        if name in origins
        and _is_changed(old[origins[name]], new[name], heirs, origins.keys())
    )
    return Apart(
        tuple(changed),
        tuple(name for name in new if name not in origins),
        tuple(name for name in old if name not in heirs),
        tuple(pair for pair in heirs.items() if pair[0] != pair[1]),
    )


def _chosen(model: fx.GraphModule, names: Collection[str] | None) -> list[fx.Node]:
    """The ops among the named nodes, in order."""
    if names is None:
        return ops_of(model.graph)
    missing = set(names) - {node.name for node in model.graph.nodes}
    if missing:
        raise EditError(
            say(
                "This network has no node {name}; was another one opened?",
                name=min(missing),
            )
        )
    ops = [node for node in ops_of(model.graph) if node.name in names]
    if not ops:
        raise EditError(say("The selection computes nothing; choose at least one op."))
    return ops


def _ends(model: fx.GraphModule) -> tuple[list[fx.Node], list[fx.Node]]:
    inputs = list(model.graph.find_nodes(op="placeholder"))
    return inputs, list(model.graph.output_node().args[0])  # type: ignore[arg-type]


def _ends_of(ops: list[fx.Node]) -> tuple[list[fx.Node], list[fx.Node]]:
    """What the ops read of others, in that order, and what others read of them."""
    own = set(ops)
    read = [each for op in ops for each in op.all_input_nodes if each not in own]
    inputs = [each for each in dict.fromkeys(read) if each.op != "get_attr"]
    outputs = [op for op in ops if not op.users or not own.issuperset(op.users)]
    return inputs, outputs


def _imports(ops: Iterable[fx.Node], read: Read) -> Iterator[str]:
    text = "\n".join(spell(node, read) for node in ops)
    if "torch." in text:
        yield "import torch"
    if "F." in text:
        yield "import torch.nn.functional as F"
    if "QuantStub()" in text:
        yield "from torch.quantization import DeQuantStub, QuantStub"
    if any(word in text for word in ("torch.", "F.", "QuantStub()")):
        yield from ("", "")


def _body(ops: Iterable[fx.Node], read: Read) -> Iterator[str]:
    """Write one assignment per op, under the name of the module it comes from."""
    module = None
    for node in ops:
        own = node.meta.get("module", "")
        if own != module:
            yield f"    # {own or 'the network itself'}"
            module = own
        yield from folded(f"{node.name} = {spell(node, read)}{asked_of(node)}", 4)


def asked_of(node: fx.Node) -> str:
    """What was asked for by hand, a precision or the ends of a range, as a comment."""
    ends = node.meta.get("range")
    asked = (
        node.meta.get("precision", ""),
        "from {:g} to {:g}".format(*ends) if ends else "",
    )
    said = ", ".join(filter(None, asked))
    return f"  # {said}" if said else ""


def folded(line: str, indent: int) -> Iterator[str]:
    """Indent a line, and break a long call at its outer commas, as people do."""
    opening, closing = line.find("("), line.rfind(")")
    margin = " " * indent
    if len(line) + indent <= _WIDTH or not 0 < opening < closing:
        yield f"{margin}{line}"
        return
    yield f"{margin}{line[: opening + 1]}"
    packed = textwrap.wrap(
        line[opening + 1 : closing],
        _WIDTH - indent - 4,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (f"{margin}    {each}" for each in packed)
    yield f"{margin}{line[closing:]}"


def shapes(nodes: Iterable[fx.Node]) -> str:
    """Write values with their shapes: `image 1×3×64×64, scale`."""
    return ", ".join(f"{node.name} {times(shape_of(node))}".rstrip() for node in nodes)


def _is_changed(
    old: fx.Node | Record,
    new: fx.Node | Record,
    heirs: Mapping[str, str],
    kept: Collection[str],
) -> bool:
    """Whether a node computes something else; reading what is new is no change."""
    if old is new:
        return False
    call, sources = _call(old)
    other_call, other_sources = _call(new)
    return call != other_call or any(
        heirs.get(one, other) != other and other in kept
        for one, other in zip(sources, other_sources, strict=True)
    )


def _call(node: fx.Node | Record) -> tuple[tuple[object, ...], list[str]]:
    """What a node calls, whatever nodes it reads, and the names of those."""
    sources: list[str] = []

    def blind(each: Argument) -> Argument:
        if not isinstance(each, fx.Node | Reference):
            return each
        sources.append(each.name if isinstance(each, fx.Node) else each)
        return "·"

    arguments = str(map_aggregate((node.args, dict(node.kwargs)), blind))
    asked = node.meta.get("precision", ""), node.meta.get("range")
    return (node.target, arguments, *asked), sources
