"""What the words after `npu-studio`, a dropped file or a recent entry ask to open."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SourceError
from engine.opening.source import ModelSource
from engine.opening.words import change_source, parse_source
from engine.sentence import say


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about a model, in its own words."""

    checkpoint: str = ""
    inputs: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    python: str = ""

    def changed(self, source: ModelSource) -> ModelSource:
        """Put what is said in place of what a source says.

        Raises:
            SourceError: an argument or an input has none of the known forms.
        """
        return change_source(
            source,
            arguments=self.arguments,
            checkpoint=self.checkpoint,
            inputs=self.inputs,
            python=self.python,
        )


NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class OpenSample:
    """A bundled sample by name."""

    name: str


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project file; options stand in for what it says itself."""

    path: Path
    options: Options = NO_OPTIONS


@dataclass(frozen=True, slots=True)
class AskAboutModel:
    """A Python file: the dialog asks which callable, and what else it needs."""

    path: Path
    target: str = ""


Wanted = OpenSample | OpenProject | AskAboutModel | ModelSource


def read_options(words: Sequence[str]) -> Options:
    """Read what follows the source; words that are no option end the program."""
    parser = ArgumentParser("npu-studio SOURCE", add_help=False)
    parser.add_argument("--checkpoint", default="", metavar="FILE")
    parser.add_argument("--input", action="append", default=[], metavar="1x3x512x1024")
    parser.add_argument("--arg", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--python", default="", metavar="INTERPRETER")
    found = parser.parse_args(words)
    return Options(found.checkpoint, tuple(found.input), tuple(found.arg), found.python)


def read_word(word: str, options: Options = NO_OPTIONS) -> Wanted:
    """Tell what a word or path, with its options, asks for.

    Raises:
        SourceError: it names nothing that can be opened, or takes no options.
    """
    if word.endswith(".json"):
        return OpenProject(Path(word), options)
    if word.startswith("sample:"):
        if options != NO_OPTIONS:
            raise SourceError(
                say("{word} says everything itself and takes no options.", word=word)
            )
        return OpenSample(word.removeprefix("sample:"))
    if word.endswith(".py") and options == NO_OPTIONS:
        return AskAboutModel(Path(word))
    source = parse_source(
        word,
        arguments=options.arguments,
        checkpoint=options.checkpoint,
        inputs=options.inputs,
        python=options.python,
    )
    if source.kind == "python" and options == NO_OPTIONS:
        return AskAboutModel(Path(source.location), source.target)
    return source
