"""Where a command writes its project, so that no other file is lost there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.errors import ProjectError
from engine.project import Project, write_project
from engine.whole_file import digest_of


@dataclass(frozen=True, slots=True)
class Destination:
    """A file to write a project to; `seen` is what it held when the command began.

    With `replaces`, whatever the file holds by then is replaced.
    """

    path: Path
    seen: str
    replaces: bool

    def write(self, project: Project) -> None:
        """Write the project, unless another program has written the file meanwhile.

        Raises:
            ProjectError: one has, or the folder cannot be written.
        """
        if not self.replaces and digest_of(self.path) != self.seen:
            raise ProjectError(
                f"{self.path} was changed meanwhile; give another name, or --force to "
                "replace it."
            )
        write_project(project, self.path)


def destination(path: Path, own: str, replaces: bool) -> Destination:
    """Look at a file before a project is written to it.

    `own` is the SOURCE of the command: a project may be written over itself.

    Raises:
        ProjectError: other commands would not know the file as a project by its name,
            or it is there already and another one than `own`.
    """
    if path.suffix != ".json":
        raise ProjectError(
            f"{path} is no name of a project; give one that ends in .json."
        )
    if path.is_dir():
        raise ProjectError(f"{path} is a folder; give the name of a file.")
    is_own = own.endswith(".json") and path.resolve() == Path(own).resolve()
    if path.exists() and not is_own and not replaces:
        raise ProjectError(
            f"{path} is there already; give another name, or --force to replace it."
        )
    return Destination(path, digest_of(path), replaces)
