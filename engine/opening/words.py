"""A source as the command line writes it."""

from __future__ import annotations

import ast
import difflib
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.errors import SourceError
from engine.networks.zoo import ZOO
from engine.opening.source import Argument, InputSpec, ModelSource

_FORMS = (
    "zoo:NAME, file.py:callable, package.module:callable, file.pt2, sample:NAME or "
    "project.json"
)
_INPUT = re.compile(
    r"((?P<name>[A-Za-z_]\w*)=)?(?P<shape>\d+([x×,]\d+)*)(:(?P<dtype>\w+))?"
)
_WORDS: dict[str, Argument] = {"true": True, "false": False, "none": None}


def parse_source(
    word: str,
    *,
    arguments: Sequence[str] = (),
    checkpoint: str = "",
    inputs: Sequence[str] = (),
    python: str = "",
) -> ModelSource:
    """Read SOURCE and its options: `name=value` arguments, `1x3x512x1024` inputs.

    An input may carry a name and a dtype: `tokens=1x16:int64`. Paths become absolute.

    Raises:
        SourceError: the word or an option has none of the known forms.
    """
    if word.endswith(".pt2"):
        return _program(word, checkpoint)
    return change_source(
        _source(word),
        arguments=arguments,
        checkpoint=checkpoint,
        inputs=inputs,
        python=python,
    )


def change_source(
    source: ModelSource,
    *,
    arguments: Sequence[str] = (),
    checkpoint: str = "",
    inputs: Sequence[str] = (),
    python: str = "",
) -> ModelSource:
    """Put what is said in place of what a source says; arguments are added to its own.

    Raises:
        SourceError: an argument or an input has none of the known forms.
    """
    more = dict(parse_argument(text) for text in arguments)
    return replace(
        source,
        arguments={**source.arguments, **more},
        checkpoint=_absolute(checkpoint) if checkpoint else source.checkpoint,
        inputs=tuple(parse_input(text) for text in inputs) or source.inputs,
        python=python or source.python,
    )


def parse_argument(text: str) -> tuple[str, Argument]:
    """Read `name=value`; the value is a number, true, false, none or else a word.

    Raises:
        SourceError: there is no name or no equals sign.
    """
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise SourceError(f"{text} is no argument; write name=value.")
    if value.lower() in _WORDS:
        return name, _WORDS[value.lower()]
    try:
        literal = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value
    return name, literal if isinstance(literal, (str, int, float)) else value


def parse_input(text: str) -> InputSpec:
    """Read an input's shape, with an optional name and dtype.

    Raises:
        SourceError: the text is no shape, or a size is zero.
    """
    match = _INPUT.fullmatch(text)
    if match is None:
        raise SourceError(f"{text} is no input shape; write it as 1x3x512x1024.")
    shape = tuple(int(size) for size in re.split("[x×,]", match["shape"]))
    if 0 in shape:
        raise SourceError(f"Input shape {text} has a size of zero.")
    return InputSpec(shape, match["dtype"] or "float32", match["name"] or "")


def _source(word: str) -> ModelSource:
    location, _, target = word.rpartition(":")
    if word.startswith("zoo:"):
        return ModelSource("zoo", _bundled_name(word[4:]))
    if word.endswith(".py"):
        raise SourceError(_which_callable(Path(word)))
    if location.endswith(".py") and target:
        return ModelSource("python", _absolute(location), target)
    if re.fullmatch(r"[A-Za-z_][\w.]*", location) and target:
        return ModelSource("module", location, target)
    shown = word or "An empty word"
    raise SourceError(f"{shown} is no source; write {_FORMS}.")


def _program(word: str, checkpoint: str) -> ModelSource:
    if checkpoint:
        raise SourceError(
            f"{word} holds its own weights; open the Python code to load a checkpoint."
        )
    return ModelSource("pt2", _absolute(word))


def _bundled_name(name: str) -> str:
    if name in ZOO:
        return name
    close = difflib.get_close_matches(name, ZOO, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(ZOO)}."
    raise SourceError(f"There is no bundled network {name}; {hint}")


def _which_callable(file: Path) -> str:
    """Ask for the class or factory, naming those of the file without running it."""
    if not file.is_file():
        return f"There is no file {file}."
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError) as error:
        return f"{file} is not valid Python: {error}."
    kinds = (ast.ClassDef, ast.FunctionDef)
    names = [node.name for node in tree.body if isinstance(node, kinds)]
    offered = ", ".join(names[:10]) or "none"
    return f"Say what to build as {file}:NAME; it defines {offered}."


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))
