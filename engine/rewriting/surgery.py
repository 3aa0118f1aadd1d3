"""Edits by hand: single nodes set, skipped, added, rewired, named; outputs chosen.

Each one changes a draft and works the shapes behind it out again; an `EditError` means
that the draft is to be thrown away.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import fx
from torch.fx.node import Argument

from engine.errors import EditError
from engine.opening.graph import RESERVED_NAMES, arguments_of
from engine.opening.oddities import is_random
from engine.rewriting.assembly import give_name
from engine.rewriting.draft import Draft
from engine.rewriting.literals import read_argument, schema_of, set_argument
from engine.rewriting.propagation import (
    compute_value,
    depends_on,
    move_before,
    propagate,
    try_call,
)
from engine.sentence import say

Arguments = tuple[tuple[str, str], ...]


def change_argument(draft: Draft, name: str, argument: str, text: str) -> None:
    """Set one argument of an op that is no tensor."""
    node = draft.find(name)
    was_random = is_random(node.target, node.args, node.kwargs)
    set_argument(node, argument, text)
    if not was_random:
        _refuse_random(name, node.target, node.args, node.kwargs)
    propagate(draft, [node])
    try_call(name, node.target, node.args, node.kwargs)


def bypass(draft: Draft, name: str) -> None:
    """Let all that reads an op read the op's own input instead."""
    _take_over(draft, draft.find(name), source_beside(draft, name))


def source_beside(draft: Draft, name: str) -> fx.Node:
    """Find what is read instead of a bypassed op; nothing is changed.

    Raises:
        EditError: there is no such op, or it hands no input on.
    """
    node = draft.find(name)
    inputs = [each for each in node.all_input_nodes if each.op != "get_attr"]
    if node.op != "call_function" or not inputs or not _is_tensor(node):
        raise EditError(
            say("{name} hands no input on; only ops of one value can.", name=name)
        )
    if not _is_tensor(inputs[0]):
        raise EditError(
            say(
                "{name}, which {other_name} reads, is no single value.",
                name=inputs[0].name,
                other_name=name,
            )
        )
    return inputs[0]


def insert(draft: Draft, op: str, after: str, arguments: Arguments) -> None:
    """Put an op behind a node; all that read the node reads the op."""
    source = draft.find(after)
    readers = list(source.users)
    call = call_behind(draft, op, after, arguments)
    with draft.graph.inserting_after(source):
        node = draft.call(source, call.target, (source,), call.kwargs, call.value)
    node.meta["origin"] = ""
    for each in node.all_input_nodes:
        move_before(node, each)
    for reader in readers:
        reader.replace_input_with(source, node)
    propagate(draft, [node])


@dataclass(frozen=True, slots=True)
class Call:
    """An op that is to follow a node, with its other arguments and what it yields."""

    target: torch._ops.OpOverload
    kwargs: dict[str, Argument]
    value: torch.Tensor


def call_behind(draft: Draft, op: str, after: str, arguments: Arguments) -> Call:
    """Read the call of an op that is to follow a node; nothing is changed.

    Raises:
        EditError: the node is no single value, or the op cannot read it.
    """
    source = draft.find(after)
    target = find_op(op)
    if not _is_tensor(source):
        raise EditError(
            say("{after} is no single value, so no op can follow it.", after=after)
        )
    kwargs = _read_all(draft, op, target, dict(arguments))
    for each in kwargs.values():
        if isinstance(each, fx.Node) and depends_on(each, source):
            raise EditError(
                say(
                    "{name} depends on {after}; a network has no loops.",
                    name=each.name,
                    after=after,
                )
            )
    _refuse_random(op, target, (source,), kwargs)
    value = compute_value(op, target, (source,), kwargs, source.meta["val"])
    try_call(op, target, (source,), kwargs)
    if not isinstance(value, torch.Tensor):
        raise EditError(
            say("{op} yields several values; choose an op that yields one.", op=op)
        )
    return Call(target, kwargs, value)


def rewire(draft: Draft, name: str, argument: str, source: str) -> None:
    """Let one tensor argument of an op read another node; `tensors[1]` in a list."""
    node, new = draft.find(name), draft.find(source)
    word, _, index = argument.partition("[")
    given, schema = arguments_of(node), schema_of(node)
    if word not in schema or "Tensor" not in str(schema[word].real_type):
        raise EditError(
            say("{name} reads no tensor as {argument}.", name=name, argument=argument)
        )
    if new.op == "output" or not _is_tensor(new):
        raise EditError(
            say("{source} is no single value, so no op can read it.", source=source)
        )
    value: Argument = new
    if "List" in str(schema[word].real_type):
        value = _exchanged(name, argument, given[word], index.rstrip("]"), new)
    elif index:
        raise EditError(
            say("{word} of {name} is one tensor, no list.", word=word, name=name)
        )
    old = [each for each in node.all_input_nodes if each is not new]
    move_before(node, new)
    place = list(schema).index(word)
    if place < len(node.args):
        node.update_arg(place, value)
    else:
        node.update_kwarg(word, value)
    propagate(draft, [node])
    try_call(name, node.target, node.args, node.kwargs)
    draft.sweep(old)


def set_outputs(draft: Draft, names: tuple[str, ...]) -> None:
    """Let the network return these values; what only others needed goes."""
    nodes = outputs_named(draft, names)
    output = draft.graph.output_node()
    old = output.all_input_nodes
    output.args = (nodes,)
    draft.sweep(old)


def outputs_named(draft: Draft, names: tuple[str, ...]) -> tuple[fx.Node, ...]:
    """Find the values that are to be returned; nothing is changed.

    Raises:
        EditError: there is none, one is no single value or named twice, they are
            returned already, one is a constant, or no op would be left.
    """
    if not names:
        raise EditError(say("A network without outputs computes nothing; choose one."))
    nodes = tuple(draft.find(name) for name in names)
    old = tuple(draft.graph.output_node().args[0])  # type: ignore[arg-type]  # nodes
    for node in nodes:
        if why := _why_no_output(node, is_one=node in old):
            raise EditError(why)
    twice = [n.name for n in nodes if nodes.count(n) > max(1, old.count(n))]
    if twice:
        raise EditError(
            say("{name} can be returned once only; name it once.", name=twice[0])
        )
    if nodes == draft.graph.output_node().args[0]:
        raise EditError(say("These are the outputs already."))
    if all(node.op in ("placeholder", "get_attr") for node in nodes):
        raise EditError(
            say(
                "A network that returns only inputs or constants has no op; return "
                "another."
            )
        )
    return nodes


def _why_no_output(node: fx.Node, *, is_one: bool) -> str:
    if node.op == "output":
        return say(
            "{name} only returns what others compute; choose one of those.",
            name=node.name,
        )
    if node.op == "get_attr" and not is_one:
        return say(
            "{name} is a constant, which no input changes, so it is no output.",
            name=node.name,
        )
    if not _is_tensor(node):
        return say("{name} is no single value, so it is no output.", name=node.name)
    return ""


def rename(draft: Draft, name: str, new: str) -> None:
    """Give an op another name; later edits know it by that."""
    node = draft.find(name)
    if node.op != "call_function":
        raise EditError(
            say("{name} keeps its name; only ops can be renamed.", name=name)
        )
    if not new.isidentifier():
        raise EditError(
            say(
                "{new} is no name; use letters, digits and _, a digit not first.",
                new=repr(new),
            )
        )
    is_pythons = new.startswith("__") and new.endswith("__")
    if keyword.iskeyword(new) or new == "_" or is_pythons or new in RESERVED_NAMES:
        raise EditError(
            say("{new} is a word of Python or torch; take another.", new=repr(new))
        )
    if new in draft.nodes:
        raise EditError(
            say("{new} is the name of a node already; take another.", new=repr(new))
        )
    node.meta["origin"] = node.meta.get("origin") or name
    give_name(node, new)
    draft.nodes[new] = draft.nodes.pop(name)


def find_op(name: str) -> torch._ops.OpOverload:
    """Find an op by its full name: `aten.relu.default`.

    Raises:
        EditError: there is none, or it is no function of a tensor.
    """
    found: object = torch.ops
    for part in name.split("."):
        found = getattr(found, part, None)
    if not isinstance(found, torch._ops.OpOverload) or found._schema.is_mutable:
        raise EditError(
            say("There is no op {name}; write it like aten.relu.default.", name=name)
        )
    formals = found._schema.arguments
    if not formals or str(formals[0].real_type) != "Tensor":
        raise EditError(
            say("{name} reads no tensor first, so it cannot follow a node.", name=name)
        )
    return found


def _read_all(
    draft: Draft, op: str, target: torch._ops.OpOverload, given: dict[str, str]
) -> dict[str, Argument]:
    """Read every argument behind the first, which is what the op follows."""
    formals = {each.name: each for each in target._schema.arguments[1:]}
    for name in given:
        if name not in formals:
            known = ", ".join(formals) or "none"
            raise EditError(
                say(
                    "{op} has no argument {name}; it takes {known}.",
                    op=op,
                    name=name,
                    known=known,
                )
            )
    for name, formal in formals.items():
        if name not in given and not formal.has_default_value():
            raise EditError(say("{op} needs a value for {name}.", op=op, name=name))
    return {name: _read(draft, op, formals[name], text) for name, text in given.items()}


def _read(draft: Draft, op: str, formal: torch.Argument, text: str) -> Argument:
    if "Tensor" not in str(formal.real_type):
        return read_argument(op, formal, text)
    if text in draft.nodes and _is_tensor(draft.find(text)):
        return draft.find(text)
    try:
        return float(text) if "." in text or "e" in text else int(text)
    except ValueError:
        raise EditError(
            say(
                "{name} of {op} is {text}, neither a node nor a number.",
                name=formal.name,
                op=op,
                text=repr(text),
            )
        ) from None


def _take_over(draft: Draft, node: fx.Node, source: fx.Node) -> None:
    readers = list(node.users)
    node.replace_all_uses_with(source)
    draft.sweep([node])
    propagate(draft, [each for each in readers if each.op == "call_function"])


def _exchanged(
    name: str, argument: str, listed: Argument, index: str, new: fx.Node
) -> list[Argument]:
    items: list[Argument] = list(listed) if isinstance(listed, (list, tuple)) else []
    if not index.isdigit() or int(index) >= len(items):
        raise EditError(
            say(
                "{argument} of {name} is not one of its {count} tensors.",
                argument=argument,
                name=name,
                count=len(items),
            )
        )
    items[int(index)] = new
    return items


def _refuse_random(
    name: str,
    target: object,
    args: Sequence[object],
    kwargs: Mapping[str, object],
) -> None:
    """Refuse a call that no comparison could be made with.

    Raises:
        EditError: it yields other values each time.
    """
    if is_random(target, args, kwargs):
        raise EditError(
            say(
                "{name} would yield other values every time it runs, so no results "
                "could be compared; choose an op that draws nothing.",
                name=name,
            )
        )


def _is_tensor(node: fx.Node) -> bool:
    return isinstance(node.meta.get("val"), torch.Tensor)
