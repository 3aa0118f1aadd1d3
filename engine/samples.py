"""The bundled samples: each a folder with a project file. No torch here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.errors import ProjectError
from engine.project import Project, read_project
from engine.resources import SAMPLES
from engine.sentence import filled, say


@dataclass(frozen=True, slots=True)
class Sample:
    """A bundled project with what the start page shows of it."""

    name: str
    title: str
    description: str
    project: Path
    thumbnail: Path


def samples() -> tuple[Sample, ...]:
    """List the bundled samples by name."""
    found = sorted(SAMPLES.glob("*/project.json"))
    return tuple(_sample(project) for project in found)


def sample(name: str) -> Sample:
    """Find a bundled sample.

    Raises:
        ProjectError: there is none of that name.
    """
    known = {each.name: each for each in samples()}
    if name not in known:
        raise ProjectError(
            say(
                "There is no sample '{name}'; there are: {value}.",
                name=name,
                value=", ".join(known) or say("none"),
            )
        )
    return known[name]


def sample_project(name: str) -> Project:
    """Read the project of a bundled sample.

    Raises:
        ProjectError: there is none of that name.
    """
    return read_project(sample(name).project)


def _sample(project: Path) -> Sample:
    folder, content = project.parent, read_project(project)
    return Sample(
        name=folder.name,
        title=filled(content.name),
        description=filled(content.description),
        project=project,
        thumbnail=folder / "thumbnail.png",
    )
