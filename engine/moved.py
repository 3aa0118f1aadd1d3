"""A project whose network or weights are no longer where they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.errors import ProjectError
from engine.project import Project
from engine.sentence import say


def lost_file(project: Project) -> Path | None:
    """The file that the project's network is read from, if it is not there."""
    if project.source.kind not in ("python", "pt2"):
        return None
    file = Path(project.source.location)
    return None if file.is_file() else file


def lost_weights(project: Project) -> Path | None:
    """The checkpoint that the project's weights are read from, if it is not there."""
    file = Path(project.source.checkpoint)
    return None if not project.source.checkpoint or file.is_file() else file


def relocated(project: Project, file: Path) -> Project:
    """The project with the same edits, of a network that lies in this file now.

    Raises:
        ProjectError: the network does not come from a file, or from one of that kind.
    """
    kinds = {"python": ".py", "pt2": ".pt2"}
    ending = kinds.get(project.source.kind, "")
    if not ending or file.suffix != ending:
        raise ProjectError(
            say(
                "{file} cannot stand for {location}, which the network is of.",
                file=file,
                location=project.source.location,
            )
        )
    return replace(project, source=replace(project.source, location=str(file)))


def with_weights(project: Project, file: Path) -> Project:
    """The project with the same edits and network, its weights from this file now."""
    return replace(project, source=replace(project.source, checkpoint=str(file)))


def check_there(project: Project, name: str) -> None:
    """Check that the project's network and weights are where the project says.

    Raises:
        ProjectError: one is not; the sentence says how to name another place.
    """
    for file, option in (
        (lost_file(project), say("--moved-to FILE")),
        (lost_weights(project), say("--checkpoint FILE")),
    ):
        if file is None:
            continue
        raise ProjectError(
            say(
                "The project {name} expects {file}, which is not there; put it back or "
                "name its new place ({option}).",
                name=name,
                file=file,
                option=option,
            )
        )
