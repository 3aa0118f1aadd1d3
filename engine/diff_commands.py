"""What `npu-studio diff` does and the JSON object it prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from engine.checks import check_state
from engine.commands import Options, find_project
from engine.errors import EditError, MisfitError, ProjectError
from engine.info import Diagnostic, GraphInfo
from engine.progress import Steps
from engine.project import Project
from engine.recipe import describe
from engine.states import StateDifference
from engine.workflow import (
    compare_documents,
    compare_states,
    open_project_document,
)

Result = dict[str, Any]


def difference(
    source: str,
    other: str,
    states: tuple[int | None, int | None],
    options: Options,
    other_checkpoint: str = "",
) -> Steps[Result]:
    """Compare two networks, or two states of one: by default all that was done.

    The options hold for both sources, but for those that name edits; the second may
    have a checkpoint of its own.

    Raises:
        ProjectError: states of two networks are asked for at once.
        EditError: there is no such state.
    """
    if other and states != (None, None):
        raise ProjectError(
            "--from and --to name states of one project; leave the second source out."
        )
    project, _ = find_project(source, options)
    for number in states:
        check_state(project, number)
    if not other:
        return (yield from _of_states(project, *states))
    checkpoint = other_checkpoint or options.checkpoint
    theirs = replace(options, checkpoint=checkpoint, at=None, without=())
    second, _ = find_project(other, theirs)
    before = yield from open_project_document(project)
    try:
        after = yield from open_project_document(second)
    except MisfitError as error:
        raise EditError(
            f"{error} `npu-studio edit {other} --without {error.number} -o FILE` "
            "writes a project without it, to compare with."
        ) from error
    found = compare_documents(before.document, after.document, second)
    return _row(found, (project.name, second.name), second.target)


def _of_states(project: Project, first: int | None, last: int | None) -> Steps[Result]:
    opened = yield from open_project_document(project)
    document = opened.document
    before = 0 if first is None else first
    after = document.cursor if last is None else last
    found = compare_states(document, project, before, after)
    edits = ("opened model", *map(describe, document.edits))
    titles = tuple(f"{project.name} {each}: {edits[each]}" for each in (before, after))
    return _row(found, titles, project.target)


def _row(found: StateDifference, titles: Sequence[str], target: str) -> Result:
    nodes = found.nodes
    return {
        "target": target,
        "before": _side(titles[0], found.before, found.before_problems),
        "after": _side(titles[1], found.after, found.after_problems),
        "same": found.is_empty,
        "added": _rows(nodes.added, found.after),
        "removed": _rows(nodes.removed, found.before),
        "renamed": [
            row | {"was": found.origins[row["node"]]}
            for row in _rows([name for _, name in nodes.renamed], found.after)
        ],
        "changed": [
            row
            | {"was": found.origins.get(row["node"], row["node"])}
            | {"weights": row["node"] in nodes.weights}
            for row in _rows(nodes.changed, found.after)
        ],
        "code": nodes.text,
    }


def _side(title: str, info: GraphInfo, problems: Sequence[Diagnostic]) -> Result:
    return {
        "name": title,
        "nodes": len(info.nodes),
        "macs": info.macs,
        "parameters": info.parameters,
        "problems": dict(Counter(each.severity for each in problems)),
    }


def _rows(names: Sequence[str], info: GraphInfo) -> list[Result]:
    """The drawn ones among some nodes; weights belong to their op."""
    known = (info.by_name[name] for name in names if name in info.by_name)
    return [{"node": node.name, "op": node.op, "module": node.module} for node in known]
