"""What an edit does to a graph: the code it changes, the results it moves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from torch import Tensor, fx

from engine.info import EditPreview, Shape
from engine.opening.graph import shape_of
from engine.opening.titles import op_name
from engine.progress import Steps
from engine.recipe import AppendTail, Edit, Insert, Rewire, SetArgument, Several
from engine.rewriting.measuring import are_comparable, measure_difference
from engine.rewriting.tried_inputs import tried_inputs
from engine.targets.calls import ops_of


def preview_edit(
    edit: Edit,
    before: fx.GraphModule,
    after: fx.GraphModule,
    samples: Sequence[Sequence[Tensor]] | None,
) -> Steps[EditPreview]:
    """Compare a model with its edited form, by their code and on sample inputs.

    Each sample holds one tensor per input. None stands for made-up ones, see
    `tried_inputs`, and without any nothing is measured.
    """
    made_up = [*tried_inputs(before)] if samples is None else ()
    samples = samples or made_up
    old = {node.name: node for node in ops_of(before.graph)}
    new = {node.name: node for node in ops_of(after.graph)}
    difference, share = yield from measure_difference(
        before, after, samples, may_shrink=bool(made_up)
    )
    return EditPreview(
        edit=edit,
        before=_changed_lines(old, new, _touched(edit)),
        after=_changed_lines(new, old, _touched(edit)),
        removed=tuple(name for name in old if name not in new),
        added=tuple(name for name in new if name not in old),
        max_abs_difference=difference,
        max_rel_difference=share,
        samples=len(samples),
        rewrites=after.meta.get("rewrites", ()),
        notes=after.meta.get("notes", ()),
        comparable=are_comparable(before, after),
        made_up=bool(made_up),
        shapes=tuple(_new_shapes(edit, before, after)),
    )


def _touched(edit: Edit) -> frozenset[str]:
    """The nodes whose own arguments an edit changes."""
    edits = edit.edits if isinstance(edit, Several) else (edit,)
    kinds = (Rewire, SetArgument)
    return frozenset(each.node for each in edits if isinstance(each, kinds))


def _new_shapes(
    edit: Edit, before: fx.GraphModule, after: fx.GraphModule
) -> Iterator[tuple[str, Shape | None, Shape]]:
    """Tell what nodes and outputs yield in another shape than before."""
    old = {node.name: node for node in ops_of(before.graph)}
    edits = edit.edits if isinstance(edit, Several) else (edit,)
    by_hand = all(isinstance(each, (Insert, AppendTail)) for each in edits)
    told = set[str]()
    for node in ops_of(after.graph):
        is_new = node.name not in old
        if (is_new and by_hand) or node.name in _touched(edit):
            shape = None if is_new else shape_of(old[node.name])
            if shape != shape_of(node):
                told.add(node.name)
                yield node.name, shape, shape_of(node)
    outputs = zip(_outputs(before), _outputs(after), strict=False)
    for was, now in outputs:
        if shape_of(was) != shape_of(now) and now.name not in told:
            yield now.name, shape_of(was), shape_of(now)


def _outputs(model: fx.GraphModule) -> list[fx.Node]:
    return list(model.graph.output_node().args[0])  # type: ignore[arg-type]  # nodes


def _changed_lines(
    nodes: dict[str, fx.Node], others: dict[str, fx.Node], touched: Collection[str]
) -> tuple[str, ...]:
    """Write what the other graph has not, or in another precision, as code.

    An op that merely reads a new op in the place of an old one has not changed, unless
    the edit names it.
    """
    return tuple(
        _line(node)
        for name, node in nodes.items()
        if name not in others
        or name in touched
        or _precision(node) != _precision(others[name])
    )


def _line(node: fx.Node) -> str:
    given = [
        *map(str, node.args),
        *(f"{key}={arg}" for key, arg in node.kwargs.items()),
    ]
    suffix = f"  # {_precision(node)}" if _precision(node) else ""
    return f"{node.name} = {op_name(node)}({', '.join(given)}){suffix}"


def _precision(node: fx.Node) -> str:
    return str(node.meta.get("precision", ""))
