"""A rule at work: its function is traced into ATen ops that take an op's place.

New ops are named after the one they replace (`silu_1` becomes `silu_1_sigmoid` and
`silu_1_mul`), so that names do not depend on the order of edits. What depends on
weights alone is computed at once and becomes a new constant.
"""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, cast

import torch
from torch import Tensor, fx
from torch.fx.experimental.proxy_tensor import make_fx

from engine.rewriting.draft import Draft, place
from engine.rewriting.propagation import TORCH_REFUSES
from engine.rewriting.recording import Recorded, record
from engine.rewriting.rule import Expand, NoMatch, Rule, Site
from engine.rewriting.traces import Key, Traces
from engine.rewriting.verification import verify
from engine.sentence import say
from engine.targets.calls import is_constant, ops_of

_LOG = logging.getLogger(__name__)
_PLAIN = (fx.Node, bool, int, float, str, torch.dtype, torch._ops.OpOverload)
_FAILURES = (*TORCH_REFUSES, AttributeError)
"""What a rule, or torch called by it, raises for a case that nobody thought of."""


class Expander:
    """Matches and traces rules; what equal arguments lead to is worked out once.

    Several expanders may share `traces` of the states of one network.
    """

    def __init__(self, traces: Traces | None = None) -> None:
        self._traces = traces or Traces()
        self._expanded: dict[Key, Recorded] = {}
        self._traced: dict[Key, fx.Graph] = {}
        self._remaining: dict[Key, list[fx.Node]] = {}

    def match(self, rule: Rule, node: fx.Node) -> Site:
        """Find with what the rule applies at a node, without changing anything.

        Raises:
            NoMatch: it does not apply here, and why.
        """
        if node.target not in rule.targets:
            raise NoMatch(say("it does not rewrite {op}", op=node.target))
        with _declining(rule, node):
            return self._match(rule, node)

    def _match(self, rule: Rule, node: fx.Node) -> Site:
        found = rule.find_site(node)
        site = replace(found, arguments=_bound(rule, found, node))
        results = self._expand(rule, site).results
        for old, result in zip(site.replaces, _each(results, site), strict=True):
            expected = old.meta["val"]
            if result.shape != expected.shape or result.dtype != expected.dtype:
                raise NoMatch(
                    say(
                        "it would yield {described} instead of {other_described}",
                        described=_described(result),
                        other_described=_described(expected),
                    )
                )
        return site

    def matching(self, rule: Rule, nodes: Iterable[fx.Node]) -> Iterator[fx.Node]:
        """Find at which nodes the rule applies, while their graph stays as it is."""
        declined: set[fx.Node] = set()
        matched: set[fx.Node] = set()
        for node in nodes:
            if node.target not in rule.targets or node in declined:
                continue
            if node not in matched:
                try:
                    matched.update((node, *self.match(rule, node).told_of))
                except NoMatch as refusal:
                    declined.update(refusal.told_of)
                    continue
            yield node

    def refusal(self, rule: Rule, node: fx.Node) -> str:
        """Say why the rule does not apply at a node; empty if it does."""
        try:
            self.match(rule, node)
        except NoMatch as refusal:
            return str(refusal)
        return ""

    def trace(self, rule: Rule, site: Site) -> fx.Graph:
        """Trace the rule at a matched site into a graph of ATen ops.

        Its placeholders stand for the nodes among the arguments, in order.
        """
        key = _key(rule, site)
        if key not in self._traced:
            expanded = self._expand(rule, site)
            if expanded.calls is None and expanded.traced is None:
                expanded = replace(expanded, traced=_trace(rule, site))
                self._keep(key, site, expanded)
            self._traced[key] = expanded.graph()
        return self._traced[key]

    def _expand(self, rule: Rule, site: Site) -> Recorded:
        key = _key(rule, site)
        if key not in self._expanded:
            known = self._traces.recall(key)
            self._keep(key, site, known or _expanded(rule, site))
        return self._expanded[key]

    def _keep(self, key: Key, site: Site, expanded: Recorded) -> None:
        self._expanded[key] = expanded
        if all(map(_is_plain, site.arguments.values())):
            self._traces.keep(key, expanded)

    def remaining_ops(self, rule: Rule, site: Site) -> list[fx.Node]:
        """Trace the rule; what follows from weights and constants is one constant."""
        weights = tuple(map(is_constant, _nodes(site).values()))
        key = (*_key(rule, site), weights)
        if key not in self._remaining:
            self._remaining[key] = self._remain(rule, site)
        return self._remaining[key]

    def _remain(self, rule: Rule, site: Site) -> list[fx.Node]:
        traced = self.trace(rule, site)
        made = traced.find_nodes(op="placeholder")
        inputs = zip(made, _nodes(site).values(), strict=True)
        known = {each for each, given in inputs if is_constant(given)}
        remaining, copies = fx.Graph(), dict[fx.Node, fx.Node]()
        for node in traced.nodes:
            constant = known.issuperset(node.all_input_nodes)
            if node in known or (node.op == "call_function" and constant):
                known.add(node)
                copies[node] = remaining.create_node("get_attr", node.name)
                copies[node].meta.update(node.meta)
            else:
                copies[node] = remaining.node_copy(node, copies.__getitem__)
        return ops_of(remaining)


@contextmanager
def _declining(rule: Rule, node: fx.Node) -> Iterator[None]:
    """Let a rule that fails decline: it must not take the whole network with it."""
    try:
        yield
    except NoMatch:
        raise
    except _FAILURES as error:
        _LOG.exception("%s failed at %s", rule.name, node.name)
        first_line = str(error).partition("\n")[0]
        raise NoMatch(say("it fails here ({error})", error=first_line)) from error


def rewrite(draft: Draft, expander: Expander, rule: Rule, node: fx.Node) -> None:
    """Put the rule's ops in the place of a node of the draft, once they are measured.

    Raises:
        NoMatch: the rule does not apply here, or not as exactly as it claims; the
            draft is unchanged.
    """
    site = expander.match(rule, node)
    with _declining(rule, node):
        traced = expander.trace(rule, site)
    with draft.graph.inserting_before(_place(site, node)):
        results = _splice(draft, site, traced)
    try:
        draft.rewrites.append(verify(draft, rule, site, results, node))
    except NoMatch:
        draft.sweep(results)
        raise
    for old, new in zip(site.replaces, results, strict=True):
        draft.replace(old, new)
    draft.sweep([*site.replaces, node])


def _place(site: Site, node: fx.Node) -> fx.Node:
    """Find where every input is known and no result is needed yet."""
    late = any(node < given for given in _nodes(site).values())
    return min(site.replaces) if late else node


def _expanded(rule: Rule, site: Site) -> Recorded:
    with _fake_mode(site), torch.no_grad():
        return record(_called(rule, site), _given(site))


def _trace(rule: Rule, site: Site) -> fx.Graph:
    with _fake_mode(site), torch.no_grad():
        tracer = make_fx(_called(rule, site), pre_dispatch=True)
        traced: fx.Graph = tracer(*_given(site)).graph
    traced.eliminate_dead_code()
    return _bare(traced)


def _called(rule: Rule, site: Site) -> Expand:
    """The rule as a function of the tensors among its arguments."""
    nodes = _nodes(site)

    def call(*tensors: Tensor) -> Tensor | tuple[Tensor, ...]:
        given = dict(zip(nodes, tensors, strict=True))
        return rule.expand(**{**site.arguments, **given})

    return call


def _given(site: Site) -> list[Tensor]:
    """Those tensors: a tracer knows each by its identity, and steps may share one."""
    return [_value(node).detach() for node in _nodes(site).values()]


def _bare(traced: fx.Graph) -> fx.Graph:
    """Copy what is needed of a trace: its tracer and its module stay behind."""
    bare, copies = fx.Graph(), dict[fx.Node, fx.Node]()
    for node in traced.nodes:
        copies[node] = copy = place(bare, node, copies.__getitem__)
        copy.meta = {"val": node.meta.get("val")}
    return bare


def _splice(draft: Draft, site: Site, traced: fx.Graph) -> tuple[fx.Node, ...]:
    """Copy the traced ops; weights are computed now, and kept where an op needs one."""
    inputs = traced.find_nodes(op="placeholder")
    made: dict[fx.Node, fx.Node | Tensor] = dict(
        zip(inputs, _nodes(site).values(), strict=True)
    )

    def placed(node: fx.Node) -> fx.Node:
        value = made[node]
        if isinstance(value, Tensor):
            value = made[node] = draft.constant(site.anchor, node.name, value)
        return value

    for node in ops_of(traced):
        weights = _as_weights(draft, [made[each] for each in node.all_input_nodes])
        if weights is not None:
            made[node] = _computed(node, weights)
            continue
        target = cast(Callable[..., object], node.target)
        args = fx.map_arg(node.args, placed)
        kwargs = fx.map_arg(node.kwargs, placed)
        made[node] = draft.call(
            site.anchor, target, args, kwargs, node.meta["val"], module=site.module
        )
    (output,) = traced.find_nodes(op="output")
    return tuple(placed(each) for each in _each(output.args[0], site))


def _as_weights(draft: Draft, inputs: list[fx.Node | Tensor]) -> list[Tensor] | None:
    """Give the tensors behind the inputs, if there are none but constants."""
    found: list[Tensor] = []
    for each in inputs:
        value = draft.held_value(each) if isinstance(each, fx.Node) else each
        if value is None:
            return None
        found.append(value)
    return found


def _computed(node: fx.Node, weights: list[Tensor]) -> Tensor:
    known = dict(zip(node.all_input_nodes, weights, strict=True))
    args = fx.map_arg(node.args, known.__getitem__)
    kwargs = fx.map_arg(node.kwargs, known.__getitem__)
    with torch.no_grad():
        result: Tensor = node.target(*args, **kwargs)  # type: ignore[operator]
    if any(isinstance(weight, torch.nn.Parameter) for weight in weights):
        return torch.nn.Parameter(result, requires_grad=False)
    return result


def _each(result: Any, site: Site) -> tuple[Any, ...]:
    """Give one result per replaced node; a single one stands for all of them."""
    if isinstance(result, (tuple, list)):
        return tuple(result)
    return (result,) * len(site.replaces)


def _fake_mode(site: Site) -> AbstractContextManager[object]:
    mode: AbstractContextManager[object] = site.replaces[0].meta["val"].fake_mode
    return mode


def _bound(rule: Rule, site: Site, node: fx.Node) -> dict[str, Any]:
    """Keep the arguments the function takes; the others must say nothing new."""
    taken = _parameters(rule.expand)
    if taken is None:
        return dict(site.arguments)
    defaults = _defaults(cast(torch._ops.OpOverload, node.target))
    for name, value in site.arguments.items():
        if name not in taken and name in defaults and value != defaults[name]:
            raise NoMatch(say("{name} is {value}", name=name, value=value))
    return {key: value for key, value in site.arguments.items() if key in taken}


@functools.cache
def _parameters(expand: Expand) -> frozenset[str] | None:
    """The arguments a rule's function takes; None if it takes any."""
    parameters = inspect.signature(expand).parameters
    if any(each.kind is each.VAR_KEYWORD for each in parameters.values()):
        return None
    return frozenset(parameters)


@functools.cache
def _defaults(target: torch._ops.OpOverload) -> dict[str, object]:
    return {
        argument.name: argument.default_value
        for argument in target._schema.arguments
        if argument.has_default_value()
    }


def _nodes(site: Site) -> dict[str, fx.Node]:
    return {
        name: given
        for name, given in site.arguments.items()
        if isinstance(given, fx.Node)
    }


def _key(rule: Rule, site: Site) -> Key:
    return (rule.name, *((name, _seen(arg)) for name, arg in site.arguments.items()))


def _is_plain(argument: object) -> bool:
    """Whether what is seen of an argument tells all of it, in any state of a graph."""
    if isinstance(argument, (list, tuple)):
        return all(map(_is_plain, argument))
    return argument is None or isinstance(argument, _PLAIN)


def _seen(argument: object) -> object:
    if isinstance(argument, fx.Node):
        value = argument.meta["val"]
        return (value.shape, value.dtype, value.stride())
    return repr(argument)


def _value(argument: object) -> Any:
    return argument.meta["val"] if isinstance(argument, fx.Node) else argument


def _described(value: Tensor) -> str:
    return (
        f"{'×'.join(map(str, value.shape))} {str(value.dtype).removeprefix('torch.')}"
    )
