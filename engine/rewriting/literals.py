"""Op arguments written as text: read, and checked against the op's schema."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import fx
from torch.fx.node import Argument

from engine.choices import literal
from engine.errors import EditError, UnchangedError
from engine.opening.graph import arguments_of
from engine.sentence import say


def schema_of(node: fx.Node) -> dict[str, torch.Argument]:
    """Name the arguments of a node's op.

    Raises:
        EditError: the node is no ATen op.
    """
    if not isinstance(node.target, torch._ops.OpOverload):
        raise EditError(
            say("{name} is no op with arguments; choose one that is.", name=node.name)
        )
    return {each.name: each for each in node.target._schema.arguments}


def read_argument(op: str, formal: torch.Argument, text: str) -> Argument:
    """Read `text` as a value of the argument's type: `2`, `[1, 1]`, `True`, `float16`.

    One number stands for all of a list of known length.

    Raises:
        EditError: it is no such value; the message names the type.
    """
    kind, count = str(formal.real_type), getattr(formal, "N", None)
    try:
        value = _literal(kind, text)
    except ValueError:
        value = _Unreadable()
    if not _fits(kind, value, count):
        raise EditError(
            say(
                "{name} of {op} cannot be {text}; it takes {spelled}.",
                name=formal.name,
                op=op,
                text=repr(text),
                spelled=_spelled(kind),
            )
        )
    return cast(Argument, _for_all(value, count) if count else value)


def set_argument(node: fx.Node, name: str, text: str) -> None:
    """Set one argument of a node that is no tensor.

    Raises:
        EditError: the op has no such argument, or the value is not of its type.
        UnchangedError: it has this value already.
    """
    schema = schema_of(node)
    if name not in schema:
        known = ", ".join(schema)
        raise EditError(
            say(
                "{name} has no argument {other_name}; it has {known}.",
                name=node.name,
                other_name=name,
                known=known,
            )
        )
    formal, current = schema[name], arguments_of(node)[name]
    if "Tensor" in str(formal.real_type):
        if not isinstance(current, (int, float)):
            raise EditError(
                say(
                    "{name} of {other_name} is a tensor; let it read another "
                    "node instead.",
                    name=name,
                    other_name=node.name,
                )
            )
        value: Argument = _number(node.name, name, text)
    else:
        value = read_argument(node.name, formal, text)
    if _is_same(value, current):
        raise UnchangedError(
            say(
                "{name} of {other_name} is {text} already.",
                name=name,
                other_name=node.name,
                text=text,
            )
        )
    place = list(schema).index(name)
    if place < len(node.args):
        node.update_arg(place, value)
    else:
        node.update_kwarg(name, value)


def _is_same(value: object, other: object) -> bool:
    """Whether two values are equal, numbers of one type; fx has a type for lists."""
    if isinstance(value, list) and isinstance(other, (list, tuple)):
        items, others = cast(list[object], value), cast(list[object], other)
        return len(items) == len(others) and all(map(_is_same, items, others))
    return value == other and type(value) is type(other)


class _Unreadable:
    """What no type accepts."""


def _literal(kind: str, text: str) -> Any:
    if "ScalarType" in kind and text != "None":
        return getattr(torch, text.removeprefix("torch."), _Unreadable())
    if "str" in kind and text != "None":
        return text.strip("'\"")
    value = literal(text)
    return list(value) if isinstance(value, tuple) else value


def _fits(kind: str, value: object, count: int | None) -> bool:
    if kind.startswith("Optional["):
        return value is None or _fits(kind[9:-1], value, count)
    if kind.startswith("List["):
        single = not isinstance(value, list)
        items = cast(list[object], [value] if single else value)
        known = count in (None, 1) or len(items) in (1, count)
        return (
            (not single or count is not None)
            and known
            and bool(items)
            and all(_fits(kind[5:-1], item, None) for item in items)
        )
    kinds: dict[str, tuple[type, ...]] = {
        "int": (int,),
        "float": (int, float),
        "number": (int, float),
        "str": (str,),
        "bool": (bool,),
        "ScalarType": (torch.dtype,),
    }
    right = isinstance(value, kinds.get(kind, ()))
    return right and (kind == "bool" or not isinstance(value, bool))


def _for_all(value: object, count: int) -> object:
    """One number for all of a list is written out: convolutions take no other."""
    items = cast(list[object], value if isinstance(value, list) else [value])
    return items * count if len(items) == 1 and items[0] is not None else value


def _number(op: str, name: str, text: str) -> float:
    try:
        value = literal(text)
    except ValueError:
        value = None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise EditError(
            say(
                "{name} of {op} cannot be {text}; it takes a number.",
                name=name,
                op=op,
                text=repr(text),
            )
        )
    return value


def _spelled(kind: str) -> str:
    if kind.startswith("Optional["):
        return say("{spelled}, or None", spelled=_spelled(kind[9:-1]))
    if kind.startswith("List["):
        return say("a list of {kind} values", kind=kind[5:-1])
    words = {
        "int": say("a whole number"),
        "float": say("a number"),
        "number": say("a number"),
        "bool": say("True or False"),
        "str": say("a word"),
        "ScalarType": say("a dtype"),
    }
    return words.get(kind, say("a {kind}, which cannot be written", kind=kind))
