"""A rewrite rule: an ordinary torch function that computes what an op computes.

A rule touches no graph; `engine.rewriting.expansion` puts it in an op's place.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import torch
from torch import Tensor, fx

from engine.opening.graph import arguments_of, get_tensor
from engine.targets.calls import is_constant


class NoMatch(Exception):
    """Why a rule does not apply at a node; an answer, not a failure.

    `told_of` are other nodes at which it declines for the same reason.
    """

    told_of: Collection[fx.Node] = ()


class NoPattern(NoMatch):
    """What the rule rewrites is not there at all: no reason that a user can act on."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a rule applies: its arguments, and the nodes whose values it yields.

    A rule that returns one tensor yields it for all of them. The new nodes are named
    after `anchor` and inherit its module, if `module` names no other, and source line.
    `told_of` are other nodes at which the rule finds the same.
    """

    arguments: Mapping[str, Any]
    replaces: tuple[fx.Node, ...]
    anchor: fx.Node
    module: str = ""
    told_of: Collection[fx.Node] = ()


FindSite: TypeAlias = Callable[[fx.Node], Site]

Expand: TypeAlias = Callable[..., Tensor | tuple[Tensor, ...]]

IsNearby: TypeAlias = Callable[[fx.Node], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rewrite of the ops in `targets`; `algebra` is the identity behind it.

    An exact rule agrees with what it replaces up to float rounding; another one is
    off by at most `within`, which is infinite where it changes results. `clears` names
    the constraints it satisfies; `unsupported` stands for an op the chip lacks. Its
    site is `nearby` where the op, its inputs and what tells whether they are constant
    decide on it, so that what was found of it stays true while they do.
    """

    name: str
    title: str
    algebra: str
    exact: bool
    within: float
    targets: tuple[torch._ops.OpOverload, ...]
    clears: tuple[str, ...]
    expand: Expand
    find_site: FindSite
    nearby: bool | IsNearby

    def is_nearby(self, node: fx.Node) -> bool:
        """Whether the site at a node is told from what is near it."""
        return self.nearby if isinstance(self.nearby, bool) else self.nearby(node)


def one_op(node: fx.Node) -> Site:
    """The site of a rule that replaces one op: the op's own arguments.

    `self` of the schema is passed as `input`.
    """
    given = dict(arguments_of(node))
    if "self" in given:
        given["input"] = given.pop("self")
    return Site(given, (node,), node)


def constant_value(node: object) -> Tensor | None:
    """Look a constant's value up, where the rule's shape depends on it.

    None where the node is no constant, or one that an unfinished edit has just made.
    """
    if not isinstance(node, fx.Node) or node.op != "get_attr":
        return None
    model, name = node.graph.owning_module, str(node.target)
    known = model is not None and name in {*dict(model.named_buffers())}
    return get_tensor(model, node) if model is not None and known else None


def held_value(node: fx.Node) -> Tensor | None:
    """Give the value of what is a weight, or follows from constants in a few ops.

    None where it is neither, or where an unfinished edit has just made it.
    """
    model = node.graph.owning_module
    if model is None or not is_constant(node):
        return None
    try:
        value = computed_constant(model, node)
    except AttributeError:
        return None
    return value if isinstance(value, Tensor) else None


def computed_constant(model: fx.GraphModule, node: fx.Node) -> Any:
    """Compute what follows from constants alone; None where an input leads to it."""
    if node.op == "get_attr":
        return get_tensor(model, node)
    if node.op != "call_function":
        return None
    found = {each: computed_constant(model, each) for each in node.all_input_nodes}
    if any(value is None for value in found.values()):
        return None
    args, kwargs = fx.map_arg((node.args, node.kwargs), found.__getitem__)
    with torch.no_grad():
        return node.target(*args, **kwargs)  # type: ignore[operator]


def rule(
    *targets: torch._ops.OpOverload,
    title: str,
    exact: bool = True,
    within: float = math.inf,
    clears: tuple[str, ...] = ("unsupported",),
    site: FindSite = one_op,
    nearby: bool | IsNearby | None = None,
) -> Callable[[Expand], Rule]:
    """Make a torch function the rewrite of `targets`.

    Its docstring is the algebra. Its parameters are those of the op's schema; one
    that it leaves out must have its default value, or the rule does not match. `nearby`
    says that the site is told from the op, its inputs and whether these are constant,
    as one op always is, or at which nodes; that must follow from the same.
    """

    def made(expand: Expand) -> Rule:
        return Rule(
            name=expand.__name__,
            title=title,
            algebra=inspect.cleandoc(expand.__doc__ or ""),
            exact=exact,
            within=0.0 if exact else within,
            targets=targets,
            clears=clears,
            expand=expand,
            find_site=site,
            nearby=site is one_op if nearby is None else nearby,
        )

    return made
