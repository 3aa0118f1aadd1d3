"""Op arguments written as text: read, and checked against the op's schema."""

from __future__ import annotations

import ast
from typing import Any, cast

import torch
from torch import fx
from torch.fx.node import Argument

from engine.errors import EditError
from engine.opening.graph import arguments_of


def schema_of(node: fx.Node) -> dict[str, torch.Argument]:
    """Name the arguments of a node's op.

    Raises:
        EditError: the node is no ATen op.
    """
    if not isinstance(node.target, torch._ops.OpOverload):
        raise EditError(f"{node.name} is no op with arguments; choose one that is.")
    return {each.name: each for each in node.target._schema.arguments}


def read_argument(op: str, formal: torch.Argument, text: str) -> Argument:
    """Read `text` as a value of the argument's type: `2`, `[1, 1]`, `True`, `float16`.

    Raises:
        EditError: it is no such value; the message names the type.
    """
    kind = str(formal.real_type)
    try:
        value = _literal(kind, text)
    except (ValueError, SyntaxError):
        value = _Unreadable()
    if not _fits(kind, value, getattr(formal, "N", None)):
        raise EditError(
            f"{formal.name} of {op} cannot be {text!r}; it takes {_spelled(kind)}."
        )
    return cast(Argument, value)


def set_argument(node: fx.Node, name: str, text: str) -> None:
    """Set one argument of a node that is no tensor.

    Raises:
        EditError: the op has no such argument, or the value is not of its type.
    """
    schema = schema_of(node)
    if name not in schema:
        known = ", ".join(schema)
        raise EditError(f"{node.name} has no argument {name}; it has {known}.")
    formal, current = schema[name], arguments_of(node)[name]
    if "Tensor" in str(formal.real_type):
        if not isinstance(current, (int, float)):
            raise EditError(
                f"{name} of {node.name} is a tensor; let it read another node instead."
            )
        value: Argument = _number(node.name, name, text)
    else:
        value = read_argument(node.name, formal, text)
    if value == current and type(value) is type(current):
        raise EditError(f"{name} of {node.name} is {text} already.")
    place = list(schema).index(name)
    if place < len(node.args):
        node.update_arg(place, value)
    else:
        node.update_kwarg(name, value)


class _Unreadable:
    """What no type accepts."""


def _literal(kind: str, text: str) -> Any:
    if "ScalarType" in kind and text != "None":
        return getattr(torch, text.removeprefix("torch."), _Unreadable())
    if "str" in kind and text != "None":
        return text.strip("'\"")
    value = ast.literal_eval(text)
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


def _number(op: str, name: str, text: str) -> float:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        value = None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise EditError(f"{name} of {op} cannot be {text!r}; it takes a number.")
    return value


def _spelled(kind: str) -> str:
    if kind.startswith("Optional["):
        return f"{_spelled(kind[9:-1])}, or None"
    if kind.startswith("List["):
        return f"a list of {kind[5:-1]} values"
    words = {
        "int": "a whole number",
        "float": "a number",
        "number": "a number",
        "bool": "True or False",
        "str": "a word",
        "ScalarType": "a dtype",
    }
    return words.get(kind, f"a {kind}, which cannot be written")
