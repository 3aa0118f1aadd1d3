"""Inputs that `forward` takes by name alone are given to it by their place.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import inspect
from typing import Any

import torch


def placed(forward: Any) -> list[inspect.Parameter]:
    """List what `forward` takes, in the order in which inputs are given.

    Where it needs some by name alone, those follow the others that it needs.
    """
    parameters = list(inspect.signature(forward).parameters.values())
    if not any(map(_needs_name, parameters)):
        return parameters
    named = [each for each in parameters if _needs_name(each)]
    others = [each for each in parameters if not _needs_name(each)]
    needed = [each for each in others if _is_needed(each)]
    return [*needed, *named, *(each for each in others if not _is_needed(each))]


def take_by_place(model: torch.nn.Module) -> None:
    """Let `forward` take by place what it needs by name alone."""
    forward, parameters = model.forward, placed(model.forward)
    names = [each.name for each in parameters if _needs_name(each)]
    if not names:
        return
    first = parameters.index(next(filter(_needs_name, parameters)))
    last = first + len(names)

    def given(*inputs: Any, **keywords: Any) -> Any:
        named = dict(zip(names, inputs[first:last]))  # noqa: B905 (3.8)
        return forward(*inputs[:first], *inputs[last:], **named, **keywords)

    given.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            each.replace(kind=each.POSITIONAL_OR_KEYWORD) if _needs_name(each) else each
            for each in parameters
        ]
    )
    model.forward = given


def _needs_name(parameter: inspect.Parameter) -> bool:
    return parameter.kind is parameter.KEYWORD_ONLY and _is_needed(parameter)


def _is_needed(parameter: inspect.Parameter) -> bool:
    is_one = parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    return is_one and parameter.default is parameter.empty
