"""What a program does that evaluation should not: draw random numbers.

Dropout is left out of the normal form, as in evaluation. Where it would have acted,
that is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import torch
from torch import fx

from engine.opening.provenance import source_of
from engine.sentence import say

aten = torch.ops.aten

DROPOUTS = frozenset(
    {
        aten.dropout.default,
        aten.dropout_.default,
        aten.feature_dropout.default,
        aten.feature_dropout_.default,
        aten.alpha_dropout.default,
        aten.alpha_dropout_.default,
        aten.feature_alpha_dropout.default,
        aten.feature_alpha_dropout_.default,
    }
)
_UNSET = frozenset({"aten::empty_like", "aten::new_empty", "aten::new_empty_strided"})
"""Ops that yield whatever the memory held before."""
_SWITCHES = frozenset({"dropout", "dropout_p", "train", "training"})
"""Arguments of ops that draw random numbers only where they are set."""


def active_dropout(graph: fx.Graph) -> list[str]:
    """Warn once of dropout that an exported graph applies."""
    found = [node for node in graph.nodes if _is_active(node)]
    if not found:
        return []
    return [
        say(
            "Dropout stays on in evaluation{places}; it is left out here: write "
            "training=self.training, or let eval() reach it.",
            places=_places(found),
        )
    ]


def random_numbers(graph: fx.Graph) -> list[str]:
    """Warn once of ops in a normal form whose results differ from run to run."""
    found = [
        node for node in graph.nodes if is_random(node.target, node.args, node.kwargs)
    ]
    names = dict.fromkeys(node.target._schema.name.split("::")[1] for node in found)
    if not found:
        return []
    return [
        say(
            "The network draws random numbers while it runs ({ops}{places}), so two "
            "runs differ; leave them out of evaluation.",
            ops=", ".join(names),
            places=_places(found),
        )
    ]


def _is_active(node: fx.Node) -> bool:
    return node.target in DROPOUTS and node.args[2] is True and bool(node.args[1])


def is_random(
    target: object, args: Sequence[object], kwargs: Mapping[str, object]
) -> bool:
    """Whether a call yields other values each time, drawn or left in memory."""
    if not isinstance(target, torch._ops.OpOverload):
        return False
    if torch.Tag.nondeterministic_seeded not in target.tags:
        return target._schema.name in _UNSET
    names = [argument.name for argument in target._schema.arguments]
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    return all(given.get(name) for name in _SWITCHES.intersection(names))


def _places(nodes: Iterable[fx.Node]) -> str:
    lines = [source_of(node.meta) or node.meta.get("source") for node in nodes]
    places = list(dict.fromkeys(f"{line.file}:{line.line}" for line in lines if line))
    more = say(" and elsewhere") if len(places) > 1 else ""
    return say(", at {place}{more}", place=places[0], more=more) if places else ""
