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
from engine.sentence import say

_FORMS = say(
    "zoo:NAME, file.py:callable, package.module:callable, file.pt2, sample:NAME or "
    "project.json"
)
_INPUT = re.compile(
    r"((?P<name>[A-Za-z_]\w*)=)?(?P<shape>\d+([x×,]\d+)*)(:(?P<dtype>\w+))?"
)
_WEIGHTS = say(
    "holds weights, not the network; open the Python code that builds it, with this "
    "file as {option}.",
    option=say("--checkpoint"),
)
_OTHER_FILES = {
    **dict.fromkeys((".pth", ".pt", ".ckpt", ".safetensors", ".bin", ".npz"), _WEIGHTS),
    ".onnx": say("is an ONNX file; open the PyTorch code it was exported from."),
    ".ipynb": say("is a notebook; save its network as a .py file and open that."),
    ".yaml": say(
        "is a configuration; open the Python code that builds a network of it."
    ),
}
"""What engineers hand over besides, and where to go with it."""
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
        return _program(word, checkpoint, (*inputs, *arguments))
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
    """Read `name=value`: a number, true, false, none, or a list or dict of such.

    A list is written `[8, 16]` and a dict `{'mult': 2}`; anything else is a word.

    Raises:
        SourceError: there is no name or no equals sign.
    """
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise SourceError(say("{text} is no argument; write name=value.", text=text))
    if value.lower() in _WORDS:
        return name, _WORDS[value.lower()]
    try:
        return name, _plain(ast.literal_eval(value))
    except (ValueError, SyntaxError, TypeError):
        return name, value


def _plain(literal: object) -> Argument:
    """Take a literal as a project file can hold it; a tuple becomes a list.

    Raises:
        ValueError: it holds something else.
    """
    match literal:
        case None | bool() | str() | int() | float():
            return literal
        case list() | tuple():
            return [_plain(each) for each in literal]
        case dict():
            return {str(key): _plain(value) for key, value in literal.items()}
    raise ValueError(literal)


def parse_input(text: str) -> InputSpec:
    """Read an input's shape, with an optional name and dtype.

    Raises:
        SourceError: the text is no shape, or a size is zero.
    """
    match = _INPUT.fullmatch(text)
    if match is None:
        raise SourceError(
            say("{text} is no input shape; write it as 1x3x512x1024.", text=text)
        )
    shape = tuple(int(size) for size in re.split("[x×,]", match["shape"]))
    if 0 in shape:
        raise SourceError(say("Input shape {text} has a size of zero.", text=text))
    return InputSpec(shape, match["dtype"] or "float32", match["name"] or "")


def _source(word: str) -> ModelSource:
    location, _, target = word.rpartition(":")
    if word.startswith("zoo:"):
        return ModelSource("zoo", _bundled_name(word[4:]))
    if word.endswith(".py"):
        raise SourceError(_which_callable(Path(word)))
    if location.endswith(".py") and target:
        return ModelSource("python", _absolute(location), target)
    if not location or Path(location).expanduser().is_file():
        _refuse_other_file(location or word)
    if re.fullmatch(r"[A-Za-z_][\w.]*", location) and target:
        return ModelSource("module", location, target)
    if word and Path(location or word).expanduser().is_dir():
        raise SourceError(
            say(
                "{value} is a folder; name the Python file in it that builds "
                "the network, as FOLDER/model.py:NAME.",
                value=location or word,
            )
        )
    shown = word or say("An empty word")
    raise SourceError(
        say("{shown} is no source; write {forms}.", shown=shown, forms=_FORMS)
    )


def _refuse_other_file(file: str) -> None:
    for ending, sentence in _OTHER_FILES.items():
        if file.lower().endswith(ending):
            raise SourceError(say("{file} {sentence}", file=file, sentence=sentence))


def _program(word: str, checkpoint: str, others: Sequence[str]) -> ModelSource:
    if checkpoint:
        raise SourceError(
            say(
                "{word} holds its own weights; open the Python code to load a "
                "checkpoint.",
                word=word,
            )
        )
    if others:
        raise SourceError(
            say(
                "{word} is fixed for its inputs, so {others} cannot be set; "
                "open the Python code for that.",
                word=word,
                others=others[0],
            )
        )
    return ModelSource("pt2", _absolute(word))


def _bundled_name(name: str) -> str:
    if name in ZOO:
        return name
    close = difflib.get_close_matches(name, ZOO, n=1)
    hint = (
        say("did you mean {close}?", close=close[0])
        if close
        else say("there are {known}.", known=", ".join(ZOO))
    )
    raise SourceError(
        say("There is no bundled network {name}; {hint}", name=name, hint=hint)
    )


def _which_callable(file: Path) -> str:
    """Ask for the class or factory, naming those of the file without running it."""
    if not file.is_file():
        return say("There is no file {file}.", file=file)
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError) as error:
        return say("{file} is not valid Python: {error}.", file=file, error=error)
    kinds = (ast.ClassDef, ast.FunctionDef)
    names = [node.name for node in tree.body if isinstance(node, kinds)]
    offered = ", ".join(names[:10]) or say("none")
    return say(
        "Say what to build as {file}:NAME; it defines {offered}.",
        file=file,
        offered=offered,
    )


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))
