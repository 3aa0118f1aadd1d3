"""What the words after `npu-studio`, a dropped file or a recent entry ask to open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.opening.source import ModelSource
from engine.opening.words import parse_source


@dataclass(frozen=True, slots=True)
class OpenSample:
    """A bundled sample by name."""

    name: str


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project file."""

    path: Path


@dataclass(frozen=True, slots=True)
class AskAboutModel:
    """A Python file: the dialog asks which callable, and what else it needs."""

    path: Path


Wanted = OpenSample | OpenProject | AskAboutModel | ModelSource


def read_word(word: str) -> Wanted:
    """Tell what a word or path asks for.

    Raises:
        SourceError: it names nothing that can be opened.
    """
    if word.startswith("sample:"):
        return OpenSample(word.removeprefix("sample:"))
    if word.endswith(".json"):
        return OpenProject(Path(word))
    if word.endswith(".py"):
        return AskAboutModel(Path(word))
    return parse_source(word)
